"""Rendere il database uguale a un elenco: si abbina, si cambia solo ciò che è diverso, e si riscrive uguale."""

import pytest
from django.db.models import ProtectedError

from enti.models import Gruppo, LivelloUnita, Personale, Rapporto, RigaPersonale, Unita
from piao.base.models import ChiaveScambio
from piao.base.scambio import Chiavi, Esito, Tabella, Voce, allinea, esporta
from piao.base.scambio.esportazione import posto
from piao.base.scambio.tabella import CHIAVE
from tests.fabbriche import (
    EnteFactory,
    LivelloUnitaFactory,
    ObiettivoUnitaFactory,
    PersonaFactory,
    PersonaleFactory,
    RigaPersonaleFactory,
    UnitaFactory,
)

pytestmark = pytest.mark.django_db
LIVELLI = Tabella("livelli", LivelloUnita, ("nome",), chiave="nome", identita=("nome",))
UNITA = Tabella(
    "unita", Unita, ("denominazione", "padre"), {"padre": "unita"}, chiave=CHIAVE, alias={"padre": "parent"}
)
RIGHE = Tabella(
    "righe", RigaPersonale, ("etichetta", "uomini"), padre="personale", identita=("personale_id", "etichetta")
)
PERSONALE = Tabella("personale", Personale, ("anno", "nota"), unico="anno", figli=(RIGHE,), ordinamento=("anno",))

GRUPPI = Tabella(
    "gruppi", Gruppo, ("denominazione", "persone"), molti={"persone": "persone"}, chiave=CHIAVE, ordinamento=("pk",)
)
RAPPORTI = Tabella(
    "rapporti",
    Rapporto,
    ("persona", "unita", "dal"),
    {"persona": "persone", "unita": "unita"},
    ordinamento=("persona", "dal"),
)


@pytest.fixture
def ente():
    return EnteFactory()


class Prova:
    """Un elenco del file contro le righe di un ente: la stessa chiamata, con il conto di che cosa è cambiato."""

    def __init__(self, tabella, ente, chiavi=None):
        self.tabella, self.ente, self.chiavi = tabella, ente, chiavi or Chiavi(f"ente:{ente.pk}")

    @property
    def presenti(self):
        return self.tabella.modello._base_manager.filter(ente=self.ente)

    def __call__(self, *dati):
        esito = Esito()
        voci = [Voce(uno, {"ente_id": self.ente.pk}) for uno in dati]
        self.righe = allinea(self.tabella, voci, self.presenti, chiavi=self.chiavi, esito=esito)
        nome = self.tabella.nome
        return esito.aggiunte[nome], esito.modificate[nome], esito.tolte[nome]

    def esporta(self):
        return esporta(self.tabella, self.presenti, self.chiavi)


# ---- si abbina e si conta -----------------------------------------------------------------------------------


def test_ciò_che_manca_si_aggiunge_nell_ordine_del_file(ente):
    livelli = Prova(LIVELLI, ente)
    assert livelli({"nome": "Settore"}, {"nome": "Ufficio"}) == (2, 0, 0)
    assert list(ente.livelli.order_by("ordine").values_list("nome", "ordine")) == [("Settore", 1), ("Ufficio", 2)]


def test_la_seconda_volta_non_cambia_nulla(ente):
    livelli = Prova(LIVELLI, ente)
    livelli({"nome": "Settore"}, {"nome": "Ufficio"})
    assert livelli({"nome": "Settore"}, {"nome": "Ufficio"}) == (0, 0, 0)


def test_numeri_d_ordine_radi_ma_nell_ordine_giusto_non_si_toccano(ente):
    for ordine, nome in ((10, "Settore"), (70, "Ufficio")):
        LivelloUnitaFactory(ente=ente, nome=nome, ordine=ordine)
    assert Prova(LIVELLI, ente)({"nome": "Settore"}, {"nome": "Ufficio"}) == (0, 0, 0)


def test_un_ordine_diverso_rinumera(ente):
    for ordine, nome in ((10, "Settore"), (70, "Ufficio")):
        LivelloUnitaFactory(ente=ente, nome=nome, ordine=ordine)
    assert Prova(LIVELLI, ente)({"nome": "Ufficio"}, {"nome": "Settore"}) == (0, 2, 0)
    assert list(ente.livelli.order_by("ordine").values_list("nome", flat=True)) == ["Ufficio", "Settore"]


def test_ciò_che_il_file_non_ha_più_si_toglie_se_la_tabella_lo_dice(ente):
    LivelloUnitaFactory(ente=ente, nome="Vecchio")
    assert Prova(LIVELLI, ente)({"nome": "Nuovo"}) == (1, 0, 1)
    conserva = Tabella("livelli", LivelloUnita, ("nome",), chiave="nome", identita=("nome",), togli=False)
    assert Prova(conserva, ente)({"nome": "Altro"}) == (1, 0, 0)
    assert set(ente.livelli.values_list("nome", flat=True)) == {"Nuovo", "Altro"}


