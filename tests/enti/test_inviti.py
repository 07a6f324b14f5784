from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from enti.azioni import accetta_invito, impronta, invita, revoca_inviti
from enti.models import Invito, Utente
from piao.base.models import Evento
from tests.fabbriche import EnteFactory, InvitoFactory, PersonaFactory, RapportoFactory, UtenteFactory

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "tre cavalli e una luna", "ancora": "tre cavalli e una luna"}


@pytest.fixture
def persona(ente):
    return RapportoFactory(ente=ente, persona=PersonaFactory(email="Nuova@Esempio.it")).persona


def pagina(ente, segreto):
    return reverse("enti:invito", args=[ente.slug, segreto])


def test_dell_invito_si_conserva_solo_l_impronta(ente, persona, segretario):
    invito, segreto = invita(persona, ente=ente, utente=segretario)
    assert invito.impronta == impronta(segreto) != segreto
    assert segreto not in str(Invito.objects.values())
    assert segreto not in str(Evento.objects.values())


def test_l_invito_vale_sette_giorni(ente, persona, segretario):
    invito, _ = invita(persona, ente=ente, utente=segretario)
    assert timedelta(days=6, hours=23) < invito.scade_il - timezone.now() <= timedelta(days=7)


def test_il_messaggio_porta_il_collegamento_in_testo_e_in_html(ente, persona, entra, segretario):
    risposta = entra(segretario).post(reverse("enti:invita", args=[ente.slug, persona.pk]), follow=True)
    assert "Invito mandato a" in risposta.content.decode()
    [messaggio] = mail.outbox
    assert messaggio.to == ["nuova@esempio.it"]
    assert "Comune di Prova" in messaggio.subject
    for testo in (messaggio.body, messaggio.alternatives[0][0]):
        assert f"http://testserver/{ente.slug}/invito/" in testo


def test_dal_messaggio_alla_prima_entrata(ente, persona, client, segretario):
    _, segreto = invita(persona, ente=ente, utente=segretario)
    assert "Scegli la password" in client.get(pagina(ente, segreto)).content.decode()
    risposta = client.post(pagina(ente, segreto), PASSWORD)
    assert risposta.url == reverse("account_login")
    persona.refresh_from_db()
    assert persona.utente.email == "nuova@esempio.it"
    entrato = client.post(risposta.url, {"login": "nuova@esempio.it", "password": PASSWORD["password"]})
    assert (entrato.status_code, entrato.url) == (302, "/")


def test_l_indirizzo_dell_invito_risulta_verificato(persona, ente, segretario):
    invito, _ = invita(persona, ente=ente, utente=segretario)
    utente = accetta_invito(invito, password="tre cavalli e una luna")
    assert EmailAddress.objects.get(user=utente).verified


def test_un_invito_usato_non_si_usa_due_volte(ente, persona, client, segretario):
    _, segreto = invita(persona, ente=ente, utente=segretario)
    client.post(pagina(ente, segreto), PASSWORD)
    risposta = client.post(pagina(ente, segreto), {"password": "presa da altri", "ancora": "presa da altri"})
    assert risposta.status_code == 410
    assert Utente.objects.get(email="nuova@esempio.it").check_password(PASSWORD["password"])


def test_un_invito_scaduto_spiega_che_cosa_fare(ente, client):
    InvitoFactory(ente=ente, segreto="abc", scade_il=timezone.now() - timedelta(seconds=1))
    risposta = client.get(pagina(ente, "abc"))
    assert risposta.status_code == 410
    assert "chiedi un altro invito" in risposta.content.decode()


@pytest.mark.parametrize("segreto", ["inventato", "a" * 300, "%00", "'; --"])
def test_un_invito_inventato_non_vale(ente, client, segreto):
    InvitoFactory(ente=ente)
    assert client.get(pagina(ente, segreto)).status_code == 410


def test_l_impronta_letta_dal_database_non_apre_nulla(ente, client):
    assert client.get(pagina(ente, InvitoFactory(ente=ente).impronta)).status_code == 410


def test_l_invito_di_un_ente_non_vale_in_un_altro(ente, client):
    InvitoFactory(ente=EnteFactory(), segreto="abc")
    assert client.get(pagina(ente, "abc")).status_code == 410


