"""Le operazioni del formato, gli avvisi, e i file: leggere, calcolare caso per caso, confrontare."""

import json
from decimal import Decimal as D

import pytest

from tests.valutazione.aiuti import SOGLIA, errore, esito, foglia
from valutazione.motore import Banco
from valutazione.motore.casi import FileIlleggibile, calcola_caso, differenze, leggi_casi

BUCATA = {"premio": {"fasce": [{"da": 0, "a": 59, "esito": 0}, {"da": 60, "a": 100, "esito": 100}]}}
CONF = {
    "premio": {
        "fasce": SOGLIA,
        "esclusioni": ["sanzione"],
        "fattori": [{"input": "giorni", "base": 365, "default": 365}],
    }
}


def caso(configurazione=None, nome="X1", **prove):
    return {"id": nome, "configurazione": configurazione or {}, "input": prove}


# ---- operazioni --------------------------------------------------------------------------------------------------


def test_scheda_e_l_operazione_predefinita():
    assert esito({}, punteggio=3) == esito({}, operazione="scheda", punteggio=3) == {"punteggio": "3.00"}


def test_i_punteggi_si_scrivono_con_due_decimali_e_il_dettaglio_con_quattro():
    conf = {"scheda": foglia("T"), "decimali_punteggio": 3}
    assert esito(conf, valori={"T": "66.66666"}) == {"dettaglio": {"T": "66.6667"}, "punteggio": "66.67"}


def test_solo_fascia_tace_la_percentuale():
    fasce = [{"a": 60, "a_incluso": False, "esito": 0, "nome": "E"}, {"da": 60, "esito": 0, "nome": "D"}]
    assert esito({"premio": {"fasce": fasce, "solo_fascia": True}}, punteggio=60) == {
        "punteggio": "60.00",
        "fascia": "D",
    }


def test_le_fasce_difettose_si_esaminano_ma_non_si_usano():
    scansione = {"operazione": "valida_fasce", "minimo": 0, "massimo": 100, "passo": "0.5"}
    assert esito(BUCATA, **scansione) == {
        "valida": False,
        "buchi": 1,
        "sovrapposizioni": 0,
        "primo_buco": "59.5",
        "prima_sovrapposizione": None,
    }
    assert "59,01 non cade in nessuna fascia" in errore(BUCATA, punteggio=80)


def test_fasce_sane_si_dicono_valide():
    valida = esito(CONF, operazione="valida_fasce", minimo=0, massimo=100, passo=1)
    assert (valida["valida"], valida["primo_buco"]) == (True, None)


@pytest.mark.parametrize("conf", [{}, {"premio": {}}])
def test_senza_fasce_non_c_e_nulla_da_esaminare(conf):
    assert "non ha fasce da esaminare" in errore(conf, operazione="valida_fasce", minimo=0, massimo=1, passo=1)


@pytest.mark.parametrize(
    ("conv", "valore", "atteso"),
    [
        ({"tipo": "rapporto"}, {"consuntivo": 1, "target": 3}, "33.3333"),
        ({"tipo": "lineare", "da": [0, 4], "a": [0, 100]}, 3, "75.0000"),
        ({"tipo": "si_no"}, False, "0.0000"),
        ({"tipo": "livelli", "livelli": {"Alta": "0.7"}}, "Alta", "0.7000"),
        ({"tipo": "gradini", "fasce": SOGLIA}, 60, "100.0000"),
        ({"tipo": "identita"}, "-0.00001", "0.0000"),
    ],
)
def test_converti_applica_una_conversione_sola(conv, valore, atteso):
    assert esito({}, operazione="converti", conv=conv, valore=valore) == {"valore": atteso}


def test_convertire_cio_che_manca_non_da_zero():
    assert errore({}, operazione="converti", conv={"tipo": "rapporto"}) == "Il valore manca."


