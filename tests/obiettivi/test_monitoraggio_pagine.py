"""Le pagine del monitoraggio: chi le vede, che cosa dicono, con e senza JavaScript."""

import pytest
from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.models import Avanzamento, Consegna, Rilevazione, Sessione
from obiettivi.voci import StatoSessione, Verso
from tests.fabbriche import EnteFactory, FaseFactory, UnitaFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    chi,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)

pytestmark = pytest.mark.django_db

RUOLI = [*TipoIncarico.values, "dipendente"]
HTMX = {"HTTP_HX_REQUEST": "true"}


def url(nome, sessione, *altro):
    return reverse(f"obiettivi:{nome}", args=[sessione.ente.slug, sessione.ciclo.anno, sessione.pk, *altro])


def del_ciclo(nome, ciclo):
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno])


def riga(indicatore, versione="", **scritto):
    return {f"r{indicatore.pk}-{nome}": valore for nome, valore in (scritto | {"versione": versione}).items()}


@pytest.mark.parametrize("ruolo", RUOLI)
def test_ognuno_nell_ente_legge_le_sessioni(client, ruolo):
    sessione, unita, _ = scena()
    client.force_login(chi(ruolo, unita))
    for indirizzo in (del_ciclo("monitoraggio", sessione.ciclo), url("sessione", sessione), url("compila", sessione)):
        assert client.get(indirizzo).status_code == 200


def test_un_estraneo_non_trova_nulla(client):
    sessione, _, indicatore = scena()
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(del_ciclo("monitoraggio", sessione.ciclo)).status_code == 404
    assert client.get(url("compila", sessione)).status_code == 404
    assert client.post(url("rileva", sessione, indicatore.pk)).status_code == 404


def test_la_sessione_di_un_altro_anno_non_si_trova(client):
    sessione, unita, _ = scena()
    altra = SessioneFactory()
    client.force_login(chi("segretario", unita))
    assert client.get(reverse("obiettivi:sessione", args=[unita.ente.slug, 2026, altra.pk])).status_code == 404


@pytest.mark.parametrize("ruolo", [r for r in RUOLI if r != "segretario"])
@pytest.mark.parametrize("nome", ["modifica_sessione", "elimina_sessione"])
def test_solo_il_segretario_tocca_una_sessione(client, ruolo, nome):
    sessione, unita, _ = scena()
    client.force_login(chi(ruolo, unita))
    assert client.get(url(nome, sessione)).status_code == 403
    assert client.get(del_ciclo("nuova_sessione", sessione.ciclo)).status_code == 403
    assert client.get(del_ciclo("sessioni_consuete", sessione.ciclo)).status_code == 403
    assert client.get(url("passo_sessione", sessione, "verifica")).status_code == 403


def test_il_segretario_programma_le_consuete(client):
    ciclo = approvato()
    client.force_login(utente_con("segretario", ciclo.ente))
    assert "Programma le tre consuete" in client.get(del_ciclo("monitoraggio", ciclo)).content.decode()
    assert "Programmare le tre" in client.get(del_ciclo("sessioni_consuete", ciclo)).content.decode()
    pagina = client.post(del_ciclo("sessioni_consuete", ciclo), follow=True).content.decode()
    assert "Fine anno" in pagina
    assert ciclo.sessioni.count() == 3


def test_chi_non_conduce_sa_che_le_programma_il_segretario(client):
    ciclo = approvato()
    client.force_login(utente_con("nucleo", ciclo.ente))
    assert "Le programma il segretario" in client.get(del_ciclo("monitoraggio", ciclo)).content.decode()


def test_una_sessione_nuova_con_le_sue_date(client):
    ciclo = approvato()
    client.force_login(utente_con("segretario", ciclo.ente))
    dati = {"nome": "Marzo", "al": "2026-03-31", "dal": "2026-04-01", "entro": "2026-04-15", "soglia": "7,5"}
    client.post(del_ciclo("nuova_sessione", ciclo), dati)
    (creata,) = Sessione.objects.all()
    assert (creata.nome, creata.soglia, creata.stato) == ("Marzo", D("7.5"), StatoSessione.PROGRAMMATA)


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"al": "2025-03-31"}, "Scrivi un giorno del 2026"),
        ({"entro": "2026-03-01"}, "La consegna viene prima"),
        ({"al": "2026-06-30"}, "già una sessione con la situazione a questa data"),
        ({"nome": ""}, "obbligatorio"),
    ],
)
def test_date_impossibili_hanno_una_frase(client, campi, frase):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    dati = {"nome": "Marzo", "al": "2026-03-31", "dal": "2026-04-01", "entro": "2026-04-15"} | campi
    assert frase in client.post(del_ciclo("nuova_sessione", sessione.ciclo), dati).content.decode()
    assert Sessione.objects.count() == 1


def test_due_segretari_sulle_stesse_date(client):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    Sessione.objects.update(versione=5, nome="Giugno")
    dati = {"nome": "Luglio", "al": "2026-06-30", "dal": "2026-07-01", "entro": "2026-07-31", "versione": "1"}
    pagina = client.post(url("modifica_sessione", sessione), dati).content.decode()
    assert "qualcun altro ha salvato" in pagina
    assert 'value="Luglio"' in pagina


