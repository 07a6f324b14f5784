"""Dalla formula di una scadenza al giorno.

N-01-31                 il 31 gennaio dell'anno del ciclo; «N-1-07-31» e «N+1-06-30» dell'anno prima e dopo
N @piano_termine        il giorno dell'anno che una tabella di parametri dà, se quel giorno la norma è in vigore
bilancio                il giorno in cui è stato fatto; «termine:bilancio» il giorno entro cui andava fatto
bilancio + 20           tanti giorni dopo; anche «+ @piano_giorni_dopo_bilancio»
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from enti.parametri import giorno_dopo, giorno_nell_anno

FISSA = re.compile(r"N(?P<anni>[+-]\d)?-(?P<mese>\d\d)-(?P<giorno>\d\d)")
PARAMETRO = re.compile(r"N @(?P<codice>\w+)")
DOPO = re.compile(r"(?P<evento>[a-z_:\d]+)(?: \+ (?P<giorni>@?\w+))?")


def giorno_di(formula: str, anno: int, eventi: Mapping[str, date]) -> date | None:
    """Il giorno di una formula; None se un evento non è ancora accaduto o se quel giorno il parametro non c'era.

    Il 29 febbraio e il 31 di un mese corto diventano l'ultimo giorno del mese. Solleva ValueError se non si legge.
    """
    if fissa := FISSA.fullmatch(formula):
        return _nel_mese(anno + int(fissa["anni"] or 0), int(fissa["mese"]), int(fissa["giorno"]))
    if parametro := PARAMETRO.fullmatch(formula):
        return giorno_nell_anno(parametro["codice"], anno)
    if dopo := DOPO.fullmatch(formula):
        return _dopo(eventi.get(dopo["evento"]), dopo["giorni"] or "0")
    raise ValueError(f"Formula sconosciuta: «{formula}».")


def _nel_mese(anno: int, mese: int, giorno: int) -> date:
    return date(anno, mese, min(giorno, monthrange(anno, mese)[1]))


def _dopo(evento: date | None, giorni: str) -> date | None:
    if evento is None:
        return None
    return giorno_dopo(giorni[1:], evento) if giorni.startswith("@") else evento + timedelta(days=int(giorni))
