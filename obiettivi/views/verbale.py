"""Il verbale di monitoraggio del Nucleo, nella pagina della sua sessione."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obiettivi.azioni import verbale as azioni
from obiettivi.forms.verbale import VerbaleForm
from obiettivi.letture.risultati import risultati_di
from obiettivi.letture.verbale import fatti_in_parole, segnalazioni_iniziali, verbale_della
from obiettivi.models import Sessione, VerbaleMonitoraggio
from obiettivi.permessi import puo_cambiare_verbale, puo_scrivere_verbale, puo_vedere_verbali
from obiettivi.views.monitoraggio import trova_sessione
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma


@require_safe
def verbale(request: Any, anno: int, pk: int) -> HttpResponse:
    """Il verbale da leggere e da stampare. Una bozza altrui è come se non ci fosse ancora."""
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_verbali(request.user, sessione.ciclo))
    scritto, scrive = verbale_della(sessione), puo_scrivere_verbale(request.user, sessione)
    depositato = scritto is not None and scritto.depositato
    contesto = {
        "ciclo": sessione.ciclo,
        "sessione": sessione,
        "verbale": scritto if scrive or depositato else None,
        "organismo": request.ente.get_organismo_display(),
        "scrive": scrive and not depositato,
    }
    return render(request, "obiettivi/verbale.html", contesto)


def scrivi(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    scritto = verbale_della(sessione)
    richiedi(puo_cambiare_verbale(request.user, scritto) if scritto else puo_scrivere_verbale(request.user, sessione))
    form = VerbaleForm(dati_scritti(request), instance=scritto or _nuovo(sessione))
    azione, cosa = (azioni.modifica_verbale, scritto) if scritto else (azioni.scrivi_verbale, sessione)
    return compila(
        request,
        form,
        lambda: form.salva(azione, cosa, utente=request.user),
        torna=_indirizzo(sessione),
        fatto="Il verbale è salvato. Quando è pronto, depositalo.",
        pagina="obiettivi/verbale_scrivi.html",
        ciclo=sessione.ciclo,
        sessione=sessione,
        verbale=scritto,
        annulla=_indirizzo(sessione),
    )


def deposita(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    scritto = verbale_della(sessione)
    if scritto is None:
        raise Http404("Prima scrivi il verbale.")
    richiedi(puo_cambiare_verbale(request.user, scritto))
    return conferma(
        request,
        lambda: azioni.deposita_verbale(scritto, utente=request.user),
        domanda="Depositare il verbale?",
        dettaglio=f"{sessione.nome}, situazione al {sessione.al:%d/%m/%Y}",
        conseguenza="Da quel momento non si cambia più. Il segretario e il sindaco ricevono un avviso.",
        invia="Deposita",
        pericolo=False,
        torna=_indirizzo(sessione),
        annulla=_indirizzo(sessione),
        fatto="Il verbale è depositato.",
    )


def _nuovo(sessione: Sessione) -> VerbaleMonitoraggio:
    """Una bozza già scritta con i fatti della sessione."""
    risultati = risultati_di(sessione.ciclo, sessione)
    return VerbaleMonitoraggio(
        sessione=sessione,
        data=timezone.localdate(),
        testo=fatti_in_parole(risultati),
        segnalazioni=segnalazioni_iniziali(risultati),
    )


def _indirizzo(sessione: Sessione) -> str:
    return reverse("obiettivi:verbale", args=[sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk])
