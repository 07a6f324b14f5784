"""Le schede."""

from django.urls import path

from valutazione.views import colloqui, persona, riesame, scheda, schede

SCHEDE = "<int:anno>/valutazione/schede"
SCHEDA = f"{SCHEDE}/<int:pk>"
PERSONA = "<int:anno>/valutazione/persone/<int:pk>"
ASSENZE = "<int:anno>/valutazione/assenze/<int:rapporto>"

urlpatterns = [
    path(f"{SCHEDE}/", schede.elenco, name="schede"),
    path("valutazione/le-mie-schede/", schede.mie, name="mie_schede"),
    path(f"{SCHEDE}/crea/", schede.crea, name="crea_schede"),
    path(f"{SCHEDE}/assegna/", schede.assegna, name="assegna_schede"),
    path(f"{SCHEDE}/proponi/", schede.insieme, {"passo": "proponi"}, name="proponi_schede"),
    path(f"{SCHEDE}/chiudi/", schede.insieme, {"passo": "chiudi"}, name="chiudi_schede"),
    path(f"{SCHEDA}/", scheda.scheda, name="scheda"),
    path(f"{SCHEDA}/storia/", scheda.storia, name="storia_scheda"),
    path(f"{SCHEDA}/prepara/", scheda.prepara, name="prepara_scheda"),
    path(f"{SCHEDA}/passo/<slug:passo>/", scheda.passo, name="passo_scheda"),
    path(f"{SCHEDA}/letta/", scheda.letta, name="letta"),
    path(f"{SCHEDA}/contraddittorio/", scheda.contraddittorio, name="contraddittorio"),
    path(f"{SCHEDA}/autovalutazione/", colloqui.autovalutazione, name="autovalutazione"),
    path(f"{SCHEDA}/colloqui/nuovo/", colloqui.nuovo_colloquio, name="nuovo_colloquio"),
    path(f"{SCHEDA}/colloqui/<int:colloquio>/", colloqui.conferma_colloquio, name="conferma_colloquio"),
    path(f"{SCHEDA}/osservazioni/", riesame.osservazioni, name="osservazioni"),
    path(f"{SCHEDA}/osservazioni/<int:osservazione>/", riesame.risposta, name="risposta"),
    path(f"{SCHEDA}/riesame/", riesame.decidi, name="decidi_riesame"),
    path(f"{PERSONA}/", persona.persona, name="persona"),
    path(f"{ASSENZE}/nuova/", persona.assenza, name="nuova_assenza"),
    path(f"{ASSENZE}/<int:pk>/", persona.assenza, name="assenza"),
    path(f"{ASSENZE}/<int:pk>/togli/", persona.togli_assenza, name="togli_assenza"),
    # ---- compilazione, confronto, stampa: di chi ne scrive le viste ----
    # ---- fine ----
]
