"""Il quadro dei risultati: l'ente, poi un'unità o una linea, poi l'obiettivo; gli anni, gli enti; i file."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from enti.letture import profilo
from obiettivi.contenuto.cruscotto import sezioni_del_quadro, sezioni_di, verso
from obiettivi.contenuto.cruscotto_confronti import sezioni_degli_anni, sezioni_degli_enti
from obiettivi.contenuto.quadro import in_fogli, in_testo
from obiettivi.lavori import avvia_quadro, quadri_chiesti_da
from obiettivi.letture import ciclo_di
from obiettivi.letture.cruscotto import Cruscotto, cruscotto_di
from obiettivi.letture.cruscotto_anni import negli_anni
from obiettivi.letture.cruscotto_enti import fra_enti
from obiettivi.letture.risultati import Aggregato
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_vedere_ciclo
from piao.base.lavori import annulla
from piao.base.permessi import richiedi
from piao.base.tabelle import CSV, XLSX
from piao.base.viste import consegna_pdf, segui


@require_safe
def cruscotto(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    quadro = _quadro(request, ciclo)
    contesto = {"ciclo": ciclo, "quadro": quadro, "sezioni": sezioni_del_quadro(quadro)}
    return render(request, "obiettivi/cruscotto.html", contesto)


@require_safe
def dettaglio(request: Any, anno: int, che: str, pk: int) -> HttpResponse:
    """Un'unità o una linea di mandato, con i suoi obiettivi e il conto della media."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    quadro = _quadro(request, ciclo, ambito="tutto")
    aggregato = _aggregato(quadro, che, pk)
    sezioni = sezioni_di(aggregato, quadro.risultati)
    contesto = {"ciclo": ciclo, "quadro": quadro, "aggregato": aggregato, "sezioni": sezioni}
    return render(request, "obiettivi/cruscotto_dettaglio.html", contesto)


@require_safe
def anni(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    contesto = {"ciclo": ciclo, "sezioni": sezioni_degli_anni(negli_anni(ciclo))}
    return render(request, "obiettivi/cruscotto_anni.html", contesto)


@require_safe
def enti(request: Any, anno: int) -> HttpResponse:
    """Gli enti dell'unione di cui chi guarda fa parte; uno solo non è un confronto."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    letti = fra_enti(ciclo, request.user)
    sezioni = sezioni_degli_enti(letti) if len(letti.risultati) > 1 else []
    return render(request, "obiettivi/cruscotto_enti.html", {"ciclo": ciclo, "sezioni": sezioni})


def _quadro(request: Any, ciclo: Ciclo, **scelte: str) -> Cruscotto:
    """Il quadro che chi guarda ha chiesto, con la sessione e l'ambito dell'indirizzo."""
    chieste = {nome: request.GET.get(nome, "") for nome in ("sessione", "ambito")}
    return cruscotto_di(ciclo, profilo(request.user, request.ente), **chieste | scelte)


def _aggregato(quadro: Cruscotto, che: str, pk: int) -> Aggregato:
    """L'unità o la linea chiesta. Solleva Http404 se non ha obiettivi in questo ciclo."""
    fra = {"unita": quadro.risultati.unita, "linee": quadro.risultati.linee}.get(che, ())
    for aggregato in fra:
        if aggregato.pk == pk:
            return aggregato
    raise Http404("Qui non ci sono obiettivi da misurare.")


# ---- i file ------------------------------------------------------------------------------------------------------


@require_safe
def dati(request: Any, anno: int) -> HttpResponse:
    """Tutte le tabelle del quadro, un foglio ciascuna."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    sezioni = sezioni_del_quadro(_quadro(request, ciclo))
    return _file(in_fogli(sezioni), XLSX, f"quadro-{ciclo.ente.slug}-{anno}.xlsx")


@require_safe
def tabella(request: Any, anno: int, chiave: str) -> HttpResponse:
    """Una tabella del quadro, in CSV."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    for sezione in sezioni_del_quadro(_quadro(request, ciclo)):
        if sezione.chiave == chiave:
            return _file(in_testo(sezione), CSV, f"quadro-{ciclo.ente.slug}-{anno}-{chiave}.csv")
    raise Http404("Il quadro non ha questa tabella.")


def _file(contenuto: bytes, tipo: str, nome: str) -> HttpResponse:
    disposizione = {"Content-Disposition": f'attachment; filename="{nome}"'}
    return HttpResponse(contenuto, content_type=tipo, headers=disposizione)


# ---- il PDF ------------------------------------------------------------------------------------------------------


@require_POST
def produci(request: Any, anno: int) -> HttpResponse:
    """Manda a scrivere il PDF del quadro che si sta guardando."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    avviato = avvia_quadro(_quadro(request, ciclo), utente=request.user)
    return redirect("obiettivi:lavoro_cruscotto", request.ente.slug, anno, avviato.pk)


@require_safe
def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è il PDF."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    quadro = verso("cruscotto", ciclo)
    return segui(
        request,
        get_object_or_404(quadri_chiesti_da(request.user, ciclo), pk=pk),
        qui=verso("lavoro_cruscotto", ciclo, pk),
        scarica=verso("scarica_cruscotto", ciclo, pk),
        annulla=verso("annulla_cruscotto", ciclo, pk),
        torna=quadro,
        torna_a="al quadro",
        briciole=[(f"Quadro {anno}", quadro)],
        aiuto="quadro/",
        ciclo=ciclo,
    )


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    trovato = get_object_or_404(quadri_chiesti_da(request.user, ciclo), pk=pk)
    annulla(trovato)
    return redirect("obiettivi:lavoro_cruscotto", ciclo.ente.slug, anno, pk)


@require_safe
def scarica(request: Any, anno: int, pk: int) -> FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    trovato = get_object_or_404(quadri_chiesti_da(request.user, ciclo), pk=pk)
    return consegna_pdf(trovato, f"quadro-{ciclo.ente.slug}-{anno}.pdf")
