"""La Relazione sulla performance: fatti, testi, controlli, approvazione, validazione, pubblicazione."""

from django.urls import path

from relazioni.models import TipoDocumento
from relazioni.views import (
    approvazione_relazione,
    controlli_relazione,
    documento_relazione,
    fatti_relazione,
    foglio,
    relazione,
    testi,
    validazione,
)

R = "<int:anno>/relazione"
V = f"{R}/validazione/<int:pk>/<slug:resa>"
SUA = {"documento": TipoDocumento.RELAZIONE}

urlpatterns = [
    path(f"{R}/", relazione.relazione, name="relazione"),
    path(f"{R}/comincia/", relazione.comincia, name="comincia_relazione"),
    path(f"{R}/riapri/", relazione.riapri, name="riapri_relazione"),
    path(f"{R}/pubblica/", relazione.pubblica, name="pubblica_relazione"),
    path(f"{R}/fatti/", fatti_relazione.fatti, name="fatti_relazione"),
    path(f"{R}/risorse/", fatti_relazione.risorse, name="risorse_relazione"),
    path(f"{R}/anteprima/", documento_relazione.anteprima, name="anteprima_relazione"),
    path(f"{R}/produci/", documento_relazione.produci, name="produci_relazione"),
    path(f"{R}/lavori/<int:pk>/", documento_relazione.lavoro, name="lavoro_relazione"),
    path(f"{R}/lavori/<int:pk>/annulla/", documento_relazione.annulla_lavoro, name="annulla_lavoro_relazione"),
    path(f"{R}/bozze/<int:pk>/relazione.pdf", documento_relazione.scarica_bozza, name="scarica_bozza_relazione"),
    path(f"{R}/versioni/<int:numero>/relazione.pdf", documento_relazione.scarica, name="scarica_relazione"),
    path(f"{R}/dati/<str:nome>", documento_relazione.dati, name="dati_relazione"),
    path(f"{R}/estratti/<slug:quale>.<slug:formato>", documento_relazione.estratto, name="estratto_relazione"),
    path(f"{R}/controlli/", controlli_relazione.controlli, name="controlli_relazione"),
    path(f"{R}/controlli/foglio/", foglio.produci, SUA, name="foglio_controlli_relazione"),
    path(f"{R}/controlli/foglio/<int:pk>/", foglio.lavoro, SUA, name="lavoro_foglio_relazione"),
    path(f"{R}/controlli/foglio/<int:pk>/annulla/", foglio.annulla_lavoro, SUA, name="annulla_foglio_relazione"),
    path(f"{R}/controlli/foglio/<int:pk>/foglio.pdf", foglio.scarica, SUA, name="scarica_foglio_relazione"),
    path(f"{R}/controlli/foglio.xlsx", foglio.calcolo, SUA, name="foglio_di_calcolo_relazione"),
    path(f"{R}/controlli/<slug:codice>/<path:oggetto>/motiva/", controlli_relazione.motiva, name="motiva_relazione"),
    path(f"{R}/approvazione/", approvazione_relazione.approva, name="approva_relazione"),
    path(f"{R}/approvazione/ritardo/", approvazione_relazione.ritardo, name="ritardo_relazione"),
    path(f"{R}/approvazione/ritardo.<slug:formato>", approvazione_relazione.ritardo, name="ritardo_relazione_file"),
    path(f"{R}/approvazione/lavori/<int:pk>/", approvazione_relazione.lavoro, name="lavoro_approvazione_relazione"),
    path(f"{R}/validazione/", validazione.validazione, name="validazione"),
    path(f"{R}/validazione/nuova/", validazione.nuova, name="nuova_validazione"),
    path(f"{V}/", validazione.produci, name="verbale_validazione"),
    path(f"{V}/<int:lavoro>/", validazione.lavoro, name="lavoro_verbale_validazione"),
    path(f"{V}/<int:lavoro>/verbale.pdf", validazione.scarica, name="scarica_verbale_validazione"),
    path(f"{R}/testi/", testi.sezioni, SUA, name="sezioni_relazione"),
    path(f"{R}/testi/leggi/", testi.leggi, SUA, name="leggi_testo_relazione"),
    path(f"{R}/testi/nuova/", testi.nuova, SUA, name="nuova_parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/", testi.modifica, SUA, name="parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/sposta/", testi.sposta, SUA, name="sposta_parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/mostra/", testi.mostra, SUA, name="mostra_parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/elimina/", testi.elimina, SUA, name="elimina_parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/modello/", testi.ripristina, SUA, name="ripristina_parte_relazione"),
    path(f"{R}/testi/<slug:chiave>/storia/", testi.storia, SUA, name="storia_parte_relazione"),
]
