"""Il foglio di controllo: che cosa c'è scritto, in PDF accessibile e in foglio di calcolo, senza nomi di persone."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from obiettivi.controlli.catalogo import REGOLE
from obiettivi.controlli.quadro import Quadro, Spenta, Voce
from obiettivi.models import Motivazione, RegolaEnte
from piao.base.controlli import Gravita, NonValutabile, Riferimento, Rilievo
from piao.base.lavori import esegui_in_attesa
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from relazioni.lavori import avvia_foglio
from relazioni.models import Relazione
from relazioni.stampa.controlli import (
    Foglio,
    FoglioRelazione,
    capitoli,
    esiti_per_controllo,
    html_foglio,
    in_fogli,
    in_parole,
)
from tests.base.uacheck import controlla
from tests.fabbriche import CicloFactory, utente_con

pytestmark = pytest.mark.django_db
QUANDO = timezone.make_aware(datetime(2026, 1, 20, 9))


def voce(codice="P13", gravita=Gravita.ERRORE, *, motivo="", frase="Manca un indicatore"):
    rilievo = Rilievo(codice, gravita, Riferimento("obiettivo", "1", "Strade"), frase, "Scrivilo", norma="art. 5")
    motivazione = Motivazione(motivo=motivo, ruolo="Segretario", quando=QUANDO) if motivo else None
    return Voce(rilievo, "Ogni obiettivo si misura", "Strade", motivazione)


@pytest.fixture
def ciclo():
    return CicloFactory(ente__denominazione="Comune di Prova")


@pytest.fixture
def foglio(ciclo):
    spenta = Spenta("Il fondo è costituito", RegolaEnte(codice="P43", vale="spento", motivo="Ente senza fondo"))
    quadro = Quadro(
        (voce(gravita=Gravita.BLOCCO), voce("P14", motivo="Il dato arriva a marzo"), voce("P31", Gravita.AVVISO)),
        (("Gli obiettivi sono assegnati", NonValutabile("Non ci sono le schede", "P33")),),
        (spenta,),
    )
    return Foglio(ciclo, quadro, date(2026, 1, 25))


@pytest.mark.parametrize(
    ("voci", "frase"),
    [
        ((voce(gravita=Gravita.BLOCCO),), "non può andare avanti: c'è un blocco."),
        ((voce(gravita=Gravita.BLOCCO), voce(gravita=Gravita.BLOCCO)), "ci sono 2 blocchi."),
        ((voce(),), "ma c'è un errore da correggere"),
        ((voce(motivo="Perché sì"), voce(gravita=Gravita.INFO)), "ogni errore rimasto è motivato"),
        ((), "Nulla ferma il Piano"),
    ],
)
def test_l_esito_si_legge_in_una_frase(ciclo, voci, frase):
    assert frase in Foglio(ciclo, Quadro(voci), date(2026, 1, 25)).esito


@pytest.mark.parametrize(
    ("titolo", "nome"),
    [("", "Piano della performance 2026-2028"), ("PIAO", "PIAO 2026-2028"), ("Piano 2026-2028", "Piano 2026-2028")],
)
def test_il_piano_si_nomina_con_il_triennio_una_volta_sola(titolo, nome):
    assert Foglio(CicloFactory(titolo=titolo), Quadro(), date(2026, 1, 25)).nome == nome


def test_il_foglio_dice_ente_data_rilievi_motivazioni_e_lascia_il_posto_per_la_firma(foglio):
    html = html_foglio(foglio)
    attesi = (
        "Comune di Prova", "25 gennaio 2026", "Manca un indicatore", "Motivato: «Il dato arriva a marzo» (Segretario, "
        "20/01/2026)", "Non ci sono le schede", "Ente senza fondo", "Nucleo di valutazione", "Firma",
    )  # fmt: skip
    assert [testo for testo in attesi if testo not in html] == []


def test_l_esito_si_dice_controllo_per_controllo(foglio):
    esiti = esiti_per_controllo(foglio)
    assert set(esiti) == {regola.codice for regola in REGOLE}
    mostrati = {codice: esiti[codice] for codice in ("P01", "P13", "P14", "P33", "P43")}
    assert mostrati == {
        "P01": "nessun rilievo", "P13": "1 blocco", "P14": "1 errore", "P33": "non valutabile", "P43": "spento",
    }  # fmt: skip


def test_piu_gravita_dello_stesso_controllo_si_contano_insieme(ciclo):
    quadro = Quadro((voce(), voce(), voce(gravita=Gravita.AVVISO)))
    assert esiti_per_controllo(Foglio(ciclo, quadro, date(2026, 1, 25)))["P13"] == "2 errori, 1 avviso"


def test_un_capitolo_senza_nulla_da_dire_non_c_e(ciclo, foglio):
    assert len(capitoli(foglio)) == 4
    assert [c.titolo for c in capitoli(Foglio(ciclo, Quadro(), date(2026, 1, 25)))] == [
        "1. L'esito",
        "2. Controllo per controllo",
    ]


def test_di_chi_motiva_esce_il_ruolo_e_non_il_nome():
    motivazione = Motivazione(motivo="Così", quando=QUANDO, chi=utente_con("eq", CicloFactory().ente))
    assert in_parole(motivazione) == "«Così» (20/01/2026)"


def test_il_pdf_supera_il_controllo_di_accessibilita_e_archiviazione(foglio):
    assert controlla(scrivi_pdf(html_foglio(foglio), data_documento=foglio.giorno)) == {}


def test_il_foglio_di_calcolo_ha_esito_rilievi_controlli_e_cio_che_manca(foglio):
    cartella = load_workbook(BytesIO(in_fogli(foglio)))
    assert cartella.sheetnames == ["Esito", "Rilievi", "Controlli", "Non controllato"]
    rilievi = list(cartella["Rilievi"].values)
    assert rilievi[2][7:9] == ("Il dato arriva a marzo", "Segretario")
    assert rilievi[2][9].date() == date(2026, 1, 20)
    assert {"Ente": "Comune di Prova", "Blocchi": 1, "Errori da motivare": 0}.items() <= dict(
        cartella["Esito"].values
    ).items()
    assert [riga[2] for riga in cartella["Non controllato"].values][1:] == ["non valutabile", "spento"]


def test_il_foglio_di_calcolo_si_scarica_subito(client, ciclo):
    client.force_login(utente_con("nucleo", ciclo.ente))
    risposta = client.get(_ind(ciclo, "foglio_di_calcolo"))
    assert "spreadsheetml" in risposta["Content-Type"]
    assert f"controlli-{ciclo.ente.slug}-2026.xlsx" in risposta["Content-Disposition"]


# ---- il PDF, in secondo piano


def _ind(ciclo, nome, *resto):
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *resto])


@pytest.fixture
def nucleo(client, ciclo):
    utente = utente_con("nucleo", ciclo.ente)
    client.force_login(utente)
    return utente


def test_il_pdf_si_chiede_si_segue_e_si_scarica(client, ciclo, nucleo):
    risposta = client.post(_ind(ciclo, "foglio_controlli"))
    lavoro = Lavoro.objects.get()
    assert risposta.url == _ind(ciclo, "lavoro_foglio", lavoro.pk)
    pagina = client.get(risposta.url).content.decode()
    assert "In attesa del lavoratore" in pagina
    assert client.get(_ind(ciclo, "scarica_foglio", lavoro.pk)).status_code == 404
    esegui_in_attesa()
    assert "Il PDF è pronto" in client.get(risposta.url).content.decode()
    scaricato = client.get(_ind(ciclo, "scarica_foglio", lavoro.pk))
    assert b"".join(scaricato).startswith(b"%PDF")
    assert f"controlli-{ciclo.ente.slug}-2026.pdf" in scaricato["Content-Disposition"]


def test_con_htmx_cambia_soltanto_il_riquadro(client, ciclo, nucleo):
    lavoro = avvia_foglio(ciclo, utente=nucleo)
    riquadro = client.get(_ind(ciclo, "lavoro_foglio", lavoro.pk), headers={"HX-Request": "true"}).content.decode()
    assert riquadro.strip().startswith("<section")
    assert "Annulla la preparazione" in riquadro


def test_chiesto_due_volte_mentre_si_prepara_e_un_lavoro_solo(client, ciclo, nucleo):
    assert client.post(_ind(ciclo, "foglio_controlli")).url == client.post(_ind(ciclo, "foglio_controlli")).url


def test_la_preparazione_si_annulla(client, ciclo, nucleo):
    lavoro = avvia_foglio(ciclo, utente=nucleo)
    pagina = client.post(_ind(ciclo, "annulla_foglio", lavoro.pk), follow=True).content.decode()
    assert "La preparazione è stata annullata." in pagina
    assert "Torna ai controlli e riprova" in pagina


def test_un_guasto_si_dice_con_una_frase(client, ciclo, nucleo, monkeypatch):
    def guasto(*_, **__):
        raise DocumentoNonScritto("Manca il carattere Titillium.")

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", guasto)
    lavoro = avvia_foglio(ciclo, utente=nucleo)
    esegui_in_attesa()
    assert "Manca il carattere Titillium." in client.get(_ind(ciclo, "lavoro_foglio", lavoro.pk)).content.decode()


def test_ciascuno_ha_il_foglio_di_cio_che_vede(client, ciclo, nucleo):
    altrui = avvia_foglio(ciclo, utente=utente_con("segretario", ciclo.ente))
    assert avvia_foglio(ciclo, utente=nucleo).pk != altrui.pk
    for nome in ("lavoro_foglio", "scarica_foglio"):
        assert client.get(_ind(ciclo, nome, altrui.pk)).status_code == 404
    assert client.post(_ind(ciclo, "annulla_foglio", altrui.pk)).status_code == 404


# ---- la Relazione


@pytest.fixture
def della_relazione(ciclo):
    quadro = Quadro((voce("Q06"),))
    return FoglioRelazione(ciclo, quadro, date(2027, 5, 25), Relazione.objects.create(ciclo=ciclo))


def test_il_foglio_della_relazione_parla_delle_sue_regole(della_relazione):
    html = html_foglio(della_relazione)
    assert "Nulla ferma la Relazione, ma c&#x27;è un errore" in html
    assert "Relazione sulla performance 2026" in html
    assert {codice[0] for codice in esiti_per_controllo(della_relazione)} == {"Q"}


def test_il_foglio_della_relazione_si_chiede_si_segue_e_si_scarica(client, ciclo, nucleo, della_relazione):
    atteso = client.post(_ind(ciclo, "foglio_controlli_relazione"))
    lavoro = Lavoro.objects.get()
    assert atteso.url == _ind(ciclo, "lavoro_foglio_relazione", lavoro.pk)
    assert _ind(ciclo, "annulla_foglio_relazione", lavoro.pk) in client.get(atteso.url).content.decode()
    esegui_in_attesa()
    scaricato = client.get(_ind(ciclo, "scarica_foglio_relazione", lavoro.pk))
    assert b"".join(scaricato).startswith(b"%PDF")
    assert f"controlli-relazione-{ciclo.ente.slug}-2026.pdf" in scaricato["Content-Disposition"]
    assert client.get(_ind(ciclo, "scarica_foglio", lavoro.pk)).status_code == 404


def test_il_foglio_di_calcolo_della_relazione_ha_i_suoi_rilievi(client, ciclo, nucleo, della_relazione):
    risposta = client.get(_ind(ciclo, "foglio_di_calcolo_relazione"))
    esito = dict(load_workbook(BytesIO(risposta.content))["Esito"].values)
    assert (esito["Relazione"], esito["Stato"]) == ("Relazione sulla performance 2026", "in bozza")


@pytest.mark.parametrize("nome", ["foglio_controlli_relazione", "foglio_di_calcolo_relazione"])
def test_chi_non_segue_il_ciclo_non_ha_il_foglio_della_relazione(client, ciclo, della_relazione, nome):
    client.force_login(utente_con("dipendente", ciclo.ente))
    metodo = client.post if nome.startswith("foglio_controlli") else client.get
    assert metodo(_ind(ciclo, nome)).status_code == 403


def test_lo_stesso_foglio_scritto_due_volte_e_un_file_solo(ciclo, nucleo):
    lavori = []
    for _ in range(2):
        lavori.append(avvia_foglio(ciclo, utente=nucleo))
        esegui_in_attesa()
    assert len({Lavoro.objects.get(pk=lavoro.pk).risultato["file"] for lavoro in lavori}) == 1


@pytest.mark.parametrize(
    ("chi", "stato"), [("segretario", 302), ("nucleo", 302), ("revisore", 403), ("dipendente", 403)]
)
def test_il_foglio_lo_chiede_chi_vede_i_controlli(client, ciclo, chi, stato):
    client.force_login(utente_con(chi, ciclo.ente))
    assert client.post(_ind(ciclo, "foglio_controlli")).status_code == stato
    assert client.get(_ind(ciclo, "foglio_di_calcolo")).status_code == (200 if stato == 302 else 403)


def test_le_celle_che_sembrano_formule_sono_innocue(ciclo):
    foglio = Foglio(ciclo, Quadro((voce(frase="=1+1"),)), date(2026, 1, 25))
    rilievi = list(load_workbook(BytesIO(in_fogli(foglio)))["Rilievi"].values)
    assert rilievi[1][4] == "'=1+1"
