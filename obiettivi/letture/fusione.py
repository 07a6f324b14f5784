"""Che cosa succede unendo obiettivi uguali in uno solo, trasversale: si vede prima, si fa dopo, nello stesso modo."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from obiettivi.letture.obiettivi import con_tutto
from obiettivi.letture.pesi import Legame, peso_di, scala_di
from obiettivi.models import (
    Assegnazione,
    Avanzamento,
    Ciclo,
    Classificazione,
    Fase,
    Indicatore,
    Obiettivo,
    ObiettivoUnita,
    Rilevazione,
    Risorsa,
    Unione,
)
from obiettivi.voci import RuoloAssegnatario, RuoloUnita, StatoObiettivo

R = TypeVar("R")
L = TypeVar("L", ObiettivoUnita, Assegnazione)
# Ciò che l'obiettivo che resta, se non ce l'ha, prende da quelli che vi confluiscono.
CAMPI = (
    "descrizione", "finalita", "natura", "motivazione_mantenimento", "obbligo_legge", "bisogno", "stakeholder",
    "contributori", "miglioramento_atteso", "valore_pubblico", "valore_riferimento", "fonte_riferimento",
    "risultato_anno_precedente", "missione", "programma", "riferimento_dup", "misura_anticorruzione", "pnrr",
    "linea_mandato_id",
)  # fmt: skip
CAMPI_INDICATORE = (
    "formula", "numeratore", "unita_misura", "verso", "dimensione", "baseline", "fonte", "tipo_fonte", "frequenza",
    "peso",
)  # fmt: skip


@dataclass(frozen=True)
class Confluito(Generic[L]):
    """Un'unità o un assegnatario dell'obiettivo unito, con il peso che aveva: chi c'era due volte li somma."""

    legami: tuple[L, ...]
    peso: Decimal | None

    @property
    def primo(self) -> L:
        return self.legami[0]

    @property
    def responsabile(self) -> bool:
        return any(legame.ruolo == RuoloAssegnatario.RESPONSABILE for legame in self.legami)

    def massimo(self, campo: str) -> Decimal | None:
        return max(
            (v for v in (getattr(legame, campo, None) for legame in self.legami) if v is not None), default=None
        )


@dataclass(frozen=True)
class Fusione:
    """Gli obiettivi da unire, il meglio compilato per primo: è quello che resta."""

    obiettivi: tuple[Obiettivo, ...]

    @property
    def resta(self) -> Obiettivo:
        return self.obiettivi[0]

    @property
    def confluiscono(self) -> tuple[Obiettivo, ...]:
        return self.obiettivi[1:]

    @cached_property
    def ostacoli(self) -> list[str]:
        """Perché non si possono unire, in frasi che dicono che cosa fare. Vuoto se si può."""
        validati = [o for o in self.obiettivi if o.stato == StatoObiettivo.VALIDATO]
        trovati = [
            (len(self.obiettivi) < 2, "Per unire servono almeno due obiettivi: scegline un altro."),
            (bool(validati), f"{in_elenco(validati)}: validato. Riportalo in bozza, poi unisci."),
            (
                self._scale_diverse,
                "I pesi sono in scale diverse e non si sommano: portali alla stessa scala, poi unisci.",
            ),
            (
                any(o.variazioni.all() for o in self.obiettivi),
                "Uno di questi obiettivi ha già avuto una variazione.",
            ),
            (_ha_misure(self.obiettivi), "Uno di questi obiettivi ha già valori rilevati: unendolo si perderebbero."),
        ]
        return [frase for vero, frase in trovati if vero]

    @property
    def _scale_diverse(self) -> bool:
        return len({scala_di(o) for o in self.obiettivi if not o.prerequisito}) > 1

    @cached_property
    def unita(self) -> list[Confluito[ObiettivoUnita]]:
        """Le unità, prima chi è già capofila dell'obiettivo che resta."""
        legami = [legame for o in self.obiettivi for legame in o.unita_collegate.all()]
        return self._raccolti(legami, lambda legame: legame.unita_id)

    @cached_property
    def assegnazioni(self) -> list[Confluito[Assegnazione]]:
        legami = [legame for o in self.obiettivi for legame in o.assegnazioni.all()]
        return self._raccolti(legami, lambda legame: (legame.persona_id, legame.incarico_id, legame.gruppo_id))

    @cached_property
    def indicatori(self) -> list[Indicatore]:
        """Uno per denominazione, il più compilato; a parità, quello dell'obiettivo che resta."""
        scelti: dict[str, Indicatore] = {}
        for indicatore in self._tutti_gli_indicatori:
            nome = " ".join(indicatore.denominazione.casefold().split())
            scelti[nome] = max(scelti.get(nome, indicatore), indicatore, key=compilato)
        return list(scelti.values())

    @cached_property
    def indicatori_tolti(self) -> list[Indicatore]:
        tenuti = {indicatore.pk for indicatore in self.indicatori}
        return [indicatore for indicatore in self._tutti_gli_indicatori if indicatore.pk not in tenuti]

    @cached_property
    def fasi(self) -> list[Fase]:
        """Quelle del primo obiettivo che ne ha."""
        return next((list(o.fasi.all()) for o in self.obiettivi if o.fasi.all()), [])

    @cached_property
    def risorse(self) -> list[Risorsa]:
        """Tutte, senza ripetere quelle scritte uguali."""
        tutte = [risorsa for o in self.obiettivi for risorsa in o.risorse.all()]
        return _senza_ripetere(tutte, lambda r: (r.tipo, r.descrizione, r.quantita, r.capitolo, r.importo, r.anno))

    @cached_property
    def classificazioni(self) -> list[Classificazione]:
        tutte = [riga for o in self.obiettivi for riga in o.classificazioni.all()]
        return _senza_ripetere(tutte, lambda riga: (riga.tipo, riga.codice))

    @cached_property
    def campi(self) -> dict[str, Any]:
        """I campi vuoti dell'obiettivo che resta, con il primo valore scritto negli altri."""
        vuoti = [nome for nome in CAMPI if not getattr(self.resta, nome)]
        presi = {nome: next((v for o in self.confluiscono if (v := getattr(o, nome))), None) for nome in vuoti}
        return {nome: valore for nome, valore in presi.items() if valore} | self._date

    @property
    def _date(self) -> dict[str, Any]:
        """Inizio e fine si prendono insieme, dallo stesso obiettivo: così restano in ordine."""
        date = [(o.data_inizio, o.data_fine) for o in self.obiettivi]
        inizio, fine = next((coppia for coppia in date if any(coppia)), (None, None))
        return {"data_inizio": inizio, "data_fine": fine}

    @property
    def capofila(self) -> int | None:
        """L'unità che ne risponde se non se ne sceglie un'altra."""
        scelte = [confluito.primo for confluito in self.unita]
        prima = next((legame for legame in scelte if legame.ruolo == RuoloUnita.CAPOFILA), None)
        return (prima or scelte[0]).unita_id if scelte else None

    @property
    def _tutti_gli_indicatori(self) -> list[Indicatore]:
        return [indicatore for o in self.obiettivi for indicatore in o.indicatori.all()]

    def _raccolti(self, legami: Iterable[L], chiave: Callable[[L], Any]) -> list[Confluito[L]]:
        gruppi: dict[Any, list[L]] = {}
        for legame in legami:
            gruppi.setdefault(chiave(legame), []).append(legame)
        return [Confluito(tuple(gruppo), self._peso(gruppo)) for gruppo in gruppi.values()]

    def _peso(self, legami: Sequence[Legame]) -> Decimal | None:
        """Il peso proprio che conserva quello di prima. Vuoto se è già il peso dell'obiettivo che resta."""
        pesi = [peso for legame in legami if (peso := _effettivo(legame)) is not None]
        somma = sum(pesi, Decimal(0)) if pesi else None
        soltanto_suo = [legame for legame in legami if legame.obiettivo_id == self.resta.pk] == list(legami)
        if soltanto_suo:
            return legami[0].peso
        return None if self.resta.prerequisito or somma == peso_di(self.resta) else somma


