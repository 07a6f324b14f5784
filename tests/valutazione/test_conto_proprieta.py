"""Alberi presi a caso: il punteggio sta nei suoi limiti, cresce con i valori, non dipende dall'ordine."""

from decimal import Decimal as D

from hypothesis import assume, given
from hypothesis import strategies as st

from obiettivi.misura import NonCalcolabile
from valutazione.motore import leggi_smvp, valuta_scheda

A_CENTO = {"tipo": "identita", "min": 0, "max": 100}
CRESCENTI = [
    A_CENTO,
    {"tipo": "lineare", "da": [0, 100], "a": [20, 100]},
    {"tipo": "gradini", "fasce": [{"a": 50, "a_incluso": False, "esito": 10}, {"da": 50, "esito": 90}],
     "decimali_per_fascia": 2},
]  # fmt: skip
REGOLE = ("media", "minimo", "media_pesata")  # restano fra il più basso e il più alto dei figli
VALORI = st.decimals(0, 100, places=2)
PESI = st.integers(1, 50)


@st.composite
def alberi(disegna, profondita=3):
    """Un nodo con figli o una foglia; i codici si mettono dopo, tutti diversi."""
    nodo = {"peso": disegna(PESI)}
    if profondita == 0 or disegna(st.booleans()) and profondita < 3:
        return nodo | {"conv": disegna(st.sampled_from(CRESCENTI))}
    figli = [disegna(alberi(profondita=profondita - 1)) for _ in range(disegna(st.integers(1, 3)))]
    nodo |= {"agg": disegna(st.sampled_from(REGOLE)), "mancante": "escludi", "figli": figli}
    return nodo | disegna(st.sampled_from([{}, {"decimali": 2}, {"massimo": 95}, {"poi": CRESCENTI[1]}]))


def con_codici(nodo, conta=None):
    conta = conta if conta is not None else iter(range(1000))
    figli = [con_codici(figlio, conta) for figlio in nodo.get("figli", [])]
    return nodo | {"cod": f"N{next(conta)}"} | ({"figli": figli} if figli else {})


def rovesciato(nodo):
    return nodo | ({"figli": [rovesciato(figlio) for figlio in reversed(nodo["figli"])]} if "figli" in nodo else {})


@st.composite
def schede(disegna, presenti=VALORI):
    regole = con_codici(disegna(alberi()))
    foglie = sorted(leggi_smvp({"scheda": regole}).foglie)
    return regole, {cod: disegna(presenti) for cod in foglie}


def punteggio(regole, valori):
    return valuta_scheda(leggi_smvp({"scheda": regole, "decimali_punteggio": 4}), valori).punteggio


@given(schede())
def test_il_punteggio_di_un_albero_qualsiasi_sta_fra_zero_e_cento(scheda):
    assert 0 <= punteggio(*scheda) <= 100


@given(schede(), st.data())
def test_migliorare_una_voce_non_abbassa_il_punteggio(scheda, caso):
    regole, valori = scheda
    quale = caso.draw(st.sampled_from(sorted(valori)))
    meglio = valori | {quale: caso.draw(st.decimals(valori[quale], 100, places=2))}
    assert punteggio(regole, valori) <= punteggio(regole, meglio)


@given(schede())
def test_l_ordine_dei_componenti_e_dei_valori_non_conta(scheda):
    regole, valori = scheda
    al_contrario = dict(reversed(valori.items()))
    assert punteggio(regole, valori) == punteggio(rovesciato(regole), al_contrario)


def punteggio_se_c_e(regole, valori):
    """None quando tutto ciò che conta manca: il motore lo dice, non inventa un numero."""
    try:
        return punteggio(regole, valori)
    except NonCalcolabile:
        return None


@given(schede(presenti=st.none() | VALORI))
def test_cio_che_manca_e_non_conta_lascia_il_punteggio_nei_limiti_o_senza(scheda):
    regole, valori = scheda
    esito = punteggio_se_c_e(regole, valori)
    assert 0 <= esito <= 100 if esito is not None else None in valori.values()


@given(schede(), st.data(), st.sampled_from(["escludi", "zero", "cento"]))
def test_neutralizzare_una_voce_lascia_il_punteggio_nei_limiti(scheda, caso, politica):
    regole, valori = scheda
    assume(len(valori) > 1)
    quale = caso.draw(st.sampled_from(sorted(valori)))
    esito = punteggio_se_c_e(regole, valori | {quale: None, "_politica": {quale: politica}})
    assert 0 <= esito <= 100


@given(schede(), st.data())
def test_neutralizzare_a_zero_non_alza_e_a_cento_non_abbassa(scheda, caso):
    regole, valori = scheda
    quale = caso.draw(st.sampled_from(sorted(valori)))
    assume("figli" in regole)
    com_era = punteggio(regole, valori)
    senza = {politica: valori | {quale: None, "_politica": {quale: politica}} for politica in ("zero", "cento")}
    assert punteggio(regole, senza["zero"]) <= com_era <= punteggio(regole, senza["cento"])


@given(schede())
def test_valori_tutti_uguali_danno_quel_valore_dove_nulla_si_converte(scheda):
    regole, valori = scheda
    piane = senza_conversioni(regole)
    assert punteggio(piane, dict.fromkeys(valori, D(70))) == 70


def senza_conversioni(nodo):
    pulito = {nome: valore for nome, valore in nodo.items() if nome not in ("poi", "massimo", "conv")}
    return pulito | ({"figli": [senza_conversioni(figlio) for figlio in nodo["figli"]]} if "figli" in nodo else {})
