"""Le misure delle pagine pubbliche, lette da fuori: gunicorn vero, connessioni vere (decisione 0040).

L'obiettivo e il CSV accanto a una pagina Django nuda servita dallo stesso gunicorn; un ente accanto a ottomila;
duecento lettori insieme per un minuto.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.contrib.auth.decorators import login_not_required
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client
from django.urls import include, path, reverse

from enti.models import Atto, Ente, Utente
from obiettivi.azioni.versione import congela
from obiettivi.models import Obiettivo
from obiettivi.voci import TipoVersione
from piao.base.bench import Confronto, misura
from relazioni.azioni.pubblicazioni import pubblica_versione
from relazioni.contenuto import componi_piano
from relazioni.contenuto.dati import canonico
from relazioni.dimostrazione.generatore import documento
from relazioni.models import Pubblicazione, TipoPubblicazione
from relazioni.scambio import importa_ciclo

SECONDI = 8.0
INSIEME = 8  # lettori per la misura delle pagine al secondo: quanti i fili di gunicorn
FOLLA, SECONDI_DI_FOLLA = 200, 60.0
OBIETTIVI = 60
ENTI, VOLTE = 8_000, 60
INDIRIZZO = "127.0.0.1"
ATTESA = 30.0  # secondi perché gunicorn risponda
NUDA = Template("<!DOCTYPE html><title>Obiettivo</title><h1>{{ o.titolo }}</h1><p>{{ o.descrizione }}</p>")


@login_not_required
def pagina_nuda(request: HttpRequest) -> HttpResponse:
    """Una query e un titolo: meno di così una pagina Django non può fare."""
    return HttpResponse(NUDA.render(Context({"o": Obiettivo.objects.first()})))


urlpatterns = [path("nuda/", pagina_nuda), path("", include("piao.urls"))]


@misura
def pubbliche() -> Iterator[Confronto]:
    """L'obiettivo, il CSV, l'interfaccia; poi gli stessi con ottomila enti; poi la folla."""
    pagine = _pubblicato()
    with gunicorn() as porta:
        minimo = asyncio.run(folla(porta, ["/nuda/"], INSIEME, SECONDI)).al_secondo
        for nome, percorso in pagine.items():
            esito = asyncio.run(folla(porta, [percorso], INSIEME, SECONDI))
            yield Confronto(f"{nome}, risposte al secondo", esito.al_secondo, minimo, "/s")
        da_uno = {nome: processore(percorso) for nome, percorso in pagine.items()}
        _affolla(ENTI)
        for nome, percorso in pagine.items():
            yield Confronto(f"{nome} con {ENTI} enti (accanto a un ente)", processore(percorso), da_uno[nome])
        yield from _duecento(porta, list(pagine.values()))


def _duecento(porta: int, percorsi: Sequence[str]) -> Iterator[Confronto]:
    """Solleva RuntimeError se anche una sola risposta non riesce."""
    esito = asyncio.run(folla(porta, percorsi, FOLLA, SECONDI_DI_FOLLA))
    yield Confronto(f"{FOLLA} lettori insieme, risposte al secondo", esito.al_secondo, unita="/s")
    yield Confronto("  risposte riuscite", esito.riuscite, unita="")
    yield Confronto("  errori", esito.errori, unita="")
    if esito.errori:
        raise RuntimeError(f"Con {FOLLA} lettori insieme alcune risposte non sono riuscite: {dict(esito.stati)}.")


# ---- chi legge -------------------------------------------------------------------------------------------------


@dataclass
class Esito:
    """Quante risposte di ciascun tipo (0: nessuna risposta) in quanti secondi."""

    secondi: float
    stati: Counter[int] = field(default_factory=Counter)

    @property
    def riuscite(self) -> int:
        return self.stati[200]

    @property
    def errori(self) -> int:
        return self.stati.total() - self.riuscite

    @property
    def al_secondo(self) -> float:
        return self.riuscite / self.secondi


async def folla(porta: int, percorsi: Sequence[str], quanti: int, secondi: float) -> Esito:
    """Lettori che ripetono richieste, una connessione ciascuna, finché dura il tempo."""
    esito, inizio = Esito(secondi), time.monotonic()

    async def lettore(da: int) -> None:
        volta = da
        while time.monotonic() - inizio < secondi:
            esito.stati[await _stato(porta, percorsi[volta % len(percorsi)])] += 1
            volta += 1

    await asyncio.gather(*(lettore(da) for da in range(quanti)))
    esito.secondi = time.monotonic() - inizio
    return esito


async def _stato(porta: int, percorso: str) -> int:
    """Lo stato della risposta letta per intero; 0 se la connessione cade."""
    try:
        lettore, scrittore = await asyncio.open_connection(INDIRIZZO, porta)
        scrittore.write(f"GET {percorso} HTTP/1.1\r\nHost: {INDIRIZZO}\r\nConnection: close\r\n\r\n".encode())
        risposta = await lettore.read(-1)
        scrittore.close()
    except OSError:
        return 0
    return int(risposta.split(b" ", 2)[1]) if risposta.startswith(b"HTTP/1.1 ") else 0


def processore(percorso: str) -> float:
    """I millisecondi di processore di una risposta, la mediana di più volte: chi altro usa la macchina non li cambia.

    Solleva RuntimeError se la pagina non riesce.
    """
    tempi, cliente = [], Client()
    for _ in range(VOLTE + 1):
        inizio = time.process_time()
        if cliente.get(percorso).status_code != 200:
            raise RuntimeError(f"{percorso} non risponde.")
        tempi.append((time.process_time() - inizio) * 1000)
    return median(tempi[1:])  # la prima riempie le memorie


# ---- che cosa si legge -----------------------------------------------------------------------------------------


def _pubblicato() -> dict[str, str]:
    """Un Piano congelato e pubblicato; gli indirizzi che si misurano."""
    ciclo, _ = importa_ciclo(documento(OBIETTIVI, slug="pubblico"))
    chi = Utente.objects.create(email="segretario@pubblico.test")
    atto = ciclo.atto_approvazione or Atto.objects.create(
        ente=ciclo.ente, oggetto="Piano", data=date(ciclo.anno, 1, 30)
    )
    versione = congela(
        ciclo, utente=chi, numero=1, tipo=TipoVersione.PIANO, atto=atto, contenuto=canonico(componi_piano(ciclo)),
        pdf="versioni/prova.pdf", impronta_pdf="0" * 64, pagine=1, rilievi="{}",
    )  # fmt: skip
    pubblica_versione(versione, utente=chi, ufficio="Segreteria")
    obiettivo, slug = ciclo.obiettivi.filter(indicatori__isnull=False)[0], ciclo.ente.slug
    return {
        "Pagina di un obiettivo": reverse("relazioni:obiettivo_pubblico", args=[slug, obiettivo.identificativo]),
        "CSV degli indicatori": reverse("relazioni:file_dati", args=[slug, ciclo.anno, "indicatori", "csv"]),
        "Interfaccia, obiettivi": reverse("relazioni:api_risorsa", args=[slug, "obiettivi"]),
    }


def _affolla(quanti: int) -> None:
    """Altri enti, ciascuno con tre pubblicazioni."""
    enti = Ente.objects.bulk_create(
        [Ente(denominazione=f"Comune di Prova {n}", slug=f"prova-{n}") for n in range(quanti - Ente.objects.count())],
        batch_size=500,
    )
    chi = Utente.objects.get(email="segretario@pubblico.test")
    Pubblicazione.objects.bulk_create(
        [
            Pubblicazione(
                ente=ente, tipo=TipoPubblicazione.SISTEMA, anno=anno, titolo=f"Sistema {anno}", contenuto="{}",
                formato="CSV", impronta="0" * 64, ufficio="Segreteria", chi=chi,
            )
            for ente in enti
            for anno in (2024, 2025, 2026)
        ],
        batch_size=500,
    )  # fmt: skip


# ---- chi serve -------------------------------------------------------------------------------------------------


@contextmanager
def gunicorn() -> Iterator[int]:
    """Il sito come lo avvia `make run`, su una porta libera; il database è quello che c'è nell'ambiente."""
    connections.close_all()  # i figli aprono le loro connessioni
    porta = _porta_libera()
    comando = [sys.executable, "-m", "gunicorn", "relazioni.bench_sito", "--bind", f"{INDIRIZZO}:{porta}"]
    processo = subprocess.Popen([*comando, "--workers", "2", "--threads", "4", "--log-level", "error"])
    try:
        _aspetta(processo, porta)
        yield porta
    finally:
        processo.terminate()
        processo.wait()


def _porta_libera() -> int:
    with socket.socket() as presa:
        presa.bind((INDIRIZZO, 0))
        porta: int = presa.getsockname()[1]
    return porta


def _aspetta(processo: "subprocess.Popen[bytes]", porta: int) -> None:
    """Solleva RuntimeError se il sito non parte."""
    fine = time.monotonic() + ATTESA
    while time.monotonic() < fine and processo.poll() is None:
        if asyncio.run(_stato(porta, "/nuda/")):
            return
        time.sleep(0.2)
    raise RuntimeError("Il sito da misurare non è partito.")
