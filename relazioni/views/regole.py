"""Le regole dei controlli: tutte, spiegate, e come l'ente le ha regolate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from enti.models import Ente
from obiettivi.azioni.controlli import regola_controllo, tocca_un_blocco, torna_al_previsto
from obiettivi.controlli.catalogo import PER_CODICE as DEL_PIANO
from obiettivi.letture.controlli import regole_di, storia_delle_regole
from obiettivi.models import RegolaEnte
from obiettivi.permessi import puo_regolare_blocchi, puo_regolare_controlli
from piao.base.controlli import Regola
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from relazioni.controlli.relazione import PER_CODICE as DELLA_RELAZIONE
from relazioni.filtri import FiltroRegole
from relazioni.forms.controlli import RegolaForm
from relazioni.permessi import puo_vedere_regole

PER_CODICE: dict[str, Regola[Any]] = {**DEL_PIANO, **DELLA_RELAZIONE}


def regole(request: Any) -> HttpResponse:
    richiedi(puo_vedere_regole(request.user, request.ente))
    filtro = FiltroRegole(request.GET or None, regole=PER_CODICE.values(), regolate=regole_di(request.ente))
    contesto = {"filtro": filtro, "regola": puo_regolare_controlli(request.user, request.ente)}
    return render(request, "relazioni/regole.html", contesto)


def regola(request: Any, codice: str) -> HttpResponse:
    """Una regola per esteso, la sua storia; chi può la spegne o ne cambia la gravità."""
    ente = request.ente
    richiedi(puo_vedere_regole(request.user, ente))
    una, riga = _trova(codice), regole_di(ente).get(codice)
    puo = _puo_regolare(request.user, ente, una, riga)
    contesto = {"una": una, "riga": riga, "puo": puo, "storia": storia_delle_regole(ente, codice)}
    if not puo:
        richiedi(request.method == "GET")
        return render(request, "relazioni/regola.html", contesto)
    form = RegolaForm(
        request.POST or None,
        instance=riga or RegolaEnte(ente=ente, codice=codice),
        regola=una,
        blocchi=puo_regolare_blocchi(request.user, ente),
    )
    return compila(
        request,
        form,
        lambda: form.salva(regola_controllo, una, utente=request.user, ente=ente),
        torna=reverse("relazioni:regola", args=[ente.slug, codice]),
        fatto=f"Il controllo {codice} è regolato.",
        pagina="relazioni/regola.html",
        **contesto,
    )


def torna(request: Any, codice: str) -> HttpResponse:
    """Il controllo vale di nuovo come previsto."""
    ente = request.ente
    una, riga = _trova(codice), get_object_or_404(RegolaEnte, ente=ente, codice=codice)
    richiedi(_puo_regolare(request.user, ente, una, riga))
    pagina = reverse("relazioni:regola", args=[ente.slug, codice])
    return conferma(
        request,
        lambda: torna_al_previsto(una, utente=request.user, ente=ente),
        domanda=f"Riportare il controllo {codice} al previsto?",
        dettaglio=una.titolo,
        conseguenza=f"Varrà di nuovo come «{una.predefinita.label}». Il motivo scritto resta nella storia.",
        invia="Riporta al previsto",
        pericolo=False,
        torna=pagina,
        annulla=pagina,
        fatto=f"Il controllo {codice} vale come previsto.",
    )


def _trova(codice: str) -> Any:
    if codice not in PER_CODICE:
        raise Http404
    return PER_CODICE[codice]


def _puo_regolare(utente: Any, ente: Ente, una: Any, riga: RegolaEnte | None) -> bool:
    puo_il_blocco = not tocca_un_blocco(una, riga) or puo_regolare_blocchi(utente, ente)
    return puo_regolare_controlli(utente, ente) and puo_il_blocco
