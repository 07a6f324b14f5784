"""Il monitoraggio dentro il ciclo: le cose da fare, una variazione, il metodo dell'obiettivo, un Piano vero."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from obiettivi.azioni.copia import sovrascrivi
from obiettivi.azioni.monitoraggio import consegna
from obiettivi.flusso.compiti_monitoraggio import da_fare_nel_monitoraggio
from obiettivi.letture.andamento import andamento_di
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.models import Avanzamento, Obiettivo, Rilevazione, Variazione
from obiettivi.voci import MetodoAggregazione, Operatore, StatoObiettivo, StatoSessione
from tests.fabbriche import CicloFactory, FaseFactory, ObiettivoFactory, UnitaFactory
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

pytestmark = pytest.mark.django_db


def frasi(utente, ciclo):
    return [compito.frase for compito in da_fare_nel_monitoraggio(utente, ciclo)]


def variazione(ciclo):
    return Variazione.objects.create(ciclo=ciclo, numero=1, titolo="Meno fondi", motivo="Tagli", causa="esogena")


@pytest.mark.parametrize(("oggi", "urgente"), [("2026-07-10", False), ("2026-08-10", True)])
def test_chi_guida_sa_che_deve_compilare(oggi, urgente):
    with time_machine.travel(oggi, tick=False):
        sessione, unita, _ = scena()
        (compito,) = da_fare_nel_monitoraggio(chi("eq", unita), sessione.ciclo)
    assert compito.frase == f"Compila il monitoraggio di {unita}"
    assert compito.urgente == urgente
    assert compito.collegamento.endswith(f"?unita={unita.pk}")


@pytest.mark.parametrize("stato", ["programmata", "verificata"])
def test_fuori_dal_tempo_della_compilazione_chi_guida_non_ha_nulla_da_fare(stato):
    sessione, unita, _ = scena(stato=stato)
    assert frasi(chi("eq", unita), sessione.ciclo) == []


def test_chi_ha_consegnato_non_ha_piu_nulla_da_fare():
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    consegna(sessione, unita, utente=chi("eq", unita))
    assert frasi(chi("eq", unita), sessione.ciclo) == []


@pytest.mark.parametrize(
    ("stato", "oggi", "attese"),
    [
        ("programmata", "2026-06-30", []),
        ("programmata", "2026-07-01", ["Apri la sessione «Metà anno»"]),
        ("aperta", "2026-07-31", []),
        ("aperta", "2026-08-01", ["Verifica la sessione «Metà anno»"]),
        ("verificata", "2026-08-01", ["Chiudi la sessione «Metà anno»"]),
    ],
)
def test_il_segretario_sa_che_cosa_tocca_a_lui(stato, oggi, attese):
    with time_machine.travel(oggi, tick=False):
        sessione, unita, _ = scena(stato=stato)
        assert frasi(chi("segretario", unita), sessione.ciclo) == attese


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "dipendente"])
def test_agli_altri_non_tocca_nulla(ruolo):
    sessione, unita, _ = scena()
    assert frasi(chi(ruolo, unita), sessione.ciclo) == []


def test_prima_dell_approvazione_non_c_e_nulla_da_misurare():
    sessione = SessioneFactory(ciclo=CicloFactory(), stato=StatoSessione.PROGRAMMATA)
    assert frasi(chi("segretario", UnitaFactory(ente=sessione.ente)), sessione.ciclo) == []


def test_la_home_porta_alla_propria_parte(client):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    pagina = client.get(reverse("obiettivi:casa", args=[unita.ente.slug, 2026])).content.decode()
    assert f"Compila il monitoraggio di {unita}" in pagina


def test_una_variazione_approvata_conserva_cio_che_e_gia_rilevato():
    sessione, _, indicatore = scena()
    obiettivo = indicatore.obiettivo
    fase = FaseFactory(obiettivo=obiettivo)
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    AvanzamentoFactory(sessione=sessione, fase=fase)
    copia = ObiettivoFactory(ciclo=sessione.ciclo, variazione=variazione(sessione.ciclo))
    sovrascrivi(obiettivo, copia)
    copia.titolo = "Un altro titolo"
    copia.save()
    sovrascrivi(copia, Obiettivo.objects.get(pk=obiettivo.pk))
    assert Rilevazione.objects.get().indicatore_id == indicatore.pk
    assert Avanzamento.objects.get().fase_id == fase.pk


def test_una_copia_di_lavoro_non_si_misura():
    sessione, unita, _ = scena()
    campi = {"stato": StatoObiettivo.VALIDATO, "variazione": variazione(sessione.ciclo)}
    copia = ObiettivoFactory(ciclo=sessione.ciclo, unita=unita, **campi)
    misurabile(copia)
    assert quadro_di(sessione).totale == 1


@pytest.mark.parametrize(
    ("scritto", "frase"),
    [
        ({"metodo_aggregazione": "mista"}, "La quota serve"),
        ({"metodo_aggregazione": "fasi", "quota_fasi": "50"}, "La quota serve"),
        ({"metodo_aggregazione": "mista", "quota_fasi": "150"}, "minore o uguale a 100"),
    ],
)
def test_il_metodo_dell_obiettivo_e_la_sua_quota_vanno_insieme(client, scritto, frase):
    obiettivo = ObiettivoFactory()
    client.force_login(chi("segretario", UnitaFactory(ente=obiettivo.ente)))
    indirizzo = reverse("obiettivi:modifica", args=[obiettivo.ente.slug, 2026, obiettivo.pk, "che-cosa"])
    dati = {"titolo": "x", "livello": "operativo", "versione": "1"} | scritto
    assert frase in client.post(indirizzo, dati).content.decode()


@pytest.mark.parametrize(("scritto", "atteso"), [({}, "media_pesata"), ({"metodo_aggregazione": "minimo"}, "minimo")])
def test_il_metodo_si_sceglie_nell_obiettivo(client, scritto, atteso):
    obiettivo = ObiettivoFactory()
    client.force_login(chi("segretario", UnitaFactory(ente=obiettivo.ente)))
    indirizzo = reverse("obiettivi:modifica", args=[obiettivo.ente.slug, 2026, obiettivo.pk, "che-cosa"])
    client.post(indirizzo, {"titolo": "x", "livello": "operativo", "versione": "1"} | scritto)
    obiettivo.refresh_from_db()
    assert obiettivo.metodo_aggregazione == MetodoAggregazione(atteso)


# ---- un Piano vero: sei indicatori in percentuale, «almeno 80» e «100», senza verso e senza unità -----------------


def test_sei_indicatori_senza_verso_si_misurano_con_le_loro_soglie():
    ciclo = approvato(anno=2020)
    date_2020 = {"al": date(2020, 12, 31), "dal": date(2021, 1, 7), "entro": date(2021, 1, 31)}
    sessione = SessioneFactory(ciclo=ciclo, nome="Fine anno", **date_2020)
    soglie = [(Operatore.ALMENO, 80)] * 2 + [(Operatore.UGUALE, 100)] * 4
    for (operatore, soglia), valore in zip(soglie, (80, 60, 100, 95, 100, 0), strict=True):
        indicatore = misurabile(validato(ciclo), soglia, verso="", unita_misura="%")
        indicatore.target.update(operatore=operatore)
        RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(valore))
    andamento = andamento_di(quadro_di(sessione))
    assert [misura.grado.valore for misura in andamento.obiettivi] == [100, 75, 100, 95, 100, 0]
    assert [riga.scostamento for riga in andamento.da_spiegare] == [-25, -100]
    assert andamento.parti[0].parte.nome == "Senza unità"
