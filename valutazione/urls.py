"""Gli indirizzi della valutazione: il sistema, le schede, i premi."""

from valutazione import urls_compila, urls_premi, urls_schede, urls_sistemi

app_name = "valutazione"
urlpatterns = [
    *urls_sistemi.urlpatterns,
    *urls_schede.urlpatterns,
    *urls_compila.urlpatterns,
    *urls_premi.urlpatterns,
]
