"""Dal valore rilevato al grado: le tabelle del formato, i bordi, ciò che si rifiuta."""

from datetime import date
from decimal import Decimal as D

import pytest

from obiettivi.misura import (
    NON_APPLICABILE,
    Assenza,
    EntroData,
    Fascia,
    Fisso,
    Gradini,
    Identita,
    Intervallo,
    InversoRapporto,
    InversoScostamento,
    Lineare,
    Livelli,
    NonCalcolabile,
    Rapporto,
    SiNo,
    Soglie,
    TabellaFasce,
)
from obiettivi.misura.conversioni import etichetta


def su(consuntivo, target, **altro):
    return {"consuntivo": consuntivo, "target": target} | altro


GIUDIZI = Livelli(livelli={"Alta": D(8), "Bassa": D(2), "3": D(60), "2.5": D(50)})
TABELLA = TabellaFasce(
    (Fascia(Fisso(D(100)), a=D(0)), Fascia(Fisso(D(50)), da=D(1), a=D(30)), Fascia(Fisso(D(0)), da=D(31)))
)
GRADINI, SCADENZA = Gradini(tabella=TABELLA), EntroData(tabella=TABELLA)
SESSANTA = Lineare(da=(D(0), D(100)), a=(D(0), D(60)))
TUTTE = [
    Identita(),
    SESSANTA,
    GIUDIZI,
    GRADINI,
    SCADENZA,
    SiNo(),
    Rapporto(),
    InversoRapporto(),
    InversoScostamento(),
    Soglie(),
    Intervallo(),
]


@pytest.mark.parametrize(
    ("conversione", "valore", "grado"),
    [
        (Identita(), 33, "33"),
        (Identita(minimo=D(0), massimo=D(40)), 55, "40"),
        (Identita(minimo=D(0), massimo=D(40)), -5, "0"),
        (SESSANTA, 78, "46.8"),
        (SESSANTA, 130, "60"),
        (SESSANTA, -1, "0"),
        (Lineare(da=(D(0), D(100)), a=(D(0), D(60)), satura=False), 130, "78"),
        (Lineare(da=(D(30), D(0)), a=(D(0), D(100))), 15, "50"),
        (Lineare(da=(D(30), D(0)), a=(D(0), D(100))), 45, "0"),
        (Lineare(da=(D(0), D(4)), a=(D(100), D(0))), 1, "75"),
        (GIUDIZI, "Alta", "8"),
        (GIUDIZI, 3, "60"),
        (GIUDIZI, D("3.0"), "60"),
        (GIUDIZI, D("2.50"), "50"),
        (GRADINI, 0, "100"),
        (GRADINI, 1, "50"),
        (GRADINI, 31, "0"),
        (SiNo(), True, "100"),
        (SiNo(), False, "0"),
        (Rapporto(), su(72, 80), "90"),
        (Rapporto(massimo=D(100)), su(85, 80), "100"),
        (Rapporto(), su(0, 80), "0"),
        (InversoRapporto(), su(60, 30), "50"),
        (InversoRapporto(), su(15, 30), "200"),
        (InversoScostamento(), su(33, 30), "90"),
        (InversoScostamento(minimo=D(0)), su(90, 30), "0"),
        (Soglie(), su(65, 80, minimo=50), "50"),
        (Soglie(), su(45, 30, minimo=60), "50"),
        (Soglie(minimo=D(0)), su(40, 80, minimo=50), "0"),
        (Intervallo(), {"consuntivo": 50, "minimo": 40, "massimo": 50}, "100"),
        (Intervallo(), {"consuntivo": 51, "minimo": 40, "massimo": 50}, "0"),
        (Intervallo(tolleranza=D(10)), {"consuntivo": 35, "minimo": 40, "massimo": 50}, "50"),
        (Intervallo(tolleranza=D(10)), {"consuntivo": 60, "minimo": 40, "massimo": 50}, "0"),
        (Intervallo(tolleranza=D(10)), {"consuntivo": 90, "minimo": 40, "massimo": 50}, "0"),
        (SCADENZA, su("2026-08-31", "2026-08-31"), "100"),
        (SCADENZA, su("2026-09-30", "2026-08-31"), "50"),
        (SCADENZA, su("2026-10-01", "2026-08-31"), "0"),
        (SCADENZA, su(date(2026, 1, 1), date(2026, 8, 31)), "100"),
    ],
)
def test_ogni_conversione_da_il_grado_della_sua_formula(conversione, valore, grado):
    assert conversione(valore).valore == D(grado)


