"""La storia raccontata e il registro: chi, quando, che cosa c'era prima e che cosa c'è dopo."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField

from enti.models import Unita
from obiettivi.models import Obiettivo
from piao.base.concorrenza import ModificatoDaAltri, blocca
from piao.base.flusso import Passo, PassoNonAmmesso, compi
from piao.base.models import ChiaveScambio, Evento, Lavoratore, Lavoro
from piao.base.registro import annota, eventi_di, nome_oggetto
from piao.base.storia import _in_parole, eventi_in_storia, storia_delle_righe, storia_di
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    IncaricoFactory,
    LivelloUnitaFactory,
    ObiettivoFactory,
    UnitaFactory,
    UtenteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def unita():
    return UnitaFactory(denominazione="Tributi", dal=date(2020, 1, 1))


def _salva(riga, **campi):
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()


# ---- storia ----------------------------------------------------------------------------------------------------


def test_una_riga_appena_nata_ha_solo_la_creazione_e_nessuna_differenza(unita):
    (passo,) = storia_di(unita)
    assert (passo.azione, passo.differenze, passo.chi) == ("Creazione · unità organizzativa", (), "")


def test_un_salvataggio_che_non_cambia_nulla_non_ha_differenze(unita):
    _salva(unita)
    assert storia_di(unita)[0].differenze == ()


def test_la_versione_che_avanza_non_si_racconta(unita):
    _salva(unita, versione=9)
    assert storia_di(unita)[0].differenze == ()


def test_la_storia_non_supera_il_massimo_e_tiene_le_piu_recenti(unita):
    for nome in ("a", "b", "c", "d"):
        _salva(unita, denominazione=nome)
    passi = storia_di(unita, massimo=2)
    assert [passo.differenze[0].dopo for passo in passi] == ["d", "c"]
    assert passi[-1].differenze[0].prima == "b"


def test_la_storia_di_piu_oggetti_e_una_sola_dalla_piu_recente(unita):
    altra = UnitaFactory(denominazione="Anagrafe")
    _salva(unita, denominazione="Entrate")
    passi = storia_di(unita, altra)
    assert [passo.azione.split(" ")[0] for passo in passi] == ["Modifica", "Creazione", "Creazione"]


def test_un_collegamento_a_una_riga_eliminata_si_dice(unita):
    livello = LivelloUnitaFactory(ente=unita.ente, nome="Settore")
    _salva(unita, livello=livello)
    _salva(unita, livello=None)
    Unita.objects.filter(pk=unita.pk).update(livello=None)
    livello.delete()
    assert [(c.prima, c.dopo) for c in storia_di(unita)[0].differenze] == [("(eliminato)", "")]


def test_la_storia_delle_righe_racconta_anche_quelle_tolte():
    ciclo = CicloFactory()
    tolto, resta = ObiettivoFactory(ciclo=ciclo), ObiettivoFactory(ciclo=ciclo)
    ObiettivoFactory()
    _salva(resta, titolo="Nuovo titolo")
    tolto.delete()
    passi = storia_delle_righe(Obiettivo, ciclo=ciclo)
    assert [passo.azione.split(" ")[0] for passo in passi] == ["Eliminazione", "Modifica", "Creazione", "Creazione"]
    assert passi[1].differenze[0].dopo == "Nuovo titolo"


def test_righe_diverse_non_si_confrontano_fra_loro():
    ciclo = CicloFactory()
    uno, due = ObiettivoFactory(ciclo=ciclo, titolo="Uno"), ObiettivoFactory(ciclo=ciclo, titolo="Due")
    _salva(uno, titolo="Uno bis")
    _salva(due, titolo="Due bis")
    cambi = [(c.prima, c.dopo) for p in storia_delle_righe(Obiettivo, ciclo=ciclo) for c in p.differenze]
    assert cambi == [("Due", "Due bis"), ("Uno", "Uno bis")]


def test_di_una_modifica_si_sa_che_cosa_c_era_prima_anche_se_la_riga_di_prima_non_si_mostra():
    ciclo = CicloFactory()
    uno, due = ObiettivoFactory(ciclo=ciclo, titolo="Uno"), ObiettivoFactory(ciclo=ciclo, titolo="Due")
    _salva(uno, titolo="Uno bis")
    _salva(due, titolo="Due bis")
    passi = storia_delle_righe(Obiettivo, massimo=2, ciclo=ciclo)
    assert [(c.prima, c.dopo) for p in passi for c in p.differenze] == [("Due", "Due bis"), ("Uno", "Uno bis")]


def test_il_nome_di_un_incarico_si_legge_con_la_sua_unita(django_assert_num_queries):
    uno, due = IncaricoFactory.create_batch(2, unita=UnitaFactory(), titolo="")
    riga = AssegnazioneFactory(incarico=uno, gruppo=None)
    _salva(riga, incarico=due)
    with django_assert_num_queries(2):
        (cambio,) = storia_di(riga)[0].differenze
    assert (cambio.prima, cambio.dopo) == (str(uno), str(due))


@pytest.mark.parametrize("quanti", [1, 5])
def test_le_letture_della_storia_di_piu_oggetti_non_crescono(quanti, django_assert_num_queries):
    ciclo = CicloFactory()
    oggetti = ObiettivoFactory.create_batch(quanti, ciclo=ciclo)
    with django_assert_num_queries(1):
        assert len(storia_di(*oggetti)) == quanti


@pytest.mark.parametrize("righe", [1, 3])
def test_le_letture_non_crescono_con_le_righe(righe, django_assert_max_num_queries):
    ciclo = CicloFactory()
    for _ in range(righe):
        _salva(ObiettivoFactory(ciclo=ciclo), titolo="Altro")
    with django_assert_max_num_queries(4):
        assert len(storia_delle_righe(Obiettivo, ciclo=ciclo)) == 2 * righe


@pytest.mark.parametrize(
    ("valore", "detto"),
    [
        (None, ""),
        ("", ""),
        (True, "sì"),
        (False, "no"),
        (date(2026, 1, 30), "30/01/2026"),
        (D("12.50"), "12,5"),
        (D("0.00"), "0"),
        (0, "0"),
        ("a", "Area"),
        ("z", "z"),
    ],
)
def test_ogni_valore_della_storia_si_dice_in_parole(valore, detto):
    assert _in_parole(CharField(choices=[("a", "Area")]), valore, {}) == detto


# ---- registro --------------------------------------------------------------------------------------------------


def test_il_registro_dice_chi_che_cosa_e_dove(unita):
    utente = UtenteFactory()
    evento = annota("sposta l'unità", unita, chi=utente, ente=unita.ente, prima="A", dopo="B", nota="per legge")
    assert (evento.chi, evento.ente, evento.oggetto) == (utente.email, unita.ente.slug, nome_oggetto(unita))
    assert (evento.prima, evento.dopo, evento.nota) == ("A", "B", "per legge")


def test_un_comando_da_terminale_si_firma_sistema(unita):
    evento = annota("importa", unita, chi=None, ente=None)
    assert (evento.chi, evento.ente) == ("sistema", "")


def test_una_descrizione_lunga_si_tronca_e_non_ferma_la_scrittura():
    lungo = ObiettivoFactory(titolo="à" * 400)
    lungo.titolo = "à" * 900
    assert len(annota("crea", lungo, chi=None, ente=None).descrizione) == 400


def test_gli_eventi_di_un_oggetto_sono_solo_i_suoi_dal_piu_recente(unita):
    for oggetto, azione in ((unita, "uno"), (UnitaFactory(), "altrui"), (unita, "due")):
        annota(azione, oggetto, chi=None, ente=unita.ente)
    assert [evento.azione for evento in eventi_di(unita)] == ["due", "uno"]


def test_gli_eventi_in_storia_portano_la_nota_e_la_maiuscola(unita):
    annota("rinvia l'unità", unita, chi=None, ente=unita.ente, nota="manca il parere")
    (passo,) = eventi_in_storia(unita)
    assert (passo.azione, passo.nota, passo.chi) == ("Rinvia l'unità", "manca il parere", "sistema")


def test_il_registro_sopravvive_all_oggetto(unita):
    annota("elimina l'unità", unita, chi=None, ente=unita.ente)
    unita.delete()
    assert Evento.objects.get(azione="elimina l'unità").descrizione == "Tributi"


def test_ogni_riga_di_servizio_si_presenta_con_parole():
    assert str(Lavoratore(nome="uno")) == "uno"
    assert str(Lavoro(titolo="Piano 2026")) == "Piano 2026 (in coda)"
    assert str(ChiaveScambio(elenco="unita", chiave="u1")) == "unita: u1"


# ---- concorrenza -----------------------------------------------------------------------------------------------


def test_bloccare_fa_avanzare_la_versione_senza_salvarla(unita):
    with transaction.atomic():
        assert blocca(unita, versione=1).versione == 2
    assert Unita.objects.get(pk=unita.pk).versione == 1


def test_chi_ha_una_versione_vecchia_riceve_la_riga_di_adesso(unita):
    Unita.objects.filter(pk=unita.pk).update(versione=5, denominazione="Entrate")
    with transaction.atomic(), pytest.raises(ModificatoDaAltri) as fermato:
        blocca(unita, versione=1)
    assert (fermato.value.attuale.versione, fermato.value.attuale.denominazione) == (5, "Entrate")
    assert str(fermato.value) == "Nel frattempo qualcun altro ha salvato una modifica."


def test_anche_una_versione_futura_e_fermata(unita):
    with transaction.atomic(), pytest.raises(ModificatoDaAltri):
        blocca(unita, versione=99)


def test_senza_versione_si_scrive_comunque(unita):
    Unita.objects.filter(pk=unita.pk).update(versione=5)
    with transaction.atomic():
        assert blocca(unita, versione=None).versione == 6


# ---- flusso ----------------------------------------------------------------------------------------------------

VALIDA = Passo("validare l'obiettivo", frozenset({"bozza"}), "validato", lambda utente, oggetto: utente != "estraneo")


def test_un_passo_cambia_lo_stato_e_lascia_una_riga_di_registro():
    obiettivo = ObiettivoFactory(stato="bozza")
    compi(VALIDA, obiettivo, utente=None, nota="con parere")
    obiettivo.refresh_from_db()
    evento = Evento.objects.get(azione="validare l'obiettivo")
    assert obiettivo.stato == "validato"
    assert (evento.dopo, evento.nota) == (obiettivo.get_stato_display(), "con parere")


def test_da_uno_stato_sbagliato_il_passo_dice_perche_no():
    obiettivo = ObiettivoFactory(stato="validato")
    with pytest.raises(
        PassoNonAmmesso, match=f"Non si può validare l'obiettivo: è «{obiettivo.get_stato_display()}»."
    ):
        compi(VALIDA, obiettivo, utente=None)


def test_chi_non_puo_non_cambia_nulla_e_non_lascia_traccia():
    obiettivo = ObiettivoFactory(stato="bozza")
    with pytest.raises(PermissionDenied):
        compi(VALIDA, obiettivo, utente="estraneo")
    obiettivo.refresh_from_db()
    assert obiettivo.stato == "bozza"
    assert not Evento.objects.filter(azione=VALIDA.nome).exists()


def test_vale_lo_stato_del_database_e_non_quello_in_mano():
    obiettivo = ObiettivoFactory(stato="bozza")
    Obiettivo.objects.filter(pk=obiettivo.pk).update(stato="validato")
    with pytest.raises(PassoNonAmmesso):
        compi(VALIDA, obiettivo, utente=None)


def test_un_passo_scrive_i_campi_che_porta_e_non_gli_altri():
    obiettivo = ObiettivoFactory(stato="bozza", titolo="Titolo")
    obiettivo.titolo = "Cambiato solo in memoria"
    compi(VALIDA, obiettivo, utente=None, descrizione="Scritta dal passo")
    obiettivo.refresh_from_db()
    assert (obiettivo.titolo, obiettivo.descrizione) == ("Titolo", "Scritta dal passo")


@pytest.mark.parametrize(
    ("stato", "utente", "atteso"), [("bozza", None, True), ("bozza", "estraneo", False), ("validato", None, False)]
)
def test_un_passo_e_possibile_se_lo_stato_e_giusto_e_si_puo(stato, utente, atteso):
    assert VALIDA.possibile(utente, Obiettivo(stato=stato)) is atteso
