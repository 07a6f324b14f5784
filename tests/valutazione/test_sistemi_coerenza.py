"""Che cosa non torna in una bozza: una frase per ogni regola, con il punto in cui si corregge."""

from copy import deepcopy

import pytest

from tests.fabbriche import CicloFactory, EnteFactory
from tests.valutazione.scena_sistemi import CASO, bozza, tipo_di_prova
from valutazione.letture.albero import albero_di, estremi_di
from valutazione.letture.coerenza import errori_di, fatti_del_premio, problemi_del_tipo, problemi_di
from valutazione.letture.sistemi import con_albero
from valutazione.models import TipoScheda

pytestmark = pytest.mark.django_db

SCHEDA = CASO["configurazione"]["scheda"]
PREMIO = CASO["configurazione"]["premio"]


def frasi(tipo, **campi):
    """Gli errori di un tipo, dopo avergli cambiato qualche campo."""
    TipoScheda.objects.filter(pk=tipo.pk).update(**campi)
    riletto = con_albero(TipoScheda.objects.filter(pk=tipo.pk)).get()
    return [problema.frase for problema in problemi_del_tipo(riletto)]


def cambia(tipo, codice, **campi):
    tipo.componenti.filter(codice=codice).update(**campi)
    return tipo


def test_una_bozza_buona_non_ha_problemi():
    assert problemi_di(bozza()) == []


def test_senza_schede_e_senza_fasi_lo_si_dice():
    sistema = bozza()
    sistema.tipi.all().delete()
    sistema.fasi.all().delete()
    problemi = problemi_di(sistema)
    assert [problema.dove for problema in problemi] == ["tipi", "fasi"]
    assert [problema.grave for problema in problemi] == [True, False]


def test_una_scheda_vuota_aspetta_il_totale():
    tipo = tipo_di_prova()
    tipo.componenti.all().delete()
    assert frasi(tipo) == ["«Responsabili» è vuota: aggiungi il totale e le sue voci."]


@pytest.mark.parametrize(
    ("codice", "campi", "frase"),
    [
        ("C1", {"peso": 50}, "«Comportamenti»: i pesi sommano a 90, attesi 100"),
        ("C1", {"peso": None}, "«Comportamenti»: manca il peso di Guida"),
        ("C1", {"scala": None}, "«Guida»: è un giudizio, ma manca la scala"),
        ("C1", {"fonte": ""}, "«Guida»: non ha voci sotto di sé"),
        ("TOT", {"aggregazione": ""}, "«Totale»: scegli come si uniscono"),
        ("TOT", {"massimo": 120}, "arrivano al massimo a 100, il tetto dichiarato è 120"),
        ("TOT", {"massimo": 90}, "arrivano al massimo a 100, il tetto dichiarato è 90"),
        ("COMP", {"conversione_finale": {"tipo": "lineare", "da": [1, 3], "a": [0, 35]}}, "la scheda arriva a 95"),
    ],
)
def test_l_albero_dice_che_cosa_non_torna(codice, campi, frase):
    trovate = frasi(cambia(tipo_di_prova(), codice, **campi))
    assert any(frase in trovata for trovata in trovate), trovate


@pytest.mark.parametrize(
    ("fasce", "frase"),
    [
        ([{"a": 60, "esito": 0}, {"da": 60, "esito": 100}], "il punteggio 60 cade in 2 fasce"),
        ([{"a": 50, "esito": 0}, {"da": 60, "esito": 100}], "il punteggio 50,01 non cade in nessuna fascia"),
        ([{"da": 0, "a": 90, "esito": 50}], "Le fasce del premio"),
    ],
)
def test_buchi_e_sovrapposizioni_si_dicono_col_primo_punto(fasce, frase):
    assert frase in " ".join(frasi(tipo_di_prova(), premio={"fasce": fasce}))


def test_le_parti_del_premio_sommano_a_cento():
    premio = PREMIO | {"quote": [{"quota": 70, "su": "fascia"}, {"quota": 20, "su": "altro"}]}
    assert "Le parti del premio: sommano a 90" in frasi(tipo_di_prova(), premio=premio)[0]


def test_con_l_albero_rotto_le_fasce_si_guardano_lo_stesso():
    tipo = cambia(tipo_di_prova(), "COMP", aggregazione="")
    trovate = frasi(tipo)
    assert any("scegli come si uniscono" in frase for frase in trovate)


@pytest.mark.parametrize(("quota", "torna"), [(30, True), (40, True), (29, False), (0, False)])
def test_ai_tempi_di_pagamento_va_almeno_il_trenta_per_cento(quota, torna):
    parti = [{"quota": 100 - quota, "su": "fascia"}, {"quota": quota, "su": "tempi_pagamento_rispettati"}]
    trovate = frasi(tipo_di_prova(), premio=PREMIO | {"quote": parti}, tempi_pagamento=True)
    assert any("4-bis" in frase for frase in trovate) is not torna


