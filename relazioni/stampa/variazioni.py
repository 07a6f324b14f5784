"""Le variazioni dell'anno: che cosa è cambiato del Piano, perché, con quale atto."""

from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.tipi import Composto, DatiVariazione
from relazioni.stampa.blocchi import Blocco, attributi, nota, tabella, titolo
from relazioni.stampa.parole import maiuscola

SPIEGA = (
    "Le variazioni approvate durante l'anno; la Relazione ne dà conto e l'organismo di valutazione le considera "
    "(D.Lgs. 150/2009, art. 6)."
)


def variazioni(piano: Composto) -> list[Blocco]:
    return [nota(SPIEGA), *(blocco for variazione in piano.variazioni for blocco in _variazione(variazione))]


def _variazione(v: DatiVariazione) -> list[Blocco]:
    righe = [[maiuscola(o.che_cosa), o.obiettivo, o.nota] for o in v.obiettivi]
    colonne = [Colonna("Che cosa", larghezza=15), Colonna("Obiettivo", larghezza=50), Colonna("Perché")]
    return [
        titolo(f"Variazione n. {v.numero}: {v.titolo}", f"variazione-{v.numero}"),
        *attributi("L'atto e le ragioni", [("Approvata con", v.atto), ("Motivo", v.motivo), ("Causa", v.causa)]),
        *tabella("Gli obiettivi toccati", colonne, righe, asciutta=True),
    ]
