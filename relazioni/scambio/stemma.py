"""Lo stemma nel file: l'immagine in base64, perché il file basti a sé stesso."""

import base64
import binascii
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from enti.models import Ente
from piao.base.scambio import Esito

MASSIMO = 1024 * 1024
ESTENSIONI = {"PNG": "png", "JPEG": "jpg"}


def stemma_in_testo(ente: Ente) -> str:
    """L'immagine in base64; vuoto se l'ente non ha stemma, se il file non c'è più o se è troppo grande."""
    nome = ente.stemma.name
    if not nome or not ente.stemma.storage.exists(nome) or ente.stemma.size > MASSIMO:
        return ""
    with ente.stemma.open() as file:
        return base64.b64encode(file.read()).decode("ascii")


def errori_stemma(dati: dict[str, Any]) -> list[str]:
    """La frase che dice perché lo stemma non va; vuoto se va o se non c'è."""
    if "stemma" not in dati:
        return []
    try:
        _leggi(dati["stemma"])
    except (binascii.Error, ValueError, OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return ["ente.stemma: attesa un'immagine PNG o JPEG di al massimo 1 MB, in base64."]
    return []


def _leggi(testo: str) -> tuple[bytes, str]:
    grezzo = base64.b64decode(testo, validate=True)
    if len(grezzo) > MASSIMO:
        raise ValueError("troppo grande")
    with Image.open(BytesIO(grezzo), formats=list(ESTENSIONI)) as immagine:
        immagine.verify()
        return grezzo, ESTENSIONI[str(immagine.format)]


def metti_stemma(ente: Ente, dati: dict[str, Any], esito: Esito) -> None:
    """Conserva lo stemma del file, se c'è e se è diverso da quello che l'ente ha già."""
    if "stemma" not in dati or stemma_in_testo(ente) == dati["stemma"]:
        return
    grezzo, estensione = _leggi(dati["stemma"])
    ente.stemma.save(f"{ente.slug}.{estensione}", ContentFile(grezzo), save=True)
    esito.modificate[Ente._meta.model_name or ""] += 1
