"""Ogni campo di ogni modello viaggia, oppure è scritto qui perché no."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from enti import scambio as enti
from enti.models import Persona, Unita
from obiettivi import scambio as obiettivi
from piao.base.scambio import Chiavi, Esito, Tabella, Voce, allinea, esporta
from relazioni.dimostrazione.generatore import documento
from relazioni.scambio import esporta_ciclo, importa_ciclo
from relazioni.scambio.formato import ELENCHI, OGGETTI
from tests.fabbriche import EnteFactory, IncaricoFactory, UnitaFactory

# Chiavi interne, collegamenti al contenitore, e ciò che si ricava da sé.
MAI = {"id", "versione", "ordine", "ente", "ciclo", "obiettivo", "indicatore", "personale", "unione"}
NON_VIAGGIANO = {
    "ente": {"stemma"},  # viaggia in base64, scritto da relazioni/scambio/stemma.py
    "atti": {"file"},  # il documento resta nell'archivio: viaggia il collegamento
    "ciclo": {"relazione_validata_il"},  # lo scrive la validazione, che sta nell'archivio con il suo verbale
    "persone": {"utente"},  # gli accessi non sono dati del ciclo
    # L'identità e la storia di un obiettivo stanno nell'archivio; le copie di lavoro non sono ancora il Piano.
    "obiettivi": {"identificativo", "precedente", "variazione"},
    "indicatori": {"identificativo"},
}


def tutte() -> list[Tabella]:
    trovate = [*OGGETTI, *ELENCHI]
    for tabella in trovate:
        trovate.extend(tabella.figli)
    return trovate


@pytest.mark.parametrize("tabella", tutte(), ids=lambda tabella: f"{tabella.padre}.{tabella.nome}")
def test_ogni_campo_viaggia_o_si_sa_perche_no(tabella):
    campi = {campo.name for campo in tabella.modello._meta.concrete_fields}
    viaggiano = {tabella.attributo(nome) for nome in tabella.campi if nome not in tabella.molti}

    restano = campi - viaggiano - MAI - NON_VIAGGIANO.get(tabella.nome, set())

    assert restano == ({"unita"} if tabella is obiettivi.RISORSE_OBIETTIVO else set())


@pytest.mark.django_db
def test_le_unita_si_creano_prima_dei_loro_figli():
    ente = EnteFactory()
    voci = [
        Voce({"chiave": "figlia", "padre": "madre", "denominazione": "Figlia"}, {"ente_id": ente.pk}),
        Voce({"chiave": "madre", "denominazione": "Madre"}, {"ente_id": ente.pk}),
    ]

    allinea(enti.UNITA, voci, enti.righe(enti.UNITA, ente), chiavi=Chiavi("prova"), esito=Esito())

    assert Unita.objects.get(denominazione="Figlia").parent.denominazione == "Madre"


@pytest.mark.django_db
def test_due_unita_con_lo_stesso_nome_hanno_chiavi_diverse():
    ente = EnteFactory()
    for _ in range(2):
        UnitaFactory(ente=ente, denominazione="Ufficio Segreteria")
    chiavi = Chiavi("prova")
    chiavi.prepara("unita", enti.righe(enti.UNITA, ente))

    scritte = [dati["chiave"] for dati in esporta(enti.UNITA, enti.righe(enti.UNITA, ente), chiavi)]

    assert scritte == ["ufficio-segreteria", "ufficio-segreteria-2"]


@pytest.mark.django_db
def test_le_persone_di_un_altro_ente_non_viaggiano():
    ente, altro = EnteFactory(), EnteFactory()
    mia = IncaricoFactory(ente=ente).persona
    IncaricoFactory(ente=altro)

    assert list(enti.righe(enti.PERSONE, ente)) == [mia]


@pytest.mark.django_db
def test_gli_accessi_di_prova_non_fanno_parte_dell_ente():
    ente = EnteFactory()
    IncaricoFactory(ente=ente, nota=enti.ACCESSO_DI_PROVA)

    assert not enti.righe(enti.INCARICHI, ente).exists()
    assert not enti.righe(enti.PERSONE, ente).exists()
    assert Persona.objects.count() == 1


def stemma() -> str:
    immagine = BytesIO()
    Image.new("RGB", (4, 4), "#1f4e79").save(immagine, "PNG")
    return b64encode(immagine.getvalue()).decode()


@pytest.mark.django_db
def test_lo_stemma_viaggia_dentro_il_file():
    dati = documento(2, 1)
    dati["ente"]["stemma"] = stemma()

    ciclo, _ = importa_ciclo(dati)

    assert esporta_ciclo(ciclo)["ente"]["stemma"] == dati["ente"]["stemma"]
    assert not importa_ciclo(dati)[1].cambiato


@pytest.mark.django_db
def test_un_file_senza_stemma_lascia_quello_che_c_e():
    dati = documento(2, 1)
    importa_ciclo(dati | {"ente": dati["ente"] | {"stemma": stemma()}})

    ciclo, esito = importa_ciclo(dati)

    assert ciclo.ente.stemma
    assert not esito.cambiato


@pytest.mark.django_db
def test_l_unione_porta_i_suoi_comuni():
    EnteFactory(slug="borgo")
    dati = documento(2, 1)
    dati["ente"]["appartenenze"] = [
        {"comune": "Borgo", "ente_comune": "borgo", "dal": "2020-01-01"},
        {"comune": "Castello"},
    ]

    ciclo, _ = importa_ciclo(dati)

    assert esporta_ciclo(ciclo) == dati
    assert ciclo.ente.appartenenze.get(comune="Borgo").ente_comune.slug == "borgo"
