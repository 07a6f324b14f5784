"""Le interrogazioni della stanza: sezioni, documenti prodotti, lavori in corso."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from enti.letture import soglie_di
from enti.models import Ente
from obiettivi.codici import codice_scritto
from obiettivi.models import Ciclo
from piao.base.models import Lavoro
from relazioni.models import (
    ModelloAtto,
    Produzione,
    Relazione,
    Sezione,
    TipoDocumento,
    Validazione,
    VersioneRelazione,
)
from relazioni.sezioni import CATALOGHI, Catalogo

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
    documento: str = TipoDocumento.PIANO

    @property
    def catalogo(self) -> Catalogo:
        return CATALOGHI[self.documento]

    @property
    def propria(self) -> bool:
        """L'ha aggiunta l'ente: non è nel catalogo."""
        return self.chiave not in self.catalogo.per_chiave

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
        return str(self.catalogo.capitoli(self.capitolo).label)


def parti_di(ciclo: Ciclo, documento: str = TipoDocumento.PIANO) -> list[Parte]:
    """Tutte le parti di un documento nell'ordine in cui escono: quelle del catalogo e quelle dell'ente."""
    catalogo = CATALOGHI[documento]
    righe = {riga.chiave: riga for riga in Sezione.objects.filter(ciclo=ciclo, documento=documento)}
    for riga in righe.values():
        riga.ciclo = ciclo
    previste = catalogo.previste(ciclo.impostazione, anno=ciclo.anno, semplificato=semplificato(ciclo))
    da_catalogo = [_prevista(voce.chiave, ciclo, catalogo) for voce in previste if voce.chiave not in righe]
    parti = da_catalogo + [_scritta(riga, ciclo, catalogo) for riga in righe.values()]
    capitoli = list(catalogo.capitoli.values)
    return sorted(parti, key=lambda parte: (capitoli.index(parte.capitolo), parte.ordine, parte.chiave))


def _prevista(chiave: str, ciclo: Ciclo, catalogo: Catalogo) -> Parte:
    voce, ordine = catalogo.per_chiave[chiave], catalogo.ordine[chiave]
    modello = voce.testo_modello(ciclo.impostazione)
    return Parte(
        chiave,
        voce.capitolo,
        voce.titolo,
        modello,
        True,
        ordine,
        voce.guida,
        modello,
        documento=catalogo.documento,
    )


def _scritta(riga: Sezione, ciclo: Ciclo, catalogo: Catalogo) -> Parte:
    voce = catalogo.per_chiave.get(riga.chiave)
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
        catalogo.documento,
    )


def parte_di(ciclo: Ciclo, chiave: str, documento: str = TipoDocumento.PIANO) -> Parte:
    """Una parte. Solleva Http404 se il documento non la prevede."""
    trovata = next((parte for parte in parti_di(ciclo, documento) if parte.chiave == chiave), None)
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


def produzioni_di(ciclo: Ciclo, documento: str = TipoDocumento.PIANO) -> QuerySet[Produzione]:
    return Produzione.objects.filter(ciclo=ciclo, documento=documento).select_related("ciclo__ente")


def produzione_di(ciclo: Ciclo, pk: int, documento: str = TipoDocumento.PIANO) -> Produzione:
    return get_object_or_404(produzioni_di(ciclo, documento), pk=pk)


def lavori_di(ente: Ente, ciclo: Ciclo, documento: str = TipoDocumento.PIANO) -> QuerySet[Lavoro]:
    """I lavori di produzione di un documento di questo ciclo, dal più recente."""
    return Lavoro.objects.filter(ente=ente.slug, chiave__startswith=prefisso_lavoro(ciclo, documento))


def lavoro_di(ente: Ente, ciclo: Ciclo, pk: int, documento: str = TipoDocumento.PIANO) -> Lavoro:
    return get_object_or_404(lavori_di(ente, ciclo, documento), pk=pk)


def prefisso_lavoro(ciclo: Ciclo, documento: str = TipoDocumento.PIANO) -> str:
    return f"documento:{ciclo.pk}:" if documento == TipoDocumento.PIANO else f"{documento}:{ciclo.pk}:"


# ---- la Relazione --------------------------------------------------------------------------------------------


def relazione_di(ciclo: Ciclo) -> Relazione | None:
    """La Relazione del ciclo, se qualcuno l'ha cominciata."""
    relazione = Relazione.objects.select_related("atto").filter(ciclo=ciclo).first()
    if relazione is not None:
        relazione.ciclo = ciclo
    return relazione


