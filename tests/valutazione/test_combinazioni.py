"""Da nessuna combinazione di somme si arriva a meno di k persone: lo si prova con un conto diverso dal nostro."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valutazione.aggregati.calcolo import DIVISIONI, Valutato, _dicibili, _divisi, aggrega
from valutazione.aggregati.combinazioni import esposti

K = 4
PRIMO = 2**61 - 1


def insieme(*chi):
    return frozenset(chi)


DIECI, CINQUE = frozenset(range(10)), frozenset(range(5))


@pytest.mark.parametrize(
    ("gruppi", "attesi"),
    [
        ([], None),
        ([DIECI], None),
        ([insieme(1, 2, 3)], insieme(1, 2, 3)),
        ([DIECI, frozenset(range(9))], insieme(9)),
        ([DIECI, CINQUE], None),
        ([DIECI, CINQUE, frozenset(range(5, 9))], insieme(9)),
        ([DIECI, CINQUE, frozenset(range(3, 10))], insieme(0, 1, 2)),
        ([frozenset(range(6)), frozenset(range(5, 12)), frozenset(range(12)) - {5}], insieme(5)),
    ],
)
def test_le_persone_che_una_combinazione_espone(gruppi, attesi):
    assert esposti(gruppi, K) == attesi


def test_con_una_soglia_piu_bassa_si_puo_dire_di_piu():
    assert esposti([DIECI, frozenset(range(8))], 3) == insieme(8, 9)
    assert esposti([DIECI, frozenset(range(8))], 2) is None


# ---- con un conto diverso: chi conosce le somme non distingue due mondi ----------------------------------------


def _determinate(gruppi, persone, k):
    """I piccoli insiemi di persone su cui ogni punteggio compatibile con le somme soddisfa la stessa equazione.

    Due mondi con le stesse somme differiscono per un vettore che i gruppi annullano: se su pochi posti quei vettori
    non possono essere qualsiasi, di quei posti si sa qualcosa.
    """
    nucleo = _nucleo([[int(p in gruppo) for p in persone] for gruppo in gruppi], len(persone))
    return [
        posti
        for quanti in range(1, k)
        for posti in combinations(range(len(persone)), quanti)
        if _rango([[vettore[posto] for posto in posti] for vettore in nucleo]) < quanti
    ]


def _rango(righe):
    return len(_a_scala(righe)[1])


def _a_scala(righe):
    righe, perni = [list(riga) for riga in righe], []
    for colonna in range(len(righe[0]) if righe else 0):
        fatte = len(perni)
        scelta = next((r for r in range(fatte, len(righe)) if righe[r][colonna] % PRIMO), None)
        if scelta is None:
            continue
        righe[fatte], righe[scelta] = righe[scelta], righe[fatte]
        inverso = pow(righe[fatte][colonna], -1, PRIMO)
        righe[fatte] = [valore * inverso % PRIMO for valore in righe[fatte]]
        for r in range(len(righe)):
            if r != fatte and righe[r][colonna]:
                quanto = righe[r][colonna]
                righe[r] = [(a - quanto * b) % PRIMO for a, b in zip(righe[r], righe[fatte], strict=True)]
        perni.append(colonna)
    return righe, perni


def _nucleo(righe, larga):
    """Una base dei vettori che ogni riga annulla."""
    scala, perni = _a_scala(righe)
    base = []
    for libera in (colonna for colonna in range(larga) if colonna not in perni):
        vettore = [int(colonna == libera) for colonna in range(larga)]
        for riga, perno in zip(scala, perni, strict=False):
            vettore[perno] = -riga[libera] % PRIMO
        base.append(vettore)
    return base


@given(st.lists(st.frozensets(st.integers(0, 8), min_size=1), max_size=5))
@settings(max_examples=80, deadline=None)
def test_si_trova_un_gruppo_esposto_se_e_solo_se_c_e(gruppi):
    assert (esposti(gruppi, K) is not None) == bool(_determinate(gruppi, range(9), K))


persona = st.builds(
    Valutato,
    st.sampled_from(["Dipendenti", "EQ", "Segretario"]),
    st.decimals(0, 100, places=1),
    st.sampled_from(["", "donna", "uomo"]),
    st.sampled_from(["", "Istruttori", "Funzionari"]),
)


def _insiemi(valutati):
    return {
        (divisione, nome): frozenset(chi)
        for divisione, divide in DIVISIONI.items()
        for nome, chi in _divisi(valutati, divide).items()
    }


@given(st.lists(persona, max_size=16))
@settings(max_examples=30, deadline=None)
def test_nessuna_combinazione_delle_medie_dette_riguarda_meno_di_k_persone(valutati):
    insiemi = _insiemi(valutati)
    detti = [insiemi[chiave] for chiave in _dicibili(insiemi, K)]
    assert _determinate(detti, range(len(valutati)), K) == []


@given(st.lists(persona, min_size=6, max_size=12), st.lists(persona, min_size=6, max_size=12))
@settings(max_examples=15, deadline=None)
def test_le_somme_di_due_anni_non_dicono_di_nessuno_piu_di_quelle_di_uno(primo, secondo):
    """Gli stessi dipendenti, un anno dopo: ogni punteggio è di un anno solo, anche se la persona è la stessa."""
    spostato = len(primo)
    dei_due = [
        frozenset(posto + avanti for posto in _insiemi(anno)[chiave])
        for anno, avanti in ((primo, 0), (secondo, spostato))
        for chiave in _dicibili(_insiemi(anno), K)
    ]
    assert esposti(dei_due, K) is None


def test_si_decide_in_fretta_anche_con_molte_persone_tutte_diverse():
    """Quattrocento persone in ventisette incroci: ciò che si tace si decide mentre la pagina si apre."""
    caso = random.Random(7)
    scelte = (["Dipendenti", "EQ", "Segretario"], ["", "donna", "uomo"], ["", "Istruttori", "Funzionari"])
    valutati = [Valutato(c, 80, g, a) for c, g, a in (map(caso.choice, scelte) for _ in range(400))]
    assert aggrega(valutati, [], anno=2026, k=K, concluse=True).tutti.persone == 400
