"""Le pagine del quadro: chi le apre, che cosa vi trova, i file, il PDF, e quante letture costano."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.lavori import avvia_quadro, html_del_quadro, quadri_chiesti_da, scrivi_quadro
from obiettivi.letture.cruscotto import LE_MIE, TUTTO, cruscotto_di
from obiettivi.letture.risultati import risultati_del_ciclo
from obiettivi.models import Indicatore, Obiettivo, ObiettivoUnita, Rilevazione, Target
from obiettivi.voci import Operatore, Verso
from piao.base.lavori import ErroreDiLavoro, esegui_in_attesa
from piao.base.models import Lavoro
from piao.base.pdf import RisorsaMancante
from tests.fabbriche import IncaricoFactory, LineaMandatoFactory, UnitaFactory, utente_con
from tests.obiettivi.scena_monitoraggio import D, SessioneFactory, approvato, chi, scena
from tests.obiettivi.test_andamento import con_pesi
from tests.obiettivi.test_cruscotto import TUTTI
from tests.obiettivi.test_cruscotto_confronti import due_anni, due_enti

pytestmark = pytest.mark.django_db
RUOLI = [*(tipo.value for tipo in TipoIncarico), "dipendente"]


def indirizzo(ciclo, nome="cruscotto", *altro):
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno, *altro])


def apri(client, ciclo, nome="cruscotto", *altro, ruolo="segretario"):
    client.force_login(utente_con(ruolo, ciclo.ente))
    return client.get(indirizzo(ciclo, nome, *altro))


@pytest.fixture
def ciclo():
    sessione, _, _ = con_pesi((60, 50), (40, 100))
    return sessione.ciclo


# ---- chi ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("nome", ["cruscotto", "cruscotto_anni", "cruscotto_enti"])
def test_ognuno_nell_ente_legge_il_quadro(client, ciclo, nome, ruolo):
    unita = ciclo.obiettivi.first().unita_collegate.get().unita
    client.force_login(chi(ruolo, unita))
    assert client.get(indirizzo(ciclo, nome)).status_code == 200


@pytest.mark.parametrize("nome", ["cruscotto", "cruscotto_anni", "cruscotto_enti", "cruscotto_dati"])
def test_un_estraneo_non_trova_il_quadro(client, ciclo, nome):
    client.force_login(utente_con("segretario", approvato().ente))
    assert client.get(indirizzo(ciclo, nome)).status_code == 404


def test_senza_accesso_si_va_a_entrare(client, ciclo):
    assert client.get(indirizzo(ciclo)).status_code == 302


# ---- che cosa ----------------------------------------------------------------------------------------------------


def test_il_quadro_dice_la_media_quanti_sono_misurati_e_come(client, ciclo):
    pagina = apri(client, ciclo).content.decode()
    assert "70%" in pagina
    assert "media pesata con i pesi dichiarati" in pagina
    assert 'role="img"' in pagina


def test_dal_quadro_si_scende_all_unita_all_obiettivo_al_valore(client, ciclo):
    unita = risultati_del_ciclo(ciclo).unita[0]
    sotto = indirizzo(ciclo, "cruscotto_di", "unita", unita.pk)
    assert sotto in apri(client, ciclo).content.decode()
    pagina = client.get(sotto).content.decode()
    conto = indirizzo(ciclo, "derivazione", ciclo.sessioni.get().pk, unita.obiettivi[0].pk)
    assert conto in pagina
    assert "Come si arriva alla media" in pagina
    assert "Rilevato" in client.get(conto).content.decode()


def test_dal_quadro_si_scende_alla_linea(client, ciclo):
    linea = LineaMandatoFactory(ente=ciclo.ente, titolo="Un comune che risponde")
    ciclo.obiettivi.update(linea_mandato=linea)
    pagina = apri(client, ciclo, "cruscotto_di", "linee", linea.pk).content.decode()
    assert "Un comune che risponde" in pagina
    assert "media semplice: i pesi valgono dentro ciascuna unità" in pagina


@pytest.mark.parametrize(("che", "pk"), [("unita", 10**6), ("linee", 10**6), ("altro", 0)])
def test_un_unita_senza_obiettivi_non_ha_una_pagina(client, ciclo, che, pk):
    assert apri(client, ciclo, "cruscotto_di", che, pk).status_code == 404


def test_un_ciclo_senza_obiettivi_lo_dice(client):
    assert "Nulla da misurare" in apri(client, approvato()).content.decode()


def test_chi_guida_un_unita_senza_obiettivi_puo_guardare_tutto(client, ciclo):
    client.force_login(chi("eq", UnitaFactory(ente=ciclo.ente)))
    assert "Scegli «Tutto l'ente»" in client.get(indirizzo(ciclo)).content.decode()
    assert "Unità per unità" in client.get(indirizzo(ciclo) + "?ambito=tutto").content.decode()


def test_un_valore_che_manca_e_nd_e_non_zero(client):
    sessione, _, _ = scena()
    pagina = apri(client, sessione.ciclo).content.decode()
    assert "n.d." in pagina
    assert ">0%" not in pagina


def test_si_sceglie_la_sessione(client, ciclo):
    prima = SessioneFactory(ciclo=ciclo, nome="Primavera", al=date(2026, 3, 31))
    client.force_login(utente_con("nucleo", ciclo.ente))
    assert "Primavera · situazione" in client.get(f"{indirizzo(ciclo)}?sessione={prima.pk}").content.decode()


def test_gli_anni_si_leggono_insieme(client):
    nuovo, _ = due_anni()
    pagina = apri(client, nuovo, "cruscotto_anni").content.decode()
    assert "40%" in pagina
    assert "80%" in pagina


def test_un_ente_solo_non_ha_con_chi_confrontarsi(client, ciclo):
    assert "Nessun ente da confrontare" in apri(client, ciclo, "cruscotto_enti").content.decode()


def test_gli_enti_dell_unione_si_leggono_insieme(client):
    primo, secondo = due_enti()
    utente = utente_con("nucleo", primo.ente)
    IncaricoFactory(ente=secondo.ente, tipo="nucleo", persona=utente.persona)
    client.force_login(utente)
    assert str(secondo.ente) in client.get(indirizzo(primo, "cruscotto_enti")).content.decode()


# ---- i file ------------------------------------------------------------------------------------------------------


def test_il_foglio_di_calcolo_e_un_allegato(client, ciclo):
    risposta = apri(client, ciclo, "cruscotto_dati")
    assert risposta.status_code == 200
    assert f'filename="quadro-{ciclo.ente.slug}-2026.xlsx"' in risposta["Content-Disposition"]


@pytest.mark.parametrize(("chiave", "stato"), [("unita", 200), ("esiti", 200), ("segnali", 200), ("boh", 404)])
def test_ogni_tabella_ha_il_suo_csv(client, ciclo, chiave, stato):
    assert apri(client, ciclo, "cruscotto_tabella", chiave).status_code == stato


def test_il_csv_ha_le_cifre_della_pagina(client, ciclo):
    righe = apri(client, ciclo, "cruscotto_tabella", "unita").content.decode("utf-8-sig").splitlines()
    assert righe[0] == "Unità;Obiettivi;Misurati;Grado (%);Come si fa la media"
    assert righe[1].endswith(";2;2;70;media pesata con i pesi dichiarati")


# ---- il PDF ------------------------------------------------------------------------------------------------------


@pytest.fixture
def segretario(client, ciclo):
    utente = utente_con("segretario", ciclo.ente)
    client.force_login(utente)
    return utente


def test_il_pdf_si_prepara_si_segue_e_si_scarica(client, ciclo, segretario, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    risposta = client.post(indirizzo(ciclo, "produci_cruscotto"))
    assert risposta.status_code == 302
    assert "PDF" in client.get(risposta.url).content.decode()
    esegui_in_attesa()
    lavoro = quadri_chiesti_da(segretario, ciclo).get()
    assert lavoro.stato == Lavoro.Stato.FATTO, lavoro.errore
    scaricato = client.get(indirizzo(ciclo, "scarica_cruscotto", lavoro.pk))
    assert b"".join(scaricato.streaming_content).startswith(b"%PDF")


def test_chiesto_due_volte_e_un_lavoro_solo(ciclo, segretario):
    quadro = cruscotto_di(ciclo, TUTTI)
    assert avvia_quadro(quadro, utente=segretario) == avvia_quadro(quadro, utente=segretario)


def test_un_pdf_in_coda_si_annulla(client, ciclo, segretario):
    client.post(indirizzo(ciclo, "produci_cruscotto"))
    lavoro = quadri_chiesti_da(segretario, ciclo).get()
    client.post(indirizzo(ciclo, "annulla_cruscotto", lavoro.pk))
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.ANNULLATO


def test_con_htmx_arriva_solo_il_riquadro(client, ciclo, segretario):
    client.post(indirizzo(ciclo, "produci_cruscotto"))
    lavoro = quadri_chiesti_da(segretario, ciclo).get()
    pagina = client.get(indirizzo(ciclo, "lavoro_cruscotto", lavoro.pk), headers={"HX-Request": "true"})
    assert "<html" not in pagina.content.decode()


def test_un_pdf_altrui_non_si_vede(client, ciclo, segretario):
    client.post(indirizzo(ciclo, "produci_cruscotto"))
    lavoro = quadri_chiesti_da(segretario, ciclo).get()
    assert apri(client, ciclo, "lavoro_cruscotto", lavoro.pk, ruolo="nucleo").status_code == 404


def test_un_pdf_non_piu_conservato_si_rifa(client, ciclo, segretario):
    client.post(indirizzo(ciclo, "produci_cruscotto"))
    lavoro = quadri_chiesti_da(segretario, ciclo).get()
    assert client.get(indirizzo(ciclo, "scarica_cruscotto", lavoro.pk)).status_code == 404


def test_se_manca_qualcosa_all_installazione_il_lavoro_lo_dice(ciclo, segretario, monkeypatch):
    def rotto(*_, **__):
        raise RisorsaMancante("Manca il file statico.")

    monkeypatch.setattr("obiettivi.lavori.scrivi_pdf", rotto)
    with pytest.raises(ErroreDiLavoro, match="Manca il file statico"):
        scrivi_quadro.call(lavoro_id=None, ciclo_id=ciclo.pk, utente_id=segretario.pk)


def test_lo_stesso_pdf_e_un_file_solo(ciclo, segretario, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("obiettivi.lavori.scrivi_pdf", lambda *_, **__: b"%PDF-finto")
    esiti = [scrivi_quadro.call(lavoro_id=None, ciclo_id=ciclo.pk, utente_id=segretario.pk) for _ in range(2)]
    assert esiti[0] == esiti[1]
    assert default_storage.exists(esiti[0]["file"])


@pytest.mark.parametrize("ambito", [LE_MIE, TUTTO])
def test_il_pdf_ha_le_tabelle_della_pagina(ciclo, ambito):
    html = html_del_quadro(cruscotto_di(ciclo, TUTTI, ambito=ambito))
    for titolo in ("Come stanno gli obiettivi", "Unità per unità", "L&#x27;ente negli anni"):
        assert titolo in html
    assert "70%" in html


# ---- quante letture ----------------------------------------------------------------------------------------------


def molti(sessione, quanti):
    """Altri obiettivi come il primo, tutti insieme: uno alla volta sarebbero minuti."""
    ciclo, unita = sessione.ciclo, sessione.ciclo.obiettivi.first().unita_collegate.get().unita
    nuovi = Obiettivo.objects.bulk_create(
        Obiettivo(ciclo=ciclo, titolo=f"O{n}", stato="validato", peso=D(1)) for n in range(quanti)
    )
    ObiettivoUnita.objects.bulk_create(ObiettivoUnita(obiettivo=o, unita=unita) for o in nuovi)
    misure = Indicatore.objects.bulk_create(
        Indicatore(obiettivo=o, denominazione="I", verso=Verso.AUMENTA) for o in nuovi
    )
    Target.objects.bulk_create(
        Target(indicatore=i, anno=2026, operatore=Operatore.ALMENO, valore=D(9)) for i in misure
    )
    Rilevazione.objects.bulk_create(Rilevazione(sessione=sessione, indicatore=i, valore=D(5)) for i in misure)


@pytest.mark.parametrize("quanti", [1, 300])
@pytest.mark.parametrize("nome", ["cruscotto", "cruscotto_anni", "cruscotto_enti", "andamento", "compila"])
def test_le_letture_non_crescono_con_gli_obiettivi(client, nome, quanti, quindici_letture):
    sessione, unita, _ = con_pesi((60, 50))
    molti(sessione, quanti - 1)
    client.force_login(chi("eq", unita))
    altro = [sessione.pk] if nome in ("andamento", "compila") else []
    with quindici_letture():
        assert client.get(indirizzo(sessione.ciclo, nome, *altro)).status_code == 200


@pytest.mark.parametrize("ruolo", ["segretario", "eq"])
def test_la_derivazione_sta_in_quindici_letture(client, ruolo, quindici_letture):
    sessione, unita, (obiettivo,) = con_pesi((60, 50))
    client.force_login(chi(ruolo, unita))
    with quindici_letture():
        client.get(indirizzo(sessione.ciclo, "derivazione", sessione.pk, obiettivo.pk))


@pytest.mark.parametrize("ruolo", ["nucleo", "eq"])
@pytest.mark.parametrize("nome", ["cruscotto", "cruscotto_anni", "cruscotto_enti"])
def test_il_quadro_sta_in_quindici_letture_anche_per_chi_ha_due_enti(client, nome, ruolo, quindici_letture):
    primo, secondo = due_enti()
    utente = chi(ruolo, primo.obiettivi.get().unita_collegate.get().unita)
    IncaricoFactory(ente=secondo.ente, tipo="nucleo", persona=utente.persona)
    client.force_login(utente)
    with quindici_letture():
        assert client.get(indirizzo(primo, nome)).status_code == 200


@pytest.mark.parametrize("quanti", [1, 50])
def test_le_letture_fra_enti_non_crescono(client, quanti, quindici_letture):
    primo, secondo = due_enti()
    molti(secondo.sessioni.get(), quanti)
    utente = utente_con("nucleo", primo.ente)
    IncaricoFactory(ente=secondo.ente, tipo="nucleo", persona=utente.persona)
    client.force_login(utente)
    with quindici_letture():
        assert client.get(indirizzo(primo, "cruscotto_enti")).status_code == 200
