"""I file: ciò che esce rientra uguale, ciò che non va si rifiuta dicendo in che punto del file."""

import json
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.fabbriche import EnteFactory, utente_con
from tests.valutazione.scena_sistemi import bozza, caso, documento
from valutazione.azioni.sistemi import aggiungi_tipi, crea_da_documento
from valutazione.letture.documento import documento_del_tipo, documento_di
from valutazione.motore.casi import calcola_caso, differenze
from valutazione.scambio import MASSIMO, DocumentoRifiutato, leggi_documento

pytestmark = pytest.mark.django_db


def rifiuto(dati):
    with pytest.raises(DocumentoRifiutato) as no:
        leggi_documento(dati if isinstance(dati, str) else json.dumps(dati))
    return no.value.errori


def guasto(percorso, valore):
    """Il documento di prova con un punto guastato."""
    dati = documento(caso())
    punto = dati
    *passi, ultimo = percorso
    for passo in passi:
        punto = punto[passo]
    punto[ultimo] = valore
    return dati


def test_ciò_che_esce_rientra_uguale():
    sistema = bozza()
    testo = json.dumps(documento_di(sistema))
    rientrato = crea_da_documento(ente=EnteFactory(), documento=leggi_documento(testo), utente=None)
    assert documento_di(rientrato) == documento_di(sistema)


def test_un_tipo_esce_con_le_scale_che_usa_e_rientra_in_un_altra_bozza():
    uscito = documento_del_tipo(bozza().tipi.get())
    altra = bozza(None, caso() | {"id": "altri"})
    aggiungi_tipi(altra, documento=leggi_documento(json.dumps(uscito)), utente=None)
    assert [tipo.codice for tipo in altra.tipi.all()] == ["altri", "eq"]
    assert altra.scale.count() == 1


def test_un_file_uscito_si_controlla_da_solo():
    for uno in documento_di(bozza())["casi"]:
        assert uno["atteso"]["il massimo"]["punteggio"] == "100.00"
        assert differenze(calcola_caso(uno), uno["atteso"]) == []


def test_un_file_del_solo_motore_entra_e_si_completa_poi():
    dati = {"casi": [{"id": "x", "configurazione": {"scheda": {"cod": "TOT"}}}]}
    sistema = crea_da_documento(
        ente=EnteFactory(), documento=leggi_documento(json.dumps(dati)) | {"sistema": {"denominazione": "Da file"}},
        utente=None,
    )  # fmt: skip
    tipo = sistema.tipi.get()
    assert (tipo.destinatari, tipo.valuta, tipo.componenti.get().fonte) == ("dipendenti", "responsabile", "numero")


@pytest.mark.parametrize(
    ("percorso", "valore", "frase"),
    [
        (("casi",), [], "casi: attesi almeno 1 elementi"),
        (("casi", 0, "id"), 7, "casi[0].id: atteso un testo"),
        (("casi", 0, "tipo", "valuta"), "papa", "casi[0].tipo.valuta: atteso uno fra"),
        (("casi", 0, "tipo", "valta"), "sindaco", "casi[0].tipo.valta: chiave sconosciuta; forse intendevi «valuta»"),
        (("casi", 0, "tipo", "componenti", "C1", "natura"), "x", "casi[0].tipo.componenti.C1.natura"),
        (("casi", 0, "configurazione", "scheda", "figli", 0, "pes"), 1, "casi[0].configurazione.scheda.figli[0].pes"),
        (("casi", 0, "configurazione", "scheda", "figli", 1, "figli", 0, "cod"), "C2", "codici usati più volte: C2"),
        (("casi", 0, "configurazione", "premio", "fasce", 1, "da"), 50, "casi[0].configurazione.premio.fasce"),
        (("scale", 0, "livelli", 1, "valore"), "due", "scale[0].livelli[1].valore: atteso un numero"),
        (("fasi", 0, "entro_giorno"), "x", "fasi[0].entro_giorno"),
        (("sistema", "soglia_negativa"), "x", "sistema.soglia_negativa: atteso un numero"),
    ],
)
def test_l_errore_dice_in_che_punto_del_file_sta(percorso, valore, frase):
    assert frase in " ".join(rifiuto(guasto(percorso, valore)))


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("{", "non è JSON"),
        ("[]", "atteso un oggetto"),
        ('{"casi": 1, "casi": 2}', "scritta due volte"),
        ("{}", "casi"),
    ],
)
def test_un_testo_che_non_è_un_documento_si_rifiuta(testo, frase):
    assert frase in " ".join(rifiuto(testo))


