"""Che cosa manca a un PDF per essere accessibile (PDF/UA) e conservabile (PDF/A), a guardarlo da fuori.

Non sostituisce un validatore: riconosce un documento scansionato o uscito da un altro programma senza struttura.
"""

import re
import zlib

SERVONO = {
    "la struttura (i tag)": b"/StructTreeRoot",
    "la lingua": b"/Lang",
    "il titolo": b"/DisplayDocTitle",
    "i segnalibri": b"/Outlines",
    "la dichiarazione PDF/UA": b"pdfuaid",
    "la dichiarazione PDF/A": b"pdfaid",
}
OGGETTI = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.S)


def mancanze(pdf: bytes) -> tuple[str, ...]:
    """I nomi di ciò che manca; vuota se c'è tutto. Un file che non è un PDF manca di ogni cosa."""
    visibile = pdf + b"".join(_aperto(trovato[1]) for trovato in OGGETTI.finditer(pdf))
    return tuple(nome for nome, segno in SERVONO.items() if segno not in visibile)


def _aperto(compresso: bytes) -> bytes:
    """Gli oggetti di un PDF stanno in flussi compressi; quelli illeggibili non contano."""
    try:
        return zlib.decompressobj().decompress(compresso)
    except zlib.error:
        return b""
