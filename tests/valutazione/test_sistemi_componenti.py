"""Comporre l'albero e le scale: si aggiunge, si sposta, si toglie, e ciò che non può stare si rifiuta."""

import pytest
from django.core.exceptions import ValidationError

from piao.base.concorrenza import ModificatoDaAltri
from tests.fabbriche import EnteFactory, utente_con
from tests.valutazione.scena_sistemi import bozza
from valutazione.azioni import tipi as azioni
from valutazione.models import Componente, Scala, TipoScheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def sistema():
    return bozza(EnteFactory())


@pytest.fixture
def tipo(sistema):
    return sistema.tipi.get()


@pytest.fixture
def chi(sistema):
    return utente_con("segretario", sistema.ente)


def codici(tipo, genitore):
    return [uno.codice for uno in tipo.componenti.filter(genitore__codice=genitore)]


def nuovo(tipo, **campi):
    dati = {"denominazione": "Nuova", "codice": "N", "natura": "comportamenti", "fonte": "numero"} | campi
    return Componente(tipo=tipo), dati


def test_una_voce_nuova_va_in_fondo_alle_sue_sorelle(tipo, chi):
    riga, dati = nuovo(tipo, genitore=tipo.componenti.get(codice="COMP"), peso=10)
    azioni.scrivi_componente(riga, utente=chi, **dati)
    assert codici(tipo, "COMP") == ["C1", "C2", "N"]


def test_una_foglia_che_riceve_voci_diventa_un_ramo(tipo, chi):
    foglia = tipo.componenti.get(codice="C1")
    riga, dati = nuovo(tipo, genitore=foglia)
    azioni.scrivi_componente(riga, utente=chi, **dati)
    foglia.refresh_from_db()
    assert (foglia.fonte, foglia.scala, foglia.aggregazione) == ("", None, "somma")


def test_un_componente_non_sta_sotto_se_stesso(tipo, chi):
    comp, figlio = tipo.componenti.get(codice="COMP"), tipo.componenti.get(codice="C1")
    with pytest.raises(ValidationError, match="sotto sé stesso"):
        azioni.scrivi_componente(comp, utente=chi, genitore=figlio)


def test_cambiare_posto_nell_albero_mette_in_fondo(tipo, chi):
    azioni.scrivi_componente(tipo.componenti.get(codice="OB"), utente=chi, genitore=tipo.componenti.get(codice="COMP"))
    assert codici(tipo, "COMP") == ["C1", "C2", "OB"]


def test_un_secondo_totale_si_rifiuta(tipo, chi):
    riga, dati = nuovo(tipo)
    with pytest.raises(ValidationError, match="ha già un totale"):
        azioni.scrivi_componente(riga, utente=chi, **dati)


@pytest.mark.parametrize("codice", ["_x", "con spazio", "-x", ""])
def test_un_codice_che_i_conti_non_leggono_si_rifiuta(tipo, chi, codice):
    riga, dati = nuovo(tipo, codice=codice, genitore=tipo.componenti.get(codice="TOT"))
    with pytest.raises(ValidationError):
        azioni.scrivi_componente(riga, utente=chi, **dati)


def test_due_persone_sullo_stesso_componente(tipo, chi):
    riga = tipo.componenti.get(codice="C1")
    azioni.scrivi_componente(riga, utente=chi, versione=1, denominazione="Prima")
    with pytest.raises(ModificatoDaAltri):
        azioni.scrivi_componente(riga, utente=chi, versione=1, denominazione="Seconda")


@pytest.mark.parametrize(
    ("codice", "verso", "dopo"),
    [
        ("C2", "su", ["C2", "C1"]), ("C1", "giu", ["C2", "C1"]),
        ("C1", "su", ["C1", "C2"]), ("C2", "giu", ["C1", "C2"]),
    ],
)  # fmt: skip
def test_spostare_di_un_posto(tipo, chi, codice, verso, dopo):
    azioni.sposta_componente(tipo.componenti.get(codice=codice), verso=verso, utente=chi)
    assert codici(tipo, "COMP") == dopo


def test_togliere_un_ramo_toglie_le_sue_voci(tipo, chi):
    azioni.elimina_componente(tipo.componenti.get(codice="COMP"), utente=chi)
    assert [uno.codice for uno in tipo.componenti.all()] == ["TOT", "OB"]


def test_un_tipo_nuovo_va_in_fondo_e_si_elimina_con_il_suo_albero(sistema, tipo, chi):
    dati = {"denominazione": "Altri", "codice": "altri", "destinatari": "dipendenti", "valuta": "responsabile"}
    altro = azioni.scrivi_tipo_scheda(TipoScheda(sistema=sistema), utente=chi, **dati)
    assert altro.ordine == 2
    azioni.elimina_tipo(tipo, utente=chi)
    assert list(sistema.tipi.all()) == [altro]


# ---- le scale ------------------------------------------------------------------------------------------------------


def livelli(*valori):
    return [{"etichetta": f"Livello {valore}", "valore": valore} for valore in valori]


def test_i_livelli_si_ordinano_per_valore_e_quelli_tolti_spariscono(sistema, chi):
    scala = sistema.scale.get()
    azioni.scrivi_scala(scala, livelli=livelli(5, 1), utente=chi, denominazione="Due giudizi")
    scala.refresh_from_db()
    assert scala.denominazione == "Due giudizi"
    assert [(livello.ordine, livello.valore) for livello in scala.livelli.all()] == [(1, 1), (2, 5)]


def test_una_scala_ha_almeno_due_livelli(sistema, chi):
    with pytest.raises(ValidationError, match="almeno due livelli"):
        azioni.scrivi_scala(Scala(sistema=sistema), livelli=livelli(1), utente=chi, denominazione="Una")


def test_una_scala_usata_non_si_elimina(sistema, chi):
    with pytest.raises(ValidationError, match="usata da Guida"):
        azioni.elimina_scala(sistema.scale.get(), utente=chi)


def test_una_scala_libera_si_elimina(sistema, chi):
    scala = azioni.scrivi_scala(Scala(sistema=sistema), livelli=livelli(0, 1), utente=chi, denominazione="Sì o no")
    azioni.elimina_scala(scala, utente=chi)
    assert sistema.scale.count() == 1
