"""La libreria degli obiettivi pronti: quella comune e quella dell'ente, con i filtri."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from enti.letture import in_vigore, profilo
from enti.models import Ente, Unita
from obiettivi.letture.obiettivi import obiettivi_visibili
from obiettivi.models import Ciclo, Modello, Obiettivo
from obiettivi.voci import Tema, TipoClassificazione

COMUNE, DELL_ENTE = "comune", "ente"


@dataclass(frozen=True)
class Ricerca:
    """Che cosa si cerca in libreria. Un campo vuoto non limita."""

    testo: str = ""
    tema: str = ""
    norma: str = ""
    origine: str = ""

    def accetta(self, modello: Modello) -> bool:
        return (
            _contiene(f"{modello.titolo} {modello.descrizione} {modello.norma}", self.testo)
            and _contiene(modello.norma, self.norma)
            and (not self.tema or self.tema in temi_di(modello))
            and self.origine in ("", DELL_ENTE if modello.ente_id else COMUNE)
        )


def modelli_di(ente: Ente) -> QuerySet[Modello]:
    """I modelli che l'ente può usare: i suoi, poi quelli comuni."""
    tutti = Modello.objects.filter(Q(ente=ente) | Q(ente__isnull=True)).select_related("ente")
    return tutti.order_by("-ente", "ordine", "titolo")


def cerca_modelli(ente: Ente, ricerca: Ricerca) -> list[Modello]:
    return [modello for modello in modelli_di(ente) if ricerca.accetta(modello)]


def temi_di(modello: Modello) -> list[str]:
    """I codici dei temi del modello, nell'ordine in cui li scrive."""
    classificazioni: Iterable[dict[str, Any]] = modello.contenuto.get("classificazioni", [])
    return [c["codice"] for c in classificazioni if c["tipo"] == TipoClassificazione.TEMA]


def nomi_dei_temi(modello: Modello) -> list[str]:
    return [str(Tema(codice).label) for codice in temi_di(modello) if codice in Tema.values]


def gia_copiati(utente: Any, ciclo: Ciclo, modello: Modello) -> QuerySet[Obiettivo]:
    """Gli obiettivi del ciclo con lo stesso titolo: chi copia due volte lo deve sapere."""
    return obiettivi_visibili(utente, ciclo).filter(titolo=modello.contenuto.get("titolo", ""))


def unita_per_copiare(utente: Any, ciclo: Ciclo) -> QuerySet[Unita]:
    """Le unità per cui l'utente può creare obiettivi: tutte per il segretario, le sue per chi guida."""
    chi = profilo(utente, ciclo.ente)
    dell_anno = Unita.objects.filter(in_vigore(_fine_anno(ciclo)), ente=ciclo.ente).order_by("ordine", "denominazione")
    return dell_anno if chi.segretario else dell_anno.filter(pk__in=chi.unita_guidate)


def _contiene(testo: str, parole: str) -> bool:
    intero = testo.casefold()
    return all(parola in intero for parola in parole.casefold().split())


def _fine_anno(ciclo: Ciclo) -> date:
    return date(ciclo.anno, 12, 31)