def test_una_sessione_programmata_si_elimina_dopo_conferma(client):
    sessione, unita, _ = scena(stato=StatoSessione.PROGRAMMATA)
    client.force_login(chi("segretario", unita))
    assert "Eliminare la sessione" in client.get(url("elimina_sessione", sessione)).content.decode()
    client.post(url("elimina_sessione", sessione))
    assert not Sessione.objects.exists()


def test_verificare_dice_che_cosa_manca_e_va_avanti(client):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    pagina = client.get(url("passo_sessione", sessione, "verifica")).content.decode()
    assert "0 valori su 1" in pagina
    client.post(url("passo_sessione", sessione, "verifica"))
    assert Sessione.objects.get().stato == StatoSessione.VERIFICATA


def test_riaprire_senza_motivo_lo_chiede(client):
    sessione, unita, _ = scena(stato=StatoSessione.VERIFICATA)
    client.force_login(chi("segretario", unita))
    assert "Scrivi il motivo" in client.post(url("passo_sessione", sessione, "riapri"), {"nota": ""}).content.decode()
    client.post(url("passo_sessione", sessione, "riapri"), {"nota": "Un dato da correggere"})
    assert Sessione.objects.get().riaperture == 1


def test_un_passo_gia_compiuto_da_altri_si_spiega(client):
    sessione, unita, _ = scena(stato=StatoSessione.APERTA)
    client.force_login(chi("segretario", unita))
    pagina = client.post(url("passo_sessione", sessione, "apri"), follow=True).content.decode()
    assert "Non si può aprire la sessione: è «aperta»." in pagina


def test_un_passo_inventato_non_c_e(client):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    assert client.get(url("passo_sessione", sessione, "brucia")).status_code == 404


# ---- la griglia --------------------------------------------------------------------------------------------------


def test_il_responsabile_trova_subito_la_sua_parte(client):
    sessione, unita, indicatore = scena()
    misurabile(validato(sessione.ciclo, unita=UnitaFactory(ente=unita.ente, denominazione="Anagrafe")))
    client.force_login(chi("eq", unita))
    pagina = client.get(url("compila", sessione)).content.decode()
    assert f"<h1>{unita}</h1>" in pagina
    assert f'name="r{indicatore.pk}-valore"' in pagina


@pytest.mark.parametrize("scelta", ["nessuna", "0", "999999", "x"])
def test_una_parte_che_non_c_e_porta_alla_prima(client, scelta):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    assert f"<h1>{unita}</h1>" in client.get(url("compila", sessione), {"unita": scelta}).content.decode()


def test_chi_non_compila_legge_i_valori(client):
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D("81.5"), fonte="Registro del protocollo")
    client.force_login(chi("nucleo", unita))
    pagina = client.get(url("compila", sessione)).content.decode()
    assert f'name="r{indicatore.pk}-valore"' not in pagina
    assert "81,5" in pagina
    assert "Registro del protocollo" in pagina


def test_senza_javascript_la_riga_si_salva_e_si_torna_alla_riga(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    risposta = client.post(url("rileva", sessione, indicatore.pk), riga(indicatore, valore="12,5"))
    assert risposta.url == f"{url('compila', sessione)}?unita={unita.pk}#r{indicatore.pk}"
    assert Rilevazione.objects.get().valore == D("12.5")


def test_senza_javascript_un_errore_non_perde_nulla(client):
    sessione, unita, indicatore = scena()
    altro = misurabile(indicatore.obiettivo)
    client.force_login(chi("eq", unita))
    dati = riga(indicatore, valore="tanti", nota="Ne parlo con il tesoriere")
    pagina = client.post(url("rileva", sessione, indicatore.pk), dati).content.decode()
    assert "Scrivi un numero" in pagina
    assert 'value="tanti"' in pagina
    assert "Ne parlo con il tesoriere" in pagina
    assert f'name="r{altro.pk}-valore"' in pagina


def test_con_htmx_torna_la_sola_riga_con_il_conto_aggiornato(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    pezzo = client.post(url("rileva", sessione, indicatore.pk), riga(indicatore, valore="3"), **HTMX).content.decode()
    assert "<html" not in pezzo
    assert "Salvato" in pezzo
    assert 'data-hx-swap-oob="true"><strong>1</strong> valore scritto su 1' in pezzo


def test_con_htmx_un_errore_torna_nella_riga(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    pezzo = client.post(url("rileva", sessione, indicatore.pk), riga(indicatore), **HTMX).content.decode()
    assert "Scrivi il valore" in pezzo
    assert "Salvato" not in pezzo


def test_due_persone_sulla_stessa_riga(client):
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(8), versione=3)
    client.force_login(chi("eq", unita))
    dati = riga(indicatore, valore="9", versione="1")
    pezzo = client.post(url("rileva", sessione, indicatore.pk), dati, **HTMX).content.decode()
    assert "qualcun altro ha scritto questa riga" in pezzo
    assert f'name="r{indicatore.pk}-versione" value="3"' in pezzo
    assert 'value="9"' in pezzo
    client.post(url("rileva", sessione, indicatore.pk), dati | {f"r{indicatore.pk}-versione": "3"})
    assert Rilevazione.objects.get().valore == 9


def test_se_intanto_la_sessione_si_chiude_cio_che_si_e_scritto_resta(client):
    sessione, unita, indicatore = scena(stato=StatoSessione.VERIFICATA)
    client.force_login(chi("eq", unita))
    pagina = client.post(url("rileva", sessione, indicatore.pk), riga(indicatore, valore="7")).content.decode()
    assert "nulla è stato salvato" in pagina
    assert 'value="7"' in pagina
    assert not Rilevazione.objects.exists()


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "assessore", "dipendente", "ufficio_personale"])
def test_chi_non_ne_risponde_non_scrive(client, ruolo):
    sessione, unita, indicatore = scena()
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    client.force_login(chi(ruolo, unita))
    assert client.post(url("rileva", sessione, indicatore.pk), riga(indicatore, valore="7")).status_code == 403
    assert client.post(url("avanza", sessione, fase.pk), {}).status_code == 403
    assert client.post(url("consegna", sessione, unita.pk)).status_code == 403
    assert client.post(url("rimanda_consegna", sessione, unita.pk)).status_code == 403


