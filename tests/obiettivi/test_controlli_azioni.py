"""Regolare i controlli e motivare i rilievi: chi può, che cosa resta scritto, che cosa si rifiuta."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from obiettivi.azioni.controlli import (
    motiva,
    motiva_insieme,
    regola_controllo,
    ritira_motivazione,
    torna_al_previsto,
)
from obiettivi.letture.controlli import (
    motivazioni_di,
    orizzonte_di,
    regolazioni_di,
    regole_di,
    storia_delle_regole,
    unita_e_sotto,
)
from obiettivi.models import Motivazione, RegolaEnte
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Gravita, Regola, Riferimento, Rilievo
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db
RUOLI = ("segretario", "ufficio_personale", "eq", "nucleo", "sindaco", "assessore", "dipendente")


def regola(gravita=Gravita.ERRORE, *, certa=True):
    return Regola("P99", "Prova", "art. 1", gravita, lambda f: (), certa=certa)


@pytest.fixture
def scena():
    ciclo = CicloFactory()
    return SimpleNamespace(ciclo=ciclo, ente=ciclo.ente, segretario=utente_con("segretario", ciclo.ente))


def _regola(scena, una=None, *, vale="avviso", utente=None, **altro):
    campi = {"motivo": "Da noi non serve", "ente": scena.ente, "vale": vale, **altro}
    return regola_controllo(una or regola(), utente=utente or scena.segretario, **campi)


# ---- regolare ------------------------------------------------------------------------------------------------


def test_un_controllo_regolato_vale_per_l_ente_e_resta_nel_registro(scena):
    _regola(scena)
    assert [(r.codice, r.gravita, r.motivo) for r in regolazioni_di(scena.ente)] == [
        ("P99", Gravita.AVVISO, "Da noi non serve")
    ]
    evento = Evento.objects.get(azione="regola il controllo")
    assert (evento.prima, evento.dopo, evento.nota) == ("errore", "avviso", "Da noi non serve")


def test_un_controllo_spento_si_legge_come_spento(scena):
    _regola(scena, vale="spento")
    assert regolazioni_di(scena.ente)[0].spenta


def test_regolare_di_nuovo_cambia_la_stessa_riga_e_tiene_la_storia(scena):
    prima = _regola(scena)
    _regola(scena, vale="spento", visto=prima.quando)
    assert RegolaEnte.objects.count() == 1
    passi = storia_delle_regole(scena.ente, "P99")
    assert [(c.prima, c.dopo) for c in passi[0].differenze if c.campo == "Da qui in avanti"] == [("avviso", "spento")]


def test_chi_regola_dopo_un_altro_prima_rilegge(scena):
    _regola(scena)
    with pytest.raises(ValidationError, match="Nel frattempo"):
        _regola(scena, vale="spento")
    assert regole_di(scena.ente)["P99"].vale == "avviso"


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize(
    ("gravita", "vale", "possono"),
    [
        (Gravita.ERRORE, "avviso", {"segretario", "ufficio_personale"}),
        (Gravita.ERRORE, "spento", {"segretario", "ufficio_personale"}),
        (Gravita.ERRORE, "blocco", {"segretario"}),
        (Gravita.BLOCCO, "errore", {"segretario"}),
        (Gravita.BLOCCO, "spento", {"segretario"}),
    ],
)
def test_un_blocco_lo_mette_e_lo_toglie_solo_il_segretario(scena, ruolo, gravita, vale, possono):
    utente = utente_con(ruolo, scena.ente)
    if ruolo in possono:
        assert _regola(scena, regola(gravita), vale=vale, utente=utente).vale == vale
    else:
        with pytest.raises(PermissionDenied):
            _regola(scena, regola(gravita), vale=vale, utente=utente)


def test_un_blocco_dell_ente_non_lo_toglie_l_ufficio_personale(scena):
    _regola(scena, vale="blocco")
    with pytest.raises(PermissionDenied):
        torna_al_previsto(regola(), utente=utente_con("ufficio_personale", scena.ente), ente=scena.ente)


def test_una_fonte_incerta_diventa_blocco_solo_confermandolo(scena):
    incerta = regola(Gravita.BLOCCO, certa=False)
    with pytest.raises(ValidationError, match="non è stata riletta"):
        _regola(scena, incerta, vale="blocco")
    assert _regola(scena, incerta, vale="blocco", confermato=True).vale == "blocco"


def test_tornare_al_previsto_toglie_la_regola_e_lo_scrive(scena):
    _regola(scena)
    torna_al_previsto(regola(), utente=scena.segretario, ente=scena.ente)
    assert regole_di(scena.ente) == {}
    assert Evento.objects.get(azione="riporta il controllo al previsto").dopo == "errore"


def test_tornare_al_previsto_due_volte_non_fa_nulla(scena):
    torna_al_previsto(regola(), utente=scena.segretario, ente=scena.ente)
    assert not Evento.objects.filter(azione="riporta il controllo al previsto").exists()


# ---- motivare ------------------------------------------------------------------------------------------------


def _motiva(scena, *, utente=None, oggetto="piano", motivo="Il bilancio è rinviato", **altro):
    campi = {"codice": "P99", "oggetto": oggetto, "motivo": motivo, **altro}
    return motiva(scena.ciclo, utente=utente or scena.segretario, **campi)


def test_una_motivazione_dice_chi_quando_e_in_che_veste(scena):
    riga = _motiva(scena)
    assert (riga.chi, riga.ruolo) == (scena.segretario, "Segretario")
    assert motivazioni_di(scena.ciclo) == {("P99", "piano"): riga}
    assert Evento.objects.get(azione="motiva il rilievo").nota == "Il bilancio è rinviato"


def test_motivare_di_nuovo_corregge_la_stessa_riga(scena):
    prima = _motiva(scena)
    _motiva(scena, motivo="Il bilancio arriva a marzo", visto=prima.quando)
    assert Motivazione.objects.get().motivo == "Il bilancio arriva a marzo"


def test_chi_motiva_dopo_un_altro_prima_rilegge(scena):
    _motiva(scena)
    with pytest.raises(ValidationError, match="Nel frattempo"):
        _motiva(scena, motivo="Altro")


def test_una_motivazione_ritirata_resta_nel_registro(scena):
    ritira_motivazione(_motiva(scena), utente=scena.segretario)
    assert not Motivazione.objects.exists()
    assert Evento.objects.get(azione="ritira la motivazione").prima == "Il bilancio è rinviato"


def test_lo_stesso_motivo_vale_per_chi_non_ne_ha_gia_uno(scena):
    _motiva(scena, oggetto="unita:1", motivo="Già scritto")
    oggetti = {"unita:1": None, "unita:2": None, "unita:3": None}
    comune = {"codice": "P99", "oggetti": oggetti, "motivo": "Lo stesso"}
    assert motiva_insieme(scena.ciclo, utente=scena.segretario, **comune) == 2
    assert motivazioni_di(scena.ciclo)["P99", "unita:1"].motivo == "Già scritto"


def test_chi_non_puo_motivare_non_motiva_neppure_insieme(scena):
    comune = {"codice": "P99", "oggetti": {"piano": None}, "motivo": "x"}
    with pytest.raises(PermissionDenied):
        motiva_insieme(scena.ciclo, utente=utente_con("nucleo", scena.ente), **comune)
    assert not Motivazione.objects.exists()


@pytest.mark.parametrize("ruolo", [ruolo for ruolo in RUOLI if ruolo != "segretario"])
def test_i_rilievi_del_piano_li_motiva_il_segretario(scena, ruolo):
    with pytest.raises(PermissionDenied):
        _motiva(scena, utente=utente_con(ruolo, scena.ente))


@pytest.mark.parametrize(
    ("stato", "segretario", "capofila"),
    [
        (StatoCiclo.BOZZA, True, True),
        (StatoCiclo.CONSULTAZIONE, True, True),
        (StatoCiclo.PARERE, True, False),
        (StatoCiclo.PROPOSTA, True, False),
        (StatoCiclo.APPROVATO, False, False),
    ],
)
@pytest.mark.parametrize("chi", ["segretario", "capofila"])
def test_i_rilievi_di_un_obiettivo_li_motiva_anche_chi_lo_scrive(scena, stato, segretario, capofila, chi):
    unita = UnitaFactory(ente=scena.ente)
    guida = utente_con("eq", scena.ente, unita=unita)
    scena.ciclo.stato = stato
    scena.ciclo.save()
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo, unita=unita)
    utente, puo = (scena.segretario, segretario) if chi == "segretario" else (guida, capofila)
    if puo:
        assert _motiva(scena, utente=utente, oggetto=f"obiettivo:{obiettivo.pk}", obiettivo=obiettivo).pk
    else:
        with pytest.raises(PermissionDenied):
            _motiva(scena, utente=utente, oggetto=f"obiettivo:{obiettivo.pk}", obiettivo=obiettivo)


# ---- le unità di un rilievo --------------------------------------------------------------------------------


@pytest.mark.parametrize("tipo", ["unita", "incarico", "obiettivo", "indicatore", "piano"])
def test_un_rilievo_si_trova_dall_unita_a_cui_fa_capo(scena, tipo, django_assert_max_num_queries):
    area = UnitaFactory(ente=scena.ente)
    ufficio = UnitaFactory(ente=scena.ente, parent=area)
    obiettivo = ObiettivoFactory(ciclo=scena.ciclo, unita=ufficio)
    chiavi = {"unita": ufficio.pk, "incarico": IncaricoFactory(ente=scena.ente, tipo="eq", unita=ufficio).pk}
    dentro = f"obiettivo:{obiettivo.pk}" if tipo == "indicatore" else ""
    oggetto = Riferimento(tipo, str(chiavi.get(tipo, obiettivo.pk)) if tipo != "piano" else "", dentro=dentro)
    rilievo = Rilievo("P99", Gravita.AVVISO, oggetto, "Prova")
    with django_assert_max_num_queries(8):
        orizzonte, sotto = orizzonte_di(scena.segretario, scena.ciclo), unita_e_sotto(scena.ente, area.pk)
    assert orizzonte.riguarda(rilievo, sotto) == (tipo != "piano")


def test_di_un_obiettivo_che_non_si_vede_non_si_dice_nulla(scena):
    bozza = ObiettivoFactory(ciclo=scena.ciclo)
    rilievo = Rilievo("P99", Gravita.AVVISO, Riferimento("indicatore", "7", dentro=f"obiettivo:{bozza.pk}"), "Prova")
    assert orizzonte_di(scena.segretario, scena.ciclo).mostra(rilievo)
    assessore = orizzonte_di(utente_con("assessore", scena.ente), scena.ciclo)
    assert not assessore.mostra(rilievo)
    assert assessore.mostra(Rilievo("P99", Gravita.AVVISO, Riferimento("piano"), "Prova"))