def test_un_secondo_invito_annulla_il_primo(ente, persona, client, segretario):
    _, primo = invita(persona, ente=ente, utente=segretario)
    _, secondo = invita(persona, ente=ente, utente=segretario)
    assert client.get(pagina(ente, primo)).status_code == 410
    assert client.get(pagina(ente, secondo)).status_code == 200


def test_un_invito_revocato_non_vale(ente, persona, client, segretario):
    invito, segreto = invita(persona, ente=ente, utente=segretario)
    revoca_inviti(persona, ente=ente, utente=segretario)
    assert client.get(pagina(ente, segreto)).status_code == 410
    with pytest.raises(ValidationError, match="non vale più"):
        accetta_invito(invito, password="x")


def test_chi_ha_gia_un_accesso_conferma_e_tiene_la_sua_password(ente, client, segretario):
    persona = RapportoFactory(ente=ente).persona
    prima = persona.utente.password
    invito, segreto = invita(persona, ente=ente, utente=segretario)
    assert "Hai già un accesso" in client.get(pagina(ente, segreto)).content.decode()
    client.post(pagina(ente, segreto), PASSWORD)
    persona.utente.refresh_from_db()
    assert persona.utente.password == prima


def test_cambiare_la_posta_di_una_persona_non_basta_per_prenderne_il_posto(ente, segretario):
    persona = RapportoFactory(ente=ente).persona
    persona.email = "ladro@esempio.it"
    invito, _ = invita(persona, ente=ente, utente=segretario)
    assert invito.email == persona.utente.email


def test_chi_ha_un_utente_senza_persona_lo_collega(ente, persona, client, segretario):
    utente = UtenteFactory(email="nuova@esempio.it")
    _, segreto = invita(persona, ente=ente, utente=segretario)
    client.post(pagina(ente, segreto))
    persona.refresh_from_db()
    assert persona.utente == utente


def test_l_indirizzo_di_un_altra_persona_e_rifiutato(ente, persona, segretario):
    RapportoFactory(persona__utente__email="nuova@esempio.it")
    with pytest.raises(ValidationError, match="un'altra persona"):
        invita(persona, ente=ente, utente=segretario)


def test_senza_indirizzo_non_si_invita_e_si_dice_perche(ente, entra, segretario):
    persona = RapportoFactory(ente=ente, persona=PersonaFactory()).persona
    risposta = entra(segretario).post(reverse("enti:invita", args=[ente.slug, persona.pk]), follow=True)
    assert "Manca l&#x27;indirizzo di posta" in risposta.content.decode()
    assert not mail.outbox


def test_se_la_posta_non_parte_si_dice(ente, persona, entra, segretario, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    risposta = entra(segretario).post(reverse("enti:invita", args=[ente.slug, persona.pk]), follow=True)
    assert "il messaggio non è partito" in risposta.content.decode()


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"password": "corta", "ancora": "corta"}, "troppo corta"),
        ({"password": "12345678901234", "ancora": "12345678901234"}, "numeri"),
        ({"password": "tre cavalli e una luna", "ancora": "altra"}, "sono diverse"),
        ({"password": ""}, "obbligatorio"),
    ],
)
def test_una_password_che_non_va_si_spiega_e_l_invito_resta_buono(ente, persona, client, segretario, dati, frase):
    _, segreto = invita(persona, ente=ente, utente=segretario)
    risposta = client.post(pagina(ente, segreto), dati)
    assert frase in risposta.content.decode()
    assert Invito.objects.get().usato_il is None


def test_la_pagina_dell_invito_non_si_conserva(ente, client):
    InvitoFactory(ente=ente, segreto="abc")
    assert "no-store" in client.get(pagina(ente, "abc"))["Cache-Control"]


@pytest.mark.parametrize(
    ("caso", "parola"),
    [("entra", "può entrare"), ("mai", "non invitata"), ("invitata", "invitata"), ("scaduto", "invito scaduto")],
)
def test_la_pagina_dice_se_la_persona_puo_entrare(ente, entra, segretario, caso, parola):
    persona = RapportoFactory(ente=ente, persona=PersonaFactory(con_utente=caso == "entra", email="a@b.it")).persona
    if caso in {"invitata", "scaduto"}:
        giorni = timedelta(days=1 if caso == "invitata" else -1)
        InvitoFactory(ente=ente, persona=persona, scade_il=timezone.now() + giorni)
    pagina = entra(segretario).get(reverse("enti:persona", args=[ente.slug, persona.pk])).content.decode()
    assert f'accesso-{caso}">{parola}<' in pagina
