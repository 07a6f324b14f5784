"""Come si dicono in pagina pesi, periodi, valori e chi risponde."""

from datetime import date
from decimal import Decimal as D

import pytest

from relazioni.contenuto.tipi import (
    Assegnatario,
    DatiFase,
    DatiIndicatore,
    DatiObiettivo,
    DatiTarget,
    UnitaCollegata,
    ValoreAnno,
)
from relazioni.stampa import parole
from relazioni.stampa.blocchi import attributi, paragrafi, tabella

GENNAIO, GIUGNO = date(2026, 1, 1), date(2026, 6, 30)


def _obiettivo(**campi):
    return DatiObiettivo(1, "operativo", "T", "bozza", **campi)


@pytest.mark.parametrize(
    ("dal", "al", "detto"),
    [
        (GENNAIO, GIUGNO, "dal 01/01/2026 al 30/06/2026"),
        (None, GIUGNO, "entro il 30/06/2026"),
        (GENNAIO, None, "dal 01/01/2026"),
        (None, None, ""),
    ],
)
def test_un_periodo_si_dice_con_le_date_che_ha(dal, al, detto):
    assert parole.periodo(dal, al) == detto


@pytest.mark.parametrize(
    ("valore", "scala", "detto"),
    [
        (None, "percentuale", ""),
        (D(0), "percentuale", "0%"),
        (D("12.50"), "punti", "12,5 punti"),
        (D(250), "millesimi", "250 millesimi"),
        (D("1.5"), "coefficiente", "coefficiente 1,5"),
        (D(3), "", "3"),
    ],
)
def test_un_peso_di_zero_si_dice_e_uno_che_manca_no(valore, scala, detto):
    assert parole.peso(valore, scala) == detto


@pytest.mark.parametrize(
    ("quota", "detto"),
    [(None, "Ada"), (D(100), "Ada"), (D("100.00"), "Ada"), (D("33.30"), "Ada (33,3%)"), (D(0), "Ada (0%)")],
)
def test_la_quota_si_dice_soltanto_se_non_e_intera(quota, detto):
    assert parole.chi_risponde(_obiettivo(assegnatari=(Assegnatario("Ada", "responsabile", quota=quota),))) == detto


def test_chi_risponde_e_chi_contribuisce_non_si_mescolano():
    o = _obiettivo(
        unita=(UnitaCollegata(1, "Area A", "capofila"), UnitaCollegata(2, "Area B", "partecipante")),
        assegnatari=(Assegnatario("il responsabile", "responsabile"), Assegnatario("il gruppo", "partecipante")),
        contributori=" volontari ",
    )
    assert parole.chi_risponde(o) == "Area A; il responsabile"
    assert parole.chi_contribuisce(o) == "Area B; il gruppo; volontari"
    assert parole.partecipano(o) == "Area B"


def test_lo_stesso_nome_due_volte_si_dice_una_volta():
    assert parole.elenco(["a", "", "b", "a"]) == "a; b"


def test_un_obiettivo_comune_e_di_tutte_le_unita_e_nessuna_partecipa():
    o = _obiettivo(tipologia="comune a tutti", unita=(UnitaCollegata(1, "Area A", "partecipante"),))
    assert (parole.unita_di(o), parole.chi_risponde(o), parole.partecipano(o)) == (
        "tutte le unità",
        "tutte le unità",
        "",
    )


def test_chi_ha_l_incarico_comincia_con_la_maiuscola_e_il_resto_non_cambia():
    o = _obiettivo(assegnatari=(Assegnatario("un dipendente di Area IT", "responsabile"),))
    assert parole.assegnato_a(o) == "Un dipendente di Area IT"
    assert parole.maiuscola("") == ""


