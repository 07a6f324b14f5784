"""La valutazione delle persone, sempre in gruppi: punteggi per banda, medie, premi. Chi è in pochi non si dice."""

from collections.abc import Iterable
from decimal import Decimal

from piao.base.numeri import euro, numero, percento
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.relazione.dati import DA_DEFINIRE, POCHI
from relazioni.contenuto.relazione.tipi import Individuale, MediaPunteggi, PremiPerCategoria, Relazione
from relazioni.stampa.blocchi import Blocco, nota, tabella, titolo

SENZA_VALUTAZIONI = (
    "Le valutazioni individuali dell'anno non sono ancora concluse: i loro dati, sempre raccolti in gruppi, "
    "si pubblicano quando lo saranno."
)
PREMI_DOPO = "I premi si definiscono dopo la validazione di questa Relazione: fino ad allora si conosce lo stanziato."


def valutazione(r: Relazione) -> list[Blocco]:
    i = r.individuale
    if i is None:
        return [nota(SENZA_VALUTAZIONI)]
    persone = [*_per_banda(i), *_medie("Media e dispersione dei punteggi", i.medie)]
    return [*(persone or [nota(SENZA_VALUTAZIONI)]), *_premi(i.premi), *_pochi(i)]


def per_genere(r: Relazione) -> list[Blocco]:
    """Nel bilancio di genere: la media dei punteggi di donne e uomini, se sono abbastanza."""
    return _medie("La valutazione per genere", r.individuale.generi) if r.individuale else []


def _per_banda(i: Individuale) -> list[Blocco]:
    """Una riga per categoria e una colonna per banda, con i totali."""
    fasce = list(dict.fromkeys(uno.fascia for uno in i.punteggi))
    celle = {(uno.gruppo, uno.fascia): _quanti(uno.quanti) for uno in i.punteggi}
    gruppi = dict.fromkeys(uno.gruppo for uno in i.punteggi)
    colonne = [Colonna("Categoria", larghezza=30), *(Colonna(fascia, numerica=True) for fascia in fasce)]
    righe = [[gruppo, *(celle[gruppo, fascia] for fascia in fasce)] for gruppo in gruppi]
    quadro = tabella("Le persone per punteggio, in percentuale del massimo", colonne, righe)
    return [titolo("I punteggi", "punteggi"), *quadro] if quadro else []


def _medie(didascalia: str, medie: Iterable[MediaPunteggi]) -> list[Blocco]:
    colonne = [
        Colonna("Gruppo", larghezza=40),
        Colonna("Persone", numerica=True),
        Colonna("Media (% del massimo)", numerica=True),
        Colonna("Scarto dalla media (punti)", numerica=True),
    ]
    righe = [[m.gruppo, _quanti(m.persone), _percento(m.media), _quanti(m.scarto)] for m in medie]
    return tabella(didascalia, colonne, righe)


def _premi(premi: tuple[PremiPerCategoria, ...]) -> list[Blocco]:
    colonne = [
        Colonna("Categoria", larghezza=30),
        Colonna("Stanziato", numerica=True),
        Colonna("Distribuito", numerica=True),
        Colonna("Premio medio", numerica=True),
    ]
    righe = [[p.categoria, euro(p.stanziato), _euro(p.distribuito), _euro(p.medio)] for p in premi]
    quadro = tabella("I premi stanziati e quelli distribuiti", colonne, righe)
    senza = all(p.distribuito is None for p in premi)
    return [titolo("I premi", "premi"), *quadro, *([nota(PREMI_DOPO)] if senza else [])] if quadro else []


def _pochi(i: Individuale) -> list[Blocco]:
    if not _tace(i):
        return []
    frase = (
        f"«{POCHI[0].upper()}{POCHI[1:]}» vuol dire che il dato riguarda meno di {numero(i.soglia)} persone, o le "
        "farebbe ricavare dagli altri (D.Lgs. 33/2013, art. 20 c. 2)."
    )
    return [nota(frase)]


def _tace(i: Individuale) -> bool:
    return any(uno.quanti is None for uno in i.punteggi) or any(m.persone is None for m in (*i.medie, *i.generi))


def _quanti(valore: Decimal | int | None) -> str:
    return POCHI if valore is None else numero(valore)


def _percento(valore: Decimal | None) -> str:
    return POCHI if valore is None else percento(valore)


def _euro(importo: Decimal | None) -> str:
    return DA_DEFINIRE if importo is None else euro(importo)
