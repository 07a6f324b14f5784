"""I controlli della Relazione: l'elenco dei rilievi, e perché qualcuno resta."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from obiettivi.controlli.quadro import Quadro, Sguardo, quadro_di
from obiettivi.letture import ciclo_di
from piao.base.controlli import Rilievo
from piao.base.permessi import richiedi
from piao.base.testo import cercato
from relazioni.azioni.relazione import motiva_rilievo
from relazioni.controlli.relazione import PER_CODICE, esamina_relazione
from relazioni.forms.relazione import MotivoForm
from relazioni.letture import relazione_o_404
from relazioni.models import Relazione
from relazioni.permessi import puo_motivare_nella_relazione, puo_scrivere_fatti, puo_vedere_controlli_relazione
from relazioni.views.relazione import indirizzo


def controlli(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli_relazione(request.user, ciclo))
    riga = relazione_o_404(ciclo)
    cerca, gravita = cercato(request.GET).casefold(), request.GET.get("gravita", "")
    quadro = _quadro(request, riga)
    voci = [
        voce
        for voce in quadro.voci
        if gravita in ("", voce.rilievo.gravita)
        and cerca in f"{voce.rilievo.codice} {voce.titolo} {voce.rilievo.frase} {voce.oggetto}".casefold()
    ]
    contesto = {"ciclo": ciclo, "quadro": quadro, "voci": voci, "cerca": cerca, "gravita": gravita}
    return render(request, "relazioni/relazione_controlli.html", contesto)


def motiva(request: Any, anno: int, codice: str, oggetto: str) -> HttpResponse:
    """Perché un rilievo resta: si scrive, si corregge."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli_relazione(request.user, ciclo))
    riga = relazione_o_404(ciclo)
    voce = _quadro(request, riga).voce(codice, oggetto)
    if voce is None:
        raise Http404("Il rilievo non c'è più: qualcuno l'ha risolto.")
    richiedi(voce.motivabile)
    gia = voce.motivazione.motivo if voce.motivazione else ""
    form = MotivoForm(request.POST or None, initial={"motivo": gia})
    if form.is_valid():
        motiva_rilievo(riga, utente=request.user, codice=codice, oggetto=oggetto, **form.cleaned_data)
        messages.success(request, "La motivazione è scritta.")
        return redirect(f"{indirizzo(ciclo, 'controlli_relazione')}#{voce.ancora}")
    contesto = {"ciclo": ciclo, "voce": voce, "form": form, "annulla": indirizzo(ciclo, "controlli_relazione")}
    return render(request, "relazioni/relazione_motiva.html", contesto)


def _quadro(request: Any, riga: Relazione) -> Quadro:
    """Chi guarda motiva gli errori se conduce; i rimedi portano soltanto a pagine in cui può entrare."""
    motiva, scrive = puo_motivare_nella_relazione(request.user, riga), puo_scrivere_fatti(request.user, riga)

    def porta(rilievo: Rilievo) -> str:
        return rilievo.collegamento if scrive or "/relazione/" not in rilievo.collegamento else ""

    sguardo = Sguardo(None, lambda rilievo: motiva, porta)
    return quadro_di(esamina_relazione(riga), riga.ciclo, sguardo, PER_CODICE)
