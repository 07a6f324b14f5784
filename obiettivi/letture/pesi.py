"""I pesi di chi risponde: per ogni unità, incarico, persona o gruppo gli obiettivi che contano e quanto."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from enti.letture import rapporti_in_vigore
from enti.models import Gruppo, Incarico, Persona, Unita
from enti.permessi import puo_vedere_persone
from obiettivi.letture.obiettivi import obiettivi_visibili
from obiettivi.misura import ATTESO, Pesato, Totale, peso_effettivo, totali_per_scala
from obiettivi.models import Assegnazione, Ciclo, Obiettivo, ObiettivoUnita
from obiettivi.riparto import in_parti_uguali, in_proporzione
from obiettivi.voci import Livello, ScalaPeso, StatoObiettivo
from piao.base.numeri import numero, percento

Legame = ObiettivoUnita | Assegnazione
Collegato = Unita | Incarico | Persona | Gruppo
UNITA, ASSEGNATARI = "unita", ("incarico", "persona", "gruppo")
TIPI = (UNITA, *ASSEGNATARI)
# Uno strategico misura l'ente, non un'unità; per un assegnatario conta se vale per i singoli o se ha un peso suo.
PER_UNITA = Q(obiettivo__livello=Livello.OPERATIVO)
PER_ASSEGNATARIO = PER_UNITA | Q(obiettivo__anche_individuale=True) | Q(peso__isnull=False)
MISTE = "Qui convivono pesi in scale diverse ({}): non si sommano. Porta gli obiettivi alla stessa scala e riprova."


@dataclass(frozen=True)
class Riga:
    """Un obiettivo per un destinatario. Un peso proprio vuoto vuol dire «quello dell'obiettivo»."""

    legame: Legame
    scrivibile: bool = False

    @property
    def obiettivo(self) -> Obiettivo:
        return self.legame.obiettivo

    @property
    def pk(self) -> int:
        return self.legame.pk

    @property
    def scala(self) -> str:
        return scala_di(self.obiettivo)

    @property
    def dell_obiettivo(self) -> Decimal | None:
        return peso_di(self.obiettivo)

    @property
    def effettivo(self) -> Decimal | None:
        return self.dell_obiettivo if self.legame.peso is None else self.legame.peso

    def con(self, proprio: Decimal | None) -> Decimal | None:
        """Il peso effettivo se il peso proprio fosse quello dato."""
        return self.dell_obiettivo if proprio is None else proprio


@dataclass(frozen=True)
class Quadro:
    """Gli obiettivi di un destinatario, con i totali."""

    tipo: str
    destinatario: Collegato
    ciclo: Ciclo
    righe: tuple[Riga, ...]

    @property
    def nome(self) -> str:
        return str(self.destinatario)

    @cached_property
    def totali(self) -> list[Totale]:
        return self.totali_con({})

    @property
    def scale(self) -> list[str]:
        return sorted({scala_di(riga.obiettivo) for riga in self.righe if not riga.obiettivo.prerequisito})

    @property
    def atteso(self) -> Decimal | None:
        """Il totale a cui i pesi devono arrivare; None se la scala non ne ha uno o le scale sono più d'una."""
        return ATTESO.get(self.scale[0]) if len(self.scale) == 1 else None

    @property
    def modificabili(self) -> list[Riga]:
        """Le righe di cui l'utente può scrivere il peso: un prerequisito non ne ha."""
        return [riga for riga in self.righe if riga.scrivibile and not riga.obiettivo.prerequisito]

    def scrivibile(self, *, anche_validati: bool) -> "Quadro":
        """Lo stesso quadro, aperto alla scrittura: tutto, oppure solo ciò che non è ancora validato."""
        righe = (
            replace(riga, scrivibile=anche_validati or riga.obiettivo.stato != StatoObiettivo.VALIDATO)
            for riga in self.righe
        )
        return replace(self, righe=tuple(righe))

    def totali_con(self, pesi: Mapping[int, Decimal | None]) -> list[Totale]:
        """I totali come sarebbero con i pesi propri dati (per chiave del legame)."""
        return totali_per_scala(
            Pesato(
                riga.con(pesi.get(riga.pk, riga.legame.peso)), scala_di(riga.obiettivo), riga.obiettivo.prerequisito
            )
            for riga in self.righe
        )

    def parti_uguali(self, decimali: int) -> dict[int, Decimal]:
        """Una proposta con lo stesso peso per tutti. Solleva ValueError, con la frase, se non si può."""
        righe = self.modificabili
        parti = in_parti_uguali(self._da_dividere(), len(righe), decimali=decimali)
        return {riga.pk: parte for riga, parte in zip(righe, parti, strict=True)}

    def in_proporzione(self, pesi: Mapping[int, Decimal | None], decimali: int) -> dict[int, Decimal]:
        """Una proposta che conserva i rapporti e torna al totale atteso. Solleva ValueError se non si può."""
        righe = self.modificabili
        valori = [riga.con(pesi.get(riga.pk, riga.legame.peso)) or Decimal(0) for riga in righe]
        parti = in_proporzione(self._da_dividere(), valori, decimali=decimali)
        return {riga.pk: parte for riga, parte in zip(righe, parti, strict=True)}

    def _da_dividere(self) -> Decimal:
        """Il totale atteso, meno i pesi che chi guarda non può cambiare. I prerequisiti non pesano mai."""
        if len(self.scale) > 1:
            raise ValueError(frase_miste(self.scale))
        if self.atteso is None:
            raise ValueError("Questa scala non ha un totale da raggiungere: scrivi i pesi uno a uno.")
        liberi = {riga.pk for riga in self.modificabili}
        ferme = [riga for riga in self.righe if riga.pk not in liberi and not riga.obiettivo.prerequisito]
        fissi = [riga.effettivo or Decimal(0) for riga in ferme]
        resta = self.atteso - sum(fissi, Decimal(0))
        if resta < 0:
            raise ValueError("I pesi che non puoi modificare superano già il totale: parlane con il segretario.")
        return resta


