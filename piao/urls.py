"""Gli indirizzi: prima ciò che è di tutti, poi ciò che è di un ente."""

from django.urls import include, path

from enti import views as enti
from piao.base.salute import salute
from relazioni.views import ingresso, verifica

urlpatterns = [
    path("", ingresso.inizio, name="inizio"),
    path("mio-accesso/", enti.mio_accesso, name="mio_accesso"),
    path("salute", salute, name="salute"),
    path("accesso/", include("allauth.urls")),
    path("verifica/", verifica.chiedi_codice, name="verifica_codice"),
    path("verifica/<str:codice>", verifica.verifica, name="verifica"),
    path("manuale/", include("piao.base.manuale.urls")),
    path("", include("relazioni.urls.installazione")),
    path("<slug:ente>/", include("enti.urls")),
    path("<slug:ente>/", include("obiettivi.urls")),
    path("<slug:ente>/", include("valutazione.urls")),
    path("<slug:ente>/", include("relazioni.urls")),
]