def test_un_file_vuoto_toglie_tutto_e_non_sbaglia(ente):
    LivelloUnitaFactory.create_batch(2, ente=ente)
    assert Prova(LIVELLI, ente)() == (0, 0, 2)
    assert Prova(LIVELLI, ente)() == (0, 0, 0)


def test_le_righe_di_un_altro_ente_non_si_toccano(ente):
    altrui = LivelloUnitaFactory(nome="Settore")
    Prova(LIVELLI, ente)({"nome": "Settore"})
    assert LivelloUnita.objects.get(pk=altrui.pk).ente_id == altrui.ente_id
    assert ente.livelli.count() == 1


def test_un_campo_che_il_file_non_dice_torna_al_valore_predefinito(ente):
    PersonaleFactory(ente=ente, anno=2025, nota="vecchia")
    assert Prova(PERSONALE, ente)({"anno": 2025}) == (0, 1, 0)
    assert ente.personale.get().nota == ""


# ---- chiavi e alberi ----------------------------------------------------------------------------------------


def test_una_riga_rinominata_si_ritrova_dalla_chiave(ente):
    unita = Prova(UNITA, ente)
    unita({CHIAVE: "a", "denominazione": "Area A"})
    (prima,) = unita.righe
    assert Prova(UNITA, ente)({CHIAVE: "a", "denominazione": "Area Tecnica"}) == (0, 1, 0)
    assert Unita.objects.get().pk == prima.pk
    assert ChiaveScambio.objects.get().chiave == "a"


def test_un_albero_nasce_dal_basso_o_dall_alto_allo_stesso_modo(ente):
    figlio, padre, nonno = (
        {CHIAVE: "c", "denominazione": "Ufficio", "padre": "b"},
        {CHIAVE: "b", "denominazione": "Servizio", "padre": "a"},
        {CHIAVE: "a", "denominazione": "Area"},
    )
    Prova(UNITA, ente)(figlio, padre, nonno)
    ufficio = Unita.objects.get(denominazione="Ufficio")
    assert (ufficio.parent.denominazione, ufficio.parent.parent.denominazione) == ("Servizio", "Area")


def test_un_ramo_si_sposta_e_torna_radice(ente):
    unita = Prova(UNITA, ente)
    unita({CHIAVE: "a", "denominazione": "A"}, {CHIAVE: "b", "denominazione": "B", "padre": "a"})
    assert Prova(UNITA, ente)({CHIAVE: "a", "denominazione": "A"}, {CHIAVE: "b", "denominazione": "B"})[1] == 1
    assert not Unita.objects.filter(parent__isnull=False).exists()


def test_di_un_albero_che_non_serve_più_si_tolgono_prima_le_foglie(ente):
    area = UnitaFactory(ente=ente, denominazione="Area")
    UnitaFactory(ente=ente, denominazione="Ufficio", parent=UnitaFactory(ente=ente, parent=area))
    assert Prova(UNITA, ente)() == (0, 0, 3)


def test_ciò_da_cui_dipende_altro_non_si_toglie(ente):
    legame = ObiettivoUnitaFactory(obiettivo__ciclo__ente=ente, unita=UnitaFactory(ente=ente))
    with pytest.raises(ProtectedError):
        Prova(UNITA, ente)()
    assert Unita.objects.filter(pk=legame.unita.pk).exists()


# ---- righe annidate e legami molti a molti --------------------------------------------------------------------


def test_le_righe_annidate_seguono_la_loro(ente):
    personale = Prova(PERSONALE, ente)
    personale({"anno": 2025, "righe": [{"etichetta": "Tributi", "uomini": 2}, {"etichetta": "Anagrafe"}]})
    assert [str(riga) for riga in ente.personale.get().righe.all()] == ["Tributi: 2", "Anagrafe: 0"]
    personale({"anno": 2025, "righe": [{"etichetta": "Anagrafe", "uomini": 1}]})
    assert [str(riga) for riga in ente.personale.get().righe.all()] == ["Anagrafe: 1"]


def test_le_righe_annidate_di_un_altra_non_si_toccano(ente):
    altra = RigaPersonaleFactory(personale__ente=ente, personale__anno=2024, etichetta="Tributi")
    Prova(PERSONALE, ente)(
        {"anno": 2025, "righe": [{"etichetta": "Tributi"}]},
        {"anno": 2024, "righe": [{"etichetta": "Tributi", "uomini": altra.uomini}]},
    )
    assert RigaPersonale.objects.filter(etichetta="Tributi").count() == 2


def test_ogni_modifica_lascia_la_sua_storia(ente):
    personale = Prova(PERSONALE, ente)
    personale({"anno": 2025, "nota": "prima"})
    personale({"anno": 2025, "nota": "dopo"})
    assert list(ente.personale.get().history.values_list("nota", flat=True)) == ["dopo", "prima"]


