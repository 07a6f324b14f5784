"""Come l'ente regola i controlli, le ragioni dei rilievi rimasti, le unità a cui un rilievo fa capo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enti.letture import con_discendenti
from enti.models import Ente, Incarico, Persona, Unita
from obiettivi.letture.obiettivi import obiettivi_visibili
from obiettivi.letture.scelte import unita_in_ordine
from obiettivi.models import Ciclo, Motivazione, Obiettivo, RegolaEnte
from obiettivi.voci import Regolato
from piao.base.controlli import Gravita, Regolazione, Rilievo
from piao.base.storia import Passo, storia_delle_righe

OBIETTIVO = "obiettivo:"
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
class Orizzonte:
    """Gli oggetti del Piano che chi guarda può vedere: gli obiettivi («obiettivo:12»), le unità di ciascun oggetto."""

    unita: tuple[Unita, ...]
    obiettivi: Mapping[str, Obiettivo]
    degli_oggetti: Mapping[str, frozenset[int]]

    def mostra(self, rilievo: Rilievo) -> bool:
        """Ciò che riguarda un obiettivo che chi guarda non può vedere non si mostra."""
        radice = rilievo.oggetto.radice
        return not radice.startswith(OBIETTIVO) or radice in self.obiettivi

    def riguarda(self, rilievo: Rilievo, sotto: frozenset[int]) -> bool:
        """Il rilievo è su una di quelle unità, su un loro obiettivo o su chi vi ha un incarico."""
        return bool(self.degli_oggetti.get(rilievo.oggetto.radice, frozenset()) & sotto)


def orizzonte_di(utente: Any, ciclo: Ciclo) -> Orizzonte:
    """Un numero fisso di letture, quanti che siano gli obiettivi."""
    unita = tuple(unita_in_ordine(ciclo.ente))
    righe = obiettivi_visibili(utente, ciclo).prefetch_related("unita_collegate")
    obiettivi = {f"{OBIETTIVO}{riga.pk}": riga for riga in righe}
    incarichi = Incarico.objects.filter(ente=ciclo.ente, unita__isnull=False).values_list("pk", "unita")
    oggetti = {
        **{f"unita:{una.pk}": frozenset({una.pk}) for una in unita},
        **{f"incarico:{pk}": frozenset({sua}) for pk, sua in incarichi},
        **{chiave: frozenset(u.unita_id for u in o.unita_collegate.all()) for chiave, o in obiettivi.items()},
    }
    return Orizzonte(unita, obiettivi, oggetti)


def nomi_riservati(ente: Ente, *, nominabili: Iterable[str]) -> list[tuple[str, str]]:
    """Cognome e nome di chi lavora o ha lavorato per l'ente e non ha avuto incarichi che lo rendono nominabile."""
    esposti = Incarico.objects.filter(ente=ente, tipo__in=list(nominabili)).values("persona")
    altri = Persona.objects.filter(rapporti__ente=ente).exclude(pk__in=esposti)
    return list(altri.distinct().values_list("cognome", "nome"))


def unita_e_sotto(ente: Ente, pk: int) -> frozenset[int]:
    return con_discendenti(ente, [pk])


def _gravita(riga: RegolaEnte) -> Gravita | None:
    return None if riga.vale == Regolato.SPENTO else Gravita(riga.vale)
