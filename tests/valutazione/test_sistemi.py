"""Le tabelle di fasce di enti veri, estremo per estremo: dal punteggio alla percentuale, alla classe, al nome."""

from decimal import Decimal

import pytest

from tests.valutazione.aiuti import esito, rifiuto


def fino(a, quanto, **altro):
    return {"a": a, "esito": quanto} | altro


def da(inizio, a, quanto, **altro):
    return {"da": inizio, "a": a, "esito": quanto} | altro


def oltre(inizio, a, quanto, **altro):
    return {"da": inizio, "da_incluso": False, "esito": quanto} | ({} if a is None else {"a": a}) | altro


def sotto(a, quanto, **altro):
    return fino(a, quanto, a_incluso=False, **altro)


A_INTERI = {"decimali_per_fascia": 0}
SISTEMI = {
    "Sannazzaro": {"fasce": [da(0, 11, 0), da(12, 24, 25), da(25, 36, 50), da(37, 48, 75), da(49, 60, 100)]}
    | A_INTERI,
    "Quassolo": {
        "fasce": [sotto(60, 0), da(60, 95, "proporzionale", a_incluso=False), {"da": 95, "esito": 100}],
        "punteggio_massimo": 100,
    },
    "Madignano": {
        "fasce": [
            sotto(50, 0),
            da(50, 60, 50),
            oltre(60, 70, 65),
            oltre(70, 80, 80),
            oltre(80, 90, 90),
            oltre(90, None, 100),
        ]
    },
    "Calcinate": {"fasce": [fino(41, 0), da(42, 45, 35), da(46, 50, 75), da(51, 55, 85), da(56, 60, 100)]} | A_INTERI,
    "Cuneo": {"fasce": [da(0, 60, 0), oltre(60, 70, 100), oltre(70, 80, 150), oltre(80, 100, 200)]},
    "Cuneo, come scritto": {
        "fasce": [da(0, 60, 0), da("60.01", 70, 100), da("70.01", 80, 150), da("80.01", 100, 200)]
    },
    "Macerata": {"fasce": [da(0, 59, 0), da(60, 75, 80), da(76, 85, 90), da(86, 100, 100)]} | A_INTERI,
    "Civitanova": {"fasce": [da(0, 59, 0), da(60, 69, 0), da(70, 79, 30), da(80, 89, 65), da(90, 100, 100)]}
    | A_INTERI,
    "Lazio": {"fasce": [sotto(60, 0), da(60, 100, {"quota": 50, "incremento": "1.25"})]},
    "Geko, risultati": {"fasce": [sotto(35, 70), da(35, 49, 85, a_incluso=False), {"da": 49, "esito": 100}]},
    "Geko, prestazioni": {"fasce": [sotto(15, 70), da(15, 21, 85, a_incluso=False), {"da": 21, "esito": 100}]},
}


@pytest.mark.parametrize(
    ("sistema", "punteggio", "percentuale"),
    [
        ("Sannazzaro", 0, "0"),
        ("Sannazzaro", 11, "0"),
        ("Sannazzaro", "11.49", "0"),
        ("Sannazzaro", "11.5", "25"),
        ("Sannazzaro", 24, "25"),
        ("Sannazzaro", "24.5", "50"),
        ("Sannazzaro", 36, "50"),
        ("Sannazzaro", 37, "75"),
        ("Sannazzaro", "48.49", "75"),
        ("Sannazzaro", "48.50", "100"),
        ("Sannazzaro", 60, "100"),
        ("Quassolo", "59.99", "0"),
        ("Quassolo", "59.995", "60"),
        ("Quassolo", 60, "60"),
        ("Quassolo", "94.99", "94.99"),
        ("Quassolo", 95, "100"),
        ("Madignano", "49.99", "0"),
        ("Madignano", 50, "50"),
        ("Madignano", 60, "50"),
        ("Madignano", "60.01", "65"),
        ("Madignano", 70, "65"),
        ("Madignano", "70.01", "80"),
        ("Madignano", 80, "80"),
        ("Madignano", "80.01", "90"),
        ("Madignano", 90, "90"),
        ("Madignano", "90.01", "100"),
        ("Calcinate", 41, "0"),
        ("Calcinate", "41.5", "35"),
        ("Calcinate", 45, "35"),
        ("Calcinate", 46, "75"),
        ("Calcinate", 50, "75"),
        ("Calcinate", 55, "85"),
        ("Calcinate", 56, "100"),
        ("Cuneo", 60, "0"),
        ("Cuneo", "60.01", "100"),
        ("Cuneo", 70, "100"),
        ("Cuneo", "70.01", "150"),
        ("Cuneo", "80.01", "200"),
        ("Cuneo, come scritto", 60, "0"),
        ("Cuneo, come scritto", "60.005", "100"),
        ("Cuneo, come scritto", 80, "150"),
        ("Cuneo, come scritto", "80.01", "200"),
        ("Macerata", "59.4", "0"),
        ("Macerata", "59.5", "80"),
        ("Macerata", 75, "80"),
        ("Macerata", 76, "90"),
        ("Macerata", "85.5", "100"),
        ("Civitanova", 59, "0"),
        ("Civitanova", 69, "0"),
        ("Civitanova", "69.5", "30"),
        ("Civitanova", 79, "30"),
        ("Civitanova", 89, "65"),
        ("Civitanova", 90, "100"),
        ("Lazio", "59.99", "0"),
        ("Lazio", 60, "50"),
        ("Lazio", "60.4", "50.5"),
        ("Lazio", 100, "100"),
        ("Geko, risultati", "34.99", "70"),
        ("Geko, risultati", 35, "85"),
        ("Geko, risultati", 49, "100"),
        ("Geko, prestazioni", "14.99", "70"),
        ("Geko, prestazioni", 20, "85"),
        ("Geko, prestazioni", "20.5", "85"),
        ("Geko, prestazioni", 21, "100"),
    ],
)
def test_ogni_estremo_cade_dove_dice_la_delibera(sistema, punteggio, percentuale):
    calcolata = esito({"premio": SISTEMI[sistema]}, punteggio=punteggio)["percentuale"]
    assert calcolata == f"{Decimal(percentuale):.4f}"


