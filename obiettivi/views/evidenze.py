"""Le evidenze: allegarle a un valore, scaricarle, toglierle."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.azioni import evidenze as azioni
from obiettivi.forms.rettifiche import EvidenzaForm
from obiettivi.letture.evidenze import evidenze_della
from obiettivi.letture.rilevazioni import Parte, RigaIndicatore, parte_con
from obiettivi.models import Evidenza, Sessione
from obiettivi.permessi import puo_vedere_ciclo
from obiettivi.views.monitoraggio import trova_sessione
from obiettivi.views.rilevazioni import scrive
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma


def allega(request: Any, anno: int, pk: int, indicatore: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    parte, riga = _riga(sessione, indicatore)
    richiedi(scrive(request.user, parte))
    if riga.rilevazione is None:
        raise Http404("Prima scrivi il valore, poi allega ciò che lo prova.")
    form = EvidenzaForm(request.POST or None, request.FILES or None, instance=Evidenza(rilevazione=riga.rilevazione))
    torna = _torna(sessione, riga.obiettivo.pk)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.allega, riga.rilevazione, utente=request.user),
        torna=torna,
        fatto="File allegato.",
        pagina="obiettivi/monitoraggio_allega.html",
        ciclo=sessione.ciclo,
        sessione=sessione,
        riga=riga,
        annulla=torna,
    )


@require_safe
def scarica(request: Any, anno: int, pk: int, evidenza: int) -> FileResponse:
    """Sempre come allegato, mai aperto nella pagina: ciò che arriva da fuori non si esegue qui."""
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_ciclo(request.user, sessione.ciclo))
    riga = get_object_or_404(evidenze_della(sessione), pk=evidenza)
    try:
        aperto = riga.file.open()
    except FileNotFoundError as errore:
        raise Http404("Il file non c'è più: chiedi di allegarlo di nuovo.") from errore
    risposta = FileResponse(aperto, as_attachment=True, filename=riga.nome, content_type="application/octet-stream")
    risposta["X-Content-Type-Options"] = "nosniff"
    return risposta


def togli(request: Any, anno: int, pk: int, evidenza: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    riga = get_object_or_404(evidenze_della(sessione), pk=evidenza)
    parte, _ = _riga(sessione, riga.rilevazione.indicatore_id)
    richiedi(scrive(request.user, parte))
    torna = _torna(sessione, riga.rilevazione.indicatore.obiettivo_id)
    return conferma(
        request,
        lambda: azioni.togli_evidenza(riga, utente=request.user),
        domanda=f"Togliere «{riga.nome}»?",
        conseguenza="Il file si cancella. Che c'era, e chi l'ha tolto, resta nel registro.",
        invia="Togli il file",
        pericolo=True,
        torna=torna,
        annulla=torna,
        fatto="File tolto.",
    )


def _riga(sessione: Sessione, indicatore: int) -> tuple[Parte, RigaIndicatore]:
    trovata = parte_con(sessione, indicatori=indicatore)
    if trovata is None or not isinstance(trovata[1], RigaIndicatore):
        raise Http404("Questo indicatore non è fra quelli da misurare.")
    return trovata[0], trovata[1]


def _torna(sessione: Sessione, obiettivo: int) -> str:
    argomenti = [sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk, obiettivo]
    return reverse("obiettivi:derivazione", args=argomenti)
