"""L'albero dei componenti: l'ordine dei conti, pesi e politiche di una scheda, blocchi, errori che dicono la voce."""

from decimal import Decimal as D

import pytest

from obiettivi.misura import NonCalcolabile
from tests.valutazione.aiuti import SOGLIA, albero, foglia
from valutazione.motore import leggi_smvp, valuta_scheda

RAPPORTO = {"tipo": "rapporto", "min": 0, "max": 100}
A, B = foglia("A", 60), foglia("B", 40)


def punteggio(smvp, **valori):
    return valuta_scheda(smvp, valori).punteggio


def errore(smvp, **valori):
    with pytest.raises(NonCalcolabile) as no:
        valuta_scheda(smvp, valori)
    return str(no.value)


def test_una_scheda_puo_essere_una_voce_sola():
    assert punteggio(leggi_smvp({"scheda": foglia("T")}), T=33) == 33


def test_i_conti_di_un_nodo_hanno_un_ordine_fisso():
    poi = {"tipo": "lineare", "da": [0, 100], "a": [0, 50]}
    nodo = {"poi": poi, "moltiplica": 2, "correttivo": {"input": "c", "limite_pct": 10}, "massimo": 70, "decimali": 0}
    smvp = leggi_smvp({"scheda": foglia("T", **nodo)})
    passi = valuta_scheda(smvp, {"T": "63.7", "c": 20}).passi
    assert [p.cosa for p in passi] == [
        "conversione",
        "conversione",
        "moltiplica",
        "correttivo",
        "tetto",
        "arrotondamento",
        "punteggio",
    ]
    assert [p.esito for p in passi] == [D("63.7"), D("31.85"), D("63.70"), D("70.07"), 70, 70, 70]


@pytest.mark.parametrize(
    ("correzione", "atteso"),
    [(None, "50"), (0, "50"), (20, "60"), (30, "65"), (80, "65"), (-80, "35"), ("-12.5", "43.75")],
)
def test_il_correttivo_resta_entro_il_limite_e_se_manca_non_corregge(correzione, atteso):
    smvp = leggi_smvp({"scheda": foglia("T", correttivo={"input": "sindaco", "limite_pct": 30})})
    assert punteggio(smvp, T=50, sindaco=correzione) == D(atteso)


@pytest.mark.parametrize(("decimali", "atteso"), [(0, "67"), (1, "66.7"), (2, "66.67"), (4, "66.6667")])
def test_il_punteggio_ha_i_decimali_della_configurazione(decimali, atteso):
    smvp = albero(foglia("A"), foglia("B"), foglia("C"), agg="media", decimali_punteggio=decimali)
    assert punteggio(smvp, A=100, B=100, C=0) == D(atteso)


def test_non_si_arrotonda_dove_la_configurazione_non_lo_dice():
    smvp = albero(foglia("A", 1, conv=RAPPORTO), foglia("B", 2, conv=RAPPORTO), foglia("C", 3, conv=RAPPORTO))
    un_terzo = {"consuntivo": 1, "target": 3}
    assert punteggio(smvp, A=un_terzo, B=un_terzo, C=un_terzo) == D("33.33")


def test_tre_terzi_fanno_un_intero_anche_davanti_a_una_fascia():
    gradini = {"tipo": "gradini", "fasce": [{"a": 100, "a_incluso": False, "esito": 0}, {"da": 100, "esito": 1}]}
    terzi = [foglia(cod, conv={"tipo": "rapporto"}) for cod in "ABC"]
    smvp = leggi_smvp({"scheda": {"cod": "T", "agg": "somma", "figli": terzi, "poi": gradini}})
    assert punteggio(smvp, **dict.fromkeys("ABC", {"consuntivo": 1, "target": 3})) == 1


def test_il_peso_della_scheda_sostituisce_quello_della_configurazione():
    assert punteggio(albero(A, B), A=100, B=0) == 60
    assert punteggio(albero(A, B), A=100, B=0, _pesi={"A": 10, "B": "30"}) == 25


