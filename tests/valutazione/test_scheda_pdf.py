"""La scheda in PDF: che cosa contiene, chi la scarica, dove resta. E il modulo in bianco."""

import re
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from piao.base.lavori import ErroreDiLavoro, esegui_in_attesa
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto
from piao.base.riservatezza import USO_INTERNO
from tests.base.uacheck import controlla
from tests.fabbriche import RapportoFactory
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory, misurabile, validato
from tests.valutazione.scena_compilazione import D, Scena
from valutazione import lavori
from valutazione.azioni.compilazione import ricalcola
from valutazione.letture.conto import conto_di
from valutazione.models import Osservazione, PassaggioScheda, Riesame, Scheda
from valutazione.stampa import foglio_di, html_foglio, modulo_in_bianco
from valutazione.voci import StatoScheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def scena():
    return Scena()


@pytest.fixture
def senza_weasyprint(monkeypatch):
    """La conversione vera si prova una volta sola: qui basta sapere che HTML le arriva."""
    monkeypatch.setattr(lavori, "scrivi_pdf", lambda html, **altro: b"%PDF " + html.encode())


def leggi(risposta):
    """Il file scaricato. La risposta non si chiude: chiuderebbe anche il database della prova."""
    return b"".join(risposta).decode()


def indirizzo(scena, nome, *altro):
    return reverse(f"valutazione:{nome}", args=[scena.ente.slug, scena.ciclo.anno, *altro])


def html_di(scheda, *, con_valutazione=True):
    return html_foglio(foglio_di(conto_di(scheda), con_valutazione=con_valutazione))


# ---- che cosa c'è scritto ----------------------------------------------------------------------------------------


def test_la_scheda_dice_in_testa_che_e_interna(scena):
    assert USO_INTERNO in html_di(scena.scheda())
    assert USO_INTERNO in html_foglio(modulo_in_bianco(scena.tipo))


def test_la_scheda_ha_punteggio_fascia_giudizi_motivazioni_e_il_posto_per_firmare(scena):
    scheda = scena.valutata(5, 3, 3, 3, 3, giudizio="Un buon anno.")
    scheda.voci.filter(codice="C1").update(motivazione="Ha riordinato l'archivio.", autovalutazione=4)
    pagina = html_di(scheda)
    for atteso in ("42,25", "non positiva", "5 – Eccellente", "4 – Buono", "archivio", "Un buon anno.", "Firma"):
        assert atteso in pagina
    assert pagina.count(">Firma<") == 2


def test_gli_obiettivi_hanno_il_loro_grado(scena):
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    RilevazioneFactory(sessione=SessioneFactory(ciclo=scena.ciclo), indicatore=misurabile(obiettivo), valore=D(80))
    assert "80,00%" in html_di(scena.scheda(obiettivo))


def test_cio_che_manca_e_scritto_e_il_punteggio_non_c_e(scena):
    pagina = html_di(scena.valutata(3))
    assert "Mancano 4 voci da valutare su 5" in pagina
    assert "come si arriva al punteggio" not in pagina


def test_la_derivazione_e_un_allegato_con_ogni_passo(scena):
    conto = conto_di(scena.valutata(3, 3, 3, 3, 3))
    foglio = foglio_di(conto, con_valutazione=True)
    assert len(foglio.derivazione.righe) == len(conto.passi)
    assert "Allegato: come si arriva al punteggio" in html_foglio(foglio)


