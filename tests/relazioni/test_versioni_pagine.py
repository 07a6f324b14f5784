"""Le pagine dell'approvazione, delle versioni e delle variazioni: chi le apre, che cosa dicono, che cosa fanno."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enti.models import Atto
from obiettivi.models import Obiettivo, Variazione, Versione
from obiettivi.voci import StatoCiclo, StatoVariazione
from piao.base.controlli import Esito, Gravita, Riferimento, Rilievo
from piao.base.lavori import esegui_in_attesa
from piao.base.models import Lavoro
from relazioni.ritardo import DA_SCRIVERE, comunicazione_di, in_docx, valori_di
from relazioni.views import documenti, variazioni
from tests.fabbriche import AttoFactory, utente_con
from tests.obiettivi.scene import con_parere, porta_a
from tests.relazioni.scene_approvazione import (
    approvato,
    ciclo_proposto,
    decisione,
    senza_intoppi,
    variazione_proposta,
)

pytestmark = pytest.mark.django_db
BLOCCO = Rilievo("P12", Gravita.BLOCCO, Riferimento("piano"), "Manca una cosa.", collegamento="/x/")


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)
    monkeypatch.setattr(variazioni, "esamina_piano", lambda ciclo: Esito())


@pytest.fixture
def presa():
    return decisione()


@pytest.fixture
def versione(presa):
    return approvato(presa)


@pytest.fixture
def da(client):
    """Entra un ruolo e apre una pagina del ciclo."""

    def apri(utente, ciclo, nome, *argomenti, dati=None, **cerca):
        client.force_login(utente)
        indirizzo = reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *argomenti])
        return client.get(indirizzo, cerca) if dati is None else client.post(indirizzo, dati)

    return apri


def _atto(**campi):
    base = {"numero": "12", "data": "2026-01-30", "oggetto": "Approvazione", "parere_tecnico": "favorevole"}
    return {**base, "parere_contabile": "non_dovuto", "motivo_ritardo": "", "versione": 1, **campi}


def _testo(risposta):
    return risposta.content.decode().replace("&#x27;", "'")


def _byte(risposta):
    """Il contenuto di un file scaricato; chiude ciò che è rimasto aperto."""
    letti = b"".join(risposta)
    risposta.close()
    return letti


# ---- approvare


def test_la_maschera_registra_l_atto_e_avvia_il_lavoro(da, presa):
    risposta = da(presa.utente, presa.ciclo, "approva", dati=_atto(numero="77"))
    lavoro = Lavoro.objects.get()
    assert risposta.url.endswith(f"/approvazione/lavori/{lavoro.pk}/")
    esegui_in_attesa()
    versione = Versione.objects.get()
    assert (versione.atto.numero, versione.atto.parere_contabile) == ("77", "non_dovuto")
    assert "Approvato e congelato" in _testo(da(presa.utente, presa.ciclo, "lavoro_approvazione", lavoro.pk))


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
    risposta = da(presa.utente, presa.ciclo, "approva", dati=_atto(oggetto="Un oggetto scritto", **campi))
    assert risposta.status_code == 200
    assert frase in _testo(risposta)
    assert "Un oggetto scritto" in _testo(risposta)
    assert (Atto.objects.count(), Lavoro.objects.count()) == (atti, 0)


def test_in_ritardo_con_il_motivo_si_approva(da, presa):
    dati = _atto(data="2026-05-05", motivo_ritardo="Il bilancio.")
    assert da(presa.utente, presa.ciclo, "approva", dati=dati).status_code == 302
    esegui_in_attesa()
    risposta = da(presa.utente, presa.ciclo, "lavoro_approvazione", Lavoro.objects.get().pk)
    assert reverse("relazioni:ritardo", args=[presa.ciclo.ente.slug, 2026]) in _testo(risposta)


def test_cio_che_manca_si_elenca_e_l_atto_non_si_registra(da, presa, monkeypatch):
    senza_intoppi(monkeypatch, Esito((BLOCCO,)))
    pagina = _testo(da(presa.utente, presa.ciclo, "approva", dati=_atto()))
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
    da(presa.utente, presa.ciclo, "approva", dati=_atto())
    risposta = da(utente_con("segretario", presa.ciclo.ente), presa.ciclo, "approva", dati=_atto(numero="13"))
    assert risposta.url.endswith(f"/approvazione/lavori/{Lavoro.objects.get().pk}/")


def test_un_lavoro_in_coda_si_puo_annullare(da, presa):
    da(presa.utente, presa.ciclo, "approva", dati=_atto())
    lavoro = Lavoro.objects.get()
    da(presa.utente, presa.ciclo, "annulla_approvazione", lavoro.pk, dati={})
    assert "il Piano è com'era" in _testo(da(presa.utente, presa.ciclo, "lavoro_approvazione", lavoro.pk))


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
    assert "Le ragioni del ritardo" in _testo(da(presa.utente, presa.ciclo, "ritardo"))
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
    assert "Ancora nessuna versione" in _testo(da(presa.utente, presa.ciclo, "versioni"))
    assert da(presa.utente, presa.ciclo, "differenze").status_code == 404


def test_i_controlli_congelati_li_vede_chi_conduce_il_ciclo(da, versione, presa):
    assert "com'erano all'approvazione" in _testo(da(presa.utente, versione.ciclo, "versione", 1))
    dipendente = utente_con("dipendente", versione.ciclo.ente)
    assert "com'erano all'approvazione" not in _testo(da(dipendente, versione.ciclo, "versione", 1))


def test_si_scaricano_gli_stessi_byte(da, versione, presa):
    with versione.pdf.open() as file:
        assert _byte(da(presa.utente, versione.ciclo, "scarica_versione", 1)) == file.read()
    assert da(presa.utente, versione.ciclo, "contenuto_versione", 1).content.decode() == versione.contenuto


def test_se_il_file_manca_lo_si_dice_e_non_e_un_guasto(da, versione, presa):
    versione.pdf.storage.delete(versione.pdf.name)
    assert da(presa.utente, versione.ciclo, "scarica_versione", 1).status_code == 404
    assert "non è più al suo posto" in _testo(da(presa.utente, versione.ciclo, "versione", 1))


def test_il_documento_mostrato_e_quello_congelato(da, versione, presa):
    Obiettivo.objects.filter(codice="1.1").update(titolo="Cambiato di nascosto")
    pagina = _testo(da(presa.utente, versione.ciclo, "documenti"))
    assert "È congelato" in pagina
    assert "Produci il PDF" not in pagina
    assert "Cambiato di nascosto" not in _testo(da(presa.utente, versione.ciclo, "anteprima"))
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
    pagina = _testo(da(presa.utente, versione.ciclo, "differenze", da="1", a="adesso"))
    assert "Cambiato: 1.1 Altro titolo" in pagina


def test_chi_non_legge_la_bozza_confronta_solo_versioni(da, versione):
    ciclo, dipendente = versione.ciclo, utente_con("dipendente", versione.ciclo.ente)
    ciclo.stato = StatoCiclo.BOZZA
    ciclo.save()
    pagina = _testo(da(dipendente, ciclo, "differenze", da="1", a="adesso"))
    assert "non è ancora da leggere" in pagina
    assert da(dipendente, ciclo, "differenze", da="adesso", a="1").status_code == 403


def test_le_differenze_in_pdf_sono_un_lavoro_che_si_scarica(da, versione, presa):
    risposta = da(presa.utente, versione.ciclo, "differenze_pdf", dati={"da": "1", "a": "adesso"})
    lavoro = Lavoro.objects.get()
    assert risposta.url.endswith(f"/differenze/{lavoro.pk}/")
    assert da(presa.utente, versione.ciclo, "scarica_differenze", lavoro.pk).status_code == 404
    esegui_in_attesa()
    assert "Il PDF è pronto" in _testo(da(presa.utente, versione.ciclo, "lavoro_differenze", lavoro.pk))
    assert _byte(da(presa.utente, versione.ciclo, "scarica_differenze", lavoro.pk)).startswith(b"%PDF")
    altro = utente_con("sindaco", versione.ciclo.ente)
    assert da(altro, versione.ciclo, "lavoro_differenze", lavoro.pk).status_code == 404


def test_un_piano_approvato_altrove_si_puo_congelare(da):
    ciclo = ciclo_proposto(stato=StatoCiclo.APPROVATO)
    segretario = utente_con("segretario", ciclo.ente)
    pagina = _testo(da(segretario, ciclo, "versioni"))
    assert "nessuna copia congelata" in pagina
    assert "indica l'atto di approvazione" in pagina
    assert da(segretario, ciclo, "congela_esistente").status_code == 302
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente)
    ciclo.save()
    assert "Congelare il Piano com'è adesso?" in _testo(da(segretario, ciclo, "congela_esistente"))
    da(segretario, ciclo, "congela_esistente", dati={})
    esegui_in_attesa()
    assert Versione.objects.get(ciclo=ciclo).numero == 1


# ---- le variazioni


@pytest.fixture
def aperta(versione, presa):
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    return porta_a(variazione, StatoVariazione.BOZZA)


def test_dalla_richiesta_all_atto(da, aperta, presa):
    segretario, ciclo = presa.utente, aperta.ciclo
    assert da(segretario, ciclo, "passo_variazione", 1, "richiedi", dati={}).status_code == 302
    con_parere(Variazione.objects.get())
    assert da(segretario, ciclo, "passo_variazione", 1, "proponi", dati={}).status_code == 302
    da(segretario, ciclo, "approva_variazione", 1, dati=_atto(numero="88", data="2026-03-01"))
    esegui_in_attesa()
    assert Obiettivo.objects.get(codice="1.1").titolo == "Tempi dimezzati"
    assert "il Piano vale nella" in _testo(da(segretario, ciclo, "variazione", 1))


def test_l_atto_di_una_variazione_non_puo_venire_prima_del_piano(da, aperta, presa):
    porta_a(aperta, StatoVariazione.PROPOSTA)
    pagina = _testo(da(presa.utente, aperta.ciclo, "approva_variazione", 1, dati=_atto(data="2026-01-01")))
    assert "non può essere prima del 30 gennaio 2026" in pagina


def test_si_apre_una_variazione_dalla_pagina(da, versione, presa):
    vuota = da(presa.utente, versione.ciclo, "nuova_variazione", dati={"titolo": "Solo il titolo"})
    assert "Solo il titolo" in _testo(vuota)
    dati = {"titolo": "Meno fondi", "motivo": "Tagli.", "causa": "esogena"}
    assert da(presa.utente, versione.ciclo, "nuova_variazione", dati=dati).url.endswith("/variazioni/1/")


def test_due_persone_sulle_ragioni_della_variazione(da, aperta, presa):
    dati = {"titolo": "Primo", "motivo": "Tagli.", "causa": "esogena", "versione": aperta.versione}
    da(presa.utente, aperta.ciclo, "modifica_variazione", 1, dati=dati)
    secondo = da(presa.utente, aperta.ciclo, "modifica_variazione", 1, dati=dati | {"titolo": "Secondo"})
    assert "Nel frattempo qualcun altro ha salvato" in _testo(secondo)


def test_si_sceglie_si_prende_si_toglie(da, aperta, presa):
    altro = aperta.ciclo.obiettivi.get(codice="S1")
    assert "Servizi semplici" in _testo(da(presa.utente, aperta.ciclo, "scegli_obiettivi", 1, q="semplici"))
    assert "Nessun obiettivo così" in _testo(da(presa.utente, aperta.ciclo, "scegli_obiettivi", 1, q="zzz"))
    preso = da(presa.utente, aperta.ciclo, "prendi_obiettivo", 1, altro.pk, dati={})
    copia = aperta.righe.get(obiettivo=altro).copia
    assert preso.url.endswith(f"/obiettivi/{copia.pk}/")
    da(presa.utente, aperta.ciclo, "togli_dalla_variazione", 1, aperta.righe.get(obiettivo=altro).pk, dati={})
    assert not aperta.righe.filter(obiettivo=altro).exists()


def test_un_obiettivo_gia_preso_si_dice_con_una_frase(da, aperta, presa, client):
    obiettivo = aperta.ciclo.obiettivi.get(codice="1.1")
    risposta = da(presa.utente, aperta.ciclo, "prendi_obiettivo", 1, obiettivo.pk, dati={})
    assert "è già in un'altra variazione aperta" in _testo(client.get(risposta.url))
    dati = {"nota": "Superato."}
    pagina = da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, obiettivo.pk, dati=dati)
    assert "è già in un'altra variazione aperta" in _testo(pagina)


def test_la_copia_si_legge_e_si_scrive_con_le_stesse_pagine(da, aperta, presa, client):
    copia = aperta.righe.get().copia
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, copia.pk]
    client.force_login(presa.utente)
    assert "Copia di lavoro della variazione n. 1" in _testo(client.get(reverse("obiettivi:scheda", args=argomenti)))
    dati = {"titolo": "Scritto sulla copia", "livello": "operativo", "versione": copia.versione}
    client.post(reverse("obiettivi:modifica", args=[*argomenti, "che-cosa"]), dati)
    copia.refresh_from_db()
    assert (copia.titolo, Obiettivo.objects.get(codice="1.1").titolo) == ("Scritto sulla copia", "Tempi certi")


def test_una_copia_altrui_non_esiste_per_chi_non_segue(da, aperta, client):
    client.force_login(utente_con("dipendente", aperta.ente))
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, aperta.righe.get().copia_id]
    assert client.get(reverse("obiettivi:scheda", args=argomenti)).status_code == 404
    assert da(utente_con("dipendente", aperta.ente), aperta.ciclo, "variazione", 1).status_code == 404


def test_richiesta_la_variazione_la_copia_non_si_scrive_piu(aperta, presa, client):
    porta_a(aperta, StatoVariazione.RICHIESTA)
    client.force_login(presa.utente)
    argomenti = [aperta.ente.slug, aperta.ciclo.anno, aperta.righe.get().copia_id, "che-cosa"]
    assert client.get(reverse("obiettivi:modifica", args=argomenti)).status_code == 403


def test_si_aggiunge_un_obiettivo_e_se_ne_ritira_uno(da, aperta, presa):
    unita = aperta.righe.get().copia.unita_collegate.first().unita_id
    dati = {"titolo": "Nuovo", "livello": "operativo", "unita": unita}
    assert "/obiettivi/" in da(presa.utente, aperta.ciclo, "aggiungi_alla_variazione", 1, dati=dati).url
    altro = aperta.ciclo.obiettivi.get(codice="S1")
    assert "Scrivi perché" in _testo(
        da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, altro.pk, dati={"nota": ""})
    )
    da(presa.utente, aperta.ciclo, "ritira_obiettivo", 1, altro.pk, dati={"nota": "Superato."})
    assert {riga.tipo for riga in aperta.righe.all()} == {"modifica", "aggiunta", "ritiro"}


def test_prima_di_proporla_si_vede_che_cosa_cambierebbe(da, aperta, presa):
    pagina = _testo(da(presa.utente, aperta.ciclo, "anteprima_variazione", 1))
    assert "Cambiato: 1.1 Tempi dimezzati" in pagina
    assert "Nessun rilievo in più" in pagina


def test_il_nucleo_da_il_parere_dalla_pagina(da, aperta):
    porta_a(aperta, StatoVariazione.RICHIESTA)
    nucleo = utente_con("nucleo", aperta.ente)
    dati = {"esito": "favorevole", "dato_il": f"{timezone.localdate():%Y-%m-%d}", "osservazioni": ""}
    assert da(nucleo, aperta.ciclo, "parere_variazione", 1, dati=dati).status_code == 302
    assert "Favorevole" in _testo(da(nucleo, aperta.ciclo, "variazione", 1))


@pytest.mark.parametrize("passo", ["respingi", "rimanda"])
def test_per_dire_di_no_servono_le_osservazioni(da, aperta, presa, passo):
    porta_a(aperta, StatoVariazione.PROPOSTA)
    assert "Scrivi le osservazioni" in _testo(da(presa.utente, aperta.ciclo, "passo_variazione", 1, passo, dati={}))
    da(presa.utente, aperta.ciclo, "passo_variazione", 1, passo, dati={"nota": "Troppo generica."})
    assert "Troppo generica." in _testo(da(presa.utente, aperta.ciclo, "variazione", 1))


def test_un_passo_che_non_c_e_e_404_e_uno_che_non_spetta_403(da, aperta, presa):
    assert da(presa.utente, aperta.ciclo, "passo_variazione", 1, "vola").status_code == 404
    assert da(presa.utente, aperta.ciclo, "passo_variazione", 1, "proponi").status_code == 403


def test_si_elimina_con_conferma(da, aperta, presa):
    assert "Non si può annullare" in _testo(da(presa.utente, aperta.ciclo, "elimina_variazione", 1))
    da(presa.utente, aperta.ciclo, "elimina_variazione", 1, dati={})
    assert not Variazione.objects.exists()


@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "assessore", "dipendente"])
def test_l_elenco_lo_apre_ogni_ruolo(da, aperta, ruolo):
    vede = ruolo != "dipendente"
    pagina = _testo(da(utente_con(ruolo, aperta.ente), aperta.ciclo, "variazioni"))
    assert ("1. Meno fondi" in pagina) is vede


def test_un_ritirato_si_vede_con_il_suo_atto(presa, versione, client):
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    variazione.righe.update(tipo="ritiro", nota="Superato.", copia=None)
    approvato(replace(presa, atto=AttoFactory(ente=presa.ciclo.ente, numero="88"), variazione=variazione))
    client.force_login(utente_con("dipendente", presa.ciclo.ente))
    pk = presa.ciclo.obiettivi.get(codice="1.1").pk
    pagina = _testo(client.get(reverse("obiettivi:scheda", args=[presa.ciclo.ente.slug, presa.ciclo.anno, pk])))
    assert "Ritirato</strong> con Giunta n. 88" in pagina
