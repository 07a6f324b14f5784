"""Le pagine del Piano: chi le vede, che cosa ci si fa, che nulla vada perso."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from obiettivi.voci import StatoCiclo
from piao.base.models import Lavoro
from relazioni.letture import parte_di, parti_di
from relazioni.models import Produzione, Sezione
from tests.fabbriche import CicloFactory, ObiettivoFactory, utente_con
from tests.relazioni.scene import ciclo_ricco

pytestmark = pytest.mark.django_db
LETTURA = ("documenti", "anteprima", "sezioni")
SCRITTURA = ("nuova_parte",)
LEGGONO_LA_BOZZA = {
    "segretario": True, "dirigente": True, "eq": True, "sindaco": True, "assessore": True, "nucleo": True,
    "rpct": True, "ufficio_personale": True, "revisore": False, "dipendente": False,
}  # fmt: skip


@pytest.fixture
def ciclo():
    return ciclo_ricco()


@pytest.fixture
def segretario(client, ciclo):
    utente = utente_con("segretario", ciclo.ente)
    client.force_login(utente)
    return utente


def _ind(ciclo, nome, *resto):
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *resto])


def _dati(**campi):
    return {"titolo": "Che cos'è", "capitolo": "premessa", "testo": "<p>Nuovo</p>"} | campi


# ---- chi vede che cosa -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pagina", LETTURA)
@pytest.mark.parametrize(("ruolo", "puo"), LEGGONO_LA_BOZZA.items())
def test_la_bozza_del_piano_la_legge_chi_vede_le_bozze_e_la_giunta(client, ruolo, puo, pagina):
    ciclo = CicloFactory()
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.get(_ind(ciclo, pagina)).status_code == (200 if puo else 403)


@pytest.mark.parametrize("ruolo", ["dipendente", "revisore"])
def test_il_piano_approvato_lo_leggono_tutti(client, ruolo):
    ciclo = CicloFactory(stato=StatoCiclo.APPROVATO)
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.get(_ind(ciclo, "anteprima")).status_code == 200


@pytest.mark.parametrize("pagina", LETTURA + SCRITTURA)
def test_un_estraneo_riceve_404(client, ciclo, pagina):
    client.force_login(utente_con("segretario", CicloFactory().ente))
    assert client.get(_ind(ciclo, pagina)).status_code == 404


@pytest.mark.parametrize("pagina", LETTURA + SCRITTURA)
def test_chi_non_e_entrato_va_all_accesso(client, ciclo, pagina):
    assert client.get(_ind(ciclo, pagina)).status_code == 302


@pytest.mark.parametrize("ruolo", ["eq", "nucleo", "sindaco", "assessore"])
@pytest.mark.parametrize(
    ("nome", "resto"),
    [
        ("parte", ["sintesi"]),
        ("nuova_parte", []),
        ("elimina_parte", ["sintesi"]),
        ("ripristina_parte", ["che-cosa-e"]),
        ("storia_parte", ["sintesi"]),
    ],
)
def test_i_testi_li_scrive_solo_il_segretario(client, ciclo, ruolo, nome, resto):
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.get(_ind(ciclo, nome, *resto)).status_code == 403


@pytest.mark.parametrize("nome", ["produci", "sposta_parte", "mostra_parte"])
def test_chi_legge_soltanto_non_produce_e_non_sposta(client, ciclo, nome):
    client.force_login(utente_con("nucleo", ciclo.ente))
    resto = [] if nome == "produci" else ["sintesi"]
    assert client.post(_ind(ciclo, nome, *resto)).status_code == 403


@pytest.mark.parametrize("nome", ["produci", "sposta_parte", "mostra_parte"])
def test_le_azioni_non_si_compiono_con_un_collegamento(client, ciclo, segretario, nome):
    resto = [] if nome == "produci" else ["sintesi"]
    assert client.get(_ind(ciclo, nome, *resto)).status_code == 405


# ---- testi ---------------------------------------------------------------------------------------------------


def test_l_elenco_dei_testi_dice_quali_sono_da_scrivere(client, ciclo, segretario):
    pagina = client.get(_ind(ciclo, "sezioni")).content.decode()
    assert "da scrivere" in pagina
    assert "testo modello" in pagina


def test_scrivere_una_parte_porta_all_elenco_nel_suo_punto(client, ciclo, segretario):
    risposta = client.post(_ind(ciclo, "parte", "che-cosa-e"), _dati())
    assert risposta.url.endswith("#parte-che-cosa-e")
    assert parte_di(ciclo, "che-cosa-e").testo == "<p>Nuovo</p>"


def test_il_testo_semplice_di_chi_non_ha_javascript_diventa_paragrafi(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="Uno\n\nDue"))
    assert parte_di(ciclo, "sintesi").testo == "<p>Uno</p>\n<p>Due</p>"


def test_senza_titolo_la_maschera_lo_dice_e_il_testo_resta(client, ciclo, segretario):
    pagina = client.post(_ind(ciclo, "parte", "sintesi"), _dati(titolo="", testo="<p>Da non perdere</p>"))
    assert "Da non perdere" in pagina.content.decode()
    assert pagina.status_code == 200


def test_due_persone_sulla_stessa_parte_nessuna_perde_il_testo(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Prima</p>"))
    vecchia = parte_di(ciclo, "sintesi").versione
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Seconda</p>", versione=vecchia))
    pagina = client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Terza</p>", versione=vecchia))
    assert "Nel frattempo qualcun altro ha salvato" in pagina.content.decode()
    assert "Terza" in pagina.content.decode()
    assert parte_di(ciclo, "sintesi").testo == "<p>Seconda</p>"


def test_dopo_il_conflitto_salvando_di_nuovo_vale_il_mio_testo(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Prima</p>"))
    attuale = parte_di(ciclo, "sintesi").versione
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Mia</p>", versione=attuale))
    assert parte_di(ciclo, "sintesi").testo == "<p>Mia</p>"


def test_la_pagina_di_scrittura_mostra_le_variabili_con_il_loro_valore(client, ciclo, segretario):
    pagina = client.get(_ind(ciclo, "parte", "sintesi")).content.decode()
    assert "{{ triennio }}" in pagina
    assert "2026-2028" in pagina


def test_la_mappa_dell_editor_ha_il_nonce_della_pagina(client, ciclo, segretario):
    risposta = client.get(_ind(ciclo, "parte", "sintesi"))
    nonce = str(risposta.wsgi_request.csp_nonce)
    assert f'<script type="importmap" nonce="{nonce}"' in risposta.content.decode()
    assert nonce in risposta["Content-Security-Policy"]


def test_una_parte_nuova_si_aggiunge_e_si_elimina_dopo_conferma(client, ciclo, segretario):
    client.post(_ind(ciclo, "nuova_parte"), _dati(titolo="Nostra"))
    assert "Eliminare «Nostra»?" in client.get(_ind(ciclo, "elimina_parte", "nostra")).content.decode()
    client.post(_ind(ciclo, "elimina_parte", "nostra"))
    assert "nostra" not in {parte.chiave for parte in parti_di(ciclo)}


def test_una_parte_prevista_non_ha_la_pagina_per_eliminarla(client, ciclo, segretario):
    assert client.get(_ind(ciclo, "elimina_parte", "sintesi")).status_code == 404


def test_si_nasconde_si_mostra_e_si_sposta(client, ciclo, segretario):
    client.post(_ind(ciclo, "mostra_parte", "sintesi"), {"attiva": "0"})
    assert not parte_di(ciclo, "sintesi").attiva
    client.post(_ind(ciclo, "mostra_parte", "sintesi"), {"attiva": "1"})
    client.post(_ind(ciclo, "sposta_parte", "sintesi"), {"verso": "giu"})
    assert [parte.chiave for parte in parti_di(ciclo)][1] == "sintesi"


def test_il_testo_modello_si_rimette_dopo_conferma(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "che-cosa-e"), _dati())
    assert "Rimettere il testo modello" in client.get(_ind(ciclo, "ripristina_parte", "che-cosa-e")).content.decode()
    client.post(_ind(ciclo, "ripristina_parte", "che-cosa-e"))
    assert parte_di(ciclo, "che-cosa-e").come_il_modello


def test_una_parte_senza_modello_non_si_ripristina(client, ciclo, segretario):
    assert client.get(_ind(ciclo, "ripristina_parte", "sintesi")).status_code == 404


def test_dalla_storia_si_riprende_una_versione(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Prima</p>"))
    vecchia = Sezione.objects.get().history.first()
    client.post(_ind(ciclo, "parte", "sintesi"), _dati(testo="<p>Dopo</p>", versione=Sezione.objects.get().versione))
    assert "Prima" in client.get(_ind(ciclo, "storia_parte", "sintesi")).content.decode()
    client.post(_ind(ciclo, "storia_parte", "sintesi"), {"versione": vecchia.history_id})
    assert parte_di(ciclo, "sintesi").testo == "<p>Prima</p>"


@pytest.mark.parametrize("versione", ["", "abc", "-1", "999999", "1 OR 1=1"])
def test_una_versione_che_non_c_e_e_404(client, ciclo, segretario, versione):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati())
    risposta = client.post(_ind(ciclo, "storia_parte", "sintesi"), {"versione": versione})
    assert risposta.status_code == 404


def test_la_storia_di_un_altra_parte_non_si_riprende(client, ciclo, segretario):
    client.post(_ind(ciclo, "parte", "sintesi"), _dati())
    client.post(_ind(ciclo, "parte", "missione"), _dati())
    estranea = Sezione.objects.get(chiave="missione").history.first()
    risposta = client.post(_ind(ciclo, "storia_parte", "sintesi"), {"versione": estranea.history_id})
    assert risposta.status_code == 404


# ---- documenti -------------------------------------------------------------------------------------------------


def test_la_pagina_del_documento_dice_che_cosa_manca_e_dove_rimediare(client, ciclo, segretario):
    Sezione.objects.create(ciclo=ciclo, chiave="sintesi", titolo="x", testo="<p>{{ atto_piao }}</p>")
    pagina = client.get(_ind(ciclo, "documenti")).content.decode()
    assert "Una variabile non ha valore: atto del PIAO (atto_piao)." in pagina
    assert "Obiettivi non ancora validati: 2." in pagina
    assert _ind(ciclo, "sezioni") in pagina


def test_produrre_avvia_un_lavoro_e_porta_alla_sua_pagina(client, ciclo, segretario):
    risposta = client.post(_ind(ciclo, "produci"))
    lavoro = Lavoro.objects.get()
    assert risposta.url == _ind(ciclo, "lavoro", lavoro.pk)
    pagina = client.get(risposta.url).content.decode()
    assert 'http-equiv="refresh"' in pagina
    assert 'data-hx-trigger="every 1s"' in pagina


def test_con_htmx_si_rinfresca_soltanto_il_riquadro(client, ciclo, segretario):
    client.post(_ind(ciclo, "produci"))
    risposta = client.get(_ind(ciclo, "lavoro", Lavoro.objects.get().pk), headers={"HX-Request": "true"})
    assert risposta.content.decode().strip().startswith("<section")


def test_un_lavoro_si_annulla_e_si_riprova(client, ciclo, segretario):
    client.post(_ind(ciclo, "produci"))
    lavoro = Lavoro.objects.get()
    pagina = client.post(_ind(ciclo, "annulla_lavoro", lavoro.pk), follow=True).content.decode()
    assert "La preparazione è stata annullata." in pagina
    assert "Riprova" in pagina
    assert 'data-hx-trigger="every' not in pagina


def test_il_lavoro_di_un_altro_ciclo_non_si_vede(client, ciclo, segretario):
    estraneo = Lavoro.objects.create(chiave="documento:999:x", titolo="x", ente=ciclo.ente.slug)
    assert client.get(_ind(ciclo, "lavoro", estraneo.pk)).status_code == 404


def test_un_lavoro_fallito_si_racconta(client, ciclo, segretario):
    client.post(_ind(ciclo, "produci"))
    Lavoro.objects.update(stato="fallito", errore="Manca il font.", finito=timezone.now())
    assert "Manca il font." in client.get(_ind(ciclo, "documenti")).content.decode()
    assert "Manca il font." in client.get(_ind(ciclo, "lavoro", Lavoro.objects.get().pk)).content.decode()


def _produzione(ciclo, **campi):
    produzione = Produzione(ciclo=ciclo, impronta_contenuto="a" * 64, impronta="b" * 64, pagine=3, **campi)
    produzione.file.save("piano.pdf", ContentFile(b"%PDF-1"))
    return produzione


def test_il_pdf_si_scarica_con_un_nome_che_dice_che_e_una_bozza(client, ciclo, segretario):
    risposta = client.get(_ind(ciclo, "scarica", _produzione(ciclo).pk))
    assert b"".join(risposta.streaming_content) == b"%PDF-1"
    assert f'filename="piano-{ciclo.ente.slug}-2026-bozza.pdf"' in risposta["Content-Disposition"]
    risposta.close()


def test_il_pdf_di_un_altro_ente_non_si_scarica(client, ciclo, segretario):
    assert client.get(_ind(ciclo, "scarica", _produzione(CicloFactory()).pk)).status_code == 404


def test_un_file_perso_non_rompe_la_pagina(client, ciclo, segretario):
    produzione = _produzione(ciclo)
    produzione.file.storage.delete(produzione.file.name)
    assert client.get(_ind(ciclo, "scarica", produzione.pk)).status_code == 404


@pytest.mark.parametrize("nome", ["piano.json", "obiettivi.csv", "indicatori.csv"])
def test_i_dati_aperti_si_scaricano(client, ciclo, segretario, nome):
    assert client.get(_ind(ciclo, "dati", nome)).status_code == 200


def test_un_dato_che_non_c_e_e_404(client, ciclo, segretario):
    assert client.get(_ind(ciclo, "dati", "segreti.csv")).status_code == 404


def test_l_anteprima_evidenzia_le_variabili_senza_valore(client, ciclo, segretario):
    Sezione.objects.create(ciclo=ciclo, chiave="sintesi", titolo="x", testo="<p>{{ boh }}</p>")
    pagina = client.get(_ind(ciclo, "anteprima")).content.decode()
    assert "<mark>[manca: boh]</mark>" in pagina


@pytest.mark.parametrize("pagina", LETTURA)
def test_le_letture_non_crescono_con_gli_obiettivi(client, ciclo, segretario, pagina, django_assert_num_queries):
    client.get(_ind(ciclo, pagina))
    with CaptureQueriesContext(connection) as prima:
        client.get(_ind(ciclo, pagina))
    ObiettivoFactory.create_batch(5, ciclo=ciclo)
    with django_assert_num_queries(len(prima)):
        client.get(_ind(ciclo, pagina))
