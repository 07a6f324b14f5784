from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from enti.models import Popolazione, Unita
from piao.base.concorrenza import blocca
from piao.base.moduli import Modulo, ModuloVersionato, in_parole
from piao.base.storia import storia_di
from tests.fabbriche import EnteFactory, LivelloUnitaFactory, PopolazioneFactory, UnitaFactory

pytestmark = pytest.mark.django_db


class UnitaDiProva(ModuloVersionato):
    class Meta:
        model = Unita
        fields = ["denominazione", "livello", "dal", "al"]


class PopolazioneDiProva(Modulo):
    class Meta:
        model = Popolazione
        fields = ["alla_data", "maschi", "femmine", "totale_rilevato"]


def cambia(unita, *, versione, **dati):
    riga = blocca(unita, versione=versione)
    for nome, valore in dati.items():
        setattr(riga, nome, valore)
    riga.save()
    return riga


@pytest.fixture
def unita():
    return UnitaFactory(denominazione="Tributi", dal=date(2020, 1, 1))


def scritto(**altro):
    return {"denominazione": "Entrate", "dal": "2020-01-01", "versione": "1"} | altro


def test_chi_salva_per_primo_salva(unita):
    form = UnitaDiProva(scritto(), instance=unita)
    assert form.is_valid()
    assert form.salva(cambia, unita).denominazione == "Entrate"


def test_chi_salva_per_secondo_vede_che_cosa_e_cambiato_e_non_sovrascrive(unita):
    cambia(unita, versione=1, denominazione="Tributi e commercio", al=date(2026, 12, 31))
    form = UnitaDiProva(scritto(), instance=unita)
    assert form.is_valid()
    assert form.salva(cambia, unita) is None
    assert form.conflitto == [("Denominazione", "Entrate", "Tributi e commercio"), ("Valida al", "", "31/12/2026")]
    assert Unita.objects.get().denominazione == "Tributi e commercio"


def test_dopo_il_conflitto_cio_che_era_scritto_e_ancora_li_e_il_secondo_salvataggio_vale(unita):
    cambia(unita, versione=1, denominazione="Tributi e commercio")
    form = UnitaDiProva(scritto(), instance=unita)
    form.is_valid()
    form.salva(cambia, unita)
    assert 'value="Entrate"' in str(form["denominazione"])
    assert 'value="2"' in str(form["versione"])
    ancora = UnitaDiProva(form.data, instance=unita)
    assert ancora.is_valid()
    assert ancora.salva(cambia, unita).denominazione == "Entrate"


def test_la_riga_della_vista_non_cambia_se_la_maschera_ha_un_errore(unita):
    form = UnitaDiProva(scritto(al="1999-01-01"), instance=unita)
    assert not form.is_valid()
    assert unita.denominazione == "Tributi"
    assert "finisce prima di cominciare" in str(form.errors)


def test_il_vincolo_che_coinvolge_l_ente_e_una_frase_e_non_un_guasto():
    gia = PopolazioneFactory()
    dati = {"alla_data": gia.alla_data.isoformat(), "maschi": "1", "femmine": "2"}
    form = PopolazioneDiProva(dati, instance=Popolazione(ente=gia.ente))
    assert not form.is_valid()
    assert "c&#x27;è già" in str(form.errors)


def test_l_errore_di_un_azione_diventa_un_errore_della_maschera(unita):
    def rifiuta(riga, **dati):
        raise ValidationError({"parent": "Non può stare sotto sé stessa."})

    form = UnitaDiProva(scritto(), instance=unita)
    assert form.is_valid()
    assert form.salva(rifiuta, unita) is None
    assert form.non_field_errors() == ["Non può stare sotto sé stessa."]


def test_le_date_si_scrivono_nel_formato_del_calendario(unita):
    assert 'type="date"' in str(UnitaDiProva(instance=unita)["dal"])
    assert 'value="2020-01-01"' in str(UnitaDiProva(instance=unita)["dal"])


@pytest.mark.parametrize(
    ("campo", "valore", "atteso"),
    [
        (forms.CharField(), None, ""),
        (forms.BooleanField(), False, "no"),
        (forms.DateField(), date(2026, 1, 30), "30/01/2026"),
        (forms.DecimalField(), Decimal("57.10"), "57,1"),
        (forms.ChoiceField(choices=[("a", "Area")]), "a", "Area"),
        (forms.CharField(), "libero", "libero"),
    ],
)
def test_ogni_valore_si_dice_in_parole(campo, valore, atteso):
    assert in_parole(campo, valore) == atteso


def test_la_storia_racconta_prima_e_dopo(unita):
    livello = LivelloUnitaFactory(ente=unita.ente, nome="Settore")
    cambia(unita, versione=1, denominazione="Entrate", livello=livello, al=date(2026, 12, 31))
    ultimo, primo = storia_di(unita)
    assert (primo.azione, ultimo.azione) == ("Creazione · unità organizzativa", "Modifica · unità organizzativa")
    cambi = {(c.campo, c.prima, c.dopo) for c in ultimo.differenze}
    assert cambi == {
        ("Livello", "", "Settore"),
        ("Denominazione", "Tributi", "Entrate"),
        ("Valida al", "", "31/12/2026"),
    }


@pytest.mark.parametrize("modifiche", [1, 8])
def test_le_letture_della_storia_non_crescono_con_le_modifiche(modifiche, django_assert_max_num_queries):
    ente = EnteFactory()
    unita = UnitaFactory(ente=ente)
    for numero in range(modifiche):
        cambia(unita, versione=None, livello=LivelloUnitaFactory(ente=ente), denominazione=f"Nome {numero}")
    with django_assert_max_num_queries(2):
        assert len(storia_di(unita)) == modifiche + 1


def test_se_i_due_hanno_scritto_la_stessa_cosa_non_e_un_conflitto(unita):
    cambia(unita, versione=1, denominazione="Entrate")
    form = UnitaDiProva(scritto(), instance=unita)
    assert form.is_valid()
    assert form.salva(cambia, unita).versione == 3
    assert not form.conflitto
