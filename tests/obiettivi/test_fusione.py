"""Unire obiettivi uguali: chi resta, che cosa porta con sé, che cosa si toglie, quando non si può."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from obiettivi.azioni.fusione import unisci_obiettivi
from obiettivi.letture.fusione import fusione_di
from obiettivi.models import Indicatore, Obiettivo, RigaVariazione, Variazione
from obiettivi.voci import RuoloAssegnatario, RuoloUnita, StatoCiclo, StatoObiettivo
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseFactory,
    GruppoFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


def D(numero):
    return Decimal(numero)


@pytest.fixture
def scena():
    """Due obiettivi uguali in due unità: il primo è scritto meglio."""
    ciclo = CicloFactory()
    unita = [UnitaFactory(ente=ciclo.ente, denominazione=nome) for nome in ("Tecnico", "Sociale")]
    obiettivi = [_uguale(ciclo, una, peso) for una, peso in zip(unita, (D(20), D(30)), strict=True)]
    obiettivi[0].finalita = "Pagare in tempo chi lavora per noi"
    obiettivi[0].save()
    return SimpleNamespace(ciclo=ciclo, unita=unita, obiettivi=obiettivi, chi=utente_con("segretario", ciclo.ente))


def _uguale(ciclo, unita, peso):
    return ObiettivoFactory(ciclo=ciclo, titolo="Tempi di pagamento", unita=unita, peso=peso)


def _unisci(scena, *, capofila=0, obiettivi=None, utente=None, versioni=None):
    scelti = obiettivi or scena.obiettivi
    versioni = versioni or {o.pk: Obiettivo.objects.get(pk=o.pk).versione for o in scelti}
    return unisci_obiettivi(
        scena.ciclo, utente=utente or scena.chi, versioni=versioni, capofila=scena.unita[capofila].pk
    )


# ---- chi resta -----------------------------------------------------------------------------------------------


def test_resta_l_obiettivo_scritto_meglio(scena):
    resta = _unisci(scena)
    assert list(scena.ciclo.obiettivi.all()) == [resta] == [scena.obiettivi[0]]
    assert resta.tipologia == "trasversale"


def test_resta_chi_ha_l_indicatore_piu_compilato(scena):
    for _ in range(3):
        TargetFactory(indicatore__obiettivo=scena.obiettivi[1])
    assert _unisci(scena).pk == scena.obiettivi[1].pk


def test_un_prerequisito_non_assorbe_chi_ha_un_peso(scena):
    primo = scena.obiettivi[0]
    primo.prerequisito, primo.peso, primo.descrizione = True, None, "Molto ben descritto"
    primo.save()
    assert _unisci(scena).pk == scena.obiettivi[1].pk


def test_chi_resta_prende_dagli_altri_i_campi_che_non_ha(scena):
    altro = scena.obiettivi[1]
    altro.stakeholder, altro.finalita = "Fornitori", "Un'altra finalità"
    altro.save()
    scena.obiettivi[0].descrizione = scena.obiettivi[0].missione = "01"
    scena.obiettivi[0].save()
    resta = _unisci(scena)
    assert (resta.stakeholder, resta.finalita) == ("Fornitori", "Pagare in tempo chi lavora per noi")


@pytest.mark.parametrize(
    ("prima", "seconda", "attese"),
    [
        ((None, None), (date(2026, 1, 1), date(2026, 3, 1)), (date(2026, 1, 1), date(2026, 3, 1))),
        ((date(2026, 6, 1), None), (date(2026, 1, 1), date(2026, 3, 1)), (date(2026, 6, 1), None)),
        ((None, None), (None, None), (None, None)),
    ],
)
def test_le_date_si_prendono_insieme(scena, prima, seconda, attese):
    for obiettivo, coppia in zip(scena.obiettivi, (prima, seconda), strict=True):
        obiettivo.data_inizio, obiettivo.data_fine = coppia
        obiettivo.save()
    resta = _unisci(scena)
    assert (resta.data_inizio, resta.data_fine) == attese


# ---- unità e assegnatari -------------------------------------------------------------------------------------


@pytest.mark.parametrize("capofila", [0, 1])
def test_le_unita_diventano_capofila_e_partecipanti_con_il_loro_peso(scena, capofila):
    resta = _unisci(scena, capofila=capofila)
    righe = {riga.unita: (riga.ruolo, riga.peso) for riga in resta.unita_collegate.all()}
    ruoli = [RuoloUnita.CAPOFILA if n == capofila else RuoloUnita.PARTECIPANTE for n in (0, 1)]
    assert righe == {scena.unita[0]: (ruoli[0], None), scena.unita[1]: (ruoli[1], D(30))}


def test_chi_eredita_lo_stesso_peso_non_ne_riceve_uno_proprio(scena):
    scena.obiettivi[1].peso = D(20)
    scena.obiettivi[1].save()
    assert {riga.peso for riga in _unisci(scena).unita_collegate.all()} == {None}


def test_gli_assegnatari_conservano_il_peso_e_chi_risponde_resta_responsabile(scena):
    gruppo, altro = GruppoFactory(ente=scena.ciclo.ente), GruppoFactory(ente=scena.ciclo.ente)
    AssegnazioneFactory(
        obiettivo=scena.obiettivi[0], gruppo=gruppo, peso=D(5), quota=D(10), ruolo=RuoloAssegnatario.PARTECIPANTE
    )
    AssegnazioneFactory(obiettivo=scena.obiettivi[1], gruppo=gruppo, quota=D(40), quota_risultato=D(30))
    AssegnazioneFactory(obiettivo=scena.obiettivi[1], gruppo=altro, peso=D(7), ruolo=RuoloAssegnatario.PARTECIPANTE)
    righe = {riga.gruppo: riga for riga in _unisci(scena).assegnazioni.all()}
    unita = righe[gruppo]
    assert (unita.peso, unita.ruolo, unita.quota, unita.quota_risultato) == (D(35), "responsabile", D(40), D(30))
    assert (righe[altro].peso, righe[altro].ruolo) == (D(7), "partecipante")


def test_un_unita_che_aveva_due_copie_somma_i_pesi(scena):
    scena.obiettivi.append(_uguale(scena.ciclo, scena.unita[1], D(15)))
    righe = {riga.unita: riga.peso for riga in _unisci(scena).unita_collegate.all()}
    assert righe[scena.unita[1]] == D(45)


def test_i_prerequisiti_uniti_non_hanno_pesi(scena):
    Obiettivo.objects.update(prerequisito=True, peso=None)
    assert {riga.peso for riga in _unisci(scena).unita_collegate.all()} == {None}


# ---- indicatori, fasi, risorse, legami -----------------------------------------------------------------------


def test_per_ogni_nome_resta_l_indicatore_piu_compilato(scena):
    povero = IndicatoreFactory(obiettivo=scena.obiettivi[0], denominazione="Giorni  medi", baseline=None)
    ricco = TargetFactory(indicatore__obiettivo=scena.obiettivi[1], indicatore__denominazione="giorni medi").indicatore
    altro = IndicatoreFactory(obiettivo=scena.obiettivi[1], denominazione="Fatture pagate")
    assert set(_unisci(scena).indicatori.all()) == {ricco, altro}
    assert not Indicatore.objects.filter(pk=povero.pk).exists()
    assert Indicatore.history.filter(id=povero.pk, history_type="-").exists()


def test_fasi_risorse_e_temi_confluiscono_senza_ripetersi(scena):
    primo, secondo = scena.obiettivi
    FaseFactory(obiettivo=secondo, titolo="Analisi")
    for obiettivo in scena.obiettivi:
        RisorsaFactory(obiettivo=obiettivo, descrizione="Ragioneria")
        ClassificazioneFactory(obiettivo=obiettivo)
    RisorsaFactory(obiettivo=secondo, descrizione="Economato")
    resta = _unisci(scena)
    assert [fase.titolo for fase in resta.fasi.all()] == ["Analisi"]
    assert [risorsa.descrizione for risorsa in resta.risorse.all()] == ["Ragioneria", "Economato"]
    assert resta.classificazioni.count() == 1


def test_chi_discendeva_o_continuava_un_obiettivo_unito_segue_quello_che_resta(scena):
    primo, secondo = scena.obiettivi
    figlio = ObiettivoFactory(ciclo=scena.ciclo, padre=secondo)
    seguito = ObiettivoFactory(ciclo=CicloFactory(ente=scena.ciclo.ente, anno=2027), precedente=secondo)
    primo.padre = secondo
    primo.save()
    resta = _unisci(scena)
    figlio.refresh_from_db()
    seguito.refresh_from_db()
    assert (figlio.padre, seguito.precedente, resta.padre) == (resta, resta, None)


# ---- la traccia ----------------------------------------------------------------------------------------------


def test_di_cio_che_si_toglie_resta_scritto_quanto_serve_a_rifarlo(scena):
    TargetFactory(indicatore__obiettivo=scena.obiettivi[1], indicatore__denominazione="Giorni medi")
    scena.obiettivi[0].descrizione, scena.obiettivi[0].stakeholder, scena.obiettivi[0].bisogno = "a", "b", "c"
    TargetFactory(indicatore__obiettivo=scena.obiettivi[0])
    tolto = max(scena.obiettivi, key=lambda o: o.pk)
    _unisci(scena)
    nota = Evento.objects.get(azione="unisce all'obiettivo").nota
    assert all(parola in nota for parola in ("Tempi di pagamento", "peso 30%", "Sociale", "Giorni medi", "2026: 25"))
    assert Evento.objects.get(azione="confluisce in un altro obiettivo").oggetto.endswith(f":{tolto.pk}")
    assert Obiettivo.history.filter(id=tolto.pk, history_type="-").exists()


# ---- quando non si può ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", ["eq", "nucleo", "sindaco", "ufficio_personale", "dipendente"])
def test_unisce_solo_il_segretario(scena, ruolo):
    with pytest.raises(PermissionDenied):
        _unisci(scena, utente=utente_con(ruolo, scena.ciclo.ente))


@pytest.mark.parametrize("stato", [StatoCiclo.PARERE, StatoCiclo.PROPOSTA, StatoCiclo.APPROVATO])
def test_si_unisce_solo_mentre_gli_obiettivi_si_scrivono(scena, stato):
    scena.ciclo.stato = stato
    scena.ciclo.save()
    with pytest.raises(PermissionDenied):
        _unisci(scena)


def _uno_solo(scena):
    scena.obiettivi.pop()


def _validato(scena):
    Obiettivo.objects.filter(pk=scena.obiettivi[1].pk).update(stato=StatoObiettivo.VALIDATO)


def _scale(scena):
    Obiettivo.objects.filter(pk=scena.obiettivi[1].pk).update(scala_peso="punti")


def _variato(scena):
    variazione = Variazione.objects.create(ciclo=scena.ciclo, numero=1, titolo="Prima")
    RigaVariazione.objects.create(variazione=variazione, tipo="modifica", obiettivo=scena.obiettivi[1])


@pytest.mark.parametrize(
    ("guasta", "frase"),
    [(_uno_solo, "almeno due"), (_validato, "in bozza"), (_scale, "stessa scala"), (_variato, "variazione")],
)
def test_se_non_si_puo_si_dice_perche_e_nulla_cambia(scena, guasta, frase):
    guasta(scena)
    with pytest.raises(ValidationError, match=frase):
        _unisci(scena)
    assert scena.ciclo.obiettivi.count() == 2


def test_se_un_obiettivo_e_cambiato_nel_frattempo_si_rilegge(scena):
    versioni = {o.pk: o.versione for o in scena.obiettivi}
    Obiettivo.objects.filter(pk=scena.obiettivi[0].pk).update(versione=9)
    with pytest.raises(ValidationError, match="Nel frattempo"):
        _unisci(scena, versioni=versioni)


def test_un_obiettivo_di_un_altro_ente_non_si_unisce(scena):
    estraneo = ObiettivoFactory()
    with pytest.raises(ValidationError, match="Nel frattempo"):
        _unisci(scena, obiettivi=[scena.obiettivi[0], estraneo])


def test_la_capofila_e_una_delle_unita(scena):
    scena.unita.append(UnitaFactory(ente=scena.ciclo.ente))
    with pytest.raises(ValidationError, match="capofila"):
        _unisci(scena, capofila=2)


def test_obiettivi_senza_unita_si_uniscono_senza_capofila(scena):
    coppia = [ObiettivoFactory(ciclo=scena.ciclo, titolo="Uguali") for _ in range(2)]
    resta = unisci_obiettivi(scena.ciclo, utente=scena.chi, versioni={o.pk: o.versione for o in coppia}, capofila=None)
    assert not resta.unita_collegate.exists()


# ---- si vede prima -------------------------------------------------------------------------------------------


def test_prima_di_unire_si_vede_chi_resta_e_con_quali_unita(scena, django_assert_max_num_queries):
    ObiettivoUnitaFactory(obiettivo=scena.obiettivi[0], unita=scena.unita[1], ruolo=RuoloUnita.PARTECIPANTE)
    with django_assert_max_num_queries(12):
        fusione = fusione_di(scena.ciclo, [o.pk for o in scena.obiettivi])
        assert (fusione.resta, fusione.confluiscono) == (scena.obiettivi[0], (scena.obiettivi[1],))
        assert [(c.primo.unita, c.peso) for c in fusione.unita] == [(scena.unita[0], None), (scena.unita[1], D(50))]
        assert fusione.capofila == scena.unita[0].pk
        assert fusione.ostacoli == []


def test_senza_unita_nessuna_e_capofila(scena):
    assert fusione_di(scena.ciclo, [ObiettivoFactory(ciclo=scena.ciclo).pk]).capofila is None


def test_senza_una_capofila_si_propone_la_prima(scena):
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita=scena.unita[1], ruolo=RuoloUnita.PARTECIPANTE)
    assert fusione_di(scena.ciclo, [obiettivo.pk]).capofila == scena.unita[1].pk
