"""Il percorso del Piano: a che punto è, che cosa manca, chi deve agire, come ci si è arrivati."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from obiettivi.flusso.piano import CONFERME, PERCORSO, PassoPiano, PianoFermo, vuole_nota
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
from piao.base.flusso import Mancanza, PassoNonAmmesso
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
    ciclo, trovato = ciclo_di(request.ente, anno), _trovato(passo)
    richiedi(trovato.spetta(request.user, ciclo))
    if not trovato.possibile(request.user, ciclo):
        messages.warning(request, f"Adesso non si può {trovato.nome}: è «{ciclo.get_stato_display()}».")
        return redirect(indirizzo(ciclo))
    con_nota, dati = vuole_nota(ciclo, trovato), pulito(request.POST) if request.method == "POST" else None
    form = PassoForm(dati, passo=trovato, con_nota=con_nota)
    fermo = _compi(request, ciclo, trovato, form) if form.is_valid() else []
    if fermo is None:
        return redirect(indirizzo(ciclo))
    contrario = con_nota and not trovato.con_nota
    contesto = {"ciclo": ciclo, "passo": trovato, "form": form, "mancanze": fermo, "contrario": contrario}
    return render(request, "relazioni/percorso_passo.html", contesto | CONFERME[passo])


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


def _trovato(codice: str) -> PassoPiano:
    """Un passo che si compie da qui: l'approvazione ha una pagina sua."""
    if codice not in CONFERME:
        raise Http404
    return PERCORSO[codice]


def _compi(request: Any, ciclo: Ciclo, passo: PassoPiano, form: PassoForm) -> list[Mancanza] | None:
    """None se non c'è altro da fare qui; altrimenti si resta, con ciò che manca o con l'errore nella maschera."""
    try:
        compi_passo(ciclo, passo, utente=request.user, **form.cleaned_data)
    except ValidationError as errore:
        form.add_error(None, errore)
        return []
    except PianoFermo as fermo:
        return fermo.mancanze
    except PassoNonAmmesso as motivo:
        messages.error(request, f"{motivo} Qualcuno è arrivato prima.")
    else:
        messages.success(request, CONFERME[passo.codice]["fatto"])
    return None


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
