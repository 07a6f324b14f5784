"""Le pagine del parere e della Giunta: che cosa vi si scrive, che cosa vi si legge."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from obiettivi.models import Commento, Parere
from relazioni.lista_parere import domande
from tests.fabbriche import utente_con
from tests.relazioni.scena_percorso import ciclo_a, con_parere, entra, esito, ind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rilievi")]
LETTURE_GIUNTA = 20


# ---- il parere -------------------------------------------------------------------------------------------------


def dati_parere(**campi):
    return {"esito": "favorevole", "dato_il": timezone.localdate().isoformat(), "osservazioni": "", **campi}


def test_il_nucleo_da_il_parere_e_la_lista_si_conserva_con_le_domande(client):
    ciclo = ciclo_a("parere")
    entra(client, "nucleo", ciclo)
    prima = domande()[0]
    dati = dati_parere(**{f"risposta_{prima.codice}": "in_parte", f"nota_{prima.codice}": "Due su tre."})
    risposta = client.post(ind(ciclo, "nuovo_parere"), dati, follow=True)
    assert "Parere registrato" in risposta.content.decode()
    assert Parere.objects.get().lista == [
        {"codice": prima.codice, "domanda": prima.domanda, "norma": prima.norma, "risposta": "in_parte",
         "nota": "Due su tre."}
    ]  # fmt: skip


def test_il_segretario_trascrive_con_il_verbale_e_il_suo_file(client):
    ciclo = ciclo_a("parere")
    entra(client, "segretario", ciclo)
    file = SimpleUploadedFile("verbale.pdf", b"%PDF-1.7 prova", "application/pdf")
    dati = dati_parere(verbale_numero="3", verbale_data="2026-01-15", verbale_file=file)
    client.post(ind(ciclo, "nuovo_parere"), dati)
    scritto = Parere.objects.get()
    assert (scritto.trascritto, scritto.verbale.numero, scritto.verbale.organo) == (True, "3", "nucleo")
    with scritto.verbale.file.open() as conservato:
        assert conservato.read() == b"%PDF-1.7 prova"


@pytest.mark.parametrize(
    ("ruolo", "campi", "frase"),
    [
        ("segretario", {}, "servono numero e data del verbale"),
        ("segretario", {"verbale_numero": "3"}, "servono numero e data del verbale"),
        ("nucleo", {"esito": "contrario"}, "un parere che non è favorevole va spiegato"),
        ("nucleo", {"dato_il": "2999-01-01"}, "data futura"),
        ("nucleo", {"esito": "inventato"}, "Scegli un'opzione valida"),
        ("nucleo", {"verbale_file": SimpleUploadedFile("v.pdf", b"non un pdf")}, "dentro non lo è"),
        ("nucleo", {"verbale_file": SimpleUploadedFile("v.exe", b"MZ")}, "Si caricano file PDF"),
        ("nucleo", {"verbale_collegamento": "non un indirizzo"}, "URL"),
    ],
)
def test_un_parere_che_non_va_torna_con_la_frase_e_con_cio_che_e_stato_scritto(client, ruolo, campi, frase):
    ciclo = ciclo_a("parere")
    entra(client, ruolo, ciclo)
    pagina = client.post(ind(ciclo, "nuovo_parere"), dati_parere(nota_a="La mia nota", **campi)).content.decode()
    assert frase in pagina.replace("&#x27;", "'")
    assert "La mia nota" in pagina
    assert not Parere.objects.exists()


def test_accanto_alla_domanda_c_e_cio_che_i_controlli_hanno_trovato(client, rilievi):
    ciclo = ciclo_a("parere")
    rilievi(esito(*["avviso"] * 4))
    entra(client, "nucleo", ciclo)
    pagina = client.get(ind(ciclo, "nuovo_parere")).content.decode()
    assert "I controlli automatici: 1 rilievo" in pagina
    assert "I controlli automatici non segnalano nulla." in pagina


def test_si_dice_quale_parere_vale_e_quale_e_superato(client):
    ciclo = ciclo_a("parere")
    con_parere(ciclo, "contrario")
    con_parere(ciclo)
    entra(client, "sindaco", ciclo)
    pagina = client.get(ind(ciclo, "parere")).content.decode()
    assert pagina.index("vale per la proposta") < pagina.index("superato")


def test_un_parere_si_apre_con_la_sua_lista(client):
    ciclo = ciclo_a("parere")
    voce = {"codice": "a", "domanda": "È rilevante?", "norma": "art. 5", "risposta": "si", "nota": ""}
    dato = con_parere(ciclo, lista=[voce])
    entra(client, "eq", ciclo)
    pagina = client.get(ind(ciclo, "un_parere", dato.pk)).content.decode()
    assert "È rilevante?" in pagina
    assert ">sì<" in pagina


# ---- la Giunta -------------------------------------------------------------------------------------------------


def test_la_giunta_legge_numeri_rilievi_parere_e_commenti_in_una_pagina(client, rilievi):
    ciclo = ciclo_a("proposta")
    con_parere(ciclo, "con_osservazioni")
    rilievi(esito("errore", "avviso", "info"))
    entra(client, "assessore", ciclo)
    pagina = client.get(ind(ciclo, "giunta")).content.decode()
    attesi = ("obiettivo operativo", "non ancora motivato", "Gli avvisi (1)", "Favorevole con osservazioni", "<svg")
    assert [parola for parola in attesi if parola not in pagina] == []


def test_prima_della_proposta_l_assessore_sa_che_deve_aspettare(client):
    ciclo = ciclo_a("parere")
    entra(client, "assessore", ciclo)
    assert "Il Piano non è ancora proposto" in client.get(ind(ciclo, "giunta")).content.decode()


@pytest.mark.parametrize(("ruolo", "c_e"), [("segretario", True), ("sindaco", False), ("assessore", False)])
def test_l_approvazione_la_registra_il_segretario(client, ruolo, c_e):
    ciclo = ciclo_a("proposta")
    entra(client, ruolo, ciclo)
    contesto = client.get(ind(ciclo, "giunta")).context
    assert bool(contesto["approva"]) is c_e


def test_un_assessore_commenta_cambia_e_toglie(client):
    ciclo = ciclo_a("proposta")
    entra(client, "assessore", ciclo)
    obiettivo = ciclo.obiettivi.get()
    dati = {"testo": "Più coraggio.", "obiettivo": obiettivo.pk}
    assert "Commento aggiunto." in client.post(ind(ciclo, "nuovo_commento"), dati, follow=True).content.decode()
    commento = Commento.objects.get()
    client.post(ind(ciclo, "modifica_commento", commento.pk), {"testo": "Meno fretta.", "obiettivo": ""})
    commento.refresh_from_db()
    assert (commento.testo, commento.obiettivo) == ("Meno fretta.", None)
    assert "Togliere il commento?" in client.get(ind(ciclo, "elimina_commento", commento.pk)).content.decode()
    client.post(ind(ciclo, "elimina_commento", commento.pk))
    assert not Commento.objects.exists()


@pytest.mark.parametrize("pagina", ["modifica_commento", "elimina_commento"])
@pytest.mark.parametrize(("ruolo", "codice"), [("assessore", 403), ("segretario", 403), ("eq", 403)])
def test_il_commento_di_un_altro_non_si_apre(client, pagina, ruolo, codice):
    ciclo = ciclo_a("proposta")
    altrui = Commento.objects.create(ciclo=ciclo, testo="Suo", chi=utente_con("assessore", ciclo.ente))
    entra(client, ruolo, ciclo)
    assert client.get(ind(ciclo, pagina, altrui.pk)).status_code == codice


def test_un_commento_vuoto_o_su_un_obiettivo_altrui_si_rifiuta(client):
    ciclo, altro = ciclo_a("proposta"), ciclo_a("proposta")
    entra(client, "sindaco", ciclo)
    assert "Scrivi il commento" in client.post(ind(ciclo, "nuovo_commento"), {"testo": " "}).content.decode()
    dati = {"testo": "Bene.", "obiettivo": altro.obiettivi.get().pk}
    assert client.post(ind(ciclo, "nuovo_commento"), dati).status_code == 200
    assert not Commento.objects.exists()


@pytest.mark.parametrize("quanti", [1, 5])
def test_le_letture_della_pagina_della_giunta_non_crescono_con_i_commenti(
    client, quanti, settings, django_assert_num_queries
):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    ciclo = ciclo_a("proposta")
    for _ in range(quanti):
        chi = utente_con("assessore", ciclo.ente)
        Commento.objects.create(ciclo=ciclo, testo="Bene.", chi=chi, obiettivo=ciclo.obiettivi.get())
    entra(client, "sindaco", ciclo)
    with django_assert_num_queries(LETTURE_GIUNTA):
        client.get(ind(ciclo, "giunta"))
