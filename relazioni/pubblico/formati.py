"""Una raccolta nei suoi formati: CSV per i programmi, XLSX e ODS per i fogli di calcolo, JSON.

Il CSV è quello di RFC 4180: virgola, punto per i decimali, date ISO, UTF-8 senza BOM. Chi vuole un foglio di calcolo
ha XLSX e ODS, dove numeri e date sono numeri e date.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from piao.base.ods import ODS, in_ods
from piao.base.tabelle import XLSX, Cella, Foglio, in_xlsx_a_fogli, neutra
from relazioni.pubblico.colonne import Risorsa
from relazioni.pubblico.raccolta import Raccolta

LICENZA = "https://creativecommons.org/licenses/by/4.0/"
Json = dict[str, Any]


def in_csv_aperto(risorsa: Risorsa, raccolta: Raccolta) -> bytes:
    testo = StringIO()
    scrittore = csv.writer(testo, lineterminator="\r\n")
    scrittore.writerow(risorsa.intestazioni)
    scrittore.writerows([_in_testo(cella) for cella in riga] for riga in risorsa.righe(raccolta))
    return testo.getvalue().encode()


def in_json_aperto(risorsa: Risorsa, raccolta: Raccolta) -> bytes:
    dati = {
        "raccolta": risorsa.nome,
        "titolo": risorsa.titolo,
        "ente": raccolta.ente.denominazione,
        "licenza": LICENZA,
        "righe": oggetti(risorsa, raccolta),
    }
    return scritto(dati)


def in_foglio(risorsa: Risorsa, raccolta: Raccolta) -> bytes:
    return in_xlsx_a_fogli([foglio(risorsa, raccolta)])


def in_foglio_libero(risorsa: Risorsa, raccolta: Raccolta) -> bytes:
    return in_ods([foglio(risorsa, raccolta)])


def foglio(risorsa: Risorsa, raccolta: Raccolta) -> Foglio:
    return Foglio(risorsa.titolo, risorsa.intestazioni, risorsa.righe(raccolta))


def oggetti(risorsa: Risorsa, raccolta: Raccolta) -> list[Json]:
    """Le righe come oggetti JSON; ciò che manca è null."""
    nomi = risorsa.intestazioni
    return [dict(zip(nomi, map(in_json, riga), strict=True)) for riga in risorsa.righe(raccolta)]


def in_json(cella: Cella) -> Any:
    """Un Decimal diventa il numero JSON con le stesse cifre: la precisione doppia basta a scriverle, non ai conti."""
    match cella:
        case Decimal():
            return int(cella) if cella == cella.to_integral_value() else float(cella)
        case date():
            return cella.isoformat()
        case "":
            return None
    return cella


def scritto(dati: Any) -> bytes:
    return (json.dumps(dati, ensure_ascii=False, indent=1) + "\n").encode()


def _in_testo(cella: Cella) -> str:
    match cella:
        case None:
            return ""
        case date():
            return cella.isoformat()
        case Decimal():
            return f"{cella.normalize():f}"
        case str():
            return neutra(cella)
    return str(cella)


@dataclass(frozen=True)
class Formato:
    """Un formato: l'estensione, il tipo, il nome nell'elenco europeo dei tipi di file, come si scrive."""

    estensione: str
    tipo: str
    europeo: str
    scrivi: Callable[[Risorsa, Raccolta], bytes]


FORMATI = {
    formato.estensione: formato
    for formato in (
        Formato("csv", "text/csv; charset=utf-8; header=present", "CSV", in_csv_aperto),
        Formato("json", "application/json", "JSON", in_json_aperto),
        Formato("xlsx", XLSX, "XLSX", in_foglio),
        Formato("ods", ODS, "ODS", in_foglio_libero),
    )
}
