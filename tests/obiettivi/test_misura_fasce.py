"""Le fasce: un punteggio in una e una sola, e dove una tabella non tiene."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura import Crescente, Fascia, Fisso, NonCalcolabile, Proporzionale, TabellaFasce, scandisci

UNO = Fisso(D(1))


def fascia(testo: str, esito=UNO, nome: str = "") -> Fascia:
    """«[0;60)» come in matematica; un estremo vuoto è senza limite."""
    da, a = (D(estremo) if estremo else None for estremo in testo[1:-1].split(";"))
    return Fascia(esito, da, a, da_incluso=testo[0] == "[", a_incluso=testo[-1] == "]", nome=nome)


def tabella(*testi: str, decimali: int | None = None) -> TabellaFasce:
    return TabellaFasce(tuple(fascia(testo, nome=testo) for testo in testi), decimali)


MADIGNANO = ("(;50)", "[50;60]", "(60;70]", "(70;80]", "(80;90]", "(90;)")
SANNAZZARO = ("[0;11]", "[12;24]", "[25;36]", "[37;48]", "[49;60]")
ARPINO = ("(;70)", "[70;79]", "[80;90]", "[90;100]")


@pytest.mark.parametrize(
    ("punteggio", "attesa"),
    [
        ("-1000", "(;50)"),
        ("49.99", "(;50)"),
        ("50", "[50;60]"),
        ("60", "[50;60]"),
        ("60.01", "(60;70]"),
        ("90", "(80;90]"),
        ("90.0000001", "(90;)"),
        ("1000", "(90;)"),
    ],
)
def test_gli_estremi_decidono_la_fascia(punteggio, attesa):
    assert tabella(*MADIGNANO).trova(D(punteggio)).nome == attesa


@pytest.mark.parametrize(("punteggio", "attesa"), [("48.5", "[49;60]"), ("48.49", "[37;48]"), ("11.5", "[12;24]")])
def test_il_punteggio_si_arrotonda_prima_di_cercare_la_fascia(punteggio, attesa):
    assert tabella(*SANNAZZARO, decimali=0).trova(D(punteggio)).nome == attesa


def test_il_rumore_delle_divisioni_non_fa_scendere_di_fascia():
    assert tabella("[0;60)", "[60;100]").trova(D("59." + "9" * 45)).nome == "[60;100]"


@pytest.mark.parametrize(
    ("testi", "punteggio", "frase"),
    [
        (ARPINO, "79.5", "79,5 non cade in nessuna fascia"),
        (ARPINO, "90", r"90 cade in più fasce: «\[80;90\]», «\[90;100\]»"),
        (SANNAZZARO, "61", "61 non cade in nessuna fascia"),
    ],
)
def test_un_punteggio_fuori_posto_e_rifiutato(testi, punteggio, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        tabella(*testi).trova(D(punteggio))


@pytest.mark.parametrize(
    ("testi", "decimali", "difetto"),
    [
        (MADIGNANO, None, None),
        (MADIGNANO, 2, None),
        (SANNAZZARO, 0, None),
        (SANNAZZARO, 2, "il punteggio 11,01 non cade in nessuna fascia"),
        (SANNAZZARO, None, "il punteggio 11,5 non cade in nessuna fascia"),
        (ARPINO, 0, "il punteggio 90 cade in 2 fasce"),
        (ARPINO, 1, "il punteggio 79,1 non cade in nessuna fascia"),
        (("[0;60]", "(60;100]"), None, None),
        (("[0;60)", "(60;100]"), None, "il punteggio 60 non cade in nessuna fascia"),
        (("[0;60)", "(60;100]"), 2, "il punteggio 60 non cade in nessuna fascia"),
        (("[0;60]", "[60;100]"), None, "il punteggio 60 cade in 2 fasce"),
        (("(0;60]", "(60;100]"), 2, "il punteggio 0 non cade in nessuna fascia"),
        (("(;60)", "(;60)", "[60;)"), 2, "il punteggio 59,99 cade in 2 fasce"),
        (("(;60)", "(;60)", "[60;)"), None, "il punteggio 59 cade in 2 fasce"),
        (("(;60]", "(60;)", "(60;)"), None, "il punteggio 61 cade in 2 fasce"),
        (("[0;69.99]", "[70;100]"), 2, None),
        (("[0;69.99]", "[70;100]"), 3, "il punteggio 69,991 non cade in nessuna fascia"),
        (("(;)",), 2, None),
        (("(;)",), None, None),
        (("(;)", "(;)"), 2, "qualsiasi punteggio cade in 2 fasce"),
        (("(;)", "(;)"), None, "qualsiasi punteggio cade in 2 fasce"),
        (("[0.3;0.4]",), 0, None),
    ],
)
def test_una_tabella_con_buchi_o_sovrapposizioni_dice_il_primo_punto(testi, decimali, difetto):
    assert tabella(*testi).difetto(decimali=decimali) == difetto


def test_i_decimali_della_tabella_vengono_prima_di_quelli_del_punteggio():
    assert tabella(*SANNAZZARO, decimali=0).difetto(decimali=2) is None


@pytest.mark.parametrize(
    ("passo", "buchi", "doppi", "primo_buco", "primo_doppio"),
    [
        ("0.1", 9, 1, "79.1", "90.0"),
        ("1", 0, 1, None, "90"),
        ("0.01", 99, 1, "79.01", "90.00"),
        ("200", 0, 0, None, None),
    ],
)
def test_la_scansione_conta_i_punti_fuori_posto(passo, buchi, doppi, primo_buco, primo_doppio):
    trovato = scandisci(tabella(*ARPINO), minimo=D(0), massimo=D(100), passo=D(passo))
    primi = [None if p is None else str(p) for p in (trovato.primo_buco, trovato.prima_sovrapposizione)]
    assert (trovato.buchi, trovato.sovrapposizioni, *primi) == (buchi, doppi, primo_buco, primo_doppio)
    assert trovato.valida == (not buchi and not doppi)


def test_la_scansione_arrotonda_come_la_ricerca():
    assert scandisci(tabella(*SANNAZZARO, decimali=0), minimo=D(0), massimo=D(60), passo=D("0.1")).valida


def test_la_scansione_conta_anche_cio_che_sta_fuori_dagli_estremi():
    trovato = scandisci(tabella("[10;20]"), minimo=D(0), massimo=D(30), passo=D(1))
    assert (trovato.buchi, trovato.primo_buco) == (20, D(0))


def test_un_passo_minuscolo_non_costa_di_piu():
    trovato = scandisci(tabella(*ARPINO), minimo=D(0), massimo=D(100), passo=D("0.0000000001"))
    assert trovato.buchi == 10**10 - 1


@pytest.mark.parametrize(
    ("minimo", "massimo", "passo", "frase"),
    [
        (0, 100, "0", "passo positivo"),
        (0, 100, "-1", "passo positivo"),
        (100, 0, "1", "non inferiore al minimo"),
        (0, 100, "1E-30", "punti da scandire sono troppi"),
    ],
)
def test_una_scansione_impossibile_e_rifiutata(minimo, massimo, passo, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        scandisci(tabella(*ARPINO), minimo=D(minimo), massimo=D(massimo), passo=D(passo))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20), st.booleans(), st.booleans()), min_size=1, max_size=6)
)
def test_la_scansione_trova_cio_che_troverebbe_chi_prova_ogni_punto(grezze):
    fasce = tuple(Fascia(UNO, D(da), D(da + larga), di, ai) for da, larga, di, ai in grezze)
    trovato = scandisci(TabellaFasce(fasce), minimo=D(0), massimo=D(60), passo=D("0.5"))
    coperture = [sum(f.contiene(D(i) / 2) for f in fasce) for i in range(121)]
    assert trovato.buchi == coperture.count(0)
    assert trovato.sovrapposizioni == sum(quante > 1 for quante in coperture)
    assert trovato.primo_buco == (D(coperture.index(0)) / 2 if 0 in coperture else None)


@given(st.sets(st.integers(1, 99), min_size=1, max_size=8), st.booleans(), st.decimals(0, 100, places=4))
def test_una_tabella_di_estremi_consecutivi_tiene_e_ogni_punteggio_ha_la_sua_fascia(tagli, a_sinistra, punteggio):
    estremi = [None, *sorted(D(taglio) for taglio in tagli), None]
    fasce = tuple(Fascia(UNO, da, a, a_sinistra, not a_sinistra) for da, a in zip(estremi, estremi[1:], strict=False))
    assert TabellaFasce(fasce).difetto(decimali=None) is None
    assert TabellaFasce(fasce).trova(punteggio).contiene(punteggio)


@pytest.mark.parametrize(
    ("esito", "punteggio", "valore"),
    [
        (Fisso(D(25)), "48", "25"),
        (Proporzionale(D(60)), "48", "80"),
        (Proporzionale(D(100)), "94.6", "94.6"),
        (Crescente(D(50), D("1.25"), D(60)), "60", "50"),
        (Crescente(D(50), D("1.25"), D(60)), "80", "75"),
    ],
)
def test_la_fascia_da_un_valore_fisso_in_proporzione_o_crescente(esito, punteggio, valore):
    assert esito.di(D(punteggio)) == D(valore)
    assert esito.formula


@pytest.mark.parametrize(
    ("testo", "nome", "detta"),
    [
        ("[60;70)", "terza", "terza"),
        ("[60;70)", "", "da 60 a 70 escluso"),
        ("(;50]", "", "a 50"),
        ("(80;)", "", "da 80 escluso"),
        ("(;)", "", "senza limiti"),
    ],
)
def test_una_fascia_si_chiama_con_il_suo_nome_o_con_i_suoi_estremi(testo, nome, detta):
    assert str(fascia(testo, nome=nome)) == detta
