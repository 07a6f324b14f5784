"""Chi aspetta un documento sa a che punto è, e può annullarlo."""

import logging
from datetime import date
from threading import Thread

import pytest

from piao.base.pdf import scrivi_pdf
from piao.base.pdf.avanzamento import percentuale_impaginazione, racconta_a

PAGINA = '<!doctype html><html lang="it"><head><title>P</title></head><body><h1>P</h1>{}</body></html>'
TRE_PAGINE = PAGINA.format('<p style="break-before: page">a</p><p style="break-before: page">b</p>')


class Annullato(Exception):
    pass


def racconta(html=TRE_PAGINE):
    detto = []
    scrivi_pdf(html, data_documento=date(2026, 1, 30), su_avanzamento=lambda *passo: detto.append(passo))
    return detto


def test_la_percentuale_non_torna_mai_indietro():
    percentuali = [percentuale for percentuale, _ in racconta()]
    assert percentuali == sorted(percentuali)
    assert 0 < percentuali[0] < percentuali[-1] < 100


def test_le_frasi_dicono_che_cosa_si_sta_facendo():
    frasi = [frase for _, frase in racconta()]
    assert frasi[0] == "Applico lo stile"
    assert [frase for frase in frasi if "pagina" in frase] == [f"Impagino la pagina {n}" for n in (1, 2, 3)]
    assert frasi[-1] == "Aggiungo allegati e metadati"


def test_rifare_le_pagine_per_i_numeri_dell_indice_non_e_tornare_indietro():
    stile = "<style>@page { @top-left { content: counter(pages) } } a::after { content: target-counter('#b', page) }"
    corpo = '</style><a href="#b">Vai</a><p style="break-before: page" id="b">In fondo</p>'
    detto = racconta(PAGINA.format(stile + corpo))
    assert (70, "Sistemo l'indice e i rimandi") in detto
    assert [frase for _, frase in detto if "pagina" in frase] == ["Impagino la pagina 1", "Impagino la pagina 2"]


def test_la_percentuale_dell_impaginazione_cresce_e_lascia_posto_alla_scrittura():
    valori = [percentuale_impaginazione(pagina) for pagina in range(1, 2000)]
    assert valori == sorted(valori)
    assert max(valori) < 70


def test_chi_ascolta_puo_annullare_a_meta():
    def annulla(percentuale, frase):
        if frase == "Impagino la pagina 2":
            raise Annullato

    with pytest.raises(Annullato):
        scrivi_pdf(TRE_PAGINE, data_documento=date(2026, 1, 30), su_avanzamento=annulla)


def test_dopo_la_conversione_il_registro_torna_com_era():
    registro = logging.getLogger("weasyprint.progress")
    prima = (registro.level, registro.propagate, list(registro.handlers))
    racconta()
    assert (registro.level, registro.propagate, list(registro.handlers)) == prima


def test_i_passi_di_un_altro_filo_non_si_mescolano():
    detto = []
    altro = Thread(target=scrivi_pdf, args=[TRE_PAGINE], kwargs={"data_documento": date(2026, 1, 30)})
    with racconta_a(lambda *passo: detto.append(passo)):
        altro.start()
        altro.join()
    assert detto == []
