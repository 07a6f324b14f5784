"""Come si entra: pagine in italiano, registrazione chiusa, limiti, secondo fattore per ruolo, accesso esterno."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from enti.accesso import AdattatoreAccessoEsterno
from enti.models import Ente, Utente
from tests.fabbriche import EnteFactory, IncaricoFactory, RapportoFactory, UtenteFactory, utente_con

pytestmark = pytest.mark.django_db
INGLESE = re.compile(
    r"\b(Sign (in|up|out)|Log ?in|Your|Please|Password Reset|Change|Forgot|Remember|Add|Remove|Activate|View|Download"
    r"|Generate|Menu:|Not used|Current|Confirm|Email address)\b"
)


@pytest.fixture(autouse=True)
def _senza_tentativi_passati():
    cache.clear()


def parole_di(risposta):
    pagina = re.sub(r"(?s)<(script|style|head).*?</\1>|<[^>]+>", " ", risposta.content.decode())
    return re.sub(r"\s+", " ", pagina)


@pytest.mark.parametrize(
    "nome",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "inizio"],
)
def test_le_pagine_di_chi_non_e_entrato_sono_in_italiano(client, nome):
    risposta = client.get(reverse(nome))
    assert risposta.status_code == 200
    assert not INGLESE.search(parole_di(risposta))


PERSONALI = [
    "account_change_password", "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list", "mio_accesso",
]  # fmt: skip


@pytest.mark.parametrize("nome", PERSONALI)
def test_le_pagine_personali_sono_in_italiano(client, nome):
    utente = UtenteFactory()
    client.post(reverse("account_login"), {"login": utente.email, "password": "una-frase-lunga-e-segreta"})
    risposta = client.get(reverse(nome), follow=True)
    assert risposta.status_code == 200
    assert not INGLESE.search(parole_di(risposta))


@pytest.mark.parametrize("nome", ["mio_accesso", "mfa_index", "usersessions_list", "account_change_password"])
def test_le_pagine_personali_chiedono_l_accesso(client, nome):
    assert client.get(reverse(nome)).url.startswith(reverse("account_login"))


def test_nessuno_si_registra_da_se(client):
    dati = {"email": "x@y.it", "password1": "una frase abbastanza lunga", "password2": "una frase abbastanza lunga"}
    risposta = client.post(reverse("account_signup"), dati)
    assert "chiedi l'invito" in parole_di(risposta)
    assert not Utente.objects.exists()


def test_una_password_sbagliata_non_dice_se_l_utente_esiste(client):
    UtenteFactory(email="c@e.it")
    pagine = [
        parole_di(client.post(reverse("account_login"), {"login": chi, "password": "sbagliata"}))
        for chi in ("c@e.it", "non@esiste.it")
    ]
    assert pagine[0] == pagine[1]


def test_dopo_molti_tentativi_bisogna_aspettare(client):
    for _ in range(12):
        risposta = client.post(reverse("account_login"), {"login": "a@b.it", "password": "sbagliata"})
    assert risposta.status_code == 429 or "Troppi tentativi" in parole_di(risposta)


def test_la_password_dimenticata_manda_un_messaggio_solo_a_chi_ha_un_accesso(client):
    utente = UtenteFactory(email="ada@esempio.it")
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    client.post(reverse("account_reset_password"), {"email": "ada@esempio.it"})
    assert "/accesso/password/reset/key/" in mail.outbox[0].body


# ---- la porta d'ingresso ---------------------------------------------------------------------------


def test_chi_ha_un_solo_ente_ci_va(client):
    incarico = IncaricoFactory()
    client.force_login(incarico.persona.utente)
    assert client.get("/").url == reverse("obiettivi:casa", args=[incarico.ente.slug])


def test_chi_ne_ha_piu_d_uno_sceglie(client):
    incarico = IncaricoFactory(ente__denominazione="Alto")
    RapportoFactory(persona=incarico.persona, ente__denominazione="Basso")
    client.force_login(incarico.persona.utente)
    pagina = client.get("/").content.decode()
    assert "Alto" in pagina
    assert "Basso" in pagina


def test_chi_non_ha_nulla_in_vigore_legge_che_cosa_fare(client):
    client.force_login(UtenteFactory())
    assert "Oggi non hai incarichi" in client.get("/").content.decode()


# ---- secondo fattore -------------------------------------------------------------------------------


@pytest.mark.parametrize(("ruolo", "fermato"), [("segretario", True), ("eq", False)])
def test_il_secondo_fattore_e_obbligatorio_per_ruolo(client, settings, ruolo, fermato):
    settings.RUOLI_CON_SECONDO_FATTORE = ["segretario"]
    ente = EnteFactory()
    client.force_login(utente_con(ruolo, ente))
    risposta = client.get(reverse("enti:ente", args=[ente.slug]))
    assert (risposta.status_code, getattr(risposta, "url", "")) == ((302, "/accesso/2fa/") if fermato else (200, ""))


def test_attivato_il_secondo_fattore_si_entra(client, settings):
    from allauth.mfa.models import Authenticator

    settings.RUOLI_CON_SECONDO_FATTORE = ["segretario"]
    incarico = IncaricoFactory()
    Authenticator.objects.create(user=incarico.persona.utente, type="totp", data={"secret": "x"})
    client.force_login(incarico.persona.utente)
    assert client.get(reverse("enti:ente", args=[incarico.ente.slug])).status_code == 200


# ---- accesso esterno -------------------------------------------------------------------------------


@pytest.mark.parametrize(("verificato", "riconosciuto"), [(True, True), (False, False)])
def test_l_accesso_esterno_riconosce_solo_un_indirizzo_verificato(verificato, riconosciuto):
    utente = UtenteFactory(email="ada@esempio.it")
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    esterno = SocialLogin(
        user=Utente(),
        account=SocialAccount(provider="oidc", uid="1"),
        email_addresses=[EmailAddress(email="ada@esempio.it", verified=verificato)],
    )
    trovato = AdattatoreAccessoEsterno().authenticate_by_email(esterno)
    assert (trovato is not None) is riconosciuto


def test_chi_non_e_conosciuto_non_entra_nemmeno_da_fuori():
    assert not AdattatoreAccessoEsterno().is_open_for_signup(None, None)


# ---- pagine d'errore -------------------------------------------------------------------------------


def test_una_pagina_che_non_c_e_spiega(client):
    risposta = client.get("/non/esiste/qui/")
    assert risposta.status_code == 404
    assert "Qui non c'è nulla" in parole_di(risposta)


def test_una_pagina_scaduta_spiega():
    client = Client(enforce_csrf_checks=True)
    risposta = client.post(reverse("account_login"), {"login": "a"})
    assert risposta.status_code == 403
    assert "è rimasta aperta troppo a lungo" in parole_di(risposta)


@pytest.mark.parametrize("pagina", ["500.html", "400.html", "429.html", "403_csrf.html"])
def test_le_pagine_d_errore_stanno_in_piedi_senza_richiesta(pagina):
    from django.template.loader import render_to_string

    assert "Torna all'inizio" in render_to_string(pagina)


# ---- riga di comando -------------------------------------------------------------------------------

ARGOMENTI = {"slug": "nuovo", "denominazione": "Comune Nuovo", "segretario": "s@n.it", "cognome": "Prova"}


def test_apri_ente_stampa_un_collegamento_che_funziona(capsys, client):
    call_command("apri_ente", **ARGOMENTI, sito="https://sito.it/")
    indirizzo = capsys.readouterr().out.split()[-1]
    assert indirizzo.startswith("https://sito.it/nuovo/invito/")
    assert client.get(indirizzo.removeprefix("https://sito.it")).status_code == 200


def test_apri_ente_due_volte_dice_perche_no():
    call_command("apri_ente", **ARGOMENTI, verbosity=0)
    with pytest.raises(CommandError, match="slug|indirizzo|già"):
        call_command("apri_ente", **ARGOMENTI)
    assert Ente.objects.count() == 1
