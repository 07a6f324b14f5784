"""I premi: i fondi dell'anno, le persone, gli scenari, la conferma; il proprio premio; controlli e aggregati."""

from django.urls import URLPattern, path

from valutazione.views.premi import conferma, fondo, letture, scenari

_ANNO = "<int:anno>/premi/"
_FONDO = f"{_ANNO}<slug:platea>/"
_SCENARIO = f"{_FONDO}scenari/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(_ANNO, fondo.elenco, name="premi"),
    path(f"{_ANNO}mio/", letture.mio, name="mio_premio"),
    path(f"{_ANNO}controlli/", letture.controlli, name="controlli_valutazione"),
    path(f"{_ANNO}aggregati/", letture.aggregati, name="aggregati"),
    path(f"{_ANNO}nuovo/<slug:platea>/", fondo.nuovo, name="nuovo_fondo"),
    path(_FONDO, fondo.fondo, name="fondo"),
    path(f"{_FONDO}modifica/", fondo.modifica, name="modifica_fondo"),
    path(f"{_FONDO}elimina/", fondo.elimina, name="elimina_fondo"),
    path(f"{_FONDO}persone/", fondo.persone, name="persone_fondo"),
    path(f"{_FONDO}persone/<int:pk>/", fondo.persona, name="persona_fondo"),
    path(f"{_FONDO}interim/", fondo.interim, name="nuovo_interim"),
    path(f"{_FONDO}interim/<int:pk>/togli/", fondo.togli_interim, name="togli_interim"),
    path(f"{_FONDO}riapri/", conferma.riapri, name="riapri_fondo"),
    path(f"{_FONDO}paga/", conferma.paga, name="paga_premi"),
    path(f"{_FONDO}paghe.<slug:formato>", conferma.paghe, name="paghe"),
    path(f"{_FONDO}determina.<slug:formato>", conferma.bozza, name="determina"),
    path(f"{_FONDO}scenari/nuovo/", scenari.scrivi, name="nuovo_scenario"),
    path(_SCENARIO, scenari.scenario, name="scenario"),
    path(f"{_SCENARIO}modifica/", scenari.scrivi, name="modifica_scenario"),
    path(f"{_SCENARIO}ricalcola/", scenari.ricalcola, name="ricalcola_scenario"),
    path(f"{_SCENARIO}elimina/", scenari.elimina, name="elimina_scenario"),
    path(f"{_SCENARIO}conferma/", conferma.conferma, name="conferma_premi"),
    path(f"{_SCENARIO}confronto/<int:altro>/", scenari.confronto, name="confronto_scenari"),
    path(f"{_SCENARIO}persone/<int:premio>/", letture.uno, name="premio"),
]
