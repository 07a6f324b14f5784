"""Proprietà di punteggi e premi: limiti, verso, indifferenza all'ordine, somme al centesimo, uguali con uguali."""

from decimal import Decimal as D

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.valutazione.aiuti import A_PUNTI, con_premio, foglia
from valutazione.motore import (
    leggi_smvp,
    maggiora,
    premio_di,
    quote_teoriche,
    ripartisci,
    valuta_scheda,
    valutazione_di,
)
from valutazione.motore.centesimi import al_centesimo

CENTESIMO = D("0.01")
PUNTEGGI = st.decimals(0, 100, places=2)
FONDI = st.decimals(0, 10**6, places=2)
PERSONE = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), PUNTEGGI, min_size=1, max_size=15)

MADIGNANO = [
    {"a": 50, "a_incluso": False, "esito": 0},
    {"da": 50, "a": 60, "esito": 50},
    {"da": 60, "da_incluso": False, "a": 70, "esito": 65},
    {"da": 70, "da_incluso": False, "a": 80, "esito": 80},
    {"da": 80, "da_incluso": False, "a": 90, "esito": 90},
    {"da": 90, "da_incluso": False, "esito": 100},
]
QUASSOLO = [
    {"a": 60, "a_incluso": False, "esito": 0},
    {"da": 60, "a": 95, "a_incluso": False, "esito": "proporzionale"},
    {"da": 95, "esito": 100},
]
SISTEMI = {
    "a gradini": con_premio(fasce=MADIGNANO),
    "misto": con_premio(fasce=QUASSOLO, punteggio_massimo=100),
    "proporzionale": con_premio(**A_PUNTI),
}
TRONCATO = con_premio(**A_PUNTI, quadratura="troncamento")
CHIEVE = leggi_smvp(
    {
        "scheda": {
            "cod": "TOT",
            "agg": "somma",
            "decimali": 2,
            "figli": [
                {
                    "cod": "OB",
                    "agg": "media_pesata",
                    "mancante": "escludi",
                    "poi": {"tipo": "lineare", "da": [0, 100], "a": [0, 60]},
                    "figli": [foglia(f"O{i}", 20, conv={"tipo": "identita", "min": 0, "max": 100}) for i in range(5)],
                },
                foglia("COMP", conv={"tipo": "identita", "min": 0, "max": 40}),
            ],
        }
    }
)
SCHEDE = st.fixed_dictionaries(
    {f"O{i}": st.none() | PUNTEGGI for i in range(1, 5)} | {"O0": PUNTEGGI, "COMP": PUNTEGGI}
)
sistemi = pytest.mark.parametrize("smvp", SISTEMI.values(), ids=SISTEMI.keys())


def punti(persone):
    return {chi: {"punteggio": punteggio} for chi, punteggio in persone.items()}


# ---- la scheda ---------------------------------------------------------------------------------------------------


@given(SCHEDE)
def test_il_punteggio_sta_fra_zero_e_il_massimo_del_sistema(valori):
    assert 0 <= valuta_scheda(CHIEVE, valori).punteggio <= 100


@given(SCHEDE, st.sampled_from(["O0", "COMP"]), st.decimals(0, 50, places=2))
def test_fare_di_piu_non_toglie_punti(valori, voce, in_piu):
    meglio = valori | {voce: valori[voce] + in_piu}
    assert valuta_scheda(CHIEVE, valori).punteggio <= valuta_scheda(CHIEVE, meglio).punteggio


@given(SCHEDE, st.randoms())
def test_l_ordine_in_cui_si_scrivono_i_valori_non_conta(valori, caso):
    voci = list(valori.items())
    caso.shuffle(voci)
    assert valuta_scheda(CHIEVE, valori).punteggio == valuta_scheda(CHIEVE, dict(voci)).punteggio


@given(SCHEDE)
def test_il_dettaglio_ha_ogni_voce_e_le_mancanti_restano_nulle(valori):
    dettaglio = valuta_scheda(CHIEVE, valori).dettaglio
    assert dettaglio.keys() == CHIEVE.foglie | CHIEVE.rami
    assert {cod for cod, valore in dettaglio.items() if valore is None} == {c for c, v in valori.items() if v is None}


@given(SCHEDE)
def test_l_ultimo_passo_e_il_punteggio(valori):
    valutazione = valuta_scheda(CHIEVE, valori)
    assert (valutazione.passi[-1].cosa, valutazione.passi[-1].esito) == ("punteggio", valutazione.punteggio)


@given(st.lists(st.tuples(PUNTEGGI, st.integers(1, 365)), min_size=1, max_size=6))
def test_la_media_dei_periodi_sta_fra_il_peggiore_e_il_migliore(periodi):
    scritti = [{"punteggio": punteggio, "giorni": giorni} for punteggio, giorni in periodi]
    media = valutazione_di(CHIEVE, {"periodi": scritti}).punteggio
    assert min(p for p, _ in periodi) <= media <= max(p for p, _ in periodi)


