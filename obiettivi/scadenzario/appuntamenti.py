"""Le scadenze per un programma di calendario."""

from collections.abc import Callable, Iterable

from obiettivi.scadenzario.calcolo import Scadenza, Stato
from piao.base.ics import Appuntamento

PREAVVISI = (7, 1)  # giorni prima, e solo per ciò che tocca a chi legge


def appuntamenti(
    scadenze: Iterable[Scadenza], ruoli: frozenset[str], indirizzo: Callable[[Scadenza], str]
) -> list[Appuntamento]:
    """Le scadenze che hanno un giorno e sono dovute; avvisano prima quelle ancora da fare dei ruoli dati."""
    dovute = [scadenza for scadenza in scadenze if scadenza.termine and scadenza.stato != Stato.NON_DOVUTA]
    return [_appuntamento(scadenza, ruoli, indirizzo(scadenza)) for scadenza in dovute]


def _appuntamento(scadenza: Scadenza, ruoli: frozenset[str], indirizzo: str) -> Appuntamento:
    regola = scadenza.regola
    righe = (f"Chi: {regola.chi}", regola.norma, regola.effetto, "Da verificare." if regola.da_verificare else "")
    return Appuntamento(
        chiave=f"{scadenza.anno}-{scadenza.codice}",
        giorno=scadenza.giorno_certo,
        titolo=f"{'' if scadenza.aperta else '✓ '}{regola.nome}",
        testo="\n".join(riga for riga in righe if riga),
        indirizzo=indirizzo,
        preavvisi=PREAVVISI if scadenza.aperta and regola.ruoli & ruoli else (),
    )
