"""Elenchi in uscita: CSV e foglio di calcolo, con le celle che sembrano formule rese innocue."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from piao.base.numeri import data_breve, numero
from piao.base.riservatezza import USO_INTERNO
from piao.base.testo import senza_controlli

Cella = str | int | Decimal | date | None
Riga = Sequence[Cella]

CENTESIMI = "#,##0.00"
INIZI_DI_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Importo(Decimal):
    """Una somma in euro: in un elenco ha sempre i centesimi, anche se sono zero."""


def neutra(testo: str) -> str:
    """Un apostrofo davanti a ciò che un foglio di calcolo eseguirebbe come formula."""
    return f"'{testo}" if testo.startswith(INIZI_DI_FORMULA) else testo


def in_csv(intestazioni: Sequence[str], righe: Iterable[Riga]) -> bytes:
    """CSV con punto e virgola e BOM: si apre con un doppio clic in un foglio di calcolo italiano."""
    testo = StringIO()
    scrittore = csv.writer(testo, delimiter=";", lineterminator="\r\n")
    scrittore.writerow(intestazioni)
    scrittore.writerows([_in_testo(cella) for cella in riga] for riga in righe)
    return testo.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Foglio:
    """Un foglio di una cartella di lavoro: il nome sulla linguetta, le intestazioni, le righe."""

    titolo: str
    intestazioni: Sequence[str]
    righe: Iterable[Riga]


def in_xlsx(titolo: str, intestazioni: Sequence[str], righe: Iterable[Riga], *, interno: bool = False) -> bytes:
    """Un foglio con l'intestazione ferma; numeri e date restano numeri e date."""
    return in_xlsx_a_fogli([Foglio(titolo, intestazioni, righe)], interno=interno)


def in_xlsx_a_fogli(fogli: Iterable[Foglio], *, interno: bool = False) -> bytes:
    """Una cartella di lavoro con più fogli, ciascuno con l'intestazione ferma. Se è interna, ogni pagina lo dice."""
    cartella = Workbook(write_only=True)
    for uno in fogli:
        foglio = cartella.create_sheet(uno.titolo[:31])
        foglio.freeze_panes = "A2"
        foglio.oddHeader.right.text = USO_INTERNO if interno else None
        foglio.append([_grassetto(foglio, nome) for nome in uno.intestazioni])
        for riga in uno.righe:
            foglio.append([_nel_foglio(foglio, cella) for cella in riga])
    uscita = BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()


def _in_testo(cella: Cella) -> str:
    if cella is None:
        return ""
    if isinstance(cella, date):
        return data_breve(cella)
    if isinstance(cella, Decimal):
        scritto = numero(cella, 2 if isinstance(cella, Importo) else None)
        return scritto.replace(".", "").replace("\u2212", "-")
    return neutra(cella) if isinstance(cella, str) else str(cella)


def _nel_foglio(foglio: Any, cella: Cella) -> Any:
    if isinstance(cella, Importo):
        return _con_i_centesimi(foglio, cella)
    return neutra(senza_controlli(cella)) if isinstance(cella, str) else cella


def _con_i_centesimi(foglio: Any, importo: Any) -> Any:
    cella = WriteOnlyCell(foglio, value=importo)
    cella.number_format = CENTESIMI
    return cella


def _grassetto(foglio: Any, testo: str) -> Any:
    cella = WriteOnlyCell(foglio, value=testo)
    cella.font = Font(bold=True)
    return cella
