"""Le sessioni di monitoraggio: l'elenco, una sessione con le sue parti, i passi, le consegne."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from enti.models import Unita
from obiettivi.azioni import monitoraggio as azioni
from obiettivi.flusso import monitoraggio as flusso
from obiettivi.forms.monitoraggio import MotivoForm, SessioneForm
from obiettivi.letture import ciclo_di
from obiettivi.letture.rilevazioni import Parte, quadro_di, sessioni_di, soglia_di
from obiettivi.models import Ciclo, Sessione
from obiettivi.permessi import (
    puo_condurre_monitoraggio,
    puo_consegnare,
    puo_rimandare_consegna,
    puo_vedere_ciclo,
    puo_vedere_verbali,
)
from obiettivi.views.obiettivo import dati_scritti
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma


@require_safe
def sessioni(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    contesto = {
        "ciclo": ciclo,
        "sessioni": sessioni_di(ciclo),
        "conduce": puo_condurre_monitoraggio(request.user, ciclo),
        "oggi": timezone.localdate(),
    }
    return render(request, "obiettivi/monitoraggio.html", contesto)


@require_safe
def sessione(request: Any, anno: int, pk: int) -> HttpResponse:
    aperta = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_ciclo(request.user, aperta.ciclo))
    quadro, oggi = quadro_di(aperta), timezone.localdate()
    contesto = {
        "ciclo": aperta.ciclo,
        "sessione": aperta,
        "quadro": quadro,
        "parti": [_riga_parte(request, parte, oggi) for parte in quadro.parti],
        "passi": [nome for nome, passo in flusso.PASSI_SESSIONE.items() if passo.possibile(request.user, aperta)],
        "conduce": puo_condurre_monitoraggio(request.user, aperta.ciclo),
        "soglia": soglia_di(aperta),
        "vede_verbale": puo_vedere_verbali(request.user, aperta.ciclo),
    }
    return render(request, "obiettivi/monitoraggio_sessione.html", contesto)


def _riga_parte(request: Any, parte: Parte, oggi: Any) -> dict[str, Any]:
    """Una riga della tabella: la parte, se è in ritardo, che cosa ne può fare chi guarda."""
    pk = parte.unita.pk if parte.unita else None
    consegna = pk is not None and parte.consegna is None and puo_consegnare(request.user, parte.sessione, pk)
    rimanda = parte.consegna is not None and puo_rimandare_consegna(request.user, parte.sessione)
    return {"parte": parte, "in_ritardo": parte.in_ritardo(oggi), "consegna": consegna, "rimanda": rimanda}


def scrivi_sessione(request: Any, anno: int, pk: int | None = None) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_monitoraggio(request.user, ciclo))
    riga = _fra_quelle(ciclo, pk) if pk else Sessione(ciclo=ciclo)
    form = SessioneForm(dati_scritti(request), instance=riga)
    azione, cosa = (azioni.modifica_sessione, riga) if pk else (azioni.programma_sessione, ciclo)
    return compila(
        request,
        form,
        lambda: form.salva(azione, cosa, utente=request.user),
        torna=indirizzo,
        fatto="La sessione è salvata.",
        pagina="obiettivi/monitoraggio_modifica.html",
        ciclo=ciclo,
        sessione=riga if pk else None,
        annulla=indirizzo(riga) if pk else elenco(ciclo),
    )


def consuete(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_monitoraggio(request.user, ciclo))
    return conferma(
        request,
        lambda: azioni.programma_le_consuete(ciclo, utente=request.user),
        domanda="Programmare le tre sessioni consuete?",
        conseguenza=f"Situazione al 30 giugno, al 30 settembre e al 31 dicembre {anno}. Le date si possono cambiare.",
        invia="Programma",
        pericolo=False,
        torna=elenco(ciclo),
        annulla=elenco(ciclo),
        fatto="Le sessioni sono programmate.",
    )


def elimina_sessione(request: Any, anno: int, pk: int) -> HttpResponse:
    riga = trova_sessione(request, anno, pk)
    richiedi(puo_condurre_monitoraggio(request.user, riga.ciclo))
    return conferma(
        request,
        lambda: azioni.elimina_sessione(riga, utente=request.user),
        domanda=f"Eliminare la sessione «{riga.nome}»?",
        conseguenza="Si elimina solo se non è ancora stata aperta.",
        invia="Elimina la sessione",
        pericolo=True,
        torna=elenco(riga.ciclo),
        annulla=indirizzo(riga),
        fatto="Sessione eliminata.",
    )


def passo(request: Any, anno: int, pk: int, passo: str) -> HttpResponse:
    """Un passo della sessione. Riaprire chiede il motivo, gli altri una conferma."""
    riga = trova_sessione(request, anno, pk)
    if passo not in azioni.VERBI_SESSIONE:
        raise Http404
    richiedi(flusso.PASSI_SESSIONE[passo].puo(request.user, riga))
    form = MotivoForm(dati_scritti(request)) if passo == "riapri" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _compi(request, riga, passo, form.cleaned_data["nota"] if form else "")
        return redirect(indirizzo(riga))
    manca = flusso.che_manca_alla_sessione(quadro_di(riga)) if passo in ("verifica", "chiudi") else []
    return _chiedi(request, riga, form, manca=manca, **flusso.CONFERME_SESSIONE[passo])


def _compi(request: HttpRequest, riga: Sessione, passo: str, nota: str) -> None:
    try:
        azioni.VERBI_SESSIONE[passo](riga, utente=request.user, nota=nota)
    except PassoNonAmmesso as motivo:
        messages.error(request, str(motivo))
    else:
        messages.success(request, flusso.CONFERME_SESSIONE[passo]["fatto"])


# ---- le consegne -------------------------------------------------------------------------------------------------


@require_POST
def consegna(request: Any, anno: int, pk: int, unita: int) -> HttpResponse:
    riga = trova_sessione(request, anno, pk)
    richiedi(puo_consegnare(request.user, riga, unita))
    di_chi = get_object_or_404(Unita, pk=unita, ente=request.ente)
    try:
        azioni.consegna(riga, di_chi, utente=request.user)
    except flusso.ParteIncompleta as manca:
        messages.error(request, str(manca))
        return redirect(griglia(riga, unita))
    messages.success(request, f"La parte di «{di_chi}» è consegnata.")
    return redirect(indirizzo(riga))


def rimanda(request: Any, anno: int, pk: int, unita: int) -> HttpResponse:
    riga = trova_sessione(request, anno, pk)
    richiedi(puo_rimandare_consegna(request.user, riga))
    di_chi = get_object_or_404(Unita, pk=unita, ente=request.ente)
    form = MotivoForm(dati_scritti(request))
    if form.is_valid():
        azioni.rimanda_consegna(riga, di_chi, utente=request.user, nota=form.cleaned_data["nota"])
        messages.success(request, f"La parte di «{di_chi}» è di nuovo da compilare.")
        return redirect(indirizzo(riga))
    return _chiedi(
        request,
        riga,
        form,
        domanda=f"Rimandare la parte di «{di_chi}»?",
        conseguenza="Chi guida l'unità può correggere i valori e consegnare di nuovo.",
        invia="Rimanda",
    )


def _chiedi(request: HttpRequest, riga: Sessione, form: MotivoForm | None, **contesto: Any) -> HttpResponse:
    contesto |= {"ciclo": riga.ciclo, "sessione": riga, "form": form, "annulla": indirizzo(riga)}
    return render(request, "obiettivi/monitoraggio_passo.html", contesto)


# ---- gli indirizzi -----------------------------------------------------------------------------------------------


def trova_sessione(request: Any, anno: int, pk: int) -> Sessione:
    """La sessione fra quelle del ciclo dell'ente: le altre non esistono (404)."""
    return _fra_quelle(ciclo_di(request.ente, anno), pk)


def _fra_quelle(ciclo: Ciclo, pk: int) -> Sessione:
    return get_object_or_404(sessioni_di(ciclo), pk=pk)


def elenco(ciclo: Ciclo) -> str:
    return reverse("obiettivi:monitoraggio", args=[ciclo.ente.slug, ciclo.anno])


def indirizzo(sessione: Sessione) -> str:
    return reverse("obiettivi:sessione", args=[sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk])


def griglia(sessione: Sessione, unita: int | None) -> str:
    base = reverse("obiettivi:compila", args=[sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk])
    return f"{base}?unita={unita or 0}"
