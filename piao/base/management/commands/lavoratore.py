import secrets
import signal
import socket
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from piao.base.lavori import Battito, lavora_uno, registro, riaccoda_interrotti
from piao.base.orologio import rintocca

PAUSA = 1  # secondi fra due sguardi a una coda vuota
MINUTO = 60  # secondi fra due sguardi all'orologio


class Command(BaseCommand):
    """Svolge i lavori in coda uno alla volta, finché non riceve SIGTERM o Ctrl-C: allora finisce quello in corso."""

    help = "Svolge i lavori in secondo piano. Se ne possono avviare quanti si vuole, anche su più macchine."

    prossimo_rintocco = 0.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--nome", default="", help="Nome unico; chi riparte col suo nome riprende subito i suoi lavori."
        )

    def handle(self, *args: Any, nome: str, **opzioni: Any) -> None:
        nome = nome or f"{socket.gethostname()[:40]}-{secrets.token_hex(4)}"
        fine = threading.Event()
        for segnale in (signal.SIGTERM, signal.SIGINT):
            signal.signal(segnale, lambda *_: fine.set())
        with Battito(nome):
            while not fine.is_set():
                if not self._giro(nome):
                    fine.wait(PAUSA)

    def _giro(self, nome: str) -> bool:
        """Un giro di coda; vero se c'era da fare. Un database occupato o riavviato non ferma il lavoratore."""
        close_old_connections()
        try:
            self._guarda_l_orologio()
            riaccoda_interrotti(nome)
            return lavora_uno(nome)
        except DatabaseError:
            registro.exception("database non raggiungibile: riprovo")
            return False

    def _guarda_l_orologio(self) -> None:
        """Una volta al minuto mette in coda i lavori di ogni giorno."""
        if time.monotonic() >= self.prossimo_rintocco:
            self.prossimo_rintocco = time.monotonic() + MINUTO
            rintocca(timezone.now())
