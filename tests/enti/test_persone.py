"""Elenco delle persone, avvertenze, ruoli: ciò che si legge."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enti.letture import avvertenze, enti_di, ruoli_e_persone
from tests.fabbriche import EnteFactory, IncaricoFactory, PersonaFactory, RapportoFactory, UnitaFactory

pytestmark = pytest.mark.django_db
OGGI = date(2026, 6, 1)


def frasi(ente):
    return " ".join(avvertenza.frase for avvertenza in avvertenze(ente, il=OGGI))


def segretario_di(ente, dal, al=None, **altro):
    return IncaricoFactory(ente=ente, tipo="segretario", dal=dal, al=al, **altro)


def test_un_ente_senza_segretario_lo_dice():
    assert "non ha un segretario" in frasi(EnteFactory())


def test_un_segretario_in_carica_non_fa_avvertenze():
    ente = EnteFactory()
    segretario_di(ente, date(2020, 1, 1), date(2024, 12, 31))
    segretario_di(ente, date(2025, 1, 1))
    assert frasi(ente) == ""


def test_due_segretari_insieme_si_segnalano():
    ente = EnteFactory()
    segretario_di(ente, date(2020, 1, 1), persona__cognome="Vecchi")
    segretario_di(ente, date(2025, 1, 1), persona__cognome="Nuovi")
    assert "Due segretari" in frasi(ente)
    assert "Vecchi" in frasi(ente)


def test_un_reggente_ad_interim_non_e_un_doppione():
    ente = EnteFactory()
    segretario_di(ente, date(2020, 1, 1))
    segretario_di(ente, date(2026, 5, 1), ad_interim=True)
    assert "Due segretari" not in frasi(ente)


@pytest.mark.parametrize(
    ("al", "parola"),
    [
        (date(2026, 5, 20), "è scaduto"),
        (date(2026, 6, 1), "scade"),
        (date(2026, 7, 31), "scade"),
        (date(2026, 8, 1), ""),
        (date(2026, 3, 1), ""),
        (None, ""),
    ],
    ids=["scaduto da poco", "scade oggi", "fra sessanta giorni", "più in là", "scaduto da tempo", "senza fine"],
)
def test_gli_incarichi_scaduti_o_in_scadenza(al, parola):
    ente = EnteFactory()
    segretario_di(ente, date(2020, 1, 1))
    IncaricoFactory(ente=ente, tipo="nucleo", dal=date(2023, 1, 1), al=al)
    assert (parola in frasi(ente)) if parola else frasi(ente) == ""


def test_un_incarico_scaduto_gia_rinnovato_non_si_segnala():
    ente = EnteFactory()
    segretario_di(ente, date(2020, 1, 1))
    IncaricoFactory(ente=ente, tipo="nucleo", dal=date(2023, 1, 1), al=date(2026, 5, 20))
    IncaricoFactory(ente=ente, tipo="nucleo", dal=date(2026, 5, 21))
    assert frasi(ente) == ""


def test_una_persona_puo_stare_in_piu_enti_e_passare_dall_uno_all_altro(client):
    qui = IncaricoFactory(tipo="segretario", ente__denominazione="Alto")
    la = IncaricoFactory(tipo="revisore", ente__denominazione="Basso", persona=qui.persona)
    assert list(enti_di(qui.persona.utente)) == [qui.ente, la.ente]
    client.force_login(qui.persona.utente)
    assert "Basso" in client.get(reverse("enti:ente", args=[qui.ente.slug])).content.decode()
    assert client.get(reverse("enti:modifica_ente", args=[la.ente.slug])).status_code == 403


def test_la_pagina_dei_ruoli_dice_chi_li_ha_oggi():
    ente = EnteFactory()
    ex = IncaricoFactory(ente=ente, tipo="rpct", al=date(2020, 12, 31))
    ora = IncaricoFactory(ente=ente, tipo="rpct", dal=date(2021, 1, 1))
    RapportoFactory.create_batch(2, ente=ente)
    per_codice = {ruolo.codice: (incarichi, quanti) for ruolo, incarichi, quanti in ruoli_e_persone(ente, il=OGGI)}
    assert per_codice["rpct"] == ([ora], 0)
    assert ex not in per_codice["rpct"][0]
    assert per_codice["dipendente"][1] == 2


# ---- elenco ----------------------------------------------------------------------------------------


@pytest.fixture
def elenco(ente, entra, segretario):
    client = entra(segretario)

    def _elenco(**filtri):
        return client.get(reverse("enti:persone", args=[ente.slug]), filtri).content.decode()

    return _elenco


def dipendente(ente, cognome, **altro):
    return RapportoFactory(ente=ente, persona=PersonaFactory(cognome=cognome), **altro)


def test_si_cerca_per_parole(ente, elenco):
    dipendente(ente, "Bianchini")
    dipendente(ente, "Verdini")
    pagina = elenco(q="bianch ada")
    assert "Bianchini" in pagina
    assert "Verdini" not in pagina


def test_il_filtro_per_unita_comprende_quelle_sotto(ente, elenco):
    area = UnitaFactory(ente=ente)
    dipendente(ente, "Sottoposti", unita=UnitaFactory(ente=ente, parent=area))
    dipendente(ente, "Altrove", unita=UnitaFactory(ente=ente))
    pagina = elenco(unita=area.pk)
    assert "Sottoposti" in pagina
    assert "Altrove" not in pagina


@pytest.mark.parametrize("filtri", [{"area": "funzionari"}, {"incarico": "rpct"}])
def test_i_filtri_per_area_e_per_incarico(ente, elenco, filtri):
    trovato = dipendente(ente, "Trovati", area="funzionari")
    IncaricoFactory(ente=ente, persona=trovato.persona, tipo="rpct")
    dipendente(ente, "Nascosti")
    pagina = elenco(**filtri)
    assert "Trovati" in pagina
    assert "Nascosti" not in pagina


def test_chi_non_e_piu_in_servizio_si_vede_solo_se_lo_si_chiede(ente, elenco):
    dipendente(ente, "Pensionati", al=timezone.localdate() - timedelta(days=1))
    assert "Pensionati" not in elenco()
    assert "Pensionati" in elenco(stato="passate")
    assert "Pensionati" in elenco(stato="tutte")


@pytest.mark.parametrize("ordine", ["persona", "-persona", "nome_unita", "-area", "inventato"])
def test_l_elenco_si_ordina_e_un_ordine_inventato_non_lo_rompe(ente, elenco, ordine):
    dipendente(ente, "Bianchini")
    assert "Bianchini" in elenco(sort=ordine)


@pytest.mark.parametrize("filtri", [{"unita": "boh"}, {"area": "x"}, {"stato": "y"}, {"page": "999"}])
def test_un_filtro_inventato_non_rompe_la_pagina(elenco, filtri):
    assert "Persone" in elenco(**filtri)


def test_un_elenco_vuoto_dice_che_cosa_fare(elenco):
    assert "Nessuna persona così" in elenco(q="nessunosichiamacosì")
