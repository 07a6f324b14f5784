"""Che cosa si rifiuta di una configurazione, e con quale frase."""

from decimal import Decimal as D

import pytest

from tests.valutazione.aiuti import SOGLIA, foglia, rifiuto
from valutazione.motore import ConfigurazioneRifiutata, leggi_smvp
from valutazione.motore.lettura import fasce_da_esaminare


def scheda(**nodo):
    return {"scheda": {"cod": "T"} | nodo}


def premio(**chiavi):
    return {"premio": chiavi}


def conv(**chiavi):
    return scheda(conv=chiavi)


BUCATA = [{"da": 0, "a": 59, "esito": 0}, {"da": 60, "a": 100, "esito": 100}]
LIVELLI = {"tipo": "livelli", "livelli": {"Alta": 8}}


def test_una_configurazione_vuota_e_ammessa_e_non_fa_nulla():
    smvp = leggi_smvp({})
    assert (smvp.scheda, smvp.premio, smvp.maggiorazione, smvp.decimali_punteggio) == (None, None, None, 2)


def test_le_chiavi_descrittive_sono_ammesse_ovunque():
    nota = {"nota": "delibera 12", "descrizione": "…"}
    leggi_smvp(
        {"scheda": foglia("T", nome="Totale", conv=LIVELLI | nota, **nota), "premio": {"fasce": SOGLIA} | nota} | nota
    )


@pytest.mark.parametrize(
    ("configurazione", "frase"),
    [
        ({"shceda": {}}, "shceda: chiave sconosciuta; forse intendevi «scheda»."),
        (scheda(pesi=3), "scheda.pesi: chiave sconosciuta; forse intendevi «peso»."),
        (
            premio(fasce=SOGLIA, esclusione=["x"]),
            "premio.esclusione: chiave sconosciuta; forse intendevi «esclusioni».",
        ),
        (conv(tipo="rapporto", maximo=100), "scheda.conv.maximo: chiave sconosciuta; forse"),
        ({"scheda": {}}, "scheda.cod: manca, e serve."),
        ({"scheda": []}, "scheda: atteso un oggetto, fra parentesi graffe, trovato []."),
        (scheda(cod=""), 'scheda.cod: atteso un testo, trovato "".'),
        (scheda(peso="molto"), 'scheda.peso: atteso un numero (con il punto per i decimali), trovato "molto".'),
        (scheda(peso="1,5"), 'scheda.peso: atteso un numero (con il punto per i decimali), trovato "1,5".'),
        (scheda(peso=True), "scheda.peso: atteso un numero (con il punto per i decimali), trovato true."),
        (scheda(decimali=-1), "scheda.decimali: atteso un numero intero da 0 a 10, trovato -1."),
        (scheda(decimali=11), "scheda.decimali: atteso un numero intero da 0 a 10, trovato 11."),
        ({"decimali_punteggio": "due"}, 'decimali_punteggio: atteso un numero intero da 0 a 10, trovato "due".'),
        (scheda(figli=[]), "scheda.figli: attesi almeno 1 elementi, trovato []."),
        (conv(min=0), "scheda.conv.tipo: manca, e serve."),
        (conv(tipo="lineare", da=[0, 100]), "scheda.conv.a: manca, e serve."),
        (conv(tipo="lineare", da=[0], a=[0, 1]), "scheda.conv.da: atteso un elenco di due numeri, trovato [0]."),
        (conv(tipo="livelli", livelli={}), "scheda.conv.livelli: attesa almeno una voce, trovato {}."),
        (premio(fasce=[]), "premio.fasce: attesi almeno 1 elementi, trovato []."),
        (premio(fasce=[{"da": 0}]), "premio.fasce[0].esito: manca, e serve."),
        (premio(fasce=[{"esito": {"quota": 3}}]), "premio.fasce[0].esito.incremento: manca, e serve."),
        ({"maggiorazione": {"beneficiari": 3}}, "maggiorazione.percentuale: manca, e serve."),
        ({"maggiorazione": {"percentuale": 30}}, "attesi «beneficiari» oppure «quota_beneficiari», uno solo dei due"),
        (
            {"maggiorazione": {"percentuale": 30, "beneficiari": 1, "quota_beneficiari": 10}},
            "attesi «beneficiari» oppure «quota_beneficiari», uno solo dei due",
        ),
        (
            {"maggiorazione": {"percentuale": 30, "quota_beneficiari": 101}},
            "maggiorazione.quota_beneficiari: attesa una percentuale fra 0 e 100",
        ),
        (
            {"maggiorazione": {"percentuale": 30, "beneficiari": -1}},
            "maggiorazione.beneficiari: atteso quante persone, un numero intero, trovato -1.",
        ),
    ],
)
def test_la_forma_sbagliata_si_dice_con_il_percorso_e_cio_che_si_aspettava(configurazione, frase):
    assert frase in rifiuto(configurazione)


