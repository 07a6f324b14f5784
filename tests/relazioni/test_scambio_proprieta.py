"""Per ogni piccolo ciclo immaginabile: ciò che esce è ciò che era entrato, e rientrando non cambia nulla."""

import copy
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from obiettivi.voci import Livello, Natura, Operatore, StatoObiettivo, Tema
from relazioni.scambio import esporta_ciclo, importa_ciclo, in_testo, leggi_documento

testi = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=40)
numeri = st.decimals(0, 9999, places=3).map(lambda numero: f"{numero.normalize():f}" if numero else "0")
pesi = st.integers(0, 100).map(str)
chiavi = st.from_regex(r"[a-z][a-z0-9.-]{0,8}", fullmatch=True)


def facoltativi(**campi):
    return st.fixed_dictionaries({}, optional=campi)


@st.composite
def indicatori(draw):
    anni = draw(st.lists(st.integers(2026, 2028), unique=True, max_size=3).map(sorted))
    dati = {"denominazione": draw(testi)}
    dati |= draw(facoltativi(formula=testi, baseline=numeri, decimali=st.integers(1, 3), nuovo=st.just(True)))
    bersagli = [
        {"anno": anno, "operatore": draw(st.sampled_from(Operatore.values)), "valore": draw(numeri)} for anno in anni
    ]
    return dati | ({"target": bersagli} if bersagli else {})


@st.composite
def obiettivi(draw, unita, chiave, padri):
    dati = {
        "chiave": chiave,
        "livello": draw(st.sampled_from(Livello.values)),
        "stato": draw(st.sampled_from(StatoObiettivo.values)),
        "titolo": draw(testi),
    }
    dati |= draw(facoltativi(descrizione=testi, natura=st.sampled_from(Natura.values), peso=pesi))
    if padri:
        dati |= draw(facoltativi(padre=st.sampled_from(padri)))
    temi = draw(st.lists(st.sampled_from(Tema.values), unique=True, max_size=2).map(sorted))
    collegate = draw(st.lists(st.sampled_from(unita), unique=True, max_size=2).map(sorted)) if unita else []
    elenchi = {
        "classificazioni": [{"tipo": "tema", "codice": tema} for tema in temi],
        "unita": [{"unita": chiave, "ruolo": "capofila", "peso": draw(pesi)} for chiave in collegate],
        "indicatori": draw(st.lists(indicatori(), max_size=2)),
    }
    return dati | {nome: elenco for nome, elenco in elenchi.items() if elenco}


@st.composite
def documenti(draw):
    unita = draw(st.lists(chiavi, unique=True, max_size=4))
    nomi = draw(st.lists(chiavi, unique=True, max_size=5))
    dati = {
        "formato": "piao-ciclo",
        "versione": 1,
        "ente": {"slug": "prova", "denominazione": draw(testi), "tipo": "comune", "organismo": "oiv"},
        "unita": [
            {"chiave": chiave, "denominazione": draw(testi)} | ({"padre": unita[posto - 1]} if posto else {})
            for posto, chiave in enumerate(unita)
        ],
        "ciclo": {"anno": 2026, "stato": "bozza", "scala_peso": "punti", "metodo_peso": "diretto"},
        "obiettivi": [draw(obiettivi(unita, chiave, nomi[:posto])) for posto, chiave in enumerate(nomi)],
    }
    return {nome: valore for nome, valore in dati.items() if valore != []}


pochi = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.django_db
class TestGiroCompleto(TestCase):
    @pochi
    @given(documenti())
    def test_cio_che_esce_e_cio_che_era_entrato(self, dati):
        ciclo, _ = importa_ciclo(copy.deepcopy(dati))

        assert esporta_ciclo(ciclo) == dati

    @pochi
    @given(documenti())
    def test_riportare_dentro_cio_che_e_uscito_non_cambia_nulla(self, dati):
        ciclo, _ = importa_ciclo(dati)

        _, esito = importa_ciclo(leggi_documento(in_testo(esporta_ciclo(ciclo)).encode()))

        assert not esito.cambiato

    @pochi
    @given(documenti(), documenti())
    def test_da_qualunque_ciclo_si_passa_a_qualunque_altro(self, primo, secondo):
        importa_ciclo(primo)
        ciclo, _ = importa_ciclo(secondo)

        assert esporta_ciclo(ciclo).get("obiettivi") == secondo.get("obiettivi")


@given(numeri)
def test_un_numero_si_scrive_in_un_modo_solo(numero):
    assert f"{Decimal(numero + '0' if '.' in numero else numero).normalize():f}" in (numero, "0")
