"""Il foglio di controllo per il Nucleo: in PDF lo prepara il lavoratore, in foglio di calcolo esce subito.

Ciascuno ha il suo: i rilievi sono quelli che vede dal suo posto. Il Piano e la Relazione hanno le stesse pagine.
"""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_vedere_controlli
from piao.base.lavori import annulla
from piao.base.models import Lavoro
from piao.base.permessi import richiedi
from piao.base.tabelle import XLSX
from piao.base.viste import consegna_pdf, segui
from relazioni.lavori import avvia_foglio, avvia_foglio_relazione
from relazioni.letture import fogli_di, relazione_o_404
from relazioni.models import TipoDocumento
from relazioni.permessi import puo_vedere_controlli_relazione
from relazioni.rimedi import quadro_della_relazione, quadro_visto_da
from relazioni.stampa.controlli import Foglio, FoglioRelazione, in_fogli

PIANO, RELAZIONE = TipoDocumento.PIANO, TipoDocumento.RELAZIONE


@require_POST
def produci(request: Any, anno: int, documento: str = PIANO) -> HttpResponse:
    """Manda a scrivere il PDF; la pagina del lavoro dice quando è pronto."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_vedere(documento, ciclo, request.user))
    return redirect(_verso(documento, "lavoro_foglio", ciclo, _avvia(documento, ciclo, request.user).pk))


@require_safe
def lavoro(request: Any, anno: int, pk: int, documento: str = PIANO) -> HttpResponse:
    """A che punto è il PDF."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_vedere(documento, ciclo, request.user))
    controlli = _verso(documento, "controlli", ciclo)
    return segui(
        request,
        get_object_or_404(fogli_di(ciclo, request.user, documento), pk=pk),
        qui=_verso(documento, "lavoro_foglio", ciclo, pk),
        scarica=_verso(documento, "scarica_foglio", ciclo, pk),
        annulla=_verso(documento, "annulla_foglio", ciclo, pk),
        torna=controlli,
        torna_a="ai controlli",
        briciole=[("Controlli", controlli)],
        aiuto="controlli/",
        ciclo=ciclo,
    )


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int, documento: str = PIANO) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_vedere(documento, ciclo, request.user))
    annulla(get_object_or_404(fogli_di(ciclo, request.user, documento), pk=pk))
    return redirect(_verso(documento, "lavoro_foglio", ciclo, pk))


@require_safe
def scarica(request: Any, anno: int, pk: int, documento: str = PIANO) -> FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_vedere(documento, ciclo, request.user))
    finito = get_object_or_404(fogli_di(ciclo, request.user, documento), pk=pk)
    return consegna_pdf(finito, f"{_nome(documento, ciclo)}.pdf")


@require_safe
def calcolo(request: Any, anno: int, documento: str = PIANO) -> HttpResponse:
    """Gli stessi dati in un foglio di calcolo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_vedere(documento, ciclo, request.user))
    disposizione = {"Content-Disposition": f'attachment; filename="{_nome(documento, ciclo)}.xlsx"'}
    return HttpResponse(in_fogli(_foglio(documento, ciclo, request.user)), content_type=XLSX, headers=disposizione)


# ---- il Piano o la Relazione -------------------------------------------------------------------------------------


def _puo_vedere(documento: str, ciclo: Ciclo, utente: Any) -> bool:
    vede = puo_vedere_controlli_relazione if documento == RELAZIONE else puo_vedere_controlli
    return vede(utente, ciclo)


def _avvia(documento: str, ciclo: Ciclo, utente: Any) -> Lavoro:
    if documento == RELAZIONE:
        return avvia_foglio_relazione(relazione_o_404(ciclo), utente=utente)
    return avvia_foglio(ciclo, utente=utente)


def _foglio(documento: str, ciclo: Ciclo, utente: Any) -> Foglio:
    oggi = timezone.localdate()
    if documento == RELAZIONE:
        riga = relazione_o_404(ciclo)
        return FoglioRelazione(ciclo, quadro_della_relazione(utente, riga), oggi, riga)
    return Foglio(ciclo, quadro_visto_da(utente, ciclo)[0], oggi)


def _verso(documento: str, nome: str, ciclo: Ciclo, *altro: int) -> str:
    suo = f"{nome}_relazione" if documento == RELAZIONE else nome
    return reverse(f"relazioni:{suo}", args=[ciclo.ente.slug, ciclo.anno, *altro])


def _nome(documento: str, ciclo: Ciclo) -> str:
    quale = "controlli-relazione" if documento == RELAZIONE else "controlli"
    return f"{quale}-{ciclo.ente.slug}-{ciclo.anno}"
