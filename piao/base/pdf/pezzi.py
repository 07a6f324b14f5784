"""I pezzi con cui si compone un documento, uno per modello di `templates/pdf/`.

`_documento.html` si estende: riceve `documento` (`Documento`) e, se ci sono, `copertina` (`Copertina`) e `indice`
(sequenza di `VoceIndice`); chi lo estende riempie il blocco `contenuto`. Gli altri si includono:

- `_tabella.html` riceve `tabella` (`Tabella`): la prima cella di ogni riga è l'intestazione della riga
- `_attributi.html` riceve `attributi` (`Attributi`): nome e valore, uno per riga
- `_cronoprogramma.html` riceve `cronoprogramma` (`piao.base.grafici.Cronoprogramma`): fasi, periodi, mesi disegnati
- `_figura.html` riceve `figura` (`Figura`): un disegno di `piao.base.grafici` con la didascalia
- `_numeri.html` riceve `numeri` (coppie numero e parole): tre o quattro numeri in evidenza

I titoli vanno in ordine, senza salti (`h1` capitolo, `h2` paragrafo o scheda, `h3`, `h4`): è una regola di PDF/UA.
I collegamenti contengono solo testo. Classi pronte in `static/css/stampa.css`: `scheda` (va a pagina nuova) e
`scheda breve` (si accoda, non si spezza), `occhiello`, `riquadro`, `nota`, `etichetta`, `stato si|parziale|no`,
`larga` (sezione in pagina orizzontale), `quadro` e `matrice` (tabelle larghe), `num` (numeri a destra), `cen`,
`corta` (non si spezza), `l5`…`l60` (larghezza di colonna).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from piao.base.riservatezza import USO_INTERNO

RIGHE_DI_UNA_TABELLA_CORTA = 12


@dataclass(frozen=True)
class Documento:
    """Ciò che vale per tutte le pagine: titolo ed ente finiscono in testatine, metadati e barra del lettore.

    Un documento `interno` lo dice in ogni pagina.
    """

    titolo: str
    ente: str
    descrizione: str = ""
    parole_chiave: Sequence[str] = ()
    bozza: bool = False
    interno: bool = False

    @property
    def uso_interno(self) -> str:
        return USO_INTERNO if self.interno else ""


@dataclass(frozen=True)
class Copertina:
    """La prima pagina. `stemma` è un indirizzo `risorsa:nome` o `data:`; `righe` sono atto, allegato, avvertenze."""

    ente: str
    titolo: str
    sottotitolo: str = ""
    sotto_ente: str = ""
    stemma: str = ""
    occhiello: str = ""
    righe: Sequence[str] = ()


@dataclass(frozen=True)
class VoceIndice:
    livello: Literal[1, 2, 3]
    titolo: str
    ancora: str


@dataclass(frozen=True)
class Colonna:
    """`larghezza` in centesimi della tabella, fra quelle di stampa.css; senza, lo spazio si divide da sé."""

    titolo: str
    numerica: bool = False
    larghezza: Literal[5, 10, 15, 20, 25, 30, 40, 50, 60] | None = None

    @property
    def allineamento(self) -> str:
        return "num" if self.numerica else ""

    @property
    def classe(self) -> str:
        return " ".join(filter(None, (self.allineamento, f"l{self.larghezza}" if self.larghezza else "")))


@dataclass(frozen=True)
class Tabella:
    """Ogni riga ha una cella per colonna (altrimenti ValueError: una tabella irregolare non si può ascoltare)."""

    didascalia: str
    colonne: Sequence[Colonna]
    righe: Sequence[Sequence[str]]
    totale: Sequence[str] = ()
    classe: str = "dati"

    def __post_init__(self) -> None:
        larghezze = {len(riga) for riga in self.righe} | ({len(self.totale)} if self.totale else set())
        if larghezze - {len(self.colonne)}:
            raise ValueError(f"Tabella «{self.didascalia}»: righe con un numero di celle diverso dalle colonne")

    @property
    def corta(self) -> bool:
        return len(self.righe) <= RIGHE_DI_UNA_TABELLA_CORTA

    @property
    def righe_con_colonne(self) -> list[list[tuple[Colonna, str]]]:
        return [self._con_colonne(riga) for riga in self.righe]

    @property
    def totale_con_colonne(self) -> list[tuple[Colonna, str]]:
        return self._con_colonne(self.totale)

    def _con_colonne(self, celle: Sequence[str]) -> list[tuple[Colonna, str]]:
        return list(zip(self.colonne, celle, strict=True))


@dataclass(frozen=True)
class Attributi:
    didascalia: str
    voci: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Figura:
    didascalia: str
    disegno: SafeString
