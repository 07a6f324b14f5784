"""Le maschere, i casi rari: valori in parole, errori senza un campo, righe che cambiano mentre si scrive."""

from datetime import date
from decimal import Decimal as D

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from enti.models import LivelloUnita, Popolazione, Unita
from enti.voci import Area
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.moduli import Modulo, in_parole
from tests.fabbriche import EnteFactory, LivelloUnitaFactory

TESTO, SCELTA = forms.CharField(), forms.ChoiceField(choices=Area.choices)


class LivelloForm(Modulo):
    class Meta:
        model = LivelloUnita
        fields = ["nome"]


class PopolazioneForm(Modulo):
    class Meta:
        model = Popolazione
        fields = ["alla_data", "maschi"]


@pytest.mark.parametrize(
    ("campo", "valore", "parole"),
    [
        (TESTO, None, ""),
        (TESTO, "", ""),
        (TESTO, "così com'è", "così com'è"),
        (TESTO, True, "sì"),
        (TESTO, False, "no"),
        (TESTO, 0, "0"),
        (TESTO, 12345, "12.345"),
        (TESTO, D("57.10"), "57,1"),
        (TESTO, date(2026, 1, 30), "30/01/2026"),
        (TESTO, ["2026-01", "2026-02"], "2026-01, 2026-02"),
        (TESTO, (), ""),
        (SCELTA, "funzionari", "Funzionari ed EQ"),
        (SCELTA, "inventata", "inventata"),
    ],
)
def test_un_valore_si_dice_come_lo_si_legge(campo, valore, parole):
    assert in_parole(campo, valore) == parole


@pytest.mark.django_db
def test_una_riga_scelta_e_un_elenco_di_righe_si_dicono_con_il_loro_nome():
    campo = forms.ModelChoiceField(LivelloUnita.objects.all())
    area = LivelloUnitaFactory(nome="Area")
    LivelloUnitaFactory(nome="Ufficio", ente=area.ente)
    assert in_parole(campo, area) == "Area"
    assert in_parole(campo, LivelloUnita.objects.order_by("nome")) == "Area, Ufficio"


def test_ogni_data_si_scrive_con_il_calendario_del_browser():
    form = PopolazioneForm(initial={"alla_data": date(2025, 12, 31)})
    assert 'type="date"' in str(form["alla_data"])
    assert 'value="2025-12-31"' in str(form["alla_data"])


def test_ciò_che_arriva_si_pulisce_dai_caratteri_di_controllo():
    form = LivelloForm(QueryDict("nome=Set%00tore%0B"))
    assert form.data["nome"] == "Settore"


# ---- quando l'azione rifiuta ----------------------------------------------------------------------------------


@pytest.fixture
def form(db):
    form = LivelloForm({"nome": "Settore"}, instance=LivelloUnita(ente=EnteFactory()))
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("errore", "dove"),
    [
        (ValidationError("Non ora."), "__all__"),
        (ValidationError({"nome": "Già usato."}), "nome"),
        (ValidationError({"altro": "Un campo che qui non c'è."}), "__all__"),
        (ValidationError({"__all__": "Insieme non vanno."}), "__all__"),
    ],
)
def test_la_frase_va_accanto_al_suo_campo_o_in_testa(form, errore, dove):
    def azione(**dati):
        raise errore

    assert form.salva(azione) is None
    assert list(form.errors) == [dove]
    assert form.errors[dove] == errore.messages


def test_una_riga_cambiata_sotto_una_maschera_senza_versione_e_un_errore_del_programma(form):
    def azione(**dati):
        raise ModificatoDaAltri(Unita())

    with pytest.raises(NotImplementedError, match="ModuloVersionato"):
        form.salva(azione)


def test_se_l_azione_riesce_la_maschera_da_ciò_che_ha_scritto(form):
    assert form.salva(lambda **dati: dati) == {"nome": "Settore"}


@pytest.mark.django_db
def test_la_maschera_lavora_su_una_copia():
    riga = LivelloUnita(nome="Prima", ente=EnteFactory())
    form = LivelloForm({"nome": "Dopo"}, instance=riga)
    assert form.is_valid()
    assert (riga.nome, form.instance.nome) == ("Prima", "Dopo")
