"""Le parti discorsive di ogni documento: un catalogo per documento, e il testo con cui cominciano."""

from relazioni.sezioni.catalogo import TESTI, Catalogo, VoceCatalogo
from relazioni.sezioni.piano import CATALOGO, PIANO
from relazioni.sezioni.relazione import RELAZIONE

CATALOGHI = {catalogo.documento: catalogo for catalogo in (PIANO, RELAZIONE)}
PER_CHIAVE, ORDINE = PIANO.per_chiave, PIANO.ordine
voci_di, numera = PIANO.previste, PIANO.numera

__all__ = [
    "CATALOGHI",
    "CATALOGO",
    "ORDINE",
    "PER_CHIAVE",
    "PIANO",
    "RELAZIONE",
    "TESTI",
    "Catalogo",
    "VoceCatalogo",
    "numera",
    "voci_di",
]
