"""Le pagine delle variazioni: dalla richiesta all'atto, sulle copie di lavoro."""

from dataclasses import replace
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from obiettivi.models import Obiettivo, Variazione
from obiettivi.voci import StatoVariazione
from piao.base.controlli import Esito
from piao.base.lavori import esegui_in_attesa
from relazioni.views import variazioni
from tests.fabbriche import AttoFactory, utente_con
from tests.obiettivi.scene import con_parere, porta_a
from tests.relazioni.scene_approvazione import (
    approvato,
    dati_atto,
    decisione,
    letta,
    senza_intoppi,
    variazione_proposta,
    visita,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)
    monkeypatch.setattr(variazioni, "esamina_piano", lambda ciclo: Esito())


@pytest.fixture
def presa():
    return decisione()


@pytest.fixture
def versione(presa):
    return approvato(presa)


@pytest.fixture
def da(client):
    return partial(visita, client)


@pytest.fixture
def aperta(versione, presa):
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    return porta_a(variazione, StatoVariazione.BOZZA)


def test_dalla_richiesta_alldati_atto(da, aperta, presa):
    segretario, ciclo = presa.utente, aperta.ciclo
    assert da(segretario, ciclo, "passo_variazione", 1, "richiedi", dati={}).status_code == 302
    con_parere(Variazione.objects.get())
    assert da(segretario, ciclo, "passo_variazione", 1, "proponi", dati={}).status_code == 302
    da(segretario, ciclo, "approva_variazione", 1, dati=dati_atto(numero="88", data="2026-03-01"))
    esegui_in_attesa()
    assert Obiettivo.objects.get(codice="1.1").titolo == "Tempi dimezzati"
    assert "il Piano vale nella" in letta(da(segretario, ciclo, "variazione", 1))


def test_l_atto_di_una_variazione_non_puo_venire_prima_del_piano(da, aperta, presa):
    porta_a(aperta, StatoVariazione.PROPOSTA)
    pagina = letta(da(presa.utente, aperta.ciclo, "approva_variazione", 1, dati=dati_atto(data="2026-01-01")))
    assert "non può essere prima del 30 gennaio 2026" in pagina


def test_si_apre_una_variazione_dalla_pagina(da, versione, presa):
    vuota = da(presa.utente, versione.ciclo, "nuova_variazione", dati={"titolo": "Solo il titolo"})
    assert "Solo il titolo" in letta(vuota)
    dati = {"titolo": "Meno fondi", "motivo": "Tagli.", "causa": "esogena"}
    assert da(presa.utente, versione.ciclo, "nuova_variazione", dati=dati).url.endswith("/variazioni/1/")


def test_due_persone_sulle_ragioni_della_variazione(da, aperta, presa):
    dati = {"titolo": "Primo", "motivo": "Tagli.", "causa": "esogena", "versione": aperta.versione}
    da(presa.utente, aperta.ciclo, "modifica_variazione", 1, dati=dati)
    secondo = da(presa.utente, aperta.ciclo, "modifica_variazione", 1, dati=dati | {"titolo": "Secondo"})
    assert "Nel frattempo qualcun altro ha salvato" in letta(secondo)


def test_si_sceglie_si_prende_si_toglie(da, aperta, presa):
    altro = aperta.ciclo.obiettivi.get(codice="S1")
    assert "Servizi semplici" in letta(da(presa.utente, aperta.ciclo, "scegli_obiettivi", 1, q="semplici"))
    assert "Nessun obiettivo così" in letta(da(presa.utente, aperta.ciclo, "scegli_obiettivi", 1, q="zzz"))
    preso = da(presa.utente, aperta.ciclo, "prendi_obiettivo", 1, altro.pk, dati={})
    copia = aperta.righe.get(obiettivo=altro).copia
    assert preso.url.endswith(f"/obiettivi/{copia.pk}/")
    da(presa.utente, aperta.ciclo, "togli_dalla_variazione", 1, aperta.righe.get(obiettivo=altro).pk, dati={})
    assert not aperta.righe.filter(obiettivo=altro).exists()


def test_un_obiettivo_gia_preso_si_dice_con_una_frase(da, aperta, presa, client):
    obiettivo = aperta.ciclo.obiettivi.get(codice="1.1")
    risposta = da(presa.utente, aperta.ciclo, "prendi_obiettivo", 1, obiettivo.pk, dati={})
    assert "è già in un'altra variazione aperta" in letta(client.get(risposta.url))
    dati = {"nota": "Superato."}
    pagina = da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, obiettivo.pk, dati=dati)
    assert "è già in un'altra variazione aperta" in letta(pagina)


def test_la_copia_si_legge_e_si_scrive_con_le_stesse_pagine(da, aperta, presa, client):
    copia = aperta.righe.get().copia
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, copia.pk]
    client.force_login(presa.utente)
    assert "Copia di lavoro della variazione n. 1" in letta(client.get(reverse("obiettivi:scheda", args=argomenti)))
    dati = {"titolo": "Scritto sulla copia", "livello": "operativo", "versione": copia.versione}
    scritta = client.post(reverse("obiettivi:modifica", args=[*argomenti, "che-cosa"]), dati)
    assert scritta.status_code == 302
    copia.refresh_from_db()
    assert (copia.titolo, Obiettivo.objects.get(codice="1.1").titolo) == ("Scritto sulla copia", "Tempi certi")


