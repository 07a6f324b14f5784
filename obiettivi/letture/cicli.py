"""I cicli e le linee di mandato di un ente."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from enti.letture import soglie_di
from enti.models import Ente
from obiettivi.models import Ciclo, LineaMandato
from obiettivi.voci import Impostazione

ATTI = (
    "atto_bilancio",
    "atto_dup",
    "atto_dup_aggiornamento",
    "atto_smvp",
    "atto_parere_smvp",
    "atto_piao",
    "atto_approvazione",
)
# Oltre la soglia dei dipendenti il Piano è la sottosezione 2.2; sotto, un Piano autonomo; se non si sa, si chiede.
SENZA_DIPENDENTI = "Quando il numero dei dipendenti sarà scritto nel contesto, qui troverai un suggerimento."
IMPOSTAZIONE_PER = {True: Impostazione.A, False: Impostazione.C, None: ""}


def cicli_di(ente: Ente) -> QuerySet[Ciclo]:
    """I cicli dell'ente, dal più recente."""
    return Ciclo.objects.filter(ente=ente).select_related("ente")


def ciclo_di(ente: Ente, anno: int) -> Ciclo:
    """Il ciclo di un anno. Solleva Http404 se l'ente non l'ha aperto."""
    for ciclo in _leggi_cicli(ente):
        if ciclo.anno == anno:
            return ciclo
    raise Http404("L'ente non ha aperto il ciclo di quest'anno.")


def _leggi_cicli(ente: Ente) -> list[Ciclo]:
    """I cicli, ricordati sull'ente che è il loro: li rileggono la barra di navigazione e il confronto fra gli anni."""
    cicli = list(ente.cicli.all())
    ente.__dict__["_anni"] = {ciclo.anno: ciclo.stato for ciclo in cicli}
    ente.__dict__["_cicli"] = cicli
    return cicli


def anni_di(ente: Ente) -> dict[int, str]:
    """Gli anni dei cicli dell'ente, dal più recente, con lo stato di ciascuno."""
    letti: dict[int, str] | None = ente.__dict__.get("_anni")
    return dict(cicli_di(ente).values_list("anno", "stato")) if letti is None else letti


def cicli_gia_letti(ente: Ente) -> list[Ciclo]:
    """I cicli dell'ente, dal più recente; se la pagina li ha già letti, quelli."""
    letti: list[Ciclo] | None = ente.__dict__.get("_cicli")
    return list(cicli_di(ente)) if letti is None else letti


def ciclo_corrente(ente: Ente) -> Ciclo | None:
    """Il ciclo dell'anno in corso; se non c'è, il più recente; se non ce n'è nessuno, None."""
    cicli = _leggi_cicli(ente)
    oggi = timezone.localdate().year
    return next((ciclo for ciclo in cicli if ciclo.anno == oggi), cicli[0] if cicli else None)


def ciclo_con_atti(ente: Ente, anno: int) -> Ciclo:
    """Il ciclo con gli atti su cui poggia. Solleva Http404 se l'ente non l'ha aperto."""
    return get_object_or_404(cicli_di(ente).select_related("ente", *ATTI), anno=anno)


@dataclass(frozen=True)
class Suggerimento:
    """Un ciclo già riempito con ciò che si può sapere, e perché."""

    ciclo: Ciclo
    perche: str


def ciclo_suggerito(ente: Ente) -> Suggerimento:
    """L'anno dopo l'ultimo ciclo (o l'anno in corso), il triennio, l'impostazione adatta ai dipendenti."""
    ultimo = cicli_di(ente).first()
    anno = ultimo.anno + 1 if ultimo else timezone.localdate().year
    soglia = next((s for s in soglie_di(ente, anno) if s.parametro.codice == "dipendenti_piao"), None)
    oltre = soglia.oltre if soglia else None
    ciclo = Ciclo(ente=ente, anno=anno, anno_fine=anno + 2, impostazione=IMPOSTAZIONE_PER[oltre])
    if ultimo:
        ciclo.scala_peso, ciclo.metodo_peso, ciclo.atto_smvp = ultimo.scala_peso, ultimo.metodo_peso, ultimo.atto_smvp
    return Suggerimento(ciclo, f"{soglia.fonte} {soglia.esito}" if soglia and oltre is not None else SENZA_DIPENDENTI)


def linee_di(ente: Ente) -> QuerySet[LineaMandato]:
    """Le linee di mandato, con il numero di obiettivi che ne discendono."""
    return LineaMandato.objects.filter(ente=ente).annotate(quanti=Count("obiettivi"))
