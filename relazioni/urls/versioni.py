"""Gli indirizzi di ciò che è approvato: approvazione, versioni, differenze, variazioni."""

from django.urls import path

from relazioni.views import approvazione, variazioni, versioni

VARIAZIONE = "<int:anno>/variazioni/<int:numero>"

urlpatterns = [
    path("<int:anno>/approvazione/", approvazione.approva, name="approva"),
    path("<int:anno>/approvazione/esistente/", approvazione.congela_esistente, name="congela_esistente"),
    path("<int:anno>/approvazione/ritardo/", approvazione.ritardo, name="ritardo"),
    path("<int:anno>/approvazione/ritardo.<slug:formato>", approvazione.ritardo, name="ritardo_file"),
    path("<int:anno>/approvazione/lavori/<int:pk>/", approvazione.lavoro, name="lavoro_approvazione"),
    path("<int:anno>/approvazione/lavori/<int:pk>/annulla/", approvazione.annulla_lavoro, name="annulla_approvazione"),
    path("<int:anno>/versioni/", versioni.versioni, name="versioni"),
    path("<int:anno>/versioni/differenze/", versioni.differenze, name="differenze"),
    path("<int:anno>/versioni/differenze/pdf/", versioni.differenze_pdf, name="differenze_pdf"),
    path("<int:anno>/versioni/differenze/<int:pk>/", versioni.lavoro_differenze, name="lavoro_differenze"),
    path(
        "<int:anno>/versioni/differenze/<int:pk>/differenze.pdf",
        versioni.scarica_differenze,
        name="scarica_differenze",
    ),
    path("<int:anno>/versioni/<int:numero>/", versioni.versione, name="versione"),
    path("<int:anno>/versioni/<int:numero>/piano.pdf", versioni.scarica, name="scarica_versione"),
    path("<int:anno>/versioni/<int:numero>/contenuto.json", versioni.contenuto, name="contenuto_versione"),
    path("<int:anno>/variazioni/", variazioni.variazioni, name="variazioni"),
    path("<int:anno>/variazioni/nuova/", variazioni.nuova, name="nuova_variazione"),
    path(f"{VARIAZIONE}/", variazioni.variazione, name="variazione"),
    path(f"{VARIAZIONE}/modifica/", variazioni.modifica, name="modifica_variazione"),
    path(f"{VARIAZIONE}/elimina/", variazioni.elimina, name="elimina_variazione"),
    path(f"{VARIAZIONE}/obiettivi/", variazioni.scegli, name="scegli_obiettivi"),
    path(f"{VARIAZIONE}/obiettivi/nuovo/", variazioni.aggiungi, name="aggiungi_alla_variazione"),
    path(f"{VARIAZIONE}/obiettivi/<int:pk>/modifica/", variazioni.prendi, name="prendi_obiettivo"),
    path(f"{VARIAZIONE}/obiettivi/<int:pk>/ritira/", variazioni.ritira, name="ritira_obiettivo"),
    path(f"{VARIAZIONE}/righe/<int:pk>/togli/", variazioni.togli, name="togli_dalla_variazione"),
    path(f"{VARIAZIONE}/anteprima/", variazioni.anteprima, name="anteprima_variazione"),
    path(f"{VARIAZIONE}/parere/", variazioni.parere, name="parere_variazione"),
    path(f"{VARIAZIONE}/passo/<slug:passo>/", variazioni.passo, name="passo_variazione"),
    path(f"{VARIAZIONE}/approva/", variazioni.approva, name="approva_variazione"),
]
