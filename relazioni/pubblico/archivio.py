"""Che cosa è pubblicato: le sole righe che la porta pubblica legge."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone

from enti.models.ente import Ente
from obiettivi.models import Versione
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.contenuto.tipi import Piano
from relazioni.models import Pubblicazione, Questionario, TipoPubblicazione, Trasparenza, VersioneRelazione

CHI = ("chi", "versione__chi", "relazione__chi")  # chi ha approvato e pubblicato non esce, e non si legge
PESANTI = (
    "contenuto",
    "versione__contenuto",
    "versione__rilievi",
    "relazione__contenuto",
    "relazione__rilievi",
)  # testi lunghi: si leggono quando servono
VERSIONI_A_MEMORIA = 64


@dataclass(frozen=True)
class Stato:
    """Da quando nulla è cambiato: di qui nascono ETag e Last-Modified."""

    ultima: datetime | None
    quante: int
    sito: Trasparenza | None = None
    questionari: int = 0  # cambia quando se ne chiude, o se ne corregge, uno

    @property
    def chiave(self) -> tuple[object, ...]:
        return self.ultima, self.quante, self.sito.versione if self.sito else 0, self.questionari


@dataclass(frozen=True)
class PianoPubblico:
    """Un Piano pubblicato, con il suo contenuto congelato."""

    pubblicazione: Pubblicazione
    piano: Piano

    @property
    def versione(self) -> int:
        return self.piano.documento.versione or 0


def tutte(ente_id: int) -> QuerySet[Pubblicazione]:
    """Anche le ritirate: di quelle resta detto quando e perché."""
    return Pubblicazione.objects.filter(ente=ente_id).select_related("versione", "relazione").defer(*PESANTI, *CHI)


def pubblicate(ente_id: int) -> QuerySet[Pubblicazione]:
    return tutte(ente_id).filter(ritirata_il__isnull=True)


def una(ente_id: int, pk: int) -> Pubblicazione:
    """Solleva Http404 se non c'è."""
    return get_object_or_404(tutte(ente_id), pk=pk)


def stato(ente_id: int | None = None) -> Stato:
    """Di un ente, oppure dell'installazione."""
    righe = Pubblicazione.objects.all() if ente_id is None else Pubblicazione.objects.filter(ente=ente_id)
    trovato = righe.aggregate(ultima=Max("modificata_il"), quante=Count("pk"))
    if ente_id is None:
        return Stato(trovato["ultima"], trovato["quante"])
    al, questionari = _chiusi(ente_id)
    ultima = max((quando for quando in (trovato["ultima"], al) if quando), default=None)
    return Stato(ultima, trovato["quante"], impostazioni(ente_id), questionari)


def _chiusi(ente_id: int) -> tuple[datetime | None, int]:
    """Da quando non si chiudono questionari, e un numero che cambia se ne cambia uno."""
    righe = Questionario.objects.filter(ente=ente_id, al__lt=timezone.localdate())
    trovato = righe.aggregate(al=Max("al"), versioni=Sum("versione"), quanti=Count("pk"))
    if trovato["al"] is None:
        return None, 0
    mezzanotte = timezone.make_aware(datetime.combine(trovato["al"] + timedelta(days=1), time()))
    return mezzanotte, trovato["versioni"] + trovato["quanti"]


def impostazioni(ente_id: int) -> Trasparenza | None:
    return Trasparenza.objects.filter(ente=ente_id).first()


def piani(ente_id: int) -> list[Pubblicazione]:
    """I Piani pubblicati, dall'anno più recente; in ogni anno dall'ultima versione."""
    return list(
        pubblicate(ente_id)
        .filter(tipo=TipoPubblicazione.PIANO, versione__isnull=False)
        .order_by("-anno", "-versione__numero")
    )


def piano_dell_anno(ente_id: int, anno: int | None = None, versione: int | None = None) -> PianoPubblico | None:
    """Il Piano pubblicato di un anno (l'ultimo, se non lo si dice), nell'ultima versione o in quella chiesta."""
    for pubblicazione in piani(ente_id):
        if anno in (None, pubblicazione.anno) and versione in (None, _numero(pubblicazione)):
            return aperto(pubblicazione)
    return None


def vigenti(ente_id: int) -> list[PianoPubblico]:
    """Per ogni anno l'ultima versione pubblicata, dall'anno più recente."""
    per_anno: dict[int, Pubblicazione] = {}
    for pubblicazione in piani(ente_id):
        per_anno.setdefault(pubblicazione.anno, pubblicazione)
    return [aperto(pubblicazione) for pubblicazione in per_anno.values()]