@given(PUNTEGGI, st.lists(st.integers(1, 365), min_size=1, max_size=6))
def test_periodi_con_lo_stesso_punteggio_danno_quel_punteggio(punteggio, giorni):
    periodi = [{"punteggio": punteggio, "giorni": quanti} for quanti in giorni]
    assert valutazione_di(CHIEVE, {"periodi": periodi}).punteggio == punteggio


# ---- il premio di una persona ------------------------------------------------------------------------------------


def premio(smvp, punteggio, base):
    fatti = {"punteggio": punteggio, "base": base}
    return premio_di(smvp, fatti, valutazione_di(smvp, fatti)).importo


@sistemi
@given(punteggio=PUNTEGGI, base=FONDI)
def test_il_premio_sta_fra_zero_e_la_base(smvp, punteggio, base):
    assert 0 <= premio(smvp, punteggio, base) <= base


@sistemi
@given(uno=PUNTEGGI, due=PUNTEGGI, base=FONDI)
def test_chi_ha_un_punteggio_piu_alto_non_ha_un_premio_piu_basso(smvp, uno, due, base):
    basso, alto = sorted([uno, due])
    assert premio(smvp, basso, base) <= premio(smvp, alto, base)


@sistemi
@given(punteggio=PUNTEGGI, una=FONDI, altra=FONDI)
def test_a_parita_di_punteggio_una_base_piu_alta_non_paga_meno(smvp, punteggio, una, altra):
    minore, maggiore = sorted([una, altra])
    assert premio(smvp, punteggio, minore) <= premio(smvp, punteggio, maggiore)


# ---- il riparto --------------------------------------------------------------------------------------------------


@sistemi
@given(fondo=FONDI, persone=PERSONE)
def test_gli_importi_e_l_economia_fanno_esattamente_il_fondo(smvp, fondo, persone):
    riparto = ripartisci(smvp, fondo, punti(persone))
    assert sum(riparto.importi.values()) + riparto.economia == fondo
    assert all(importo >= 0 and importo == importo.quantize(CENTESIMO) for importo in riparto.importi.values())


@sistemi
@given(fondo=FONDI, persone=PERSONE)
def test_l_economia_c_e_solo_se_nessuno_ha_diritto(smvp, fondo, persone):
    riparto = ripartisci(smvp, fondo, punti(persone))
    assert riparto.economia in (0, fondo)
    assert (riparto.economia == fondo) == (not any(riparto.importi.values()))


@sistemi
@given(fondo=FONDI, persone=PERSONE, caso=st.randoms())
def test_l_ordine_delle_persone_non_cambia_gli_importi(smvp, fondo, persone, caso):
    voci = list(persone.items())
    caso.shuffle(voci)
    assert ripartisci(smvp, fondo, punti(persone)).importi == ripartisci(smvp, fondo, punti(dict(voci))).importi


@sistemi
@given(fondo=FONDI, persone=PERSONE)
def test_chi_ha_di_piu_non_riceve_di_meno_di_un_centesimo(smvp, fondo, persone):
    importi = ripartisci(smvp, fondo, punti(persone)).importi
    ordinati = sorted(persone, key=lambda chi: persone[chi])
    for meno, piu in zip(ordinati, ordinati[1:], strict=False):
        assert importi[meno] <= importi[piu] + CENTESIMO


@sistemi
@given(fondo=FONDI, punteggio=PUNTEGGI, quanti=st.integers(1, 12))
def test_gli_uguali_ricevono_lo_stesso_o_un_centesimo_che_si_vede(smvp, fondo, punteggio, quanti):
    riparto = ripartisci(smvp, fondo, {f"{i:02}": {"punteggio": punteggio} for i in range(quanti)})
    minimo = min(riparto.importi.values())
    fortunati = {chi for chi, importo in riparto.importi.items() if importo == minimo + CENTESIMO}
    assert all(importo in (minimo, minimo + CENTESIMO) for importo in riparto.importi.values())
    scritto = {p.voce for p in riparto.passi if p.cosa == "centesimi" and "più un centesimo" in p.formula}
    assert fortunati <= scritto