def test_un_indicatore_che_non_si_misura_non_si_trova(client):
    sessione, unita, _ = scena()
    altrui = misurabile(validato(approvato()))
    client.force_login(chi("segretario", unita))
    assert client.post(url("rileva", sessione, altrui.pk)).status_code == 404


def test_la_fase_si_salva_dalla_sua_riga(client):
    sessione, unita, indicatore = scena()
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    client.force_login(chi("eq", unita))
    dati = {f"f{fase.pk}-inizio": "2026-03-02", f"f{fase.pk}-percentuale": "40"}
    pezzo = client.post(url("avanza", sessione, fase.pk), dati, **HTMX).content.decode()
    assert "Salvato" in pezzo
    assert Avanzamento.objects.get().percentuale == 40
    errore = client.post(url("avanza", sessione, fase.pk), {f"f{fase.pk}-percentuale": "140"}).content.decode()
    assert 'value="140"' in errore


@pytest.mark.parametrize(
    ("campi", "nome"), [({"verso": Verso.SI_NO}, "esito"), ({"verso": Verso.ENTRO_DATA}, "non_fatto")]
)
def test_ogni_indicatore_chiede_cio_che_serve(client, campi, nome):
    sessione, unita, primo = scena()
    indicatore = misurabile(primo.obiettivo, **campi)
    client.force_login(chi("eq", unita))
    pagina = client.get(url("compila", sessione)).content.decode()
    assert f'name="r{indicatore.pk}-{nome}"' in pagina
    assert f'name="r{indicatore.pk}-valore"' not in pagina


def test_a_fine_anno_uno_scostamento_apre_la_causa(client):
    sessione, unita, indicatore = scena()
    finale = di_fine_anno(sessione.ciclo)
    client.force_login(chi("eq", unita))
    pezzo = client.post(url("rileva", finale, indicatore.pk), riga(indicatore, valore="40"), **HTMX).content.decode()
    assert "Perché si scosta dal target" in pezzo
    assert "serve la causa" in pezzo


def test_la_parte_si_consegna_dalla_pagina(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    risposta = client.post(url("consegna", sessione, unita.pk), follow=True)
    assert "Non si può ancora consegnare" in risposta.content.decode()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    client.post(url("consegna", sessione, unita.pk))
    assert Consegna.objects.get().unita == unita
    assert "Si legge soltanto" not in client.get(url("sessione", sessione)).content.decode()
    assert "Parte consegnata il" in client.get(url("compila", sessione)).content.decode()


def test_il_segretario_rimanda_una_consegna(client):
    sessione, unita, _ = scena()
    Consegna.objects.create(sessione=sessione, unita=unita)
    client.force_login(chi("segretario", unita))
    assert "Scrivi il motivo" in client.post(url("rimanda_consegna", sessione, unita.pk), {}).content.decode()
    client.post(url("rimanda_consegna", sessione, unita.pk), {"nota": "Manca la fonte"})
    assert not Consegna.objects.exists()


@pytest.mark.parametrize("nome", ["sessione", "compila"])
def test_le_letture_delle_pagine_non_crescono(client, quindici_letture, nome):
    sessione, unita, _ = scena()
    altra = UnitaFactory(ente=unita.ente)
    for n in range(20):
        indicatore = misurabile(validato(sessione.ciclo, unita=(unita, altra)[n % 2]))
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(n))
    client.force_login(chi("segretario", unita))
    client.get(url(nome, sessione))
    with quindici_letture():
        client.get(url(nome, sessione))


@pytest.mark.parametrize("nome", ["cruscotto", "monitoraggio"])
def test_la_voce_del_menu_c_e_quando_il_piano_e_approvato(client, nome):
    sessione, unita, _ = scena()
    client.force_login(chi("dipendente", unita))
    assert del_ciclo(nome, sessione.ciclo) in client.get(del_ciclo("cruscotto", sessione.ciclo)).content.decode()