def test_la_storia_ha_passaggi_osservazioni_e_riesame(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    PassaggioScheda.objects.create(scheda=scheda, passo="proponi", da="valutazione", a="proposta", punteggio=D("32.5"))
    PassaggioScheda.objects.create(scheda=scheda, passo="avvia", da="assegnata", a="valutazione", nota="in ritardo")
    Osservazione.objects.create(scheda=scheda, testo="Non condivido.", presentata_il=date(2027, 3, 1))
    Riesame.objects.create(
        scheda=scheda, chiesto_il=date(2027, 3, 2), motivi="Perché…", organo="segretario", prima=D(30)
    )
    scheda.colloqui.create(tipo="finale", il=date(2027, 2, 20))
    pagina = html_di(scheda)
    for atteso in ("Storia della scheda", "in ritardo", "Non condivido.", "Riesame", "Colloqui", "n.d."):
        assert atteso in pagina


def test_chi_non_puo_ancora_leggere_la_valutazione_riceve_solo_l_assegnazione(scena):
    scheda = scena.valutata(5, 5, 5, 5, 5, giudizio="Segreto.")
    scheda.voci.update(motivazione="Segreta.")
    pagina = html_di(scheda, con_valutazione=False)
    assert "Qualità del lavoro" in pagina
    assert not [parola for parola in ("Segret", "Eccellente", "65,00") if parola in pagina]


def test_una_voce_tolta_dal_conto_dice_perche(scena):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    scheda.voci.filter(codice="C1").update(politica="escludi", politica_motivo="mai svolta")
    assert "Non misurabile: mai svolta" in html_di(scheda)


def test_i_titoli_vanno_in_ordine_e_ogni_tabella_ha_la_didascalia(scena):
    pagina = html_di(scena.valutata(3, 3, 3, 3, 3))
    assert set(re.findall(r"<h(\d)", pagina)) == {"1"}
    assert pagina.count("<table") == pagina.count("<caption")


def test_il_modulo_in_bianco_ha_voci_pesi_scale_e_nessuna_persona(scena):
    foglio = modulo_in_bianco(scena.tipo)
    assert [parte.nome for parte in foglio.parti] == [
        "Obiettivi del gruppo e individuali",
        "Comportamenti e competenze",
    ]
    assert [riga[0] for riga in foglio.parti[0].tabella.righe][:2] == ["Obiettivo 1", "Obiettivo 2"]
    assert foglio.parti[1].tabella.righe[0] == ["Qualità del lavoro", "30", "", ""]
    assert [len(scala.righe) for scala in foglio.scale] == [5]
    assert "Da scrivere" in html_foglio(foglio)


# ---- il file -----------------------------------------------------------------------------------------------------


def test_il_pdf_della_scheda_e_il_modulo_reggono_il_controllo_di_accessibilita(scena):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    scheda_pdf = lavori.produci_scheda.call(None, scheda_id=scheda.pk, con_valutazione=True)
    for esito in (scheda_pdf, lavori.produci_modulo.call(None, tipo_id=scena.tipo.pk)):
        with default_storage.open(esito["file"]) as file:
            assert controlla(file.read()) == {}


def test_di_una_scheda_resta_un_pdf_solo(scena, senza_weasyprint):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    primo = lavori.produci_scheda.call(None, scheda_id=scheda.pk, con_valutazione=True)["file"]
    assert lavori.produci_scheda.call(None, scheda_id=scheda.pk, con_valutazione=True)["file"] == primo
    scheda.voci.update(valore=4)
    secondo = lavori.produci_scheda.call(None, scheda_id=scheda.pk, con_valutazione=True)["file"]
    assert secondo != primo
    assert default_storage.listdir(f"schede/{scheda.pk}/valutazione")[1] == [secondo.rsplit("/", 1)[1]]


def test_se_all_installazione_manca_qualcosa_lo_dice_una_frase(scena, monkeypatch):
    def guasto(html, **altro):
        raise DocumentoNonScritto("Manca un carattere.")

    monkeypatch.setattr(lavori, "scrivi_pdf", guasto)
    with pytest.raises(ErroreDiLavoro, match="Manca un carattere"):
        lavori.produci_modulo.call(None, tipo_id=scena.tipo.pk)


# ---- chi lo scarica ----------------------------------------------------------------------------------------------


def produci(client, scena, scheda, utente):
    client.force_login(utente)
    risposta = client.post(indirizzo(scena, "stampa_scheda", scheda.pk))
    esegui_in_attesa()
    return risposta, Lavoro.objects.latest("pk")


def test_chi_valuta_chiede_aspetta_e_scarica_e_resta_scritto(client, scena, senza_weasyprint):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    ricalcola(scheda)
    risposta, lavoro = produci(client, scena, scheda, scena.chi_valuta)
    assert "Il PDF è pronto" in client.get(risposta.url).content.decode()
    assert client.get(risposta.url, headers={"HX-Request": "true"}).content.decode().lstrip().startswith("<section")
    file = client.get(indirizzo(scena, "scarica_scheda", scheda.pk, lavoro.pk))
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "32,50" in leggi(file)
    assert scheda.visioni.filter(chi=scena.chi_valuta, che_cosa="PDF").count() == 1


def test_la_persona_prima_della_consegna_scarica_soltanto_l_assegnazione(client, scena, senza_weasyprint):
    scheda = scena.valutata(5, 5, 5, 5, 5)
    _, lavoro = produci(client, scena, scheda, scheda.persona.utente)
    file = client.get(indirizzo(scena, "scarica_scheda", scheda.pk, lavoro.pk))
    assert "65,00" not in leggi(file)


def test_se_la_valutazione_torna_indietro_la_persona_non_scarica_piu_quella_di_prima(client, scena, senza_weasyprint):
    scheda = scena.valutata(3, 3, 3, 3, 3, stato=StatoScheda.NOTIFICATA)
    _, lavoro = produci(client, scena, scheda, scheda.persona.utente)
    file = indirizzo(scena, "scarica_scheda", scheda.pk, lavoro.pk)
    assert "32,50" in leggi(client.get(file))
    Scheda.objects.filter(pk=scheda.pk).update(stato=StatoScheda.VALUTAZIONE)
    assert client.get(file).status_code == 403


def test_il_pdf_chiesto_da_un_altro_non_si_trova(client, scena, senza_weasyprint):
    scheda = scena.valutata(3, 3, 3, 3, 3)
    _, lavoro = produci(client, scena, scheda, scena.chi_valuta)
    client.force_login(scena.con_ruolo("segretario"))
    for nome in ("lavoro_scheda", "scarica_scheda"):
        assert client.get(indirizzo(scena, nome, scheda.pk, lavoro.pk)).status_code == 404


def test_un_estranea_non_chiede_il_pdf(client, scena):
    scheda = scena.scheda()
    client.force_login(RapportoFactory(ente=scena.ente, unita=scena.unita).persona.utente)
    assert client.post(indirizzo(scena, "stampa_scheda", scheda.pk)).status_code == 404
    assert not Lavoro.objects.exists()


def test_un_file_che_non_c_e_piu_e_una_pagina_che_dice_che_fare(client, scena, senza_weasyprint):
    scheda = scena.scheda()
    _, lavoro = produci(client, scena, scheda, scena.chi_valuta)
    default_storage.delete(lavoro.risultato["file"])
    assert client.get(indirizzo(scena, "scarica_scheda", scheda.pk, lavoro.pk)).status_code == 404


def test_un_lavoro_non_riuscito_offre_di_riprovare(client, scena):
    scheda = scena.scheda()
    client.force_login(scena.chi_valuta)
    attesa = client.post(indirizzo(scena, "stampa_scheda", scheda.pk)).url
    assert "In attesa" in client.get(attesa).content.decode()
    Lavoro.objects.update(stato=Lavoro.Stato.FALLITO, finito=timezone.now(), errore="Manca un carattere.")
    assert "Manca un carattere." in (pagina := client.get(attesa).content.decode())
    assert "Riprova" in pagina


def test_il_modulo_in_bianco_si_chiede_e_si_scarica(client, scena, senza_weasyprint):
    client.force_login(scena.con_ruolo("segretario"))
    argomenti = [scena.ente.slug, scena.tipo.pk]
    attesa = client.post(reverse("valutazione:stampa_modulo", args=argomenti)).url
    esegui_in_attesa()
    assert "Il PDF è pronto" in client.get(attesa).content.decode()
    lavoro = Lavoro.objects.latest("pk")
    file = client.get(reverse("valutazione:scarica_modulo", args=[*argomenti, lavoro.pk]))
    assert file["Content-Disposition"] == 'attachment; filename="modulo-dipendenti.pdf"'
    assert "Modulo" not in leggi(file)


def test_il_modulo_di_un_altro_ente_non_esiste(client, scena):
    client.force_login(scena.con_ruolo("segretario"))
    altro = Scena().tipo
    assert client.post(reverse("valutazione:stampa_modulo", args=[scena.ente.slug, altro.pk])).status_code == 404