@given(FONDI, PERSONE)
def test_col_troncamento_gli_uguali_ricevono_sempre_lo_stesso(fondo, persone):
    riparto = ripartisci(TRONCATO, fondo, punti(persone))
    per_punteggio = {}
    for chi, importo in riparto.importi.items():
        assert per_punteggio.setdefault(persone[chi], importo) == importo
    assert sum(riparto.importi.values()) + riparto.economia == fondo


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.decimals(0, 10**6, places=6), max_size=20))
def test_portare_al_centesimo_sposta_ciascuno_meno_di_un_centesimo(esatti):
    quadrati = al_centesimo(esatti)
    assert all(abs(quadrati.importi[chi] - esatto) < CENTESIMO for chi, esatto in esatti.items())
    assert abs(sum(quadrati.importi.values()) - sum(esatti.values())) <= CENTESIMO / 2


@given(FONDI, PERSONE)
def test_rifare_il_riparto_sugli_importi_non_cambia_nulla(fondo, persone):
    assume(fondo and any(persone.values()))
    importi = ripartisci(SISTEMI["proporzionale"], fondo, punti(persone)).importi
    sui_pesi = con_premio(fattori=[{"input": "peso"}])
    assert ripartisci(sui_pesi, fondo, {chi: {"peso": importo} for chi, importo in importi.items()}).importi == importi


# ---- la quota teorica --------------------------------------------------------------------------------------------

PRESENZE = st.fixed_dictionaries(
    {
        "punteggio": PUNTEGGI,
        "giorni": st.integers(30, 365),
        "part_time": st.sampled_from(["1", "0.5", "0.8333"]),
        "assenza_giorni": st.integers(0, 30),
        "area": st.sampled_from("BCD"),
        "gruppo": st.sampled_from(["S1", "S2"]),
    }
)
ORGANICI = st.dictionaries(st.text("abcd", min_size=1, max_size=3), PRESENZE, min_size=1, max_size=10)
TEORICA = {"giorni_anno": 365, "ore_giorno": 6, "coefficienti": {"B": 1, "C": "1.1", "D": "1.2"}}
RESTI_AL_GRUPPO = con_premio(**TEORICA, resti="redistribuiti_nel_gruppo")
RESTI_IN_ECONOMIA = con_premio(**TEORICA)


@pytest.mark.parametrize("smvp", [RESTI_AL_GRUPPO, RESTI_IN_ECONOMIA], ids=["al gruppo", "in economia"])
@given(fondo=FONDI, persone=ORGANICI)
def test_le_quote_e_l_economia_fanno_esattamente_il_fondo(smvp, fondo, persone):
    quote = quote_teoriche(smvp, fondo, persone)
    assert sum(quota.importo_totale for quota in quote.di_ognuno.values()) + quote.economia == fondo
    assert all(quota.importo_totale >= 0 and quota.resti >= 0 for quota in quote.di_ognuno.values())


@given(FONDI, ORGANICI)
def test_i_budget_fanno_il_fondo(fondo, persone):
    budget = sum(
        quota.budget_assegnato for quota in quote_teoriche(RESTI_IN_ECONOMIA, fondo, persone).di_ognuno.values()
    )
    assert abs(budget - fondo) < D("1E-15")


@given(FONDI, ORGANICI)
def test_se_ogni_gruppo_ha_un_effettiva_non_resta_nulla(fondo, persone):
    per_gruppo = {}
    for fatti in persone.values():
        utile = fatti["punteggio"] * (fatti["giorni"] - fatti["assenza_giorni"])
        per_gruppo[fatti["gruppo"]] = per_gruppo.get(fatti["gruppo"], 0) + utile
    assume(all(per_gruppo.values()))
    assert quote_teoriche(RESTI_AL_GRUPPO, fondo, persone).economia == 0


@given(FONDI, ORGANICI)
def test_la_redistribuzione_non_toglie_a_nessuno(fondo, persone):
    con, senza = (quote_teoriche(smvp, fondo, persone).di_ognuno for smvp in (RESTI_AL_GRUPPO, RESTI_IN_ECONOMIA))
    assert all(con[chi].importo_totale >= senza[chi].importo_totale - CENTESIMO for chi in persone)


# ---- la maggiorazione --------------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.tuples(FONDI, PUNTEGGI), max_size=12),
    st.integers(0, 5),
)
def test_la_quota_e_chiusa_e_nessun_escluso_ha_piu_di_un_beneficiario(tabella, quanti):
    smvp = leggi_smvp({"maggiorazione": {"percentuale": 30, "beneficiari": quanti}})
    premi, punteggi = ({chi: coppia[i] for chi, coppia in tabella.items()} for i in (0, 1))
    trovata = maggiora(smvp, premi, punteggi)
    positivi = {chi for chi, premio in premi.items() if premio > 0}
    assert len(trovata.beneficiari) == min(quanti, len(positivi))
    fuori = positivi - set(trovata.beneficiari)
    assert all(punteggi[b] >= punteggi[f] for b in trovata.beneficiari for f in fuori)
    assert all(punteggi[chi] == punteggi[trovata.beneficiari[-1]] for chi in trovata.parita_da_risolvere)
