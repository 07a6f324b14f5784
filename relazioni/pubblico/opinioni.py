"""Che cosa pensano i cittadini dei servizi: soltanto medie di gruppi abbastanza grandi, a questionario chiuso.

A questionario aperto non si mostra nulla: guardando la media prima e dopo una risposta si saprebbe qual era.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Q, QuerySet

from relazioni.models import Questionario

SOGLIA = 4  # risposte sotto le quali un gruppo si potrebbe riconoscere (norme R106)
SODDISFATTO_DA = 4  # «abbastanza» e «molto», su cinque
DIMENSIONI = {
    "soddisfazione": "Nel complesso",
    "tempi": "Tempi di attesa e di risposta",
    "chiarezza": "Chiarezza delle informazioni",
    "accesso": "Facilità di accesso, anche in linea",
    "cortesia": "Cortesia e competenza",
}
VOTI = {5: "molto", 4: "abbastanza", 3: "così così", 2: "poco", 1: "per niente"}


@dataclass(frozen=True)
class Media:
    """Una dimensione: quanti hanno risposto, la media, i soddisfatti su cento. None se sono troppo pochi."""

    nome: str
    dimensione: str
    risposte: int | None
    media: Decimal | None
    soddisfatti: Decimal | None


@dataclass(frozen=True)
class Esito:
    """I risultati di un questionario chiuso. Senza medie, le risposte sono troppo poche per essere mostrate."""

    questionario: Questionario
    medie: tuple[Media, ...]

    @property
    def mostrabile(self) -> bool:
        return any(media.media is not None for media in self.medie)


def aperti(ente_id: int, oggi: date) -> QuerySet[Questionario]:
    return Questionario.objects.filter(ente=ente_id, dal__lte=oggi, al__gte=oggi).order_by("servizio")


def chiusi(ente_id: int, oggi: date) -> list[Esito]:
    """Gli esiti, dal questionario chiuso più di recente; un numero fisso di letture."""
    conti = {f"n_{nome}": Count(f"risposte__{nome}") for nome in DIMENSIONI}
    medie = {f"m_{nome}": Avg(f"risposte__{nome}") for nome in DIMENSIONI}
    felici = {
        f"s_{nome}": Count("risposte", filter=Q(**{f"risposte__{nome}__gte": SODDISFATTO_DA})) for nome in DIMENSIONI
    }
    righe = Questionario.objects.filter(ente=ente_id, al__lt=oggi).annotate(**conti, **medie, **felici)
    return [
        Esito(riga, tuple(_media(riga, nome) for nome in DIMENSIONI)) for riga in righe.order_by("-al", "servizio")
    ]


def anni_chiusi(ente_id: int, oggi: date) -> set[int]:
    """Gli anni in cui si è chiuso almeno un questionario."""
    return {al.year for al in Questionario.objects.filter(ente=ente_id, al__lt=oggi).values_list("al", flat=True)}


def _media(riga: Questionario, nome: str) -> Media:
    quante: int = getattr(riga, f"n_{nome}")
    if quante < SOGLIA:
        return Media(DIMENSIONI[nome], nome, None, None, None)
    media = Decimal(str(getattr(riga, f"m_{nome}")))
    soddisfatti = Decimal(100 * getattr(riga, f"s_{nome}")) / quante
    return Media(DIMENSIONI[nome], nome, quante, _a(media, "0.1"), _a(soddisfatti, "1"))


def _a(valore: Decimal, passo: str) -> Decimal:
    return valore.quantize(Decimal(passo), rounding=ROUND_HALF_UP)
