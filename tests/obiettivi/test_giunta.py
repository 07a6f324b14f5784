"""I numeri e le novità che la Giunta legge."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.letture.giunta import _nudo, _somigliano, novita_del_piano, numeri_del_piano
from tests.fabbriche import (
    CicloFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    RisorsaFactory,
    UnitaFactory,
)


@pytest.fixture
def ciclo(db):
    return CicloFactory(anno=2026)


@pytest.fixture
def prima(ciclo):
    return CicloFactory(ente=ciclo.ente, anno=2025, stato="approvato")


def obiettivo(ciclo, stato="validato", **campi):
    return ObiettivoFactory(ciclo=ciclo, stato=stato, **{"livello": "operativo", **campi})


def test_si_conta_solo_cio_che_entra_nel_piano(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    dentro = [obiettivo(ciclo, unita=unita), obiettivo(ciclo, livello="strategico", unita=unita)]
    IndicatoreFactory(obiettivo=dentro[0])
    fuori = obiettivo(ciclo, stato="bozza", unita=UnitaFactory(ente=ciclo.ente))
    IndicatoreFactory(obiettivo=fuori)
    obiettivo(ciclo, stato="ritirato")
    numeri = numeri_del_piano(ciclo)
    assert (numeri.operativi, numeri.strategici, numeri.indicatori, numeri.unita, numeri.fuori) == (1, 1, 1, 1, 1)


def test_un_unita_con_piu_obiettivi_conta_una_volta(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    for _ in range(3):
        ObiettivoUnitaFactory(obiettivo=obiettivo(ciclo), unita=unita)
    assert numeri_del_piano(ciclo).unita == 1


def test_le_risorse_sono_gli_importi_dell_anno_degli_obiettivi_che_entrano_e_del_piano(ciclo):
    dentro, fuori = obiettivo(ciclo), obiettivo(ciclo, stato="bozza")
    RisorsaFactory(obiettivo=dentro, importo=Decimal("100.10"))
    RisorsaFactory(obiettivo=dentro, importo=Decimal("9.90"), anno=2026)
    RisorsaFactory(obiettivo=dentro, importo=Decimal("7000"), anno=2027)
    RisorsaFactory(obiettivo=dentro, importo=None)
    RisorsaFactory(obiettivo=dentro, importo=Decimal("5"), tipo="umana")
    RisorsaFactory(obiettivo=fuori, importo=Decimal("8000"))
    RisorsaFactory(obiettivo=None, ciclo=ciclo, importo=Decimal("1000"))
    assert numeri_del_piano(ciclo).risorse == Decimal("1110.00")


def test_senza_importi_scritti_non_si_dice_zero(ciclo):
    RisorsaFactory(obiettivo=obiettivo(ciclo), importo=None)
    assert numeri_del_piano(ciclo).risorse is None


def test_un_importo_zero_scritto_e_zero(ciclo):
    RisorsaFactory(obiettivo=obiettivo(ciclo), importo=Decimal(0))
    assert numeri_del_piano(ciclo).risorse == Decimal(0)


# ---- novità ----------------------------------------------------------------------------------------------------


def test_senza_l_anno_prima_sono_tutti_nuovi(ciclo):
    suo = obiettivo(ciclo)
    novita = novita_del_piano(ciclo)
    assert (novita.anno, novita.nuovi, novita.continuano, novita.chiusi) == (None, [suo], [], [])


@pytest.mark.parametrize(
    ("vecchio", "nuovo"),
    [
        ({"titolo": "Tempi certi"}, {"titolo": "Tempi certi"}),
        ({"titolo": "Tempi  certi."}, {"titolo": "TEMPI CERTI"}),
        ({"titolo": "Ridurre i tempi", "codice": "1.1"}, {"titolo": "Ridurre ancora i tempi", "codice": "1.1"}),
    ],
)
def test_lo_stesso_obiettivo_si_riconosce(ciclo, prima, vecchio, nuovo):
    era, adesso = obiettivo(prima, **vecchio), obiettivo(ciclo, **nuovo)
    assert novita_del_piano(ciclo).continuano == [(adesso, era)]


@pytest.mark.parametrize(
    ("vecchio", "nuovo"),
    [
        ({"titolo": "Mensa scolastica", "codice": "1.1"}, {"titolo": "Illuminazione a led", "codice": "1.1"}),
        ({"titolo": "Ridurre i tempi"}, {"titolo": "Ridurre ancora i tempi"}),
        ({"titolo": "Tempi certi", "livello": "strategico"}, {"titolo": "Tempi certi"}),
        (
            {"titolo": "Ridurre i tempi", "codice": "1", "livello": "strategico"},
            {"titolo": "Ridurre molto i tempi", "codice": "1"},
        ),
    ],
)
def test_due_obiettivi_diversi_non_si_confondono(ciclo, prima, vecchio, nuovo):
    era, adesso = obiettivo(prima, **vecchio), obiettivo(ciclo, **nuovo)
    novita = novita_del_piano(ciclo)
    assert (novita.nuovi, novita.chiusi) == ([adesso], [era])


def test_il_legame_scritto_vale_piu_del_titolo(ciclo, prima):
    vero, omonimo = obiettivo(prima, titolo="Vecchio nome"), obiettivo(prima, titolo="Nuovo nome")
    adesso = obiettivo(ciclo, titolo="Nuovo nome", precedente=vero)
    novita = novita_del_piano(ciclo)
    assert (novita.continuano, novita.chiusi) == ([(adesso, vero)], [omonimo])


def test_un_obiettivo_di_prima_continua_in_uno_solo(ciclo, prima):
    era = obiettivo(prima, titolo="Tempi certi")
    uno, altro = obiettivo(ciclo, titolo="Tempi certi"), obiettivo(ciclo, titolo="Tempi certi")
    novita = novita_del_piano(ciclo)
    assert (novita.continuano, novita.nuovi) == ([(uno, era)], [altro])


def test_un_ritirato_non_risulta_fra_quelli_che_non_continuano(ciclo, prima):
    obiettivo(prima, stato="ritirato")
    assert novita_del_piano(ciclo).chiusi == []


def test_conta_solo_l_anno_immediatamente_prima_dello_stesso_ente(ciclo):
    obiettivo(CicloFactory(anno=2025), titolo="Altrui")
    obiettivo(CicloFactory(ente=ciclo.ente, anno=2024), titolo="Vecchio")
    assert novita_del_piano(ciclo).anno is None


@pytest.mark.parametrize("quanti", [1, 12])
def test_le_letture_delle_novita_non_crescono(ciclo, prima, quanti, django_assert_num_queries):
    for n in range(quanti):
        obiettivo(prima, titolo=f"Obiettivo {n}")
        obiettivo(ciclo, titolo=f"Obiettivo {n}")
    with django_assert_num_queries(3):
        assert len(novita_del_piano(ciclo).continuano) == quanti


@given(st.text(max_size=60))
def test_un_titolo_somiglia_a_se_stesso_comunque_sia_scritto(titolo):
    assert _nudo(titolo) == _nudo(f"  {titolo} ")
    assert _somigliano(titolo, titolo)


@given(st.text(max_size=40), st.text(max_size=40))
def test_la_somiglianza_non_dipende_da_maiuscole_e_punteggiatura(uno, altro):
    assert _somigliano(uno, altro) == _somigliano(f"{uno}!", f"«{altro}»")
