"""I file che arrivano da fuori: quanto possono pesare, che cosa possono essere. Conta il contenuto, non il nome."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageFile, UnidentifiedImageError

Caricato: TypeAlias = "UploadedFile[Any]"
IMMAGINI = ["PNG", "JPEG", "WEBP"]
PESO_IMMAGINE = 2 * 1024 * 1024
PIXEL_MASSIMI = 16_000_000  # un'immagine compressa può pesare poco e occupare gigabyte quando si apre
LATO_MASSIMO = 800  # basta per la stampa di uno stemma a 6 cm
DICHIARATO_NEGLI_ODT = "application/vnd.oasis.opendocument.text"


class FermaITroppoGrandi(FileUploadHandler):
    """Il primo dei gestori di caricamento: oltre il limite i byte si buttano, senza memoria e senza disco.

    Il file arriva alla maschera vuoto ma con la sua misura vera: così la maschera può dire che è troppo grande
    e tutto il resto che l'utente ha scritto resta.
    """

    chunk_size = 2**16

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.MISURA_MASSIMA_ALLEGATO else None

    def file_complete(self, file_size: int) -> "Caricato | None":
        if file_size <= settings.MISURA_MASSIMA_ALLEGATO:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)


def controlla_peso(file: Caricato, massimo: int) -> None:
    """Solleva ValidationError se il file pesa più di `massimo` byte."""
    peso = file.size or 0
    if peso > massimo:
        raise ValidationError(
            f"Il file pesa {filesizeformat(peso)}: il massimo è {filesizeformat(massimo)}. Riducilo e riprova."
        )


def immagine_pulita(file: Caricato, *, massimo: int = PESO_IMMAGINE) -> ContentFile[bytes]:
    """Rilegge un'immagine PNG, JPEG o WebP e la riscrive in PNG, senza altri dati e di misura ragionevole.

    Solleva ValidationError, con che cosa fare, se è troppo pesante, troppo grande, vettoriale o non è un'immagine.
    """
    controlla_peso(file, massimo)
    if _e_vettoriale(file):
        raise ValidationError("Le immagini SVG non si possono caricare: esporta lo stemma in PNG e carica quello.")
    try:
        with Image.open(file, formats=IMMAGINI) as aperta:
            _controlla_pixel(aperta)
            with _senza_troncature():
                aperta.load()
            return _in_png(aperta)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as errore:
        raise ValidationError(
            "Il file non è un'immagine PNG, JPEG o WebP leggibile: controllalo e riprova."
        ) from errore


@contextmanager
def _senza_troncature() -> Iterator[None]:
    """Un file interrotto a metà è un errore: WeasyPrint, dove è caricato, lo farebbe passare per tutti."""
    prima, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = prima


def _e_vettoriale(file: Caricato) -> bool:
    inizio = file.read(512).lower()
    file.seek(0)
    return b"<svg" in inizio or inizio.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml")


def _controlla_pixel(aperta: Image.Image) -> None:
    larghezza, altezza = aperta.size
    if larghezza * altezza > PIXEL_MASSIMI:
        raise ValidationError(
            f"L'immagine misura {larghezza} × {altezza} punti: è troppo grande. Bastano 800 punti per lato."
        )


def _in_png(aperta: Image.Image) -> ContentFile[bytes]:
    pulita = aperta.convert("RGBA")
    pulita.thumbnail((LATO_MASSIMO, LATO_MASSIMO))
    uscita = BytesIO()
    pulita.save(uscita, "PNG", optimize=True)
    return ContentFile(uscita.getvalue(), name="immagine.png")


def controlla_documento(file: Caricato) -> None:
    """Solleva ValidationError se il file è troppo pesante o il contenuto non è quello che il nome promette."""
    controlla_peso(file, settings.MISURA_MASSIMA_ALLEGATO)
    estensione = (file.name or "").rsplit(".", 1)[-1].lower()
    riconosce = RICONOSCIMENTI.get(estensione)
    if riconosce is None:
        raise ValidationError(
            "Si caricano file PDF, P7M, ODT o DOCX. Gli altri si possono indicare con un collegamento."
        )
    if not riconosce(file):
        raise ValidationError(
            f"Il file si chiama .{estensione} ma dentro non lo è: aprilo, salvalo di nuovo come "
            f"{estensione.upper()} e ricaricalo."
        )


def _e_pdf(file: Any) -> bool:
    return b"%PDF-" in _inizio(file, 1024)


def _e_p7m(file: Any) -> bool:
    """Una busta CMS in DER (SEQUENCE) oppure in base64."""
    inizio = _inizio(file, 64).lstrip()
    return inizio[:1] == b"\x30" or inizio.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS", b"MI"))


def _e_odt(file: Any) -> bool:
    return _contiene(file, "mimetype", DICHIARATO_NEGLI_ODT.encode())


def _e_docx(file: Any) -> bool:
    return _contiene(file, "word/document.xml", b"")


def _contiene(file: Any, nome: str, atteso: bytes) -> bool:
    try:
        with zipfile.ZipFile(file) as archivio, archivio.open(nome) as voce:
            return voce.read(len(DICHIARATO_NEGLI_ODT)).startswith(atteso)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return False
    finally:
        file.seek(0)


def _inizio(file: Any, quanti: int) -> bytes:
    file.seek(0)
    letti: bytes = file.read(quanti)
    file.seek(0)
    return letti


RICONOSCIMENTI = {"pdf": _e_pdf, "p7m": _e_p7m, "odt": _e_odt, "docx": _e_docx}