def fusione_di(ciclo: Ciclo, scelti: Iterable[int]) -> Fusione:
    """La fusione degli obiettivi dati (chiavi), in un numero fisso di letture. Chi non è del ciclo non si trova."""
    trovati = con_tutto(Obiettivo.objects.filter(ciclo=ciclo, pk__in=list(scelti))).prefetch_related("variazioni")
    return Fusione(tuple(sorted(trovati, key=_dal_piu_compilato)))


def unioni_di(ciclo: Ciclo) -> QuerySet[Unione]:
    return Unione.objects.filter(ciclo=ciclo).select_related("resta", "ciclo__ente", "chi").defer("fotografia")


def ultima_unione(obiettivo: Obiettivo) -> Unione | None:
    """Quella da cui è nato l'obiettivo com'è: le precedenti si annullano dopo di lei."""
    return unioni_di(obiettivo.ciclo).filter(resta=obiettivo).first()


def perche_non_si_annulla(unione: Unione) -> str:
    """La frase che dice perché non si può tornare indietro; vuota se si può."""
    if ultima_unione(unione.resta) != unione:
        return "Nello stesso obiettivo ne sono poi confluiti altri: annulla prima l'unione più recente."
    if unione.resta.stato == StatoObiettivo.VALIDATO:
        return "L'obiettivo è validato: riportalo in bozza, poi annulla l'unione."
    if _ha_misure([unione.resta]):
        return "L'obiettivo unito ha già valori rilevati: tornando indietro si perderebbero."
    return ""


def _ha_misure(obiettivi: Iterable[Obiettivo]) -> bool:
    chiavi = [o.pk for o in obiettivi]
    rilevati = Rilevazione.objects.filter(indicatore__obiettivo__in=chiavi)
    return rilevati.exists() or Avanzamento.objects.filter(fase__obiettivo__in=chiavi).exists()


def compilato(indicatore: Indicatore) -> int:
    """Quanto è compilato un indicatore: un punto per campo, per target e per valore passato."""
    campi = sum(getattr(indicatore, nome) not in (None, "") for nome in CAMPI_INDICATORE)
    return campi + len(indicatore.target.all()) + len(indicatore.valori_storici.all())


def _senza_ripetere(righe: Iterable[R], chiave: Callable[[R], Any]) -> list[R]:
    """La prima di ogni chiave, nell'ordine in cui si trovano."""
    viste: dict[Any, R] = {}
    for riga in righe:
        viste.setdefault(chiave(riga), riga)
    return list(viste.values())


def in_elenco(obiettivi: Iterable[Obiettivo]) -> str:
    return ", ".join(f"«{obiettivo}»" for obiettivo in obiettivi)


def _dal_piu_compilato(o: Obiettivo) -> tuple[bool, int, int]:
    """Prima chi ha un peso da conservare, poi chi si misura meglio ed è più scritto, poi l'ordine dell'elenco."""
    scritti = sum(bool(getattr(o, nome)) for nome in CAMPI) + len(o.fasi.all())
    return o.prerequisito, -(scritti + sum(compilato(i) for i in o.indicatori.all())), o.pk


def _effettivo(legame: Legame) -> Decimal | None:
    return (
        None
        if legame.obiettivo.prerequisito
        else legame.peso
        if legame.peso is not None
        else peso_di(legame.obiettivo)
    )