def test_una_parola_fuori_elenco_dice_quelle_ammesse():
    assert "scheda.agg: atteso uno fra somma, media, minimo, media_pesata, somma_pesata" in rifiuto(scheda(agg="moda"))
    assert "scheda.mancante: atteso uno fra errore, zero, cento, escludi" in rifiuto(scheda(mancante="boh"))
    assert "atteso un numero, «proporzionale» oppure una quota" in rifiuto(premio(fasce=[{"esito": "tutto"}]))


@pytest.mark.parametrize(
    ("configurazione", "frase"),
    [
        (scheda(cod="_pesi"), "scheda.cod: i codici che iniziano con «_» sono riservati"),
        (scheda(figli=[foglia("A")]), "scheda.agg: manca, e serve: uno fra somma"),
        (scheda(agg="somma"), "scheda.figli: mancano, e c'è una regola per aggregarli"),
        (scheda(agg="somma", figli=[foglia("A")], conv=LIVELLI), "scheda.conv: vale per una voce senza figli"),
        (scheda(agg="somma", figli=[foglia("A"), foglia("A")]), "scheda: codici usati più volte: A"),
        (scheda(agg="somma", figli=[foglia("A", -1)]), "scheda.figli[0].peso: atteso un peso non negativo"),
        (scheda(agg="somma", figli=[foglia("A")], base_pesi=0), "scheda.base_pesi: attesa una base maggiore di zero"),
        (
            scheda(correttivo={"input": "c", "limite_pct": -5}),
            "scheda.correttivo.limite_pct: atteso un limite non negativo",
        ),
        (conv(tipo="identita", min=10, max=0), "scheda.conv.min: il pavimento supera il tetto"),
        (conv(tipo="lineare", da=[5, 5], a=[0, 1]), "scheda.conv.da: il tratto di partenza ha gli estremi uguali"),
        (conv(tipo="intervallo", tolleranza=-1), "scheda.conv.tolleranza: attesa una tolleranza non negativa"),
        (
            conv(tipo="entro_data", fasce=BUCATA[:1] + [{"da": 61, "esito": 1}]),
            "il punteggio 60 non cade in nessuna fascia",
        ),
        (
            conv(tipo="gradini", fasce=[{"da": 0, "a": 10, "esito": 1}, {"da": 12, "esito": 2}]),
            "scheda.conv.fasce: il punteggio 11 non",
        ),
        (conv(tipo="gradini", fasce=[{"a": "9.5", "esito": 1}, {"da": 10, "esito": 2}]), "il punteggio 9,6 non"),
        (
            scheda(poi={"tipo": "gradini", "fasce": BUCATA}),
            "scheda.poi.fasce: il punteggio 59,5 non cade in nessuna fascia",
        ),
        (premio(fasce=BUCATA), "premio.fasce: il punteggio 59,01 non cade in nessuna fascia"),
        (premio(fasce=[*SOGLIA, {"da": 90, "esito": 3}]), "premio.fasce: il punteggio 90 cade in 2 fasce"),
        (premio(fasce=[{"da": 9, "a": 3, "esito": 1}]), "premio.fasce[0].da: la fascia comincia dopo la sua fine"),
        (
            premio(fasce=[{"esito": "proporzionale"}]),
            "premio.fasce[0]: per un esito proporzionale serve «punteggio_massimo»",
        ),
        (
            premio(fasce=[{"esito": 1}], punteggio_massimo=0),
            "premio.punteggio_massimo: atteso un numero maggiore di zero",
        ),
        (
            premio(fasce=[{"esito": {"quota": 1, "incremento": 1}}]),
            "premio.fasce[0]: per una quota che cresce serve l'inizio",
        ),
        (premio(fasce=SOGLIA, solo_fascia=True), "premio.solo_fascia: ogni fascia deve avere un nome"),
        (premio(solo_fascia=True), "premio.solo_fascia: ogni fascia deve avere un nome"),
        (premio(percentuale_base=0), "premio.percentuale_base: atteso un numero maggiore di zero"),
        (premio(giorni_anno=0), "premio.giorni_anno: atteso un numero maggiore di zero"),
        (premio(ore_giorno=-1), "premio.ore_giorno: atteso un numero maggiore di zero"),
        (premio(quote=[{"quota": 30, "su": "x"}]), "premio.quote: sommano a 30, attesa una somma di 100"),
        (
            premio(quote=[{"quota": 130, "su": "x"}, {"quota": -30, "su": "y"}]),
            "premio.quote: una quota non può essere negativa",
        ),
        (
            premio(quote=[{"quota": 100, "su": "fascia"}]),
            "premio.quote: una quota dipende dalla fascia, ma non ci sono fasce",
        ),
        (premio(fattori=[{"input": "x", "base": 0}]), "premio.fattori[0].base: atteso un divisore maggiore di zero"),
        (premio(coefficienti={"B": -1}), "premio.coefficienti: attesi numeri non negativi"),
        (
            {"maggiorazione": {"percentuale": -1, "beneficiari": 1}},
            "maggiorazione.percentuale: attesa una percentuale",
        ),
        (
            scheda() | {"blocchi": [{"cod": "b", "su": "X", "minimo": 6}]},
            "blocchi[0].su: la scheda non ha una voce «X»",
        ),
        ({"blocchi": [{"cod": "b", "su": "X", "minimo": 6}]}, "blocchi[0].su: la scheda non ha una voce «X»"),
    ],
)
def test_le_parti_che_non_stanno_insieme_si_rifiutano(configurazione, frase):
    assert frase in rifiuto(configurazione)


