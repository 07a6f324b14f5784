"""Le pagine della Relazione: chi le vede, che cosa vi si scrive, che cosa se ne scarica."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from piao.base.lavori import lavora_uno
from relazioni.models import Relazione, Validazione, VersioneRelazione
from tests.fabbriche import CicloFactory, utente_con
from tests.obiettivi.scena_monitoraggio import approvato
from tests.relazioni.scene_approvazione import letta, visita
from tests.relazioni.scene_relazione import OGGI, congelata, relazione, senza_rilievi, validata

pytestmark = pytest.mark.django_db
DA_LEGGERE = (
    "relazione",
    "anteprima_relazione",
    "sezioni_relazione",
    "validazione",
    "controlli_relazione",
)
DA_SCRIVERE = ("fatti_relazione", "risorse_relazione", "nuova_parte_relazione", "approva_relazione")


@pytest.fixture(autouse=True)
def _oggi():
    with time_machine.travel(OGGI, tick=False):
        yield


@pytest.fixture
def bozza(monkeypatch):
    return relazione(monkeypatch)


def come(client, riga, nome, *argomenti, ruolo="segretario", **altro):
    return visita(client, utente_con(ruolo, riga.ciclo.ente), riga.ciclo, nome, *argomenti, **altro)


def scaricato(risposta):
    """I byte di un file mandato a pezzi. La risposta non si chiude: chiuderebbe anche il database della prova."""
    return b"".join(risposta)


@pytest.mark.parametrize("nome", DA_LEGGERE)
@pytest.mark.parametrize("ruolo", ["segretario", "nucleo"])
def test_in_bozza_la_legge_chi_segue_il_ciclo(client, bozza, nome, ruolo):
    assert come(client, bozza, nome, ruolo=ruolo).status_code == 200


@pytest.mark.parametrize("nome", [uno for uno in DA_LEGGERE if uno != "relazione"])
def test_in_bozza_gli_altri_non_ne_leggono_nessuna_parte(client, bozza, nome):
    assert come(client, bozza, nome, ruolo="revisore").status_code == 403


@pytest.mark.parametrize("ruolo", ["revisore", "dipendente"])
def test_in_bozza_gli_altri_sanno_soltanto_che_c_e_da_aspettare(client, bozza, ruolo):
    risposta = come(client, bozza, "relazione", ruolo=ruolo)
    assert [uno.name for uno in risposta.templates][0] == "relazioni/relazione_attesa.html"
    assert "Non è ancora approvata" in letta(risposta)


@pytest.mark.parametrize("nome", DA_SCRIVERE)
@pytest.mark.parametrize(("ruolo", "stato"), [("segretario", 200), ("nucleo", 403), ("assessore", 403)])
def test_in_bozza_la_scrive_il_segretario(client, bozza, nome, ruolo, stato):
    assert come(client, bozza, nome, ruolo=ruolo).status_code == stato


def test_un_estraneo_non_sa_che_esiste(client, bozza):
    altro = utente_con("segretario", CicloFactory().ente)
    assert visita(client, altro, bozza.ciclo, "relazione").status_code == 404


def test_senza_relazione_si_comincia_da_un_pulsante(client):
    ciclo = approvato()
    utente = utente_con("segretario", ciclo.ente)
    assert "Comincia la Relazione" in letta(visita(client, utente, ciclo, "relazione"))
    assert visita(client, utente, ciclo, "comincia_relazione", dati={}).status_code == 302
    assert Relazione.objects.filter(ciclo=ciclo).exists()


@pytest.mark.parametrize("nome", ["fatti_relazione", "anteprima_relazione", "controlli_relazione", "validazione"])
def test_senza_relazione_le_altre_pagine_non_ci_sono(client, nome):
    ciclo = approvato()
    assert visita(client, utente_con("segretario", ciclo.ente), ciclo, nome).status_code == 404


def test_la_pagina_dice_il_prossimo_passo_e_che_cosa_manca(client, bozza):
    pagina = letta(come(client, bozza, "relazione"))
    assert "Approvare la Relazione" in pagina
    assert "Q14 · " in pagina
    assert "100%" in pagina


def test_i_fatti_si_salvano_e_compaiono_nei_testi(client, bozza):
    dati = {"itr": "-2,5", "pcc_il": "2027-02-10", "revisore_verbale": "Verbale n. 4", "versione": bozza.versione}
    assert come(client, bozza, "fatti_relazione", dati=dati).status_code == 302
    pagina = letta(come(client, bozza, "anteprima_relazione"))
    assert "\u22122,5 giorni" in pagina
    assert "10 febbraio 2027" in pagina


@pytest.mark.parametrize(("campo", "valore"), [("itr", "molto"), ("indagini_soddisfatti", "120"), ("stock", "-1")])
def test_un_fatto_che_non_torna_si_dice_e_nulla_si_perde(client, bozza, campo, valore):
    dati = {campo: valore, "revisore_verbale": "Verbale n. 4", "versione": bozza.versione}
    pagina = letta(come(client, bozza, "fatti_relazione", dati=dati))
    assert "Verbale n. 4" in pagina
    assert f'value="{valore}"' in pagina


def test_due_persone_sui_fatti_vedono_il_conflitto(client, bozza):
    prima = {"itr": "1", "versione": bozza.versione}
    come(client, bozza, "fatti_relazione", dati=prima)
    pagina = letta(come(client, bozza, "fatti_relazione", dati=prima | {"itr": "2"}))
    assert "conflitto" in pagina
    bozza.refresh_from_db()
    assert bozza.itr == 1


def test_le_risorse_usate_si_scrivono_accanto_a_quelle_previste(client, bozza):
    portale = bozza.ciclo.obiettivi.get(codice="1.1").risorse.get()
    assert come(client, bozza, "risorse_relazione", dati={f"r{portale.pk}-importo": "4800,50"}).status_code == 302
    assert "4.800,5" in letta(come(client, bozza, "risorse_relazione"))
    pagina = letta(come(client, bozza, "risorse_relazione", dati={f"r{portale.pk}-importo": "tanto"}))
    assert 'value="tanto"' in pagina


def test_i_testi_si_scrivono_con_le_variabili_della_relazione(client, bozza):
    pagina = letta(come(client, bozza, "parte_relazione", "presentazione"))
    assert "grado di raggiungimento dell'ente" in pagina
    dati = {"titolo": "In breve", "capitolo": "sintesi", "testo": "<p>Grado {{ grado_ente }}.</p>"}
    assert come(client, bozza, "parte_relazione", "presentazione", dati=dati).status_code == 302
    assert "Grado 100%." in letta(come(client, bozza, "anteprima_relazione"))


def test_una_parte_in_piu_si_aggiunge_si_sposta_si_nasconde_si_toglie(client, bozza):
    dati = {"titolo": "I servizi", "capitolo": "sintesi", "testo": "<p>Qui</p>"}
    assert come(client, bozza, "nuova_parte_relazione", dati=dati).status_code == 302
    for nome, scritti in (
        ("sposta_parte_relazione", {"verso": "su"}),
        ("mostra_parte_relazione", {"attiva": "0"}),
        ("elimina_parte_relazione", {}),
    ):
        risposta = come(client, bozza, nome, "i-servizi", dati=scritti)
        assert risposta.url.startswith(reverse("relazioni:sezioni_relazione", args=[bozza.ente.slug, 2026]))
    assert "i-servizi" not in letta(come(client, bozza, "sezioni_relazione"))


def test_i_rilievi_si_cercano_e_si_motivano(client, bozza):
    assert "Nessun rilievo così" in letta(come(client, bozza, "controlli_relazione", q="zzz"))
    assert "Q14" in letta(come(client, bozza, "controlli_relazione", gravita="errore"))
    risposta = come(client, bozza, "motiva_relazione", "Q14", "relazione", dati={"motivo": "Ente piccolo"})
    assert risposta.status_code == 302
    assert "Ente piccolo" in letta(come(client, bozza, "controlli_relazione"))
    assert come(client, bozza, "motiva_relazione", "Q99", "relazione").status_code == 404
    assert come(client, bozza, "motiva_relazione", "Q14", "relazione", ruolo="nucleo").status_code == 403


# ---- il documento --------------------------------------------------------------------------------------------------


def test_il_pdf_della_bozza_lo_scrive_il_lavoratore(client, bozza):
    risposta = come(client, bozza, "produci_relazione", dati={})
    assert lavora_uno("prova")
    pagina = letta(client.get(risposta.url))
    assert "Il PDF è pronto: 3 pagine" in pagina
    prodotta = bozza.ciclo.produzioni.get(documento="relazione")
    assert scaricato(come(client, bozza, "scarica_bozza_relazione", prodotta.pk)).startswith(b"%PDF")
    assert "3 pagine" in letta(come(client, bozza, "relazione"))
    assert come(client, bozza, "produci_relazione", dati={}).url.endswith("/relazione/")


def test_la_pagina_e_il_lavoro_dicono_quali_caratteri_nel_pdf_non_ci_sono(client, bozza):
    bozza.pagamenti_nota = "Verificati 中"
    bozza.save()
    frase = "Il carattere «中» (U+4E2D) non si può stampare: toglilo dai fatti dell'anno."
    assert frase in letta(come(client, bozza, "relazione"))
    risposta = come(client, bozza, "produci_relazione", dati={})
    assert lavora_uno("prova")
    assert frase in letta(client.get(risposta.url))


def test_la_produzione_si_annulla(client, bozza):
    risposta = come(client, bozza, "produci_relazione", dati={})
    pk = int(risposta.url.rstrip("/").rsplit("/", 1)[1])
    come(client, bozza, "annulla_lavoro_relazione", pk, dati={})
    assert "annullata" in letta(come(client, bozza, "lavoro_relazione", pk))


@pytest.mark.parametrize("nome", ["relazione.json", "risultati.csv", "indicatori.csv"])
def test_i_dati_si_scaricano(client, bozza, nome):
    risposta = come(client, bozza, "dati_relazione", nome)
    assert nome in risposta["Content-Disposition"]
    assert b"Tempi certi" in risposta.content or nome == "indicatori.csv"


@pytest.mark.parametrize("quale", ["referto", "piao-sezione-4"])
@pytest.mark.parametrize("formato", ["docx", "odt"])
def test_gli_estratti_nascono_dagli_stessi_dati(client, bozza, quale, formato):
    risposta = come(client, bozza, "estratto_relazione", quale, formato)
    assert risposta.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("nome", "argomenti"),
    [
        ("dati_relazione", ("altro.csv",)),
        ("estratto_relazione", ("referto", "pdf")),
        ("estratto_relazione", ("altro", "docx")),
        ("scarica_relazione", (9,)),
        ("scarica_bozza_relazione", (9,)),
        ("lavoro_verbale_validazione", (9, "pubblico", 1)),
        ("scarica_verbale_validazione", (9, "segreto", 1)),
    ],
)
def test_cio_che_non_c_e_e_un_404(client, bozza, nome, argomenti):
    assert come(client, bozza, nome, *argomenti).status_code == 404


# ---- l'approvazione ------------------------------------------------------------------------------------------------

ATTO = {
    "organo": "giunta",
    "numero": "40",
    "data": "2027-06-10",
    "oggetto": "Approvazione",
    "parere_tecnico": "favorevole",
    "parere_contabile": "non_dovuto",
    "motivo_ritardo": "",
}


def test_con_qualcosa_che_manca_l_atto_non_si_registra(client, bozza):
    pagina = letta(come(client, bozza, "approva_relazione", dati=ATTO))
    assert "Non si può ancora approvare" in pagina
    assert 'value="40"' in pagina


def test_approvata_dal_lavoratore_si_scarica_e_si_verifica(client, bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    risposta = come(client, bozza, "approva_relazione", dati=ATTO)
    assert lavora_uno("prova")
    assert "Approvata e congelata" in letta(client.get(risposta.url))
    versione = VersioneRelazione.objects.get()
    assert scaricato(come(client, bozza, "scarica_relazione", 1)).startswith(b"%PDF")
    pagina = letta(client.get(reverse("verifica", args=[versione.codice])))
    assert "Relazione sulla performance" in pagina
    assert versione.impronta_pdf in pagina


@pytest.mark.parametrize(("campo", "valore"), [("numero", ""), ("data", "2030-01-01"), ("organo", "consiglio")])
def test_un_atto_che_non_torna_si_dice(client, bozza, monkeypatch, campo, valore):
    senza_rilievi(monkeypatch)
    pagina = letta(come(client, bozza, "approva_relazione", dati=ATTO | {campo: valore}))
    assert "is-invalid" in pagina


def test_dopo_il_termine_serve_il_motivo_e_nasce_la_comunicazione(client, bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    with time_machine.travel("2027-07-20 10:00", tick=False):
        tardi = ATTO | {"data": "2027-07-15"}
        assert "scrivi perché" in letta(come(client, bozza, "approva_relazione", dati=tardi))
        risposta = come(client, bozza, "approva_relazione", dati=tardi | {"motivo_ritardo": "Elezioni comunali"})
        assert lavora_uno("prova")
        assert "dopo il termine" in letta(client.get(risposta.url))
        assert "Elezioni comunali" in letta(come(client, bozza, "ritardo_relazione"))
        assert come(client, bozza, "ritardo_relazione_file", "docx").content.startswith(b"PK")


def test_approvata_non_si_scrive_piu(client, bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    congelata(bozza)
    for nome in ("fatti_relazione", "risorse_relazione", "nuova_parte_relazione"):
        assert come(client, bozza, nome).status_code == 403
    assert come(client, bozza, "approva_relazione").status_code == 302
    assert "Produci il PDF" not in letta(come(client, bozza, "relazione"))


def test_un_approvazione_gia_in_corso_si_segue(client, bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    prima = come(client, bozza, "approva_relazione", dati=ATTO)
    assert come(client, bozza, "approva_relazione", dati=ATTO | {"numero": "41"}).url == prima.url


def test_dopo_un_tentativo_fallito_l_atto_si_ritrova(client, bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    monkeypatch.setattr("relazioni.lavori.congelamento.RIFACIMENTI", 0)
    risposta = come(client, bozza, "approva_relazione", dati=ATTO)
    lavora_uno("prova")
    assert "La Relazione è com'era" in letta(client.get(risposta.url))
    assert 'value="40"' in letta(come(client, bozza, "approva_relazione"))


# ---- validazione, riapertura, pubblicazione ------------------------------------------------------------------------


@pytest.fixture
def approvata(bozza, monkeypatch):
    senza_rilievi(monkeypatch)
    congelata(bozza)
    return bozza


def test_l_organismo_valida_criterio_per_criterio(client, approvata):
    assert "I risultati sono calcolati con il metodo" in letta(
        come(client, approvata, "nuova_validazione", ruolo="nucleo")
    )
    dati = {
        "esito": "con_osservazioni",
        "data": "2027-06-12",
        "sintesi": "Chiara, ma tardiva.",
        "riservate": "Due fonti sono deboli.",
        "risposta_sintesi": "si",
        "nota_sintesi": "Nota interna",
    }
    assert come(client, approvata, "nuova_validazione", ruolo="nucleo", dati=dati).status_code == 302
    assert Validazione.objects.get().lista[0]["codice"] == "sintesi"


def test_le_osservazioni_riservate_non_le_leggono_tutti(client, approvata):
    una = validata(approvata, riservate="Due fonti sono deboli.")
    assert "Due fonti" in letta(come(client, approvata, "validazione", ruolo="nucleo"))
    assert "Due fonti" not in letta(come(client, approvata, "validazione", ruolo="revisore"))
    for nome in ("lavoro_verbale_validazione", "scarica_verbale_validazione"):
        assert come(client, approvata, nome, una.pk, "interno", 1, ruolo="revisore").status_code == 403
    chiesto = come(client, approvata, "verbale_validazione", una.pk, "interno", ruolo="revisore", dati={})
    assert chiesto.status_code == 403


@pytest.mark.parametrize(("resa", "riservate"), [("interno", True), ("pubblico", False)])
def test_il_verbale_nelle_due_rese_lo_scrive_il_lavoratore(client, approvata, monkeypatch, resa, riservate):
    scritti = []
    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda html, **_: scritti.append(html) or b"%PDF verbale")
    una = validata(approvata, riservate="Due fonti sono deboli.")
    chiesto = come(client, approvata, "verbale_validazione", una.pk, resa, ruolo="nucleo", dati={})
    assert "In attesa del lavoratore" in letta(client.get(chiesto.url))
    lavora_uno("prova")
    assert "Il PDF è pronto" in letta(client.get(chiesto.url))
    assert scaricato(client.get(f"{chiesto.url}verbale.pdf")) == b"%PDF verbale"
    assert ("Due fonti sono deboli." in scritti[0]) is riservate


def test_il_segretario_trascrive_solo_con_il_verbale(client, approvata):
    dati = {"esito": "validata", "data": "2027-06-12"}
    pagina = letta(come(client, approvata, "nuova_validazione", dati=dati))
    assert "servono numero e data del verbale" in pagina
    dati |= {"verbale_numero": "3", "verbale_data": "2027-06-12"}
    assert come(client, approvata, "nuova_validazione", dati=dati).status_code == 302


@pytest.mark.parametrize("ruolo", ["assessore", "revisore", "sindaco"])
def test_gli_altri_non_validano(client, approvata, ruolo):
    assert come(client, approvata, "nuova_validazione", ruolo=ruolo).status_code == 403


def test_si_riapre_con_un_motivo(client, approvata):
    assert come(client, approvata, "riapri_relazione", dati={"nota": ""}).status_code == 200
    assert come(client, approvata, "riapri_relazione", dati={"nota": "Una causa manca"}).status_code == 302
    approvata.refresh_from_db()
    assert approvata.stato == "bozza"


def test_si_pubblica_con_un_giorno_possibile(client, approvata):
    validata(approvata)
    assert "futura" in letta(come(client, approvata, "pubblica_relazione", dati={"pubblicata_il": "2030-01-01"}))
    assert come(client, approvata, "pubblica_relazione", dati={"pubblicata_il": "2027-06-14"}).status_code == 302
    approvata.refresh_from_db()
    assert approvata.pubblicata_il == date(2027, 6, 14)
    assert "Il percorso è concluso" in letta(come(client, approvata, "relazione"))
