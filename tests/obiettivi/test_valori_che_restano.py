"""Un valore rilevato non si perde: lo si toglie solo chiedendo, e un indicatore misurato non si elimina."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError
from django.urls import reverse

from obiettivi.azioni.indicatore import elimina_indicatore
from obiettivi.azioni.obiettivo import aggiorna_obiettivo
from obiettivi.azioni.righe import Righe
from obiettivi.azioni.rilevazioni import rileva, togli_rilevazione
from obiettivi.flusso.variazione import APPROVA, PROPONI, RICHIEDI, che_manca
from obiettivi.letture.rilevazioni import valori_rilevati
from obiettivi.models import Consegna, Parere, RigaVariazione, Rilevazione, Variazione
from obiettivi.voci import StatoSessione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, FaseFactory, ObiettivoFactory, utente_con
from tests.insieme import da_solo, database_condiviso, tutti_insieme
from tests.obiettivi.scena_monitoraggio import (
    AvanzamentoFactory,
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    chi,
    misurabile,
    scena,
    validato,
)

CHIUSA = {"stato": StatoSessione.CHIUSA, "chiusa_il": "2026-08-01T10:00Z"}


def misurato(**sessione):
    aperta, unita, indicatore = scena(**sessione)
    return RilevazioneFactory(sessione=aperta, indicatore=indicatore), unita


def indirizzo(rilevazione):
    sessione = rilevazione.sessione
    argomenti = [sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk, rilevazione.indicatore_id]
    return reverse("obiettivi:togli_rilevazione", args=argomenti)


# ---- togliere un valore ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_prima_di_togliere_un_valore_si_chiede(client):
    rilevazione, unita = misurato()
    client.force_login(chi("eq", unita))
    pagina = client.get(indirizzo(rilevazione)).content.decode()
    assert "Togliere questo valore?" in pagina
    assert Rilevazione.objects.filter(pk=rilevazione.pk).exists()


@pytest.mark.django_db
def test_tolto_un_valore_torna_a_mancare_e_ne_resta_traccia(client):
    rilevazione, unita = misurato()
    client.force_login(chi("eq", unita))
    risposta = client.post(indirizzo(rilevazione), follow=True)
    assert "Valore tolto: adesso manca." in risposta.content.decode()
    assert not Rilevazione.objects.exists()
    assert Evento.objects.filter(azione="toglie il valore", prima="20").exists()


@pytest.mark.django_db
def test_la_griglia_offre_di_togliere_solo_cio_che_c_e(client):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    griglia = reverse("obiettivi:compila", args=[sessione.ciclo.ente.slug, 2026, sessione.pk])
    assert "Togli il valore" not in client.get(griglia).content.decode()
    RilevazioneFactory(sessione=sessione, indicatore=unita.obiettivi_collegati.get().obiettivo.indicatori.get())
    assert "Togli il valore" in client.get(griglia).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("ruolo", "stato"), [("eq", 302), ("segretario", 302), ("nucleo", 403), ("dipendente", 403)])
def test_toglie_un_valore_chi_lo_puo_scrivere(client, ruolo, stato):
    rilevazione, unita = misurato()
    client.force_login(chi(ruolo, unita))
    assert client.post(indirizzo(rilevazione)).status_code == stato


@pytest.mark.django_db
@pytest.mark.parametrize("fermo", [CHIUSA, {}])
def test_in_una_sessione_chiusa_o_consegnata_non_si_toglie(client, fermo):
    rilevazione, unita = misurato(**fermo)
    if not fermo:
        Consegna.objects.create(sessione=rilevazione.sessione, unita=unita)
    client.force_login(chi("eq", unita))
    assert client.post(indirizzo(rilevazione)).status_code == 403


@pytest.mark.django_db
def test_un_valore_che_manca_non_si_toglie(client):
    rilevazione, unita = misurato()
    togli_rilevazione(rilevazione, utente=chi("eq", unita))
    client.force_login(utente_con("segretario", rilevazione.ente))
    assert client.get(indirizzo(rilevazione)).status_code == 404


# ---- togliere un indicatore --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("quanti", "detto"), [(1, "un valore rilevato"), (2, "2 valori rilevati")])
def test_un_indicatore_misurato_resta_e_si_dice_perche(quanti, detto):
    rilevazione, unita = misurato()
    if quanti == 2:
        altra = SessioneFactory(ciclo=rilevazione.sessione.ciclo, al=date(2026, 9, 30))
        RilevazioneFactory(sessione=altra, indicatore=rilevazione.indicatore)
    with pytest.raises(ValidationError, match=detto):
        elimina_indicatore(rilevazione.indicatore, utente=chi("eq", unita))
    assert valori_rilevati(rilevazione.indicatore) == quanti


@pytest.mark.django_db
def test_un_indicatore_mai_misurato_si_toglie():
    indicatore = misurabile(ObiettivoFactory())
    elimina_indicatore(indicatore, utente=utente_con("segretario", indicatore.ente))
    assert indicatore.obiettivo.indicatori.count() == 0


@pytest.mark.django_db
def test_la_copia_di_una_variazione_conta_i_valori_dell_originale():
    rilevazione, _ = misurato()
    copia = ObiettivoFactory(ciclo=rilevazione.sessione.ciclo)
    doppio = misurabile(copia, identificativo=rilevazione.indicatore.identificativo)
    assert valori_rilevati(doppio) == 1


@pytest.mark.django_db
def test_nemmeno_il_database_lascia_cancellare_un_indicatore_misurato():
    rilevazione, _ = misurato()
    with pytest.raises(RestrictedError):
        rilevazione.indicatore.delete()


@pytest.mark.django_db
def test_la_pagina_che_toglie_un_indicatore_dice_perche_non_si_puo(client):
    obiettivo = ObiettivoFactory(ciclo=CicloFactory())
    indicatore = misurabile(obiettivo)
    RilevazioneFactory(sessione=SessioneFactory(ciclo=obiettivo.ciclo), indicatore=indicatore)
    client.force_login(utente_con("segretario", obiettivo.ente))
    togli = reverse("obiettivi:togli_indicatore", args=[obiettivo.ente.slug, 2026, obiettivo.pk, indicatore.pk])
    assert "resta dov&#x27;è" in client.post(togli, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("passo", [RICHIEDI, PROPONI, APPROVA])
def test_una_variazione_che_perderebbe_valori_si_ferma(passo):
    rilevazione, unita = misurato()
    obiettivo, ciclo = rilevazione.indicatore.obiettivo, rilevazione.sessione.ciclo
    variazione = Variazione.objects.create(ciclo=ciclo, numero=1, titolo="V", motivo="M", chi=chi("segretario", unita))
    copia = ObiettivoFactory(ciclo=ciclo, variazione=variazione)
    RigaVariazione.objects.create(variazione=variazione, tipo="modifica", obiettivo=obiettivo, copia=copia)
    Parere.objects.create(ciclo=ciclo, variazione=variazione, esito="favorevole", dato_il=date(2026, 7, 1))
    frasi = " ".join(mancanza.frase for mancanza in che_manca(variazione, passo))
    assert "ha valori rilevati nel monitoraggio" in frasi
    misurabile(copia, identificativo=rilevazione.indicatore.identificativo)
    assert "valori rilevati" not in " ".join(mancanza.frase for mancanza in che_manca(variazione, passo))


# ---- le fasi -----------------------------------------------------------------------------------------------------


def avanzata(obiettivo):
    fase = FaseFactory(obiettivo=obiettivo, titolo="Gara")
    return AvanzamentoFactory(sessione=SessioneFactory(ciclo=obiettivo.ciclo), fase=fase).fase


@pytest.mark.django_db
@pytest.mark.parametrize("passo", [RICHIEDI, PROPONI, APPROVA])
@pytest.mark.parametrize(("titolo", "ferma"), [("Gara", False), ("Gara europea", True)])
def test_una_variazione_che_perderebbe_un_avanzamento_si_ferma(passo, titolo, ferma):
    obiettivo = validato(approvato())
    avanzata(obiettivo)
    segretario = utente_con("segretario", obiettivo.ente)
    variazione = Variazione.objects.create(ciclo=obiettivo.ciclo, numero=1, titolo="V", motivo="M", chi=segretario)
    copia = ObiettivoFactory(ciclo=obiettivo.ciclo, variazione=variazione)
    FaseFactory(obiettivo=copia, titolo=titolo)
    RigaVariazione.objects.create(variazione=variazione, tipo="modifica", obiettivo=obiettivo, copia=copia)
    Parere.objects.create(ciclo=obiettivo.ciclo, variazione=variazione, esito="favorevole", dato_il=date(2026, 7, 1))
    frasi = " ".join(mancanza.frase for mancanza in che_manca(variazione, passo))
    assert ("La fase «Gara» ha un avanzamento" in frasi) is ferma


@pytest.mark.django_db
def test_una_fase_avanzata_non_si_toglie_dalla_scheda():
    obiettivo = ObiettivoFactory(ciclo=CicloFactory())
    fase, segretario = avanzata(obiettivo), utente_con("segretario", obiettivo.ente)
    with pytest.raises(ValidationError, match="ha già un avanzamento"):
        aggiorna_obiettivo(obiettivo, utente=segretario, versione=None, righe=Righe(da_togliere=[fase]))
    assert obiettivo.fasi.get() == fase


@pytest.mark.django_db
def test_la_maschera_che_toglie_una_fase_avanzata_dice_perche_non_si_puo(client):
    obiettivo = ObiettivoFactory(ciclo=CicloFactory())
    fase = avanzata(obiettivo)
    client.force_login(utente_con("segretario", obiettivo.ente))
    quando = reverse("obiettivi:modifica", args=[obiettivo.ente.slug, 2026, obiettivo.pk, "quando"])
    dati = {"versione": obiettivo.versione, "fasi-TOTAL_FORMS": 1, "fasi-INITIAL_FORMS": 1}
    dati |= {"fasi-0-id": fase.pk, "fasi-0-titolo": fase.titolo, "fasi-0-DELETE": "on"}
    assert "resta dov&#x27;è" in client.post(quando, dati).content.decode()


@pytest.mark.django_db
def test_una_fase_mai_cominciata_si_toglie():
    fase = FaseFactory(obiettivo=ObiettivoFactory(ciclo=CicloFactory()))
    segretario = utente_con("segretario", fase.ente)
    aggiorna_obiettivo(fase.obiettivo, utente=segretario, versione=None, righe=Righe(da_togliere=[fase]))
    assert not fase.obiettivo.fasi.exists()


@pytest.mark.django_db
def test_nemmeno_il_database_lascia_cancellare_una_fase_avanzata():
    with pytest.raises(RestrictedError):
        avanzata(ObiettivoFactory(ciclo=CicloFactory())).delete()


# ---- due persone sulla stessa riga -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gia_scritto", [True, False])
def test_due_persone_sullo_stesso_valore_una_scrive_e_l_altra_lo_sa(tmp_path, gia_scritto):
    sessione, unita, indicatore = scena()
    vista = RilevazioneFactory(sessione=sessione, indicatore=indicatore).versione if gia_scritto else 0
    utenti = [chi("eq", unita), chi("segretario", unita)]

    def scrive(n):
        return rileva(sessione, indicatore, utente=utenti[n], versione=vista, valore=D(n + 1)).valore

    with database_condiviso(tmp_path):
        esiti = tutti_insieme(scrive, 2)
        salvati = da_solo(lambda: list(Rilevazione.objects.values_list("valore", flat=True)))
    scritti = [esito for esito in esiti if isinstance(esito, D)]
    assert len(scritti) == 1
    assert [type(esito) for esito in esiti if not isinstance(esito, D)] == [ModificatoDaAltri]
    assert salvati == scritti
