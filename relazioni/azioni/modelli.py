"""I modelli di atto dell'ente: caricarli, tornare a quelli del programma."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from enti.models import Ente
from piao.base.permessi import richiedi
from piao.base.registro import annota
from relazioni.models import ModelloAtto
from relazioni.permessi import puo_preparare_atti


@transaction.atomic
def carica_modello(ente: Ente, tipo: str, *, utente: Any, file: "UploadedFile[Any]") -> ModelloAtto:
    """Mette il modello al posto di quello che c'era per lo stesso atto e lo stesso formato."""
    richiedi(puo_preparare_atti(utente, ente))
    nome = str(file.name)
    formato = nome.rsplit(".", 1)[-1].lower()
    vecchio = ModelloAtto.objects.select_for_update().filter(ente=ente, tipo=tipo, formato=formato).first()
    modello = vecchio or ModelloAtto(ente=ente, tipo=tipo, formato=formato)
    _togli_file(modello)
    modello.file, modello.nome, modello.chi, modello.caricato_il = file, nome[:200], utente, timezone.now()
    modello.save()
    annota("carica il modello", modello, chi=utente, ente=ente, nota=nome)
    return modello


@transaction.atomic
def togli_modello(modello: ModelloAtto, *, utente: Any) -> None:
    """Da qui in poi vale il modello del programma."""
    richiedi(puo_preparare_atti(utente, modello.ente))
    annota("toglie il modello", modello, chi=utente, ente=modello.ente, nota=modello.nome)
    _togli_file(modello)
    modello.delete()


def _togli_file(modello: ModelloAtto) -> None:
    """Il file di prima si toglie solo quando la transazione è riuscita."""
    if modello.file:
        deposito, nome = modello.file.storage, str(modello.file.name)
        transaction.on_commit(lambda: deposito.delete(nome))