# ---- avvisi ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fatti", "avvisi"),
    [
        ({"sanzione": True, "giorni": 300}, ()),
        ({"sanzoine": True}, ("«sanzoine» non serve a nessun conto; forse intendevi «sanzione».",)),
        ({"zzz": 1}, ("«zzz» non serve a nessun conto.",)),
    ],
)
def test_un_fatto_che_nessuna_regola_legge_si_segnala(fatti, avvisi):
    assert Banco(CONF).esegui({"punteggio": 80, "base": 10} | fatti).avvisi == avvisi


def test_in_un_riparto_l_avviso_dice_di_chi():
    prova = {"operazione": "ripartizione", "fondo": 10, "persone": {"Ada": {"punteggio": 80, "sanzoine": True}}}
    assert Banco(CONF).esegui(prova).avvisi[0].startswith("Ada: «sanzoine»")


# ---- casi --------------------------------------------------------------------------------------------------------


def test_un_caso_che_si_calcola_porta_gli_esiti_di_ogni_prova():
    assert calcola_caso(caso(p={"punteggio": 3}, q={"punteggio": 4})).in_formato() == {
        "id": "X1",
        "esito": {"p": {"punteggio": "3.00"}, "q": {"punteggio": "4.00"}},
    }


PROFONDA = {"cod": "f"}
for livello in range(3000):
    PROFONDA = {"cod": f"n{livello}", "agg": "somma", "figli": [PROFONDA]}


@pytest.mark.parametrize(
    ("sbagliato", "nome", "frase"),
    [
        (None, "casi[7]", "documento: atteso un oggetto"),
        ("x", "casi[7]", "documento: atteso un oggetto"),
        ({}, "casi[7]", "id: manca, e serve."),
        ({"id": 3}, "casi[7]", "id: atteso un testo fra virgolette, trovato 3."),
        ({"id": ""}, "casi[7]", "id: atteso un testo"),
        ({"id": "Z"}, "Z", "configurazione: manca, e serve. input: manca, e serve."),
        (caso(p=None), "X1", "input.p: atteso un oggetto"),
        (caso(p={"operazione": "boh"}), "X1", "input.p.operazione: atteso uno fra scheda"),
        (caso(p={"punteggio": "x"}), "X1", "input.p.punteggio: atteso un numero"),
        (caso(p={"periodi": []}), "X1", "input.p.periodi: attesi almeno 1 elementi"),
        (caso(p={"operazione": "ripartizione", "persone": {}}), "X1", "input.p.fondo: manca, e serve."),
        (caso(p={"operazione": "prodotto"}), "X1", "input.p.base: manca, e serve."),
        (caso(p={"operazione": "converti", "conv": {"tipo": "x"}}), "X1", "input.p.conv.tipo: atteso uno fra"),
        (caso(p={"operazione": "valida_fasce"}), "X1", "input.p.massimo: manca, e serve."),
        (caso(p={}), "X1", "Prova «p»: Serve una e una sola"),
        (caso(BUCATA, p={"punteggio": 3}), "X1", "premio.fasce: il punteggio 59,01"),
        (caso(CONF, p={"punteggio": 80, "base": D("1E+300")}), "X1", "«base»: atteso un numero"),
        (caso({"scheda": PROFONDA}, p={"valori": {}}), "X1", "annidata troppo a fondo"),
    ],
)
def test_un_caso_sbagliato_ha_una_frase_e_non_ferma_gli_altri(sbagliato, nome, frase):
    scritto = calcola_caso(sbagliato, 7).in_formato()
    assert scritto["id"] == nome
    assert frase in scritto["errore"]


def test_numeri_che_crescono_oltre_misura_si_fermano_con_una_frase():
    fattori = {"premio": {"fattori": [{"input": "x"}] * 9}}
    enorme = caso(fattori, p={"operazione": "prodotto", "base": 10**14, "x": 10**14})
    assert calcola_caso(enorme).errore == "I numeri sono troppo grandi per questo conto."


