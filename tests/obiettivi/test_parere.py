"""Il parere e i commenti: chi li dà, quando, che cosa non si può più cambiare."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from enti.models import Atto
from obiettivi.azioni.commenti import cambia_commento, commenta, togli_commento
from obiettivi.azioni.parere import dai_parere
from obiettivi.letture.percorso import commenti_di, pareri_di
from obiettivi.models import Ciclo, Commento, Parere
from obiettivi.voci import StatoCiclo
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, UtenteFactory, utente_con
from tests.relazioni.scena_percorso import ciclo_a, con_parere

pytestmark = pytest.mark.django_db
RUOLI = ("segretario", "nucleo", "sindaco", "assessore", "eq", "rpct", "dipendente")
VERBALE = {"numero": "3", "data": date(2026, 1, 15), "file": "", "collegamento": ""}


def dai(ciclo, chi, **campi):
    predefiniti = {"esito": "favorevole", "dato_il": timezone.localdate(), "osservazioni": "", "lista": []}
    return dai_parere(ciclo, utente=chi, **{**predefiniti, **campi})


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("stato", StatoCiclo.values)
def test_il_parere_lo_da_il_nucleo_o_lo_trascrive_il_segretario_quando_e_chiesto(stato, ruolo):
    ciclo = ciclo_a(stato)
    chi = utente_con(ruolo, ciclo.ente)
    if stato == "parere" and ruolo in ("nucleo", "segretario"):
        assert dai(ciclo, chi, verbale=VERBALE).trascritto is (ruolo == "segretario")
    else:
        with pytest.raises(PermissionDenied):
            dai(ciclo, chi, verbale=VERBALE)


def test_chi_trascrive_deve_avere_il_verbale():
    ciclo = ciclo_a("parere")
    with pytest.raises(ValidationError, match="serve il verbale"):
        dai(ciclo, utente_con("segretario", ciclo.ente))
    assert not Parere.objects.exists()


def test_il_nucleo_puo_dare_il_parere_senza_verbale():
    ciclo = ciclo_a("parere")
    parere = dai(ciclo, utente_con("nucleo", ciclo.ente, titolo="Nucleo monocratico"))
    assert (parere.verbale, parere.trascritto, parere.ruolo) == (None, False, "Nucleo monocratico")


def test_il_verbale_diventa_un_atto_dell_organismo():
    ciclo = ciclo_a("parere")
    dai(ciclo, utente_con("segretario", ciclo.ente), verbale=VERBALE)
    atto = Atto.objects.get()
    assert (atto.organo, atto.numero, atto.data) == ("nucleo", "3", date(2026, 1, 15))
    assert atto.oggetto == "Parere sul Piano della performance 2026-2028"


@pytest.mark.parametrize("esito", ["con_osservazioni", "contrario"])
def test_un_parere_non_favorevole_va_spiegato(esito):
    ciclo = ciclo_a("parere")
    with pytest.raises(ValidationError, match="va spiegato"):
        dai(ciclo, utente_con("nucleo", ciclo.ente), esito=esito)


def test_un_parere_non_ha_una_data_futura():
    ciclo = ciclo_a("parere")
    domani = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="data futura"):
        dai(ciclo, utente_con("nucleo", ciclo.ente), dato_il=domani)


def test_un_verbale_che_non_va_non_lascia_mezzo_parere():
    ciclo = ciclo_a("parere")
    with pytest.raises(ValidationError):
        dai(ciclo, utente_con("nucleo", ciclo.ente), verbale=VERBALE | {"collegamento": "non è un indirizzo"})
    assert not Parere.objects.exists()
    assert not Evento.objects.exists()


def test_il_secondo_parere_si_aggiunge_e_il_primo_resta():
    ciclo = ciclo_a("parere")
    nucleo = utente_con("nucleo", ciclo.ente)
    primo = dai(ciclo, nucleo, esito="contrario", osservazioni="No.")
    secondo = dai(ciclo, nucleo)
    assert list(pareri_di(ciclo)) == [secondo, primo]


def test_il_parere_su_una_variazione_lo_permette_chi_conosce_le_variazioni():
    ciclo = CicloFactory(stato="approvato")
    nucleo = utente_con("nucleo", ciclo.ente)
    assert dai(ciclo, nucleo, permesso=True).pk
    with pytest.raises(PermissionDenied):
        dai(ciclo, nucleo, permesso=False)


# ---- commenti --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("stato", StatoCiclo.values)
def test_commentano_sindaco_e_assessori_finche_il_piano_e_proposto(stato, ruolo):
    ciclo = ciclo_a(stato)
    chi = utente_con(ruolo, ciclo.ente)
    if stato == "proposta" and ruolo in ("sindaco", "assessore"):
        assert commenta(ciclo, utente=chi, testo="Bene.", obiettivo=None).chi == chi
    else:
        with pytest.raises(PermissionDenied):
            commenta(ciclo, utente=chi, testo="Bene.", obiettivo=None)


@pytest.fixture
def proposto():
    return ciclo_a("proposta")


def commento_di(ciclo, ruolo="assessore"):
    chi = utente_con(ruolo, ciclo.ente, titolo="Assessora al bilancio")
    return commenta(ciclo, utente=chi, testo="Più coraggio.", obiettivo=None), chi


def test_un_commento_dice_chi_in_quale_veste_e_su_che_cosa(proposto):
    chi = utente_con("sindaco", proposto.ente, titolo="Sindaca")
    obiettivo = proposto.obiettivi.get()
    commenta(proposto, utente=chi, testo="Sì.", obiettivo=obiettivo)
    (scritto,) = commenti_di(proposto)
    assert (scritto.chi, scritto.ruolo, scritto.obiettivo) == (chi, "Sindaca", obiettivo)


def test_il_proprio_commento_si_cambia_e_si_toglie(proposto):
    commento, chi = commento_di(proposto)
    assert cambia_commento(commento, utente=chi, testo="Meno fretta.").testo == "Meno fretta."
    togli_commento(commento, utente=chi)
    assert not Commento.objects.exists()
    assert list(Evento.objects.order_by("pk").values_list("azione", flat=True)) == [
        "commenta il Piano",
        "modifica il commento",
        "toglie il commento",
    ]


@pytest.mark.parametrize("verbo", [togli_commento, lambda c, utente: cambia_commento(c, utente=utente, testo="No.")])
@pytest.mark.parametrize("ruolo", ["assessore", "sindaco", "segretario"])
def test_il_commento_di_un_altro_non_si_tocca(proposto, verbo, ruolo):
    commento, _ = commento_di(proposto)
    with pytest.raises(PermissionDenied):
        verbo(commento, utente=utente_con(ruolo, proposto.ente))


@pytest.mark.parametrize("verbo", [togli_commento, lambda c, utente: cambia_commento(c, utente=utente, testo="No.")])
def test_dopo_l_approvazione_i_commenti_restano_come_sono(proposto, verbo):
    commento, chi = commento_di(proposto)
    Ciclo.objects.filter(pk=proposto.pk).update(stato="approvato")
    with pytest.raises(PermissionDenied):
        verbo(commento, utente=chi)
    assert Commento.objects.get().testo == "Più coraggio."


def test_i_commenti_di_un_altro_ciclo_non_si_mescolano(proposto):
    commento_di(proposto)
    assert not commenti_di(ciclo_a("proposta"))


def test_chi_non_ha_persona_non_commenta(proposto):
    with pytest.raises(PermissionDenied):
        commenta(proposto, utente=UtenteFactory(), testo="Io?", obiettivo=None)


def test_un_parere_superato_non_si_confonde_con_quello_di_un_altro_ciclo():
    ciclo, altro = ciclo_a("parere"), ciclo_a("parere")
    con_parere(altro)
    assert not pareri_di(ciclo)