def test_accesi_i_tempi_di_pagamento_senza_premio_serve_la_loro_parte():
    assert "ne serve almeno il 30%" in " ".join(frasi(tipo_di_prova(), premio={}, tempi_pagamento=True))


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"riesamina": "sindaco"}, "ha già valutato o proposto"),
        ({"propone": "segretario"}, "ha già valutato o proposto"),
        ({"destinatari": "segretario"}, "nessuno valuta sé stesso"),
        ({"destinatari": "segretario", "valuta": "segretario", "riesamina": "nucleo"}, "nessuno valuta sé stesso"),
        ({"riesamina": ""}, "non si sa chi riesamina"),
    ],
)
def test_nessuno_valuta_se_stesso_e_chi_riesamina_e_un_terzo(campi, frase):
    assert any(frase in trovata for trovata in frasi(tipo_di_prova(), **campi))


def test_il_metodo_dei_pesi_si_confronta_con_le_impostazioni_dell_anno():
    ente = EnteFactory()
    CicloFactory(ente=ente, anno=2026, metodo_peso="diretto")
    sistema = bozza(ente, metodo_peso="calcolato")
    assert "strategicità × complessità" in problemi_di(sistema)[0].frase
    assert errori_di(sistema) == []


def test_un_metodo_uguale_non_si_nomina():
    ente = EnteFactory()
    CicloFactory(ente=ente, anno=2026, metodo_peso="diretto")
    assert problemi_di(bozza(ente, metodo_peso="diretto")) == []


# ---- quanto può valere ogni componente -------------------------------------------------------------


def estremi(**foglia):
    """Gli estremi di una scheda di una foglia sola."""
    tipo = tipo_di_prova(scheda={"cod": "TOT"}, premio={})
    cambia(tipo, "TOT", **foglia)
    return estremi_di(con_albero(TipoScheda.objects.filter(pk=tipo.pk)).get()).get("TOT")


@pytest.mark.parametrize(
    ("conversione", "attesi"),
    [
        ({}, None),
        ({"tipo": "identita", "min": 0, "max": 40}, (0, 40)),
        ({"tipo": "identita", "max": 40}, None),
        ({"tipo": "rapporto"}, (0, 100)),
        ({"tipo": "rapporto", "max": 90}, (0, 90)),
        ({"tipo": "si_no", "min": 10}, (10, 100)),
        ({"tipo": "lineare", "da": [0, 4], "a": [0, 20]}, (0, 20)),
        ({"tipo": "livelli", "livelli": {"Alta": 8, "Bassa": "2.5"}}, ("2.5", 8)),
        ({"tipo": "gradini", "fasce": [{"a": 5, "esito": 0}, {"da": 6, "esito": 10}]}, (0, 10)),
        ({"tipo": "entro_data", "fasce": [{"a": 0, "esito": 100}, {"da": 1, "esito": 50}]}, (50, 100)),
    ],
)
def test_gli_estremi_di_una_foglia_vengono_dalla_conversione(conversione, attesi):
    trovati = estremi(conversione=conversione)
    assert [str(uno) for uno in trovati or []] == [str(uno) for uno in attesi or []]


def test_gli_estremi_di_un_giudizio_vengono_dalla_scala():
    tipo = tipo_di_prova()
    assert estremi_di(tipo)["C1"] == (1, 3)
    assert estremi_di(tipo)["TOT"] == (0, 100)


def test_un_numero_libero_toglie_gli_estremi_a_chi_lo_contiene_e_non_agli_altri():
    tipo = cambia(tipo_di_prova(), "OB", fonte="numero", conversione={}, conversione_finale={})
    trovati = estremi_di(con_albero(TipoScheda.objects.filter(pk=tipo.pk)).get())
    assert "TOT" not in trovati
    assert trovati["COMP"] == (0, 40)


def test_l_albero_si_legge_dall_alto_in_basso():
    rami = list(albero_di(tipo_di_prova()).tutti())
    assert [(ramo.componente.codice, ramo.livello) for ramo in rami] == [
        ("TOT", 0), ("OB", 1), ("COMP", 1), ("C1", 2), ("C2", 2),
    ]  # fmt: skip
    assert [ramo.foglia for ramo in rami] == [False, True, False, True, True]
    assert rami[1].finale == "in proporzione: da 0–100 a 0–60"


def test_i_fatti_del_premio_dicono_di_che_genere_sono():
    premio = PREMIO | {
        "quote": [{"quota": 70, "su": "fascia"}, {"quota": 30, "su": "tempi"}],
        "fattori": [{"input": "tipo", "tabella": {"titolare": 1}}, {"input": "giorni"}, {"input": "punteggio"}],
        "esclusioni": ["sanzione"],
    }
    tipo = tipo_di_prova(premio=deepcopy(premio))
    assert fatti_del_premio(tipo) == {
        "tempi": "si_no", "sanzione": "si_no", "tipo": ["titolare"], "giorni": "numero",
    }  # fmt: skip
