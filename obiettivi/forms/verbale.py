"""La maschera del verbale di monitoraggio."""

from obiettivi.models import VerbaleMonitoraggio
from piao.base.campi import campo_modello
from piao.base.moduli import ModuloVersionato


class VerbaleForm(ModuloVersionato):
    class Meta:
        model = VerbaleMonitoraggio
        fields = ("data", "testo", "segnalazioni")
        formfield_callback = campo_modello

    fissi = frozenset({"sessione"})
