"""Chi vede che cosa: ogni indirizzo × ogni ruolo × la propria scheda, quella di un altro, quella di un altro ente.

Un indirizzo nuovo che non è in questa tabella fa fallire la prova: nessuno si aggiunge senza dire chi lo può aprire.
"""

from datetime import date

import pytest
from django.urls import reverse

from enti.models import Incarico, Rapporto
from tests.fabbriche import IncaricoFactory, PersonaFactory, RapportoFactory, UnitaFactory, utente_con
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_schede import comune, estranea, porta_a
from valutazione import urls
from valutazione.azioni.passi import compi_passo
from valutazione.azioni.riesame import chiedi_riesame
from valutazione.flusso import ANNULLA
from valutazione.models import Assenza, Colloquio, Osservazione, Scheda, Visione
from valutazione.permessi import puo_vedere_valutazione, schede_visibili

pytestmark = pytest.mark.django_db

# Rispetto ad Ada, dipendente dell'anagrafe: chi la vede, e perché.
VEDONO = {
    "ada": "la persona",
    "eq": "chi la valuta, e guida la sua unità",
    "segretario": "il segretario",
    "personale": "l'ufficio personale",
    "nucleo": "l'organismo",
}
ESTRANEI = ("altra_eq", "bruno", "sindaco")
ALTRI_RUOLI = ("assessore", "revisore", "rpct", "referente_accessibilita")

# Per ogni pagina di una scheda, chi la apre quando la scheda è nello stato in cui la pagina serve.
DELLA_SCHEDA = {
    "scheda": ("notificata", set(VEDONO)),
    "storia_scheda": ("notificata", set(VEDONO)),
    "prepara_scheda": ("preparazione", {"segretario", "personale"}),
    "letta": ("notificata", {"ada", "segretario", "personale"}),
    "contraddittorio": ("proposta", {"eq"}),
    "autovalutazione": ("assegnata", {"ada"}),
    "nuovo_colloquio": ("assegnata", {"eq"}),
    "conferma_colloquio": ("assegnata", {"ada"}),
    "osservazioni": ("notificata", {"ada"}),
    "risposta": ("notificata", {"eq"}),
    "decidi_riesame": ("riesame", {"segretario"}),
    "compila_scheda": ("valutazione", {"eq"}),
    "non_misurabile": ("valutazione", {"eq"}),
    "correzione": ("valutazione", set()),
    "stampa_scheda": ("notificata", set(VEDONO)),
}
PASSI = {
    "assegna": ("preparazione", {"eq", "segretario", "personale"}),
    "avvia": ("assegnata", {"eq", "segretario", "personale"}),
    "proponi": ("valutazione", {"eq"}),
    "rimanda": ("proposta", {"eq", "segretario", "personale"}),
    "notifica": ("proposta", {"eq"}),
    "rivedi": ("notificata", {"eq"}),
    "riesame": ("notificata", {"ada"}),
    "chiudi": ("notificata", {"eq", "segretario", "personale"}),
    "annulla": ("preparazione", {"segretario", "personale"}),
}
DELL_ANNO = {
    "schede": {*VEDONO, *ESTRANEI},
    "crea_schede": {"segretario", "personale"},
    "assegna_schede": {"eq", "altra_eq", "sindaco", "segretario", "personale"},
    "proponi_schede": {"segretario", "personale"},
    "chiudi_schede": {"segretario", "personale"},
    "nuova_assenza": {"segretario", "personale"},
    "assenza": {"segretario", "personale"},
    "togli_assenza": {"segretario", "personale"},
}
# Provati dai loro autori: non mostrano una scheda di una persona, oppure hanno una tabella propria.
ALTROVE = {
    "passo_scheda",
    "mie_schede",
    "persona",
    "compila",
    "avvia",
    "compila_componente",
    "compila_riga",
    "calibrazione",
    "ricalcola",
    "lavoro_scheda",
    "scarica_scheda",
    "stampa_modulo",
    "lavoro_modulo",
    "scarica_modulo",
}


