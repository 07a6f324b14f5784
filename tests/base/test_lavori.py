import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from piao.base.lavori import (
    FRASE_GUASTO,
    FRASE_INTERROTTO,
    SCADENZA_BATTITO,
    TENTATIVI_MASSIMI,
    Annullato,
    Battito,
    annulla,
    avvia,
    batti,
    esegui_in_attesa,
    lavora_uno,
    riaccoda_interrotti,
    segnala,
)
from piao.base.models import Lavoratore, Lavoro
from tests.base import lavori_di_prova

pytestmark = pytest.mark.django_db


def nuovo(funzione=lavori_di_prova.somma, *, chiave: str = "conto:1", **argomenti) -> Lavoro:
    argomenti = argomenti or ({"addendi": [1, 2, 3]} if funzione is lavori_di_prova.somma else {})
    return avvia(funzione, chiave=chiave, titolo="Conto", ente="esempio", chi="anna@esempio.it", **argomenti)


def eseguito(lavoro: Lavoro) -> Lavoro:
    esegui_in_attesa()
    lavoro.refresh_from_db()
    return lavoro


def lasciato_a_meta(lavoratore: str, funzione=lavori_di_prova.somma) -> Lavoro:
    """Un lavoro preso da un lavoratore che non lo finirà."""
    lavoro = nuovo(funzione)
    DBTaskResult.objects.get(pk=lavoro.compito).claim(lavoratore)
    Lavoro.objects.filter(pk=lavoro.pk).update(stato=Lavoro.Stato.IN_CORSO, passo="Comincio", avanzamento=40)
    return lavoro


# ---- dalla richiesta all'esito


def test_un_lavoro_avviato_aspetta_in_coda():
    lavoro = nuovo()
    assert (lavoro.stato, lavoro.avanzamento, lavoro.attivo) == (Lavoro.Stato.IN_CODA, 0, True)


def test_un_lavoro_svolto_porta_il_suo_risultato():
    lavoro = eseguito(nuovo())
    assert (lavoro.stato, lavoro.risultato, lavoro.avanzamento) == (Lavoro.Stato.FATTO, {"somma": 6}, 100)
    assert lavoro.finito is not None
    assert not lavoro.attivo


def test_la_stessa_chiave_attiva_restituisce_il_lavoro_che_c_e():
    assert nuovo() == nuovo()
    assert DBTaskResult.objects.count() == 1


def test_la_stessa_chiave_dopo_la_fine_avvia_un_lavoro_nuovo():
    primo = eseguito(nuovo())
    assert nuovo() != primo


def test_due_chiavi_diverse_sono_due_lavori():
    assert nuovo(chiave="conto:1") != nuovo(chiave="conto:2")


def test_la_coda_vuota_non_ha_nulla_da_fare():
    assert lavora_uno("anna") is False


def test_un_errore_del_programma_diventa_una_frase_senza_dettagli(caplog):
    lavoro = eseguito(nuovo(lavori_di_prova.rompi))
    assert (lavoro.stato, lavoro.errore) == (Lavoro.Stato.FALLITO, FRASE_GUASTO)
    assert "ZeroDivisionError" in caplog.text


def test_un_rifiuto_motivato_arriva_a_chi_ha_chiesto():
    lavoro = eseguito(nuovo(lavori_di_prova.rifiuta))
    assert lavoro.errore == "Il Piano non ha obiettivi: aggiungetene uno."


def test_un_risultato_che_non_si_puo_scrivere_non_ferma_il_lavoratore(caplog):
    assert eseguito(nuovo(lavori_di_prova.indicibile)).stato == Lavoro.Stato.FALLITO


# ---- avanzamento e annullamento


def test_segnala_scrive_a_che_punto_e_il_lavoro():
    lavoro = lasciato_a_meta("anna")
    segnala(lavoro.pk, 70, "Compongo le pagine")
    lavoro.refresh_from_db()
    assert (lavoro.avanzamento, lavoro.passo) == (70, "Compongo le pagine")


def test_segnala_senza_lavoro_non_fa_nulla():
    assert segnala(None, 10, "dal terminale") is None


def test_un_lavoro_in_coda_si_annulla_subito():
    lavoro = nuovo()
    annulla(lavoro)
    assert lavoro.stato == Lavoro.Stato.ANNULLATO
    assert lavora_uno("anna") is False


def test_un_lavoro_in_corso_si_ferma_al_primo_segnale_dopo_l_annullamento():
    assert eseguito(nuovo(lavori_di_prova.annullato_a_meta)).stato == Lavoro.Stato.ANNULLATO


def test_un_lavoro_finito_non_si_annulla_piu():
    lavoro = eseguito(nuovo())
    annulla(lavoro)
    assert (lavoro.stato, lavoro.annullare) == (Lavoro.Stato.FATTO, False)


def test_un_lavoro_ridato_ad_altri_ferma_chi_lo_teneva():
    lavoro = lasciato_a_meta("anna")
    riaccoda_interrotti("bruno")
    with pytest.raises(Annullato):
        segnala(lavoro.pk, 80, "Non più mio")


# ---- il lavoratore muore


def test_il_lavoro_di_chi_non_batte_piu_torna_in_coda_e_riesce():
    lavoro = lasciato_a_meta("anna")
    riaccoda_interrotti("bruno")
    lavoro.refresh_from_db()
    assert (lavoro.stato, lavoro.passo) == (Lavoro.Stato.IN_CODA, "Interrotto, riprovo")
    assert eseguito(lavoro).tentativi == 2
    assert lavoro.stato == Lavoro.Stato.FATTO


