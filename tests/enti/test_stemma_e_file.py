"""Ciò che arriva da fuori: lo stemma e i file degli atti."""

import io
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.urls import reverse
from PIL import Image

from piao.base.carico import PIXEL_MASSIMI, FermaITroppoGrandi, controlla_documento, immagine_pulita

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def immagine(formato="PNG", misura=(60, 80), **altro):
    uscita = BytesIO()
    Image.new("RGB", misura, "red").save(uscita, formato, **altro)
    return uscita.getvalue()


def caricato(contenuto, nome="stemma.png", tipo="image/png"):
    return SimpleUploadedFile(nome, contenuto, tipo)


def archivio(**voci):
    uscita = BytesIO()
    with zipfile.ZipFile(uscita, "w") as zip_:
        for nome, contenuto in voci.items():
            zip_.writestr(nome, contenuto)
    return uscita.getvalue()


@pytest.mark.parametrize("formato", ["PNG", "JPEG", "WEBP"])
def test_le_immagini_ammesse_si_riscrivono_in_png(formato):
    pulita = immagine_pulita(caricato(immagine(formato)))
    assert Image.open(BytesIO(pulita.read())).format == "PNG"


def test_la_riscrittura_toglie_ogni_altro_dato():
    nascosto = immagine("PNG") + b"<script>alert(1)</script>"
    assert b"script" not in immagine_pulita(caricato(nascosto)).read()


def test_una_foto_grande_si_riduce():
    pulita = immagine_pulita(caricato(immagine("JPEG", (2400, 3000))))
    assert Image.open(BytesIO(pulita.read())).size == (640, 800)


