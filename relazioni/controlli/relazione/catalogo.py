"""Le regole della Relazione, nell'ordine del loro codice."""

from relazioni.controlli.relazione import atti, forma, persone, risultati, temi, valutazioni

TUTTE = (*atti.REGOLE, *risultati.REGOLE, *temi.REGOLE, *persone.REGOLE, *valutazioni.REGOLE, *forma.REGOLE)
REGOLE = tuple(sorted(TUTTE, key=lambda regola: regola.codice))
PER_CODICE = {regola.codice: regola for regola in REGOLE}
