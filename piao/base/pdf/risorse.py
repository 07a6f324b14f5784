"""Da dove un documento può leggere: i nostri statici, ciò che gli si passa, e nient'altro.

L'HTML contiene testo scritto da persone. Se la libreria potesse seguire qualsiasi indirizzo, un'immagine incollata
basterebbe a far leggere al server i suoi file o la sua rete interna (SSRF). Perciò gli indirizzi ammessi sono tre:

- `static:css/stampa.css`   un file statico nostro; se manca il documento non si scrive
- `risorsa:stemma.png`      un contenuto passato a `scrivi_pdf(risorse={"stemma.png": ...})`
- `data:image/png;base64,`  un'immagine o un font incorporato
"""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from piao.base.pdf.errori import RisorsaMancante

TIPI_INCORPORABILI = ("image/", "font/", "text/css")


class RisorsaVietata(ValueError):
    """Un indirizzo fuori dai tre ammessi: la libreria lo salta e il resto del documento si scrive."""


def leggi(indirizzo: str, risorse: Mapping[str, bytes]) -> tuple[bytes, str]:
    """Restituisce contenuto e tipo.

    Solleva RisorsaMancante per un file nostro che non c'è, RisorsaVietata per ogni altro indirizzo.
    """
    schema, _, nome = indirizzo.partition(":")
    if schema == "static":
        return _statico(nome), _tipo(nome)
    if schema == "risorsa" and nome in risorse:
        return risorse[nome], _tipo(nome)
    if schema == "data" and nome.startswith(TIPI_INCORPORABILI):
        return _incorporato(indirizzo)
    raise RisorsaVietata(f"indirizzo non ammesso in un documento: {indirizzo[:80]}")


def trova_statico(nome: str) -> Path:
    """Il file o la cartella degli statici con questo nome. Solleva RisorsaMancante se non c'è."""
    trovato = finders.find(nome)
    if not trovato:
        raise RisorsaMancante(
            f"Manca il file statico «{nome}», che serve ai documenti: eseguire «python manage.py prepara_statici»."
        )
    return Path(trovato)


def _statico(nome: str) -> bytes:
    try:
        return trova_statico(nome).read_bytes()
    except SuspiciousFileOperation as errore:
        raise RisorsaVietata(f"fuori dagli statici: {nome[:80]}") from errore


def _incorporato(indirizzo: str) -> tuple[bytes, str]:
    with urlopen(indirizzo) as risposta:  # schema «data:», già controllato: non esce dal processo
        return risposta.read(), risposta.headers.get_content_type()


def _tipo(nome: str) -> str:
    return mimetypes.guess_type(nome)[0] or "application/octet-stream"
