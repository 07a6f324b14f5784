"""Le medie del quadro, per qualunque insieme di obiettivi: limiti, ordine, chi manca non conta e non vale zero."""

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from obiettivi.letture.risultati.medie import dell_ente, delle_linee
from obiettivi.letture.risultati.tipi import Aggregato, RisultatoObiettivo
from obiettivi.misura.esiti import Esito, di_quanti

gradi = st.none() | st.decimals(0, 100, places=2)


def obiettivo(pk, grado, linea=1, *, prerequisito=False):
    return RisultatoObiettivo(
        pk=pk, identificativo=UUID(int=pk), codice=f"O{pk}", titolo="Tempi", livello="operativo",
        prerequisito=prerequisito, precedente=None, unita=1, unita_nome="Area", linea=linea, linea_nome=f"L{linea}",
        metodo="media", grado=grado, calcolato=grado, problema="", indicatori=(), fasi=(),
    )  # fmt: skip


@st.composite
def obiettivi(crea):
    fatti = crea(st.lists(st.tuples(gradi, st.integers(0, 3), st.booleans()), max_size=12))
    return [obiettivo(n, g, linea, prerequisito=p) for n, (g, linea, p) in enumerate(fatti, start=1)]


def unita(fatti):
    return [Aggregato(pk, f"U{pk}", grado, "media", ()) for pk, grado in enumerate(fatti, start=1)]


@given(obiettivi())
def test_ogni_obiettivo_sta_in_una_linea_sola(fatti):
    linee = delle_linee(fatti)
    assert sorted(uno.pk for linea in linee for uno in linea.obiettivi) == [uno.pk for uno in fatti]


@given(obiettivi(), st.randoms())
def test_l_ordine_degli_obiettivi_non_cambia_le_linee(fatti, caso):
    mischiati = caso.sample(fatti, len(fatti))
    assert {una.pk: una.grado for una in delle_linee(mischiati)} == {una.pk: una.grado for una in delle_linee(fatti)}


@given(obiettivi())
def test_una_linea_sta_fra_il_peggiore_e_il_migliore_dei_suoi_misurati(fatti):
    for linea in delle_linee(fatti):
        suoi = [uno.grado for uno in linea.obiettivi if uno.grado is not None and not uno.prerequisito]
        assert (linea.grado is None) is (not suoi)
        assert not suoi or min(suoi) <= linea.grado <= max(suoi)


@given(obiettivi())
def test_chi_non_e_misurato_non_cambia_il_grado_di_nessuno(fatti):
    nuovi = [*fatti, obiettivo(99, None, 1)]
    prima = {una.pk: una.grado for una in delle_linee(fatti)}
    assert {una.pk: una.grado for una in delle_linee(nuovi)} == {1: None} | prima


@given(obiettivi())
def test_gli_esiti_contano_tutti_una_volta(fatti):
    for linea in delle_linee(fatti):
        assert sum(linea.esiti.values()) == linea.totale
        assert linea.totale - linea.misurati == linea.esiti[Esito.NON_MISURATO]


@given(st.lists(gradi, max_size=8), st.randoms())
def test_l_ente_e_la_media_delle_unita_misurate_in_qualunque_ordine(fatti, caso):
    ente = dell_ente("Comune", unita(fatti))
    misurate = [grado for grado in fatti if grado is not None]
    assert ente.grado == dell_ente("Comune", unita(caso.sample(fatti, len(fatti)))).grado
    assert (ente.grado is None) is (not misurate)
    assert not misurate or abs(ente.grado - sum(misurate) / len(misurate)) < Decimal("0.0001")


@given(st.sampled_from(Esito), st.integers(0, 50))
def test_l_esito_di_uno_e_al_singolare_e_quello_di_piu_d_uno_al_plurale(esito, quanti):
    detto = di_quanti(esito, quanti)
    assert (detto == esito) is (quanti == 1)
    assert len(detto.split()) == len(esito.split())
