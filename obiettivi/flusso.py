"""I passi di un obiettivo, da leggere ad alta voce, e che cosa manca per compierli.

bozza → proposto (chi guida l'unità, o il segretario) → validato, oppure restituito con osservazioni (il segretario).
"""

from django.urls import reverse

from obiettivi.letture import mancanze_di
from obiettivi.letture.mancanze import TipoMancanza
from obiettivi.models import Obiettivo
from obiettivi.permessi import puo_proporre, puo_restituire, puo_riaprire, puo_validare
from obiettivi.voci import StatoObiettivo
from piao.base.flusso import Mancanza, Passo

BOZZA, PROPOSTO = StatoObiettivo.BOZZA, StatoObiettivo.PROPOSTO
RESTITUITO, VALIDATO = StatoObiettivo.RESTITUITO, StatoObiettivo.VALIDATO

PROPONI = Passo("proporre l'obiettivo", frozenset({BOZZA, RESTITUITO}), PROPOSTO, puo_proporre)
VALIDA = Passo("validare l'obiettivo", frozenset({PROPOSTO}), VALIDATO, puo_validare)
RESTITUISCI = Passo("restituire l'obiettivo", frozenset({PROPOSTO}), RESTITUITO, puo_restituire)
RIAPRI = Passo("riportare in bozza l'obiettivo", frozenset({VALIDATO}), BOZZA, puo_riaprire)

PASSI = {"proponi": PROPONI, "valida": VALIDA, "restituisci": RESTITUISCI, "riapri": RIAPRI}


class Incompleto(Exception):
    """L'obiettivo non si può proporre: `mancanze` dice perché."""

    def __init__(self, mancanze: list[TipoMancanza]) -> None:
        super().__init__("Manca ancora: " + ", ".join(tipo.nome for tipo in mancanze) + ".")
        self.mancanze = mancanze


def che_manca(obiettivo: Obiettivo) -> list[Mancanza]:
    """Ciò che serve per proporre l'obiettivo, ogni frase con il collegamento alla maschera che la risolve."""
    return [Mancanza(tipo.frase, indirizzo_sezione(obiettivo, tipo)) for tipo in mancanze_di(obiettivo) if tipo.blocca]


def che_gioverebbe(obiettivo: Obiettivo) -> list[Mancanza]:
    """Ciò che non impedisce la proposta ma renderebbe l'obiettivo più solido."""
    return [
        Mancanza(tipo.frase, indirizzo_sezione(obiettivo, tipo)) for tipo in mancanze_di(obiettivo) if not tipo.blocca
    ]


def indirizzo_sezione(obiettivo: Obiettivo, tipo: TipoMancanza) -> str:
    argomenti = [obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk, tipo.sezione]
    return reverse("obiettivi:modifica", args=argomenti) + f"#{tipo.ancora}"


def passi_possibili(utente: object, obiettivo: Obiettivo) -> list[str]:
    """I passi che l'utente può compiere adesso, nell'ordine della tabella."""
    return [codice for codice, passo in PASSI.items() if passo.possibile(utente, obiettivo)]
