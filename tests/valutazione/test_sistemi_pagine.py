"""Le pagine del sistema: si aprono, chiedono il permesso giusto, non fanno più letture con più righe."""

import pytest
from django.urls import reverse

from tests.fabbriche import EnteFactory, UtenteFactory, utente_con
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.letture.modelli import modelli

pytestmark = pytest.mark.django_db

DEL_SISTEMA = [
    "sistema",
    "modifica_sistema",
    "fasi_sistema",
    "elimina_sistema",
    "importa_tipi",
    "esporta_sistema",
    "invia_sistema",
    "nuova_versione",
    "effetti_sistema",
    "nuovo_tipo",
    "nuova_scala",
]
DEL_TIPO = [
    "tipo",
    "modifica_tipo",
    "premio_tipo",
    "elimina_tipo",
    "prova_tipo",
    "esporta_tipo",
    "nuovo_componente",
]
DELL_ENTE = ["sistemi", "modelli_sistema", "importa_sistema"]


@pytest.fixture
def ente():
    return EnteFactory(slug="prova")


@pytest.fixture
def bozza(ente):
    return crea_da_modello(ente=ente, modello="completo", utente=None)


def indirizzo(nome, *argomenti):
    return reverse(f"valutazione:{nome}", args=["prova", *argomenti])


def pagine(sistema):
    tipo = sistema.tipi.first()
    return (
        [indirizzo(nome) for nome in DELL_ENTE]
        + [indirizzo(nome, sistema.pk) for nome in DEL_SISTEMA]
        + [indirizzo(nome, tipo.pk) for nome in DEL_TIPO]
        + [indirizzo("modifica_componente", uno.pk) for uno in tipo.componenti.all()[:3]]
        + [indirizzo("elimina_componente", tipo.componenti.first().pk)]
        + [indirizzo("modifica_scala", sistema.scale.first().pk), indirizzo("elimina_scala", sistema.scale.first().pk)]
    )


def test_ogni_pagina_si_apre_al_segretario(client, bozza):
    client.force_login(utente_con("segretario", bozza.ente))
    for dove in pagine(bozza):
        assert client.get(dove).status_code == 200, dove


@pytest.mark.parametrize("modello", [modello.codice for modello in modelli()])
def test_ogni_modello_si_legge_si_crea_e_si_prova(client, ente, modello):
    client.force_login(utente_con("segretario", ente))
    assert client.get(indirizzo("da_modello", modello)).status_code == 200
    nato = client.post(indirizzo("da_modello", modello), follow=True).context["sistema"]
    for tipo in nato.tipi.all():
        assert client.get(indirizzo("tipo", tipo.pk)).status_code == 200
        assert client.get(indirizzo("prova_tipo", tipo.pk)).status_code == 200
        assert client.get(indirizzo("premio_tipo", tipo.pk)).status_code == 200


def test_un_modello_che_non_esiste_non_si_trova(client, ente):
    client.force_login(utente_con("segretario", ente))
    assert client.get(indirizzo("da_modello", "inventato")).status_code == 404


def test_un_estraneo_non_trova_nulla(client, bozza):
    client.force_login(UtenteFactory())
    for dove in pagine(bozza):
        assert client.get(dove).status_code == 404, dove


# ---- chi può ---------------------------------------------------------------------------------------

RUOLI = ["segretario", "ufficio_personale", "nucleo", "sindaco", "eq", "dipendente"]
COMPONGONO = {"segretario", "ufficio_personale"}
VEDONO_LA_BOZZA = {*COMPONGONO, "nucleo", "sindaco"}
DA_LEGGERE = {"sistema", "tipo", "prova_tipo", "esporta_tipo", "esporta_sistema"}
DI_CHI_COMPONE = {*DEL_SISTEMA, *DEL_TIPO} - DA_LEGGERE


def risposta_attesa(chi, nome):
    if chi not in VEDONO_LA_BOZZA:
        return 404
    return 200 if nome in DA_LEGGERE or chi in COMPONGONO else 403


@pytest.mark.parametrize("chi", RUOLI)
def test_ogni_pagina_di_una_bozza_per_ogni_ruolo(client, bozza, chi):
    client.force_login(utente_con(chi, bozza.ente))
    for nome in DEL_SISTEMA + DEL_TIPO:
        pk = bozza.pk if nome in DEL_SISTEMA else bozza.tipi.first().pk
        assert client.get(indirizzo(nome, pk)).status_code == risposta_attesa(chi, nome), nome


@pytest.mark.parametrize("chi", RUOLI)
def test_un_sistema_adottato_lo_legge_chi_lavora_nell_ente_e_nessuno_lo_cambia(client, bozza, chi):
    bozza.stato = "adottato"
    bozza.save()
    client.force_login(utente_con(chi, bozza.ente))
    assert client.get(indirizzo("sistemi")).status_code == 200
    for nome in DA_LEGGERE:
        pk = bozza.pk if nome in DEL_SISTEMA else bozza.tipi.first().pk
        assert client.get(indirizzo(nome, pk)).status_code == 200, nome
    for nome in DI_CHI_COMPONE - {"nuova_versione", "effetti_sistema"}:
        pk = bozza.pk if nome in DEL_SISTEMA else bozza.tipi.first().pk
        assert client.get(indirizzo(nome, pk)).status_code == 403, nome


@pytest.mark.parametrize("chi", RUOLI)
def test_parere_adozione_e_ritiro_per_ogni_ruolo(client, bozza, chi):
    client.force_login(utente_con(chi, bozza.ente))
    attese = {
        "parere_sistema": 200 if chi in ("segretario", "nucleo") else 403,
        "adotta_sistema": 200 if chi == "segretario" else 403,
        "ritira_sistema": 200 if chi == "segretario" else 403,
    }
    for nome, attesa in attese.items():
        trovata = client.get(indirizzo(nome, bozza.pk)).status_code
        assert trovata == (attesa if chi in VEDONO_LA_BOZZA else 404), nome


@pytest.mark.parametrize("nome", ["sistema", "tipo", "prova_tipo", "modifica_componente"])
def test_il_sistema_di_un_altro_ente_non_si_trova(client, bozza, nome):
    altro = EnteFactory()
    client.force_login(utente_con("segretario", altro))
    pk = {"sistema": bozza.pk, "modifica_componente": bozza.tipi.first().componenti.first().pk}
    dove = reverse(f"valutazione:{nome}", args=[altro.slug, pk.get(nome, bozza.tipi.first().pk)])
    assert client.get(dove).status_code == 404


@pytest.mark.parametrize("nome", ["sistemi", "sistema", "tipo", "prova_tipo", "premio_tipo"])
def test_le_letture_sono_poche_anche_con_un_sistema_grande(client, bozza, nome, quindici_letture):
    client.force_login(utente_con("segretario", bozza.ente))
    argomenti = {"sistemi": [], "sistema": [bozza.pk]}.get(nome, [bozza.tipi.first().pk])
    client.get(indirizzo(nome, *argomenti))
    with quindici_letture():
        client.get(indirizzo(nome, *argomenti))
