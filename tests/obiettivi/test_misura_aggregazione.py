"""Da più gradi a uno: le regole, chi manca, l'obiettivo."""

from decimal import Decimal as D

import pytest

from obiettivi.misura import METODI, Assenza, NonCalcolabile, Politica, Voce, aggrega, grado_obiettivo, neutralizzata

ESCLUDI, ZERO, CENTO = Politica.ESCLUDI, Politica.ZERO, Politica.CENTO


def voce(nome, valore, peso=None, politica=Politica.ERRORE):
    return Voce(nome, None if valore is None else D(valore), None if peso is None else D(peso), politica)


TRE = [voce("a", 90, 50), voce("b", 60, 30), voce("c", 0, 20)]


@pytest.mark.parametrize(
    ("regola", "atteso"),
    [("somma", "150"), ("media", "50"), ("minimo", "0"), ("media_pesata", "63"), ("somma_pesata", "63")],
)
def test_ogni_regola_aggrega_a_modo_suo(regola, atteso):
    assert aggrega(regola, TRE).valore == D(atteso)


def test_la_somma_pesata_divide_per_la_base_dichiarata():
    assert aggrega("somma_pesata", TRE, base_pesi=D(4)).valore == D(1575)


def test_i_pesi_della_media_non_devono_fare_cento():
    assert aggrega("media_pesata", [voce("a", 80, 1), voce("b", 50, 2)]).valore == D(60)


@pytest.mark.parametrize(
    ("regola", "politica", "atteso"),
    [
        ("media_pesata", ESCLUDI, "78.75"),
        ("media_pesata", ZERO, "63"),
        ("media_pesata", CENTO, "83"),
        ("somma_pesata", ESCLUDI, "78.75"),
        ("somma_pesata", ZERO, "63"),
        ("somma_pesata", CENTO, "83"),
        ("somma", ESCLUDI, "150"),
        ("somma", CENTO, "250"),
        ("media", ESCLUDI, "75"),
        ("media", ZERO, "50"),
        ("minimo", ESCLUDI, "60"),
        ("minimo", ZERO, "0"),
        ("minimo", CENTO, "60"),
    ],
)
def test_chi_manca_segue_la_politica_dichiarata(regola, politica, atteso):
    voci = [voce("a", 90, 50), voce("b", 60, 30), voce("c", None, 20, politica)]
    assert aggrega(regola, voci).valore == D(atteso)


@pytest.mark.parametrize("regola", ["somma", "media", "minimo", "media_pesata", "somma_pesata"])
def test_se_nessuno_conta_il_grado_manca_e_non_e_zero(regola):
    grado = aggrega(regola, [voce("a", None, 10, ESCLUDI)])
    assert (grado.valore, grado.assenza) == (None, Assenza.NON_APPLICABILE)
    assert "non conta" in str(grado.passi[0])


@pytest.mark.parametrize("regola", ["somma", "media", "minimo", "media_pesata", "somma_pesata"])
def test_senza_politica_una_voce_che_manca_ferma_il_conto(regola):
    with pytest.raises(NonCalcolabile, match="«c» non ha un valore"):
        aggrega(regola, [voce("a", 90, 50), voce("c", None, 20)])


