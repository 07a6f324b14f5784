"""Ogni carattere si disegna con i nostri font, o si dice quale no: mai un quadratino vuoto."""

import os
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from piao.base.pdf import RisorsaMancante, caratteri, scrivi_pdf
from piao.base.pdf.caratteri import con_sostituti, non_stampabili, solo_i_nostri_font
from tests.base.uacheck import controlla

PAGINA = (
    '<!doctype html><html lang="it"><head><title>Prova</title>'
    '<link rel="stylesheet" href="static:css/stampa.css"></head>'
    "<body><h1>Prova</h1><p>{}</p></body></html>"
)
RARI = "✅ 😀 👨\u200d👩\u200d👧 🇮🇹 1\ufe0f\u20e3 ☀\ufe0f ⚠ → α Ж ✓ ≥ e\u0300 \u2011 \u00ad"


def scrivi(testo):
    return scrivi_pdf(PAGINA.format(testo), data_documento=date(2026, 1, 30))


def font(pdf):
    with pikepdf.open(BytesIO(pdf)) as aperto:
        return {str(uno.BaseFont).split("+")[-1] for uno in aperto.objects if _font(uno)}


def _font(oggetto):
    return isinstance(oggetto, pikepdf.Dictionary) and oggetto.get("/Subtype") == pikepdf.Name.Type0


@pytest.mark.parametrize("testo", ["Perché così è più bello", "« “ ” ‘ ’ – — … € § °", RARI, "a\tb\nc\u00a0d\u200be"])
def test_si_stampano_lettere_segni_simboli_e_faccine(testo):
    assert non_stampabili(testo) == ()


@pytest.mark.parametrize("carattere", ["中", "ก", "\uf0b7", "\ufdd0", "𐤀"])
def test_si_dice_quale_carattere_non_si_stampa(carattere):
    assert non_stampabili(f"prima {carattere} dopo {carattere}") == (carattere,)


def test_i_caratteri_che_non_si_stampano_si_elencano_una_volta_in_ordine():
    assert non_stampabili("文 中 文") == ("中", "文")


def test_al_posto_di_un_carattere_che_non_si_stampa_c_e_un_segno_che_si_vede():
    assert con_sostituti("Piano 中文 2026") == "Piano \ufffd\ufffd 2026"
    assert con_sostituti("Piano 2026") == "Piano 2026"


def test_con_simboli_e_faccine_il_documento_resta_a_norma():
    pdf = scrivi(RARI)
    assert controlla(pdf) == {}
    assert {"Noto-Emoji", "DejaVu-Sans"} <= font(pdf)


def test_con_un_carattere_che_nessun_font_disegna_il_documento_resta_a_norma():
    assert controlla(scrivi("中 \uf0b7 <strong>文</strong>")) == {}


def test_i_font_della_macchina_non_si_usano(monkeypatch, tmp_path):
    altri = tmp_path / "fonts.conf"
    altri.write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    uno = scrivi(RARI)
    monkeypatch.setenv("FONTCONFIG_FILE", str(altri))
    assert scrivi(RARI) == uno
    assert os.environ["FONTCONFIG_FILE"] == str(altri)


def test_finita_la_conversione_la_macchina_ritrova_i_suoi_font(monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    with solo_i_nostri_font():
        assert "FONTCONFIG_FILE" in os.environ
    assert "FONTCONFIG_FILE" not in os.environ


def test_senza_i_font_preparati_si_dice_che_cosa_eseguire(monkeypatch):
    monkeypatch.setattr(caratteri, "RIPIEGO", "librerie/fonts/che-non-c-e")
    with pytest.raises(RisorsaMancante, match="prepara_statici"):
        scrivi("qualsiasi")