def _di_sistemi_e_premi():
    from valutazione.urls import premi, sistemi

    return {schema.name for schema in (*premi.urlpatterns, *sistemi.urlpatterns)}


def test_ogni_indirizzo_della_stanza_e_in_una_tabella():
    nomi = {schema.name for schema in urls.urlpatterns}
    assert nomi - _di_sistemi_e_premi() == DELLA_SCHEDA.keys() | DELL_ANNO.keys() | ALTROVE


@pytest.fixture
def in_stato(scena):
    """La scheda di Ada nello stato voluto, con un colloquio da confermare, un'osservazione, un'assenza."""

    def porta(stato):
        if stato != "preparazione":
            porta_a(scena, "ada", "notificata" if stato == "riesame" else stato)
        scheda = scena.scheda("ada")
        if stato == "riesame":
            chiedi_riesame(scheda, utente=scena.utenti["ada"], motivi="Ci tengo.")
        oggi = date(2026, 3, 1)
        Colloquio.objects.create(scheda=scheda, tipo="iniziale", il=oggi, confermato_valutatore_il="2026-03-01T09:00Z")
        Osservazione.objects.create(scheda=scheda, testo="Prova", presentata_il=oggi)
        Assenza.objects.create(rapporto=scheda.rapporto, dal=oggi, al=oggi)
        return scena.scheda("ada")

    return porta


def _argomenti(nome, scheda, passo=""):
    base = [scheda.ente.slug, scheda.ciclo.anno]
    rapporto = scheda.rapporto_id or Rapporto.objects.filter(persona=scheda.persona).first()
    altri = {
        "passo_scheda": [scheda.pk, passo],
        "conferma_colloquio": [scheda.pk, getattr(scheda.colloqui.first(), "pk", 0)],
        "risposta": [scheda.pk, getattr(scheda.osservazioni.first(), "pk", 0)],
        "non_misurabile": [scheda.pk, getattr(scheda.voci.first(), "pk", 0)],
        "nuova_assenza": [rapporto],
        "assenza": [rapporto, getattr(Assenza.objects.first(), "pk", 0)],
        "togli_assenza": [rapporto, getattr(Assenza.objects.first(), "pk", 0)],
    }
    di_una = nome in DELLA_SCHEDA
    return base + altri.get(nome, [scheda.pk] if di_una else [])


def _codici(client, scena, nome, scheda, chi, passo=""):
    indirizzo = reverse(f"valutazione:{nome}", args=_argomenti(nome, scheda, passo))
    codici = {}
    for ruolo in chi:
        client.force_login(scena.utenti[ruolo])
        codici[ruolo] = _apri(client, nome)(indirizzo).status_code
    return codici


def _apri(client, nome):
    """Chiedere una stampa è un invio, il resto si legge."""
    return client.post if nome == "stampa_scheda" else client.get


def _atteso(aprono, ruolo, aperta=200):
    if ruolo in aprono:
        return aperta
    return 403 if ruolo in VEDONO else 404


@pytest.mark.parametrize("nome", DELLA_SCHEDA)
def test_ogni_pagina_di_una_scheda_si_apre_solo_a_chi_tocca(client, scena, in_stato, nome):
    stato, aprono = DELLA_SCHEDA[nome]
    codici = _codici(client, scena, nome, in_stato(stato), [*VEDONO, *ESTRANEI])
    aperta = 302 if nome == "stampa_scheda" else 200
    assert codici == {ruolo: _atteso(aprono, ruolo, aperta) for ruolo in codici}


@pytest.mark.parametrize("passo", PASSI)
def test_ogni_passo_si_apre_solo_a_chi_lo_compie(client, scena, in_stato, passo):
    stato, aprono = PASSI[passo]
    codici = _codici(client, scena, "passo_scheda", in_stato(stato), [*VEDONO, *ESTRANEI], passo)
    assert codici == {ruolo: _atteso(aprono, ruolo) for ruolo in codici}


