"""Valutare, confrontare, stampare le schede."""

from django.urls import path

from valutazione.views import calibrazione, compila, stampa

SCHEDE = "<int:anno>/valutazione/schede"
SCHEDA = f"{SCHEDE}/<int:pk>"
MODULO = "valutazione/modulo/<int:tipo>"

urlpatterns = [
    path(f"{SCHEDE}/compila/", compila.compila, name="compila"),
    path(f"{SCHEDE}/compila/avvia/", compila.avvia, name="avvia"),
    path(f"{SCHEDE}/compila/<int:componente>/", compila.compila_componente, name="compila_componente"),
    path(f"{SCHEDE}/compila/<int:componente>/<int:pk>/", compila.compila_riga, name="compila_riga"),
    path(f"{SCHEDA}/compila/", compila.compila_scheda, name="compila_scheda"),
    path(f"{SCHEDA}/voci/<int:voce>/", compila.non_misurabile, name="non_misurabile"),
    path(f"{SCHEDA}/correzione/", compila.correzione, name="correzione"),
    path(f"{SCHEDA}/pdf/", stampa.stampa_scheda, name="stampa_scheda"),
    path(f"{SCHEDA}/pdf/<int:lavoro>/", stampa.lavoro_scheda, name="lavoro_scheda"),
    path(f"{SCHEDA}/pdf/<int:lavoro>/scarica/", stampa.scarica_scheda, name="scarica_scheda"),
    path(f"{MODULO}/", stampa.stampa_modulo, name="stampa_modulo"),
    path(f"{MODULO}/<int:lavoro>/", stampa.lavoro_modulo, name="lavoro_modulo"),
    path(f"{MODULO}/<int:lavoro>/scarica/", stampa.scarica_modulo, name="scarica_modulo"),
    path("<int:anno>/valutazione/confronto/", calibrazione.calibrazione, name="calibrazione"),
    path("<int:anno>/valutazione/confronto/ricalcola/", calibrazione.ricalcola, name="ricalcola"),
]
