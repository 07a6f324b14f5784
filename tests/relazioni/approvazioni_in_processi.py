"""Approvazioni in processi veri, da lanciare come programma: uno ucciso a ogni passo, oppure otto insieme.

Le prove lo avviano con il database e la cartella dei file nell'ambiente; il risultato è una riga JSON. Il PDF è finto
(pochi byte ricavati dall'HTML): qui si guarda che cosa resta scritto, non come si impagina.
"""

import json
import os
import signal
import sys
from hashlib import sha256

import django

django.setup()

from django.core.files.storage import FileSystemStorage, default_storage  # noqa: E402  # dopo django.setup()
from django.db import connection, connections  # noqa: E402

from obiettivi.models import Ciclo, Passaggio, Versione  # noqa: E402
from piao.base.controlli import Esito  # noqa: E402
from piao.base.flusso import PassoNonAmmesso  # noqa: E402
from piao.base.lavori import esegui_in_attesa, lavora_uno, riaccoda_interrotti  # noqa: E402
from piao.base.models import Evento, Lavoro  # noqa: E402
from relazioni import lavori  # noqa: E402
from relazioni.azioni import approvazione, percorso  # noqa: E402
from tests.fabbriche import AttoFactory, CicloFactory, ObiettivoFactory, utente_con  # noqa: E402

SCRIVONO = ("INSERT", "UPDATE", "DELETE")
PRIMA = ("proposta", 0, 0, False, 0)
DOPO = ("approvato", 1, 1, True, 1)
QUANTI = 8

PDF_FINTO = b"%PDF-1.7 /Type /Pages /Count 1 "
percorso.esamina_piano = lambda ciclo: Esito()
lavori.scrivi_pdf = lambda html, **altro: PDF_FINTO + sha256(html.encode()).hexdigest().encode()


def decisione() -> approvazione.Decisione:
    """Un Piano proposto alla Giunta, il suo atto, chi lo registra."""
    ciclo = CicloFactory(stato="proposta")
    ObiettivoFactory(ciclo=ciclo, completo=True, stato="validato")
    return approvazione.Decisione(ciclo, AttoFactory(ente=ciclo.ente), utente_con("segretario", ciclo.ente))


def stato(ciclo: Ciclo) -> tuple[str, int, int, bool, int]:
    """Che cosa è rimasto scritto: stato, versioni, passaggi, atto e file, eventi."""
    ciclo, versioni = Ciclo.objects.get(pk=ciclo.pk), list(Versione.objects.filter(ciclo=ciclo))
    in_ordine = bool(versioni) and all(_intatta(versione) for versione in versioni)
    passaggi = Passaggio.objects.filter(ciclo=ciclo).count()
    eventi = Evento.objects.filter(ente=ciclo.ente.slug, azione="congela la versione").count()
    return ciclo.stato, len(versioni), passaggi, bool(ciclo.atto_approvazione_id) and in_ordine, eventi


def _intatta(versione: Versione) -> bool:
    with default_storage.open(versione.pdf.name) as file:
        stessi = sha256(file.read()).hexdigest() == versione.impronta_pdf
    return stessi and sha256(versione.contenuto.encode()).hexdigest() == versione.impronta_contenuto


# ---- ucciso a ogni passo -------------------------------------------------------------------------------------


class Bomba:
    """Al passo dato il processo muore, senza salutare nessuno."""

    def __init__(self, passo: int) -> None:
        self.mancano = passo

    def tic(self) -> None:
        self.mancano -= 1
        if self.mancano < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, esegui, sql, parametri, molti, contesto):
        if sql.lstrip('"( ').upper().startswith(SCRIVONO):
            self.tic()
        return esegui(sql, parametri, molti, contesto)

    def innesca(self) -> None:
        conferma, salva = connection._commit, FileSystemStorage._save

        def conferma_fra_due_passi():
            self.tic()
            conferma()
            self.tic()

        def salva_in_due_volte(deposito, nome, contenuto):
            intero = contenuto.read()
            os.makedirs(os.path.dirname(deposito.path(nome)), exist_ok=True)
            with open(deposito.path(nome), "wb") as file:
                file.write(intero[: len(intero) // 2])
            self.tic()
            os.remove(deposito.path(nome))
            contenuto.seek(0)
            scritto = salva(deposito, nome, contenuto)
            self.tic()
            return scritto

        connection._commit, FileSystemStorage._save = conferma_fra_due_passi, salva_in_due_volte
        connection.execute_wrappers.append(self)


def figlio(che_cosa) -> int:
    """Svolge la funzione in un processo figlio; restituisce come è finito (0: bene)."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            che_cosa()
        except BaseException as errore:
            print(repr(errore), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def uccidi_a_ogni_passo() -> list[dict]:
    esiti: list[dict] = []
    while True:
        presa = decisione()
        lavoro = lavori.avvia_approvazione(presa, sito="https://esempio.it")
        passo = len(esiti)

        def svolgi(passo=passo):
            connection.ensure_connection()
            Bomba(passo).innesca()
            lavora_uno("anna")

        finito = figlio(svolgi) == 0
        subito = stato(presa.ciclo)
        riaccoda_interrotti("bruno")
        esegui_in_attesa()
        lavoro.refresh_from_db()
        esiti.append({"subito": subito, "poi": stato(presa.ciclo), "lavoro": lavoro.stato})
        if finito:
            return esiti


# ---- otto insieme --------------------------------------------------------------------------------------------


def otto_insieme() -> list[int]:
    """Otto processi approvano lo stesso Piano nello stesso momento: chi vince esce con 0, chi perde con 7."""
    presa = decisione()
    pronta = approvazione.prepara(presa)
    archiviato = approvazione.archivia(pronta, b"%PDF finto", pagine=1)
    leggi, scrivi = os.pipe()
    connections.close_all()
    figli = []
    for _ in range(QUANTI):
        if (pid := os.fork()) == 0:
            os.close(scrivi)
            connection.ensure_connection()
            os.read(leggi, 1)  # tutti aspettano che il padre chiuda
            try:
                approvazione.approva(presa, pronta, archiviato)
            except PassoNonAmmesso:
                os._exit(7)
            os._exit(0)
        figli.append(pid)
    os.close(leggi)
    os.close(scrivi)
    codici = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in figli]
    return [*sorted(codici), *(stato(presa.ciclo) == DOPO,)]


if __name__ == "__main__":
    if sys.argv[1] == "uccidi":
        print(json.dumps({"prima": PRIMA, "dopo": DOPO, "fatto": Lavoro.Stato.FATTO, "esiti": uccidi_a_ogni_passo()}))
    else:
        print(json.dumps(otto_insieme()))
