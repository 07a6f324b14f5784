"""Le celle piccole si tacciono e nessuno le ricava: né per differenza, né mettendo insieme le equazioni."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valutazione.aggregati.soppressione import gruppi_da_tacere, tabella

K = 4


def fai(righe, k=K):
    """Una tabella da righe di numeri."""
    conti = {(f"r{i}", f"c{j}"): n for i, riga in enumerate(righe) for j, n in enumerate(riga)}
    nomi_righe = [f"r{i}" for i in range(len(righe))]
    return tabella(conti, nomi_righe, [f"c{j}" for j in range(len(righe[0]))], k)


def vera(righe):
    con_somma = [[*riga, sum(riga)] for riga in righe]
    return [*con_somma, [sum(colonna) for colonna in zip(*con_somma, strict=True)]]


def test_senza_celle_piccole_si_dice_tutto():
    assert fai([[4, 0], [9, 12]]).celle == ((4, 0, 4), (9, 12, 21), (13, 12, 25))


def test_lo_zero_si_dice_e_la_soglia_si_puo_cambiare():
    assert fai([[3, 0]], k=2).celle == ((3, 0, 3), (3, 0, 3))


def test_una_cella_piccola_ne_fa_tacere_altre():
    pubblicata = fai([[1, 20, 30], [40, 50, 60], [70, 80, 90]])
    assert pubblicata.celle[0][0] is None
    assert pubblicata.taciute >= 4  # un giro chiuso: due righe e due colonne


def test_pochissime_persone_in_tutto_e_non_si_dice_nulla():
    assert all(cella in (None, 0) for riga in fai([[1, 0], [0, 2]]).celle for cella in riga)


def test_l_ultima_riga_e_il_totale():
    pubblicata = fai([[5, 6]])
    assert pubblicata.per_riga[-1] == ("Totale", (5, 6, 11))
    assert pubblicata.per_riga_e_colonna[-1] == ("Totale", [("c0", 5), ("c1", 6), ("Totale", 11)])


@pytest.mark.parametrize(
    ("quanti", "taciuti"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 1, "b": 20, "c": 30}, {"a", "b"}),
        ({"a": 2, "b": 3, "c": 30}, {"a", "b"}),
        ({"a": 1, "b": 0, "c": 30}, {"a", "c"}),
        ({"a": 1}, {"a"}),
        ({}, set()),
    ],
)
def test_di_un_gruppo_piccolo_non_si_ricava_la_media_da_quella_di_tutti(quanti, taciuti):
    assert gruppi_da_tacere(quanti, K) == taciuti


numeri = st.integers(0, 12)
tabelle = st.integers(1, 4).flatmap(
    lambda larga: st.lists(st.lists(numeri, min_size=larga, max_size=larga), min_size=1, max_size=4)
)


@given(tabelle)
@settings(max_examples=150, deadline=None)
def test_nessuna_cella_piccola_e_scritta_e_cio_che_e_scritto_e_vero(righe):
    pubblicata, piena = fai(righe), vera(righe)
    for scritta, esatta in zip(pubblicata.celle, piena, strict=True):
        for cella, quante in zip(scritta, esatta, strict=True):
            assert cella in (None, quante)
            assert cella is None or not 0 < cella < K


@given(tabelle)
@settings(max_examples=150, deadline=None)
def test_nessuna_cella_taciuta_si_ricava_dalle_somme(righe):
    """Con le equazioni vere, non con il nostro modo di scegliere: nessuna incognita è determinata."""
    celle = fai(righe).celle
    incognite = [(i, j) for i, riga in enumerate(celle) for j, cella in enumerate(riga) if cella is None]
    sistema = _equazioni(celle, incognite)
    for posto in range(len(incognite)):
        sola = [Fraction(int(posto == altro)) for altro in range(len(incognite))]
        assert _rango([*sistema, sola]) > _rango(sistema)


@given(tabelle)
@settings(max_examples=150, deadline=None)
def test_cio_che_si_ricava_per_differenza_da_un_totale_riguarda_almeno_k_persone(righe):
    celle, piena = fai(righe).celle, vera(righe)
    for scritta, esatta in zip([*celle, *zip(*celle, strict=True)], [*piena, *zip(*piena, strict=True)], strict=True):
        nascoste = sum(quante for cella, quante in zip(scritta[:-1], esatta[:-1], strict=True) if cella is None)
        assert scritta[-1] is None or nascoste == 0 or nascoste >= K


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 15), max_size=6))
def test_i_gruppi_taciuti_insieme_sono_almeno_k_oppure_sono_tutti(quanti):
    taciuti = gruppi_da_tacere(quanti, K)
    presenti = {nome for nome, persone in quanti.items() if persone}
    assert not taciuti or sum(quanti[nome] for nome in taciuti) >= K or taciuti == presenti
    assert not [nome for nome in presenti - taciuti if quanti[nome] < K]


def _equazioni(celle, incognite):
    """Una equazione per riga e per colonna: la somma di dentro meno il totale è zero."""
    alte, larghe = len(celle), len(celle[0])
    linee = [[(i, j) for j in range(larghe)] for i in range(alte)]
    linee += [[(i, j) for i in range(alte)] for j in range(larghe)]
    segni = [{cella: Fraction(-1 if cella == linea[-1] else 1) for cella in linea} for linea in linee]
    return [[segno.get(cella, Fraction(0)) for cella in incognite] for segno in segni]


def _rango(matrice):
    righe, rango = [list(riga) for riga in matrice], 0
    for colonna in range(len(righe[0]) if righe else 0):
        perno = next((r for r in range(rango, len(righe)) if righe[r][colonna]), None)
        if perno is None:
            continue
        righe[rango], righe[perno] = righe[perno], righe[rango]
        for r in range(rango + 1, len(righe)):
            quanto = righe[r][colonna] / righe[rango][colonna]
            righe[r] = [a - quanto * b for a, b in zip(righe[r], righe[rango], strict=True)]
        rango += 1
    return rango