def test_una_copia_altrui_non_esiste_per_chi_non_segue(da, aperta, client):
    client.force_login(utente_con("dipendente", aperta.ente))
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, aperta.righe.get().copia_id]
    assert client.get(reverse("obiettivi:scheda", args=argomenti)).status_code == 404
    assert da(utente_con("dipendente", aperta.ente), aperta.ciclo, "variazione", 1).status_code == 404


def test_richiesta_la_variazione_la_copia_non_si_scrive_piu(aperta, presa, client):
    porta_a(aperta, StatoVariazione.RICHIESTA)
    client.force_login(presa.utente)
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, aperta.righe.get().copia_id, "che-cosa"]
    assert client.get(reverse("obiettivi:modifica", args=argomenti)).status_code == 403


def test_si_aggiunge_un_obiettivo_e_se_ne_ritira_uno(da, aperta, presa):
    unita = aperta.righe.get().copia.unita_collegate.first().unita_id
    dati = {"titolo": "Nuovo", "livello": "operativo", "unita": unita}
    assert "/obiettivi/" in da(presa.utente, aperta.ciclo, "aggiungi_alla_variazione", 1, dati=dati).url
    altro = aperta.ciclo.obiettivi.get(codice="S1")
    assert "Scrivi perché" in letta(da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, altro.pk, dati={"nota": ""}))
    da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, altro.pk, dati={"nota": "Superato."})
    assert {riga.tipo for riga in aperta.righe.all()} == {"modifica", "aggiunta", "ritiro"}


def test_prima_di_proporla_si_vede_che_cosa_cambierebbe(da, aperta, presa):
    pagina = letta(da(presa.utente, aperta.ciclo, "anteprima_variazione", 1))
    assert "Cambiato: 1.1 Tempi dimezzati" in pagina
    assert "Nessun rilievo in più" in pagina


def test_il_nucleo_da_il_parere_dalla_pagina(da, aperta):
    porta_a(aperta, StatoVariazione.RICHIESTA)
    nucleo = utente_con("nucleo", aperta.ente)
    dati = {"esito": "favorevole", "dato_il": f"{timezone.localdate():%Y-%m-%d}", "osservazioni": ""}
    assert da(nucleo, aperta.ciclo, "parere_variazione", 1, dati=dati).status_code == 302
    assert "Favorevole" in letta(da(nucleo, aperta.ciclo, "variazione", 1))


@pytest.mark.parametrize("passo", ["respingi", "rimanda"])
def test_per_dire_di_no_servono_le_osservazioni(da, aperta, presa, passo):
    porta_a(aperta, StatoVariazione.PROPOSTA)
    assert "Scrivi le osservazioni" in letta(da(presa.utente, aperta.ciclo, "passo_variazione", 1, passo, dati={}))
    da(presa.utente, aperta.ciclo, "passo_variazione", 1, passo, dati={"nota": "Troppo generica."})
    assert "Troppo generica." in letta(da(presa.utente, aperta.ciclo, "variazione", 1))


def test_un_passo_che_non_c_e_e_404_e_uno_che_non_spetta_403(da, aperta, presa):
    assert da(presa.utente, aperta.ciclo, "passo_variazione", 1, "vola").status_code == 404
    assert da(presa.utente, aperta.ciclo, "passo_variazione", 1, "proponi").status_code == 403


def test_si_elimina_con_conferma(da, aperta, presa):
    assert "Non si può annullare" in letta(da(presa.utente, aperta.ciclo, "elimina_variazione", 1))
    da(presa.utente, aperta.ciclo, "elimina_variazione", 1, dati={})
    assert not Variazione.objects.exists()


@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "assessore", "dipendente"])
def test_l_elenco_lo_apre_ogni_ruolo(da, aperta, ruolo):
    vede = ruolo != "dipendente"
    pagina = letta(da(utente_con(ruolo, aperta.ente), aperta.ciclo, "variazioni"))
    assert ("1. Meno fondi" in pagina) is vede


def test_un_ritirato_si_vede_con_il_suodati_atto(presa, versione, client):
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    variazione.righe.update(tipo="ritiro", nota="Superato.", copia=None)
    approvato(replace(presa, atto=AttoFactory(ente=presa.ciclo.ente, numero="88"), variazione=variazione))
    client.force_login(utente_con("dipendente", presa.ciclo.ente))
    pk = presa.ciclo.obiettivi.get(codice="1.1").pk
    pagina = letta(client.get(reverse("obiettivi:scheda", args=[presa.ciclo.ente.slug, presa.ciclo.anno, pk])))
    assert "Ritirato</strong> con Giunta n. 88" in pagina
