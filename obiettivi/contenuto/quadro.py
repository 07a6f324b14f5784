"""Di che cosa è fatta una pagina del quadro: sezioni con un disegno e la sua tabella, uguali dovunque si leggano.

La pagina, il PDF, il CSV e il foglio di calcolo nascono dalle stesse righe: un numero non può essere diverso.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.safestring import SafeString

from obiettivi.letture.parole import grado_in_parole, punti_in_parole
from obiettivi.misura import arrotonda
from piao.base.numeri import NON_DISPONIBILE, numero
from piao.base.pdf.pezzi import Colonna as ColonnaStampata
from piao.base.pdf.pezzi import Tabella as TabellaStampata
from piao.base.tabelle import Cella, Foglio, in_csv, in_xlsx_a_fogli

Valore = Decimal | int | str | None
DECIMALI = 2


class Come(StrEnum):
    """Che cosa c'è in una colonna, e quindi come si scrive."""

    TESTO = "testo"
    GRADO = "grado"
    PUNTI = "punti"
    CONTO = "conto"


@dataclass(frozen=True)
class Colonna:
    titolo: str
    come: Come = Come.TESTO

    @property
    def numerica(self) -> bool:
        return self.come != Come.TESTO


@dataclass(frozen=True)
class Riga:
    """La prima cella dà il nome alla riga; `indirizzo` è la pagina in cui si scende."""

    celle: tuple[Valore, ...]
    indirizzo: str = ""


@dataclass(frozen=True)
class Tabella:
    didascalia: str
    colonne: tuple[Colonna, ...]
    righe: tuple[Riga, ...]

    @property
    def in_parole(self) -> list[tuple[Riga, list[tuple[Colonna, str]]]]:
        """Ogni riga con le sue celle come si leggono: in pagina e nel PDF sono queste."""
        return [(riga, [(c, in_parole(c, v)) for c, v in self._coppie(riga)]) for riga in self.righe]

    @property
    def intestazioni(self) -> list[str]:
        return [f"{c.titolo} (%)" if c.come == Come.GRADO else c.titolo for c in self.colonne]

    @property
    def dati(self) -> list[list[Cella]]:
        """Le stesse celle come numeri, con due decimali: nel CSV e nel foglio di calcolo."""
        return [[in_dati(valore) for _, valore in self._coppie(riga)] for riga in self.righe]

    @property
    def da_stampare(self) -> TabellaStampata:
        colonne = [ColonnaStampata(colonna.titolo, numerica=colonna.numerica) for colonna in self.colonne]
        return TabellaStampata(
            self.didascalia, colonne, [[testo for _, testo in celle] for _, celle in self.in_parole]
        )

    def _coppie(self, riga: Riga) -> list[tuple[Colonna, Valore]]:
        return list(zip(self.colonne, riga.celle, strict=True))


@dataclass(frozen=True)
class Sezione:
    """Una parte del quadro. Senza righe si legge `vuota`, che dice perché non c'è nulla."""

    chiave: str
    titolo: str
    spiegazione: str
    tabella: Tabella
    vuota: str = ""
    disegno: SafeString | None = None
    regole: tuple[str, ...] = field(default=())


def in_parole(colonna: Colonna, valore: Valore) -> str:
    """«83,33%», «−3 punti», «12»; un numero che manca è «n.d.», un testo che manca un trattino."""
    if isinstance(valore, Decimal):
        return PAROLE[colonna.come](valore)
    if isinstance(valore, int):
        return numero(valore)
    return valore or (NON_DISPONIBILE if colonna.numerica else "–")


PAROLE = {Come.GRADO: grado_in_parole, Come.PUNTI: punti_in_parole, Come.CONTO: numero, Come.TESTO: numero}


def in_dati(valore: Valore) -> Cella:
    return arrotonda(valore, DECIMALI) if isinstance(valore, Decimal) else valore


def in_fogli(sezioni: Sequence[Sezione]) -> bytes:
    """Una cartella di lavoro con un foglio per sezione, a uso interno come il quadro."""
    fogli = [Foglio(s.titolo, s.tabella.intestazioni, s.tabella.dati) for s in sezioni]
    return in_xlsx_a_fogli(fogli, interno=True)


def in_testo(sezione: Sezione) -> bytes:
    """Una sezione in CSV."""
    return in_csv(sezione.tabella.intestazioni, sezione.tabella.dati)
