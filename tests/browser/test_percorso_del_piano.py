"""Il filo intero del Piano, dalla bozza alla pubblicazione, in cinque: segretario, EQ, Nucleo, assessora, RPCT.

Ha un sito suo: approvare il Piano cambia ciò che tutti gli altri possono fare.
"""

import re
from collections import defaultdict
from datetime import date
from hashlib import sha256

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import biscotti, pagine_di, sito_da
from tests.browser.giro import gira, novita
from tests.browser.strumenti import difetti, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO, EQ, NUCLEO = "segretario@esempio.test", "eq@esempio.test", "nucleo@esempio.test"
ASSESSORA, RPCT, DIPENDENTE = "assessore@esempio.test", "rpct@esempio.test", "dipendente@esempio.test"
OGGI = date.today().isoformat()


def piano(nome, *altro):
    return reverse(f"relazioni:{nome}", args=["esempio", 2026, *altro])


@pytest.fixture(scope="module")
def persone(chromium, archivio, tmp_path_factory):
    """Apre pagine in un sito tutto nuovo: `persone(email)`."""
    with (
        sito_da(archivio, tmp_path_factory.mktemp("percorso")) as base,
        pagine_di(chromium, base, biscotti(chromium, base)) as apre,
    ):
        yield apre


def compie(pagina, invito, conferma):
    """Dal percorso, un passo: il pulsante, la domanda, la conferma."""
    pagina.goto(piano("percorso"))
    pagina.get_by_role("link", name=invito, exact=True).click()
    pagina.get_by_role("button", name=conferma).click()
    expect(pagina.locator(".messaggio-success")).to_be_visible()


def stato(pagina):
    pagina.goto(piano("percorso"))
    return pagina.locator("[aria-current=step]").inner_text().splitlines()


def test_dalla_bozza_al_piano_pubblicato_in_cinque(persone):
    segretario = persone(SEGRETARIO)
    _consulta(segretario, persone(EQ))
    _da_il_parere(segretario, persone(NUCLEO))
    _commenta(segretario, persone(ASSESSORA))
    _motiva_gli_errori(segretario)
    pdf = _approva(segretario)
    _pubblica(persone(RPCT))
    _chiunque_verifica(persone(), pdf, segretario)


def _consulta(segretario, eq):
    compie(segretario, "Avvia la consultazione", "Avvia la consultazione")
    eq.goto(piano("consultazione"))
    eq.get_by_role("link", name="Di' la tua").click()
    nessuno(difetti(eq))
    eq.get_by_role("button", name="Concordo").click()
    expect(eq.get_by_role("main")).to_contain_text("concorda")
    compie(segretario, "Chiedi il parere", "Chiedi il parere")


def _da_il_parere(segretario, nucleo):
    nucleo.goto(piano("nuovo_parere"))
    nucleo.get_by_role("radio", name="favorevole", exact=True).check()
    nessuno(difetti(nucleo))
    nucleo.get_by_role("button", name="Registra il parere").click()
    expect(nucleo.get_by_text("vale per la proposta")).to_be_visible()
    compie(segretario, "Proponi alla Giunta", "Proponi alla Giunta")


def _commenta(segretario, assessora):
    assessora.goto(piano("giunta"))
    nessuno(difetti(assessora))
    assessora.get_by_role("link", name="Commenta").click()
    assessora.get_by_label("Commento").fill("Bene i tempi di pagamento.")
    assessora.get_by_role("button", name="Salva il commento").click()
    expect(assessora.get_by_text("Bene i tempi di pagamento.")).to_be_visible()


def _motiva_gli_errori(segretario):
    """Quanti siano dipende dal giorno in cui si prova: ciascuno resta solo con una ragione scritta."""
    aperti = f"{piano('controlli')}?motivazione=da_motivare"
    segretario.goto(aperti)
    while (motiva := segretario.get_by_role("link", name=re.compile(r"^Motiva\b"))).count():
        motiva.first.click()
        segretario.get_by_label("Perché resta così").fill("Si approva per provare il percorso.")
        segretario.get_by_role("button", name="Salva la motivazione").click()
        segretario.goto(aperti)


def _approva(segretario):
    segretario.goto(piano("percorso"))
    segretario.get_by_role("link", name="Registra l'approvazione").click()
    segretario.get_by_label("Numero della delibera").fill("31")
    segretario.get_by_label("Data della seduta").fill(OGGI)
    segretario.get_by_label("Oggetto").fill("Approvazione del Piano della performance 2026-2028")
    segretario.get_by_label("Parere di regolarità tecnica").select_option("favorevole")
    segretario.get_by_label("Parere di regolarità contabile").select_option("favorevole")
    segretario.get_by_label("Motivo del ritardo").fill("Il Piano di prova si approva quando si prova.")
    nessuno(difetti(segretario))
    segretario.get_by_role("button", name="Approva e congela").click()
    scarica = segretario.get_by_role("link", name="Scarica il PDF")
    scarica.wait_for(timeout=120_000)
    nessuno(difetti(segretario))
    with segretario.expect_download() as attesa:
        scarica.click()
    return attesa.value.path()


def _pubblica(rpct):
    rpct.goto(piano("percorso"))
    rpct.get_by_role("link", name="Registra la pubblicazione").click()
    rpct.get_by_label("Pubblicato il").fill(OGGI)
    rpct.get_by_role("button", name="Registra la pubblicazione").click()
    expect(rpct.locator(".messaggio-success")).to_be_visible()


def _chiunque_verifica(estraneo, pdf, segretario):
    segretario.goto(piano("versione", 1))
    codice = segretario.locator("a.codice").inner_text()
    expect(segretario.get_by_text(sha256(pdf.read_bytes()).hexdigest())).to_be_visible()
    estraneo.goto(reverse("verifica", args=[codice]))
    nessuno(difetti(estraneo))
    estraneo.get_by_label("Il file PDF").set_input_files(pdf)
    expect(estraneo.get_by_role("status")).to_contain_text("È il documento approvato")


@pytest.fixture(scope="module")
def aperte():
    """Le pagine già aperte a Piano pubblicato, per vista."""
    return defaultdict(list)


@pytest.mark.parametrize("email", [SEGRETARIO, EQ, NUCLEO, ASSESSORA, RPCT, DIPENDENTE])
def test_a_piano_pubblicato_ogni_pagina_risponde_ed_e_accessibile(persone, aperte, email):
    pagina = persone(email)
    visite = gira(pagina.request.get, "/esempio/", per_tipo=1, senza=("manuale:",))
    assert [visita.indirizzo for visita in visite if visita.stato >= 400] == []
    del_ciclo = [visita for visita in visite if visita.tipo.startswith(("relazioni:", "obiettivi:"))]
    for visita in novita(del_ciclo, aperte):
        pagina.goto(visita.indirizzo)
        nessuno([f"{visita.indirizzo} {frase}" for frase in difetti(pagina)])


def test_a_piano_pubblicato_nessuno_modifica_un_obiettivo(persone):
    pagina = persone(SEGRETARIO)
    pagina.goto(reverse("obiettivi:elenco", args=["esempio", 2026]))
    pagina.locator("tbody a").first.click()
    expect(pagina.get_by_role("main").get_by_role("link", name="Modifica")).to_have_count(0)