@pytest.mark.parametrize("contenuto", [SVG, b"  <SVG></SVG>", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>"])
def test_un_svg_e_rifiutato_e_si_dice_che_cosa_fare(contenuto):
    with pytest.raises(ValidationError, match="esporta lo stemma in PNG"):
        immagine_pulita(caricato(contenuto))


@pytest.mark.parametrize(
    "contenuto",
    [b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"%PDF-1.7", immagine("GIF"), immagine("PNG")[:60], b"\x00"],
    ids=["html", "eseguibile", "pdf", "gif", "png troncato", "un byte"],
)
def test_un_file_travestito_da_immagine_e_rifiutato(contenuto):
    with pytest.raises(ValidationError, match="PNG, JPEG o WebP"):
        immagine_pulita(caricato(contenuto))


def test_una_bomba_di_pixel_e_rifiutata_prima_di_aprirla():
    lato = int(PIXEL_MASSIMI**0.5) + 10
    bomba = BytesIO()
    Image.new("1", (lato, lato)).save(bomba, "PNG")
    tracemalloc.start()
    with pytest.raises(ValidationError, match="è troppo grande"):
        immagine_pulita(caricato(bomba.getvalue()))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_un_immagine_troppo_pesante_e_rifiutata():
    with pytest.raises(ValidationError, match=r"il massimo è 2,0"):
        immagine_pulita(caricato(immagine() + b"\0" * 3_000_000))


@pytest.mark.parametrize(
    ("nome", "contenuto"),
    [
        ("atto.pdf", b"%PDF-1.7\n"),
        ("atto.PDF", b"\n%PDF-1.4"),
        ("atto.p7m", b"\x30\x82\x01\x00"),
        ("atto.p7m", b"-----BEGIN PKCS7-----"),
        ("atto.odt", archivio(mimetype="application/vnd.oasis.opendocument.text")),
        ("atto.docx", archivio(**{"word/document.xml": "<w/>"})),
    ],
)
def test_i_documenti_ammessi(nome, contenuto):
    controlla_documento(caricato(contenuto, nome))


@pytest.mark.parametrize(
    ("nome", "contenuto", "frase"),
    [
        ("atto.pdf", b"<html>", "dentro non lo è"),
        ("atto.odt", b"%PDF-1.7", "dentro non lo è"),
        ("atto.docx", archivio(altro="x"), "dentro non lo è"),
        ("atto.odt", archivio(mimetype="application/zip"), "dentro non lo è"),
        ("atto.p7m", b"ciao", "dentro non lo è"),
        ("atto.html", b"<html>", "PDF, P7M, ODT o DOCX"),
        ("atto", b"%PDF-1.7", "PDF, P7M, ODT o DOCX"),
        ("atto.pdf.exe", b"%PDF-1.7", "PDF, P7M, ODT o DOCX"),
    ],
)
def test_i_documenti_rifiutati(nome, contenuto, frase):
    with pytest.raises(ValidationError, match=frase):
        controlla_documento(caricato(contenuto, nome))


class Rubinetto(io.RawIOBase):
    """Un corpo di richiesta lungo quanto si vuole, senza tenerlo in memoria."""

    def __init__(self, testa, quanti, coda):
        self.testa, self.resto, self.coda = testa, quanti, coda

    def read(self, misura=-1):
        if self.testa:
            uscita, self.testa = self.testa[:misura], self.testa[misura:]
        elif self.resto:
            uscita = b"x" * min(misura, self.resto)
            self.resto -= len(uscita)
        else:
            uscita, self.coda = self.coda[:misura], self.coda[misura:]
        return uscita


def test_duecento_megabyte_sono_rifiutati_senza_leggerli_in_memoria(rf, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    testa = b'--z\r\nContent-Disposition: form-data; name="stemma"; filename="s.png"\r\n\r\n'
    coda = b'\r\n--z\r\nContent-Disposition: form-data; name="nota"\r\n\r\nresta qui\r\n--z--\r\n'
    quanti = 200 * 1024 * 1024
    richiesta = rf.generic("POST", "/", b"x", content_type="multipart/form-data; boundary=z")
    richiesta.META["CONTENT_LENGTH"] = str(len(testa) + quanti + len(coda))
    richiesta._stream = Rubinetto(testa, quanti, coda)
    tracemalloc.start()
    arrivato = richiesta.FILES["stemma"]
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()
    assert (arrivato.size, richiesta.POST["nota"]) == (quanti, "resta qui")
    with pytest.raises(ValidationError, match="Il file pesa 200"):
        immagine_pulita(arrivato)
    for gestore in richiesta.upload_handlers:  # il file di appoggio di Django, rimasto vuoto
        getattr(gestore, "file", arrivato).close()


def test_sotto_il_limite_il_gestore_lascia_passare(settings):
    gestore = FermaITroppoGrandi()
    assert gestore.receive_data_chunk(b"abc", 0) == b"abc"
    assert gestore.file_complete(3) is None


def test_il_segretario_carica_lo_stemma_e_chi_appartiene_all_ente_lo_vede(ente, entra, segretario):
    client = entra(segretario)
    client.post(reverse("enti:cambia_stemma", args=[ente.slug]), {"stemma": caricato(immagine("JPEG"), "s.jpg")})
    risposta = client.get(reverse("enti:stemma", args=[ente.slug]))
    contenuto = b"".join(risposta.streaming_content)
    assert (risposta["Content-Type"], contenuto[:4]) == ("image/png", b"\x89PNG")
    assert risposta["X-Content-Type-Options"] == "nosniff"


def test_uno_stemma_sbagliato_si_spiega_nella_pagina(ente, entra, segretario):
    risposta = entra(segretario).post(
        reverse("enti:cambia_stemma", args=[ente.slug]), {"stemma": caricato(SVG, "stemma.svg", "image/svg+xml")}
    )
    assert "esporta lo stemma in PNG" in risposta.content.decode()
    ente.refresh_from_db()
    assert not ente.stemma


def test_senza_stemma_404(ente, entra, segretario):
    assert entra(segretario).get(reverse("enti:stemma", args=[ente.slug])).status_code == 404


def test_il_file_di_un_atto_esce_sempre_come_allegato(cose, ente, entra, segretario):
    risposta = entra(segretario).get(reverse("enti:file_atto", args=[ente.slug, cose.atto.pk]))
    risposta.close()
    assert risposta["Content-Disposition"].startswith("attachment;")
    assert risposta["X-Content-Type-Options"] == "nosniff"


def test_un_file_travestito_non_entra_nel_registro_e_il_resto_non_si_perde(ente, entra, segretario):
    dati = {"oggetto": "Approvazione del PEG", "organo": "giunta", "file": caricato(b"<html>", "atto.pdf")}
    risposta = entra(segretario).post(reverse("enti:nuovo_atto", args=[ente.slug]), dati)
    pagina = risposta.content.decode()
    assert "dentro non lo è" in pagina
    assert "Approvazione del PEG" in pagina
    assert not ente.atti.exists()


def test_un_file_enorme_arriva_vuoto_con_la_sua_misura():
    gestore = FermaITroppoGrandi()
    gestore.new_file("file", "grande.pdf", "application/pdf", None)
    arrivato = gestore.file_complete(10**9)
    assert isinstance(arrivato, UploadedFile)
    assert (arrivato.size, arrivato.read()) == (10**9, b"")


def test_un_immagine_interrotta_e_rifiutata_anche_se_una_libreria_le_tollera(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValidationError, match="PNG, JPEG o WebP"):
        immagine_pulita(caricato(immagine("PNG")[:60]))
