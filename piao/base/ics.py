"""Un calendario che altri programmi leggono (RFC 5545), con gli avvisi prima di ogni giorno."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

ICS = "text/calendar; charset=utf-8"
PRODOTTO = "-//Ciclo della performance//IT"


@dataclass(frozen=True)
class Appuntamento:
    """Un giorno intero da ricordare. `chiave` resta la stessa a ogni lettura; `preavvisi` sono giorni prima."""

    chiave: str
    giorno: date
    titolo: str
    testo: str = ""
    indirizzo: str = ""
    preavvisi: tuple[int, ...] = ()


def in_ics(nome: str, appuntamenti: Iterable[Appuntamento], *, dominio: str, adesso: datetime) -> bytes:
    """Il file del calendario; `dominio` rende uniche le chiavi, `adesso` è quando lo si scrive."""
    calendario = Calendar()
    campi = {"prodid": PRODOTTO, "version": "2.0", "method": "PUBLISH", "x-wr-calname": nome, "x-wr-timezone": "UTC"}
    for campo, valore in campi.items():
        calendario.add(campo, valore)
    for appuntamento in appuntamenti:
        calendario.add_component(_evento(appuntamento, dominio, adesso))
    scritto: bytes = calendario.to_ical()
    return scritto


def _evento(appuntamento: Appuntamento, dominio: str, adesso: datetime) -> Event:
    evento = Event()
    evento.add("uid", f"{appuntamento.chiave}@{dominio}")
    evento.add("dtstamp", adesso)
    evento.add("dtstart", appuntamento.giorno)
    evento.add("dtend", appuntamento.giorno + timedelta(days=1))
    evento.add("summary", appuntamento.titolo)
    evento.add("transp", "TRANSPARENT")
    for campo, valore in (("description", appuntamento.testo), ("url", appuntamento.indirizzo)):
        if valore:
            evento.add(campo, valore)
    for giorni in appuntamento.preavvisi:
        evento.add_component(_preavviso(giorni, appuntamento.titolo))
    return evento


def _preavviso(giorni: int, titolo: str) -> Alarm:
    """Alle nove del mattino di tanti giorni prima: l'evento comincia a mezzanotte."""
    avviso = Alarm()
    avviso.add("action", "DISPLAY")
    avviso.add("description", titolo)
    avviso.add("trigger", timedelta(hours=9) - timedelta(days=giorni))
    return avviso