def test_un_peso_puo_stare_solo_nella_scheda():
    smvp = albero(foglia("A"), foglia("B"))
    assert "«T»: «A» non ha un peso" in errore(smvp, A=1, B=2)
    assert punteggio(smvp, A=100, B=0, _pesi={"A": 1, "B": 3}) == 25


@pytest.mark.parametrize(("politica", "atteso"), [("escludi", "80"), ("zero", "48"), ("cento", "88")])
def test_la_politica_si_dichiara_per_tutti_o_per_una_scheda(politica, atteso):
    per_tutti = leggi_smvp({"scheda": {"cod": "T", "agg": "media_pesata", "mancante": politica, "figli": [A, B]}})
    assert punteggio(per_tutti, A=80) == D(atteso)
    assert punteggio(albero(A, B), A=80, _politica={"B": politica}) == D(atteso)


def test_la_politica_della_scheda_vince_su_quella_di_tutti():
    smvp = leggi_smvp({"scheda": {"cod": "T", "agg": "media_pesata", "mancante": "zero", "figli": [A, B]}})
    assert punteggio(smvp, A=80, _politica={"B": "escludi"}) == 80
    assert "«B» non ha un valore" in errore(smvp, A=80, _politica={"B": "errore"})


def test_una_voce_senza_valore_resta_nulla_nel_dettaglio_qualunque_sia_la_politica():
    for politica in ("escludi", "zero", "cento"):
        dettaglio = valuta_scheda(albero(A, B), {"A": 80, "_politica": {"B": politica}}).dettaglio
        assert dettaglio["B"] is None


def test_chi_ha_un_valore_non_segue_la_politica():
    assert punteggio(albero(A, B), A=80, B=0, _politica={"B": "cento"}) == 48


@pytest.mark.parametrize(("politica", "atteso"), [("escludi", 80), ("zero", 48), ("cento", 88)])
def test_la_politica_di_un_ramo_vale_per_le_sue_voci_senza_valore(politica, atteso):
    assert punteggio(albero(A, B), A=80, _politica={"T": politica}) == atteso


def test_la_politica_della_voce_vince_su_quella_del_ramo():
    assert punteggio(albero(A, B), A=80, _politica={"T": "zero", "B": "cento"}) == 88


def test_la_politica_scritta_per_il_ramo_sostituisce_quella_del_sistema():
    a_zero = leggi_smvp({"scheda": {"cod": "T", "agg": "media_pesata", "mancante": "zero", "figli": [A, B]}})
    assert punteggio(a_zero, A=80) == 48
    assert punteggio(a_zero, A=80, _politica={"T": "escludi"}) == 80


def test_un_ramo_tutto_escluso_non_ha_valore_e_segue_la_politica_del_padre():
    ramo = {
        "cod": "R",
        "agg": "media_pesata",
        "peso": 40,
        "mancante": "escludi",
        "figli": [foglia("X", 1), foglia("Y", 1)],
    }
    assert "«T»: «R» non ha un valore" in errore(albero(A, ramo), A=80)
    valutazione = valuta_scheda(albero(A, ramo), {"A": 80, "_politica": {"R": "escludi"}})
    assert (valutazione.punteggio, valutazione.dettaglio["R"]) == (80, None)


def test_una_scheda_tutta_esclusa_non_ha_punteggio():
    smvp = leggi_smvp({"scheda": {"cod": "T", "agg": "media", "mancante": "escludi", "figli": [foglia("X")]}})
    assert errore(smvp) == "«T» non ha un valore: tutte le sue voci mancano o sono escluse."


