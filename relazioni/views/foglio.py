"""Il foglio di controllo per il Nucleo: in PDF lo prepara il lavoratore, in foglio di calcolo esce subito.

Ciascuno ha il suo: i rilievi sono quelli che vede dal suo posto.
"""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from obiettivi.permessi import puo_vedere_controlli
from piao.base.lavori import annulla
from piao.base.permessi import richiedi
from piao.base.tabelle import XLSX
from relazioni.lavori import avvia_foglio
from relazioni.letture import fogli_di
from relazioni.rimedi import quadro_visto_da
from relazioni.stampa.controlli import Foglio, in_fogli

PDF = "application/pdf"


@require_POST
def produci(request: Any, anno: int) -> HttpResponse:
    """Manda a scrivere il PDF; la pagina del lavoro dice quando è pronto."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    avviato = avvia_foglio(ciclo, utente=request.user)
    return redirect("relazioni:lavoro_foglio", ciclo.ente.slug, anno, avviato.pk)


@require_safe
def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è il PDF. La pagina si aggiorna da sé; con htmx, soltanto il riquadro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    trovato = get_object_or_404(fogli_di(ciclo, request.user), pk=pk)
    modello = "relazioni/_foglio_lavoro.html" if request.htmx else "relazioni/foglio_lavoro.html"
    return render(request, modello, {"ciclo": ciclo, "lavoro": trovato})


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    trovato = get_object_or_404(fogli_di(ciclo, request.user), pk=pk)
    annulla(trovato)
    return redirect("relazioni:lavoro_foglio", ciclo.ente.slug, anno, pk)


@require_safe
def scarica(request: Any, anno: int, pk: int) -> FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    trovato = get_object_or_404(fogli_di(ciclo, request.user), pk=pk)
    nome = (trovato.risultato or {}).get("file", "")
    if not nome or not default_storage.exists(nome):
        raise Http404("Il foglio non è più conservato: preparalo di nuovo.")
    come = f"controlli-{ciclo.ente.slug}-{anno}.pdf"
    return FileResponse(default_storage.open(nome, "rb"), as_attachment=True, filename=come, content_type=PDF)


@require_safe
def calcolo(request: Any, anno: int) -> HttpResponse:
    """Gli stessi dati in un foglio di calcolo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    foglio = Foglio(ciclo, quadro_visto_da(request.user, ciclo)[0], timezone.localdate())
    disposizione = {"Content-Disposition": f'attachment; filename="controlli-{ciclo.ente.slug}-{anno}.xlsx"'}
    return HttpResponse(in_fogli(foglio), content_type=XLSX, headers=disposizione)
