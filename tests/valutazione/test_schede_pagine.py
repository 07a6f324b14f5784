"""Le pagine delle schede: ciò che si scrive arriva, ciò che non va si dice, nulla si perde."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from enti.models import Persona
from piao.base.models import Avviso
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.colloqui import conferma_colloquio, registra_colloquio, scrivi_assenza
from valutazione.azioni.passi import apri_contraddittorio, compi_passo
from valutazione.azioni.riesame import chiedi_riesame
from valutazione.flusso import CHIUDI
from valutazione.letture.schede import conteggi, da_assegnare
from valutazione.models import Scheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def apri(client, scena):
    """Manda una pagina da parte di qualcuno: `apri("ada", "letta", scheda, …)`; con dati, la invia."""

    entrato = []

    def _apri(chi, nome, scheda=None, *altro, dati=None, **query):
        if entrato[-1:] != [chi]:
            client.force_login(scena.utenti[chi])
            entrato.append(chi)
        argomenti = [scena.ente.slug, 2026, *([scheda.pk] if scheda else []), *altro]
        indirizzo = reverse(f"valutazione:{nome}", args=argomenti)
        risposta = client.get(indirizzo, query) if dati is None else client.post(indirizzo, dati, follow=True)
        return risposta.status_code, risposta.content.decode()

    return _apri


# ---- elenco ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filtro", "quante"),
    [
        ({}, 5),
        ({"stato": "assegnata"}, 1),
        ({"quali": "ritardo"}, 4),
        ({"quali": "lettura"}, 1),
        ({"quali": "mie"}, 0),
        ({"per_chi": "dipendenti"}, 2),
        ({"q": "nessuno-si-chiama-cosi"}, 0),
        ({"sort": "-punteggio"}, 5),
    ],
)
def test_l_elenco_si_filtra(scena, apri, filtro, quante):
    porta_a(scena, "ada", "assegnata")
    codice, pagina = apri("segretario", "schede", **filtro)
    assert codice == 200
    assert f"<strong>{quante}</strong> sched" in pagina


def test_l_elenco_si_filtra_per_unita(scena, apri):
    assert "<strong>2</strong> sched" in apri("segretario", "schede", unita=scena.anagrafe.pk)[1]


@pytest.mark.parametrize("pagina", ["schede", "crea_schede", "assegna_schede"])
def test_le_pagine_dell_anno_leggono_poco(scena, apri, quindici_letture, pagina):
    apri("segretario", "schede")
    with quindici_letture():
        apri("segretario", pagina)


def test_i_conteggi_dicono_stati_e_ritardi(scena):
    schede = list(Scheda.objects.filter(ciclo=scena.ciclo))
    numeri = conteggi(schede, oggi=date(2026, 2, 1))
    assert (numeri.totale, numeri.in_ritardo, numeri.da_leggere) == (5, frozenset(), 0)
    assert len(conteggi(schede, oggi=date(2026, 3, 1)).in_ritardo) == 5


@pytest.mark.parametrize(
    ("stati", "parole"),
    [
        (["assegnata"], ["assegnata"]),
        (["assegnata", "assegnata", "chiusa"], ["assegnate", "chiusa"]),
        (["valutazione", "valutazione"], ["in valutazione"]),
        (["notificata", "notificata"], ["consegnate alla persona"]),
    ],
)
def test_i_conteggi_si_leggono_al_singolare_e_al_plurale(scena, stati, parole):
    schede = list(Scheda.objects.filter(ciclo=scena.ciclo))[: len(stati)]
    for scheda, stato in zip(schede, stati, strict=True):
        scheda.stato = stato
    assert [nome for _, nome, _ in conteggi(schede, oggi=date(2026, 2, 1)).stati] == parole


def test_senza_schede_la_pagina_invita_a_crearle(scena, apri):
    Scheda.objects.all().delete()
    assert "Ancora nessuna scheda" in apri("segretario", "schede")[1]
    assert "Ancora nessuna scheda" in apri("ada", "schede")[1]


def test_le_mie_schede_sono_solo_le_mie(scena, client):
    client.force_login(scena.utenti["ada"])
    pagina = client.get(reverse("valutazione:mie_schede", args=[scena.ente.slug])).content.decode()
    assert pagina.count("valutazione/schede/") >= 1
    assert f"schede/{scena.schede['bruno'].pk}/" not in pagina


# ---- creare e assegnare ------------------------------------------------------------------------------------------


def test_creare_dalla_pagina_due_volte(scena, apri):
    Scheda.objects.all().delete()
    assert "Crea 5 schede" in apri("personale", "crea_schede")[1]
    assert "5 schede create." in apri("personale", "crea_schede", dati={})[1]
    assert "c&#x27;erano già tutte" in apri("personale", "crea_schede", dati={})[1]


def test_creare_senza_sistema_lo_dice(scena, apri):
    Scheda.objects.all().delete()
    scena.sistema.stato = "bozza"
    with senza_guardie():
        scena.sistema.save()
    assert "Nessun sistema di valutazione in vigore" in apri("personale", "crea_schede")[1]
    assert "adottane uno" in apri("personale", "crea_schede", dati={})[1]


def test_assegnare_insieme_dice_che_cosa_e_rimasto_fermo(scena, apri):
    pagina = apri("segretario", "assegna_schede", dati={})[1]
    assert "2 schede assegnate." in pagina
    assert "aspetta gli obiettivi" in pagina


def test_chi_conduce_non_assegna_la_propria(scena):
    assert scena.scheda("segretario") not in da_assegnare(scena.utenti["segretario"], scena.ciclo)


# ---- una scheda --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stato", ["preparazione", "assegnata", "valutazione", "proposta", "notificata"])
@pytest.mark.parametrize("chi", ["ada", "eq", "segretario"])
def test_la_pagina_di_una_scheda_si_apre_in_ogni_stato(scena, apri, stato, chi):
    scheda = scena.scheda("ada") if stato == "preparazione" else porta_a(scena, "ada", stato)
    assert apri(chi, "scheda", scheda)[0] == 200


@pytest.mark.parametrize("nome", ["scheda", "storia_scheda"])
@pytest.mark.parametrize("stato", ["preparazione", "valutazione", "notificata"])
@pytest.mark.parametrize("chi", ["eq", "segretario"])
def test_la_pagina_di_una_scheda_fa_quindici_letture_e_scrive_chi_l_ha_aperta(
    scena, apri, settings, django_assert_max_num_queries, nome, stato, chi
):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    scheda = scena.scheda("ada") if stato == "preparazione" else porta_a(scena, "ada", stato)
    apri(chi, "schede")
    with django_assert_max_num_queries(15 + 1):
        assert apri(chi, nome, scheda)[0] == 200


def test_un_passo_dalla_pagina(scena, apri):
    scheda = scena.scheda("ada")
    assert "Assegnare la scheda?" in apri("eq", "passo_scheda", scheda, "assegna")[1]
    assert "Scheda assegnata" in apri("eq", "passo_scheda", scheda, "assegna", dati={})[1]
    assert "Non si può assegnare" in apri("eq", "passo_scheda", scheda, "assegna", dati={})[1]


def test_un_passo_che_non_si_puo_dice_che_cosa_manca(scena, apri):
    scheda = porta_a(scena, "ada", "valutazione")
    assert "Non si può ancora" in apri("eq", "passo_scheda", scheda, "proponi")[1]
    assert "Manca ancora" in apri("eq", "passo_scheda", scheda, "proponi", dati={})[1]


def test_un_passo_con_motivo_lo_chiede(scena, apri):
    scheda = porta_a(scena, "ada", "proposta")
    assert "Scrivi il motivo" in apri("eq", "passo_scheda", scheda, "rimanda", dati={"nota": ""})[1]
    assert "di nuovo in valutazione" in apri("eq", "passo_scheda", scheda, "rimanda", dati={"nota": "Da rifare."})[1]


@pytest.mark.parametrize("passo", ["decidi", "inventato"])
def test_un_passo_che_non_c_e_e_404(scena, apri, passo):
    assert apri("segretario", "passo_scheda", scena.scheda("ada"), passo)[0] == 404


def test_preparare_dalla_pagina_e_in_conflitto(scena, apri):
    scheda = scena.scheda("ada")
    dati = {
        "valutatore": scena.persone["altra_eq"].pk,
        "dal": "2026-01-01",
        "al": "2026-12-31",
        "versione": scheda.versione,
    }
    assert "Scheda aggiornata" in apri("personale", "prepara_scheda", scheda, dati=dati)[1]
    altro = dati | {"valutatore": scena.persone["eq"].pk}
    assert "Nel frattempo" in apri("personale", "prepara_scheda", scheda, dati=altro)[1]


def test_l_estraneo_non_si_puo_scegliere_per_valutare(scena, apri):
    scheda = scena.scheda("ada")
    fuori = Persona.objects.create(cognome="Fuori")
    dati = {"valutatore": fuori.pk, "dal": "2026-01-01", "al": "2026-12-31", "versione": scheda.versione}
    apri("personale", "prepara_scheda", scheda, dati=dati)
    assert scena.scheda("ada").valutatore == scena.persone["eq"]


# ---- leggere, autovalutarsi, colloqui ----------------------------------------------------------------------------


@pytest.mark.parametrize(("chi", "nota"), [("ada", ""), ("personale", "firmato su carta")])
def test_la_lettura_si_conferma_o_la_registra_l_ufficio(scena, apri, chi, nota):
    scheda = porta_a(scena, "ada", "assegnata")
    assert "Lettura confermata" in apri(chi, "letta", scheda, dati={})[1]
    assert scena.scheda("ada").presa_visione_il is not None
    assert nota in scheda.passaggi.get(passo="visione").nota


def test_la_lettura_della_valutazione_ha_la_sua_data(scena, apri):
    scheda = porta_a(scena, "ada", "notificata")
    apri("ada", "letta", scheda, dati={})
    assert scena.scheda("ada").accettata_il is not None
    assert apri("ada", "letta", scheda)[0] == 403


def _autovalutazione(scheda, **altro):
    voci = {f"valore-{voce.pk}": "4" for voce in scheda.voci.filter(obiettivo=None)}
    note = {f"nota-{voce.pk}": "Con cura." for voce in scheda.voci.all()}
    return voci | note | {"versione": scheda.versione} | altro


def test_l_autovalutazione_si_salva_e_si_consegna(scena, apri):
    scheda = porta_a(scena, "ada", "assegnata")
    assert "Autovalutazione salvata" in apri("ada", "autovalutazione", scheda, dati=_autovalutazione(scheda))[1]
    scheda = scena.scheda("ada")
    assert scheda.autovalutata_il is None
    pagina = apri("ada", "autovalutazione", scheda, dati=_autovalutazione(scheda, consegna="1"))[1]
    assert "Autovalutazione consegnata" in pagina
    assert set(scheda.voci.filter(obiettivo=None).values_list("autovalutazione", flat=True)) == {Decimal(4)}
    assert Avviso.objects.filter(destinatario=scena.utenti["eq"], titolo__contains="autovalutazione").exists()


def test_l_autovalutazione_non_entra_nel_punteggio(scena, apri):
    scheda = porta_a(scena, "ada", "assegnata")
    apri("ada", "autovalutazione", scheda, dati=_autovalutazione(scheda))
    assert scena.scheda("ada").punteggio is None


def test_chi_arriva_tardi_non_perde_cio_che_ha_scritto(scena, apri):
    scheda = porta_a(scena, "ada", "assegnata")
    pagina = apri("ada", "autovalutazione", scheda, dati=_autovalutazione(scheda, versione=scheda.versione + 9))[1]
    assert "Nel frattempo la scheda è cambiata" in pagina
    assert "Con cura." in pagina


@pytest.mark.parametrize(
    ("il", "frase"),
    [
        (timezone.localdate() + timedelta(days=2), "la data è nel futuro"),
        (date(2025, 12, 30), "La data è prima del 2026"),
    ],
)
def test_un_colloquio_fuori_dal_tempo_si_rifiuta(scena, apri, il, frase):
    scheda = porta_a(scena, "ada", "assegnata")
    assert frase in apri("eq", "nuovo_colloquio", scheda, dati={"tipo": "iniziale", "il": il.isoformat()})[1]


def test_un_colloquio_lo_confermano_tutti_e_due(scena, apri):
    scheda = porta_a(scena, "ada", "assegnata")
    dati = {"tipo": "iniziale", "il": timezone.localdate().isoformat(), "nota": "Priorità."}
    assert "la persona lo deve confermare" in apri("eq", "nuovo_colloquio", scheda, dati=dati)[1]
    colloquio = scheda.colloqui.get()
    assert (colloquio.confermato_valutatore_il is None, colloquio.confermato_persona_il) == (False, None)
    assert "Colloquio confermato" in apri("ada", "conferma_colloquio", scheda, colloquio.pk, dati={})[1]
    with pytest.raises(PermissionDenied):
        conferma_colloquio(colloquio, utente=scena.utenti["ada"])


def test_chi_valuta_conferma_un_colloquio_scritto_da_altri(scena):
    scheda = porta_a(scena, "ada", "assegnata")
    colloquio = registra_colloquio(scheda, utente=scena.utenti["eq"], tipo="iniziale", il=timezone.localdate())
    colloquio.confermato_valutatore_il = None
    colloquio.save()
    assert conferma_colloquio(colloquio, utente=scena.utenti["eq"]).confermato_valutatore_il is not None


# ---- contraddittorio, osservazioni, riesame ----------------------------------------------------------------------


@pytest.fixture
def bassa(scena):
    scena.sistema.soglia_negativa = Decimal(90)
    with senza_guardie():
        scena.sistema.save()
    return porta_a(scena, "ada", "proposta", valore=1)


def test_la_chiamata_dalla_pagina_apre_la_proposta_alla_persona(scena, apri, bassa):
    assert "La persona è stata chiamata" in apri("eq", "contraddittorio", bassa, dati={})[1]
    assert "Presenta osservazioni" in apri("ada", "scheda", bassa)[1]
    assert "già stata chiamata" in apri("eq", "contraddittorio", bassa, dati={})[1]
    assert Avviso.objects.filter(destinatario=scena.utenti["ada"], titolo__contains="dire la tua").exists()


def test_chi_ha_sentito_la_persona_trascrive(scena, apri, bassa):
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    assert "Osservazioni presentate" in apri("eq", "osservazioni", bassa, dati={"testo": "Ha detto che…"})[1]
    assert bassa.osservazioni.get().contraddittorio


def test_osservazioni_e_risposta_dalle_pagine(scena, apri):
    scheda = porta_a(scena, "ada", "notificata")
    assert "Osservazioni presentate" in apri("ada", "osservazioni", scheda, dati={"testo": "Non concordo."})[1]
    osservazione = scheda.osservazioni.get()
    assert "Non concordo." in apri("eq", "risposta", scheda, osservazione.pk)[1]
    assert "Risposta scritta" in apri("eq", "risposta", scheda, osservazione.pk, dati={"risposta": "Confermo."})[1]


def test_fuori_termine_la_pagina_lo_dice_e_non_perde_il_testo(scena, apri):
    scheda = porta_a(scena, "ada", "notificata")
    Scheda.objects.update(notificata_il=date(2026, 1, 1))
    pagina = apri("ada", "osservazioni", scheda, dati={"testo": "Non concordo."})[1]
    assert "Il termine per le osservazioni era" in pagina
    assert "Non concordo." in pagina


def _decisione(scheda, valore="5", **altro):
    voci = {f"valore-{voce.pk}": valore for voce in scheda.voci.filter(obiettivo=None)}
    return voci | {"decisione": "Accolgo."} | altro


def test_il_riesame_dalla_pagina_cambia_il_punteggio(scena, apri):
    scheda = porta_a(scena, "ada", "notificata")
    prima = scheda.punteggio
    apri("ada", "passo_scheda", scheda, "riesame", dati={"nota": "Un giudizio non torna."})
    assert "Un giudizio non torna." in apri("segretario", "decidi_riesame", scheda)[1]
    assert "Riesame deciso" in apri("segretario", "decidi_riesame", scheda, dati=_decisione(scheda))[1]
    assert scena.scheda("ada").punteggio > prima


def test_una_decisione_senza_motivi_si_rifiuta(scena, apri):
    scheda = porta_a(scena, "ada", "notificata")
    chiedi_riesame(scheda, utente=scena.utenti["ada"], motivi="Ci tengo.")
    pagina = apri("segretario", "decidi_riesame", scheda, dati=_decisione(scheda, decisione=""))[1]
    assert "Scrivi la decisione" in pagina


# ---- assenze -----------------------------------------------------------------------------------------------------


def test_un_assenza_si_scrive_si_cambia_si_toglie(scena, apri):
    rapporto = scena.schede["ada"].rapporto
    dati = {"dal": "2026-03-01", "al": "2026-03-31"}
    assert "Assenza salvata" in apri("personale", "nuova_assenza", None, rapporto.pk, dati=dati)[1]
    riga = rapporto.assenze.get()
    assert not riga.conta
    apri("personale", "assenza", None, rapporto.pk, riga.pk, dati=dati | {"conta": "on"})
    assert rapporto.assenze.get().conta
    assert "Assenza tolta" in apri("personale", "togli_assenza", None, rapporto.pk, riga.pk, dati={})[1]
    assert not rapporto.assenze.exists()


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"dal": "2026-04-10", "al": "2026-04-01"}, "finisce prima di cominciare"),
        ({"dal": "2026-03-15", "al": "2026-04-01"}, "Si sovrappone a un&#x27;altra assenza"),
    ],
)
def test_un_assenza_sbagliata_si_rifiuta(scena, apri, campi, frase):
    rapporto = scena.schede["ada"].rapporto
    scrivi_assenza(rapporto, utente=scena.utenti["personale"], dal=date(2026, 3, 1), al=date(2026, 3, 31))
    assert frase in apri("personale", "nuova_assenza", None, rapporto.pk, dati=campi)[1]


def test_le_assenze_a_ore_possono_stare_nello_stesso_giorno(scena):
    rapporto, giorno = scena.schede["ada"].rapporto, date(2026, 3, 1)
    for ore in (Decimal(2), Decimal(3)):
        scrivi_assenza(rapporto, utente=scena.utenti["personale"], dal=giorno, al=giorno, ore=ore)
    assert rapporto.assenze.count() == 2


def test_nessuna_assenza_cambia_il_punteggio(scena):
    scheda = porta_a(scena, "ada", "notificata")
    prima = scheda.punteggio
    scrivi_assenza(
        scheda.rapporto, utente=scena.utenti["personale"], dal=date(2026, 2, 1), al=date(2026, 6, 30), conta=True
    )
    Scheda.objects.update(accettata_il=timezone.now())
    assert compi_passo(scheda, CHIUDI, utente=scena.utenti["eq"]).punteggio == prima


def test_l_assenza_di_un_altro_ente_non_esiste(scena, apri):
    assert apri("personale", "nuova_assenza", None, 999999)[0] == 404
