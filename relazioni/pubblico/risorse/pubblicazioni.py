"""Le raccolte che vengono dalle pubblicazioni: il loro elenco, e le tabelle dei premi e del Sistema."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from piao.base.tabelle import Cella
from relazioni.models import Pubblicazione
from relazioni.pubblico.colonne import DATA, INTERO, NUMERO, TESTO, Colonna, Risorsa
from relazioni.pubblico.raccolta import Raccolta
from relazioni.pubblico.tabelle import Tabella, rileggi

PUBBLICAZIONI = Risorsa(
    "pubblicazioni",
    "Pubblicazioni",
    "Una riga per documento o insieme di dati pubblicato in Amministrazione trasparente › Performance.",
    (
        Colonna("id", INTERO, "Numero della pubblicazione.", lambda p: p.pk),
        Colonna("tipo", TESTO, "L'obbligo, con il nome dell'albero ANAC.", lambda p: p.get_tipo_display()),
        Colonna("anno", INTERO, "Anno a cui si riferisce.", lambda p: p.anno),
        Colonna("titolo", TESTO, "Titolo.", lambda p: p.titolo),
        Colonna("atto", TESTO, "Estremi dell'atto di approvazione.", lambda p: p.atto),
        Colonna("periodo", TESTO, "Periodo a cui si riferisce.", lambda p: p.periodo),
        Colonna("ufficio", TESTO, "Ufficio responsabile della pubblicazione.", lambda p: p.ufficio),
        Colonna("pubblicata_il", DATA, "Giorno della pubblicazione.", lambda p: p.pubblicata_il),
        Colonna("aggiornata_il", DATA, "Giorno dell'ultimo aggiornamento.", lambda p: p.aggiornata_il),
        Colonna("scade_il", DATA, "Ultimo giorno in cui la pubblicazione è dovuta.", lambda p: p.scade_il),
        Colonna("formato", TESTO, "Formato del file.", lambda p: p.formato),
        Colonna("impronta_sha256", TESTO, "Impronta SHA-256 del file.", lambda p: p.impronta),
    ),
    lambda raccolta: raccolta.pubblicazioni,
)


# ---- le tabelle ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Casella:
    """Una casella di una tabella pubblicata, con il posto in cui sta."""

    dove: Pubblicazione
    tabella: Tabella
    riga: int
    colonna: int

    @property
    def valore(self) -> Cella:
        return self.tabella.righe[self.riga][self.colonna]

    @property
    def numero(self) -> Decimal | None:
        return self.valore if isinstance(self.valore, Decimal) else None


def _caselle(raccolta: Raccolta) -> Iterator[Casella]:
    return (
        Casella(pubblicazione, tabella, riga, colonna)
        for pubblicazione in raccolta.con_tabelle
        for tabella in rileggi(pubblicazione.contenuto).tabelle
        for riga in range(len(tabella.righe))
        for colonna in range(len(tabella.colonne))
    )


def _in_parole(casella: Casella) -> str:
    return casella.valore if isinstance(casella.valore, str) else ""


TABELLE = Risorsa(
    "tabelle",
    "Tabelle dei premi e del Sistema",
    "Una riga per casella delle tabelle pubblicate: premi stanziati e distribuiti, differenziazione, regole del "
    "Sistema. Una casella senza valore riguarda troppo poche persone, o non è ancora definita.",
    (
        Colonna("pubblicazione", INTERO, "Numero della pubblicazione che la contiene.", lambda c: c.dove.pk),
        Colonna("tipo", TESTO, "L'obbligo, con il nome dell'albero ANAC.", lambda c: c.dove.get_tipo_display()),
        Colonna("anno", INTERO, "Anno a cui si riferisce.", lambda c: c.dove.anno),
        Colonna("tabella", TESTO, "Titolo della tabella.", lambda c: c.tabella.titolo),
        Colonna("riga", INTERO, "Numero della riga nella tabella, da 1.", lambda c: c.riga + 1),
        Colonna("colonna", TESTO, "Intestazione della colonna.", lambda c: c.tabella.colonne[c.colonna]),
        Colonna("valore", NUMERO, "Il contenuto, se è un numero.", lambda c: c.numero),
        Colonna("testo", TESTO, "Il contenuto, se sono parole.", _in_parole),
    ),
    _caselle,
)