MAGENTA = [
    sotto(60, 0, nome="nessuna"),
    da(60, 80, 0, a_incluso=False, nome="terza"),
    da(80, 95, 0, a_incluso=False, nome="seconda"),
    {"da": 95, "esito": 0, "nome": "prima"},
]


@pytest.mark.parametrize(
    ("punteggio", "fascia"),
    [("59.99", "nessuna"), (60, "terza"), ("79.99", "terza"), (80, "seconda"), ("94.99", "seconda"), (95, "prima")],
)
def test_le_fasce_di_merito_restituiscono_il_nome(punteggio, fascia):
    assert esito({"premio": {"fasce": MAGENTA, "solo_fascia": True}}, punteggio=punteggio)["fascia"] == fascia


@pytest.mark.parametrize("sistema", ["Sannazzaro", "Calcinate", "Macerata", "Civitanova"])
def test_le_tabelle_a_interi_senza_decimali_dichiarati_si_rifiutano(sistema):
    senza = {chiave: valore for chiave, valore in SISTEMI[sistema].items() if chiave != "decimali_per_fascia"}
    assert "non cade in nessuna fascia" in rifiuto({"premio": senza})


@pytest.mark.parametrize("sistema", ["Sannazzaro", "Calcinate", "Macerata", "Civitanova"])
def test_le_tabelle_a_interi_valgono_se_il_punteggio_e_intero(sistema):
    senza = {chiave: valore for chiave, valore in SISTEMI[sistema].items() if chiave != "decimali_per_fascia"}
    assert esito({"premio": senza, "decimali_punteggio": 0}, punteggio="48.5")["punteggio"] == "49.00"


def test_novanta_vale_novanta_a_madignano_e_cento_dove_l_estremo_e_incluso():
    compreso = {"fasce": [sotto(90, 90), {"da": 90, "esito": 100}]}
    assert esito({"premio": SISTEMI["Madignano"]}, punteggio=90)["percentuale"] == "90.0000"
    assert esito({"premio": compreso}, punteggio=90)["percentuale"] == "100.0000"


def test_la_quota_a_se_e_l_obiettivo_dentro_il_punteggio_danno_premi_diversi():
    a_se = SISTEMI["Madignano"] | {"quote": [{"quota": 30, "su": "tempi"}, {"quota": 70, "su": "fascia"}]}
    separata = esito({"premio": a_se}, punteggio=85, base=3000, tempi=False)["premio"]
    figli = [{"cod": "tempi", "peso": 30, "conv": {"tipo": "si_no"}}, {"cod": "altro", "peso": 70}]
    dentro = {"scheda": {"cod": "T", "agg": "media_pesata", "figli": figli}, "premio": SISTEMI["Madignano"]}
    assert separata == "1890.00"
    assert esito(dentro, valori={"tempi": False, "altro": 85}, base=3000)["premio"] == "1500.00"


@pytest.mark.parametrize(("tipo", "grado"), [("inverso_scostamento", "90.0000"), ("inverso_rapporto", "90.9091")])
def test_le_due_formule_inverse_danno_gradi_diversi(tipo, grado):
    valore = {"consuntivo": 33, "target": 30}
    assert esito({}, operazione="converti", conv={"tipo": tipo}, valore=valore) == {"valore": grado}


@pytest.mark.parametrize(("agg", "punteggio"), [("media_pesata", "65.00"), ("minimo", "30.00"), ("media", "65.00")])
def test_la_media_nasconde_un_fallimento_che_il_minimo_mostra(agg, punteggio):
    figli = [{"cod": "a", "peso": 50}, {"cod": "b", "peso": 50}]
    conf = {"scheda": {"cod": "T", "agg": agg, "figli": figli}}
    assert esito(conf, valori={"a": 100, "b": 30})["punteggio"] == punteggio
