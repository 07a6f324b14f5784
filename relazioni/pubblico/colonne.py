"""Le raccolte di dati aperti come tabella: che cosa esce, colonna per colonna, e come la si descrive.

È l'unico elenco: da qui nascono CSV, JSON, XLSX, ODS, l'interfaccia, la sua descrizione, il dizionario, il catalogo.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from piao.base.tabelle import Cella
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo
from relazioni.pubblico.raccolta import Raccolta

TESTO, INTERO, NUMERO, DATA, CODICE, INDIRIZZO = "testo", "intero", "numero", "data", "identificativo", "indirizzo"


@dataclass(frozen=True)
class Colonna:
    """Una colonna: il nome, il tipo, che cosa contiene, come si ricava da una riga."""

    nome: str
    tipo: str
    descrizione: str
    valore: Callable[[Any], Cella]


@dataclass(frozen=True)
class Risorsa:
    """Una raccolta di dati: nome nell'indirizzo, titolo, che cosa è una riga, le colonne, da dove vengono le righe."""

    nome: str
    titolo: str
    descrizione: str
    colonne: tuple[Colonna, ...]
    voci: Callable[[Raccolta], Iterable[Any]]

    @property
    def intestazioni(self) -> list[str]:
        return [colonna.nome for colonna in self.colonne]

    def righe(self, raccolta: Raccolta) -> list[list[Cella]]:
        return [[colonna.valore(voce) for colonna in self.colonne] for voce in self.voci(raccolta)]

    def anni(self, raccolta: Raccolta) -> set[Cella]:
        """Gli anni di cui ha almeno una riga: ogni raccolta ha la colonna «anno»."""
        anno = self.colonne[self.intestazioni.index("anno")]
        return {anno.valore(voce) for voce in self.voci(raccolta)}


@dataclass(frozen=True)
class Voce:
    """Una riga: da quale documento viene, la cosa di cui è la riga, il suo obiettivo e il suo indicatore se li ha."""

    dove: Any  # PianoPubblico, RelazionePubblica, Questionario
    cosa: Any = None
    o: DatiObiettivo | None = None
    i: DatiIndicatore | None = None


def elenco(parole: Iterable[str]) -> str:
    return " | ".join(parola for parola in parole if parola)


def di(nome: str, tipo: str, descrizione: str, campo: str = "") -> Colonna:
    """Una colonna che è un campo della cosa."""
    cerca = campo or nome
    return Colonna(nome, tipo, descrizione, lambda voce: getattr(voce.cosa, cerca))


def discorsivo(nome: str, descrizione: str) -> Colonna:
    """Un campo di testo lungo, senza i segni dell'HTML."""
    return Colonna(nome, TESTO, descrizione, lambda voce: " ".join(strip_tags(getattr(voce.cosa, nome)).split()))


ANNO = Colonna("anno", INTERO, "Anno del Piano.", lambda voce: voce.dove.pubblicazione.anno)
VERSIONE = Colonna("versione", INTERO, "Numero della versione approvata, in vigore.", lambda voce: voce.dove.versione)
DEL_PIANO = (ANNO, VERSIONE)
OBIETTIVO = Colonna("obiettivo_id", CODICE, "L'obiettivo; non cambia fra le versioni.", lambda v: v.o.identificativo)
INDICATORE = Colonna(
    "indicatore_id",
    CODICE,
    "L'indicatore; non cambia fra le versioni.",
    lambda v: v.i.identificativo,
)
