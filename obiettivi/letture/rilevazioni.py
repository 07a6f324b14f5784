"""Una sessione di monitoraggio letta per intero: ogni unità con i suoi obiettivi, ciò che è scritto e ciò che manca.

Il numero di letture non dipende da quanti sono gli obiettivi.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from enti.models import Unita
from enti.parametri import valore as parametro
from obiettivi.letture.regole import Genere, genere_di, scostamento
from obiettivi.models import (
    Avanzamento,
    Ciclo,
    Consegna,
    Fase,
    Indicatore,
    Obiettivo,
    ObiettivoUnita,
    Rilevazione,
    Sessione,
    Target,
    ValoreStorico,
)
from obiettivi.voci import Previsione, RuoloUnita, StatoObiettivo
from piao.base.numeri import data_breve, numero

NON_APPLICABILE, NON_ANCORA = "non applicabile", "non ancora"
SENZA_UNITA = "Senza unità"
DA_SPIEGARE: tuple[str, ...] = (Previsione.A_RISCHIO, Previsione.NON_SI_RAGGIUNGE)


def sessioni_di(ciclo: Ciclo) -> QuerySet[Sessione]:
    """Le sessioni del ciclo, dalla prima all'ultima; ciascuna conosce già il suo ciclo."""
    return ciclo.sessioni.all()


def soglia_di(sessione: Sessione) -> Decimal:
    """I punti di distanza dal target oltre i quali serve la causa: quelli della sessione, o quelli di tutti."""
    return parametro("scostamento_massimo", sessione.al).numero if sessione.soglia is None else sessione.soglia


def unita_da_consegnare(sessione: Sessione, guidate: Iterable[int]) -> QuerySet[Unita]:
    """Fra le unità date, quelle che hanno qualcosa da misurare e non l'hanno ancora consegnato."""
    capofila = ObiettivoUnita.objects.filter(
        obiettivo__ciclo=sessione.ciclo, obiettivo__stato=StatoObiettivo.VALIDATO, ruolo=RuoloUnita.CAPOFILA
    )
    mie = capofila.filter(obiettivo__variazione=None, unita__in=guidate)
    return Unita.objects.filter(pk__in=mie.values("unita")).exclude(pk__in=sessione.consegne.values("unita"))


def valori_rilevati(indicatore: Indicatore) -> int:
    """Quanti valori ha nel monitoraggio del suo ciclo, anche se è la copia di lavoro di una variazione."""
    suoi = Rilevazione.objects.filter(indicatore__identificativo=indicatore.identificativo)
    return suoi.filter(sessione__ciclo=indicatore.obiettivo.ciclo_id).count()


def fasi_avanzate(righe: Iterable[Model]) -> QuerySet[Fase]:
    """Fra le righe di una scheda, le fasi che hanno già un avanzamento."""
    fasi = [riga.pk for riga in righe if isinstance(riga, Fase)]
    return Fase.objects.filter(pk__in=fasi, avanzamenti__isnull=False).distinct()


# ---- le righe ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ultimo:
    """L'ultimo valore noto prima della sessione, e di quando è."""

    valore: str
    quando: str


@dataclass(frozen=True)
class RigaIndicatore:
    """Un indicatore con il target dell'anno, l'ultimo valore noto e ciò che è rilevato in questa sessione."""

    obiettivo: Obiettivo
    indicatore: Indicatore
    target: Target | None
    rilevazione: Rilevazione | None
    ultimo: Ultimo | None
    sessione: Sessione
    storici: tuple[Decimal | None, ...] = ()  # i valori dell'anno prima, di due anni prima; None se non si sa

    @property
    def pk(self) -> int:
        return self.indicatore.pk

    @property
    def genere(self) -> Genere:
        return genere_di(self.indicatore, self.target)

    @property
    def in_parole(self) -> str:
        """Ciò che è rilevato, come si legge; vuoto se manca."""
        return rilevato_in_parole(self.rilevazione, self.genere) if self.rilevazione else ""

    @cached_property
    def scostamento(self) -> Decimal | None:
        return scostamento(self.indicatore, self.target, self.rilevazione)

    @property
    def da_spiegare(self) -> bool:
        """A fine anno decide la soglia; durante l'anno, chi prevede di non arrivare al target."""
        if not self.sessione.finale:
            return self.rilevazione is not None and self.rilevazione.previsione in DA_SPIEGARE
        return self.scostamento is not None and abs(self.scostamento) > soglia_di(self.sessione)

    @property
    def senza_causa(self) -> bool:
        return self.da_spiegare and not (self.rilevazione and self.rilevazione.causa)


