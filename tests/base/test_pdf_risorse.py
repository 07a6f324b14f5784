"""Da dove un documento può leggere, e da dove no."""

from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from piao.base.pdf import RisorsaMancante, scrivi_pdf
from piao.base.pdf.risorse import RisorsaVietata, leggi

PAGINA = '<!doctype html><html lang="it"><head><title>Prova</title>{}</head><body><h1>Prova</h1>{}</body></html>'


def scrivi(testa="", corpo="", **altro):
    return scrivi_pdf(PAGINA.format(testa, corpo), data_documento=date(2026, 1, 30), **altro)


@pytest.fixture
def spia():
    """Un server che annota chi lo chiama."""
    visite = []

    class Ascolto(BaseHTTPRequestHandler):
        def do_GET(self):
            visite.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Ascolto)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visite
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "indirizzo",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://esempio.it/a.png",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://esempio.it/a",
        "static:../../manage.py",
        "static:/etc/passwd",
        "risorsa:non-passata.png",
        "data:text/html,<script>",
        "relativo.png",
        "",
    ],
)
def test_ogni_indirizzo_fuori_da_quelli_ammessi_e_rifiutato(indirizzo):
    with pytest.raises(RisorsaVietata):
        leggi(indirizzo, {})


def test_un_file_statico_si_legge_con_il_suo_tipo():
    contenuto, tipo = leggi("static:css/stampa.css", {})
    assert (b"@page" in contenuto, tipo) == (True, "text/css")


def test_cio_che_si_passa_si_legge_per_nome():
    assert leggi("risorsa:stemma.png", {"stemma.png": b"png"}) == (b"png", "image/png")


def test_un_immagine_incorporata_si_legge():
    assert leggi("data:image/gif;base64,R0lGODlh", {}) == (b"GIF89a", "image/gif")


def test_un_file_nostro_che_manca_ferma_il_documento_e_dice_che_fare():
    with pytest.raises(RisorsaMancante, match="prepara_statici"):
        scrivi('<link rel="stylesheet" href="static:css/non-esiste.css">')


def test_un_font_nostro_che_manca_ferma_il_documento():
    with pytest.raises(RisorsaMancante, match=r"perso\.ttf"):
        scrivi('<style>@font-face { font-family: P; src: url("static:perso.ttf") } h1 { font-family: P }</style>')


def test_scrivendo_un_documento_non_si_chiama_nessun_server(spia):
    indirizzo, visite = spia
    scrivi(
        f'<link rel="stylesheet" href="{indirizzo}/css"><link rel="attachment" href="{indirizzo}/allegato">'
        f"<style>@import url({indirizzo}/import); h1 {{ background: url({indirizzo}/sfondo) }}</style>",
        f'<img alt="x" src="{indirizzo}/img"><object data="{indirizzo}/object"></object>'
        f'<svg role="img"><title>x</title><image href="{indirizzo}/svg"/><use href="{indirizzo}/use#a"/></svg>',
    )
    assert visite == []


def test_un_file_del_server_non_finisce_fra_gli_allegati():
    documento = scrivi(
        '<link rel="attachment" href="file:///etc/hostname">', '<a rel="attachment" href="file:///etc/hostname">x</a>'
    )
    assert b"EmbeddedFile" not in documento
