"""La lista di controllo del parere: le domande hanno una norma, le risposte si conservano leggibili."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.controlli.catalogo import REGOLE
from piao.base.controlli import Esito
from relazioni.lista_parere import Risposta, congela, domande, rileggi
from tests.relazioni.scena_percorso import rilievo

CODICI = [domanda.codice for domanda in domande()]


def test_ogni_domanda_ha_un_codice_suo_una_norma_e_un_punto_interrogativo():
    assert len(set(CODICI)) == len(CODICI)
    assert all(domanda.norma and domanda.domanda.endswith("?") for domanda in domande())


@pytest.mark.parametrize("lettera", "abcdefg")
def test_ci_sono_tutte_le_lettere_dell_articolo_5(lettera):
    domanda = next(domanda for domanda in domande() if domanda.codice == lettera)
    assert domanda.norma == f"D.Lgs. 150/2009, art. 5 c. 2 lett. {lettera}"


@pytest.mark.parametrize("tema", ["sentiti", "ambiti", "pesi", "smvp", "pagamenti", "trasparenza", "formazione"])
def test_ci_sono_i_temi_che_le_altre_norme_chiedono(tema):
    assert tema in CODICI


def test_i_controlli_citati_esistono():
    esistenti = {regola.codice for regola in REGOLE}
    assert {codice for domanda in domande() for codice in domanda.controlli} <= esistenti


def test_a_ogni_domanda_i_suoi_rilievi():
    esito = Esito(rilievi=(rilievo("avviso", "P34"), rilievo("errore", "P13"), rilievo("avviso", "P40")))
    trovati = {d.codice: [r.codice for r in d.rilievi(esito)] for d in domande() if d.rilievi(esito)}
    assert trovati == {"sentiti": ["P34"], "b": ["P13"]}


def test_si_conserva_solo_cio_che_ha_una_risposta_o_una_nota():
    una, due, tre = domande()[:3]
    lista = congela([(una, "si", ""), (due, "", "Da rivedere."), (tre, "", "")])
    assert [(voce["codice"], voce["risposta"], voce["nota"]) for voce in lista] == [
        (una.codice, "si", ""),
        (due.codice, "", "Da rivedere."),
    ]


@given(st.sampled_from(domande()), st.sampled_from(Risposta.values), st.text(max_size=200))
def test_cio_che_si_conserva_si_rilegge_in_parole(domanda, risposta, nota):
    (voce,) = rileggi(congela([(domanda, risposta, nota)]))
    assert (voce["domanda"], voce["norma"], voce["nota"]) == (domanda.domanda, domanda.norma, nota)
    assert voce["risposta"] == Risposta(risposta).label


def test_una_risposta_di_una_lista_di_ieri_resta_leggibile():
    vecchia = {"codice": "z", "domanda": "Una domanda di ieri?", "norma": "", "risposta": "forse", "nota": ""}
    assert rileggi([vecchia]) == [vecchia]
