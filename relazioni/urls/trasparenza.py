"""Amministrazione trasparente e dati aperti: ciò che è di tutti, e ciò con cui l'ente lo governa."""

from django.urls import path

from relazioni.views import ascolto, dati_aperti, partecipazione, pubblicazioni, trasparenza, trasparenza_relazione

T = "trasparenza"

pubblici = [
    path(f"{T}/", trasparenza.trasparenza, name="trasparenza"),
    path(f"{T}/piano/", trasparenza.ultimo_piano, name="ultimo_piano"),
    path(f"{T}/piano/<int:anno>/", trasparenza.piano_pubblico, name="piano_pubblico"),
    path(f"{T}/piano/<int:anno>/obiettivi/", trasparenza.obiettivi_pubblici, name="obiettivi_pubblici"),
    path(f"{T}/obiettivi/<uuid:identificativo>/", trasparenza.obiettivo_pubblico, name="obiettivo_pubblico"),
    path(f"{T}/indicatori/<uuid:identificativo>/", trasparenza.indicatore_pubblico, name="indicatore_pubblico"),
    path(f"{T}/confronto/", trasparenza.confronto, name="confronto_pubblico"),
    path(f"{T}/pubblicazioni/<int:pk>/", trasparenza.pubblicazione, name="pubblicazione"),
    path(f"{T}/pubblicazioni/<int:pk>/file/", trasparenza.file_pubblicazione, name="file_pubblicazione"),
    path(f"{T}/dati/", dati_aperti.dati_aperti, name="dati_aperti"),
    path(f"{T}/dati/interfaccia/", dati_aperti.schema_pagina, name="api"),
    path(f"{T}/dati/catalogo.<slug:formato>", dati_aperti.catalogo_ente, name="catalogo_ente"),
    path(f"{T}/dati/<int:anno>.zip", dati_aperti.tutto, name="tutto"),
    path(f"{T}/dati/<int:anno>/piao-2.2.<slug:formato>", dati_aperti.piao, name="piao22"),
    path(f"{T}/dati/<int:anno>/<slug:nome>.<slug:formato>", dati_aperti.file_dati, name="file_dati"),
    path(f"{T}/novita.xml", dati_aperti.novita, name="novita"),
    path(f"{T}/mappa.xml", dati_aperti.mappa, name="mappa"),
    path(f"{T}/partecipa/", partecipazione.partecipa, name="partecipa"),
    path(f"{T}/partecipa/grazie/", partecipazione.grazie, name="grazie"),
    path(f"{T}/partecipa/<int:pk>/", partecipazione.questionario, name="questionario"),
    path(f"{T}/segnala/", partecipazione.segnalazione, name="segnala"),
    path(f"{T}/segnala/ricevuta/", partecipazione.cerca_ricevuta, name="cerca_ricevuta"),
    path(f"{T}/segnala/<str:codice>/", partecipazione.ricevuta, name="ricevuta"),
    path("api/v1/", dati_aperti.api_indice, name="api_indice"),
    path("api/v1/openapi.json", dati_aperti.api_descrizione, name="api_descrizione"),
    path("api/v1/<str:nome>", dati_aperti.api_risorsa, name="api_risorsa"),
    path(f"{T}/stemma/", trasparenza.stemma, name="stemma_pubblico"),
    path(f"{T}/pubblicazioni/<int:pk>/dati.<slug:formato>", trasparenza.dati_pubblicazione, name="dati_pubblicazione"),
    path(f"{T}/relazione/<int:anno>/", trasparenza_relazione.relazione_pubblica, name="relazione_pubblica"),
    path(f"{T}/privacy/", trasparenza.privacy, name="privacy"),
    path(f"{T}/<slug:chiave>/", trasparenza.sezione, name="sezione_trasparenza"),
]
interni = [
    path("pubblicazioni/", pubblicazioni.pubblicazioni, name="pubblicazioni"),
    path("pubblicazioni/sito/", pubblicazioni.imposta, name="imposta_sito"),
    path("pubblicazioni/nuova/", pubblicazioni.nuovo_documento, name="pubblica_documento"),
    path("pubblicazioni/<slug:tipo>/<int:pk>/", pubblicazioni.pubblica, name="pubblica"),
    path("pubblicazioni/<int:pk>/ritira/", pubblicazioni.ritira_pubblicazione, name="ritira_pubblicazione"),
    path("questionari/", ascolto.questionari, name="questionari"),
    path("questionari/nuovo/", ascolto.scrivi_questionario, name="nuovo_questionario"),
    path("questionari/<int:pk>/", ascolto.scrivi_questionario, name="modifica_questionario"),
    path("questionari/<int:pk>/elimina/", ascolto.togli_questionario, name="elimina_questionario"),
    path("segnalazioni/", ascolto.segnalazioni, name="segnalazioni"),
    path("segnalazioni/<int:pk>/", ascolto.segnalazione, name="segnalazione"),
    path("segnalazioni/<int:pk>/letta/", ascolto.segna_letta, name="segna_letta"),
]
urlpatterns = [*pubblici, *interni]
