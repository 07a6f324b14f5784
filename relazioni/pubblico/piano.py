"""Il Piano come un sito: linee di mandato → obiettivi → indicatori, la ricerca, la storia di ciascuno.

Funzioni pure sul contenuto congelato: nessuna interrogazione, nessuna data di oggi.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from obiettivi.voci import Ambito, Tema
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo, Linea, Piano
from relazioni.differenze import Differenza, Gruppo, confronta
from relazioni.pubblico.archivio import PianoPubblico

SENZA_LINEA = "Altri obiettivi"


@dataclass(frozen=True)
class Nodo:
    """Un obiettivo con quelli che ne discendono."""

    obiettivo: DatiObiettivo
    figli: tuple["Nodo", ...] = ()


@dataclass(frozen=True)
class Filone:
    """Una linea di mandato con i suoi obiettivi, o gli obiettivi che non ne hanno una."""

    titolo: str
    descrizione: str
    nodi: tuple[Nodo, ...]
    quanti: int


def filoni(piano: Piano) -> tuple[Filone, ...]:
    """Gli obiettivi che non discendono da altri, per linea; sotto ciascuno i suoi figli."""
    presenti = {o.numero for o in piano.obiettivi}
    radici = [o for o in piano.obiettivi if o.padre not in presenti or o.padre == o.numero]
    gruppi = [*piano.linee, Linea(0, SENZA_LINEA if piano.linee else "Gli obiettivi")]
    note = {linea.id for linea in piano.linee}
    trovati = (
        _filone(linea, [o for o in radici if (o.linea if o.linea in note else 0) == linea.id], piano)
        for linea in gruppi
    )
    return tuple(filone for filone in trovati if filone.nodi)


def _filone(linea: Linea, radici: Iterable[DatiObiettivo], piano: Piano) -> Filone:
    nodi = tuple(_nodo(o, piano) for o in radici)
    return Filone(linea.titolo, linea.descrizione, nodi, sum(map(_conta, nodi)))


def _nodo(o: DatiObiettivo, piano: Piano, sopra: frozenset[int] = frozenset()) -> Nodo:
    """`sopra` ferma un documento che facesse discendere un obiettivo da se stesso."""
    visti = sopra | {o.numero}
    figli = (figlio for figlio in piano.obiettivi if figlio.padre == o.numero and figlio.numero not in visti)
    return Nodo(o, tuple(_nodo(figlio, piano, visti) for figlio in figli))


def _conta(nodo: Nodo) -> int:
    return 1 + sum(map(_conta, nodo.figli))


# ---- ricerca -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cerca:
    """Ciò che si cerca fra gli obiettivi; ogni campo vuoto non limita."""

    q: str = ""
    unita: str = ""
    tema: str = ""
    livello: str = ""

    def __bool__(self) -> bool:
        return any((self.q, self.unita, self.tema, self.livello))

    @property
    def coda(self) -> str:
        """La stessa ricerca, da riscrivere in un indirizzo."""
        return urlencode({nome: valore for nome, valore in vars(self).items() if valore})


def trova(piano: Piano, cerca: Cerca) -> list[DatiObiettivo]:
    """Gli obiettivi che rispondono a tutto; le parole si cercano ovunque, in qualunque ordine."""
    parole = cerca.q.casefold().split()
    return [o for o in piano.obiettivi if _risponde(o, cerca) and all(parola in _testo(o) for parola in parole)]


def _risponde(o: DatiObiettivo, cerca: Cerca) -> bool:
    return (
        (not cerca.unita or cerca.unita in {u.denominazione for u in o.unita})
        and (not cerca.tema or cerca.tema in o.temi)
        and (not cerca.livello or cerca.livello == o.livello)
    )


def _testo(o: DatiObiettivo) -> str:
    misure = (f"{i.denominazione} {i.formula}" for i in o.indicatori)
    return " ".join((o.codice, o.titolo, o.descrizione, o.finalita, o.stakeholder, *misure)).casefold()


def unita_presenti(piano: Piano) -> list[str]:
    return sorted({u.denominazione for o in piano.obiettivi for u in o.unita})


def temi_presenti(piano: Piano) -> list[tuple[str, str]]:
    usati = {tema for o in piano.obiettivi for tema in o.temi}
    return [(tema.value, str(tema.label)) for tema in Tema if tema.value in usati]


def nomi_dei_temi(o: DatiObiettivo) -> list[str]:
    return [str(Tema(tema).label) for tema in o.temi if tema in Tema.values]


def nomi_degli_ambiti(o: DatiObiettivo) -> list[str]:
    return [str(Ambito(ambito).label) for ambito in o.ambiti if ambito in Ambito.values]


def per_tema(piano: Piano) -> list[tuple[str, int]]:
    """Quanti obiettivi per ciascun tema, dal più frequente."""
    conti = Counter(tema for o in piano.obiettivi for tema in o.temi if tema in Tema.values)
    return [(str(Tema(tema).label), quanti) for tema, quanti in conti.most_common()]


# ---- un obiettivo, un indicatore -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Trovato:
    """Una cosa del Piano con l'indirizzo permanente, nella versione in cui la si guarda."""

    dove: PianoPubblico
    obiettivo: DatiObiettivo
    indicatore: DatiIndicatore | None = None


