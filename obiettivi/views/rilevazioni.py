"""La griglia che si compila: una parte alla volta, salvata riga per riga."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enti.letture import profilo
from obiettivi.azioni.rilevazioni import avanza_fase, rileva, togli_rilevazione
from obiettivi.forms.griglia import Griglia, RigaMaschera
from obiettivi.forms.monitoraggio import AvanzamentoForm, DiRiga, RilevazioneForm
from obiettivi.letture.rilevazioni import Parte, Quadro, RigaFase, RigaIndicatore, parte_con, quadro_di
from obiettivi.models import Sessione
from obiettivi.permessi import ne_risponde, puo_compilare, puo_consegnare, puo_vedere_ciclo
from obiettivi.views.monitoraggio import griglia as indirizzo_griglia
from obiettivi.views.monitoraggio import trova_sessione
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from piao.base.viste import conferma

NON_PIU_APERTA = (
    "Nel frattempo la sessione è stata chiusa o la parte consegnata: nulla è stato salvato. Ciò che hai scritto è "
    "ancora qui: copialo, e chiedi al segretario di riaprire."
)


@require_safe
def compila(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_ciclo(request.user, sessione.ciclo))
    return _pagina(request, quadro_di(sessione))


@require_POST
def salva_rilevazione(request: Any, anno: int, pk: int, indicatore: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    parte, riga = _trova(sessione, indicatori=indicatore)
    richiedi(ne_risponde(request.user, riga.obiettivo))
    form = RilevazioneForm(dati_scritti(request), riga=riga)
    if _si_salva(request, parte, form) and form.salva(rileva, sessione, riga.indicatore, utente=request.user):
        return _salvata(request, sessione, indicatori=indicatore)
    return _da_correggere(request, parte, riga, form)


@require_POST
def salva_avanzamento(request: Any, anno: int, pk: int, fase: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    parte, riga = _trova(sessione, fasi=fase)
    richiedi(ne_risponde(request.user, riga.obiettivo))
    form = AvanzamentoForm(dati_scritti(request), riga=riga, sessione=sessione)
    if _si_salva(request, parte, form) and form.salva(avanza_fase, sessione, riga.fase, utente=request.user):
        return _salvata(request, sessione, fasi=fase)
    return _da_correggere(request, parte, riga, form)


def togli(request: Any, anno: int, pk: int, indicatore: int) -> HttpResponse:
    """Il valore torna a mancare: si chiede prima, e resta scritto chi l'ha fatto."""
    sessione = trova_sessione(request, anno, pk)
    parte, riga = _trova(sessione, indicatori=indicatore)
    richiedi(scrive(request.user, parte))
    if riga.rilevazione is None:
        raise Http404("Non c'è un valore da togliere.")
    torna = f"{indirizzo_griglia(sessione, _unita(parte))}#{_ancora(riga)}"
    return conferma(
        request,
        lambda: togli_rilevazione(riga.rilevazione, utente=request.user),
        domanda="Togliere questo valore?",
        dettaglio=f"{riga.indicatore}: {riga.in_parole}",
        conseguenza="Torna a mancare, e con lui i file che lo provano. Chi l'ha tolto resta nel registro.",
        invia="Togli il valore",
        pericolo=True,
        torna=torna,
        annulla=torna,
        fatto="Valore tolto: adesso manca.",
    )


# ---- una riga ----------------------------------------------------------------------------------------------------


def _trova(sessione: Sessione, **quale: int) -> tuple[Parte, Any]:
    """La parte ridotta all'obiettivo della riga, e la riga. Solleva Http404 se non è fra quelle da misurare."""
    trovata = parte_con(sessione, **quale)
    if trovata is None:
        raise Http404("Questa riga non è fra quelle da misurare.")
    return trovata


def _si_salva(request: Any, parte: Parte, form: DiRiga) -> bool:
    valida = form.is_valid()
    if not scrive(request.user, parte):
        form.add_error(None, NON_PIU_APERTA)
        return False
    return valida


def _salvata(request: Any, sessione: Sessione, **quale: int) -> HttpResponse:
    parte, riga = _trova(sessione, **quale)
    if not request.htmx:
        messages.success(request, "Riga salvata.")
        return redirect(f"{indirizzo_griglia(sessione, _unita(parte))}#{_ancora(riga)}")
    form = RilevazioneForm(riga=riga) if "indicatori" in quale else AvanzamentoForm(riga=riga, sessione=sessione)
    intera = quadro_di(sessione).parte_di(_unita(parte))
    return _riga(request, sessione, RigaMaschera(riga, form), salvata=True, parte=intera)


def _da_correggere(request: Any, parte: Parte, riga: RigaIndicatore | RigaFase, form: DiRiga) -> HttpResponse:
    if request.htmx:
        return _riga(request, parte.sessione, RigaMaschera(riga, form))
    return _pagina(request, quadro_di(parte.sessione), unita=_unita(parte), in_corso=form)


def _riga(request: HttpRequest, sessione: Sessione, maschera: RigaMaschera, **altro: Any) -> HttpResponse:
    nome = "_rilevazione" if isinstance(maschera.riga, RigaIndicatore) else "_avanzamento"
    contesto = {"ciclo": sessione.ciclo, "sessione": sessione, "maschera": maschera, "sola": True, **altro}
    return render(request, f"obiettivi/{nome}.html", contesto)


# ---- la pagina ---------------------------------------------------------------------------------------------------


def _pagina(request: Any, quadro: Quadro, *, unita: int | None = None, in_corso: Any = None) -> HttpResponse:
    sessione, parte = quadro.sessione, _scelta(request, quadro, unita)
    contesto: dict[str, Any] = {"ciclo": sessione.ciclo, "sessione": sessione, "quadro": quadro, "parte": parte}
    if parte is not None:
        pk = _unita(parte)
        contesto["griglia"] = Griglia(parte, scrive(request.user, parte), in_corso)
        contesto["consegna"] = bool(pk) and not parte.consegna and puo_consegnare(request.user, sessione, pk)
    return render(request, "obiettivi/monitoraggio_compila.html", contesto)


def _scelta(request: Any, quadro: Quadro, unita: int | None) -> Parte | None:
    """La parte chiesta; altrimenti la prima che tocca a chi guarda; altrimenti la prima."""
    chiesta = request.GET.get("unita", "") if unita is None else str(unita)
    mie = profilo(request.user, request.ente).unita_guidate
    prime = sorted(quadro.parti, key=lambda parte: _unita(parte) not in mie)
    return next((p for p in quadro.parti if str(_unita(p)) == chiesta), prime[0] if prime else None)


def scrive(utente: Any, parte: Parte) -> bool:
    unita = parte.unita.pk if parte.unita else None
    return puo_compilare(utente, parte.sessione, unita, consegnata=parte.consegna is not None)


def _unita(parte: Parte) -> int:
    return parte.unita.pk if parte.unita else 0


def _ancora(riga: RigaIndicatore | RigaFase) -> str:
    return f"{'r' if isinstance(riga, RigaIndicatore) else 'f'}{riga.pk}"
