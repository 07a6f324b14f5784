import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

INDIRIZZO = "127.0.0.1"
SECONDI_PER_PARTIRE = 60
SECONDI_PER_FINIRE = 15
VITA_MINIMA = 5  # un processo che cade da solo prima di tanti secondi non viene riavviato


class Command(BaseCommand):
    """Il programma intero su una macchina sola: prepara il database, avvia sito e lavoratore, li ferma insieme.

    Ogni impedimento è una frase ed esce con codice diverso da zero.
    """

    help = "Prepara il database e avvia sito e lavoratore. Ctrl-C ferma tutto."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--porta", default="8000")

    def handle(self, *args: Any, porta: str, **opzioni: Any) -> None:
        for segnale in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(segnale, lambda *_: sys.exit(0))
        try:
            numero = porta_libera(porta)
            dichiara_indirizzo(numero)
            call_command("prepara_statici")
            prepara_database()
            carica_dimostrazione_una_volta()
        except CommandError as impedimento:
            sys.exit(str(impedimento))
        with Squadra() as squadra:
            squadra.avvia("sito", comando_sito(numero))
            squadra.avvia("lavoratore", [sys.executable, "manage.py", "lavoratore", "--nome", f"avvia-{numero}"])
            squadra.aspetta_sito(numero)
            self.saluta(numero)
            squadra.sorveglia()

    def saluta(self, porta: int) -> None:
        self.stdout.write(f"\nIl programma è pronto: http://localhost:{porta}\n")
        if "utenti_dimostrazione" in get_commands():
            call_command("utenti_dimostrazione", stdout=self.stdout)
        self.stdout.write("Per fermarlo: Ctrl-C.")
        self.stdout.flush()


# ---- prima di partire --------------------------------------------------------------------------------


def porta_libera(porta: str) -> int:
    """Il numero della porta, se si può usare. Solleva `CommandError` con che cosa fare."""
    if not porta.isdigit() or not 0 < int(porta) < 65536:
        raise CommandError(f"«{porta}» non è una porta: scrivete un numero, per esempio «make run PORTA=8001».")
    with socket.socket() as presa:
        presa.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            presa.bind((INDIRIZZO, int(porta)))
        except PermissionError:
            raise CommandError(f"La porta {porta} è riservata: sceglietene una sopra 1023, con PORTA=….") from None
        except OSError:
            consiglio = f"fermate l'altro programma o ripetete con «make run PORTA={int(porta) % 65535 + 1}»"
            raise CommandError(f"La porta {porta} è già occupata: {consiglio}.") from None
    return int(porta)


def dichiara_indirizzo(porta: int) -> None:
    """L'indirizzo che finisce nelle lettere e nei dati aperti, per noi e per i processi che avviamo.

    Se qualcuno lo ha scelto vale quello; altrimenti è questa macchina, con la porta su cui si risponde davvero.
    """
    settings.INDIRIZZO_SITO = os.environ.setdefault("INDIRIZZO_SITO", f"http://localhost:{porta}")


def prepara_database() -> None:
    """Crea o aggiorna il database. Solleva `CommandError` se non si apre o se è di una versione più recente."""
    try:
        Path(settings.DATI).mkdir(parents=True, exist_ok=True)
        rifiuta_database_futuro()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except (DatabaseError, OSError) as errore:
        raise CommandError(f"Il database «{connection.settings_dict['NAME']}» non si può usare: {errore}.") from errore


def rifiuta_database_futuro() -> None:
    """Solleva `CommandError` se il database è passato per migrazioni che questo programma non ha."""
    caricatore = MigrationLoader(connection)
    # Si guardano solo le nostre stanze: una libreria può togliere vecchie migrazioni da una versione all'altra.
    future = [voce for voce in caricatore.applied_migrations.keys() - caricatore.disk_migrations if nostra(voce[0])]
    if future:
        nome = connection.settings_dict["NAME"]
        raise CommandError(
            f"Il database «{nome}» è di una versione più recente di questo programma: aggiornate il programma, "
            "o indicate un'altra cartella di dati con CARTELLA_DATI=…."
        )


def nostra(etichetta: str) -> bool:
    return etichetta in {"base", "enti", "obiettivi", "valutazione", "relazioni"}


def carica_dimostrazione_una_volta() -> None:
    """Solo in un database appena nato, cioè senza utenti: così riavviare non tocca ciò che si è scritto."""
    if "carica_dimostrazione" in get_commands() and not get_user_model().objects.exists():
        print("• Carico la dimostrazione…", flush=True)
        call_command("carica_dimostrazione", stdout=StringIO())


# ---- i processi --------------------------------------------------------------------------------------


def comando_sito(porta: int) -> list[str]:
    gunicorn = [sys.executable, "-m", "gunicorn", "piao.wsgi", "--bind", f"{INDIRIZZO}:{porta}"]
    return [
        *gunicorn,
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "60",
        "--graceful-timeout",
        "5",
        "--log-level",
        "warning",
    ]


class Squadra:
    """I processi avviati insieme: se uno cade riparte, se si esce si fermano tutti."""

    def __init__(self) -> None:
        self.comandi: dict[str, list[str]] = {}
        self.processi: dict[str, subprocess.Popen[bytes]] = {}
        self.partenze: dict[str, float] = {}

    def __enter__(self) -> "Squadra":
        connections.close_all()  # i figli aprono le loro connessioni
        return self

    def __exit__(self, *_: object) -> None:
        for processo in self.processi.values():
            processo.terminate()
        scadenza = time.monotonic() + SECONDI_PER_FINIRE
        for processo in self.processi.values():
            try:
                processo.wait(max(0.0, scadenza - time.monotonic()))
            except subprocess.TimeoutExpired:
                processo.kill()  # un lavoro lasciato a metà riparte al prossimo avvio
                processo.wait()

    def avvia(self, nome: str, comando: list[str]) -> None:
        self.comandi[nome] = comando
        self.partenze[nome] = time.monotonic()
        # Una sessione propria: Ctrl-C arriva solo a noi, che li fermiamo con ordine.
        self.processi[nome] = subprocess.Popen(
            comando, cwd=settings.RADICE, start_new_session=True, preexec_fn=_muori_con_chi_ti_ha_avviato
        )

    def aspetta_sito(self, porta: int) -> None:
        """Torna quando il sito risponde; esce se cade o se non risponde in tempo."""
        scadenza = time.monotonic() + SECONDI_PER_PARTIRE
        while time.monotonic() < scadenza:
            self.riavvia_caduti()
            try:
                urlopen(f"http://{INDIRIZZO}:{porta}/salute", timeout=5).close()
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return
        sys.exit("Il sito non è partito in tempo: il motivo è nelle righe qui sopra.")

    def sorveglia(self) -> None:
        while True:
            time.sleep(0.5)
            self.riavvia_caduti()

    def riavvia_caduti(self) -> None:
        """Riavvia chi è stato ucciso o è caduto dopo un po'. Chi cade da solo appena parte ricadrebbe: si esce."""
        for nome in [nome for nome, processo in self.processi.items() if processo.poll() is not None]:
            ucciso = self.processi[nome].returncode < 0
            if not ucciso and time.monotonic() - self.partenze[nome] < VITA_MINIMA:
                sys.exit(f"Il {nome} si ferma appena parte: il motivo è nelle righe qui sopra.")
            print(f"Il {nome} si è fermato: lo riavvio.", flush=True)
            self.avvia(nome, self.comandi[nome])


def _muori_con_chi_ti_ha_avviato() -> None:
    """Linux ferma il figlio anche se chi lo ha avviato viene ucciso: nessun processo resta orfano."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