@pytest.mark.parametrize("nome", DELL_ANNO)
def test_ogni_pagina_dell_anno_si_apre_solo_a_chi_tocca(client, scena, in_stato, nome):
    codici = _codici(client, scena, nome, in_stato("preparazione"), [*VEDONO, *ESTRANEI])
    assert codici == {ruolo: 200 if ruolo in DELL_ANNO[nome] else 403 for ruolo in codici}


@pytest.mark.parametrize(
    ("nome", "stato", "aprono"),
    [
        ("proponi_schede", "valutazione", {"eq", "segretario", "personale"}),
        ("chiudi_schede", "notificata", {"eq", "segretario", "personale"}),
    ],
)
def test_un_passo_su_molte_schede_si_apre_a_chi_lo_compie_e_a_chi_conduce(
    client, scena, in_stato, nome, stato, aprono
):
    codici = _codici(client, scena, nome, in_stato(stato), [*VEDONO, *ESTRANEI])
    assert codici == {ruolo: 200 if ruolo in aprono else 403 for ruolo in codici}


@pytest.mark.parametrize("nome", [*DELLA_SCHEDA, "passo_scheda"])
def test_una_scheda_di_un_altro_ente_non_esiste(client, scena, in_stato, nome):
    scheda = in_stato("preparazione")
    indirizzo = reverse(f"valutazione:{nome}", args=_argomenti(nome, scheda, "assegna"))
    client.force_login(estranea())
    assert _apri(client, nome)(indirizzo).status_code == 404


@pytest.mark.parametrize("nome", DELLA_SCHEDA)
def test_con_l_indirizzo_del_proprio_ente_una_scheda_altrui_non_esiste(client, scena, in_stato, nome):
    scheda, altro = in_stato("preparazione"), comune()
    argomenti = [altro.ente.slug, *_argomenti(nome, scheda)[1:]]
    client.force_login(altro.utenti["segretario"])
    assert _apri(client, nome)(reverse(f"valutazione:{nome}", args=argomenti)).status_code == 404


@pytest.mark.parametrize("ruolo", ALTRI_RUOLI)
def test_chi_non_e_parte_della_valutazione_non_vede_nessuna_scheda(scena, ruolo):
    assert not schede_visibili(utente_con(ruolo, scena.ente), scena.ente).exists()


@pytest.mark.parametrize(
    ("nome", "viste"),
    [
        ("ada", {"ada"}),
        ("bruno", {"bruno"}),
        ("eq", {"eq", "ada"}),
        ("altra_eq", {"altra_eq", "bruno"}),
        ("sindaco", {"segretario", "eq", "altra_eq"}),
        ("segretario", {"segretario", "eq", "altra_eq", "ada", "bruno"}),
        ("personale", {"segretario", "eq", "altra_eq", "ada", "bruno"}),
        ("nucleo", {"segretario", "eq", "altra_eq", "ada", "bruno"}),
    ],
)
def test_ciascuno_vede_le_sue_schede_e_nessun_altra(scena, nome, viste):
    trovate = set(schede_visibili(scena.utenti[nome], scena.ente))
    assert trovate == {scena.schede[chi] for chi in viste}


def test_chi_guida_l_unita_sopra_vede_la_scheda_di_chi_guida_quella_sotto(scena):
    area = UnitaFactory(ente=scena.ente)
    scena.anagrafe.parent = area
    scena.anagrafe.save()
    dirigente = IncaricoFactory(ente=scena.ente, tipo="dirigente", unita=area).persona.utente
    assert set(schede_visibili(dirigente, scena.ente)) == {scena.schede["eq"], scena.schede["ada"]}


def test_chi_guida_la_stessa_unita_non_vede_la_scheda_del_collega(scena):
    collega = IncaricoFactory(ente=scena.ente, tipo="eq", unita=scena.anagrafe).persona.utente
    assert scena.schede["eq"] not in schede_visibili(collega, scena.ente)


