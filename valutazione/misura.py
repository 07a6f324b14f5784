"""Quanto si somigliano i punteggi dati da più persone: media, dispersione, severità. Decimal entra, Decimal esce."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.misura import conti_esatti
from obiettivi.misura.numeri import pulito

SCARTI_DA_SEGNALARE = Decimal("1.5")  # oltre, chi valuta è severo o indulgente (controllo V09)
PERSONE_PER_DIRLO = 3  # due punteggi uguali non dicono nulla


@dataclass(frozen=True, slots=True)
class Distribuzione:
    """Quanti punteggi, la loro media, lo scarto quadratico medio (della popolazione), il più basso e il più alto."""

    quanti: int
    media: Decimal
    scarto: Decimal
    minimo: Decimal
    massimo: Decimal

    @property
    def campo(self) -> Decimal:
        """Dal più basso al più alto, in punti."""
        return self.massimo - self.minimo

    @property
    def tutti_uguali(self) -> bool:
        return self.quanti >= PERSONE_PER_DIRLO and not self.campo


def distribuzione(punteggi: Sequence[Decimal]) -> Distribuzione | None:
    """La distribuzione dei punteggi; None se non ce n'è nessuno. Non dipende dall'ordine."""
    if not punteggi:
        return None
    quanti = len(punteggi)
    with conti_esatti():
        media = pulito(sum(punteggi, Decimal(0)) / quanti)
        scarto = pulito((sum(((uno - media) ** 2 for uno in punteggi), Decimal(0)) / quanti).sqrt())
    return Distribuzione(quanti, media, scarto, min(punteggi), max(punteggi))


def distanza(di_uno: Distribuzione, di_tutti: Distribuzione) -> Decimal | None:
    """Quanti scarti separano la media di chi valuta da quella di tutti; None se tutti hanno lo stesso punteggio."""
    if not di_tutti.campo:
        return None
    with conti_esatti():
        return pulito((di_uno.media - di_tutti.media) / di_tutti.scarto)


def fuori_misura(scarti: Decimal | None) -> bool:
    """La media si allontana da quella dell'ente tanto da parlarne."""
    return scarti is not None and abs(scarti) > SCARTI_DA_SEGNALARE