def relazione_o_404(ciclo: Ciclo) -> Relazione:
    relazione = relazione_di(ciclo)
    if relazione is None:
        raise Http404("La Relazione di quest'anno non è ancora cominciata.")
    return relazione


def versioni_della_relazione(relazione: Relazione) -> QuerySet[VersioneRelazione]:
    """Dalla più recente, senza i testi lunghi."""
    versioni = VersioneRelazione.objects.filter(relazione=relazione).select_related("atto")
    return versioni.defer("contenuto", "rilievi").order_by("-numero")


def relazione_con_codice(scritto: str) -> VersioneRelazione | None:
    """La versione approvata di una Relazione che porta il codice, comunque lo si sia scritto; con il suo ente."""
    codice = codice_scritto(scritto)
    versioni = VersioneRelazione.objects.select_related("relazione__ciclo__ente", "atto").defer("rilievi")
    return versioni.filter(codice=codice).first() if codice else None


def validazioni_di(relazione: Relazione) -> QuerySet[Validazione]:
    """Ciò che l'organismo ha deciso sulle versioni di questa Relazione, dalla più recente."""
    righe = Validazione.objects.filter(versione__relazione=relazione)
    return righe.select_related("versione", "verbale").defer("versione__contenuto", "versione__rilievi")


def approvazioni_della_relazione(ciclo: Ciclo) -> QuerySet[Lavoro]:
    """I lavori che hanno congelato, o provato a congelare, la Relazione di questo ciclo; dal più recente."""
    return Lavoro.objects.filter(ente=ciclo.ente.slug, chiave=chiave_approvazione_relazione(ciclo))


def chiave_approvazione_relazione(ciclo: Ciclo) -> str:
    return f"approvazione-relazione:{ciclo.pk}"


def verbali_in_pdf(validazione: Validazione, resa: str, utente: Any) -> QuerySet[Lavoro]:
    """I PDF del verbale di validazione chiesti dall'utente, in una resa."""
    return Lavoro.objects.filter(ente=validazione.ente.slug, chiave=chiave_verbale(validazione, resa, utente))


def chiave_verbale(validazione: Validazione, resa: str, utente: Any) -> str:
    return f"verbale-{resa}:{validazione.pk}:{utente.pk}"


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


def fogli_di(ciclo: Ciclo, utente: Any, documento: str = TipoDocumento.PIANO) -> QuerySet[Lavoro]:
    """I fogli di controllo in PDF chiesti dall'utente sul Piano, o sulla Relazione, di questo ciclo."""
    return Lavoro.objects.filter(ente=ciclo.ente.slug, chiave=chiave_foglio(ciclo, utente, documento))


def chiave_foglio(ciclo: Ciclo, utente: Any, documento: str = TipoDocumento.PIANO) -> str:
    return f"foglio:{documento}:{ciclo.pk}:{utente.pk}"


# ---- l'anno nuovo --------------------------------------------------------------------------------------------


def testi_con_anno(ciclo: Ciclo) -> list[Sezione]:
    """Le parti in cui l'anno è scritto a mano invece che con una variabile: portate avanti andranno corrette."""
    scritto = Q(testo__contains=str(ciclo.anno)) | Q(titolo__contains=str(ciclo.anno))
    return list(Sezione.objects.filter(scritto, ciclo=ciclo))
