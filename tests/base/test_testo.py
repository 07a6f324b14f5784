"""Il testo che arriva da fuori: via ciò che non si legge, il resto com'è scritto."""

import pytest
from django.http import QueryDict

from piao.base.testo import cercato, in_cifre, leggibile, pulito, senza_controlli


@pytest.mark.parametrize(
    ("scritto", "resta"),
    [
        ("a\x00b\x07c\x1fd\x7fe\x85f", "abcdef"),
        ("riga\nriga\r\ncon\ttabulazione", "riga\nriga\r\ncon\ttabulazione"),
        ("perché «così» 😀 \u00a0\u200d", "perché «così» 😀 \u00a0\u200d"),
        ("", ""),
    ],
)
def test_se_ne_vanno_solo_i_caratteri_di_controllo(scritto, resta):
    assert senza_controlli(scritto) == resta


@pytest.mark.parametrize(("di_word", "segno"), [("\uf0b7", "•"), ("\uf0d8", "➢"), ("\uf0fc", "✓"), ("\uf0e0", "→")])
def test_i_segni_di_word_diventano_quelli_che_si_leggono(di_word, segno):
    assert leggibile(f"{di_word} punto\x0b") == f"{segno} punto"


def test_di_una_maschera_si_pulisce_ogni_campo_e_ogni_valore():
    inviato = QueryDict("titolo=a%00b&voci=1%07&voci=2&vuoto=")
    assert list(pulito(inviato).lists()) == [("titolo", ["ab"]), ("voci", ["1", "2"]), ("vuoto", [""])]
    assert inviato["titolo"] == "a\x00b"


def test_ciò_che_non_è_testo_passa_com_è():
    dati = QueryDict(mutable=True)
    dati.setlist("numeri", [1, None])
    assert pulito(dati).getlist("numeri") == [1, None]


@pytest.mark.parametrize(
    ("mandato", "numero"),
    [("0", 0), ("12", 12), ("9999", 9999), ("", None), (None, None), ("-1", None), ("1.5", None), ("due", None)],
)
def test_un_conto_si_legge_solo_se_sono_cifre(mandato, numero):
    assert in_cifre(mandato) == numero


@pytest.mark.parametrize("strano", ["²", "٣", "१", "10000", "9" * 5000, "1_0", " 1", "0x1"])
def test_cifre_di_altri_alfabeti_o_troppo_lunghe_non_sono_un_conto(strano):
    assert in_cifre(strano) is None


@pytest.mark.parametrize(
    ("scritto", "si_cerca"), [("\x00mensa", "mensa"), ("  mensa ", "mensa"), ("x" * 500, "x" * 100), ("", "")]
)
def test_cio_che_si_cerca_non_ha_caratteri_che_il_database_rifiuta(scritto, si_cerca):
    dati = QueryDict(mutable=True)
    dati["q"] = scritto
    assert cercato(dati) == si_cerca
    assert cercato(dati, "altro") == ""
