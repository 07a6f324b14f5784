"""Le pagine dell'approvazione e delle versioni: chi le apre, che cosa dicono, che cosa fanno."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from enti.models import Atto
from obiettivi.models import Obiettivo, Versione
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from piao.base.lavori import esegui_in_attesa
from piao.base.models import Lavoro
from relazioni.ritardo import DA_SCRIVERE, comunicazione_di, in_docx, valori_di
from relazioni.views import documenti
from tests.fabbriche import AttoFactory, utente_con
from tests.relazioni.scene_approvazione import (
    approvato,
    ciclo_proposto,
    dati_atto,
    decisione,
    letta,
    senza_intoppi,
    visita,
)

pytestmark = pytest.mark.django_db
BLOCCO = Rilievo("P12", Gravita.BLOCCO, Riferimento("piano"), "Manca una cosa.", collegamento="/x/")


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def presa():
    return decisione()


@pytest.fixture
def versione(presa):
    return approvato(presa)


@pytest.fixture
def da(client):
    return partial(visita, client)


def _byte(risposta):
    """Il contenuto di un file scaricato. Non si chiude la risposta: chiuderebbe anche il database della prova."""
    return b"".join(risposta)


# ---- approvare


def test_la_maschera_registra_l_atto_e_avvia_il_lavoro(da, presa):
    risposta = da(presa.utente, presa.ciclo, "approva", dati=dati_atto(numero="77"))
    lavoro = Lavoro.objects.get()
    assert risposta.url.endswith(f"/approvazione/lavori/{lavoro.pk}/")
    esegui_in_attesa()
    versione = Versione.objects.get()
    assert (versione.atto.numero, versione.atto.parere_contabile) == ("77", "non_dovuto")
    assert "Approvato e congelato" in letta(da(presa.utente, presa.ciclo, "lavoro_approvazione", lavoro.pk))


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"numero": ""}, "obbligatorio"),
        ({"data": "2026-13-45"}, "data valida"),
        ({"data": f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"}, "nel futuro"),
        ({"data": "2026-05-05"}, "Il termine era il 31 gennaio 2026"),
        ({"parere_tecnico": ""}, "obbligatorio"),
    ],
)
def test_un_atto_incompleto_si_rifiuta_e_nulla_si_perde(da, presa, campi, frase):
    atti = Atto.objects.count()
    risposta = da(presa.utente, presa.ciclo, "approva", dati=dati_atto(oggetto="Un oggetto scritto", **campi))
    assert risposta.status_code == 200
    assert frase in letta(risposta)
    assert "Un oggetto scritto" in letta(risposta)
    assert (Atto.objects.count(), Lavoro.objects.count()) == (atti, 0)


def test_in_ritardo_con_il_motivo_si_approva(da, presa):
    dati = dati_atto(data="2026-05-05", motivo_ritardo="Il bilancio.")
    assert da(presa.utente, presa.ciclo, "approva", dati=dati).status_code == 302
    esegui_in_attesa()
    risposta = da(presa.utente, presa.ciclo, "lavoro_approvazione", Lavoro.objects.get().pk)
    assert reverse("relazioni:ritardo", args=[presa.ciclo.ente.slug, 2026]) in letta(risposta)


def test_cio_che_manca_si_elenca_e_l_atto_non_si_registra(da, presa, monkeypatch):
    senza_intoppi(monkeypatch, Esito((BLOCCO,)))
    pagina = letta(da(presa.utente, presa.ciclo, "approva", dati=dati_atto()))
    assert "Non si può ancora approvare" in pagina
    assert "P12 · Manca una cosa." in pagina
    assert not Lavoro.objects.exists()


@pytest.mark.parametrize("ruolo", ["sindaco", "assessore", "nucleo", "eq", "dipendente", "rpct"])
def test_approva_solo_il_segretario(da, presa, ruolo):
    assert da(utente_con(ruolo, presa.ciclo.ente), presa.ciclo, "approva").status_code == 403


def test_un_estraneo_non_sa_che_il_ciclo_esiste(da, presa):
    estraneo = utente_con("segretario", AttoFactory().ente)
    for nome in ("approva", "versioni", "variazioni"):
        assert da(estraneo, presa.ciclo, nome).status_code == 404


def test_se_non_e_il_momento_si_torna_al_percorso_con_una_frase(da, versione, presa):
    assert da(presa.utente, presa.ciclo, "approva").url.endswith("/percorso/")


def test_chi_arriva_secondo_vede_il_lavoro_del_primo(da, presa):
    da(presa.utente, presa.ciclo, "approva", dati=dati_atto())
    risposta = da(utente_con("segretario", presa.ciclo.ente), presa.ciclo, "approva", dati=dati_atto(numero="13"))
    assert risposta.url.endswith(f"/approvazione/lavori/{Lavoro.objects.get().pk}/")


def test_un_lavoro_in_coda_si_puo_annullare(da, presa):
    da(presa.utente, presa.ciclo, "approva", dati=dati_atto())
    lavoro = Lavoro.objects.get()
    da(presa.utente, presa.ciclo, "annulla_approvazione", lavoro.pk, dati={})
    assert "il Piano è com'era" in letta(da(presa.utente, presa.ciclo, "lavoro_approvazione", lavoro.pk))


# ---- la comunicazione del ritardo


def test_la_comunicazione_dice_termine_atto_giorni_e_motivo(presa):
    ciclo = presa.ciclo
    ciclo.atto_approvazione, ciclo.motivo_ritardo = presa.atto, "Il bilancio."
    testo = " ".join(b.testo for b in comunicazione_di(valori_di(ciclo, date(2026, 1, 20))))
    attesi = ("20 gennaio 2026", "Giunta n. 12 del 30/01/2026", "10 giorni", "Il bilancio.", DA_SCRIVERE)
    assert all(parola in testo for parola in attesi)


@pytest.mark.parametrize(
    ("termine", "giorni"),
    [(date(2026, 1, 29), "un giorno"), (date(2026, 1, 30), DA_SCRIVERE), (date(2025, 1, 30), "365 giorni")],
)
def test_i_giorni_di_ritardo_si_dicono_in_parole(presa, termine, giorni):
    presa.ciclo.atto_approvazione = presa.atto
    assert valori_di(presa.ciclo, termine)["giorni"] == giorni


def test_senza_atto_resta_da_completare(presa):
    assert valori_di(presa.ciclo, date(2026, 1, 31))["atto"] == DA_SCRIVERE


def test_la_comunicazione_si_legge_e_si_scarica(da, versione, presa):
    assert "Le ragioni del ritardo" in letta(da(presa.utente, presa.ciclo, "ritardo"))
    docx = da(presa.utente, presa.ciclo, "ritardo_file", "docx").content
    assert docx[:2] == in_docx(valori_di(presa.ciclo, date(2026, 1, 31)))[:2] == b"PK"


# ---- le versioni


@pytest.mark.parametrize("ruolo", ["segretario", "sindaco", "nucleo", "dipendente", "revisore"])
def test_cio_che_e_approvato_lo_legge_tutto_l_ente(da, versione, ruolo):
    utente, ciclo = utente_con(ruolo, versione.ciclo.ente), versione.ciclo
    for nome in ("versioni", "differenze"):
        assert da(utente, ciclo, nome).status_code == 200
    for nome in ("versione", "contenuto_versione"):
        assert da(utente, ciclo, nome, 1).status_code == 200
    assert _byte(da(utente, ciclo, "scarica_versione", 1)).startswith(b"%PDF")


def test_prima_dell_approvazione_un_dipendente_non_ha_nulla_da_leggere(da, presa):
    assert da(utente_con("dipendente", presa.ciclo.ente), presa.ciclo, "versioni").status_code == 403
    assert "Ancora nessuna versione" in letta(da(presa.utente, presa.ciclo, "versioni"))
    assert da(presa.utente, presa.ciclo, "differenze").url.endswith("/versioni/")


def test_i_controlli_congelati_li_vede_chi_conduce_il_ciclo(da, versione, presa):
    assert "com'erano all'approvazione" in letta(da(presa.utente, versione.ciclo, "versione", 1))
    dipendente = utente_con("dipendente", versione.ciclo.ente)
    assert "com'erano all'approvazione" not in letta(da(dipendente, versione.ciclo, "versione", 1))


def test_si_scaricano_gli_stessi_byte(da, versione, presa):
    with versione.pdf.open() as file:
        assert _byte(da(presa.utente, versione.ciclo, "scarica_versione", 1)) == file.read()
    assert da(presa.utente, versione.ciclo, "contenuto_versione", 1).content.decode() == versione.contenuto


def test_se_il_file_manca_lo_si_dice_e_non_e_un_guasto(da, versione, presa):
    versione.pdf.storage.delete(versione.pdf.name)
    assert da(presa.utente, versione.ciclo, "scarica_versione", 1).status_code == 404
    assert "non è più al suo posto" in letta(da(presa.utente, versione.ciclo, "versione", 1))


def test_il_documento_mostrato_e_quello_congelato(da, versione, presa):
    Obiettivo.objects.filter(codice="1.1").update(titolo="Cambiato di nascosto")
    pagina = letta(da(presa.utente, versione.ciclo, "documenti"))
    assert "È congelato" in pagina
    assert "Produci il PDF" not in pagina
    assert "Cambiato di nascosto" not in letta(da(presa.utente, versione.ciclo, "anteprima"))
    assert "Cambiato di nascosto" not in da(presa.utente, versione.ciclo, "dati", "piano.json").content.decode()


def test_produrre_a_piano_approvato_non_fa_nulla_di_nuovo(da, versione, presa):
    assert da(presa.utente, versione.ciclo, "produci", dati={}).url.endswith("/documenti/")
    assert not Lavoro.objects.exists()


def test_una_produzione_approvata_rimanda_al_pdf_congelato(da, versione, presa, monkeypatch):
    monkeypatch.setattr(documenti, "produzione_di", lambda ciclo, pk: type("P", (), {"bozza": False})())
    assert da(presa.utente, versione.ciclo, "scarica", 1).url.endswith("/versioni/1/piano.pdf")


@pytest.mark.parametrize("scelta", ["9", "zero", "99999", "-1"])
def test_una_versione_che_non_c_e_e_404(da, versione, presa, scelta):
    assert da(presa.utente, versione.ciclo, "differenze", da=scelta, a="1").status_code == 404


def test_le_differenze_con_cio_che_c_e_adesso(da, versione, presa):
    Obiettivo.objects.filter(codice="1.1").update(titolo="Altro titolo")
    pagina = letta(da(presa.utente, versione.ciclo, "differenze", da="1", a="adesso"))
    assert "Cambiato: 1.1 Altro titolo" in pagina


def test_chi_non_legge_la_bozza_confronta_solo_versioni(da, versione):
    ciclo, dipendente = versione.ciclo, utente_con("dipendente", versione.ciclo.ente)
    ciclo.stato = StatoCiclo.BOZZA
    ciclo.save()
    pagina = letta(da(dipendente, ciclo, "differenze", da="1", a="adesso"))
    assert "non è ancora da leggere" in pagina
    assert da(dipendente, ciclo, "differenze", da="adesso", a="1").status_code == 403


def test_le_differenze_in_pdf_sono_un_lavoro_che_si_scarica(da, versione, presa):
    risposta = da(presa.utente, versione.ciclo, "differenze_pdf", dati={"da": "1", "a": "adesso"})
    lavoro = Lavoro.objects.get()
    assert risposta.url.endswith(f"/differenze/{lavoro.pk}/")
    assert da(presa.utente, versione.ciclo, "scarica_differenze", lavoro.pk).status_code == 404
    esegui_in_attesa()
    assert "Il PDF è pronto" in letta(da(presa.utente, versione.ciclo, "lavoro_differenze", lavoro.pk))
    assert _byte(da(presa.utente, versione.ciclo, "scarica_differenze", lavoro.pk)).startswith(b"%PDF")
    altro = utente_con("sindaco", versione.ciclo.ente)
    assert da(altro, versione.ciclo, "lavoro_differenze", lavoro.pk).status_code == 404


def test_un_piano_approvato_altrove_si_puo_congelare(da):
    ciclo = ciclo_proposto(stato=StatoCiclo.APPROVATO)
    segretario = utente_con("segretario", ciclo.ente)
    pagina = letta(da(segretario, ciclo, "versioni"))
    assert "nessuna copia congelata" in pagina
    assert "indica l'atto di approvazione" in pagina
    assert da(segretario, ciclo, "congela_esistente").status_code == 302
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente)
    ciclo.save()
    assert "Congelare il Piano com'è adesso?" in letta(da(segretario, ciclo, "congela_esistente"))
    da(segretario, ciclo, "congela_esistente", dati={})
    esegui_in_attesa()
    assert Versione.objects.get(ciclo=ciclo).numero == 1