@pytest.mark.parametrize(
    ("valori", "frase"),
    [
        ({"B": 1}, "«T»: «A» non ha un valore"),
        ({"A": 1, "B": 2, "X": 3}, "«X» non è una voce della scheda."),
        ({"A": 1, "B": 2, "AA": 3}, "«AA» non è una voce della scheda; forse intendevi «A»."),
        ({"A": 1, "B": 2, "T": 3}, "«T» si calcola dalle sue voci"),
        ({"A": 1, "B": 2, "_pesi": {"X": 3}}, "«_pesi» parla di «X»"),
        ({"A": 1, "B": 2, "_politica": {"X": "zero"}}, "«_politica» parla di «X»"),
        (
            {"A": 1, "B": None, "_politica": {"B": "boh"}},
            "“boh” non è una politica: attesa una fra errore, zero, cento, escludi",
        ),
        ({"A": 1, "B": 2, "_pesi": {"A": "x"}}, "«T»: «peso»: atteso un numero"),
        ({"A": 1, "B": 2, "_pesi": {"A": -1}}, "«T»: «A» ha un peso negativo"),
        ({"A": 1, "B": 2, "_pesi": {"A": 0, "B": 0}}, "«T»: I pesi presenti sommano a zero"),
        ({"A": 1, "B": 2, "_pesi": 3}, "«_pesi»: attesi i codici delle voci, trovato 3"),
        ({"A": True, "B": 2}, "«A»: «valore»: atteso un numero"),
    ],
)
def test_cio_che_non_torna_dice_quale_voce_e_perche(valori, frase):
    assert frase in errore(albero(A, B), **valori)


def test_l_errore_di_una_voce_profonda_la_nomina_una_volta_sola():
    ramo = {"cod": "R", "agg": "media", "peso": 1, "figli": [foglia("X", conv={"tipo": "rapporto"})]}
    assert errore(albero(ramo), X={"consuntivo": 1, "target": 0}).startswith("«X»: Il target è zero")


def test_senza_scheda_i_valori_non_servono():
    assert "non ha una scheda" in errore(leggi_smvp({}), A=1)


# ---- i blocchi ---------------------------------------------------------------------------------------------------

BLOCCHI = [{"cod": "insufficiente", "su": "B", "minimo": 6}, {"cod": "altro", "su": "A", "minimo": 1}]


def con_blocchi(**radice):
    return leggi_smvp({"scheda": {"cod": "T", "agg": "somma", "figli": [A, B]} | radice, "blocchi": BLOCCHI})


@pytest.mark.parametrize(
    ("valori", "blocco"),
    [
        ({"A": 9, "B": 6}, ""),
        ({"A": 9, "B": "5.99"}, "insufficiente"),
        ({"A": 0, "B": 9}, "altro"),
        ({"A": 0, "B": 0}, "insufficiente"),
        ({"A": 9, "_politica": {"B": "escludi"}}, ""),
        ({"A": 9, "_politica": {"B": "zero"}}, "insufficiente"),
        ({"A": 9, "_politica": {"B": "cento"}}, ""),
    ],
)
def test_sotto_il_minimo_di_un_componente_c_e_il_blocco_il_primo_in_ordine(valori, blocco):
    assert valuta_scheda(con_blocchi(), valori).blocco == blocco


def test_il_blocco_non_cambia_il_punteggio_e_lascia_un_passo():
    valutazione = valuta_scheda(con_blocchi(), {"A": 9, "B": 5})
    assert valutazione.punteggio == 14
    assert str(valutazione.passi[-1]) == (
        "B · blocco: sotto il minimo non c'è premio (valore 5, minimo 6) = “insufficiente”"
    )


def test_il_rumore_delle_divisioni_non_fa_scattare_un_blocco():
    terzi = [foglia(cod, conv={"tipo": "rapporto"}) for cod in "ABC"]
    conf = {
        "scheda": {"cod": "T", "agg": "somma", "figli": terzi},
        "blocchi": [{"cod": "b", "su": "T", "minimo": 100}],
    }
    valutazione = valuta_scheda(leggi_smvp(conf), dict.fromkeys("ABC", {"consuntivo": 1, "target": 3}))
    assert valutazione.blocco == ""


def test_le_fasce_non_c_entrano_con_il_punteggio():
    smvp = leggi_smvp({"scheda": foglia("T"), "premio": {"fasce": SOGLIA}})
    assert punteggio(smvp, T=10) == 10
