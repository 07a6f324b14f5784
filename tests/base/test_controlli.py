"""Il motore dei controlli: gravità, regolazioni, esiti che si scrivono e si rileggono uguali."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.controlli import (
    Ambito,
    Esito,
    Gravita,
    NonValutabile,
    Regola,
    Regolazione,
    Riferimento,
    Rilievo,
    Segnale,
    esamina,
    regola,
)

BLOCCO, ERRORE, AVVISO, INFO = Gravita
COSA = Riferimento("cosa", "1", "La prima")


def che_da(*gravita, codice="X1", massima=None, certa=True):
    """Una regola che dà quelle gravità; la più alta è quella dichiarata."""
    segnali = [Segnale(g, COSA, f"frase {n}") for n, g in enumerate(gravita)]
    alta = massima or min(gravita, key=lambda g: g.grado)
    return Regola(codice, "Titolo", "Norma", alta, lambda fascicolo: segnali, certa=certa)


def gravita_di(esito):
    return [rilievo.gravita for rilievo in esito.rilievi]


def test_le_gravita_vanno_dalla_piu_alta():
    assert [gravita.grado for gravita in Gravita] == [0, 1, 2, 3]


def test_una_funzione_diventa_una_regola_e_la_sua_docstring_la_condizione():
    @regola("X9", "Titolo", norma="Norma", gravita=AVVISO, ambito=Ambito.TESTO, certa=False)
    def sempre(fascicolo):
        """Scatta
        sempre."""
        yield Segnale(AVVISO, COSA, f"Trovato {fascicolo}.", "Rimedia.", "/qui/")

    rilievo = esamina([sempre], "qualcosa").rilievi[0]
    assert (sempre.spiegazione, sempre.ambito, sempre.certa) == ("Scatta sempre.", Ambito.TESTO, False)
    assert rilievo == Rilievo("X9", AVVISO, COSA, "Trovato qualcosa.", "Rimedia.", "/qui/", "Norma")


@pytest.mark.parametrize(
    ("massima", "certa", "attesa"),
    [(BLOCCO, True, BLOCCO), (BLOCCO, False, ERRORE), (ERRORE, False, ERRORE), (INFO, True, INFO)],
)
def test_una_regola_incerta_non_blocca_da_sola(massima, certa, attesa):
    una = che_da(massima, certa=certa)
    assert una.predefinita == attesa
    assert gravita_di(esamina([una], None)) == [attesa]


@pytest.mark.parametrize(
    ("date", "vale", "attese"),
    [
        ((BLOCCO, AVVISO), AVVISO, [AVVISO, AVVISO]),
        ((BLOCCO, AVVISO), INFO, [INFO, INFO]),
        ((ERRORE, AVVISO), BLOCCO, [BLOCCO, AVVISO]),
        ((AVVISO,), ERRORE, [ERRORE]),
        ((INFO,), BLOCCO, [BLOCCO]),
    ],
)
def test_l_ente_cambia_la_gravita_massima_e_il_resto_non_la_supera(date, vale, attese):
    assert gravita_di(esamina([che_da(*date)], None, [Regolazione("X1", "perché sì", vale)])) == attese


def test_una_regola_incerta_blocca_solo_se_l_ente_lo_vuole():
    esito = esamina([che_da(BLOCCO, certa=False)], None, [Regolazione("X1", "lo vogliamo", BLOCCO)])
    assert gravita_di(esito) == [BLOCCO]


def test_una_regola_spenta_non_si_applica_ma_si_vede():
    spenta = Regolazione("X1", "non ci riguarda")
    esito = esamina([che_da(BLOCCO)], None, [spenta, Regolazione("X2", "altra", AVVISO)])
    assert (esito.rilievi, esito.spente, spenta.spenta) == ((), (spenta,), True)


def test_cio_che_non_si_puo_valutare_porta_il_codice_della_regola():
    una = Regola("X1", "Titolo", "Norma", AVVISO, lambda fascicolo: [NonValutabile("Mancano i dati.")])
    assert esamina([una], None).non_valutabili == (NonValutabile("Mancano i dati.", "X1"),)


def test_i_rilievi_vanno_dal_piu_grave_poi_per_codice():
    esito = esamina([che_da(INFO, BLOCCO, codice="X2"), che_da(BLOCCO, codice="X1")], None)
    assert [(r.gravita, r.codice) for r in esito.rilievi] == [(BLOCCO, "X1"), (BLOCCO, "X2"), (INFO, "X2")]


@pytest.mark.parametrize(("gravita", "blocca"), [(BLOCCO, True), (ERRORE, False), (AVVISO, False)])
def test_un_esito_blocca_solo_con_un_blocco(gravita, blocca):
    esito = esamina([che_da(gravita)], None)
    assert esito.blocca is blocca
    assert len(esito.da_motivare) == (gravita == ERRORE)


def test_i_conteggi_dicono_anche_lo_zero():
    conteggi = esamina([che_da(ERRORE, ERRORE, INFO)], None).conteggi
    assert conteggi == {BLOCCO: 0, ERRORE: 2, AVVISO: 0, INFO: 1}


@pytest.mark.parametrize(
    ("riferimento", "codice", "radice"),
    [
        (Riferimento("piano"), "piano", "piano"),
        (Riferimento("obiettivo", "12"), "obiettivo:12", "obiettivo:12"),
        (Riferimento("indicatore", "7", dentro="obiettivo:12"), "indicatore:7", "obiettivo:12"),
    ],
)
def test_il_codice_di_un_oggetto_e_la_sua_radice(riferimento, codice, radice):
    assert (riferimento.codice, riferimento.radice) == (codice, radice)


def test_i_rilievi_di_un_oggetto_sono_anche_quelli_di_cio_che_contiene():
    oggetti = (
        Riferimento("obiettivo", "1"),
        Riferimento("indicatore", "7", dentro="obiettivo:1"),
        Riferimento("piano"),
    )
    esito = Esito(tuple(Rilievo("X1", AVVISO, oggetto, "frase") for oggetto in oggetti))
    assert [r.oggetto.tipo for r in esito.di("obiettivo:1")] == ["obiettivo", "indicatore"]
    assert [r.oggetto.tipo for r in esito.di("indicatore:7")] == ["indicatore"]


TESTI = st.text(max_size=20)
RIFERIMENTI = st.builds(Riferimento, st.text(min_size=1, max_size=9), TESTI, TESTI, TESTI)
ESITI = st.builds(
    Esito,
    st.lists(
        st.builds(Rilievo, TESTI, st.sampled_from(Gravita), RIFERIMENTI, TESTI, TESTI, TESTI, TESTI), max_size=4
    ).map(tuple),
    st.lists(st.builds(NonValutabile, st.text(min_size=1), TESTI), max_size=3).map(tuple),
    st.lists(st.builds(Regolazione, st.text(min_size=1), st.text(min_size=1), st.none() | st.sampled_from(Gravita)))
    .map(tuple),
)  # fmt: skip


@given(ESITI)
def test_un_esito_scritto_e_riletto_e_lo_stesso(esito):
    scritto = esito.in_json()
    assert Esito.da_json(scritto).in_json() == scritto


def test_il_testo_canonico_non_scrive_cio_che_e_vuoto():
    esito = Esito((Rilievo("X1", AVVISO, Riferimento("piano"), "frase"),))
    assert json.loads(esito.in_json())["rilievi"] == [
        {"codice": "X1", "gravita": "avviso", "oggetto": {"tipo": "piano"}, "frase": "frase"}
    ]


@pytest.mark.parametrize("testo", ["{}", "[]", "non json", '{"rilievi":[{}],"non_valutabili":[],"spente":[]}'])
def test_un_testo_che_non_e_un_esito_non_si_legge(testo):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Esito.da_json(testo)
