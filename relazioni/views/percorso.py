"""Il percorso del Piano: a che punto è, che cosa manca, chi deve agire, come ci si è arrivati."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from obiettivi.flusso.piano import APPROVA, CONFERME, PERCORSO, PassoPiano, PianoFermo, vuole_nota
from obiettivi.flusso.quadro import prossimi, tappe
from obiettivi.letture import ciclo_di
from obiettivi.letture.consultazione import CONCORDATA, consultazioni_di
from obiettivi.letture.percorso import parere_valido, passaggi_di, rilievi_del_passaggio
from obiettivi.models import Ciclo
from obiettivi.permessi import (
    puo_vedere_consultazione,
    puo_vedere_controlli,
    puo_vedere_giunta,
    puo_vedere_percorso,
)
from piao.base.controlli import Esito
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.testo import pulito
from relazioni.azioni.percorso import compi_passo
from relazioni.controlli import esamina_piano
from relazioni.forms.percorso import PassoForm


def percorso(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_percorso(request.user, ciclo))
    passaggi = list(passaggi_di(ciclo))
    controlla = puo_vedere_controlli(request.user, ciclo)
    esito = esamina_piano(ciclo) if controlla and not ciclo.concluso else Esito()
    contesto = {
        "ciclo": ciclo,
        "tappe": tappe(ciclo, passaggi),
        "prossimi": prossimi(request.user, ciclo, esito),
        "passaggi": passaggi,
        "controlla": controlla,
        "esito": esito,
        "parere": parere_valido(ciclo),
        "giunta": puo_vedere_giunta(request.user, ciclo),
        "consultazione": _consultazione(request.user, ciclo),
    }
    return render(request, "relazioni/percorso.html", contesto)


def passo_piano(request: Any, anno: int, passo: str) -> HttpResponse:
    """Un passo del percorso: che cosa comporta, che cosa manca, la nota."""
    ciclo, trovato = ciclo_di(request.ente, anno), PERCORSO.get(passo)
    if trovato is None or trovato is APPROVA:
        raise Http404
    richiedi(trovato.spetta(request.user, ciclo))
    if not trovato.possibile(request.user, ciclo):
        messages.warning(request, f"Adesso non si può {trovato.nome}: è «{ciclo.get_stato_display()}».")
        return redirect(indirizzo(ciclo))
    dati = pulito(request.POST) if request.method == "POST" else None
    form, mancanze = PassoForm(dati, passo=trovato, con_nota=vuole_nota(ciclo, trovato)), []
    if form.is_valid():
        try:
            return _compiuto(request, ciclo, trovato, form)
        except ValidationError as errore:
            form.add_error(None, errore)
        except PianoFermo as fermo:
            mancanze = fermo.mancanze
    contesto = {"ciclo": ciclo, "passo": trovato, "form": form, "mancanze": mancanze, **CONFERME[passo]}
    return render(request, "relazioni/percorso_passo.html", contesto)


def passaggio(request: Any, anno: int, pk: int) -> HttpResponse:
    """L'esito dei controlli com'era al momento di un passaggio: congelato, con la sua impronta."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_percorso(request.user, ciclo) and puo_vedere_controlli(request.user, ciclo))
    trovato = get_object_or_404(passaggi_di(ciclo).exclude(rilievi=""), pk=pk)
    esito, rilievi = rilievi_del_passaggio(trovato)
    contesto = {"ciclo": ciclo, "passaggio": trovato, "esito": esito, "rilievi": rilievi}
    return render(request, "relazioni/percorso_passaggio.html", contesto)


def indirizzo(ciclo: Ciclo) -> str:
    return reverse("relazioni:percorso", args=[ciclo.ente.slug, ciclo.anno])


def _compiuto(request: Any, ciclo: Ciclo, passo: PassoPiano, form: PassoForm) -> HttpResponse:
    try:
        compi_passo(ciclo, passo, utente=request.user, **form.cleaned_data)
    except PassoNonAmmesso as motivo:
        messages.error(request, f"{motivo} Qualcuno è arrivato prima.")
    else:
        messages.success(request, CONFERME[passo.codice]["fatto"])
    return redirect(indirizzo(ciclo))


def _consultazione(utente: Any, ciclo: Ciclo) -> dict[str, int] | None:
    """Quanti responsabili concordano, quanti sono in ritardo, per chi li può vedere."""
    if not puo_vedere_consultazione(utente, ciclo):
        return None
    righe = consultazioni_di(utente, ciclo)
    return {
        "tutti": len(righe),
        "concordano": sum(riga.punto == CONCORDATA for riga in righe),
        "in_ritardo": sum(riga.in_ritardo for riga in righe),
    }
