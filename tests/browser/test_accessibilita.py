"""Ogni pagina, per ogni ruolo: risponde, axe a zero, niente che sporga a 390 e a 1280 pixel, HTML senza errori.

Ogni persona gira per tutte le pagine che raggiunge; nel browser si aprono quelle che hanno qualcosa di mai visto.
"""

from collections import defaultdict

import pytest

from tests.browser.giro import gira, novita
from tests.browser.strumenti import REALI, UTENTI, difetti, errori_html, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO = UTENTI[0].email
# Prima un obiettivo in bozza, che ha tutte le maschere; poi la casa, da cui si arriva ovunque.
DA_QUI = ("/esempio/2026/obiettivi/?stato=bozza", "/esempio/")
# Il rifiuto è la risposta giusta di queste pagine, che devono essere belle come le altre.
RIFIUTI = ("/non-esiste/", "/esempio/2026/documenti/0/piano.pdf", "/esempio/1999/obiettivi/")


@pytest.fixture(scope="session")
def pagine():
    """Le pagine già aperte in questa sessione, per vista."""
    return defaultdict(list)


def _rifiuti(visite):
    """Un collegamento non porta mai a una pagina che chi guarda non può aprire."""
    return [f"{visita.indirizzo}: {visita.stato}" for visita in visite if visita.stato >= 400]


def _difetti(pagina, visite):
    trovati = []
    for visita in visite:
        pagina.goto(visita.indirizzo)
        trovati += [f"{visita.indirizzo} {frase}" for frase in difetti(pagina)]
    return trovati


@pytest.mark.parametrize("utente", UTENTI, ids=lambda utente: utente.ruolo)
def test_ogni_pagina_che_un_ruolo_raggiunge_risponde_ed_e_accessibile(apri, pagine, utente):
    """Il segretario guarda due pagine per tipo e il manuale; agli altri basta una pagina per tipo."""
    pagina = apri(utente.email)
    altri = {} if utente.email == SEGRETARIO else {"per_tipo": 1, "senza": ("manuale:",)}
    visite = gira(pagina.request.get, *DA_QUI, **altri)
    assert len({visita.tipo for visita in visite}) >= 20
    nessuno(_rifiuti(visite) + _difetti(pagina, novita(visite, pagine)))


@pytest.mark.parametrize("ente", REALI)
def test_le_pagine_degli_enti_veri_rispondono_e_sono_accessibili(apri, pagine, ente):
    pagina = apri(SEGRETARIO)
    visite = gira(pagina.request.get, f"/{ente}/", senza=("manuale:",))
    nessuno(_rifiuti(visite) + _difetti(pagina, novita(visite, pagine)))


def test_le_pagine_di_chi_non_e_entrato_sono_accessibili(apri, pagine):
    pagina = apri()
    visite = gira(pagina.request.get, "/", "/manuale/", "/accesso/signup/")
    assert {"inizio", "account_login", "manuale:indice", "account_signup"} <= {visita.tipo for visita in visite}
    nessuno(_difetti(pagina, novita(visite, pagine)))


@pytest.mark.parametrize("indirizzo", RIFIUTI)
def test_anche_la_pagina_di_un_rifiuto_e_accessibile(apri, indirizzo):
    pagina = apri(SEGRETARIO)
    assert pagina.goto(indirizzo).status == 404
    nessuno(difetti(pagina))
    assert pagina.get_by_role("link", name="Vai al contenuto").count() == 1


def test_il_collega_senza_diritto_vede_una_pagina_che_spiega(apri):
    pagina = apri("dipendente@esempio.test")
    assert pagina.goto("/esempio/registro/").status == 403
    nessuno(difetti(pagina))


def test_l_html_di_ogni_struttura_vista_e_senza_errori(apri, pagine):
    """Per ultima: usa le pagine raccolte dalle altre (da sola fa il giro del segretario)."""
    if not pagine:
        novita(gira(apri(SEGRETARIO).request.get, *DA_QUI), pagine)
    nessuno(errori_html({visita.indirizzo: visita.html for visite in pagine.values() for visita in visite}))
