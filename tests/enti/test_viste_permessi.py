"""Ogni vista × ogni ruolo: 200 a chi può, 403 al collega, 404 all'estraneo, l'accesso a chi non è entrato."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from enti.urls import urlpatterns
from tests.fabbriche import EnteFactory, IncaricoFactory, utente_con

SEGRETARIO, PERSONALE, NUCLEO, EQ, DIPENDENTE = "segretario", "ufficio_personale", "nucleo", "eq", "dipendente"
TUTTI = {SEGRETARIO, PERSONALE, NUCLEO, EQ, DIPENDENTE}
GESTORI = {SEGRETARIO, PERSONALE}
VEDONO_PERSONE = {SEGRETARIO, PERSONALE, NUCLEO, EQ}

# vista: (che cosa serve nell'indirizzo, chi può)
VISTE = {
    "ente": (None, TUTTI),
    "modifica_ente": (None, {SEGRETARIO}),
    "stemma": (None, TUTTI),
    "cambia_stemma": (None, {SEGRETARIO}),
    "togli_stemma": (None, {SEGRETARIO}),
    "nuovo_comune": (None, {SEGRETARIO}),
    "modifica_comune": ("comune", {SEGRETARIO}),
    "togli_comune": ("comune", {SEGRETARIO}),
    "organigramma": (None, TUTTI),
    "livelli": (None, GESTORI),
    "nuova_unita": (None, GESTORI),
    "unita": ("unita", TUTTI),
    "modifica_unita": ("unita", GESTORI),
    "sposta_unita": ("unita", GESTORI),
    "chiudi_unita": ("unita", GESTORI),
    "elimina_unita": ("unita", GESTORI),
    "persone": (None, VEDONO_PERSONE),
    "nuova_persona": (None, GESTORI),
    "persona": ("persona", VEDONO_PERSONE),
    "modifica_persona": ("persona", GESTORI),
    "nuovo_rapporto": ("persona", GESTORI),
    "nuovo_incarico": ("persona", GESTORI),
    "invita": ("persona", GESTORI),
    "revoca_invito": ("persona", GESTORI),
    "modifica_rapporto": ("rapporto", GESTORI),
    "elimina_rapporto": ("rapporto", GESTORI),
    "modifica_incarico": ("incarico", GESTORI),
    "chiudi_incarico": ("incarico", GESTORI),
    "elimina_incarico": ("incarico", GESTORI),
    "gruppi": (None, VEDONO_PERSONE),
    "nuovo_gruppo": (None, GESTORI),
    "modifica_gruppo": ("gruppo", GESTORI),
    "elimina_gruppo": ("gruppo", GESTORI),
    "contesto": (None, TUTTI),
    "nuova_popolazione": (None, {SEGRETARIO}),
    "modifica_popolazione": ("popolazione", {SEGRETARIO}),
    "elimina_popolazione": ("popolazione", {SEGRETARIO}),
    "nuovo_personale": (None, GESTORI),
    "modifica_personale": ("personale", GESTORI),
    "elimina_personale": ("personale", GESTORI),
    "atti": (None, TUTTI),
    "nuovo_atto": (None, {SEGRETARIO}),
    "atto": ("atto", TUTTI),
    "modifica_atto": ("atto", {SEGRETARIO}),
    "elimina_atto": ("atto", {SEGRETARIO}),
    "file_atto": ("atto", TUTTI),
    "ruoli": (None, TUTTI),
    "registro": (None, {SEGRETARIO, NUCLEO}),
    "avvisi": (None, TUTTI),
    "preferenza_avvisi": (None, TUTTI),
    "lettere": (None, GESTORI),
}
PUBBLICHE = {"invito"}
SOLO_INVIO = {"apri_avviso", "avvisi_letti", "conferma_avviso"}  # provate in tests/enti/test_avvisi.py


def indirizzo(nome, ente, cose):
    serve = VISTE[nome][0]
    return reverse(f"enti:{nome}", args=[ente.slug, *([getattr(cose, serve).pk] if serve else [])])


@pytest.fixture
def con_stemma(ente):
    ente.stemma.save("stemma.png", ContentFile(b"png"))


def utente_di(ruolo, ente, cose):
    """L'EQ guida l'unità in cui lavora la persona: per questo la vede."""
    return utente_con(ruolo, ente, **({"unita": cose.unita} if ruolo == EQ else {}))


def test_la_tabella_elenca_ogni_vista_della_stanza():
    assert {schema.name for schema in urlpatterns} == set(VISTE) | PUBBLICHE | SOLO_INVIO


@pytest.mark.parametrize("ruolo", sorted(TUTTI))
@pytest.mark.parametrize("nome", VISTE)
def test_ogni_vista_si_apre_a_chi_puo_e_rifiuta_il_collega(nome, ruolo, ente, cose, con_stemma, entra):
    risposta = entra(utente_di(ruolo, ente, cose)).get(indirizzo(nome, ente, cose))
    risposta.close()  # i file si chiudono con la risposta
    assert risposta.status_code == (200 if ruolo in VISTE[nome][1] else 403)


@pytest.mark.parametrize("nome", VISTE)
def test_l_estraneo_non_trova_nulla(nome, ente, cose, entra):
    altro = utente_con("segretario", EnteFactory())
    risposta = entra(altro).get(indirizzo(nome, ente, cose))
    assert risposta.status_code == 404
    assert "Comune di Prova" not in risposta.content.decode()


@pytest.mark.parametrize("nome", VISTE)
def test_chi_non_e_entrato_va_all_accesso(nome, ente, cose, client):
    risposta = client.get(indirizzo(nome, ente, cose))
    assert risposta.status_code == 302
    assert risposta.url.startswith("/accesso/login/")


@pytest.mark.parametrize("nome", [nome for nome, (serve, _) in VISTE.items() if serve])
def test_le_cose_di_un_altro_ente_non_si_trovano(nome, cose, entra):
    """Lo stesso segretario, con l'indirizzo del proprio ente e la chiave di una cosa altrui."""
    mio = EnteFactory()
    risposta = entra(utente_con("segretario", mio)).get(indirizzo(nome, mio, cose))
    assert risposta.status_code == 404


