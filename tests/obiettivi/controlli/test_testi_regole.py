"""P36 P37 P38 P39 P41: i testi e il documento."""

import pytest

from obiettivi.controlli.fascicolo import Documento, Nota
from obiettivi.controlli.testi import nomi_da_tacere, segnalazioni_in
from tests.obiettivi.controlli.scena import (
    EQ,
    ciclo,
    con,
    con_testo,
    fascicolo,
    frasi,
    gravita,
    motivi,
    obiettivo,
    segnali,
)

TESTI = ("P36", "P37", "P38", "P39")


@pytest.mark.parametrize(
    ("codice", "html", "attese"),
    [
        ("P36", "<p>16 donne su 24, il <b>68%</b></p>", ["errore"]),
        ("P36", "<p>16 donne su 24, il 66,7%</p>", []),
        ("P37", "<p>Il Piano 2019 fissa</p>", ["errore"]),
        ("P37", "<p>Il Piano 2025 fissa</p>", ["avviso"]),
        ("P37", "<p>Il Piano {{ anno }} fissa</p>", []),
        ("P38", "<p>DI 13/2023 e la Legge 150/2009</p>", ["errore", "errore"]),
        ("P38", "<p>DI 13/2023</p><p>di nuovo il DI 13/2023</p>", ["errore"]),
        ("P38", "<p>titolari di posizione organizzativa</p>", ["avviso"]),
        ("P39", "<p>Rossi Maria, RSSMRA80A41F205X</p>", ["blocco", "errore"]),
        ("P39", "<p>Verdi Ada</p>", []),  # ha un incarico: è pubblica
    ],
)
def test_ogni_testo_si_legge(codice, html, attese):
    assert gravita(codice, con_testo(html)) == attese


@pytest.mark.parametrize("codice", TESTI)
def test_senza_i_testi_lo_dice_e_guarda_gli_obiettivi(codice):
    assert motivi(codice, fascicolo(testi=None)) == ["I testi del documento non sono stati letti in questo controllo."]
    assert motivi(codice, fascicolo()) == []


@pytest.mark.parametrize("campo", ["titolo", "descrizione", "finalita", "stakeholder", "contributori", "bisogno"])
def test_si_leggono_anche_i_campi_degli_obiettivi(campo):
    trovato = segnali("P38", con(obiettivo(**{campo: "Obbligo del DI 13/2023"}), ciclo=ciclo(stato="bozza")))
    assert [s.oggetto.dentro for s in trovato] == ["obiettivo:20"]
    assert trovato[0].collegamento.endswith(f"#id_{campo}")


def test_una_parola_ripetuta_si_conta():
    assert "«DI 13/2023» (2 volte)" in frasi("P38", con_testo("<p>DI 13/2023 e DI 13/2023</p>"))


def test_la_proposta_diventa_il_rimedio():
    assert segnali("P38", con_testo("DI 13/2023"))[0].rimedio == "Scrivi «DL 13/2023»."
    assert segnali("P38", con_testo("[da completare]"))[0].rimedio == "Correggi il testo."


@pytest.mark.parametrize(
    ("codice", "tipo"),
    [
        ("P36", "percentuale_incoerente"),
        ("P37", "anno_incoerente"),
        ("P37", "data_incoerente"),
        ("P38", "riferimento_normativo_errato"),
        ("P38", "segnaposto_vuoto"),
        ("P39", "dato_personale"),
    ],
)
@pytest.mark.parametrize(("scritta", "attesa"), [("errore", "errore"), ("avviso", "avviso"), ("info", "info")])
def test_le_note_sul_documento_di_origine_hanno_la_loro_gravita(codice, tipo, scritta, attesa):
    nota = Nota("A01", tipo, 115, scritta, "68%", "66,7%", "16 donne su 24 fanno 66,67%")
    assert gravita(codice, fascicolo(note=(nota,))) == [attesa]


def test_la_nota_dice_la_riga_cio_che_si_legge_e_cio_che_ci_si_aspetta():
    nota = Nota("A01", "percentuale_incoerente", 115, "errore", "68%", "66,7%", "fanno 66,67%")
    attesa = "Nel documento di origine, riga 115 si legge «68%»: fanno 66,67%. Atteso: 66,7%."
    assert frasi("P36", fascicolo(note=(nota,))) == attesa


@pytest.mark.parametrize("codice", ["P36", "P37", "P38", "P39"])
def test_le_altre_note_non_riguardano_i_testi(codice):
    assert gravita(codice, fascicolo(note=(Nota("A26", "refuso", 3, "info"),))) == []


def test_una_nota_senza_riga_ne_testo_resta_una_frase():
    nota = Nota("A27", "anno_incoerente", descrizione="manca l'anno")
    assert frasi("P37", fascicolo(note=(nota,))) == "Nel documento di origine: manca l'anno."


def test_il_triennio_sbagliato_lo_dice_gia_p03():
    nota = Nota("D01", "anno_incoerente", 7, "errore", "2026-2026")
    assert gravita("P37", fascicolo(note=(nota,), ciclo=ciclo(anno_fine_letto=2026))) == []


def test_si_tacciono_i_nomi_di_chi_non_ha_incarichi():
    assert nomi_da_tacere(fascicolo()) == {("Rossi", "Maria")}
    assert nomi_da_tacere(fascicolo(incarichi=())) == {("Rossi", "Maria"), ("Verdi", "Ada")}


@pytest.mark.parametrize(("tipo", "taciuto"), [("ufficio_personale", True), ("sindaco", False), ("nucleo", False)])
def test_chi_lavora_al_personale_non_si_nomina(tipo, taciuto):
    incarico = type(EQ)(**{**vars(EQ), "tipo": tipo})
    assert (("Verdi", "Ada") in nomi_da_tacere(fascicolo(incarichi=(incarico,)))) is taciuto


def test_chi_scrive_vede_tutto_insieme():
    trovate = segnalazioni_in(fascicolo(), "Rossi Maria e il DI 13/2023 del Piano 2018")
    assert [s.regola for s in trovate] == ["P39", "P38", "P37"]


@pytest.mark.parametrize(
    ("documento", "attese"),
    [
        (None, []),
        (Documento(), []),
        (Documento(True), []),
        (Documento(True, mancanze=("la lingua", "i segnalibri")), ["errore"]),
    ],
)
def test_p41_il_documento_e_accessibile(documento, attese):
    assert gravita("P41", fascicolo(documento=documento)) == attese


@pytest.mark.parametrize("documento", [None, Documento()])
def test_p41_senza_documento_non_si_puo_dire(documento):
    assert motivi("P41", fascicolo(documento=documento)) == ["Il documento non è ancora stato prodotto."]


def test_p41_nomina_cio_che_manca():
    f = fascicolo(documento=Documento(True, mancanze=("la lingua", "i segnalibri")))
    assert frasi("P41", f) == "All'ultimo PDF prodotto mancano la lingua e i segnalibri."