def test_il_lavoro_di_un_collega_vivo_non_si_tocca():
    batti("anna")
    lavoro = lasciato_a_meta("anna")
    riaccoda_interrotti("bruno")
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.IN_CORSO


def test_un_battito_scaduto_non_protegge_il_lavoro():
    Lavoratore.objects.create(nome="anna", battito=timezone.now() - SCADENZA_BATTITO - timedelta(seconds=1))
    lavoro = lasciato_a_meta("anna")
    riaccoda_interrotti("bruno")
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.IN_CODA


def test_chi_riparte_col_suo_nome_riprende_subito_il_suo_lavoro():
    batti("anna")
    lavoro = lasciato_a_meta("anna")
    riaccoda_interrotti("anna")
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.IN_CODA


def test_dopo_tre_interruzioni_il_lavoro_fallisce_e_lo_dice():
    lavoro = lasciato_a_meta("anna")
    DBTaskResult.objects.filter(pk=lavoro.compito).update(worker_ids=["anna"] * TENTATIVI_MASSIMI)
    riaccoda_interrotti("bruno")
    lavoro.refresh_from_db()
    assert (lavoro.stato, lavoro.errore) == (Lavoro.Stato.FALLITO, FRASE_INTERROTTO)
    assert lavora_uno("bruno") is False


def test_un_lavoro_interrotto_che_nessuno_vuole_piu_non_riparte():
    lavoro = lasciato_a_meta("anna")
    annulla(lavoro)
    riaccoda_interrotti("bruno")
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.ANNULLATO


def test_chi_finisce_in_ritardo_un_lavoro_ridato_ad_altri_non_ne_tocca_l_esito(monkeypatch):
    def intanto_scade(valori: list[int]) -> int:
        riaccoda_interrotti("bruno")
        return 0

    lavoro = nuovo()
    monkeypatch.setattr(lavori_di_prova, "sum", intanto_scade, raising=False)
    lavora_uno("anna")
    lavoro.refresh_from_db()
    assert lavoro.stato == Lavoro.Stato.IN_CODA


# ---- il processo vero


@pytest.fixture
def ambiente(transactional_db, tmp_path: Path) -> dict[str, str]:
    """L'ambiente di un processo che vede lo stesso database; quello in memoria si travasa in un file."""
    dati = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'prova.sqlite3'}"
    else:
        url = f"postgres://{dati['USER']}@{quote(dati['HOST'], safe='')}:{dati['PORT']}/{dati['NAME']}"
    return os.environ | {"SVILUPPO": "1", "DATABASE_URL": url}


@pytest.fixture
def lavoratore(ambiente, tmp_path):
    """Avvia processi `lavoratore` e alla fine non ne lascia nessuno."""
    processi = []

    def avvia_processo(nome: str) -> subprocess.Popen[bytes]:
        comando = [sys.executable, "manage.py", "lavoratore", "--nome", nome]
        processi.append(subprocess.Popen(comando, cwd=settings.RADICE, env=ambiente))
        return processi[-1]

    yield avvia_processo
    for processo in processi:
        processo.kill()
        processo.wait()


def travasa(tmp_path: Path) -> Callable[[], str]:
    """Copia nel file il database in memoria, se è quello; restituisce come leggere lo stato del lavoro.

    Non è il solo: il lavoratore, se è l'ora, mette in coda anche gli avvisi del giorno.
    """
    if connection.vendor != "sqlite":
        return lambda: Lavoro.objects.get(titolo="Conto").stato
    percorso = tmp_path / "prova.sqlite3"
    copia = sqlite3.connect(percorso)
    connection.connection.backup(copia)
    return lambda: copia.execute("select stato from base_lavoro where titolo = 'Conto'").fetchone()[0]


def aspetta(condizione: Callable[[], bool], secondi: float = 60) -> None:
    scadenza = time.monotonic() + secondi
    while not condizione():
        assert time.monotonic() < scadenza, "non è successo in tempo"
        time.sleep(0.1)


def test_un_lavoratore_ucciso_a_meta_non_perde_il_lavoro(lavoratore, tmp_path):
    traccia = tmp_path / "cominciato"
    nuovo(lavori_di_prova.dormi_la_prima_volta, traccia=str(traccia))
    stato = travasa(tmp_path)
    primo = lavoratore("anna")
    aspetta(traccia.exists)
    primo.kill()
    primo.wait()
    assert stato() == Lavoro.Stato.IN_CORSO
    lavoratore("anna")
    aspetta(lambda: stato() == Lavoro.Stato.FATTO)


def test_un_lavoratore_fermato_con_garbo_finisce_il_lavoro_in_corso(lavoratore, tmp_path):
    traccia = tmp_path / "cominciato"
    nuovo(lavori_di_prova.finisci_con_calma, traccia=str(traccia))
    stato = travasa(tmp_path)
    processo = lavoratore("anna")
    aspetta(traccia.exists)
    processo.send_signal(signal.SIGTERM)
    assert processo.wait(timeout=30) == 0
    assert stato() == Lavoro.Stato.FATTO


@pytest.mark.django_db(transaction=True)
def test_il_battito_dura_quanto_il_lavoratore(monkeypatch):
    monkeypatch.setattr("piao.base.lavori.SECONDI_FRA_I_BATTITI", 60)
    with Battito("anna"):
        assert Lavoratore.objects.get().nome == "anna"
    assert not Lavoratore.objects.exists()


def test_il_comando_del_lavoratore_ha_un_aiuto(capsys):
    with pytest.raises(SystemExit):
        call_command("lavoratore", "--help")
    assert "secondo piano" in capsys.readouterr().out
