"""Gli enti di un'unione sugli indicatori che hanno in comune: solo fra quelli che chi guarda può vedere."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from enti.letture import enti_di, in_vigore
from enti.models import Appartenenza, Ente
from obiettivi.letture.risultati import Risultati, RisultatoIndicatore, risultati_dei_cicli
from obiettivi.models import Ciclo
from obiettivi.voci import CONCLUSI


@dataclass(frozen=True)
class InComune:
    """Un indicatore che almeno due enti misurano; per ciascuno il risultato, None se non ce l'ha."""

    nome: str
    unita_misura: str
    per_ente: tuple[RisultatoIndicatore | None, ...]


@dataclass(frozen=True)
class FraEnti:
    """I risultati dello stesso anno, un ente accanto all'altro."""

    risultati: tuple[Risultati, ...]

    @property
    def enti(self) -> list[str]:
        return [str(uno.ciclo.ente) for uno in self.risultati]

    @property
    def gradi(self) -> list[Decimal | None]:
        return [uno.ente.grado for uno in self.risultati]

    @property
    def comuni(self) -> list[InComune]:
        """Gli indicatori con lo stesso codice della libreria, o con lo stesso nome, in almeno due enti."""
        per_ente = [_per_chiave(uno) for uno in self.risultati]
        tutte = dict.fromkeys(chiave for indicatori in per_ente for chiave in indicatori)
        righe = (tuple(indicatori.get(chiave) for indicatori in per_ente) for chiave in tutte)
        return [_in_comune(riga) for riga in righe if sum(uno is not None for uno in riga) > 1]


def fra_enti(ciclo: Ciclo, utente: Any) -> FraEnti:
    """L'ente e quelli uniti a lui, nell'anno del ciclo: quelli di cui l'utente fa parte, con il Piano approvato."""
    visibili = enti_di(utente).filter(Q(pk=ciclo.ente_id) | _uniti(ciclo.ente))
    loro = Ciclo.objects.filter(ente__in=visibili, anno=ciclo.anno, stato__in=CONCLUSI).select_related("ente")
    cicli = sorted(loro, key=lambda uno: (uno.ente_id != ciclo.ente_id, str(uno.ente)))
    return FraEnti(tuple(risultati_dei_cicli(cicli)))


def _uniti(ente: Ente) -> Q:
    """Gli enti che oggi stanno nella stessa unione: i suoi comuni, le unioni di cui fa parte, i loro comuni."""
    oggi = in_vigore(timezone.localdate())
    unioni = Appartenenza.objects.filter(oggi, Q(unione=ente) | Q(ente_comune=ente)).values("unione")
    comuni = Appartenenza.objects.filter(oggi, unione__in=unioni, ente_comune__isnull=False).values("ente_comune")
    return Q(pk__in=unioni) | Q(pk__in=comuni)


def _per_chiave(risultati: Risultati) -> dict[str, RisultatoIndicatore]:
    return {chiave_di(uno): uno for obiettivo in risultati.obiettivi for uno in obiettivo.indicatori}


def chiave_di(indicatore: RisultatoIndicatore) -> str:
    """Il codice, se c'è; altrimenti il nome senza maiuscole né spazi doppi, con la sua unità di misura."""
    if indicatore.codice.strip():
        return f"codice:{indicatore.codice.strip().casefold()}"
    return f"{' '.join(indicatore.denominazione.casefold().split())}|{indicatore.unita_misura.strip().casefold()}"


def _in_comune(riga: Sequence[RisultatoIndicatore | None]) -> InComune:
    primo = next(uno for uno in riga if uno is not None)
    return InComune(primo.denominazione, primo.unita_misura, tuple(riga))