@dataclass(frozen=True)
class RigaFase:
    """Una fase dell'obiettivo e a che punto è in questa sessione."""

    obiettivo: Obiettivo
    fase: Fase
    avanzamento: Avanzamento | None

    @property
    def pk(self) -> int:
        return self.fase.pk


@dataclass(frozen=True)
class RigaObiettivo:
    """Un obiettivo da misurare: i suoi indicatori e le sue fasi."""

    obiettivo: Obiettivo
    indicatori: tuple[RigaIndicatore, ...]
    fasi: tuple[RigaFase, ...]

    @property
    def mancano(self) -> int:
        return sum(riga.rilevazione is None for riga in self.indicatori)


@dataclass(frozen=True)
class Parte:
    """Ciò che tocca a un'unità in una sessione. Senza unità: gli obiettivi che nessuna ha come capofila."""

    sessione: Sessione
    unita: Unita | None
    obiettivi: tuple[RigaObiettivo, ...]
    consegna: Consegna | None

    @property
    def nome(self) -> str:
        return str(self.unita) if self.unita else SENZA_UNITA

    @property
    def righe(self) -> list[RigaIndicatore]:
        return [riga for obiettivo in self.obiettivi for riga in obiettivo.indicatori]

    @property
    def totale(self) -> int:
        return len(self.righe)

    @property
    def scritti(self) -> int:
        return sum(riga.rilevazione is not None for riga in self.righe)

    @property
    def mancano(self) -> int:
        return self.totale - self.scritti

    @property
    def senza_causa(self) -> int:
        return sum(riga.senza_causa for riga in self.righe)

    @property
    def tardive(self) -> int:
        return sum(bool(riga.rilevazione and riga.rilevazione.tardiva) for riga in self.righe)

    def in_ritardo(self, il: date) -> bool:
        """Il termine è passato e la parte non è consegnata."""
        return self.consegna is None and self.sessione.in_ritardo(il)


@dataclass(frozen=True)
class Quadro:
    """La sessione intera: una parte per unità, nell'ordine dell'organigramma."""

    sessione: Sessione
    parti: tuple[Parte, ...]

    @property
    def righe(self) -> list[RigaIndicatore]:
        return [riga for parte in self.parti for riga in parte.righe]

    @property
    def totale(self) -> int:
        return sum(parte.totale for parte in self.parti)

    @property
    def scritti(self) -> int:
        return sum(parte.scritti for parte in self.parti)

    @property
    def tardive(self) -> int:
        return sum(parte.tardive for parte in self.parti)

    @property
    def consegnate(self) -> int:
        return sum(parte.consegna is not None for parte in self.parti)

    def parte_di(self, unita: int) -> Parte | None:
        """La parte di un'unità; 0 è quella di chi non ne ha."""
        return next((parte for parte in self.parti if (parte.unita.pk if parte.unita else 0) == unita), None)


# ---- come si legge -----------------------------------------------------------------------------------------------


