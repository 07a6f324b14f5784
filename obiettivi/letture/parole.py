"""Ciò che si promette e ciò che si è ottenuto, come si legge."""

from decimal import Decimal

from obiettivi.misura import arrotonda
from obiettivi.models import Target
from obiettivi.voci import Operatore
from piao.base.numeri import NON_DISPONIBILE, data_breve, numero, percento


def target_in_parole(target: Target) -> str:
    """«almeno 95», «tra 10 e 20», «entro il 30/04/2026», «sì»; se c'è solo la grafia del documento, quella."""
    if target.operatore == Operatore.SI:
        return "sì"
    if target.operatore == Operatore.ENTRO_IL and target.data:
        return f"entro il {data_breve(target.data)}"
    if target.valore is None:
        return target.testo_originale or _data_o_niente(target)
    if target.operatore == Operatore.TRA and target.valore_massimo is not None:
        return f"tra {numero(target.valore)} e {numero(target.valore_massimo)}"
    parola = str(Operatore(target.operatore).label) if target.operatore else ""
    return f"{parola} {numero(target.valore)}".strip()


def _data_o_niente(target: Target) -> str:
    return data_breve(target.data) if target.data else ""


def grado_in_parole(valore: Decimal | None) -> str:
    """«83,33%», «100%»: due decimali al più, come nei disegni e nei documenti; «n.d.» se manca: non è zero."""
    return NON_DISPONIBILE if valore is None else percento(arrotonda(valore, 2))


def punti_in_parole(valore: Decimal | None) -> str:
    """«+12,5 punti», «−3 punti»; «n.d.» se manca."""
    if valore is None:
        return NON_DISPONIBILE
    return f"{'+' if valore > 0 else ''}{numero(arrotonda(valore, 2))} punti"
