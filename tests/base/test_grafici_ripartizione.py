"""Le ripartizioni: barre divise in parti, riconoscibili senza colori."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.grafici import Riparto, ripartizione
from tests.base.test_grafici import CATTIVO, apri, descrizione, scritte

VOCI = ["raggiunti", "lontani", "n.d."]


def disegna(*righe, voci=VOCI, titolo="Esiti"):
    return ripartizione([Riparto(nome, quanti) for nome, quanti in righe], voci, prefisso="r", titolo=titolo)


def test_la_descrizione_dice_ogni_numero_in_parole():
    svg = disegna(("Area Tecnica", [3, 0, 1]), ("Vuota", [0, 0, 0]))
    assert descrizione(svg) == "Area Tecnica: 3 raggiunti, 1 n.d.; Vuota: n.d.."


def test_ogni_parte_che_ci_sta_porta_il_suo_numero():
    svg = disegna(("Area", [5, 7, 0]))
    assert {"5", "7"} <= set(scritte(svg))


def test_una_parte_troppo_stretta_tace_ma_resta_nella_descrizione():
    svg = disegna(("Area", [1, 999, 0]))
    assert "1" not in scritte(svg)
    assert "1 raggiunti" in descrizione(svg)


def test_la_legenda_nomina_solo_le_voci_presenti():
    svg = disegna(("Area", [5, 0, 2]))
    assert "lontani" not in scritte(svg)
    assert {"raggiunti", "n.d."} <= set(scritte(svg))


def test_due_parti_vicine_hanno_riempimenti_diversi():
    pieni = [uno.get("fill") for uno in apri(disegna(("Area", [5, 5, 5]))).iter() if uno.tag.endswith("rect")]
    barre = [pieno for pieno in pieni if pieno not in (None, "#fff")]
    assert len(set(barre)) >= 3


def test_una_riga_senza_tutte_le_voci_si_rifiuta():
    with pytest.raises(ValueError, match="Area"):
        disegna(("Area", [1, 2]))


def test_un_nome_ostile_resta_testo():
    assert "<script" not in disegna((CATTIVO, [1, 1, 1]), titolo=CATTIVO)


def test_una_legenda_lunga_va_a_capo():
    voci = [f"una voce piuttosto lunga numero {n}" for n in range(6)]
    stretta, larga = disegna(("Area", [1] * 3)), disegna(("Area", [1] * 6), voci=voci)
    assert altezza(larga) > altezza(stretta)


def altezza(svg):
    return float(apri(svg).get("viewBox").split()[3])


@given(st.lists(st.lists(st.integers(0, 10**4), min_size=3, max_size=3), min_size=1, max_size=8))
def test_nessuna_parte_esce_dal_disegno(righe):
    svg = apri(disegna(*((f"U{i}", quanti) for i, quanti in enumerate(righe))))
    for uno in svg.iter():
        if uno.tag.endswith("rect") and uno.get("width"):
            assert float(uno.get("x")) + float(uno.get("width")) <= 640