def peso_di(obiettivo: Obiettivo) -> Decimal | None:
    """Il peso dell'obiettivo secondo il metodo del ciclo; None se non l'ha."""
    return peso_effettivo(
        metodo=obiettivo.ciclo.metodo_peso,
        peso=obiettivo.peso,
        strategicita=obiettivo.strategicita,
        complessita=obiettivo.complessita,
    )


def scala_di(obiettivo: Obiettivo) -> str:
    """La scala dichiarata sull'obiettivo; se non c'è, quella del ciclo."""
    return obiettivo.scala_peso or obiettivo.ciclo.scala_peso


def in_parole(peso: Decimal | None, scala: str) -> str:
    """«20%», «20 punti», «200‰», «1,5»; vuoto se il peso manca."""
    if peso is None:
        return ""
    if scala == ScalaPeso.PERCENTUALE:
        return percento(peso)
    return numero(peso) + {ScalaPeso.PUNTI: " punti", ScalaPeso.MILLESIMI: "‰"}.get(ScalaPeso(scala), "")


def frase_miste(scale: Iterable[str]) -> str:
    return MISTE.format(", ".join(ScalaPeso(scala).label for scala in scale))


def quadri_unita(utente: Any, ciclo: Ciclo) -> list[Quadro]:
    """Un quadro per ogni unità che ha obiettivi visibili, nell'ordine dell'organigramma."""
    quadri = _raccogli(ciclo, UNITA, _legami_unita(utente, ciclo))
    return sorted(quadri, key=lambda quadro: _ordine_unita(quadro.destinatario))


def quadri_assegnatari(utente: Any, ciclo: Ciclo) -> list[Quadro]:
    """Un quadro per ogni incarico, persona o gruppo. Le altre persone le vede solo chi può vedere le persone."""
    legami = list(_assegnazioni(utente, ciclo))
    return [
        quadro
        for tipo in ASSEGNATARI
        for quadro in sorted(
            _raccogli(ciclo, tipo, (legame for legame in legami if getattr(legame, f"{tipo}_id"))),
            key=lambda quadro: quadro.nome,
        )
    ]


def quadro_di(utente: Any, ciclo: Ciclo, tipo: str, pk: int) -> Quadro:
    """Il quadro di un destinatario. Solleva Http404 se non ha obiettivi che l'utente può vedere."""
    if tipo not in TIPI:
        raise Http404("Un peso riguarda un'unità, un incarico, una persona o un gruppo.")
    legami: QuerySet[Any] = _legami_unita(utente, ciclo) if tipo == UNITA else _assegnazioni(utente, ciclo)
    for quadro in _raccogli(ciclo, tipo, legami.filter(**{tipo: pk})):
        return quadro
    raise Http404("Nessun obiettivo per questo destinatario.")


def unita_di(quadro: Quadro) -> set[int]:
    """Le unità a cui il destinatario oggi fa capo: chi le guida può distribuirne i pesi."""
    chi, oggi = quadro.destinatario, timezone.localdate()
    if isinstance(chi, Unita):
        return {chi.pk}
    if isinstance(chi, Incarico):
        return {chi.unita_id} if chi.unita_id else set()
    if isinstance(chi, Persona):
        rapporti = rapporti_in_vigore(quadro.ciclo.ente, il=oggi).filter(persona=chi, unita__isnull=False)
        return set(rapporti.values_list("unita", flat=True))
    return set()


def _che_contano(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Un obiettivo ritirato si vede ma non pesa più."""
    return obiettivi_visibili(utente, ciclo).exclude(stato=StatoObiettivo.RITIRATO)


def _legami_unita(utente: Any, ciclo: Ciclo) -> QuerySet[ObiettivoUnita]:
    visti = _che_contano(utente, ciclo)
    return (
        ObiettivoUnita.objects.filter(PER_UNITA, obiettivo__in=visti)
        .select_related("unita", "obiettivo__ciclo__ente")
        .order_by("obiettivo__ordine", "obiettivo")
    )


def _assegnazioni(utente: Any, ciclo: Ciclo) -> QuerySet[Assegnazione]:
    legami = (
        Assegnazione.objects.filter(PER_ASSEGNATARIO, obiettivo__in=_che_contano(utente, ciclo))
        .select_related("persona", "incarico__unita", "incarico__persona", "gruppo", "obiettivo__ciclo__ente")
        .order_by("obiettivo__ordine", "obiettivo")
    )
    if puo_vedere_persone(utente, ciclo.ente):
        return legami
    return legami.filter(persona__isnull=True) | legami.filter(persona__utente=utente)


def _raccogli(ciclo: Ciclo, tipo: str, legami: Iterable[Any]) -> list[Quadro]:
    righe: dict[int, list[Riga]] = {}
    for legame in legami:
        righe.setdefault(getattr(legame, f"{tipo}_id"), []).append(Riga(legame))
    return [Quadro(tipo, getattr(gruppo[0].legame, tipo), ciclo, tuple(gruppo)) for gruppo in righe.values()]


def _ordine_unita(unita: Any) -> tuple[int, str]:
    return unita.ordine, unita.denominazione