def versioni(ente_id: int) -> list[PianoPubblico]:
    return [aperto(pubblicazione) for pubblicazione in piani(ente_id)]


@dataclass(frozen=True)
class RelazionePubblica:
    """Una Relazione pubblicata, con il suo contenuto congelato."""

    pubblicazione: Pubblicazione
    relazione: Relazione

    @property
    def versione(self) -> int:
        return self.relazione.documento.versione or 0


def relazioni(ente_id: int) -> list[RelazionePubblica]:
    """Per ogni anno l'ultima Relazione pubblicata, dall'anno più recente."""
    righe = pubblicate(ente_id).filter(tipo=TipoPubblicazione.RELAZIONE, relazione__isnull=False)
    per_anno: dict[int, Pubblicazione] = {}
    for riga in righe.order_by("-anno", "-relazione__numero"):
        per_anno.setdefault(riga.anno, riga)
    return [_rendiconto(riga) for riga in per_anno.values()]


def relazione_dell_anno(ente_id: int, anno: int) -> RelazionePubblica | None:
    return next((una for una in relazioni(ente_id) if una.pubblicazione.anno == anno), None)


def con_tabelle(ente_id: int) -> list[Pubblicazione]:
    """Le pubblicazioni che sono dati congelati qui (i premi, il Sistema), con il loro contenuto."""
    righe = Pubblicazione.objects.filter(ente=ente_id, ritirata_il__isnull=True).exclude(contenuto="")
    return list(righe.select_related("versione", "relazione").defer(*PESANTI[1:], *CHI))


def _rendiconto(pubblicazione: Pubblicazione) -> RelazionePubblica:
    versione = pubblicazione.relazione
    assert versione is not None  # `relazioni` legge soltanto quelle congelate
    return RelazionePubblica(pubblicazione, _rendicontata(versione.pk, versione.impronta_contenuto))


@lru_cache(maxsize=VERSIONI_A_MEMORIA)
def _rendicontata(pk: int, impronta: str) -> Relazione:
    righe = VersioneRelazione.objects.filter(pk=pk, impronta_contenuto=impronta)
    return da_canonico(righe.values_list("contenuto", flat=True).get(), Relazione)


def aperto(pubblicazione: Pubblicazione) -> PianoPubblico:
    """Una delle pubblicazioni che dà `piani`, con il suo contenuto."""
    versione = pubblicazione.versione
    assert versione is not None  # `piani` legge soltanto quelle congelate
    return PianoPubblico(pubblicazione, _congelato(versione.pk, versione.impronta_contenuto))


def _numero(pubblicazione: Pubblicazione) -> int:
    return pubblicazione.versione.numero if pubblicazione.versione else 0


@lru_cache(maxsize=VERSIONI_A_MEMORIA)
def _congelato(pk: int, impronta: str) -> Piano:
    """Una versione non cambia mai: letta una volta, vale per tutti. L'impronta distingue due archivi di prova."""
    return da_canonico(Versione.objects.values_list("contenuto", flat=True).get(pk=pk, impronta_contenuto=impronta))


# ---- l'installazione -------------------------------------------------------------------------------------------


def enti_che_pubblicano(q: str = "") -> QuerySet[Ente]:
    """Gli enti con almeno una pubblicazione in linea, per nome; `anno` è il più recente."""
    in_linea = Q(pubblicazioni__ritirata_il__isnull=True, pubblicazioni__isnull=False)
    enti = Ente.objects.filter(in_linea).annotate(
        anno=Max("pubblicazioni__anno", filter=in_linea),
        quante=Count("pubblicazioni", filter=in_linea),
        aggiornato=Max("pubblicazioni__aggiornata_il", filter=in_linea),
    )
    return (enti.filter(denominazione__icontains=q) if q else enti).order_by("denominazione", "pk")


def enti_in_silenzio(q: str = "") -> QuerySet[Ente]:
    """Gli enti dell'installazione che non hanno nulla in linea, per nome."""
    pubblicano = Pubblicazione.objects.filter(ritirata_il__isnull=True).values("ente")
    return Ente.objects.filter(denominazione__icontains=q).exclude(pk__in=pubblicano).order_by("denominazione", "pk")


def ultime_di_tutti(quante: int) -> list[Pubblicazione]:
    """Le ultime cose pubblicate da un ente qualunque, dalla più recente."""
    righe = Pubblicazione.objects.filter(ritirata_il__isnull=True).select_related("ente").defer("contenuto", "chi")
    return list(righe.order_by("-aggiornata_il", "-pk")[:quante])
