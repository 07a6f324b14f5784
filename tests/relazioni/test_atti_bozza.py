"""Proposta e delibera in bozza: si scaricano compilate, con il modello dell'ente o con il nostro, senza persone."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from obiettivi.models import Consultazione
from piao.base.models import Evento
from relazioni.azioni.modelli import carica_modello, togli_modello
from relazioni.contenuto.atto import ELENCHI, SEGNAPOSTO, dati_atto
from relazioni.letture import modelli_di
from relazioni.models import FormatoAtto, ModelloAtto, TipoAtto
from relazioni.modulistica import modello_nostro
from tests.fabbriche import AttoFactory, IncaricoFactory, utente_con
from tests.relazioni.scena_percorso import ciclo_a, con_parere, entra, ind
from tests.relazioni.scene import COGNOMI, ciclo_ricco
from tests.relazioni.test_modulistica import archivio, docx, parole, tratti

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return ciclo_ricco(stato="proposta")


@pytest.fixture
def segretario(ciclo, client):
    return entra(client, "segretario", ciclo)


def caricato(modello=None, nome="nostro.docx"):
    return SimpleUploadedFile(nome, modello or docx(tratti("Per {{ ente }}: {{ allegati }}")))


# ---- che cosa contengono ---------------------------------------------------------------------------------------


def test_ogni_segnaposto_spiegato_ha_un_valore_anche_vuoto(ciclo):
    dati = dati_atto(ciclo)
    assert set(dati.valori) == set(SEGNAPOSTO)
    assert set(dati.elenchi) == set(ELENCHI)


def test_i_valori_vengono_dal_piano_dal_parere_e_dalla_consultazione(ciclo, time_machine):
    time_machine.move_to("2026-01-20T10:00")
    ciclo.obiettivi.update(stato="validato")
    verbale = AttoFactory(ente=ciclo.ente, organo="nucleo", numero="3", data=date(2026, 1, 15))
    con_parere(ciclo, dato_il=date(2026, 1, 15), verbale=verbale)
    for giorno in (date(2026, 1, 10), None):
        Consultazione.objects.create(ciclo=ciclo, incarico=IncaricoFactory(ente=ciclo.ente), concordato_il=giorno)
    valori = dati_atto(ciclo).valori
    attesi = {
        "obiettivi_strategici": "1", "obiettivi_operativi": "1", "indicatori": "1", "unita": "2",
        "risorse": "6.000,00 €", "responsabili_sentiti": "2", "responsabili_concordi": "1",
        "parere_esito": "favorevole", "parere_data": "15 gennaio 2026", "oggi": "20 gennaio 2026",
        "parere_verbale": "Organismo di valutazione n. 3 del 15/01/2026",
    }  # fmt: skip
    assert {nome: valori[nome].replace("\xa0", " ") for nome in attesi} == attesi


def test_cio_che_manca_resta_vuoto_e_non_diventa_zero():
    valori = dati_atto(ciclo_a("bozza")).valori
    assert [valori[nome] for nome in ("parere_esito", "parere_data", "parere_verbale", "risorse", "atto_dup")] == [
        ""
    ] * 5


def test_il_titolo_non_ripete_il_triennio(ciclo):
    ciclo.titolo = "Piano della performance 2026-2028"
    ciclo.save()
    assert dati_atto(ciclo).valori["titolo_piano"] == "Piano della performance"


def test_gli_allegati_hanno_la_loro_lettera_e_il_parere_il_suo_verbale(ciclo):
    con_parere(ciclo, dato_il=date(2026, 1, 15), verbale=AttoFactory(ente=ciclo.ente, organo="nucleo", numero="3"))
    assert dati_atto(ciclo).elenchi["allegati"] == [
        "A) Piano della performance 2026-2028",
        "B) Parere dell'organismo di valutazione del 15 gennaio 2026, Organismo di valutazione n. 3 del 30/01/2026",
        "C) Scheda dei controlli di conformità",
    ]


@pytest.mark.parametrize("formato", FormatoAtto.values)
@pytest.mark.parametrize("tipo", TipoAtto.values)
def test_nessuna_persona_esce_nelle_bozze(client, ciclo, segretario, tipo, formato):
    ciclo.obiettivi.update(stato="validato")
    contenuto = client.get(ind(ciclo, f"bozza_atto:{tipo}:{formato}")).content
    letto = zipfile.ZipFile(BytesIO(contenuto))
    tutto = " ".join(letto.read(nome).decode() for nome in letto.namelist())
    assert [nome for nome in (*COGNOMI, segretario.email, str(segretario)) if nome in tutto] == []


@pytest.mark.parametrize("formato", FormatoAtto.values)
def test_la_bozza_si_scarica_compilata_e_con_il_suo_nome(client, ciclo, segretario, formato):
    risposta = client.get(ind(ciclo, f"bozza_atto:delibera:{formato}"))
    assert f'filename="delibera-piano-{ciclo.ente.slug}-2026.{formato}"' in risposta["Content-Disposition"]
    testo = " ".join(parole(risposta.content, formato))
    assert "Comune di Prova" in testo
    assert "{{" not in testo


@pytest.mark.parametrize("pagina", ["bozza_atto:lettera:docx", "bozza_atto:delibera:doc", "modello_atto:delibera:pdf"])
def test_un_atto_o_un_formato_che_non_c_e_non_si_trova(client, ciclo, segretario, pagina):
    assert client.get(ind(ciclo, pagina)).status_code == 404


# ---- i modelli dell'ente ---------------------------------------------------------------------------------------


def test_il_modello_dell_ente_prende_il_posto_del_nostro(client, ciclo, segretario):
    risposta = client.post(ind(ciclo, "carica_modello:delibera"), {"file": caricato()}, follow=True)
    assert "Modello caricato" in risposta.content.decode()
    assert "nostro.docx" in risposta.content.decode()
    testo = parole(client.get(ind(ciclo, "bozza_atto:delibera:docx")).content, "docx")
    assert testo[0] == "Per Comune di Prova: A) Piano della performance 2026-2028"
    assert "Comune di Prova" in parole(client.get(ind(ciclo, "bozza_atto:delibera:odt")).content, "odt")


def test_ricaricare_sostituisce_e_non_lascia_il_file_di_prima(ciclo, django_capture_on_commit_callbacks):
    chi = utente_con("segretario", ciclo.ente)
    primo = carica_modello(ciclo.ente, "delibera", utente=chi, file=caricato(nome="primo.docx"))
    deposito, vecchio = primo.file.storage, primo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        carica_modello(ciclo.ente, "delibera", utente=chi, file=caricato(nome="secondo.docx"))
    assert ModelloAtto.objects.get().nome == "secondo.docx"
    assert not deposito.exists(vecchio)


def test_togliere_il_modello_torna_al_nostro(client, ciclo, segretario):
    modello = carica_modello(ciclo.ente, "proposta", utente=segretario, file=caricato())
    indirizzo = ind(ciclo, "togli_modello", modello.pk)
    assert "Tornare al modello del programma?" in client.get(indirizzo).content.decode()
    assert "dal modello del programma" in client.post(indirizzo, follow=True).content.decode()
    assert modelli_di(ciclo.ente) == {}
    assert client.get(ind(ciclo, "modello_atto:proposta:docx")).content == modello_nostro("proposta", "docx")


def test_il_modello_si_riscarica_com_e(client, ciclo, segretario):
    file = caricato()
    byte = file.read()
    file.seek(0)
    carica_modello(ciclo.ente, "proposta", utente=segretario, file=file)
    assert client.get(ind(ciclo, "modello_atto:proposta:docx")).content == byte


def test_un_segnaposto_sconosciuto_si_accetta_e_si_dice(client, ciclo, segretario):
    file = caricato(docx(tratti("{{ entte }}")))
    pagina = client.post(ind(ciclo, "carica_modello:delibera"), {"file": file}, follow=True).content.decode()
    assert "Segnaposto che nessuno saprà riempire: entte." in pagina


@pytest.mark.parametrize(
    ("nome", "contenuto", "frase"),
    [
        ("modello.pdf", b"%PDF-1.7", "Un modello è un file DOCX o ODT"),
        ("modello.docm", docx(tratti("x")), "Un modello è un file DOCX o ODT"),
        ("modello.docx", b"non uno zip", "dentro non lo è"),
        ("modello.odt", docx(tratti("x")), "dentro non lo è"),
        ("modello.docx", archivio(**{"word__document.xml": "<a><b></a>"}), "danneggiato"),
        ("modello.docx", docx("", **{"word__vbaProject.bin": b"x"}), "macro"),
    ],
)
def test_un_file_che_non_va_si_rifiuta_con_una_frase(client, ciclo, segretario, nome, contenuto, frase):
    file = SimpleUploadedFile(nome, contenuto)
    assert frase in client.post(ind(ciclo, "carica_modello:delibera"), {"file": file}).content.decode()
    assert not ModelloAtto.objects.exists()


def test_senza_file_si_chiede_il_file(client, ciclo, segretario):
    assert "Scegli il file del modello." in client.post(ind(ciclo, "carica_modello:delibera")).content.decode()


def test_se_il_file_e_sparito_lo_si_dice(client, ciclo, segretario):
    modello = carica_modello(ciclo.ente, "proposta", utente=segretario, file=caricato())
    modello.file.storage.delete(modello.file.name)
    assert client.get(ind(ciclo, "bozza_atto:proposta:docx")).status_code == 404


@pytest.mark.parametrize("ruolo", ["eq", "sindaco", "nucleo", "ufficio_personale", "dipendente"])
def test_i_modelli_li_cura_solo_il_segretario(ciclo, ruolo):
    modello = carica_modello(ciclo.ente, "proposta", utente=utente_con("segretario", ciclo.ente), file=caricato())
    chi = utente_con(ruolo, ciclo.ente)
    with pytest.raises(PermissionDenied):
        carica_modello(ciclo.ente, "proposta", utente=chi, file=caricato())
    with pytest.raises(PermissionDenied):
        togli_modello(modello, utente=chi)


def test_il_modello_di_un_altro_ente_non_si_tocca(client, ciclo, segretario):
    altro = ciclo_a("bozza").ente
    altrui = carica_modello(altro, "proposta", utente=utente_con("segretario", altro), file=caricato())
    assert client.post(ind(ciclo, "togli_modello", altrui.pk)).status_code == 404


def test_ogni_gesto_sui_modelli_sta_nel_registro(ciclo):
    chi = utente_con("segretario", ciclo.ente)
    togli_modello(carica_modello(ciclo.ente, "proposta", utente=chi, file=caricato()), utente=chi)
    eventi = Evento.objects.order_by("pk").values_list("azione", "nota")
    assert list(eventi) == [("carica il modello", "nostro.docx"), ("toglie il modello", "nostro.docx")]
