"""I cittadini partecipano: questionari anonimi, risultati che non riconoscono nessuno, segnalazioni con ricevuta."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from piao.base.models import Evento
from relazioni.azioni.partecipazione import (
    apri_questionario,
    elimina_questionario,
    leggi_segnalazione,
    modifica_questionario,
    rispondi,
    rispondi_alla_segnalazione,
    segnala,
)
from relazioni.forms.partecipazione import gettone
from relazioni.models import Questionario, Risposta, Segnalazione
from relazioni.pubblico import opinioni
from relazioni.views import partecipazione
from tests.fabbriche import EnteFactory, utente_con
from tests.relazioni.scene_pubblico import apri, letto

pytestmark = pytest.mark.django_db
OGGI = date(2026, 5, 4)
VOTI = {"soddisfazione": 5, "tempi": 4, "chiarezza": 3, "accesso": None, "cortesia": 5}


@pytest.fixture(autouse=True)
def _mezzogiorno():
    cache.clear()
    with time_machine.travel("2026-05-04 12:00:00+02:00", tick=False) as orologio:
        yield orologio


@pytest.fixture
def ente():
    return EnteFactory(denominazione="Comune di Prova", slug="prova")


@pytest.fixture
def aperto(ente):
    return Questionario.objects.create(ente=ente, servizio="Anagrafe", dal=OGGI, al=OGGI + timedelta(days=30))


def _gettone(secondi=10):
    with time_machine.travel(timezone.now() - timedelta(seconds=secondi), tick=False):
        return gettone()


def _invia(client, ente, riga, **altro):
    dati = {"soddisfazione": "5", "tempi": "4", "gettone": _gettone(), **altro}
    return client.post(f"/{ente.slug}/trasparenza/partecipa/{riga.pk}/", dati)


def test_i_questionari_aperti_si_trovano_nella_pagina(client, ente, aperto):
    Questionario.objects.create(ente=ente, servizio="Futuro", dal=OGGI + timedelta(1), al=OGGI + timedelta(2))
    pagina = letto(apri(client, ente, "partecipa"))
    assert ("Anagrafe" in pagina, "Futuro" in pagina) == (True, False)


def test_si_risponde_senza_dire_chi_si_e(client, ente, aperto):
    risposta = _invia(client, ente, aperto)
    assert risposta.url.endswith("/partecipa/grazie/")
    assert not risposta.cookies
    salvata = Risposta.objects.get()
    assert (salvata.soddisfazione, salvata.tempi, salvata.cortesia, salvata.giorno) == (5, 4, None, OGGI)
    assert "almeno 4" in letto(apri(client, ente, "grazie"))


def test_il_registro_non_sa_nulla_di_una_risposta(aperto):
    rispondi(aperto, voti=VOTI)
    assert not Evento.objects.exists()


def test_nessun_campo_di_una_risposta_puo_dire_chi_l_ha_data():
    assert {campo.name for campo in Risposta._meta.fields} == {"id", "questionario", "giorno", *opinioni.DIMENSIONI}


@pytest.mark.parametrize(
    ("scritto", "frase"),
    [
        ({"soddisfazione": ""}, "è la sola domanda che serve"),
        ({"soddisfazione": "9"}, "Scegli un"),
        ({"sito": "http://spam"}, "non è riuscito"),
        ({"gettone": "falso"}, "non è più valida"),
        ({"gettone": ""}, "non è più valida"),
    ],
)
def test_un_invio_che_non_va_dice_perche_e_non_si_salva(client, ente, aperto, scritto, frase):
    pagina = letto(_invia(client, ente, aperto, **scritto))
    assert not Risposta.objects.exists()
    assert frase in pagina


@pytest.mark.parametrize(("secondi", "frase"), [(1, "Troppo in fretta"), (5 * 3600, "troppo a lungo")])
def test_chi_e_troppo_svelto_o_troppo_lento_reinvia(client, ente, aperto, secondi, frase):
    pagina = letto(_invia(client, ente, aperto, gettone=_gettone(secondi)))
    assert frase in pagina
    assert 'value="5" checked' in pagina


def test_lo_stesso_invio_due_volte_conta_una(client, ente, aperto):
    buono = _gettone()
    _invia(client, ente, aperto, gettone=buono)
    assert "già arrivato" in letto(_invia(client, ente, aperto, gettone=buono))
    assert Risposta.objects.count() == 1


def test_troppi_invii_dallo_stesso_indirizzo_aspettano(client, ente, aperto, monkeypatch):
    monkeypatch.setattr(partecipazione, "INVII_ALL_ORA", 2)
    stati = [_invia(client, ente, aperto).status_code for _ in range(3)]
    assert stati == [302, 302, 429]


def test_un_questionario_chiuso_non_si_apre(client, ente):
    chiuso = Questionario.objects.create(ente=ente, servizio="X", dal=date(2026, 1, 1), al=date(2026, 2, 1))
    assert apri(client, ente, "questionario", chiuso.pk).status_code == 404
    with pytest.raises(ValidationError, match="non è aperto"):
        rispondi(chiuso, voti=VOTI)


def test_se_si_chiude_mentre_si_risponde_lo_si_dice(client, ente, aperto, monkeypatch):
    def chiuso(*cosa, **altro):
        raise ValidationError("Il questionario non è aperto.")

    monkeypatch.setattr(partecipazione, "rispondi", chiuso)
    assert "non è aperto" in letto(_invia(client, ente, aperto))


# ---- i risultati -----------------------------------------------------------------------------------------------


def _chiuso_con(ente, voti, tempi=()):
    riga = Questionario.objects.create(ente=ente, servizio="Biblioteca", dal=date(2026, 1, 1), al=date(2026, 2, 1))
    for posto, voto in enumerate(voti):
        Risposta.objects.create(
            questionario=riga, soddisfazione=voto, tempi=tempi[posto] if posto < len(tempi) else None
        )
    return riga


def test_con_poche_risposte_non_si_mostra_nulla(client, ente):
    _chiuso_con(ente, [1, 1, 5])
    (esito,) = opinioni.chiusi(ente.pk, OGGI)
    assert not esito.mostrabile
    assert all((m.risposte, m.media, m.soddisfatti) == (None, None, None) for m in esito.medie)
    assert "troppo poche" in letto(apri(client, ente, "partecipa"))


def test_con_abbastanza_risposte_si_mostrano_media_e_soddisfatti(client, ente):
    _chiuso_con(ente, [5, 4, 4, 2], tempi=[1, 2])
    (esito,) = opinioni.chiusi(ente.pk, OGGI)
    complessiva, tempi = esito.medie[:2]
    assert (complessiva.risposte, complessiva.media, complessiva.soddisfatti) == (4, Decimal("3.8"), Decimal(75))
    assert tempi.media is None
    pagina = letto(apri(client, ente, "partecipa"))
    assert ("3,8" in pagina, "meno di 4 risposte" in pagina) == (True, True)


def test_a_questionario_aperto_non_si_vede_nulla_neanche_con_molte_risposte(client, ente, aperto):
    for _ in range(6):
        rispondi(aperto, voti=VOTI)
    assert opinioni.chiusi(ente.pk, OGGI) == []


def test_le_letture_non_crescono_con_i_questionari(client, ente, django_assert_num_queries):
    _chiuso_con(ente, [5, 4, 4, 2])
    Questionario.objects.create(ente=ente, servizio="Altro", dal=date(2026, 1, 1), al=date(2026, 2, 1))
    with django_assert_num_queries(1):
        assert len(opinioni.chiusi(ente.pk, OGGI)) == 2


# ---- le segnalazioni -------------------------------------------------------------------------------------------


def _segnala(client, ente, **altro):
    dati = {"servizio": "Strade", "testo": "Una buca da mesi.", "gettone": _gettone(), **altro}
    return client.post(f"/{ente.slug}/trasparenza/segnala/", dati)


def test_chi_segnala_riceve_un_codice_e_ne_segue_l_esito(client, ente):
    pagina = client.get(_segnala(client, ente).url)
    riga = Segnalazione.objects.get()
    assert riga.codice in letto(pagina)
    assert "In attesa di risposta" in letto(pagina)
    rispondi_alla_segnalazione(riga, utente=utente_con("nucleo", ente), risposta="Riparata ieri.")
    assert "Riparata ieri." in letto(apri(client, ente, "ricevuta", riga.codice))


def test_la_ricevuta_non_ripete_il_testo_ne_il_contatto(client, ente):
    riga = segnala(ente, servizio="Strade", testo="Testo segreto", contatto="io@posta.it")
    pagina = letto(apri(client, ente, "ricevuta", riga.codice))
    assert ("Testo segreto" in pagina, "io@posta.it" in pagina, "noindex" in pagina) == (False, False, True)


@pytest.mark.parametrize("manca", ["servizio", "testo"])
def test_cio_che_manca_si_chiede_senza_perdere_il_resto(client, ente, manca):
    pagina = letto(_segnala(client, ente, contatto="io@posta.it", **{manca: ""}))
    assert "Scrivi" in pagina
    assert "io@posta.it" in pagina
    assert not Segnalazione.objects.exists()


def test_un_indirizzo_di_posta_sbagliato_si_spiega(client, ente):
    assert "non è completo" in letto(_segnala(client, ente, contatto="boh"))


def test_anche_le_segnalazioni_hanno_un_limite(client, ente, monkeypatch):
    monkeypatch.setattr(partecipazione, "INVII_ALL_ORA", 1)
    assert [_segnala(client, ente).status_code for _ in range(2)] == [302, 429]


def test_il_codice_si_scrive_anche_a_mano(client, ente):
    riga = segnala(ente, servizio="Strade", testo="Buca")
    scritto = riga.codice.lower().replace("-", " ")
    assert apri(client, ente, "cerca_ricevuta", codice=scritto).url.endswith(f"/segnala/{riga.codice}/")
    assert apri(client, ente, "cerca_ricevuta", codice="boh").status_code == 404


def test_un_codice_ignoto_o_di_un_altro_ente_e_404(client, ente):
    altra = segnala(EnteFactory(), servizio="Strade", testo="Buca")
    assert apri(client, ente, "ricevuta", altra.codice).status_code == 404
    assert apri(client, ente, "ricevuta", "boh").status_code == 404


def test_indovinare_codici_ha_un_limite(client, ente, monkeypatch):
    monkeypatch.setattr(partecipazione, "LETTURE_AL_MINUTO", 1)
    stati = [apri(client, ente, "ricevuta", "AAAA-AAAA-AAAA").status_code for _ in range(2)]
    assert stati == [404, 429]


def test_una_segnalazione_si_legge_una_volta_e_ha_una_risposta_sola(ente):
    riga, nucleo = segnala(ente, servizio="Strade", testo="Buca"), utente_con("nucleo", ente)
    prima = leggi_segnalazione(riga, utente=nucleo).letta_il
    assert leggi_segnalazione(riga, utente=nucleo).letta_il == prima
    with pytest.raises(ValidationError, match="Scrivi la risposta"):
        rispondi_alla_segnalazione(riga, utente=nucleo, risposta="  ")
    rispondi_alla_segnalazione(riga, utente=nucleo, risposta="Fatto.")
    with pytest.raises(ValidationError, match="già risposto"):
        rispondi_alla_segnalazione(riga, utente=nucleo, risposta="Altro.")


def test_il_registro_non_conserva_il_codice_di_chi_segnala(ente):
    riga = segnala(ente, servizio="Strade", testo="Buca")
    assert not Evento.objects.filter(descrizione__contains=riga.codice).exists()


# ---- nell'ente -------------------------------------------------------------------------------------------------


def test_con_le_risposte_il_servizio_non_cambia_e_non_si_elimina(ente, aperto):
    chi = utente_con("rpct", ente)
    rispondi(aperto, voti=VOTI)
    with pytest.raises(ValidationError, match="Ci sono già risposte"):
        modifica_questionario(aperto, utente=chi, servizio="Altro")
    with pytest.raises(ValidationError, match="non si elimina"):
        elimina_questionario(aperto, utente=chi)


def test_un_questionario_si_apre_si_modifica_si_elimina(ente):
    chi = utente_con("rpct", ente)
    riga = apri_questionario(ente, utente=chi, servizio="Mensa", dal=OGGI, al=OGGI)
    riga = modifica_questionario(riga, utente=chi, versione=1, servizio="Mensa scolastica")
    assert (str(riga), riga.versione) == ("Mensa scolastica", 2)
    elimina_questionario(riga, utente=chi)
    assert not Questionario.objects.exists()


def test_le_date_al_contrario_si_rifiutano(ente):
    with pytest.raises(ValidationError, match="prima di aprirsi"):
        apri_questionario(ente, utente=utente_con("rpct", ente), servizio="X", dal=OGGI, al=OGGI - timedelta(1))