def passi(trovati: Sequence[Trovato]) -> list[tuple[Trovato, Differenza | None]]:
    """La storia: ogni versione in cui compare, con ciò che vi è cambiato rispetto a quella prima. La più recente in
    testa."""
    dalla_prima = list(reversed(trovati))
    storia: list[tuple[Trovato, Differenza | None]] = []
    for posto, trovato in enumerate(dalla_prima):
        prima = dalla_prima[posto - 1] if posto else None
        storia.append((trovato, cambiamento(prima, trovato) if prima else None))
    return list(reversed(storia))


def cambiamento(prima: Trovato, dopo: Trovato) -> Differenza | None:
    """Che cosa cambia di un obiettivo fra due versioni; None se dice le stesse cose."""
    gruppi = confronta(_solo(prima), _solo(dopo))
    return next((d for gruppo in gruppi if gruppo.titolo == "Obiettivi" for d in gruppo.differenze), None)


def _solo(trovato: Trovato) -> Piano:
    """Il Piano ridotto al suo obiettivo, per confrontare soltanto quello."""
    return replace(trovato.dove.piano, obiettivi=(trovato.obiettivo,))


def con_identificativo(piani: Iterable[PianoPubblico], identificativo: str) -> list[Trovato]:
    """L'obiettivo, o l'indicatore, in ogni versione pubblicata che lo contiene; dalla più recente."""
    return [
        Trovato(dove, o, indicatore)
        for dove in piani
        for o in dove.piano.obiettivi
        for indicatore in (None, *o.indicatori)
        if (indicatore or o).identificativo == identificativo
    ]


def padre_di(piano: Piano, o: DatiObiettivo) -> DatiObiettivo | None:
    return next((altro for altro in piano.obiettivi if altro.numero == o.padre), None)


def figli_di(piano: Piano, o: DatiObiettivo) -> list[DatiObiettivo]:
    return [altro for altro in piano.obiettivi if altro.padre == o.numero and altro.numero != o.numero]


def linea_di(piano: Piano, o: DatiObiettivo) -> Linea | None:
    """La linea dell'obiettivo o di quello da cui discende."""
    proprie = [uno.linea for uno in (o, padre_di(piano, o)) if uno and uno.linea]
    return next((linea for linea in piano.linee if proprie and linea.id == proprie[0]), None)


def vicini(piano: Piano, o: DatiObiettivo) -> tuple[DatiObiettivo | None, DatiObiettivo | None]:
    """Quello prima e quello dopo, nell'ordine del documento."""
    posto = next(i for i, altro in enumerate(piano.obiettivi) if altro.numero == o.numero)
    prima = piano.obiettivi[posto - 1] if posto else None
    dopo = piano.obiettivi[posto + 1] if posto + 1 < len(piano.obiettivi) else None
    return prima, dopo


# ---- confronto -----------------------------------------------------------------------------------------------


def fra(prima: PianoPubblico, dopo: PianoPubblico) -> tuple[Gruppo, ...]:
    """Che cosa cambia. Fra due anni gli obiettivi si ritrovano dal nome: gli identificativi sono di un anno solo."""
    if prima.pubblicazione.anno == dopo.pubblicazione.anno:
        return confronta(prima.piano, dopo.piano)
    return confronta(_per_nome(prima.piano), _per_nome(dopo.piano))


def _per_nome(piano: Piano) -> Piano:
    obiettivi = (
        replace(o, identificativo="", indicatori=tuple(replace(i, identificativo="") for i in o.indicatori))
        for o in piano.obiettivi
    )
    return replace(piano, obiettivi=tuple(obiettivi))
