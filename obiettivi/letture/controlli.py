"""Come l'ente regola i controlli, le ragioni dei rilievi rimasti, le unità a cui un rilievo fa capo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enti.letture import con_discendenti, profilo
from enti.models import Ente, Incarico, Unita
from obiettivi.letture.scelte import unita_in_ordine
from obiettivi.models import Ciclo, Motivazione, ObiettivoUnita, RegolaEnte
from obiettivi.voci import Regolato, RuoloUnita
from piao.base.controlli import Gravita, Regolazione, Rilievo
from piao.base.storia import Passo, storia_delle_righe

Chiave = tuple[str, str]  # codice della regola, codice dell'oggetto


def regole_di(ente: Ente) -> dict[str, RegolaEnte]:
    """I controlli che l'ente ha regolato, per codice."""
    return {riga.codice: riga for riga in RegolaEnte.objects.filter(ente=ente).select_related("chi")}


def regolazioni_di(ente: Ente) -> list[Regolazione]:
    """Gli stessi, come li legge il motore dei controlli."""
    return [Regolazione(riga.codice, riga.motivo, _gravita(riga)) for riga in RegolaEnte.objects.filter(ente=ente)]


def storia_delle_regole(ente: Ente, codice: str) -> list[Passo]:
    """Come è stato regolato un controllo nel tempo, anche quando è tornato al previsto."""
    return storia_delle_righe(RegolaEnte, ente_id=ente.pk, codice=codice)


def motivazioni_di(ciclo: Ciclo) -> dict[Chiave, Motivazione]:
    righe = Motivazione.objects.filter(ciclo=ciclo).select_related("chi")
    return {(riga.codice, riga.oggetto): riga for riga in righe}


@dataclass(frozen=True)
class Unitario:
    """A quali unità fa capo ciascun oggetto, e quali obiettivi guida chi guarda. Tre letture, quanti che siano."""

    unita: tuple[Unita, ...]
    degli_oggetti: Mapping[str, frozenset[int]]
    guidati: frozenset[str]

    def riguarda(self, rilievo: Rilievo, sotto: frozenset[int]) -> bool:
        """Il rilievo è su una di quelle unità, su un loro obiettivo o su chi vi ha un incarico."""
        return bool(self.degli_oggetti.get(rilievo.oggetto.radice, frozenset()) & sotto)


def unita_degli_oggetti(utente: Any, ciclo: Ciclo) -> Unitario:
    unita, guidate = tuple(unita_in_ordine(ciclo.ente)), profilo(utente, ciclo.ente).unita_guidate
    oggetti = {f"unita:{una.pk}": frozenset({una.pk}) for una in unita}
    incarichi = Incarico.objects.filter(ente=ciclo.ente, unita__isnull=False).values_list("pk", "unita")
    oggetti |= {f"incarico:{pk}": frozenset({sua}) for pk, sua in incarichi if sua}
    guidati = set()
    legami = ObiettivoUnita.objects.filter(obiettivo__ciclo=ciclo).values_list("obiettivo", "unita", "ruolo")
    for obiettivo, sua, ruolo in legami:
        chiave = f"obiettivo:{obiettivo}"
        oggetti[chiave] = oggetti.get(chiave, frozenset()) | {sua}
        if ruolo == RuoloUnita.CAPOFILA and sua in guidate:
            guidati.add(chiave)
    return Unitario(unita, oggetti, frozenset(guidati))


def unita_e_sotto(ente: Ente, pk: int) -> frozenset[int]:
    return con_discendenti(ente, [pk])


def _gravita(riga: RegolaEnte) -> Gravita | None:
    return None if riga.vale == Regolato.SPENTO else Gravita(riga.vale)
