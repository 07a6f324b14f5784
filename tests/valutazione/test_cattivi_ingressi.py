"""Ingressi che metterebbero in crisi un conto: ciascuno ha un esito, e la pagina dice quale e perché."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.valutazione.pagine_premi import pagina
from tests.valutazione.scena_compilazione import Scena, riscrivi
from tests.valutazione.scena_premi import PREMIO, primo, scena
from tests.valutazione.test_premi_persone import assente
from valutazione.azioni import premi as azioni
from valutazione.models import Scheda, Voce
from valutazione.voci import ModoPremio

pytestmark = pytest.mark.django_db
CON_CONTO = ("fondo", "scenario", "conferma_premi")
VOCI = ("C1", "C2", "C3", "C4", "C5")


def dice(client, s, fondo, frase, *nomi):
    """La frase si legge in tutte quelle pagine."""
    return all(escape(frase) in pagina(client, s, fondo, nome, s.segretario).text for nome in nomi)


def pagina_del_premio(client, s, riga):
    """La pagina con il premio di quella persona e i suoi passi."""
    client.force_login(s.segretario)
    fondo = riga.simulazione.fondo
    dove = [s.ente.slug, fondo.ciclo.anno, fondo.platea, riga.simulazione_id, riga.pk]
    return client.get(reverse("valutazione:premio", args=dove)).text


def valuta(client, scheda, nome="compila_scheda"):
    """La pagina con cui chi valuta compila quella scheda."""
    client.force_login(scheda.valutatore.utente)
    dove = reverse(f"valutazione:{nome}", args=[scheda.ciclo.ente.slug, scheda.ciclo.anno, scheda.pk])
    return client.get(dove).text


# ---- la scheda ---------------------------------------------------------------------------------------------------


def test_una_voce_di_peso_zero_si_valuta_e_il_punteggio_viene_dalle_altre(client):
    scheda = Scena().valutata(5, 5, 5, 5, 1)
    riscrivi(scheda, "C5", peso=0)
    testo = valuta(client, scheda)
    assert "Peso 0" in testo
    assert "65,00" in testo


def test_se_tutti_i_pesi_sono_zero_la_pagina_dice_che_non_c_e_una_media(client):
    scheda = Scena().valutata(4, 4, 4, 4, 4)
    for codice in VOCI:
        riscrivi(scheda, codice, peso=0)
    frase = escape("«Comportamenti e competenze»: I pesi presenti sommano a zero: non c'è una media.")
    assert all(frase in valuta(client, scheda, nome) for nome in ("compila_scheda", "scheda"))


def test_un_target_zero_la_pagina_lo_dice_della_sua_voce(client):
    scheda = Scena().valutata(4, 4, 4, 4, 4)
    riscrivi(scheda, "C1", conv={"tipo": "rapporto"})
    Voce.objects.filter(scheda=scheda, codice="C1").update(atteso="0")
    frase = escape("«Qualità del lavoro»: Il target è zero: il rapporto non dice quanto si è raggiunto.")
    assert all(frase in valuta(client, scheda, nome) for nome in ("compila_scheda", "scheda"))


def test_due_valutatori_con_date_sovrapposte_si_rifiutano_dicendo_con_che_cosa(client):
    s = Scena()
    prima = s.scheda(stato="preparazione", al=date(2026, 6, 30))
    altra = s.guida(s.guida_unita())
    s.scheda(stato="preparazione", persona=prima.persona, valutatore=altra, dal=date(2026, 7, 1))
    client.force_login(s.con_ruolo("ufficio_personale"))
    dove = reverse("valutazione:prepara_scheda", args=[s.ente.slug, s.ciclo.anno, prima.pk])
    dati = {"valutatore": s.valutatore.pk, "dal": "2026-01-01", "al": "2026-09-30", "versione": prima.versione}
    testo = client.post(dove, dati, follow=True).text
    assert "Si sovrappone alla scheda dal 01/07/2026 al 31/12/2026: correggi le date." in testo
    assert Scheda.objects.get(pk=prima.pk).al == date(2026, 6, 30)


# ---- i premi -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modo", [ModoPremio.RIPARTO, ModoPremio.QUOTA_TEORICA])
def test_un_fondo_di_zero_euro_non_da_premi_e_lo_si_dice(client, modo):
    s = scena(90, 80, modo=modo, premio=PREMIO | {"giorni_anno": 365})
    frase = "Il fondo è di zero euro: nessuno riceve un premio, qualunque sia la valutazione."
    assert dice(client, s, s.fondo(importo=0), frase, *CON_CONTO)


def test_se_tutti_sono_esclusi_si_dice_e_la_somma_resta_nel_fondo(client):
    s = scena(90, 80)
    fondo = s.fondo()
    for persona in s.persone:
        azioni.scrivi_partecipante(fondo, persona, utente=s.segretario, escluso="in comando altrove")
    frase = "Nessuno riceve un premio: tutti ne sono esclusi. La somma resta nel fondo."
    assert dice(client, s, fondo, frase, *CON_CONTO)
    assert dice(client, s, fondo, "in comando altrove", "scenario", "premio")
    assert primo(fondo).economia == 3000


def test_se_nessun_punteggio_da_diritto_a_un_premio_si_dice(client):
    s = scena(50, 40)
    frase = "Nessuno riceve un premio: nessuna valutazione dà diritto a un premio. La somma resta nel fondo."
    assert dice(client, s, s.fondo(), frase, *CON_CONTO)


@pytest.mark.parametrize(("punteggi", "quanti"), [((90, 50), "1 ne è escluso"), ((90, 90, 50), "2 ne sono esclusi")])
def test_esclusi_e_senza_diritto_si_contano_a_parte(client, punteggi, quanti):
    s = scena(*punteggi)
    fondo = s.fondo()
    for persona in s.persone[:-1]:
        azioni.scrivi_partecipante(fondo, persona, utente=s.segretario, escluso="in comando")
    assert dice(client, s, fondo, f"Nessuno riceve un premio: {quanti}, gli altri non vi arrivano.", "scenario")


@pytest.mark.parametrize("modo", [ModoPremio.RIPARTO, ModoPremio.QUOTA_TEORICA])
def test_chi_non_ha_giorni_utili_non_ha_premio_e_legge_perche(client, modo):
    s = scena(90, 90, modo=modo, premio=PREMIO | {"giorni_anno": 365})
    assente(s.persone[0], date(2026, 1, 1), date(2026, 12, 31))
    assente_tutto_l_anno, presente = primo(s.fondo()).premi.order_by("persona_id")
    assert "Nessun premio: nessun giorno utile." in pagina_del_premio(client, s, assente_tutto_l_anno)
    assert (assente_tutto_l_anno.totale, presente.totale > 0) == (0, True)


def test_fra_pari_il_centesimo_in_piu_si_dice_nella_pagina_e_nei_passi(client):
    s = scena(90, 90, 90)
    fondo = s.fondo(importo=100)
    assert dice(client, s, fondo, "Fra chi è pari in tutto alcuni hanno un centesimo in più", *CON_CONTO)
    fortunato = primo(fondo).premi.get(importo=D("33.34"))
    assert "troncato, più un centesimo" in pagina_del_premio(client, s, fortunato)


def test_se_il_fondo_si_divide_in_parti_uguali_non_c_e_nulla_da_dire(client):
    s = scena(90, 90, 50)
    testo = pagina(client, s, s.fondo(importo=100), "scenario", s.segretario).text
    assert "un centesimo" not in testo
    assert "Nessuno riceve" not in testo


def test_tutti_pari_e_un_solo_posto_la_parita_si_segnala_con_i_nomi(client):
    s = scena(95, 95)
    fondo = s.fondo(importo=D(1000), maggiorazione=D(30), quota_massima=D(50))
    testo = pagina(client, s, fondo, "scenario", s.segretario).text
    assert "Nessun criterio decide: scrivilo nel fondo, o scrivi il posto di ciascuno." in testo
    assert all(str(persona) in testo for persona in s.persone)
