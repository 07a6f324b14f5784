"""Il fondo diviso: la somma torna sempre, chi è uguale riceve lo stesso, ciò che non si può è una frase."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valutazione.letture.premi.conto import Concorrente, Copertura, dividi
from valutazione.letture.premi.regole import BLOCCATA, ESCLUSA, SENZA_GIORNI, Parametri, da_chiedere
from valutazione.voci import ModoPremio, Tempi

D = Decimal
FASCE = [
    {"a": 60, "a_incluso": False, "esito": 0, "nome": "nulla"},
    {"da": 60, "a": 90, "a_incluso": False, "esito": "proporzionale", "nome": "in parte"},
    {"da": 90, "esito": 100, "nome": "piena"},
]
PREMIO = {"fasce": FASCE, "punteggio_massimo": 100}
QUOTE = [{"quota": 70, "su": "fascia"}, {"quota": 30, "su": "tempi_pagamento_rispettati"}]
RIPARTO = Parametri(D(1000), premio=PREMIO)
IMPORTO = replace(RIPARTO, modo=ModoPremio.IMPORTO)
TEORICA = Parametri(D(1000), modo=ModoPremio.QUOTA_TEORICA, premio={"giorni_anno": 365, "ore_giorno": 6})
MAGGIORATO = replace(RIPARTO, maggiorazione=D(30), quota_massima=D(34))


def persona(pk, punteggio="100", ordine=(), interim=(), escluso="", **fatti):
    di_base = {"punteggio": D(punteggio), "giorni": 365, "part_time": D(1), "gruppo": "u"}
    return Concorrente(pk, f"Persona {pk}", di_base | fatti, ordine, interim, escluso)


def importi(diviso):
    return {riga.pk: riga.importo for riga in diviso.righe}


def totale(diviso):
    return sum(importo for _, importo in diviso.destinazioni)


# ---- i tre modi --------------------------------------------------------------------------------------------------


def test_il_fondo_si_divide_in_proporzione_alle_fasce():
    diviso = dividi(RIPARTO, [persona(1), persona(2, "75"), persona(3, "50")])
    assert importi(diviso) == {1: D("571.43"), 2: D("428.57"), 3: D(0)}
    assert diviso.economia == 0


def test_con_importi_fissi_cio_che_avanza_resta_nel_fondo():
    diviso = dividi(IMPORTO, [persona(1, base=D(600)), persona(2, "75", base=D(200))])
    assert importi(diviso) == {1: D(600), 2: D(150)}
    assert diviso.destinazioni == (("premi", D(750)), ("economia", D(250)))


def test_la_quota_teorica_scende_con_punteggio_giorni_e_ore():
    diviso = dividi(TEORICA, [persona(1), persona(2, "80", assenza_giorni=5, assenza_ore=D(12))])
    assert importi(diviso)[1] == D(500)
    assert importi(diviso)[2] == D("392.33")
    assert totale(diviso) == 1000


def test_piu_periodi_si_uniscono_sui_giorni():
    periodi = [{"punteggio": D(70), "giorni": 120}, {"punteggio": D(88), "giorni": 245}]
    uno = Concorrente(1, "Ada", {"periodi": periodi})
    assert dividi(RIPARTO, [uno]).righe[0].punteggio == D("82.08")


def test_il_part_time_si_adatta_alla_scala_del_fattore():
    premio = {"fattori": [{"input": "part_time", "base": 100}]}
    diviso = dividi(replace(RIPARTO, premio=premio), [persona(1), persona(2, part_time=D("0.5"))])
    assert importi(diviso) == {1: D("666.67"), 2: D("333.33")}


# ---- chi non ha premio -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fatto", [ESCLUSA, SENZA_GIORNI, BLOCCATA])
@pytest.mark.parametrize("parametri", [RIPARTO, IMPORTO, TEORICA], ids=["riparto", "importo", "teorica"])
def test_chi_e_fuori_non_prende_nulla_e_il_motivo_si_legge(parametri, fatto):
    diviso = dividi(parametri, [persona(1, base=D(100)), persona(2, **{fatto: True})])
    fuori = diviso.righe[1]
    assert (fuori.importo, fuori.escluso) == (D(0), fatto)
    assert any(fatto in passo.formula or fatto in str(passo) for passo in fuori.passi)
    assert totale(diviso) == 1000


def test_tutti_esclusi_il_fondo_resta_in_economia():
    diviso = dividi(RIPARTO, [persona(1, escluso="in comando", **{ESCLUSA: True})])
    assert diviso.economia == 1000
    assert diviso.righe[0].escluso == "in comando"


def test_un_fondo_di_zero_da_zero_a_tutti():
    diviso = dividi(replace(RIPARTO, importo=D(0)), [persona(1), persona(2)])
    assert importi(diviso) == {1: D(0), 2: D(0)}
    assert diviso.problema == ""


def test_tutti_pari_un_centesimo_in_piu_ai_primi_e_lo_si_legge():
    diviso = dividi(replace(RIPARTO, importo=D(100)), [persona(1), persona(2), persona(3)])
    assert sorted(importi(diviso).values()) == [D("33.33"), D("33.33"), D("33.34")]
    fortunato = max(diviso.righe, key=lambda riga: riga.importo)
    assert any("più un centesimo" in passo.formula for passo in fortunato.passi)


# ---- i tempi di pagamento ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tempi", "quota", "premi", "economia"),
    [
        (Tempi.SI, D(30), D(1000), D(0)),
        (Tempi.NO, D(30), D(700), D(300)),
        (Tempi.NO, D(0), D(1000), D(0)),
        (Tempi.NO, None, D(700), D(300)),
        (Tempi.IGNOTO, D(0), D(1000), D(0)),
    ],
)
def test_dividendo_un_fondo_la_quota_dei_tempi_si_toglie_prima(tempi, quota, premi, economia):
    parametri = replace(RIPARTO, premio=PREMIO | {"quote": QUOTE}, tempi=tempi, quota_tempi=quota)
    diviso = dividi(parametri, [persona(1)])
    assert (importi(diviso)[1], diviso.economia, totale(diviso)) == (premi, economia, D(1000))


@pytest.mark.parametrize(
    ("tempi", "quota", "atteso"),
    [(Tempi.SI, None, 1000), (Tempi.NO, None, 700), (Tempi.NO, D(0), 1000), (Tempi.NO, D(40), 600)],
)
def test_con_importi_fissi_la_quota_dei_tempi_e_di_ciascuno(tempi, quota, atteso):
    parametri = replace(IMPORTO, premio=PREMIO | {"quote": QUOTE}, tempi=tempi, quota_tempi=quota)
    assert importi(dividi(parametri, [persona(1, base=D(1000))])) == {1: D(atteso)}


@pytest.mark.parametrize("parametri", [RIPARTO, IMPORTO], ids=["riparto", "importo"])
def test_se_dei_tempi_non_si_sa_nulla_il_conto_si_ferma_e_lo_dice(parametri):
    diviso = dividi(replace(parametri, quota_tempi=D(30)), [persona(1, base=D(1))])
    assert "tempi di pagamento sono rispettati: scrivilo nel fondo" in diviso.problema


# ---- la maggiorazione --------------------------------------------------------------------------------------------


def test_la_maggiorazione_esce_dal_fondo_e_va_ai_primi():
    diviso = dividi(MAGGIORATO, [persona(1, "99"), persona(2, "95"), persona(3, "92")])
    assert [riga.maggiorazione for riga in diviso.righe] == [D(100), D(0), D(0)]
    assert sum(importi(diviso).values()) == 900


def test_la_media_e_dei_destinati_o_di_chi_ha_un_premio_secondo_il_contratto():
    persone = [persona(1, "99"), persona(2, "95"), persona(3, "50")]
    sui_destinati = dividi(MAGGIORATO, persone)
    sui_premiati = dividi(replace(MAGGIORATO, sui_premiati=True), persone)
    assert (sui_destinati.righe[0].maggiorazione, sui_premiati.righe[0].maggiorazione) == (D(100), D(150))


@pytest.mark.parametrize(
    ("ordini", "decisa", "premiata"),
    [(((1,), (2,)), True, 1), (((2,), (1,)), True, 2), (((1,), (1,)), False, 1)],
)
def test_la_parita_la_decide_il_criterio_altrimenti_si_segnala(ordini, decisa, premiata):
    parametri = replace(MAGGIORATO, quota_massima=D(50))
    diviso = dividi(parametri, [persona(pk, ordine=ordine) for pk, ordine in enumerate(ordini, 1)])
    assert sorted(diviso.parita.persone) == [1, 2]
    assert diviso.parita.decisa is decisa
    assert [riga.pk for riga in diviso.righe if riga.maggiorazione] == [premiata]


@pytest.mark.parametrize("parametri", [IMPORTO, TEORICA], ids=["importo", "teorica"])
def test_la_maggiorazione_vale_in_ogni_modo_di_dividere(parametri):
    parametri = replace(parametri, maggiorazione=D(30), quota_massima=D(50))
    diviso = dividi(parametri, [persona(1, base=D(300)), persona(2, "95", base=D(300))])
    assert [riga.maggiorazione for riga in diviso.righe] == [D(150), D(0)]
    assert totale(diviso) == 1000


# ---- gli interim -------------------------------------------------------------------------------------------------


def test_l_interim_segue_la_valutazione_e_i_giorni():
    copertura = Copertura("Settore tecnico", D(10000), D(20), 73)
    diviso = dividi(IMPORTO, [persona(1, "75", base=D(400), interim=(copertura,))])
    assert diviso.righe[0].interim == D(300)  # 10.000 × 20% × 73/365 × 75%
    assert totale(diviso) == 1000


def test_senza_fasce_l_interim_e_intero_e_chi_e_fuori_non_lo_prende():
    coperture = (Copertura("A", D(1000), D(25), 365),)
    parametri = replace(RIPARTO, premio={"fattori": [{"input": "giorni", "base": 365}]})
    diviso = dividi(parametri, [persona(1, interim=coperture), persona(2, interim=coperture, **{ESCLUSA: True})])
    assert [riga.interim for riga in diviso.righe] == [D(250), D(0)]


def test_interim_piu_cari_del_fondo_fermano_il_conto():
    diviso = dividi(IMPORTO, [persona(1, interim=(Copertura("A", D(90000), D(20), 365),))])
    assert diviso.problema == "Gli incarichi ad interim costano più del fondo."


# ---- ciò che non si può ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parametri", "persone", "frase"),
    [
        (RIPARTO, [], "Non c'è nessuna persona"),
        (IMPORTO, [], "Non c'è nessuna persona"),
        (IMPORTO, [persona(7)], "«Persona 7»: manca l'importo di partenza"),
        (IMPORTO, [persona(7, base=D(1001))], "nel fondo mancano 1 €"),
        (replace(RIPARTO, premio={}), [persona(7)], "Le regole del premio sono vuote"),
        (replace(RIPARTO, premio={"fasce": [{"da": 0, "a": 99, "esito": 1}]}), [persona(7)], "«Persona 7»"),
        (
            replace(RIPARTO, premio={"fasce": [{"esito": "strano"}]}),
            [persona(7)],
            "Le regole del premio non si leggono",
        ),
        (replace(RIPARTO, maggiorazione=D(30)), [persona(7)], "vuole la quota massima di beneficiari"),
        (
            replace(RIPARTO, premio={"fattori": [{"input": "giorni"}, {"input": "giorni_utili"}]}),
            [persona(7)],
            "Il tempo conta due volte («giorni» e «giorni_utili»)",
        ),
        (
            replace(RIPARTO, premio=PREMIO | {"quote": [{"quota": 100, "su": "corso"}]}),
            [persona(7)],
            "La quota su «corso» vale per importi fissi",
        ),
        (TEORICA, [persona(7, giorni=0)], "Nessuno ha giorni"),
        (replace(MAGGIORATO, maggiorazione=D(99999)), [persona(1), persona(2), persona(3)], "più del fondo"),
        (replace(RIPARTO, importo=D("1e70")), [persona(7)], "I numeri sono troppo grandi"),
    ],
)
def test_cio_che_non_si_puo_dividere_e_una_frase(parametri, persone, frase):
    assert frase in dividi(parametri, persone).problema


def test_si_chiede_all_ufficio_solo_cio_che_il_programma_non_sa():
    premio = {
        "fattori": [{"input": "giorni"}, {"input": "pesatura"}],
        "quote": [*QUOTE, {"quota": 0, "su": "corso"}],
        "esclusioni": ["sanzione"],
    }
    assert da_chiedere(premio) == ["pesatura", "corso", "sanzione"]


# ---- proprietà ---------------------------------------------------------------------------------------------------

punteggi = st.decimals(0, 100, places=2)
gente = st.lists(st.tuples(punteggi, st.integers(1, 365), st.booleans()), min_size=1, max_size=12)
fondi = st.decimals(0, 50_000, places=2)
CON_GIORNI = PREMIO | {"fattori": [{"input": "giorni", "base": 365}]}
MODI = st.sampled_from([Parametri(D(0), premio=CON_GIORNI), TEORICA])


def _persone(righe):
    return [
        persona(pk, str(punti), giorni=giorni, **({ESCLUSA: True} if fuori else {}))
        for pk, (punti, giorni, fuori) in enumerate(righe)
    ]


@given(MODI, fondi, gente)
@settings(max_examples=60, deadline=None)
def test_la_somma_e_il_fondo_al_centesimo(parametri, fondo, righe):
    diviso = dividi(replace(parametri, importo=fondo, quota_tempi=D(30), tempi=Tempi.NO), _persone(righe))
    assert diviso.problema == ""
    assert totale(diviso) == fondo
    assert all(riga.importo >= 0 for riga in diviso.righe)


@given(MODI, fondi, gente, st.randoms())
@settings(max_examples=40, deadline=None)
def test_l_ordine_delle_persone_non_conta(parametri, fondo, righe, caso):
    persone = _persone(righe)
    mescolate = list(persone)
    caso.shuffle(mescolate)
    parametri = replace(parametri, importo=fondo)
    assert importi(dividi(parametri, persone)) == importi(dividi(parametri, mescolate))


@given(fondi, gente)
@settings(max_examples=40, deadline=None)
def test_chi_e_uguale_riceve_lo_stesso_salvo_un_centesimo_che_si_vede(fondo, righe):
    persone = _persone([*righe, righe[0]])
    diviso = dividi(Parametri(fondo, premio=CON_GIORNI), persone)
    primo, ultimo = (next(r for r in diviso.righe if r.pk == pk) for pk in (0, len(righe)))
    assert abs(primo.importo - ultimo.importo) in (0, D("0.01"))
    if primo.importo != ultimo.importo:
        ricco = max(primo, ultimo, key=lambda riga: riga.importo)
        assert any("più un centesimo" in passo.formula for passo in ricco.passi)


@given(fondi, gente, st.decimals(1, 60, places=0))
@settings(max_examples=40, deadline=None)
def test_con_la_maggiorazione_la_somma_torna_e_i_beneficiari_stanno_nella_quota(fondo, righe, quota):
    parametri = Parametri(fondo, premio=CON_GIORNI, maggiorazione=D(30), quota_massima=quota)
    diviso = dividi(parametri, _persone(righe))
    assert diviso.problema == ""
    assert totale(diviso) == fondo
    assert sum(bool(riga.maggiorazione) for riga in diviso.righe) <= len(righe) * quota / 100


def test_nei_passi_di_tutti_non_ci_sono_i_nomi_di_nessuno():
    diviso = dividi(MAGGIORATO, [persona(1, "99"), persona(2, "95"), persona(3, "50")])
    assert diviso.passi
    assert not [dato for passo in diviso.passi for dato in passo.dati if str(dato[0]).startswith("0000")]
    assert all(passo.voce not in ("000000", "000001", "000002") for passo in diviso.passi)
