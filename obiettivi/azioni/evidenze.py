"""Allegare a un valore il file che lo prova, e toglierlo."""

from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction

from obiettivi.azioni.rilevazioni import richiedi_aperta
from obiettivi.models import Evidenza, Rilevazione
from piao.base import antivirus
from piao.base.carico import Caricato
from piao.base.registro import annota

PEZZO = 1024 * 1024


@transaction.atomic
def allega(rilevazione: Rilevazione, *, utente: Any, file: Caricato, descrizione: str = "") -> Evidenza:
    """Salva il file con la sua impronta. Solleva ValidationError se l'antivirus lo rifiuta o non risponde."""
    aperta = richiedi_aperta(rilevazione.sessione, rilevazione.indicatore.obiettivo, utente)
    controllata = antivirus.controlla(file)
    evidenza = Evidenza.objects.create(
        rilevazione=rilevazione,
        file=file,
        nome=PurePath(file.name or "file").name[:200],
        descrizione=descrizione,
        impronta=_impronta(file),
        controllata=controllata,
        chi=utente,
    )
    annota("allega l'evidenza", rilevazione.indicatore, chi=utente, ente=aperta.ente, nota=evidenza.nome)
    return evidenza


@transaction.atomic
def togli_evidenza(evidenza: Evidenza, *, utente: Any) -> None:
    """Toglie la riga e, quando la transazione è conclusa, il file."""
    rilevazione = evidenza.rilevazione
    aperta = richiedi_aperta(rilevazione.sessione, rilevazione.indicatore.obiettivo, utente)
    annota("toglie l'evidenza", rilevazione.indicatore, chi=utente, ente=aperta.ente, nota=evidenza.nome)
    magazzino, nome = evidenza.file.storage, str(evidenza.file.name)
    evidenza.delete()
    transaction.on_commit(lambda: magazzino.delete(nome))


def _impronta(file: Caricato) -> str:
    calcolo = sha256()
    file.seek(0)
    while pezzo := file.read(PEZZO):
        calcolo.update(pezzo)
    return calcolo.hexdigest()