def test_chi_lascia_l_incarico_non_vede_piu(scena):
    utente = scena.utenti["personale"]
    Incarico.objects.filter(persona__utente=utente).update(al=date(2026, 1, 31))
    RapportoFactory(ente=scena.ente, persona=PersonaFactory(utente=None))
    assert not schede_visibili(type(utente).objects.get(pk=utente.pk), scena.ente).exists()


def test_il_sindaco_vede_la_scheda_affidatagli_in_riesame_solo_finche_decide(scena):
    with senza_guardie():
        Scheda.objects.get(pk=scena.schede["ada"].pk).tipo.sistema.tipi.update(riesamina="sindaco")
    chiedi_riesame(porta_a(scena, "ada", "notificata"), utente=scena.utenti["ada"], motivi="Ci tengo.")
    assert scena.schede["ada"] in schede_visibili(scena.utenti["sindaco"], scena.ente)
    Scheda.objects.filter(pk=scena.schede["ada"].pk).update(stato="chiusa")
    assert scena.schede["ada"] not in schede_visibili(scena.utenti["sindaco"], scena.ente)


@pytest.mark.parametrize(
    ("stato", "vede"),
    [("preparazione", False), ("assegnata", False), ("valutazione", False), ("proposta", False), ("notificata", True)],
)
def test_la_persona_vede_i_valori_solo_da_quando_le_sono_consegnati(client, scena, in_stato, stato, vede):
    scheda = in_stato(stato)
    client.force_login(scena.utenti["ada"])
    pagina = client.get(reverse("valutazione:scheda", args=[scena.ente.slug, 2026, scheda.pk])).content.decode()
    assert ("Ogni giorno." in pagina) is vede
    assert puo_vedere_valutazione(scena.utenti["ada"], scheda) is vede


def test_ogni_apertura_resta_scritta_e_la_persona_la_legge(client, scena, in_stato):
    scheda = in_stato("notificata")
    indirizzo = reverse("valutazione:scheda", args=[scena.ente.slug, 2026, scheda.pk])
    client.force_login(scena.utenti["nucleo"])
    client.get(indirizzo)
    assert Visione.objects.get().chi == scena.utenti["nucleo"]
    client.force_login(scena.utenti["ada"])
    assert "Chi ha aperto questa scheda" in client.get(indirizzo).content.decode()


def test_l_estraneo_che_prova_non_lascia_una_visione(client, scena, in_stato):
    scheda = in_stato("notificata")
    client.force_login(scena.utenti["bruno"])
    client.get(reverse("valutazione:scheda", args=[scena.ente.slug, 2026, scheda.pk]))
    assert not Visione.objects.exists()


@pytest.mark.parametrize(("nome", "codice"), [("ada", 200), ("eq", 200), ("bruno", 404), ("sindaco", 404)])
def test_l_anno_di_una_persona_lo_apre_chi_ne_vede_una_scheda(client, scena, nome, codice):
    client.force_login(scena.utenti[nome])
    indirizzo = reverse("valutazione:persona", args=[scena.ente.slug, 2026, scena.persone["ada"].pk])
    assert client.get(indirizzo).status_code == codice


def test_l_elenco_e_la_ricerca_non_dicono_chi_non_si_vede(client, scena):
    client.force_login(scena.utenti["bruno"])
    cognome = scena.persone["ada"].cognome
    pagina = client.get(reverse("valutazione:schede", args=[scena.ente.slug, 2026]), {"q": cognome}).content.decode()
    assert "Nessuna scheda così" in pagina


def test_una_scheda_annullata_resta_leggibile_e_ferma(client, scena):
    scheda = compi_passo(scena.scheda("ada"), ANNULLA, utente=scena.utenti["segretario"], nota="Periodo sbagliato.")
    client.force_login(scena.utenti["segretario"])
    pagina = client.get(reverse("valutazione:scheda", args=[scena.ente.slug, 2026, scheda.pk])).content.decode()
    assert "Questa scheda è annullata" in pagina
