"""Curare la libreria: aggiungere, cambiare, togliere i modelli dell'ente; allineare quelli comuni."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from enti.models import Ente
from obiettivi.models import Modello
from obiettivi.permessi import puo_curare_libreria
from piao.base.permessi import richiedi
from piao.base.registro import annota

CAMPI = ("titolo", "descrizione", "norma", "contenuto", "ordine")


@dataclass(frozen=True)
class Allineamento:
    """Quanti modelli comuni sono entrati, cambiati, usciti."""

    totale: int
    nuovi: int
    cambiati: int
    tolti: int


@transaction.atomic
def aggiungi_modello(
    *, utente: Any, ente: Ente, titolo: str, descrizione: str, norma: str, contenuto: dict[str, Any]
) -> Modello:
    """Un modello nella libreria dell'ente. La chiave nasce dal titolo e non si ripete."""
    richiedi(puo_curare_libreria(utente, ente))
    modello = Modello.objects.create(
        ente=ente,
        chiave=_chiave_libera(ente, titolo),
        titolo=titolo,
        descrizione=descrizione,
        norma=norma,
        contenuto=contenuto,
    )
    annota("aggiungere alla libreria", modello, chi=utente, ente=ente)
    return modello


@transaction.atomic
def modifica_modello(modello: Modello, *, utente: Any, ente: Ente, **campi: str) -> Modello:
    """Cambia titolo, descrizione o norma di un modello dell'ente."""
    riga = _dell_ente(modello, ente)
    richiedi(puo_curare_libreria(utente, ente))
    prima = riga.titolo
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save(update_fields=list(campi))
    annota("modificare un modello della libreria", riga, chi=utente, ente=ente, prima=prima, dopo=riga.titolo)
    return riga


@transaction.atomic
def elimina_modello(modello: Modello, *, utente: Any, ente: Ente) -> None:
    """Toglie un modello dell'ente; gli obiettivi già copiati restano."""
    riga = _dell_ente(modello, ente)
    richiedi(puo_curare_libreria(utente, ente))
    annota("togliere dalla libreria", riga, chi=utente, ente=ente)
    riga.delete()


@transaction.atomic
def allinea_comuni(modelli: Sequence[Mapping[str, Any]]) -> Allineamento:
    """Rende la libreria comune uguale all'elenco dato, scrivendo solo ciò che è diverso."""
    presenti = {modello.chiave: modello for modello in Modello.objects.filter(ente__isnull=True).select_for_update()}
    nuovi = [_comune(voce, posto) for posto, voce in enumerate(modelli) if voce["chiave"] not in presenti]
    cambiati = [
        modello
        for posto, voce in enumerate(modelli)
        if (modello := presenti.get(voce["chiave"])) and _riscritto(modello, _comune(voce, posto))
    ]
    tolti = set(presenti) - {voce["chiave"] for voce in modelli}
    Modello.objects.bulk_create(nuovi)
    Modello.objects.bulk_update(cambiati, CAMPI)
    Modello.objects.filter(ente__isnull=True, chiave__in=tolti).delete()
    return Allineamento(len(modelli), len(nuovi), len(cambiati), len(tolti))


def _comune(voce: Mapping[str, Any], posto: int) -> Modello:
    return Modello(
        chiave=voce["chiave"],
        titolo=voce["titolo"],
        descrizione=voce["descrizione"],
        norma=voce["norma"],
        contenuto=voce["contenuto"],
        ordine=posto,
    )


def _riscritto(modello: Modello, voluto: Modello) -> bool:
    """Porta nel modello i valori voluti; vero se qualcosa era diverso."""
    diversi = [campo for campo in CAMPI if getattr(modello, campo) != getattr(voluto, campo)]
    for campo in diversi:
        setattr(modello, campo, getattr(voluto, campo))
    return bool(diversi)


def _dell_ente(modello: Modello, ente: Ente) -> Modello:
    """La riga bloccata, purché sia dell'ente: i modelli comuni non si toccano da qui. Solleva PermissionDenied."""
    richiedi(modello.ente_id == ente.pk)
    return Modello.objects.select_for_update().get(pk=modello.pk)


def _chiave_libera(ente: Ente, titolo: str) -> str:
    base = slugify(titolo)[:70] or "modello"
    usate = set(Modello.objects.filter(ente=ente, chiave__startswith=base).values_list("chiave", flat=True))
    return next(chiave for chiave in (base, *(f"{base}-{n}" for n in range(2, len(usate) + 3))) if chiave not in usate)
