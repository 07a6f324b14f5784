"""Gli indirizzi: prima ciò che è di tutti, poi ciò che è di un ente."""

from django.urls import include, path

from enti import views as enti
from piao.base.salute import salute

urlpatterns = [
    path("", enti.inizio, name="inizio"),
    path("mio-accesso/", enti.mio_accesso, name="mio_accesso"),
    path("salute", salute, name="salute"),
    path("accesso/", include("allauth.urls")),
    path("manuale/", include("piao.base.manuale.urls")),
    path("<slug:ente>/", include("enti.urls")),
    path("<slug:ente>/", include("obiettivi.urls")),
    path("<slug:ente>/", include("relazioni.urls")),
]
