"""Le interrogazioni della stanza: sezioni, documenti prodotti, lavori in corso."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from enti.letture import soglie_di
from enti.models import Ente
from obiettivi.models import Ciclo
from piao.base.models import Lavoro
from relazioni.models import ModelloAtto, Produzione, Sezione, TipoDocumento
from relazioni.sezioni import ORDINE, PER_CHIAVE, voci_di
from relazioni.voci import Capitolo

CAPITOLI = list(Capitolo.values)
SOGLIA_PIAO = "dipendenti_piao"  # in enti/parametri.json


@dataclass(frozen=True)
class Parte:
    """Una parte discorsiva come la vede chi scrive: dal catalogo, dall'ente, o dal catalogo e poi cambiata.

    `riga` è None finché l'ente non l'ha toccata: allora vale il testo modello.
    """

    chiave: str
    capitolo: str
    titolo: str
    testo: str
    attiva: bool
    ordine: int
    guida: str = ""
    modello: str = ""
    riga: Sezione | None = None

    @property
    def propria(self) -> bool:
        """L'ha aggiunta l'ente: non è nel catalogo."""
        return self.chiave not in PER_CHIAVE

    @property
    def vuota(self) -> bool:
        return not self.testo.strip()

    @property
    def come_il_modello(self) -> bool:
        return bool(self.modello) and self.testo == self.modello

    @property
    def versione(self) -> int:
        return self.riga.versione if self.riga else 0

    @property
    def nome_capitolo(self) -> str:
        return Capitolo(self.capitolo).label


def parti_di(ciclo: Ciclo) -> list[Parte]:
    """Tutte le parti del Piano nell'ordine in cui escono: quelle del catalogo e quelle dell'ente."""
    righe = {riga.chiave: riga for riga in Sezione.objects.filter(ciclo=ciclo, documento=TipoDocumento.PIANO)}
    for riga in righe.values():
        riga.ciclo = ciclo
    previste = voci_di(ciclo.impostazione, anno=ciclo.anno, semplificato=semplificato(ciclo))
    da_catalogo = [_prevista(voce.chiave, ciclo) for voce in previste if voce.chiave not in righe]
    parti = da_catalogo + [_scritta(riga, ciclo) for riga in righe.values()]
    return sorted(parti, key=lambda parte: (CAPITOLI.index(parte.capitolo), parte.ordine, parte.chiave))


def _prevista(chiave: str, ciclo: Ciclo) -> Parte:
    voce = PER_CHIAVE[chiave]
    modello = voce.testo_modello(ciclo.impostazione)
    return Parte(chiave, voce.capitolo, voce.titolo, modello, True, ORDINE[chiave], voce.guida, modello)


def _scritta(riga: Sezione, ciclo: Ciclo) -> Parte:
    voce = PER_CHIAVE.get(riga.chiave)
    return Parte(
        riga.chiave,
        riga.capitolo,
        riga.titolo,
        riga.testo,
        riga.attiva,
        riga.ordine,
        voce.guida if voce else "",
        voce.testo_modello(ciclo.impostazione) if voce else "",
        riga,
    )


def parte_di(ciclo: Ciclo, chiave: str) -> Parte:
    """Una parte. Solleva Http404 se il Piano non la prevede."""
    trovata = next((parte for parte in parti_di(ciclo) if parte.chiave == chiave), None)
    if trovata is None:
        raise Http404
    return trovata


def semplificato(ciclo: Ciclo) -> bool | None:
    """L'ente è sotto la soglia del PIAO semplificato (norme R50-R52)? None se non si sa quanti sono i dipendenti."""
    soglie = soglie_di(ciclo.ente, ciclo.anno)
    oltre = next((soglia.oltre for soglia in soglie if soglia.parametro.codice == SOGLIA_PIAO), None)
    return None if oltre is None else not oltre


def versioni_di(parte: Parte) -> list[Any]:
    """Le versioni salvate di una parte, dalla più recente."""
    return list(parte.riga.history.select_related("history_user")) if parte.riga else []


# ---- documenti prodotti --------------------------------------------------------------------------------------


def produzioni_di(ciclo: Ciclo) -> QuerySet[Produzione]:
    return Produzione.objects.filter(ciclo=ciclo).select_related("ciclo__ente")


def produzione_di(ciclo: Ciclo, pk: int) -> Produzione:
    return get_object_or_404(produzioni_di(ciclo), pk=pk)


def lavori_di(ente: Ente, ciclo: Ciclo) -> QuerySet[Lavoro]:
    """I lavori di produzione di questo ciclo, dal più recente."""
    return Lavoro.objects.filter(ente=ente.slug, chiave__startswith=prefisso_lavoro(ciclo))


def lavoro_di(ente: Ente, ciclo: Ciclo, pk: int) -> Lavoro:
    return get_object_or_404(lavori_di(ente, ciclo), pk=pk)


def prefisso_lavoro(ciclo: Ciclo) -> str:
    return f"documento:{ciclo.pk}:"


# ---- modelli di atto -----------------------------------------------------------------------------------------


def modelli_di(ente: Ente) -> dict[tuple[str, str], ModelloAtto]:
    """I modelli dell'ente, per atto e formato."""
    return {(modello.tipo, modello.formato): modello for modello in ModelloAtto.objects.filter(ente=ente)}


def contenuto_modello(modello: ModelloAtto) -> bytes:
    """I byte del modello. Solleva Http404 se il file non è più conservato."""
    try:
        with modello.file.open("rb") as file:
            letti: bytes = file.read()
    except FileNotFoundError as errore:
        raise Http404("Il file del modello non c'è più: caricalo di nuovo.") from errore
    return letti


def approvazioni_di(ciclo: Ciclo) -> QuerySet[Lavoro]:
    """I lavori che hanno congelato, o provato a congelare, una versione di questo ciclo; dal più recente."""
    return Lavoro.objects.filter(ente=ciclo.ente.slug, chiave=prefisso_approvazione(ciclo))


def prefisso_approvazione(ciclo: Ciclo) -> str:
    """Una chiave per ciclo: due approvazioni non corrono insieme."""
    return f"approvazione:{ciclo.pk}"


def differenze_di(ciclo: Ciclo, utente: Any) -> QuerySet[Lavoro]:
    """I confronti in PDF chiesti dall'utente su questo ciclo."""
    return Lavoro.objects.filter(ente=ciclo.ente.slug, chiave__startswith=prefisso_differenze(ciclo, utente))


def prefisso_differenze(ciclo: Ciclo, utente: Any) -> str:
    return f"differenze:{ciclo.pk}:{utente.pk}:"


# ---- l'anno nuovo --------------------------------------------------------------------------------------------


def testi_con_anno(ciclo: Ciclo) -> list[Sezione]:
    """Le parti in cui l'anno è scritto a mano invece che con una variabile: portate avanti andranno corrette."""
    scritto = Q(testo__contains=str(ciclo.anno)) | Q(titolo__contains=str(ciclo.anno))
    return list(Sezione.objects.filter(scritto, ciclo=ciclo))
