"""Gli indirizzi: prima ciò che è di tutti, poi ciò che è di un ente."""

from importlib.util import find_spec

from django.http import HttpResponse
from django.urls import include, path

from piao.base.salute import salute


def _vuota(request, **altro):  # PROVVISORIO: finché le stanze non hanno i loro indirizzi
    return HttpResponse("in costruzione")


def _stanza(modulo, nome, voci):
    if find_spec(modulo):
        return include(modulo)
    return include(([path(indirizzo, _vuota, name=voce) for voce, indirizzo in voci.items()], nome))


urlpatterns = [
    path("salute", salute, name="salute"),
    path("accesso/", include("allauth.urls")),
    path("manuale/", _stanza("piao.base.manuale.urls", "manuale", {"indice": "", "pagina": "<slug:pagina>/"})),
    path("<slug:ente>/", _stanza("enti.urls", "enti", {"stemma": "stemma/", "ruoli": "ruoli/"})),
    path("<slug:ente>/", _stanza("obiettivi.urls", "obiettivi", {"casa": ""})),
    path("<slug:ente>/", _stanza("relazioni.urls", "relazioni", {"documenti": "<int:anno>/documenti/"})),
]
if find_spec("enti.views"):
    from enti import views

    urlpatterns.append(path("", views.inizio, name="inizio"))
    urlpatterns.insert(0, path("mio-accesso/", views.mio_accesso, name="mio_accesso"))
else:
    urlpatterns.append(path("", _vuota, name="inizio"))
    urlpatterns.append(path("mio-accesso/", _vuota, name="mio_accesso"))
