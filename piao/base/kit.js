// Le sole parti interattive di bootstrap-italia che le pagine usano. `manage.py prepara_statici` ne fa un file solo.
import "bootstrap-italia/dist/plugins/init.js";
import "bootstrap-italia/dist/plugins/accordion.js";
import "bootstrap-italia/dist/plugins/alert.js";
import "bootstrap-italia/dist/plugins/collapse.js";
import "bootstrap-italia/dist/plugins/dropdown.js";
import "bootstrap-italia/dist/plugins/modal.js";
import "bootstrap-italia/dist/plugins/navbar-collapsible.js";
import "bootstrap-italia/dist/plugins/notification.js";
import "bootstrap-italia/dist/plugins/offcanvas.js";
import "bootstrap-italia/dist/plugins/tab.js";
