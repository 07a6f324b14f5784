"""Le sette luci dell'art. 5 c. 2: un colore, una parola, una frase."""

from decimal import Decimal

import pytest

from obiettivi.controlli.catalogo import PER_CODICE, SUGLI_OBIETTIVI
from obiettivi.controlli.luci import REQUISITI, Stato, esamina_obiettivo, luci_di
from obiettivi.models import RegolaEnte
from piao.base.controlli import Ambito, Gravita, Regolazione, esamina
from tests.fabbriche import ObiettivoFactory, completa
from tests.obiettivi.controlli.scena import con, indicatore, obiettivo


def luci(*, regolazioni=(), **campi):
    f = con(obiettivo(**campi), parziale=True)
    return {luce.lettera: luce for luce in luci_di(f, esamina(SUGLI_OBIETTIVI, f, regolazioni))}


def test_le_lettere_sono_sette_e_in_ordine():
    assert "".join(requisito.lettera for requisito in REQUISITI) == "abcdefg"


def test_le_luci_guardano_regole_che_guardano_gli_obiettivi():
    codici = [codice for requisito in REQUISITI for codice in requisito.regole]
    assert all(PER_CODICE[codice].ambito == Ambito.OBIETTIVO for codice in codici)


def test_un_obiettivo_fatto_bene_e_tutto_verde():
    confronto = {"valore_riferimento": "20 giorni", "fonte_riferimento": "ISTAT"}
    assert {luce.stato for luce in luci(**confronto).values()} == {Stato.VERDE}


@pytest.mark.parametrize(
    ("lettera", "campi", "stato"),
    [
        ("a", {"padre": None}, Stato.ROSSO),
        ("a", {"padre": None, "livello": "strategico"}, Stato.AMBRA),
        ("a", {"padre": None, "livello": "strategico", "nel_dup": True}, Stato.VERDE),
        ("b", {"indicatori": ()}, Stato.ROSSO),
        ("b", {"titolo": "x" * 201}, Stato.AMBRA),
        ("b", {"indicatori": (), "livello": "strategico"}, Stato.AMBRA),
        ("c", {"indicatori": (indicatore(baseline=Decimal(25)),)}, Stato.AMBRA),
        ("c", {"indicatori": ()}, Stato.AMBRA),
        ("d", {"data_inizio": None, "data_fine": None, "fasi": ()}, Stato.ROSSO),
        ("d", {"data_inizio": None, "data_fine": None, "fasi": (), "livello": "strategico"}, Stato.AMBRA),
        ("d", {"fasi": ()}, Stato.AMBRA),
        ("e", {}, Stato.AMBRA),
        ("e", {"valore_riferimento": "20 giorni"}, Stato.AMBRA),
        ("e", {"valore_riferimento": "20 giorni", "fonte_riferimento": "ISTAT"}, Stato.VERDE),
        ("f", {"indicatori": (indicatore(baseline=None),)}, Stato.ROSSO),
        ("f", {"indicatori": (indicatore(serie=()),)}, Stato.AMBRA),
        ("f", {"indicatori": ()}, Stato.AMBRA),
        ("g", {"risorse": frozenset()}, Stato.ROSSO),
    ],
)
def test_ogni_luce_ha_il_suo_stato(lettera, campi, stato):
    assert luci(**campi)[lettera].stato == stato


def test_ogni_luce_ha_parola_frase_e_collegamento():
    for luce in luci(padre=None, indicatori=(), risorse=frozenset()).values():
        assert luce.parola in ("rispettato", "da rafforzare", "da correggere")
        assert luce.frase.endswith(".")
        assert luce.collegamento.startswith("/prova/2026/")


def test_la_luce_dice_la_frase_del_rilievo_piu_grave_e_li_porta_tutti():
    luce = luci(indicatori=(), titolo="Supporto agli uffici")["b"]
    assert "non ha indicatori" in luce.frase
    assert [rilievo.codice for rilievo in luce.rilievi] == ["P13", "P18"]


def test_un_controllo_spento_non_diventa_verde():
    luce = luci(padre=None, regolazioni=[Regolazione("P12", "non ci riguarda")])["a"]
    assert (luce.stato, luce.frase) == (Stato.AMBRA, "L'ente ha spento questo controllo.")


def test_un_controllo_alleggerito_cambia_colore():
    luce = luci(padre=None, regolazioni=[Regolazione("P12", "poco per volta", Gravita.AVVISO)])["a"]
    assert luce.stato == Stato.AMBRA


@pytest.mark.django_db
def test_accanto_all_obiettivo_valgono_le_regole_dell_ente():
    obiettivo_vero = completa(ObiettivoFactory())
    assert "P12" in {rilievo.codice for rilievo in esamina_obiettivo(obiettivo_vero).rilievi}
    RegolaEnte.objects.create(ente=obiettivo_vero.ente, codice="P12", vale="spento", motivo="perché sì")
    esito = esamina_obiettivo(obiettivo_vero)
    assert "P12" not in {rilievo.codice for rilievo in esito.rilievi}
    assert (len(esito.luci), esito.esito.spente[0].codice) == (7, "P12")
