"""I controlli della Relazione: l'elenco dei rilievi, e perché qualcuno resta."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from relazioni.azioni.relazione import motiva_rilievo
from relazioni.filtri import FiltroRilievi
from relazioni.forms.relazione import MotivoForm
from relazioni.letture import relazione_o_404
from relazioni.permessi import puo_vedere_controlli_relazione
from relazioni.rimedi import quadro_della_relazione
from relazioni.views.controlli import PER_PAGINA
from relazioni.views.relazione import indirizzo


def controlli(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli_relazione(request.user, ciclo))
    riga = relazione_o_404(ciclo)
    quadro = quadro_della_relazione(request.user, riga)
    filtro = FiltroRilievi(request.GET, quadro=quadro)
    pagina = Paginator(filtro.gruppi, PER_PAGINA).get_page(request.GET.get("page"))
    contesto = {"ciclo": ciclo, "quadro": quadro, "filtro": filtro, "pagina": pagina}
    return render(request, "relazioni/relazione_controlli.html", contesto)


def motiva(request: Any, anno: int, codice: str, oggetto: str) -> HttpResponse:
    """Perché un rilievo resta: si scrive, si corregge."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli_relazione(request.user, ciclo))
    riga = relazione_o_404(ciclo)
    voce = quadro_della_relazione(request.user, riga).voce(codice, oggetto)
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
