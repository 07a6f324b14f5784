"""Gli indirizzi della stanza, sotto `/<ente>/`."""

from django.urls import path

from obiettivi.views import (
    albero,
    calendario,
    casa,
    ciclo,
    controlli,
    insieme,
    libreria,
    linee,
    modifica,
    obiettivi,
    obiettivo,
    pesi,
)

app_name = "obiettivi"

OBIETTIVO = "<int:anno>/obiettivi/<int:pk>"

urlpatterns = [
    path("", casa.casa, name="casa"),
    path("<int:anno>/", casa.casa, name="casa"),
    path("ciclo/nuovo/", ciclo.nuovo_ciclo, name="nuovo_ciclo"),
    path("<int:anno>/ciclo/", ciclo.ciclo, name="ciclo"),
    path("<int:anno>/ciclo/modifica/", ciclo.modifica_ciclo, name="modifica_ciclo"),
    path("<int:anno>/ciclo/fasi/", ciclo.fasi_ciclo, name="fasi_ciclo"),
    path("linee/", linee.linee, name="linee"),
    path("linee/nuova/", linee.nuova_linea, name="nuova_linea"),
    path("linee/<int:pk>/", linee.linea, name="linea"),
    path("linee/<int:pk>/sposta/", linee.sposta, name="sposta_linea"),
    path("linee/<int:pk>/elimina/", linee.elimina, name="elimina_linea"),
    path("<int:anno>/obiettivi/", obiettivi.elenco, name="elenco"),
    path("<int:anno>/obiettivi/esporta.<slug:formato>", obiettivi.esporta, name="esporta"),
    path("<int:anno>/obiettivi/insieme/", insieme.insieme, name="insieme"),
    path("<int:anno>/obiettivi/insieme/<slug:che>/", insieme.assegna, name="assegna"),
    path("<int:anno>/obiettivi/nuovo/", obiettivo.nuovo, name="nuovo"),
    path(f"{OBIETTIVO}/", obiettivo.scheda, name="scheda"),
    path(f"{OBIETTIVO}/controlli/", controlli.luci, name="luci"),
    path(f"{OBIETTIVO}/storia/", obiettivo.storia, name="storia"),
    path(f"{OBIETTIVO}/duplica/", obiettivo.duplica, name="duplica"),
    path(f"{OBIETTIVO}/elimina/", obiettivo.elimina, name="elimina"),
    path(f"{OBIETTIVO}/passo/<slug:passo>/", obiettivo.passo, name="passo"),
    path(f"{OBIETTIVO}/modifica/<slug:sezione>/", modifica.modifica, name="modifica"),
    path(f"{OBIETTIVO}/indicatori/nuovo/", modifica.indicatore, name="nuovo_indicatore"),
    path(f"{OBIETTIVO}/indicatori/<int:indicatore>/", modifica.indicatore, name="indicatore"),
    path(f"{OBIETTIVO}/indicatori/<int:indicatore>/togli/", modifica.togli_indicatore, name="togli_indicatore"),
    path(f"{OBIETTIVO}/in-libreria/", libreria.in_libreria, name="in_libreria"),
    path("<int:anno>/albero/", albero.albero, name="albero"),
    path("<int:anno>/albero/disegno.svg", albero.albero_svg, name="albero_svg"),
    path("<int:anno>/pesi/", pesi.pesi, name="pesi"),
    path("<int:anno>/pesi/<slug:tipo>/<int:pk>/", pesi.pesi_di, name="pesi_di"),
    path("<int:anno>/libreria/", libreria.libreria, name="libreria"),
    path("<int:anno>/libreria/<int:pk>/", libreria.modello, name="modello"),
    path("<int:anno>/libreria/<int:pk>/modifica/", libreria.modello_modifica, name="modello_modifica"),
    path("<int:anno>/libreria/<int:pk>/elimina/", libreria.modello_elimina, name="modello_elimina"),
    path("<int:anno>/calendario/", calendario.calendario, name="calendario"),
    path("<int:anno>/calendario/mese/", calendario.mese, name="calendario_mese"),
    path("<int:anno>/calendario/<slug:codice>/", calendario.scadenza, name="scadenza"),
    path("<int:anno>/calendario/<slug:codice>/fatta/", calendario.segna, name="segna_scadenza"),
    path("<int:anno>/calendario/<slug:codice>/termine/", calendario.termine, name="termine_scadenza"),
    path("<int:anno>/calendario/<slug:codice>/ricomincia/", calendario.ricomincia, name="azzera_scadenza"),
    path("calendario/collegamento/", calendario.abbonamento, name="abbonamento"),
    path("calendario/collegamento/revoca/", calendario.revoca, name="revoca_abbonamento"),
    path("calendario/<str:segreto>.ics", calendario.feed, name="feed"),
]
