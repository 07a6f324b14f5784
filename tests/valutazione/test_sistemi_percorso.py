"""Il cammino del sistema: bozza, parere vincolante, adozione con atto; ciò che è fermo non cambia più."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import AttoFactory, EnteFactory, utente_con
from tests.valutazione.scena_sistemi import adottato, bozza, caso
from valutazione.azioni import sistemi as azioni
from valutazione.azioni import tipi
from valutazione.azioni.dimostrazione import adotta_il_sistema
from valutazione.flusso.sistemi import che_manca_all_adozione, dove_si_corregge, passi_possibili
from valutazione.letture.coerenza import Problema
from valutazione.letture.sistemi import sistema_in_vigore, sistemi_visibili
from valutazione.models import Fase, Scala
from valutazione.voci import StatoSistema

pytestmark = pytest.mark.django_db

PARERE = {"parere": "favorevole", "parere_del": date(2025, 12, 1)}


@pytest.fixture
def ente():
    return EnteFactory()


@pytest.fixture
def segretario(ente):
    return utente_con("segretario", ente)


def al_parere(ente, segretario, **parere):
    sistema = azioni.invia_al_parere(bozza(ente), utente=segretario)
    return azioni.rendi_parere(sistema, utente=segretario, **(PARERE | parere)) if parere else sistema


def test_dalla_bozza_all_adozione(ente):
    sistema = adottato(ente)
    assert (sistema.stato, sistema.dal, sistema.atto is not None) == (StatoSistema.ADOTTATO, date(2026, 1, 1), True)
    assert sistema_in_vigore(ente, date(2026, 6, 1)) == sistema
    assert sistema_in_vigore(ente, date(2025, 12, 31)) is None


def test_ogni_passo_resta_nel_registro(ente):
    adottato(ente)
    azioni_scritte = set(Evento.objects.values_list("azione", flat=True))
    assert {"inviare il sistema al parere", "rendere il parere sul sistema", "adottare il sistema"} <= azioni_scritte


def test_una_bozza_con_errori_non_va_al_parere(ente, segretario):
    sistema = bozza(ente)
    sistema.tipi.get().componenti.filter(codice="C1").update(peso=10)
    with pytest.raises(ValidationError, match="i pesi sommano a 50"):
        azioni.invia_al_parere(sistema, utente=segretario)


@pytest.mark.parametrize("parere", [None, "contrario"])
def test_senza_parere_favorevole_non_si_adotta(ente, segretario, parere):
    sistema = al_parere(ente, segretario, parere=parere) if parere else al_parere(ente, segretario)
    assert che_manca_all_adozione(sistema)
    with pytest.raises(ValidationError, match=r"parere"):
        azioni.adotta(sistema, utente=segretario, atto=AttoFactory(ente=ente), dal=date(2026, 1, 1))


def test_un_parere_con_osservazioni_basta(ente):
    assert adottato(ente, parere="con_osservazioni").stato == StatoSistema.ADOTTATO


def test_il_nuovo_invio_chiede_un_nuovo_parere(ente, segretario):
    sistema = al_parere(ente, segretario, parere="contrario")
    sistema = azioni.riporta_in_preparazione(sistema, utente=segretario)
    sistema = azioni.invia_al_parere(sistema, utente=segretario)
    assert (sistema.parere, sistema.parere_del, sistema.parere_nota) == ("", None, "")


def test_il_sistema_di_prima_finisce_il_giorno_prima(ente):
    primo = adottato(ente)
    secondo = adottato(ente, dal=date(2027, 1, 1))
    primo.refresh_from_db()
    assert primo.al == date(2026, 12, 31)
    assert sistema_in_vigore(ente, date(2026, 12, 31)) == primo
    assert sistema_in_vigore(ente, date(2027, 1, 1)) == secondo


def test_un_sistema_gia_finito_resta_com_era(ente):
    primo = adottato(ente)
    primo.al = date(2026, 6, 30)
    primo.save()
    adottato(ente, dal=date(2027, 1, 1))
    primo.refresh_from_db()
    assert primo.al == date(2026, 6, 30)


def test_non_si_adotta_prima_di_una_versione_gia_adottata(ente):
    adottato(ente, dal=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="deve cominciare dopo"):
        adottato(ente, dal=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("chi", "invia", "parere", "adotta"),
    [
        ("segretario", True, True, True),
        ("ufficio_personale", True, False, False),
        ("nucleo", False, True, False),
        ("sindaco", False, False, False),
        ("eq", False, False, False),
        ("dipendente", False, False, False),
    ],
)
def test_chi_puo_compiere_i_passi(ente, chi, invia, parere, adotta):
    utente = utente_con(chi, ente)
    sistema = bozza(ente)
    assert ("invia" in passi_possibili(utente, sistema)) is invia
    sistema.stato, sistema.parere = StatoSistema.PARERE, "favorevole"
    sistema.save()
    assert ("parere" in passi_possibili(utente, sistema)) is parere
    assert ("adotta" in passi_possibili(utente, sistema)) is adotta
    assert ("ritira" in passi_possibili(utente, sistema)) is adotta


def test_chi_non_puo_non_compie_il_passo_nemmeno_dall_azione(ente):
    with pytest.raises(PermissionDenied):
        azioni.invia_al_parere(bozza(ente), utente=utente_con("eq", ente))


def test_un_adottato_non_torna_in_preparazione(ente, segretario):
    with pytest.raises(PassoNonAmmesso):
        azioni.riporta_in_preparazione(adottato(ente), utente=segretario)


# ---- fermo ---------------------------------------------------------------------------------------------------------


def scritture(sistema, chi):
    """Tutto ciò che si può scrivere su un sistema."""
    tipo, scala = sistema.tipi.get(), sistema.scale.get()
    componente = tipo.componenti.get(codice="C1")
    livelli = [{"etichetta": "No", "valore": 0}, {"etichetta": "Sì", "valore": 1}]
    return [
        lambda: azioni.modifica_sistema(sistema, utente=chi, denominazione="Altro"),
        lambda: azioni.scrivi_le_fasi(sistema, fasi=[], utente=chi),
        lambda: azioni.aggiungi_tipi(sistema, documento={"casi": [caso() | {"id": "altro"}]}, utente=chi),
        lambda: azioni.elimina_sistema(sistema, utente=chi),
        lambda: tipi.scrivi_tipo_scheda(tipo, utente=chi, denominazione="Altro"),
        lambda: tipi.elimina_tipo(tipo, utente=chi),
        lambda: tipi.scrivi_componente(componente, utente=chi, denominazione="Altro"),
        lambda: tipi.elimina_componente(componente, utente=chi),
        lambda: tipi.sposta_componente(componente, verso="giu", utente=chi),
        lambda: tipi.scrivi_scala(scala, livelli=livelli, utente=chi),
        lambda: tipi.scrivi_scala(Scala(sistema=sistema), livelli=livelli, utente=chi, denominazione="Nuova"),
        lambda: tipi.elimina_scala(scala, utente=chi),
    ]


@pytest.mark.parametrize("quale", range(12))
@pytest.mark.parametrize("stato", [StatoSistema.PARERE, StatoSistema.ADOTTATO])
def test_al_parere_e_adottato_nessuna_scrittura_passa(ente, segretario, quale, stato):
    sistema = bozza(ente)
    sistema.stato = stato
    sistema.save()
    with pytest.raises(ValidationError, match="non è più in preparazione"):
        scritture(sistema, segretario)[quale]()


def test_una_versione_nuova_è_una_copia_e_la_vecchia_resta(ente, segretario):
    primo = adottato(ente)
    nuova = azioni.nuova_versione(primo, utente=segretario)
    assert (nuova.numero, nuova.stato, nuova.sostituisce) == (2, StatoSistema.BOZZA, primo)
    tipi.scrivi_componente(nuova.tipi.get().componenti.get(codice="C1"), utente=segretario, denominazione="Altra")
    assert primo.tipi.get().componenti.get(codice="C1").denominazione == "Guida"


def test_una_bozza_si_elimina_con_tutto_ciò_che_contiene(ente, segretario):
    azioni.elimina_sistema(bozza(ente), utente=segretario)
    assert not ente.sistemi.exists()
    assert not Scala.objects.exists()


def test_le_fasi_sono_quelle_scritte_le_altre_si_tolgono(ente, segretario):
    sistema = bozza(ente)
    Fase.objects.create(sistema=sistema, tipo="chiusura")
    fasi = [{"tipo": "assegnazione", "entro_giorno": 15, "entro_mese": 3}, {"tipo": "riesame", "giorni": 10}]
    azioni.scrivi_le_fasi(sistema, fasi=fasi, utente=segretario)
    assert [(fase.tipo, fase.entro_giorno, fase.giorni) for fase in sistema.fasi.all()] == [
        ("assegnazione", 15, None),
        ("riesame", None, 10),
    ]


# ---- chi vede ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chi", "vede"),
    [
        ("segretario", True), ("ufficio_personale", True), ("nucleo", True), ("sindaco", True),
        ("eq", False), ("dipendente", False), ("assessore", False), ("revisore", False),
    ],
)  # fmt: skip
def test_le_bozze_le_vede_chi_le_compone_o_le_esamina(ente, chi, vede):
    in_bozza, adottata = bozza(ente), adottato(ente)
    visti = set(sistemi_visibili(utente_con(chi, ente), ente))
    assert adottata in visti
    assert (in_bozza in visti) is vede


def test_ogni_problema_ha_la_sua_pagina(ente):
    sistema = bozza(ente)
    tipo = sistema.tipi.get()
    luoghi = [
        Problema("x", tipo.pk, tipo.componenti.first().pk),
        Problema("x", tipo.pk, dove="premio"),
        Problema("x", tipo.pk),
        Problema("x", dove="fasi"),
        Problema("x", dove="tipi"),
    ]
    pagine = [dove_si_corregge(sistema, problema) for problema in luoghi]
    assert len(set(pagine)) == 5
    assert pagine[1].endswith("premio/")


def test_il_comune_inventato_ha_il_suo_sistema_una_volta_sola(ente, segretario):
    primo = adotta_il_sistema(ente=ente, segretario=segretario, dal=date(2026, 1, 1))
    assert primo.stato == StatoSistema.ADOTTATO
    assert adotta_il_sistema(ente=ente, segretario=segretario, dal=date(2026, 1, 1)) == primo
    assert ente.sistemi.count() == 1
