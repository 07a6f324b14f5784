"""Il testo che arriva da fuori: via i caratteri di controllo, i segni di Word resi leggibili, il resto com'è."""

import unicodedata

from django.http import QueryDict

A_CAPO = "\n\r\t"
# I segni di Symbol e Wingdings, che i programmi di scrittura lasciano nell'area privata: altrove non si vedono.
SEGNI_DI_WORD = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc\uf0fb\uf0e0\uf0a8\uf02d", "•▪➢✓✗→□-")


def senza_controlli(testo: str) -> str:
    """Il testo senza caratteri di controllo (tranne a capo e tabulazione): arrivano dai programmi di scrittura."""
    return "".join(c for c in testo if c in A_CAPO or unicodedata.category(c) != "Cc")


def leggibile(testo: str) -> str:
    """Il testo senza caratteri di controllo e con i segni di Word al posto dei loro codici privati."""
    return senza_controlli(testo.translate(SEGNI_DI_WORD))


def pulito(dati: QueryDict) -> QueryDict:
    """Una copia di ciò che l'utente ha inviato, con ogni campo leggibile."""
    copia = dati.copy()
    for nome, valori in copia.lists():
        copia.setlist(nome, [leggibile(valore) if isinstance(valore, str) else valore for valore in valori])
    return copia


def cercato(dati: QueryDict, nome: str = "q", *, lunghezza: int = 100) -> str:
    """Ciò che si cerca, in una riga: senza caratteri di controllo, che PostgreSQL rifiuta, e non oltre `lunghezza`."""
    return senza_controlli(dati.get(nome, "")).strip()[:lunghezza]


def in_cifre(testo: object, *, cifre: int = 4) -> int | None:
    """Il numero che una maschera ha mandato; None se non sono cifre, o sono troppe per essere un conto vero."""
    scritto = str(testo)
    return int(scritto) if scritto.isascii() and scritto.isdigit() and len(scritto) <= cifre else None


def numeri_in(testo: str) -> list[int]:
    """I numeri «12,15» di un indirizzo; ciò che non è un numero, o è troppo lungo per una chiave, non conta."""
    return [numero for parte in testo.split(",") if (numero := in_cifre(parte, cifre=9)) is not None]