def test_due_schede_con_lo_stesso_nome_si_rifiutano():
    assert "«eq» è di due tipi" in rifiuto(documento(caso(), caso()))[0]


def test_gli_errori_non_sono_infiniti():
    dati = documento(caso())
    dati["scale"][0]["livelli"] = [{"etichetta": 1}] * (MASSIMO + 5)
    assert rifiuto(dati)[-1] == "… e altri 5 errori."


def test_una_configurazione_troppo_annidata_si_rifiuta():
    nodo = {"cod": "F"}
    for numero in range(400):
        nodo = {"cod": f"N{numero}", "agg": "somma", "figli": [nodo]}
    assert "fondo" in " ".join(rifiuto({"casi": [{"id": "x", "configurazione": {"scheda": nodo}}]}))


@pytest.mark.parametrize(
    ("guasta", "frase"),
    [
        (lambda d: d["scale"].clear(), "tipo.componenti.C1.scala: «Tre giudizi» non è fra le scale"),
        (lambda d: d["casi"][0].update(id="Con spazi"), "casi[0].tipo.codice"),
        (lambda d: d["sistema"].update(denominazione=""), "sistema.denominazione"),
        (lambda d: d["scale"][0]["livelli"].append({"etichetta": "Doppio", "valore": 1}), "scale[0].livelli[3]"),
        (
            lambda d: d["casi"][0]["configurazione"].update(
                blocchi=[{"cod": "a", "su": "OB", "minimo": 1}, {"cod": "b", "su": "OB", "minimo": 2}]
            ),
            "un minimo solo",
        ),
    ],
)
def test_ciò_che_le_righe_non_possono_contenere_si_rifiuta_col_percorso(guasta, frase):
    dati = deepcopy(documento(caso()))
    guasta(dati)
    with pytest.raises(ValidationError) as no:
        crea_da_documento(ente=EnteFactory(), documento=dati, utente=None)
    assert frase in " ".join(no.value.messages)


# ---- le pagine -----------------------------------------------------------------------------------------------------


def manda(client, nome, ente, contenuto, *argomenti):
    file = SimpleUploadedFile("smvp.json", contenuto, "application/json")
    return client.post(reverse(f"valutazione:{nome}", args=[ente.slug, *argomenti]), {"file": file}, follow=True)


def test_un_file_buono_diventa_una_bozza(client):
    ente = EnteFactory()
    client.force_login(utente_con("segretario", ente))
    risposta = manda(
        client, "importa_sistema", ente, json.dumps({"casi": [caso()], "scale": documento()["scale"]}).encode()
    )
    assert risposta.context["sistema"].denominazione == "Sistema importato"


@pytest.mark.parametrize(
    ("contenuto", "frase"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"{}", "casi"),
        (json.dumps({"casi": [caso()], "sistema": {"denominazione": "x"}}).encode(), "non è fra le scale"),
    ],
)
def test_un_file_cattivo_dice_perché(client, contenuto, frase):
    ente = EnteFactory()
    client.force_login(utente_con("segretario", ente))
    assert frase in manda(client, "importa_sistema", ente, contenuto).content.decode()
    assert not ente.sistemi.exists()


def test_le_schede_di_un_file_entrano_in_una_bozza(client):
    sistema = bozza()
    client.force_login(utente_con("segretario", sistema.ente))
    manda(client, "importa_tipi", sistema.ente, json.dumps(documento(caso() | {"id": "altri"})).encode(), sistema.pk)
    assert sistema.tipi.count() == 2


def test_il_file_scaricato_è_quello_del_sistema(client):
    sistema = bozza()
    client.force_login(utente_con("dipendente", sistema.ente))
    dove = reverse("valutazione:esporta_sistema", args=[sistema.ente.slug, sistema.pk])
    assert client.get(dove).status_code == 404
    client.force_login(utente_con("segretario", sistema.ente))
    assert json.loads(client.get(dove).content) == documento_di(sistema)
