"""La consultazione dei responsabili: chi si sente, chi scrive, quando si è in ritardo."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from obiettivi.azioni.consultazione import di_la_tua, registra_consultazione
from obiettivi.letture.consultazione import (
    CONCORDATA,
    DA_PROPORRE,
    NEGOZIATA,
    PROPOSTA,
    consultazione_con,
    consultazioni_di,
    giorni_per_concordare,
    incarico_da_sentire,
    responsabili_da_sentire,
)
from obiettivi.models import Consultazione
from obiettivi.voci import RuoloUnita, StatoCiclo
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    IncaricoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db
OGGI = date(2026, 1, 20)


@pytest.fixture
def ciclo():
    return CicloFactory(stato=StatoCiclo.CONSULTAZIONE)


@pytest.fixture
def guida(ciclo):
    return IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


# ---- chi si sente ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tipo", ["dirigente", "eq", "responsabile", "amministratore_responsabile"])
def test_si_sente_chi_guida_un_unita(ciclo, tipo):
    suo = IncaricoFactory(ente=ciclo.ente, tipo=tipo, unita=UnitaFactory(ente=ciclo.ente))
    assert list(responsabili_da_sentire(ciclo)) == [suo]


@pytest.mark.parametrize("tipo", ["segretario", "nucleo", "sindaco", "assessore", "rpct", "ufficio_personale"])
def test_non_si_sente_chi_non_guida_un_unita(ciclo, tipo):
    IncaricoFactory(ente=ciclo.ente, tipo=tipo)
    assert not responsabili_da_sentire(ciclo)


def test_il_segretario_si_sente_se_ha_obiettivi_suoi(ciclo):
    suo = IncaricoFactory(ente=ciclo.ente, tipo="segretario")
    AssegnazioneFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), gruppo=None, incarico=suo)
    assert list(responsabili_da_sentire(ciclo)) == [suo]


@pytest.mark.parametrize(
    ("dal", "al", "si"),
    [
        (OGGI, None, True),
        (OGGI + timedelta(days=1), None, False),
        (date(2020, 1, 1), OGGI, True),
        (date(2020, 1, 1), OGGI - timedelta(days=1), False),
    ],
)
def test_conta_chi_e_in_carica_quel_giorno(ciclo, dal, al, si):
    IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente), dal=dal, al=al)
    assert responsabili_da_sentire(ciclo, il=OGGI).exists() is si


def test_chi_ha_finito_l_incarico_resta_se_era_stato_sentito(ciclo, guida, segretario):
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, concordato_il=OGGI)
    guida.al = OGGI - timedelta(days=1)
    guida.save()
    (riga,) = consultazioni_di(segretario, ciclo, oggi=OGGI)
    assert (riga.in_carica, riga.punto) == (False, CONCORDATA)
    assert incarico_da_sentire(ciclo, guida.pk) == guida


def test_un_incarico_di_un_altro_ente_non_si_sente_qui(ciclo):
    altrui = IncaricoFactory(tipo="eq")
    with pytest.raises(Http404):
        incarico_da_sentire(ciclo, altrui.pk)


# ---- chi vede che cosa -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ruolo", "quante"), [("segretario", 2), ("nucleo", 2), ("sindaco", 0), ("eq", 0)])
def test_segretario_e_nucleo_vedono_tutte_le_consultazioni(ciclo, ruolo, quante):
    for _ in range(2):
        IncaricoFactory(ente=ciclo.ente, tipo="dirigente", unita=UnitaFactory(ente=ciclo.ente))
    assert len(consultazioni_di(utente_con(ruolo, ciclo.ente), ciclo)) == quante + (ruolo == "eq")


def test_il_responsabile_vede_le_sue_e_non_quelle_degli_altri(ciclo, guida):
    IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    interim = IncaricoFactory(
        ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente), persona=guida.persona, ad_interim=True
    )
    viste = consultazioni_di(guida.persona.utente, ciclo)
    assert {riga.incarico for riga in viste} == {guida, interim}


# ---- a che punto -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date_scritte", "punto"),
    [
        (None, DA_PROPORRE),
        ({}, DA_PROPORRE),
        ({"proposto_il": OGGI}, PROPOSTA),
        ({"proposto_il": OGGI, "negoziato_il": OGGI}, NEGOZIATA),
        ({"negoziato_il": OGGI}, NEGOZIATA),
        ({"concordato_il": OGGI}, CONCORDATA),
    ],
)
def test_a_che_punto_e_lo_dice_la_data_piu_avanti(ciclo, guida, segretario, date_scritte, punto):
    if date_scritte is not None:
        Consultazione.objects.create(ciclo=ciclo, incarico=guida, **date_scritte)
    assert consultazioni_di(segretario, ciclo, oggi=OGGI)[0].punto == punto


@pytest.mark.parametrize(("giorni", "ritardo"), [(0, False), (15, False), (16, True), (90, True)])
def test_il_ritardo_comincia_il_giorno_dopo_il_termine(ciclo, guida, segretario, giorni, ritardo):
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, proposto_il=OGGI - timedelta(days=giorni))
    (riga,) = consultazioni_di(segretario, ciclo, oggi=OGGI)
    assert (riga.giorni, riga.in_ritardo) == (giorni, ritardo)


def test_chi_ha_concordato_non_e_in_ritardo(ciclo, guida, segretario):
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, proposto_il=date(2025, 1, 1), concordato_il=OGGI)
    assert consultazioni_di(segretario, ciclo, oggi=OGGI)[0].in_ritardo is False


def test_il_termine_e_un_parametro_con_la_sua_decorrenza():
    assert giorni_per_concordare(OGGI) == 15


def test_si_contano_gli_obiettivi_di_cui_la_sua_unita_e_capofila_e_quelli_assegnati_una_volta_sola(
    ciclo, guida, segretario
):
    suo = ObiettivoFactory(ciclo=ciclo, unita=guida.unita)
    AssegnazioneFactory(obiettivo=suo, gruppo=None, incarico=guida)
    AssegnazioneFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), gruppo=None, incarico=guida)
    ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), unita=guida.unita, ruolo=RuoloUnita.PARTECIPANTE)
    assert consultazioni_di(segretario, ciclo)[0].obiettivi == 2


@pytest.mark.parametrize("quanti", [1, 6])
def test_le_letture_non_crescono_con_i_responsabili(ciclo, segretario, quanti, django_assert_num_queries):
    for _ in range(quanti):
        suo = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
        Consultazione.objects.create(ciclo=ciclo, incarico=suo)
    with django_assert_num_queries(5):
        assert len([str(riga.incarico.persona) for riga in consultazioni_di(segretario, ciclo)]) == quanti


# ---- scrivere --------------------------------------------------------------------------------------------------

SCRIVONO = {"segretario"}


@pytest.mark.parametrize("stato", StatoCiclo.values)
@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "eq", "sindaco", "dipendente"])
def test_le_date_le_scrive_il_segretario_finche_gli_obiettivi_si_scrivono(stato, ruolo):
    ciclo = CicloFactory(stato=stato, pubblicato_il=OGGI)
    guida = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    chi = utente_con(ruolo, ciclo.ente)
    if ruolo == "segretario" and stato in ("bozza", "consultazione"):
        assert registra_consultazione(ciclo, guida, utente=chi, proposto_il=OGGI).proposto_il == OGGI
    else:
        with pytest.raises(PermissionDenied):
            registra_consultazione(ciclo, guida, utente=chi, proposto_il=OGGI)


@pytest.mark.parametrize("stato", StatoCiclo.values)
def test_la_propria_si_dice_solo_durante_la_consultazione(stato):
    ciclo = CicloFactory(stato=stato, pubblicato_il=OGGI)
    guida = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    chi = guida.persona.utente
    if stato == "consultazione":
        assert di_la_tua(ciclo, guida, utente=chi, nota="", concordo=True).concordato_il is not None
    else:
        with pytest.raises(PermissionDenied):
            di_la_tua(ciclo, guida, utente=chi, nota="", concordo=True)


@pytest.mark.parametrize("ruolo", ["segretario", "eq", "nucleo"])
def test_nessuno_concorda_per_un_altro(ciclo, guida, ruolo):
    with pytest.raises(PermissionDenied):
        di_la_tua(ciclo, guida, utente=utente_con(ruolo, ciclo.ente), nota="", concordo=True)


def test_concordare_porta_la_data_di_oggi_e_resta_nel_registro(ciclo, guida, time_machine):
    time_machine.move_to("2026-01-20T10:00")
    riga = di_la_tua(ciclo, guida, utente=guida.persona.utente, nota="Va bene.", concordo=True)
    assert (riga.concordato_il, riga.nota) == (OGGI, "Va bene.")
    assert Evento.objects.get().azione == "concorda sugli obiettivi"


def test_non_concordare_registra_l_incontro_e_toglie_un_accordo_di_prima(ciclo, guida, time_machine):
    time_machine.move_to("2026-01-20T10:00")
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, concordato_il=date(2026, 1, 10))
    chi = guida.persona.utente
    riga = di_la_tua(ciclo, guida, utente=chi, nota="Ci ho ripensato.", concordo=False, versione=1)
    assert (riga.negoziato_il, riga.concordato_il) == (OGGI, None)


def test_le_date_fuori_ordine_si_rifiutano_con_una_frase(ciclo, guida, segretario):
    with pytest.raises(ValidationError, match="si propone, poi si negozia, poi si concorda"):
        registra_consultazione(
            ciclo, guida, utente=segretario, proposto_il=OGGI, concordato_il=OGGI - timedelta(days=1)
        )


def test_due_che_scrivono_la_stessa_riga_se_ne_accorgono(ciclo, guida, segretario):
    registra_consultazione(ciclo, guida, utente=segretario, proposto_il=OGGI)
    with pytest.raises(ModificatoDaAltri):
        di_la_tua(ciclo, guida, utente=guida.persona.utente, nota="", concordo=True)


def test_la_riga_di_chi_non_e_ancora_stato_sentito_e_pronta_da_scrivere(ciclo, guida):
    nuova = consultazione_con(ciclo, guida)
    assert (nuova.pk, nuova.incarico) == (None, guida)
    nuova.save()
    assert consultazione_con(ciclo, guida).pk == nuova.pk
