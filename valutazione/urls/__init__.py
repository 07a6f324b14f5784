"""Gli indirizzi della valutazione: il sistema, le schede, i premi."""

from valutazione.urls import compila, premi, schede, sistemi

app_name = "valutazione"
urlpatterns = [
    *sistemi.urlpatterns,
    *schede.urlpatterns,
    *compila.urlpatterns,
    *premi.urlpatterns,
]