@pytest.mark.parametrize("nome", [n for n in VISTE if n.startswith(("elimina", "togli", "revoca"))])
def test_chiedere_conferma_non_elimina(nome, ente, cose, entra, segretario):
    risposta = entra(segretario).get(indirizzo(nome, ente, cose))
    assert "<form" in risposta.content.decode()
    for cosa in vars(cose).values():
        cosa.refresh_from_db()


def test_chi_guida_un_unita_vede_solo_le_sue_persone(ente, cose, entra):
    altra = IncaricoFactory(ente=ente, tipo="revisore").persona
    client = entra(utente_di(EQ, ente, cose))
    assert client.get(reverse("enti:persona", args=[ente.slug, cose.persona.pk])).status_code == 200
    assert client.get(reverse("enti:persona", args=[ente.slug, altra.pk])).status_code == 404


def test_il_collega_senza_diritto_legge_quale_ruolo_ha(ente, entra):
    risposta = entra(utente_con(DIPENDENTE, ente)).get(reverse("enti:modifica_ente", args=[ente.slug]))
    assert risposta.status_code == 403
    assert "Dipendente" in risposta.content.decode()


@pytest.mark.parametrize("nome", ["ente", "persone", "atti", "file_atto", "registro"])
def test_le_pagine_che_leggono_non_accettano_invii(nome, ente, cose, entra, segretario):
    assert entra(segretario).post(indirizzo(nome, ente, cose)).status_code == 405


def test_finito_l_incarico_finisce_il_permesso(ente, entra):
    ex = utente_con(SEGRETARIO, ente, al=date(2020, 12, 31))
    assert entra(ex).get(reverse("enti:ente", args=[ente.slug])).status_code == 404