def test_chi_ha_la_maschera_aperta_saprà_che_la_riga_è_cambiata(ente):
    PersonaleFactory(ente=ente, anno=2025, nota="prima")
    prima = ente.personale.get().versione
    Prova(PERSONALE, ente)({"anno": 2025, "nota": "dopo"})
    assert ente.personale.get().versione == prima + 1


@pytest.fixture
def persone():
    """Un vocabolario in cui «ada» e «ugo» sono due persone."""
    ada, ugo = PersonaFactory(), PersonaFactory()
    chiavi = Chiavi("prova")
    chiavi.nomina("persone", {"ada": ada.pk, "ugo": ugo.pk})
    return chiavi


def test_un_gruppo_ha_le_persone_del_file_e_le_dice_in_ordine(ente, persone):
    gruppi = Prova(GRUPPI, ente, persone)
    gruppi({CHIAVE: "tutti", "denominazione": "Tutti", "persone": ["ugo", "ada"]})
    assert gruppi.esporta() == [{CHIAVE: "tutti", "denominazione": "Tutti", "persone": ["ada", "ugo"]}]


def test_chi_esce_dal_gruppo_e_una_modifica_e_chi_resta_no(ente, persone):
    gruppi = Prova(GRUPPI, ente, persone)
    gruppo = {CHIAVE: "tutti", "denominazione": "Tutti", "persone": ["ada", "ugo"]}
    gruppi(gruppo)
    assert gruppi(gruppo) == (0, 0, 0)
    assert gruppi(gruppo | {"persone": ["ugo"]}) == (0, 1, 0)
    assert gruppi({CHIAVE: "tutti", "denominazione": "Tutti"}) == (0, 1, 0)
    assert gruppi.esporta() == [{CHIAVE: "tutti", "denominazione": "Tutti"}]


def test_un_collegamento_si_scrive_con_la_chiave_e_se_manca_resta_vuoto(ente, persone):
    persone.nomina("unita", {"area": UnitaFactory(ente=ente).pk})
    rapporti = Prova(RAPPORTI, ente, persone)
    ada, ugo = {"persona": "ada", "unita": "area", "dal": "2020-01-01"}, {"persona": "ugo", "dal": "2019-01-01"}
    assert rapporti(ugo, ada) == (2, 0, 0)
    assert rapporti.esporta() == [ada, ugo]


# ---- fuori di nuovo ----------------------------------------------------------------------------------------------


def test_ciò_che_entra_esce_uguale_senza_i_campi_vuoti(ente):
    dati = [
        {"anno": 2024, "righe": [{"etichetta": "Tributi", "uomini": 2}, {"etichetta": "Anagrafe"}]},
        {"anno": 2025, "nota": "provvisorio"},
    ]
    personale = Prova(PERSONALE, ente)
    personale(*dati)
    assert personale.esporta() == dati


def test_un_albero_esce_con_le_chiavi_e_i_padri(ente):
    dati = [{CHIAVE: "a", "denominazione": "Area"}, {CHIAVE: "b", "denominazione": "Ufficio", "padre": "a"}]
    unita = Prova(UNITA, ente)
    unita(*dati)
    assert unita.esporta() == dati


def test_una_riga_senza_il_dato_per_cui_si_ordina_viene_prima(ente):
    con, senza = PersonaleFactory(ente=ente, anno=2025, nota="a"), PersonaleFactory(ente=ente, anno=2024, nota="")
    per_nota = Tabella("personale", Personale, ("anno",), ordinamento=("nota", "anno"))
    chiavi = Chiavi("")
    assert sorted([con, senza], key=lambda riga: posto(per_nota, riga, chiavi)) == [senza, con]


def test_si_può_ordinare_per_la_chiave_di_scambio(ente):
    per_chiave = Tabella("unita", Unita, ("denominazione",), chiave=CHIAVE, ordinamento=(CHIAVE,))
    unita = Prova(per_chiave, ente)
    unita({CHIAVE: "b", "denominazione": "Area"}, {CHIAVE: "a", "denominazione": "Ufficio"})
    assert [dati[CHIAVE] for dati in unita.esporta()] == ["a", "b"]


@pytest.mark.parametrize("righe", [1, 3])
def test_le_letture_non_crescono_con_le_righe(ente, righe, django_assert_num_queries):
    for anno in range(2020, 2020 + righe):
        RigaPersonaleFactory(personale__ente=ente, personale__anno=anno)
    personale = Prova(PERSONALE, ente)
    with django_assert_num_queries(2):
        personale.esporta()


def test_l_esito_dice_se_qualcosa_è_cambiato():
    esito = Esito()
    assert not esito.cambiato
    esito.tolte["livelli"] += 1
    assert esito.cambiato
