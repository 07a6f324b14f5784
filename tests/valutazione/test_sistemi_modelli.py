"""I sistemi pronti: tornano col motore, si creano senza errori, dicono ciò che la fonte non dice."""

import pytest

from tests.fabbriche import EnteFactory
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.letture.coerenza import problemi_di
from valutazione.letture.configurazione import configurazione_di
from valutazione.letture.documento import documento_di
from valutazione.letture.modelli import CARTELLA, ModelloIgnoto, modelli, modello
from valutazione.motore.casi import calcola_caso, differenze, leggi_casi
from valutazione.scambio import errori_del_documento

TUTTI = [uno.codice for uno in modelli()]


@pytest.mark.parametrize("codice", TUTTI)
def test_ogni_prova_di_un_modello_da_il_risultato_scritto(codice):
    casi = leggi_casi(CARTELLA / f"{codice}.json")
    assert [frase for caso in casi for frase in differenze(calcola_caso(caso), caso["atteso"])] == []


@pytest.mark.parametrize("codice", TUTTI)
def test_un_modello_ha_la_forma_dei_file_che_si_importano(codice):
    assert list(errori_del_documento(modello(codice).documento)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("codice", TUTTI)
def test_un_modello_diventa_una_bozza_senza_errori(codice):
    sistema = crea_da_modello(ente=EnteFactory(), modello=codice, utente=None)
    assert [problema.frase for problema in problemi_di(sistema) if problema.grave] == []
    assert sistema.modello == codice


@pytest.mark.django_db
@pytest.mark.parametrize("codice", TUTTI)
def test_le_regole_di_una_bozza_sono_quelle_del_modello(codice):
    sistema = crea_da_modello(ente=EnteFactory(), modello=codice, utente=None)
    scritte = [caso["configurazione"] for caso in modello(codice).documento["casi"]]
    assert [configurazione_di(tipo) for tipo in sistema.tipi.all()] == scritte


@pytest.mark.django_db
def test_una_copia_dice_le_stesse_cose():
    ente = EnteFactory()
    primo = crea_da_modello(ente=ente, modello="completo", utente=None)
    secondo = crea_da_modello(ente=ente, modello="completo", utente=None)
    assert documento_di(primo) == documento_di(secondo)
    assert (primo.numero, secondo.numero) == (1, 2)


def test_i_modelli_di_enti_veri_dicono_la_fonte_e_ciò_che_manca():
    veri = [uno for uno in modelli() if not uno.nostro]
    assert len(veri) >= 5
    assert all(uno.fonte and uno.non_detto for uno in veri)


def test_i_nostri_vengono_prima():
    assert [uno.codice for uno in modelli()][:2] == ["semplice", "completo"]
    assert modello("semplice").schede == ["Segretario", "Responsabili ed EQ", "Dipendenti"]


def test_un_modello_che_non_c_e_si_rifiuta():
    with pytest.raises(ModelloIgnoto):
        modello("inventato")


def test_il_modello_completo_ha_le_quattro_categorie():
    destinatari = [caso["tipo"]["destinatari"] for caso in modello("completo").documento["casi"]]
    assert set(destinatari) == {"segretario", "dirigenti", "eq", "dipendenti"}