@pytest.mark.parametrize(
    ("atteso", "frasi"),
    [
        ({"p": {"punteggio": "3.00"}}, []),
        ({"p": {"punteggio": "3.01"}}, ['X1.p.punteggio: atteso "3.01", calcolato "3.00".']),
        ({"p": {"punteggio": 3}}, ['X1.p.punteggio: atteso 3, calcolato "3.00".']),
        ({"p": {}}, ['X1.p.punteggio: atteso nulla, calcolato "3.00".']),
        ({"p": {"punteggio": "3.00", "premio": "1.00"}}, ['X1.p.premio: atteso "1.00", calcolato nulla.']),
        ({"p": {"punteggio": "3.00"}, "q": {}}, ["X1.q: atteso {}, calcolato nulla."]),
        (None, ["X1: manca «atteso», non c'è nulla con cui confrontare."]),
        ([], ["X1: manca «atteso», non c'è nulla con cui confrontare."]),
    ],
)
def test_il_confronto_dice_dove_e_che_cosa_differisce(atteso, frasi):
    assert differenze(calcola_caso(caso(p={"punteggio": 3})), atteso) == frasi


def test_vero_non_e_uguale_a_uno():
    calcolato = calcola_caso(caso(CONF, p={"operazione": "valida_fasce", "minimo": 0, "massimo": 1, "passo": 1}))
    dati = calcolato.in_formato()["esito"]["p"]
    assert differenze(calcolato, {"p": dati | {"valida": 1}}) == ["X1.p.valida: atteso 1, calcolato true."]


def test_un_caso_in_errore_e_una_differenza():
    assert differenze(calcola_caso(caso(p={})), {"p": {}})[0].startswith("X1: Prova «p»: Serve una")


# ---- il file -----------------------------------------------------------------------------------------------------


def scrivi(tmp_path, testo):
    file = tmp_path / "casi.json"
    file.write_bytes(testo if isinstance(testo, bytes) else testo.encode())
    return file


def test_i_numeri_del_file_diventano_decimali_esatti(tmp_path):
    assert leggi_casi(scrivi(tmp_path, '{"casi": [0.1, 3]}')) == [D("0.1"), 3]


def test_il_segno_d_ordine_dei_byte_non_disturba(tmp_path):
    assert leggi_casi(scrivi(tmp_path, b'\xef\xbb\xbf{"casi": []}')) == []


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("", "casi.json non è JSON: alla riga 1, colonna 1"),
        ('{"casi": [}', "alla riga 1, colonna 11"),
        ("[]", "atteso un oggetto con l'elenco «casi»"),
        ('{"casi": {}}', "atteso un oggetto con l'elenco «casi»"),
        ('{"casi": [NaN]}', "«NaN» non è un numero"),
        ('{"casi": [-Infinity]}', "«-Infinity» non è un numero"),
        ('{"casi": [{"a": 1, "b": 2, "a": 3}]}', "la chiave «a» è scritta due volte"),
        (b'{"casi": ["\xe8"]}', "non è un testo UTF-8"),
        ('{"casi": [' + "9" * 5000 + "]}", "numeri troppo lunghi"),
        ('{"casi": ' + "[" * 100000 + "}", "annidati troppo a fondo"),
    ],
)
def test_un_file_illeggibile_si_rifiuta_con_una_frase(tmp_path, testo, frase):
    with pytest.raises(FileIlleggibile, match=frase.replace("[", r"\[")):
        leggi_casi(scrivi(tmp_path, testo))


def test_un_file_che_non_c_e_si_dice(tmp_path):
    with pytest.raises(FileIlleggibile, match="manca.json non c'è, o non si può aprire"):
        leggi_casi(tmp_path / "manca.json")


def test_un_file_enorme_si_rifiuta_senza_leggerlo(tmp_path, monkeypatch):
    monkeypatch.setattr("valutazione.motore.casi.MASSIMO", 3)
    with pytest.raises(FileIlleggibile, match="al massimo 50 MB"):
        leggi_casi(scrivi(tmp_path, json.dumps({"casi": []})))