def obiettivi_misurati(*cicli: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi del Piano approvato: i ritirati non si misurano più, le copie di lavoro non ancora."""
    tutti = cicli[0].obiettivi.all() if len(cicli) == 1 else Obiettivo.objects.filter(ciclo__in=cicli)
    collegati = ("neutralizzazione__atto", "neutralizzazione__chi", "linea_mandato", "padre__linea_mandato")
    return (
        tutti.filter(stato=StatoObiettivo.VALIDATO)
        .select_related(*collegati)
        .prefetch_related(
            Prefetch("unita_collegate", ObiettivoUnita.objects.select_related("unita")),
            Prefetch("indicatori", _con_target_e_storico()),
            "fasi",
        )
    )


def con_consegnata(obiettivi: QuerySet[Obiettivo], sessione: Sessione) -> QuerySet[Obiettivo]:
    """Ogni obiettivo sa se la sua parte (quella della prima capofila) è già consegnata in quella sessione."""
    capofila = ObiettivoUnita.objects.filter(obiettivo=OuterRef("pk"), ruolo=RuoloUnita.CAPOFILA).order_by("pk")
    consegne = Consegna.objects.filter(sessione=sessione.pk, unita=OuterRef("capofila"))
    return obiettivi.annotate(capofila=Subquery(capofila.values("unita")[:1]), consegnata=Exists(consegne))


CAMPI_TARGET = ("pk", "operatore", "valore", "valore_massimo", "data", "testo_originale")
ANNI_STORICI = 2  # quanti anni prima di quello del ciclo servono a dire che un valore non si muove


def _con_target_e_storico() -> QuerySet[Indicatore]:
    """Gli indicatori con il target dell'anno e i valori storici nella stessa lettura: `_target`, `_ultimo`."""
    suo = {"indicatore": OuterRef("pk")}
    target = Target.objects.filter(**suo, anno=OuterRef("obiettivo__ciclo__anno"))
    storici = ValoreStorico.objects.filter(**suo)
    prima = {n: storici.filter(anno=OuterRef("obiettivo__ciclo__anno") - n) for n in range(1, ANNI_STORICI + 1)}
    return Indicatore.objects.annotate(
        **{f"target_{campo}": Subquery(target.values(campo)[:1]) for campo in CAMPI_TARGET},
        storico=Subquery(storici.order_by("-anno").values("valore")[:1]),
        anno_storico=Subquery(storici.order_by("-anno").values("anno")[:1]),
        **{f"storico_{n}": Subquery(righe.values("valore")[:1]) for n, righe in prima.items()},
    )


def _target(letto: Any, anno: int) -> Target | None:
    if letto.target_pk is None:
        return None
    return Target(indicatore=letto, anno=anno, **{campo: getattr(letto, f"target_{campo}") for campo in CAMPI_TARGET})


def quadro_di(
    sessione: Sessione, obiettivi: QuerySet[Obiettivo] | None = None, *, con_consegne: bool = True
) -> Quadro:
    """La sessione letta per intero, o solo con gli obiettivi dati; chi guarda i gradi fa a meno delle consegne."""
    letto = _Lettura([sessione], con_consegne=con_consegne)
    return letto.quadro(sessione, obiettivi_misurati(sessione.ciclo) if obiettivi is None else obiettivi)


def quadri_di(sessioni: Sequence[Sessione]) -> list[Quadro]:
    """Più sessioni, una per ciclo, nell'ordine dato e senza consegne: le letture sono quelle di una sola."""
    letto, per_ciclo = (
        _Lettura(sessioni, con_consegne=False),
        {s.ciclo_id: (s.ciclo, list[Obiettivo]()) for s in sessioni},
    )
    for obiettivo in obiettivi_misurati(*(sessione.ciclo for sessione in sessioni)):
        obiettivo.ciclo, suoi = per_ciclo[obiettivo.ciclo_id]
        suoi.append(obiettivo)
    return [letto.quadro(sessione, per_ciclo[sessione.ciclo_id][1]) for sessione in sessioni]


def capofila_di(obiettivo: Obiettivo) -> Unita | None:
    """L'unità nella cui parte sta l'obiettivo: la prima capofila. Un obiettivo trasversale si misura una volta."""
    return next((r.unita for r in obiettivo.unita_collegate.all() if r.ruolo == RuoloUnita.CAPOFILA), None)


def _ordine(parte: Parte) -> tuple[bool, int, str]:
    return parte.unita is None, parte.unita.ordine if parte.unita else 0, parte.nome


class _Lettura:
    """Ciò che serve a comporre le righe di una o più sessioni, una per ciclo, letto una volta."""

    def __init__(self, sessioni: Sequence[Sessione], *, con_consegne: bool) -> None:
        chiavi = [sessione.pk for sessione in sessioni]
        fin_qui = reduce(or_, (Q(sessione__ciclo=s.ciclo_id, sessione__al__lte=s.al) for s in sessioni))
        self.rilevati: dict[int, list[Rilevazione]] = {}
        for rilevazione in (
            Rilevazione.objects.filter(fin_qui).select_related("sessione", "chi").order_by("sessione__al")
        ):
            self.rilevati.setdefault(rilevazione.indicatore_id, []).append(rilevazione)
        avanzamenti = Avanzamento.objects.filter(sessione__in=chiavi).select_related("chi", "sessione")
        self.avanzamenti = {avanzamento.fase_id: avanzamento for avanzamento in avanzamenti}
        consegne = Consegna.objects.filter(sessione__in=chiavi if con_consegne else []).select_related("chi")
        self.consegne = {consegna.unita_id: consegna for consegna in consegne}

    def quadro(self, sessione: Sessione, obiettivi: Iterable[Obiettivo]) -> Quadro:
        per_unita: dict[int, tuple[Unita | None, list[RigaObiettivo]]] = {}
        for obiettivo in obiettivi:
            unita = capofila_di(obiettivo)
            per_unita.setdefault(unita.pk if unita else 0, (unita, []))[1].append(self._riga(sessione, obiettivo))
        parti = [Parte(sessione, u, tuple(righe), self.consegne.get(pk)) for pk, (u, righe) in per_unita.items()]
        return Quadro(sessione, tuple(sorted(parti, key=_ordine)))

    def _riga(self, sessione: Sessione, obiettivo: Obiettivo) -> RigaObiettivo:
        return RigaObiettivo(
            obiettivo,
            tuple(self._indicatore(sessione, obiettivo, indicatore) for indicatore in obiettivo.indicatori.all()),
            tuple(RigaFase(obiettivo, fase, self.avanzamenti.get(fase.pk)) for fase in obiettivo.fasi.all()),
        )

    def _indicatore(self, sessione: Sessione, obiettivo: Obiettivo, indicatore: Indicatore) -> RigaIndicatore:
        target = _target(indicatore, sessione.ciclo.anno)
        fin_qui = list(self.rilevati.get(indicatore.pk, []))
        ora = fin_qui.pop() if fin_qui and fin_qui[-1].sessione_id == sessione.pk else None
        ultimo = _ultimo(indicatore, fin_qui, genere_di(indicatore, target))
        return RigaIndicatore(obiettivo, indicatore, target, ora, ultimo, sessione, _storici(indicatore))


def _storici(letto: Any) -> tuple[Decimal | None, ...]:
    return tuple(getattr(letto, f"storico_{n}") for n in range(1, ANNI_STORICI + 1))


def _ultimo(indicatore: Indicatore, rilevazioni: list[Rilevazione], genere: Genere) -> Ultimo | None:
    if rilevazioni:
        ultima = rilevazioni[-1]
        return Ultimo(rilevato_in_parole(ultima, genere), data_breve(ultima.sessione.al))
    letto: Any = indicatore  # con le colonne di `_con_target_e_storico`
    return None if letto.storico is None else Ultimo(numero(letto.storico), str(letto.anno_storico))


def rilevato_in_parole(rilevazione: Rilevazione, genere: Genere) -> str:
    """«81,5», «sì», «12/03/2026», «non ancora», «non applicabile»."""
    if rilevazione.non_applicabile:
        return NON_APPLICABILE
    if rilevazione.data is not None:
        return data_breve(rilevazione.data)
    if rilevazione.esito is not None:
        si_no = {True: "sì", False: "no"} if genere == Genere.SI_NO else {False: NON_ANCORA, True: "fatto"}
        return si_no[rilevazione.esito]
    return numero(rilevazione.valore)


def parte_con(
    sessione: Sessione, *, indicatori: int | None = None, fasi: int | None = None
) -> tuple[Parte, RigaIndicatore | RigaFase] | None:
    """La parte con il solo obiettivo di quell'indicatore (o di quella fase), e la sua riga; None se non si misura."""
    quale = {"indicatori": indicatori} if indicatori else {"fasi": fasi}
    for parte in quadro_di(sessione, obiettivi_misurati(sessione.ciclo).filter(**quale)).parti:
        obiettivo = parte.obiettivi[0]
        righe: tuple[RigaIndicatore | RigaFase, ...] = obiettivo.indicatori if indicatori else obiettivo.fasi
        return parte, next(riga for riga in righe if riga.pk == (indicatori or fasi))
    return None
