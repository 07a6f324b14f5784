"""Amministrazione trasparente: l'albero, le pubblicazioni, il Piano come sito."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from relazioni.azioni.pubblicazioni import ritira
from relazioni.models import TipoPubblicazione
from relazioni.pubblico import albero
from tests.fabbriche import EnteFactory, utente_con
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import apri, letto, obiettivo, pubblicato, variato

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def scena():
    return pubblicato()


NOMI_ANAC = [
    "Sistema di misurazione e valutazione della Performance",
    "Piano della Performance",
    "Relazione sulla Performance",
    "Ammontare complessivo dei premi",
    "Dati relativi ai premi",
]


def test_l_albero_ha_i_nomi_della_delibera_anac_nel_loro_ordine():
    assert [sezione.nome for sezione in albero.PERFORMANCE.sezioni] == NOMI_ANAC


def test_ogni_obbligo_ha_il_suo_posto_nell_albero():
    assert set(albero.PER_TIPO) == set(TipoPubblicazione)


def test_la_porta_di_un_ente_mostra_piano_albero_e_novita(client, scena):
    pagina = letto(apri(client, scena.ente, "trasparenza"))
    attesi = (*NOMI_ANAC, "Controlli e rilievi", "Un comune vicino", scena.pubblicazione.titolo)
    assert [parola for parola in attesi if parola not in pagina] == []


def test_chi_non_ha_pubblicato_nulla_lo_dice(client):
    pagina = letto(apri(client, EnteFactory(), "trasparenza"))
    assert "non ha ancora pubblicato nulla" in pagina


@pytest.mark.parametrize("chiave", list(albero.PER_CHIAVE))
def test_ogni_voce_dell_albero_ha_la_sua_pagina(client, scena, chiave):
    risposta = apri(client, scena.ente, "sezione_trasparenza", chiave)
    assert (risposta.status_code, albero.PER_CHIAVE[chiave].nome in letto(risposta)) == (200, True)


def test_una_voce_che_non_c_e_e_404_con_la_via_per_tornare(client, scena):
    risposta = apri(client, scena.ente, "sezione_trasparenza", "bilanci")
    assert risposta.status_code == 404
    assert "questa voce non c'è" in letto(risposta)


def test_una_pubblicazione_dice_tutto_di_se(client, scena):
    pagina = letto(apri(client, scena.ente, "pubblicazione", scena.pubblicazione.pk))
    riga = scena.pubblicazione
    attesi = (riga.impronta, "Giunta n. 12 del 30/01/2026", "Segreteria", "CC BY 4.0", "Triennio 2026-2028", "PDF/A")
    assert [parola for parola in attesi if parola not in pagina] == []


@pytest.mark.parametrize(
    ("giorno", "fine"), [(date(2026, 1, 1), date(2031, 12, 31)), (date(2026, 12, 31), date(2031, 12, 31))]
)
def test_i_cinque_anni_si_contano_dal_primo_gennaio_che_segue(scena, giorno, fine):
    scena.pubblicazione.pubblicata_il = giorno
    assert scena.pubblicazione.scade_il == fine


def test_il_file_scaricato_e_quello_congelato(client, scena):
    risposta = apri(client, scena.ente, "file_pubblicazione", scena.pubblicazione.pk)
    with scena.versione.pdf.open() as file:
        assert b"".join(risposta.streaming_content) == file.read()


def test_un_file_sparito_lo_si_dice(client, scena):
    default_storage.delete(scena.versione.pdf.name)
    risposta = apri(client, scena.ente, "file_pubblicazione", scena.pubblicazione.pk)
    assert (risposta.status_code, "chiedilo all'ente" in letto(risposta)) == (404, True)


def test_una_ritirata_lascia_la_traccia_e_non_si_scarica(client, scena):
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="Conteneva un refuso.")
    pagina = apri(client, scena.ente, "pubblicazione", scena.pubblicazione.pk)
    assert (pagina.status_code, "Conteneva un refuso." in letto(pagina)) == (410, True)
    assert apri(client, scena.ente, "file_pubblicazione", scena.pubblicazione.pk).status_code == 404
    assert "Ritirate" in letto(apri(client, scena.ente, "sezione_trasparenza", "piano-della-performance"))


def test_ritirato_il_piano_le_sue_pagine_non_ci_sono_piu(client, scena):
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="Da rifare.")
    assert apri(client, scena.ente, "piano_pubblico", 2026).status_code == 404
    assert apri(client, scena.ente, "ultimo_piano").status_code == 404


def test_la_pubblicazione_di_un_altro_ente_non_si_vede(client, scena):
    assert apri(client, EnteFactory(), "pubblicazione", scena.pubblicazione.pk).status_code == 404


# ---- il Piano --------------------------------------------------------------------------------------------------


def test_il_piano_si_legge_dalle_linee_agli_indicatori(client, scena):
    pagina = letto(apri(client, scena.ente, "piano_pubblico", 2026))
    attesi = ("In parole semplici", "Un comune vicino", "Servizi semplici", "Tempi certi", "1 indicatore")
    assert [parola for parola in attesi if parola not in pagina] == []


def test_si_pubblica_cio_che_fu_congelato_non_cio_che_c_e_adesso(client, scena):
    vivo = obiettivo(scena)
    vivo.titolo = "Cambiato dopo"
    vivo.save()
    assert "Cambiato dopo" not in letto(apri(client, scena.ente, "piano_pubblico", 2026))


def test_una_versione_approvata_ma_non_pubblicata_non_si_legge(client, scena):
    nuova = variato(scena)
    nuova.pubblicazione.delete()
    assert "Tempi dimezzati" not in letto(apri(client, scena.ente, "piano_pubblico", 2026))


@pytest.mark.parametrize("versione", ["9", "zero", "-1", "99999"])
def test_una_versione_che_non_c_e_e_404(client, scena, versione):
    assert apri(client, scena.ente, "piano_pubblico", 2026, versione=versione).status_code == 404


def test_l_indirizzo_senza_anno_porta_all_ultimo(client, scena):
    assert apri(client, scena.ente, "ultimo_piano").url.endswith("/trasparenza/piano/2026/")


def test_la_versione_superata_lo_dice(client, scena):
    variato(scena)
    vecchia = letto(apri(client, scena.ente, "piano_pubblico", 2026, versione=1))
    assert "superata" in vecchia
    assert "Tempi dimezzati" not in vecchia
    assert "Tempi dimezzati" in letto(apri(client, scena.ente, "piano_pubblico", 2026))


@pytest.mark.parametrize(
    ("cerca", "trovati"),
    [
        ({}, 2),
        ({"q": "certi TEMPI"}, 1),
        ({"q": "imprese"}, 1),
        ({"q": "nulla di simile"}, 0),
        ({"unita": "Area Sociale"}, 1),
        ({"tema": "semplificazione"}, 1),
        ({"livello": "strategico"}, 1),
        ({"pagina": "abc"}, 2),
        ({"pagina": "99"}, 2),
    ],
)
def test_gli_obiettivi_si_cercano_e_si_filtrano(client, scena, cerca, trovati):
    pagina = letto(apri(client, scena.ente, "obiettivi_pubblici", 2026, **cerca))
    assert pagina.count('class="obiettivo"') == trovati


def test_senza_risultati_si_dice_che_cosa_fare(client, scena):
    assert "Prova con meno parole" in letto(apri(client, scena.ente, "obiettivi_pubblici", 2026, q="xyz"))


def test_un_obiettivo_ha_le_sue_risposte_il_grafico_e_i_legami(client, scena):
    pagina = letto(apri(client, scena.ente, "obiettivo_pubblico", obiettivo(scena).identificativo))
    attesi = ("Imprese", "Tempo medio", "30 giorni", "al massimo 25 giorni", "<svg", "S1 Servizi semplici", "5.000,00")
    assert [parola for parola in attesi if parola not in pagina] == []


def test_l_indirizzo_di_un_obiettivo_vale_fra_le_versioni_e_ne_racconta_la_storia(client, scena):
    variato(scena)
    chi = obiettivo(scena).identificativo
    pagina = letto(apri(client, scena.ente, "obiettivo_pubblico", chi))
    assert "<del>Tempi certi</del> <ins>Tempi dimezzati</ins>" in pagina
    assert "Tempi certi" in letto(apri(client, scena.ente, "obiettivo_pubblico", chi, versione=1))


def test_un_indicatore_ha_numeri_e_grafico(client, scena):
    indicatore = obiettivo(scena).indicatori.get()
    pagina = letto(apri(client, scena.ente, "indicatore_pubblico", indicatore.identificativo))
    attesi = ("33,5 giorni", "2024", "2028", "al massimo 20 giorni", "Registro pratiche", "<svg")
    assert [parola for parola in attesi if parola not in pagina] == []


def test_l_identificativo_di_un_obiettivo_non_apre_la_pagina_di_un_indicatore(client, scena):
    assert apri(client, scena.ente, "indicatore_pubblico", obiettivo(scena).identificativo).status_code == 404


def test_con_un_piano_solo_si_dice_che_cosa_serve_per_confrontare(client, scena):
    pagina = letto(apri(client, scena.ente, "confronto_pubblico"))
    assert "servono due Piani pubblicati" in pagina
    assert "Qui ce n'è uno solo" in pagina


def test_senza_piani_il_confronto_dice_che_non_ce_n_e(client):
    assert "Qui non ce n'è ancora nessuno" in letto(apri(client, EnteFactory(), "confronto_pubblico"))


def test_due_versioni_si_confrontano_con_il_motivo(client, scena):
    variato(scena)
    pagina = letto(apri(client, scena.ente, "confronto_pubblico"))
    attesi = ("Tempi certi", "Tempi dimezzati", "Tagli.", "cambiato")
    assert [parola for parola in attesi if parola not in pagina] == []


def test_una_scelta_senza_senso_confronta_gli_ultimi_due(client, scena):
    variato(scena)
    assert apri(client, scena.ente, "confronto_pubblico", da="x", a="999999").status_code == 200


# ---- l'installazione -------------------------------------------------------------------------------------------


def test_in_testa_gli_enti_che_pubblicano_poi_quelli_che_ancora_no(client, scena):
    EnteFactory(denominazione="Comune Silenzioso")
    pubblicano, _, tacciono = letto(apri(client, None, "trasparenza_enti")).partition("Non hanno ancora pubblicato")
    assert ("Comune di Prova" in pubblicano, "Silenzioso" in pubblicano, "Silenzioso" in tacciono) == (
        True,
        False,
        True,
    )


def test_accanto_agli_enti_le_ultime_pubblicazioni_di_tutti(client, scena):
    pagina = letto(apri(client, None, "trasparenza_enti"))
    assert reverse("relazioni:pubblicazione", args=[scena.ente.slug, scena.pubblicazione.pk]) in pagina


def test_all_indirizzo_nudo_chi_non_e_entrato_legge_che_cosa_e_pubblicato_e_trova_la_sua_porta(client, scena):
    risposta = client.get("/")
    pagina = letto(risposta)
    assert "Comune di Prova" in pagina
    assert reverse("account_login") in pagina
    assert risposta["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in risposta["Content-Security-Policy"]


def test_all_indirizzo_nudo_chi_e_entrato_va_nel_suo_ente(client, scena):
    client.force_login(utente_con("segretario", scena.ente))
    assert client.get("/").url == reverse("obiettivi:casa", args=[scena.ente.slug])


@pytest.mark.parametrize(("q", "parola"), [("prova", "Comune di Prova"), ("zzz", "Nessun ente con questo nome")])
def test_gli_enti_si_cercano_per_nome(client, scena, q, parola):
    assert parola in letto(apri(client, None, "trasparenza_enti", q=q))


def test_senza_enti_lo_si_dice(client):
    assert "Nessun ente ha ancora pubblicato" in letto(apri(client, None, "trasparenza_enti"))


def test_lo_stemma_e_di_tutti(client, scena):
    assert apri(client, scena.ente, "stemma_pubblico").status_code == 404
    scena.ente.stemma.save("stemma.png", ContentFile(b"\x89PNG"))
    assert b"".join(apri(client, scena.ente, "stemma_pubblico").streaming_content) == b"\x89PNG"


def test_la_nota_sulla_privacy_dice_che_non_si_segue_nessuno(client, scena):
    assert "Non usano biscotti" in letto(apri(client, scena.ente, "privacy"))