@pytest.mark.parametrize(
    ("voci", "frase"),
    [
        ([voce("a", 90, 10), voce("b", 60)], "«b» non ha un peso"),
        ([voce("a", 90, -10)], "«a» ha un peso negativo"),
        ([voce("a", 90, 0), voce("b", None, 10, ESCLUDI)], "pesi presenti sommano a zero"),
    ],
)
@pytest.mark.parametrize("regola", ["media_pesata", "somma_pesata"])
def test_pesi_che_non_vanno_si_rifiutano(regola, voci, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        aggrega(regola, voci)


def test_se_tutti_i_pesi_sono_zero_la_media_non_esiste_e_la_somma_pesata_e_zero():
    senza_peso = [voce("a", 90, 0), voce("b", 60, 0)]
    with pytest.raises(NonCalcolabile, match="pesi presenti sommano a zero"):
        aggrega("media_pesata", senza_peso)
    assert aggrega("somma_pesata", senza_peso).valore == 0


def test_un_peso_zero_non_conta_ma_si_vede():
    grado = aggrega("media_pesata", [voce("a", 90, 10), voce("b", 0, 0)], nome="OB")
    assert grado.valore == 90
    assert str(grado.passi[-1]) == (
        "OB · aggregazione: Σ peso × valore / Σ pesi presenti (a 90, peso 10, b 0, peso 0) = 90"
    )


def test_neutralizzare_toglie_il_valore_e_tiene_il_motivo():
    neutra = neutralizzata(voce("b", 60, 30), politica=ESCLUDI, motivo="alluvione del 3 ottobre")
    grado = aggrega("media_pesata", [voce("a", 90, 50), neutra])
    assert grado.valore == 90
    assert "alluvione del 3 ottobre" in str(grado.passi[0])


def test_non_si_neutralizza_senza_dire_perche():
    with pytest.raises(NonCalcolabile, match="«b»: per neutralizzare serve il motivo"):
        neutralizzata(voce("b", 60), politica=ESCLUDI, motivo="  ")


# ---- l'obiettivo -------------------------------------------------------------------------------------------------

INDICATORI = [voce("tempi", 80, 60), voce("reclami", 50, 40)]
FASI = [voce("bando", 100, 1), voce("lavori", 40, 1)]


@pytest.mark.parametrize(
    ("metodo", "quota", "atteso"),
    [
        ("media_pesata", 0, "68"),
        ("minimo", 0, "50"),
        ("fasi", 0, "70"),
        ("mista", 50, "69"),
        ("mista", 0, "68"),
        ("mista", 100, "70"),
    ],
)
def test_il_grado_dell_obiettivo_segue_il_metodo_scelto_per_lui(metodo, quota, atteso):
    grado = grado_obiettivo(metodo, indicatori=INDICATORI, fasi=FASI, quota_fasi=D(quota))
    assert grado.valore == D(atteso)


def test_la_derivazione_mista_mostra_indicatori_fasi_e_quote():
    passi = grado_obiettivo("mista", indicatori=INDICATORI, fasi=FASI, quota_fasi=D(30)).passi
    assert [passo.voce for passo in passi] == ["indicatori", "fasi", ""]
    assert "indicatori 68, peso 70, fasi 70, peso 30" in str(passi[-1])


def test_nella_mista_se_gli_indicatori_sono_tutti_esclusi_contano_le_fasi():
    esclusi = [voce("tempi", None, 60, ESCLUDI)]
    assert grado_obiettivo("mista", indicatori=esclusi, fasi=FASI, quota_fasi=D(30)).valore == 70


@pytest.mark.parametrize(
    ("metodo", "indicatori", "fasi", "frase"),
    [
        ("media_pesata", [], FASI, "non ha indicatori"),
        ("minimo", [], FASI, "non ha indicatori"),
        ("fasi", INDICATORI, [], "non ha fasi"),
        ("mista", INDICATORI, [], "non ha fasi"),
        ("mista", [], FASI, "non ha indicatori"),
    ],
)
def test_senza_cio_che_il_metodo_chiede_il_grado_non_si_indovina(metodo, indicatori, fasi, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        grado_obiettivo(metodo, indicatori=indicatori, fasi=fasi, quota_fasi=D(50))


@pytest.mark.parametrize("quota", [-1, 101])
def test_la_quota_delle_fasi_sta_fra_zero_e_cento(quota):
    with pytest.raises(NonCalcolabile, match="fra 0 e 100"):
        grado_obiettivo("mista", indicatori=INDICATORI, fasi=FASI, quota_fasi=D(quota))


@pytest.mark.parametrize("metodo", METODI)
def test_ogni_metodo_ha_una_spiegazione(metodo):
    assert METODI[metodo]
