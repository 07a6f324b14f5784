"""Le pagine pubbliche che non sono di un ente solo."""

from django.urls import path

from relazioni.views import dati_aperti, trasparenza

urlpatterns = [
    path("trasparenza/", trasparenza.enti, name="trasparenza_enti"),
    path("trasparenza/catalogo.<slug:formato>", dati_aperti.catalogo_enti, name="catalogo_enti"),
    path("sitemap.xml", dati_aperti.mappa_enti, name="mappa_enti"),
    path("robots.txt", dati_aperti.robots, name="robots"),
]