@pytest.mark.parametrize("numero", [9.5, D("1E+300"), D("NaN")])
def test_un_numero_che_non_si_puo_tenere_esatto_si_rifiuta(numero):
    assert "«peso»: atteso un numero" in rifiuto(scheda(peso=numero))


@pytest.mark.parametrize("decimali", [0, 2, 3])
def test_le_fasce_si_esaminano_con_i_decimali_del_punteggio(decimali):
    intere = {"premio": {"fasce": BUCATA}, "decimali_punteggio": decimali}
    if decimali == 0:
        assert leggi_smvp(intere).premio.tabella.fasce
    else:
        assert "non cade in nessuna fascia" in rifiuto(intere)


def test_chi_esamina_fasce_difettose_le_puo_leggere():
    assert len(fasce_da_esaminare({"premio": {"fasce": BUCATA}}).fasce) == len(BUCATA)


def test_per_esaminare_le_fasce_non_servono_i_loro_esiti():
    proporzionale = [{"a": 60, "esito": 0}, {"da": 61, "esito": "proporzionale"}]
    assert fasce_da_esaminare({"premio": {"fasce": proporzionale}})
    assert "serve «punteggio_massimo»" in rifiuto({"premio": {"fasce": proporzionale}})


def test_una_tabella_d_ingresso_a_interi_vale_per_valori_interi():
    giorni = [{"a": 0, "esito": 100}, {"da": 1, "a": 30, "esito": 50}, {"da": 31, "esito": 0}]
    assert leggi_smvp(conv(tipo="gradini", fasce=giorni)).scheda.conversione(30).valore == 50


def test_un_estremo_nullo_e_senza_limite():
    smvp = leggi_smvp(
        premio(fasce=[{"da": None, "a": 60, "a_incluso": False, "esito": 0}, {"da": 60, "a": None, "esito": 1}])
    )
    assert smvp.premio.tabella.trova(D(10**6)).esito.di(D(0)) == 1


def test_molti_errori_si_dicono_tutti_fino_a_venti():
    with pytest.raises(ConfigurazioneRifiutata) as no:
        leggi_smvp(scheda(agg="somma", figli=[{"peso": "x"} for _ in range(15)]))
    assert len(no.value.errori) == 21
    assert no.value.errori[-1] == "… e altri 10 errori."


@pytest.mark.parametrize("intero", [3, "3"])
def test_un_numero_si_scrive_come_numero_o_come_testo(intero):
    smvp = leggi_smvp(
        scheda(decimali=intero, peso=intero) | {"maggiorazione": {"percentuale": intero, "beneficiari": intero}}
    )
    assert (smvp.scheda.decimali, smvp.scheda.peso, smvp.maggiorazione.beneficiari) == (3, D(3), 3)


def test_i_codici_noti_sono_foglie_rami_e_correttivi():
    smvp = leggi_smvp(
        scheda(agg="somma", figli=[foglia("A", correttivo={"input": "c", "limite_pct": 10}), foglia("B")])
    )
    assert (smvp.foglie, smvp.rami, smvp.correttivi) == ({"A", "B"}, {"T"}, {"c"})
