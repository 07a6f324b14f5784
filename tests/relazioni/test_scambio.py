"""Un ciclo dentro e fuori da un file: la seconda volta non cambia nulla, e ciò che esce è ciò che era entrato."""

import copy

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from enti.models import Ente, Persona, Unita
from obiettivi.models import Indicatore, Obiettivo, Target
from piao.base.models import ChiaveScambio, Evento
from relazioni.dimostrazione.generatore import documento, operativo
from relazioni.models import Sezione
from relazioni.scambio import FileNonValido, esporta_ciclo, importa_ciclo, in_testo, leggi_documento
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, PersonaFactory, UnitaFactory

pytestmark = pytest.mark.django_db


def righe_totali() -> dict[str, int]:
    """Quante righe ha ogni tabella, storia e registro compresi."""
    modelli: list[type[Model]] = [modello for modello in apps.get_models() if modello is not ChiaveScambio]
    return {modello._meta.label: modello._base_manager.count() for modello in modelli}


@pytest.fixture
def dati():
    return documento(12, 2)


def importa(dati):
    return importa_ciclo(copy.deepcopy(dati))


def test_cio_che_esce_e_cio_che_era_entrato(dati):
    ciclo, _ = importa(dati)

    assert esporta_ciclo(ciclo) == dati


def test_importare_due_volte_non_cambia_nulla(dati):
    importa(dati)
    prima = righe_totali()

    _, esito = importa(dati)

    assert not esito.cambiato
    assert righe_totali() == prima


def test_importare_la_propria_esportazione_non_cambia_nulla():
    ciclo = CicloFactory()
    unita = UnitaFactory(ente=ciclo.ente)
    IncaricoFactory(ente=ciclo.ente, unita=unita)
    for _ in range(3):
        ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True, ordine=0)
    prima = righe_totali()

    importa_ciclo(leggi_documento(in_testo(esporta_ciclo(ciclo)).encode()))

    assert righe_totali() == prima


def test_l_importazione_lascia_una_riga_di_registro(dati):
    ciclo, _ = importa(dati)

    evento = Evento.objects.get()

    assert evento.azione == "importa il ciclo"
    assert evento.ente == ciclo.ente.slug
    assert "obiettivi 12" in evento.dopo


def test_ogni_riga_importata_ha_la_sua_storia(dati):
    importa(dati)

    assert Obiettivo.history.filter(history_type="+").count() == 12
    assert Target.history.count() == Target.objects.count()


def test_un_titolo_cambiato_aggiorna_la_stessa_riga(dati):
    importa(dati)
    dati["obiettivi"][3]["titolo"] = "Un titolo più chiaro"
    prima = Obiettivo.objects.get(codice=dati["obiettivi"][3]["codice"])

    _, esito = importa(dati)

    dopo = Obiettivo.objects.get(pk=prima.pk)
    assert dopo.titolo == "Un titolo più chiaro"
    assert dopo.versione == prima.versione + 1
    assert esito.modificate["obiettivi"] == 1
    assert dopo.history.count() == 2


def test_una_riga_rinominata_qui_si_ritrova_dalla_chiave(dati):
    importa(dati)
    Unita.objects.filter(denominazione="Settore 1").update(denominazione="Settore rinominato")

    importa(dati)

    assert list(Unita.objects.values_list("denominazione", flat=True)) == ["Settore 1"]


def test_cio_che_il_file_non_ha_piu_si_toglie_dal_ciclo(dati):
    importa(dati)
    tolto = dati["obiettivi"].pop()

    _, esito = importa(dati)

    assert not Obiettivo.objects.filter(codice=tolto["codice"]).exists()
    assert esito.tolte["obiettivi"] == 1
    assert Obiettivo.history.filter(codice=tolto["codice"], history_type="-").exists()


def test_uno_strategico_si_toglie_insieme_ai_suoi_operativi(dati):
    importa(dati)
    dati["obiettivi"] = []

    importa(dati)

    assert not Obiettivo.objects.exists()


def test_unita_e_persone_non_si_tolgono_mai(dati):
    dati["persone"] = [{"chiave": "ada", "cognome": "Prova", "nome": "Ada"}]
    importa(dati)
    meno = documento(0, 0)
    meno["unita"], meno["obiettivi"] = [], []

    importa(meno)

    assert Unita.objects.count() == 1
    assert Persona.objects.count() == 1


def test_un_indicatore_inserito_in_cima_non_scambia_gli_altri(dati):
    importa(dati)
    obiettivo = dati["obiettivi"][1]
    secondo = Indicatore.objects.get(codice=obiettivo["indicatori"][1]["codice"])
    obiettivo["indicatori"].insert(0, {"denominazione": "Nuovo", "verso": "aumenta"})

    ciclo, esito = importa(dati)

    assert Indicatore.objects.get(codice=secondo.codice).pk == secondo.pk
    assert esito.aggiunte["indicatori"] == 1
    assert esporta_ciclo(ciclo) == dati


def test_cambiare_l_ordine_nel_file_cambia_l_ordine_qui(dati):
    importa(dati)
    dati["obiettivi"].insert(1, dati["obiettivi"].pop())

    ciclo, esito = importa(dati)

    assert [dati["chiave"] for dati in esporta_ciclo(ciclo)["obiettivi"]] == [o["chiave"] for o in dati["obiettivi"]]
    assert not esito.aggiunte.total()


def test_due_anni_dello_stesso_ente_possono_usare_le_stesse_chiavi(dati):
    importa(dati)
    importa(documento(12, 2, anno=2027))

    assert Ente.objects.count() == 1
    assert Obiettivo.objects.count() == 24


def test_una_persona_nota_si_riconosce_dal_codice_fiscale(dati):
    nota = PersonaFactory(cognome="Prova", codice_fiscale="PRVDAA80A41H501X")
    dati["persone"] = [{"chiave": "ada", "cognome": "Prova", "nome": "Ada", "codice_fiscale": nota.codice_fiscale}]

    importa(dati)

    assert Persona.objects.get().pk == nota.pk


def test_l_html_dei_testi_si_pulisce(dati):
    dati["sezioni"] = [{"documento": "piano", "chiave": "x", "titolo": "X", "testo": "<p onclick=a()>Sì<script>"}]

    importa(dati)

    assert Sezione.objects.get().testo == "<p>Sì</p>"


def test_un_errore_a_meta_non_lascia_nulla(dati):
    dati["obiettivi"][-1]["padre"] = "nessuno"

    with pytest.raises(FileNonValido):
        importa(dati)

    assert not Ente.objects.exists()


def test_esportare_costa_le_stesse_letture_con_pochi_o_molti_obiettivi():
    conti = []
    for numero in (3, 30):
        ciclo, _ = importa(documento(numero, 2, slug=f"ente-{numero}"))
        with CaptureQueriesContext(connection) as letture:
            esporta_ciclo(ciclo)
        conti.append(len(letture))

    assert conti[0] == conti[1]


def test_trecento_obiettivi_si_importano_in_una_volta():
    ciclo, _ = importa_ciclo(documento(300, 5))

    assert ciclo.obiettivi.count() == 300


def test_un_obiettivo_aggiunto_in_fondo_si_aggiunge(dati):
    importa(dati)
    dati["obiettivi"].append(operativo(99, 2026, "unita-1", "s1", 1))

    ciclo, esito = importa(dati)

    assert esito.aggiunte["obiettivi"] == 1
    assert esporta_ciclo(ciclo) == dati
