"""I disegni: leggibili da chi guarda e da chi ascolta, uguali in pagina e nel PDF."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.grafici import (
    Barra,
    Cronoprogramma,
    Fase,
    Serie,
    albero,
    barre,
    colonne,
    gantt,
    linee,
    organigramma,
)
from piao.base.grafici.gantt import periodo_in_parole, tratti
from piao.base.grafici.scala import scala_per
from piao.base.grafici.svg import a_capo, accorcia, larghezza_testo
from tests.base.documento_di_prova import nodi, popolazione, raggiungimento

SVG = "{http://www.w3.org/2000/svg}"
CATTIVO = 'A&B <script>alert("1")</script>'
ANNI = ("2021", "2022", "2023", "2024", "2025")
GENNAIO_GIUGNO = [(2026, mese) for mese in range(1, 7)]
FASI = [Fase("Analisi", GENNAIO_GIUGNO, [(2026, 3)]), Fase("Gara", [(2027, 1)]), Fase("Collaudo", [])]

DISEGNI = {
    "barre": lambda prefisso="p", titolo="T": barre(raggiungimento(), prefisso=prefisso, titolo=titolo),
    "colonne": lambda prefisso="p", titolo="T": colonne(ANNI, popolazione(), prefisso=prefisso, titolo=titolo),
    "impilate": lambda prefisso="p", titolo="T": colonne(
        ANNI, popolazione(), prefisso=prefisso, titolo=titolo, impilate=True
    ),
    "linee": lambda prefisso="p", titolo="T": linee(ANNI, popolazione(), prefisso=prefisso, titolo=titolo),
    "albero": lambda prefisso="p", titolo="T": albero(nodi(20), prefisso=prefisso, titolo=titolo),
    "organigramma": lambda prefisso="p", titolo="T": organigramma(nodi(20), prefisso=prefisso, titolo=titolo),
    "gantt": lambda prefisso="p", titolo="T": gantt(FASI, anno=2026, prefisso=prefisso, titolo=titolo),
}


def apri(svg):
    return ElementTree.fromstring(svg)


def scritte(svg):
    return [" ".join("".join(uno.itertext()).split()) for uno in apri(svg).iter(f"{SVG}text")]


def descrizione(svg):
    return apri(svg).find(f"{SVG}desc").text


@pytest.fixture(params=DISEGNI)
def disegna(request):
    return DISEGNI[request.param]


# ---- ciò che vale per tutti ------------------------------------------------------------------------------


def test_ogni_disegno_ha_ruolo_titolo_e_descrizione_collegati(disegna):
    radice = apri(disegna("uno", "Il titolo"))
    assert (radice.tag, radice.get("role")) == (f"{SVG}svg", "img")
    assert radice.find(f"{SVG}title").text == "Il titolo"
    assert radice.get("aria-labelledby") == radice.find(f"{SVG}title").get("id") == "uno-titolo"
    assert radice.get("aria-describedby") == radice.find(f"{SVG}desc").get("id") == "uno-descrizione"


def test_nessun_disegno_usa_stili_o_programmi_vietati_dalla_csp(disegna):
    svg = disegna()
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", svg)


def test_due_disegni_nella_stessa_pagina_non_hanno_identificativi_uguali(disegna):
    identificativi = [
        uno.get("id") for svg in (disegna("a"), disegna("b")) for uno in apri(svg).iter() if uno.get("id")
    ]
    assert len(identificativi) == len(set(identificativi))


def test_ogni_disegno_e_uguale_a_ogni_richiesta(disegna):
    assert disegna() == disegna()


def test_il_titolo_scritto_dalle_persone_e_protetto(disegna):
    assert apri(disegna("p", CATTIVO)).find(f"{SVG}title").text == CATTIVO


def test_ogni_segno_sta_dentro_il_disegno(disegna):
    radice = apri(disegna())
    _, _, larga, alta = (float(lato) for lato in radice.get("viewBox").split())
    for uno in radice.findall(f"{SVG}rect"):
        x, y, w, h = (float(uno.get(lato)) for lato in ("x", "y", "width", "height"))
        assert 0 <= x <= x + w <= larga + 0.1
        assert 0 <= y <= y + h <= alta + 0.1


# ---- barre -----------------------------------------------------------------------------------------------


def test_le_barre_si_leggono_in_parole():
    parole = descrizione(barre(raggiungimento(), prefisso="p", titolo="T"))
    assert parole.startswith("Affari generali e demografici: 57,1% (atteso 90%); ")
    assert parole.endswith("Urbanistica: n.d. (atteso 80%).")


def test_non_disponibile_si_distingue_da_zero():
    zero = barre([Barra("a", Decimal(0))], prefisso="p", titolo="T")
    assert "0%" in scritte(zero)
    assert "n.d." in scritte(barre([Barra("a", None)], prefisso="p", titolo="T"))
    assert "n.d." not in scritte(zero)


def test_la_legenda_del_valore_atteso_c_e_solo_se_serve():
    assert "valore atteso" in scritte(barre(raggiungimento(), prefisso="p", titolo="T"))
    assert "valore atteso" not in scritte(barre([Barra("a", Decimal(3))], prefisso="p", titolo="T"))


def test_il_numero_di_una_barra_negativa_e_corta_sta_alla_sua_sinistra():
    svg = barre([Barra("A", Decimal(-5)), Barra("B", Decimal(-100))], prefisso="n", titolo="N", unita=" punti")
    assert re.search(r'text-anchor="end"[^>]*>−5 punti<', svg)


def test_le_barre_negative_vanno_dall_altra_parte_dello_zero():
    svg = apri(barre([Barra("a", Decimal(-50)), Barra("b", Decimal(50))], prefisso="p", titolo="T", unita=""))
    prima, seconda = svg.findall(f"{SVG}rect")
    assert float(prima.get("x")) + float(prima.get("width")) == pytest.approx(float(seconda.get("x")), abs=0.2)


def test_senza_righe_il_disegno_c_e_lo_stesso():
    assert "svg" in barre([], prefisso="p", titolo="T")


# ---- colonne e linee -------------------------------------------------------------------------------------


def test_le_serie_si_leggono_in_parole_con_gli_anni():
    parole = descrizione(colonne(ANNI, popolazione(), prefisso="p", titolo="T"))
    assert "Uomini: 2021 6.050, 2022 6.044, 2023 n.d., 2024 6.071, 2025 6.160." in parole


def test_ogni_serie_ha_un_riempimento_diverso_e_non_solo_un_colore():
    svg = colonne(["2025"], [Serie(n, [Decimal(1)]) for n in "abcde"], prefisso="p", titolo="T")
    riempimenti = [
        (uno.get("fill"), uno.get("stroke")) for uno in apri(svg).findall(f"{SVG}rect") if uno.get("width") != "14"
    ]
    assert len(set(riempimenti)) == 5
    assert riempimenti[1][0] == "url(#p-righe)"


def test_se_le_scritte_non_ci_stanno_si_tace_ma_i_dati_restano_in_parole():
    tanti = [Serie("Donne", [Decimal(16300)] * 10), Serie("Uomini", [Decimal(16200)] * 10)]
    svg = colonne([str(anno) for anno in range(2016, 2026)], tanti, prefisso="p", titolo="T")
    assert "16.300" not in scritte(svg)
    assert "2016 16.300" in descrizione(svg)


def test_una_somma_a_cui_manca_un_pezzo_non_e_un_totale():
    svg = colonne(ANNI, popolazione(), prefisso="p", titolo="T", impilate=True)
    assert "12.360" in scritte(svg)
    assert "n.d." in scritte(svg)
    assert scritte(svg).count("6.275") == 1


def test_un_pezzo_troppo_sottile_non_porta_scritte():
    serie = [Serie("Grande", [Decimal(1000)]), Serie("Piccola", [Decimal(3)])]
    svg = colonne(["2025"], serie, prefisso="p", titolo="T", impilate=True)
    assert "3" not in scritte(svg)
    assert {"1.000", "1.003"} <= set(scritte(svg))


def test_dove_il_valore_manca_la_linea_si_interrompe():
    svg = apri(linee(ANNI, popolazione(), prefisso="p", titolo="T"))
    tratti_ = [uno.get("d") for uno in svg.findall(f"{SVG}path") if uno.get("fill") == "none"]
    assert [tratto.count("M") for tratto in tratti_] == [1, 2]


def test_le_linee_si_distinguono_dalla_forma():
    svg = apri(linee(ANNI, [*popolazione(), Serie("Totale", [None] * 5)], prefisso="p", titolo="T"))
    tratteggi = [uno.get("stroke-dasharray") for uno in svg.findall(f"{SVG}path") if uno.get("fill") == "none"]
    assert tratteggi == [None, "6 3", "2 3"]


def test_i_numeri_di_due_punti_vicini_non_si_coprono():
    serie = [Serie("misurato", [Decimal(28), Decimal(50)]), Serie("traguardo", [Decimal(27), Decimal(10)])]
    svg = apri(linee(["2025", "2026"], serie, prefisso="p", titolo="T"))
    alto = {uno.text: float(uno.get("y")) for uno in svg.iter(f"{SVG}text")}
    assert alto["27"] - alto["28"] > 20


@pytest.mark.parametrize("funzione", [colonne, linee])
def test_una_serie_con_un_valore_in_meno_e_rifiutata(funzione):
    with pytest.raises(ValueError, match="Donne"):
        funzione(["2024", "2025"], [Serie("Donne", [Decimal(1)])], prefisso="p", titolo="T")


@pytest.mark.parametrize("impilate", [True, False])
def test_una_serie_tutta_mancante_si_disegna_senza_errori(impilate):
    svg = colonne(["2025"], [Serie("a", [None])], prefisso="p", titolo="T", impilate=impilate)
    assert "n.d." in scritte(svg)


# ---- scala -----------------------------------------------------------------------------------------------


@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=3), min_size=1))
def test_la_scala_contiene_sempre_i_valori_e_ha_pochi_gradini(valori):
    scala = scala_per(valori)
    assert all(0 <= scala.frazione(valore) <= 1 for valore in valori)
    assert 2 <= len(scala.gradini) <= 7


@given(st.lists(st.integers(0, 10_000).map(Decimal), min_size=1))
def test_se_i_valori_sono_interi_lo_sono_i_gradini(valori):
    assert all(gradino == int(gradino) for gradino in scala_per(valori).gradini)


def test_la_scala_parte_da_zero_salvo_richiesta():
    assert scala_per([Decimal(6044), Decimal(6320)]).minimo == 0
    assert scala_per([Decimal(6044), Decimal(6320)], da_zero=False).gradini[0] == 6000


# ---- testo -----------------------------------------------------------------------------------------------


def test_il_testo_lungo_va_a_capo_e_poi_si_accorcia():
    righe = a_capo("Manutenzione programmata della viabilità comunale e delle aree verdi", 90, 10, righe=3)
    assert len(righe) == 3
    assert righe[-1].endswith("…")
    assert all(larghezza_testo(riga, 10) <= 90 for riga in righe)


@given(st.text(), st.floats(min_value=30, max_value=300))
def test_una_scritta_accorciata_sta_nello_spazio(parole, spazio):
    assert larghezza_testo(accorcia(parole, spazio, 10), 10) <= spazio


# ---- cronoprogrammi --------------------------------------------------------------------------------------


def test_i_mesi_consecutivi_fanno_un_tratto_anche_a_cavallo_d_anno():
    assert tratti([(2027, 1), (2026, 12), (2026, 3)]) == [((2026, 3), (2026, 3)), ((2026, 12), (2027, 1))]


@pytest.mark.parametrize(
    ("mesi", "parole"),
    [
        (GENNAIO_GIUGNO, "gen – giu 2026"),
        ([(2026, 3)], "mar 2026"),
        ([(2026, 12), (2027, 1)], "dic 2026 – gen 2027"),
        ([(2026, 1), (2026, 5), (2026, 6)], "gen 2026, mag – giu 2026"),
        ([], "da definire"),
    ],
)
def test_un_periodo_si_dice_in_parole(mesi, parole):
    assert periodo_in_parole(mesi) == parole


def test_il_gantt_dice_previsto_ed_effettivo():
    parole = descrizione(gantt(FASI, anno=2026, prefisso="p", titolo="T"))
    assert parole == "Analisi: previsto gen – giu 2026, effettivo mar 2026; Gara: gen 2027; Collaudo: da definire."


def test_la_legenda_del_gantt_c_e_solo_con_l_andamento_effettivo():
    assert "effettivo" not in scritte(gantt([Fase("a", [(2026, 1)])], anno=2026, prefisso="p", titolo="T"))
    assert "effettivo" in scritte(gantt(FASI, anno=2026, prefisso="p", titolo="T"))


def test_una_fase_rilevata_senza_mesi_non_e_stata_svolta():
    assert "effettivo non svolta" in descrizione(
        gantt([Fase("a", [(2026, 1)], [])], anno=2026, prefisso="p", titolo="")
    )


def test_il_cronoprogramma_di_un_anno_solo_non_ripete_l_anno():
    uno = Cronoprogramma("Tempi", [Fase("a", GENNAIO_GIUGNO)], 2026)
    assert (uno.titolo_mesi, uno.righe[0].periodi) == ("Mesi del 2026", ("gen – giu",))


def test_il_cronoprogramma_di_piu_anni_dice_quali():
    uno = Cronoprogramma("Tempi", FASI, 2026)
    assert (uno.titolo_mesi, uno.anni) == ("Mesi 2026–2027", [2026, 2027])
    assert uno.righe[0].periodi == ("previsto gen – giu 2026", "effettivo mar 2026")


def test_un_cronoprogramma_senza_mesi_mostra_l_anno_del_ciclo():
    assert Cronoprogramma("Tempi", [Fase("a", [])], 2026).anni == [2026]


def test_i_mesi_disegnati_nella_tabella_sono_di_contorno():
    uno = Cronoprogramma("Tempi", FASI, 2026, "x")
    assert all(apri(riga.mesi).get("aria-hidden") == "true" for riga in uno.righe)
    assert uno.ha_effettivi
    assert uno.corto
