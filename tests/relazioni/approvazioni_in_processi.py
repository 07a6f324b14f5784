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
from relazioni.azioni import approvazione, percorso  # noqa: E402
from relazioni.lavori import avvia_approvazione, pdf  # noqa: E402
from tests.fabbriche import AttoFactory, CicloFactory, ObiettivoFactory, utente_con  # noqa: E402

SCRIVONO = ("INSERT", "UPDATE", "DELETE")
PRIMA = ("proposta", 0, 0, False, 0)
DOPO = ("approvato", 1, 1, True, 1)
QUANTI = 8

PDF_FINTO = b"%PDF-1.7 /Type /Pages /Count 1 "
percorso.esamina_piano = lambda ciclo: Esito()
pdf.scrivi_pdf = lambda html, **altro: PDF_FINTO + sha256(html.encode()).hexdigest().encode()


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
    """Al passo dato il processo muore, senza salutare nessuno; senza un passo, li conta soltanto."""

    def __init__(self, passo: int | None) -> None:
        self.passo, self.contati = passo, 0

    def tic(self) -> None:
        if self.contati == self.passo:
            os.kill(os.getpid(), signal.SIGKILL)
        self.contati += 1

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


def in_un_figlio(passo: int | None) -> int:
    """Il lavoro in attesa svolto da un processo figlio, ucciso a quel passo; restituisce quanti passi ha fatto.

    Un processo che non muore dove doveva, o un lavoro che non riesce, ferma tutto: conterebbe per una prova passata.
    """
    connections.close_all()
    leggi, scrivi = os.pipe()
    pid = os.fork()
    if pid == 0:
        connection.ensure_connection()
        bomba = Bomba(passo)
        bomba.innesca()
        lavora_uno("anna")
        os.write(scrivi, str(bomba.contati).encode())
        os._exit(0)
    os.close(scrivi)
    with os.fdopen(leggi) as detto:
        contati = detto.read()
    come = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if come != (0 if passo is None else -signal.SIGKILL):
        raise SystemExit(f"Al passo {passo} il processo è uscito con {come}, dopo {contati or '?'} passi.")
    return int(contati or 0)


def prova(passo: int | None) -> tuple[int, dict]:
    """Un'approvazione nuova, interrotta a quel passo e poi ripresa da un altro lavoratore."""
    presa = decisione()
    lavoro = avvia_approvazione(presa, sito="https://esempio.it")
    passi, subito = in_un_figlio(passo), stato(presa.ciclo)
    riaccoda_interrotti("bruno")
    esegui_in_attesa()
    lavoro.refresh_from_db()
    if lavoro.stato != Lavoro.Stato.FATTO:
        raise SystemExit(f"Al passo {passo} il lavoro non è riuscito: {lavoro.errore}")
    return passi, {"subito": subito, "poi": stato(presa.ciclo)}


def uccidi_a_ogni_passo() -> list[dict]:
    """La prima volta si contano i passi, poi si muore a ciascuno."""
    passi, intera = prova(None)
    return [intera, *(prova(passo)[1] for passo in range(passi))]


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
        print(json.dumps({"prima": PRIMA, "dopo": DOPO, "esiti": uccidi_a_ogni_passo()}))
    else:
        print(json.dumps(otto_insieme()))
