"""Gli aggregati: conti giusti, e da nessuna coppia di numeri si arriva a meno di k persone."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valutazione.aggregati import ALTA, BANDE, BASSA, MEDIA
from valutazione.aggregati.calcolo import DIVISIONI, Stanziamento, Valutato, _dicibili, _divisi, aggrega, banda

D = Decimal
K = 4


def gente(quanti, categoria="Dipendenti", quota=95, premio=100, **altro):
    return [Valutato(categoria, D(quota), premio=None if premio is None else D(premio), **altro)] * quanti


def di(valutati, stanziamenti=(), k=K):
    return aggrega(valutati, stanziamenti, anno=2026, k=k, concluse=True)


@pytest.mark.parametrize(
    ("quota", "attesa"), [(100, ALTA), (90, ALTA), ("89.99", MEDIA), (60, MEDIA), ("59.99", BASSA)]
)
def test_le_bande_hanno_estremi_certi(quota, attesa):
    assert banda(D(quota)) == attesa


def test_stanziato_e_distribuito_per_categoria_con_il_premio_medio():
    fondi = [Stanziamento("Dipendenti", D(1000), confermato=True), Stanziamento("EQ", D(900), confermato=True)]
    esito = di([*gente(5, premio=200), *gente(4, "EQ", premio=100)], fondi)
    assert [(r.stanziato, r.distribuito, r.persone, r.medio) for r in esito.premi] == [
        (D(1000), D(1000), 5, D(200)),
        (D(900), D(400), 4, D(100)),
    ]
    assert (esito.totale.distribuito, esito.totale.persone) == (D(1400), 9)


@pytest.mark.parametrize("confermato", [True, False])
def test_i_soldi_di_una_persona_sola_stanno_con_quelli_della_piu_piccola_delle_altre_categorie(confermato):
    """Lo stanziato di una categoria di uno è il suo premio, se lo ha avuto intero: non si dice neanche prima."""
    quanti = {"Dipendenti": 9, "EQ": 5, "Segretario": 1}
    fondi = [Stanziamento(nome, D(1000 + n), confermato, n) for nome, n in quanti.items()]
    esito = di([uno for nome, n in quanti.items() for uno in gente(n, nome)], fondi)
    assert [(r.categoria, r.stanziato) for r in esito.premi] == [("Dipendenti", D(1009)), ("EQ, Segretario", D(2006))]
    distribuiti = [r.distribuito for r in (*esito.premi, esito.totale)]
    assert distribuiti == ([D(900), D(600), D(1500)] if confermato else [None] * 3)


def test_finche_non_ci_sono_schede_lo_stanziato_si_dice_soltanto_tutto_insieme():
    """Non si sa di quanti è: il fondo del segretario, prima delle schede, è già il suo premio."""
    esito = di(
        [], [Stanziamento("Dipendenti", D(1000)), Stanziamento("EQ", D(900)), Stanziamento("Segretario", D(70))]
    )
    assert [(r.categoria, r.stanziato) for r in esito.premi] == [("Dipendenti, EQ, Segretario", D(1970))]


@pytest.mark.parametrize("altri", [0, 9])
def test_che_uno_solo_non_ha_preso_nulla_non_si_dice(altri):
    fondi = [Stanziamento("Segretario", D(70), confermato=True)]
    fondi += [Stanziamento("Dipendenti", D(1000), confermato=True)] * bool(altri)
    esito = di([*gente(altri), *gente(1, "Segretario", premio=None)], fondi)
    assert [r.categoria for r in esito.premi] == ["Segretario, Dipendenti" if altri else "Segretario"]
    assert [r.distribuito for r in esito.premi] == [D(900) if altri else None]


def test_un_fondo_non_confermato_ha_solo_lo_stanziato_e_il_totale_aspetta():
    fondi = [Stanziamento("Dipendenti", D(1000), confermato=True), Stanziamento("EQ", D(900), persone=4)]
    esito = di(gente(5), fondi)
    assert esito.premi[1].distribuito is None
    assert (esito.totale.stanziato, esito.totale.distribuito) == (D(1900), None)


def test_in_un_ente_di_tre_persone_non_si_dice_nulla_di_loro():
    esito = di(gente(3, genere="donna", valutatore=1), [Stanziamento("Dipendenti", D(10), confermato=True)])
    assert (esito.totale.distribuito, esito.premi[0].distribuito) == (None, None)
    assert (esito.tutti.media, esito.categorie[0].media, esito.generi[0].media) == (None, None, None)
    assert (esito.valutatori, esito.quota_alta) == ((), None)


def test_senza_nessuno_non_c_e_nulla():
    esito = di([])
    assert (esito.totale, esito.tutti, esito.distribuzione, esito.quota_alta, esito.premi) == (None,) * 4 + ((),)


def test_con_un_fondo_confermato_e_nessun_premio_il_medio_non_esiste():
    esito = di([], [Stanziamento("Dipendenti", D(10), confermato=True)])
    assert (esito.totale.distribuito, esito.totale.medio) == (D(0), None)


def test_la_distribuzione_per_banda_e_la_parte_alta():
    esito = di([*gente(6), *gente(4, quota=75), *gente(10, quota=50)])
    assert esito.distribuzione.colonne == BANDE
    assert esito.distribuzione.celle[0] == (6, 4, 10, 20)
    assert esito.quota_alta == 30


def test_la_dispersione_per_valutatore_non_ha_nomi_e_chi_ne_ha_pochi_non_c_e():
    valutati = [*gente(2, quota=80, valutatore=1), *gente(2, valutatore=1), *gente(3, valutatore=2), *gente(1)]
    assert di(valutati).valutatori == (D("7.5"),)


def test_le_fasce_del_sistema_si_contano_se_hanno_un_nome():
    esito = di([*gente(5, fascia="prima"), *gente(6, quota=50, fascia="seconda")])
    assert esito.per_fascia.celle[0] == (5, 6, 11)
    assert di(gente(9)).per_fascia is None


def test_le_fasce_del_sistema_vanno_dalla_piu_alta():
    esito = di([*gente(5, quota=50, fascia="buona"), *gente(6, quota=95, fascia="eccellente")])
    assert esito.per_fascia.colonne == ("eccellente", "buona")


def test_due_tabelle_accostate_non_isolano_nessuno():
    valutati = [*gente(4, quota=97, fascia="prima"), *gente(1, quota=92, fascia="seconda")]
    assert di([*valutati, *gente(4, quota=70, fascia="seconda")]).per_fascia is None


def test_due_gruppi_di_divisioni_diverse_non_isolano_nessuno():
    """Tutti i dipendenti sono donne, e la sola altra donna è la segretaria: donne meno dipendenti sarebbe lei."""
    valutati = [*gente(9, genere="donna"), *gente(1, "Segretario", genere="donna"), *gente(8, "EQ", genere="uomo")]
    esito = di(valutati)
    medie = {gruppo.nome: gruppo.media is not None for gruppo in (*esito.categorie, *esito.generi)}
    assert not (medie["Dipendenti"] and medie["donna"])


persona = st.builds(
    Valutato,
    st.sampled_from(["Dipendenti", "EQ", "Segretario"]),
    st.decimals(0, 100, places=1),
    st.sampled_from(["", "donna", "uomo"]),
    st.sampled_from(["", "Istruttori", "Funzionari"]),
    st.sampled_from([None, 1, 2]),
)


@given(st.lists(persona, max_size=25))
@settings(max_examples=80, deadline=None)
def test_di_nessuna_coppia_di_gruppi_detti_la_differenza_e_di_pochi(valutati):
    insiemi = {
        (nome_divisione, nome): frozenset(chi)
        for nome_divisione, divide in DIVISIONI.items()
        for nome, chi in _divisi(valutati, divide).items()
    }
    detti = _dicibili(insiemi, K)
    assert all(len(insiemi[chiave]) >= K for chiave in detti)
    for uno, altro in combinations(detti, 2):
        piccolo, grande = sorted((insiemi[uno], insiemi[altro]), key=len)
        assert not (piccolo < grande and len(grande - piccolo) < K)


categorie = st.dictionaries(st.sampled_from(["Dirigenti", "Dipendenti", "EQ", "Segretario"]), st.integers(0, 9))


@given(categorie, st.booleans())
def test_nessuna_riga_dei_premi_e_di_pochi_e_insieme_fanno_il_totale(quanti, confermato):
    fondi = [Stanziamento(nome, D(10**posto), confermato, n) for posto, (nome, n) in enumerate(quanti.items())]
    esito = di([uno for nome, n in quanti.items() for uno in gente(n, nome)], fondi)
    si_sa = quanti if confermato else {nome: n or 1 for nome, n in quanti.items()}  # zero schede: uno, forse
    persone = [sum(si_sa[nome] for nome in riga.categoria.split(", ")) for riga in esito.premi]
    assert all(n == 0 or n >= K or n == sum(si_sa.values()) for n in persone)
    assert sum(riga.stanziato for riga in esito.premi) == (esito.totale.stanziato if esito.totale else 0)
    assert all(riga.distribuito is None for riga, n in zip(esito.premi, persone, strict=True) if 0 < n < K)


def test_un_totale_meno_due_parti_non_isola_nessuno():
    """Dipendenti meno istruttori meno funzionari sarebbe la sola dipendente senza area; le EQ non la nascondono."""
    valutati = [
        *gente(10, area="Istruttori"), *gente(9, area="Funzionari"), *gente(1, quota=61), *gente(4, "EQ", quota=80),
    ]  # fmt: skip
    esito = di(valutati)
    medie = {gruppo.nome: gruppo.media is not None for gruppo in (*esito.categorie, *esito.aree)}
    assert not all(medie[nome] for nome in ("Dipendenti", "Istruttori", "Funzionari"))


@pytest.mark.parametrize(("senza_premio", "persone"), [(0, 9), (1, None), (3, None), (4, 9)])
def test_accostando_i_premi_ai_punteggi_non_si_contano_i_pochi_senza_premio(senza_premio, persone):
    valutati = [*gente(9), *gente(senza_premio, premio=None), *gente(5, "EQ")]
    esito = di(valutati, [Stanziamento(nome, D(100), confermato=True) for nome in ("Dipendenti", "EQ")])
    dipendenti, eq = esito.premi
    assert (dipendenti.distribuito, dipendenti.persone, dipendenti.medio is None) == (900, persone, persone is None)
    assert eq.persone == 5
    assert (esito.totale.persone is None) == (persone is None)


@pytest.mark.parametrize(("senza_fascia", "c_e"), [(0, True), (1, False), (4, True)])
def test_accostando_le_fasce_alle_bande_non_si_contano_i_pochi_senza_fascia(senza_fascia, c_e):
    assert (di([*gente(9, fascia="prima"), *gente(senza_fascia)]).per_fascia is not None) == c_e