@pytest.mark.parametrize(
    ("campi", "detto"),
    [
        ({}, ""),
        ({"nuovo": True}, "indicatore nuovo"),
        ({"partenza": D(0)}, "0"),
        ({"partenza": D("30.00"), "partenza_anno": 2025}, "30 (2025)"),
        ({"partenza": D("57.1"), "unita_misura": "%"}, "57,1%"),
        ({"partenza": D(5), "nuovo": True}, "5"),
    ],
)
def test_il_punto_di_partenza_manca_e_nuovo_o_ha_un_valore(campi, detto):
    assert parole.partenza(DatiIndicatore("I", **campi)) == detto


@pytest.mark.parametrize(
    ("campi", "detto"),
    [
        ({}, ""),
        ({"nuovo": True}, "indicatore nuovo"),
        ({"nuovo": True, "nota_nuovo": "mai rilevato"}, "indicatore nuovo: mai rilevato"),
        ({"storico": (ValoreAnno(2024, D(0)), ValoreAnno(2025, D("1.50")))}, "2024: 0; 2025: 1,5"),
        ({"nuovo": True, "storico": (ValoreAnno(2025, D(3)),)}, "2025: 3"),
    ],
)
def test_la_storia_di_un_indicatore_o_perche_non_ce_l_ha(campi, detto):
    assert parole.storico(DatiIndicatore("I", **campi)) == detto


@pytest.mark.parametrize(
    ("campi", "detto"),
    [
        ({}, ""),
        ({"formula": "a / b", "numeratore": "x"}, "a / b"),
        ({"numeratore": "x", "denominatore": "y"}, "x / y"),
        ({"numeratore": "x"}, "x"),
        ({"denominatore": "y"}, ""),
    ],
)
def test_la_formula_si_compone_da_numeratore_e_denominatore(campi, detto):
    assert parole.formula(DatiIndicatore("I", **campi)) == detto


def test_il_traguardo_di_un_anno_che_non_c_e_e_vuoto():
    indicatore = DatiIndicatore("I", target=(DatiTarget(2026, "almeno 3"),))
    assert (parole.traguardo(indicatore, 2026), parole.traguardo(indicatore, 2027)) == ("almeno 3", "")


def test_i_temi_proposti_si_distinguono_da_quelli_certi():
    o = _obiettivo(temi=("semplificazione",), temi_proposti=("accessibilita",))
    certo, proposto = parole.temi(o).split("; ")
    assert not certo.endswith("(proposto)")
    assert proposto.endswith("(proposto)")


@pytest.mark.parametrize(
    ("campi", "nome"),
    [
        ({}, "Analisi"),
        ({"risultato_atteso": "relazione"}, "Analisi: relazione"),
        ({"peso": D("12.50")}, "Analisi (peso 12,5)"),
    ],
)
def test_una_fase_dice_il_risultato_e_il_peso_che_ha(campi, nome):
    detta = parole.fase(DatiFase("Analisi", mesi=("2026-01", "2027-12"), **campi))
    assert (detta.nome, list(detta.previsti)) == (nome, [(2026, 1), (2027, 12)])


# ---- i blocchi: niente cornici vuote ---------------------------------------------------------------------------


def test_senza_testo_non_c_e_blocco():
    assert paragrafi("", "  \n") == []
    assert attributi("Dati", [("Codice", "")]) == []
    assert tabella("T", ["a"], []) == []


def test_restano_soltanto_le_voci_con_un_valore():
    assert list(attributi("Dati", [("Codice", ""), ("Titolo", "x")])[0].dato.voci) == [("Titolo", "x")]


def test_una_tabella_asciutta_perde_le_colonne_vuote_ma_non_la_prima():
    dato = tabella("T", ["a", "b", "c"], [["", "", "1"], ["", "", "0"]], totale=["", "", "1"], asciutta=True)[0].dato
    assert (dato.colonne, dato.righe, dato.totale) == (["a", "c"], [["", "1"], ["", "0"]], ["", "1"])


def test_il_testo_di_un_utente_esce_protetto_e_con_gli_a_capo():
    html = paragrafi("uno <script>\ndue")[0].html
    assert "<script>" not in html
    assert "uno &lt;script&gt;<br>due" in html