@pytest.mark.parametrize("conversione", TUTTE, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("valore", [None, {"consuntivo": None, "target": 80}, {"target": 80}, {}])
def test_cio_che_manca_resta_mancante_e_non_diventa_zero(conversione, valore):
    grado = conversione(valore)
    assert (grado.valore, grado.assenza) == (None, Assenza.MANCANTE)


@pytest.mark.parametrize("conversione", TUTTE, ids=lambda c: type(c).__name__)
def test_cio_che_non_e_applicabile_non_manca_e_non_vale_nulla(conversione):
    grado = conversione(NON_APPLICABILE)
    assert (grado.valore, grado.assenza) == (None, Assenza.NON_APPLICABILE)


@pytest.mark.parametrize("conversione", [Identita(), Rapporto(), SiNo()], ids=lambda c: type(c).__name__)
def test_zero_e_un_valore(conversione):
    zero = {Identita: 0, Rapporto: su(0, 10), SiNo: False}[type(conversione)]
    assert conversione(zero).valore == 0
    assert conversione(zero).assenza is None


@pytest.mark.parametrize(
    ("conversione", "valore", "frase"),
    [
        (Rapporto(), su(10, 0), "target è zero"),
        (Rapporto(), su(10, -5), "target è negativo"),
        (InversoRapporto(), su(10, 0), "target è zero"),
        (InversoRapporto(), su(0, 10), "consuntivo è zero e sta al denominatore"),
        (InversoRapporto(), su(-1, 10), "consuntivo è negativo"),
        (InversoScostamento(), su(10, 0), "target è zero"),
        (Soglie(), su(10, 50, minimo=50), "uguale al minimo"),
        (Soglie(), su(10, 50), "Manca «minimo»"),
        (Rapporto(), {"consuntivo": 3}, "Manca «target»"),
        (Rapporto(), 3, "Attese le voci di un confronto"),
        (Rapporto(), su("molti", 3), "«consuntivo»: atteso un numero"),
        (Intervallo(), {"consuntivo": 3, "minimo": 9, "massimo": 1}, "intervallo è rovesciato"),
        (SiNo(), "sì", "Atteso vero o falso, trovato “sì”"),
        (SiNo(), 1, "Atteso vero o falso, trovato 1"),
        (Identita(), True, "atteso un numero"),
        (Identita(), su(1, 2), "atteso un numero"),
        (GIUDIZI, "alta", "non è nella scala: «Alta», «Bassa», «3», «2.5» \\(forse «Alta»\\)"),
        (GIUDIZI, "xyz", "“xyz” non è nella scala: «Alta», «Bassa», «3», «2.5»\\.$"),
        (GRADINI, "0.5", "0,5 non cade in nessuna fascia"),
        (SCADENZA, su("31/8/2026", "2026-08-31"), "«consuntivo»: attesa una data come 2026-01-31"),
    ],
)
def test_cio_che_non_si_puo_convertire_e_rifiutato_dicendo_perche(conversione, valore, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        conversione(valore)


def test_il_grado_porta_formula_dati_ed_esito():
    (passo,) = Rapporto()(su(72, 80), "O1").passi
    assert str(passo) == "O1 · conversione: consuntivo / target × 100 (consuntivo 72, target 80) = 90"


def test_il_tetto_e_un_passo_a_se_con_il_suo_limite():
    _, tetto = Rapporto(massimo=D(100))(su(85, 80), "O2").passi
    assert str(tetto) == "O2 · tetto: non sopra (limite 100) = 100"


def test_il_pavimento_e_un_passo_a_se():
    _, pavimento = Identita(minimo=D(0))(-3).passi
    assert str(pavimento) == "pavimento: non sotto (limite 0) = 0"


def test_la_derivazione_di_una_scadenza_dice_i_giorni_di_ritardo():
    (passo,) = SCADENZA(su("2026-09-15", "2026-08-31")).passi
    assert "fatto il “15/09/2026”, entro il “31/08/2026”, giorni di ritardo 15) = 50" in str(passo)


def test_la_derivazione_dice_se_il_valore_e_stato_riportato_dentro_il_tratto():
    assert "valore 130, riportato a 100, x0 0, x1 100, y0 0, y1 60) = 60" in str(SESSANTA(130).passi[0])


def test_anche_l_assenza_lascia_un_passo():
    assert str(Identita()(None, "COMP").passi[0]) == "COMP · rilevazione: manca = nulla"


def test_un_grado_che_c_e_e_certo():
    assert Identita()(7).certo == 7


def test_un_grado_che_serve_e_manca_lo_dice():
    with pytest.raises(NonCalcolabile, match="manca"):
        _ = Identita()(None).certo
    with pytest.raises(NonCalcolabile, match="Il valore non è applicabile"):
        _ = Identita()(NON_APPLICABILE).certo


@pytest.mark.parametrize(
    ("valore", "nome"), [("3.0", "3.0"), (3, "3"), (D("3.10"), "3.1"), (10, "10"), (True, "True")]
)
def test_un_livello_numerico_si_chiama_senza_zeri_inutili(valore, nome):
    assert etichetta(valore) == nome
