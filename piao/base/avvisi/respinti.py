"""Le lettere tornate indietro: si leggono le notifiche di mancata consegna (RFC 3464) e si segna la nostra lettera."""

import email
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import default

from django.utils import timezone

from piao.base.models import Messaggio

IDENTITA = re.compile(r"^message-id:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Respinta:
    """Una lettera tornata indietro: quale, e con che parole."""

    identita: str
    motivo: str


def leggi(notifica: bytes) -> Respinta | None:
    """La lettera respinta di cui parla una notifica; None se non lo dice, o se è solo in ritardo."""
    messaggio = email.message_from_bytes(notifica, policy=default)
    motivo = next(_motivi(messaggio), None)
    identita = next(_identita(messaggio), None)
    return Respinta(identita, motivo) if motivo and identita else None


def segna_respinte(notifiche: Iterable[bytes]) -> tuple[int, int]:
    """(lettere nostre segnate come respinte, notifiche che non ci riguardano). Rileggerle non cambia nulla."""
    segnate = altre = 0
    for notifica in notifiche:
        respinta = leggi(notifica)
        nostra = Messaggio.objects.filter(identita=respinta.identita) if respinta else Messaggio.objects.none()
        if respinta is None or not nostra.exists():
            altre += 1
            continue
        segnate += nostra.exclude(stato=Messaggio.Stato.RESPINTO).update(
            stato=Messaggio.Stato.RESPINTO, errore=respinta.motivo, respinto_il=timezone.now()
        )
    return segnate, altre


def _motivi(messaggio: Message) -> Iterator[str]:
    """«5.1.1 smtp; 550 utente sconosciuto», per ogni destinatario a cui la consegna è fallita."""
    for parte in messaggio.walk():
        if parte.get_content_type() != "message/delivery-status":
            continue
        for campi in _parti(parte):
            if str(campi.get("Action", "")).strip().lower() == "failed":
                yield f"{campi.get('Status', '')} {campi.get('Diagnostic-Code', '')}".strip() or "Consegna fallita."


def _identita(messaggio: Message) -> Iterator[str]:
    """Il Message-ID della lettera allegata alla notifica, intera o con le sole intestazioni."""
    for parte in messaggio.walk():
        if parte.get_content_type() == "message/rfc822":
            yield from filter(None, (str(allegata.get("Message-ID", "")).strip() for allegata in _parti(parte)))
        elif parte.get_content_type() == "text/rfc822-headers":
            yield from IDENTITA.findall(str(parte.get_payload()))


def _parti(parte: Message) -> list[Message]:
    """Ciò che sta dentro una parte: i campi di ogni destinatario, o la lettera allegata."""
    dentro = parte.get_payload()
    return [una for una in dentro if isinstance(una, Message)] if isinstance(dentro, list) else []
