"""Dal file ai dati: ciò che non è un file del formato si rifiuta con una frase, prima di guardarci dentro."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from piao.base.errori_schema import Passi, percorso, vicina
from relazioni.scambio.formato import FORMATO, VERSIONE

MASSIMO = 50 * 1024 * 1024
CONTROLLO_AMMESSI = "\n\t\r"


class FileNonValido(Exception):
    """Il file non si può importare. `errori`: una frase per ciascun motivo, con il percorso nel file."""

    def __init__(self, errori: list[str]) -> None:
        super().__init__("\n".join(errori))
        self.errori = errori


def leggi_file(file: Path) -> dict[str, Any]:
    """I dati di un file. Solleva `FileNonValido` anche se il file non c'è o non si può leggere."""
    try:
        if file.stat().st_size > MASSIMO:
            raise FileNonValido([_troppo_grande(file.stat().st_size)])
        grezzo = file.read_bytes()
    except OSError as errore:
        raise FileNonValido([f"Il file {file} non si può leggere: {_motivo(errore)}."]) from None
    return leggi_documento(grezzo)


def _motivo(errore: OSError) -> str:
    if isinstance(errore, FileNotFoundError):
        return "non esiste"
    return "è una cartella" if isinstance(errore, IsADirectoryError) else "manca il permesso di lettura"


def _troppo_grande(byte: int) -> str:
    return f"Il file pesa {byte / 1024 / 1024:.0f} MB: il massimo è {MASSIMO // 1024 // 1024} MB."


def leggi_documento(grezzo: bytes) -> dict[str, Any]:
    """I dati di un documento JSON in UTF-8. Solleva `FileNonValido` con la prima ragione per cui non lo è."""
    if len(grezzo) > MASSIMO:
        raise FileNonValido([_troppo_grande(len(grezzo))])
    dati = _da_testo(_testo(grezzo))
    if not isinstance(dati, dict):
        raise FileNonValido(["Il file deve contenere un oggetto JSON, fra parentesi graffe."])
    if frase := _altro_formato(dati):
        raise FileNonValido([frase])
    if caratteri := list(_caratteri_proibiti(dati, ())):
        raise FileNonValido(caratteri)
    return dati


def _testo(grezzo: bytes) -> str:
    if grezzo.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileNonValido(["Il file è in UTF-16: salvalo in UTF-8."])
    if grezzo.startswith(b"\xef\xbb\xbf"):
        raise FileNonValido(["Il file comincia con il segno d'ordine dei byte (BOM): salvalo in UTF-8 senza BOM."])
    try:
        return grezzo.decode("utf-8")
    except UnicodeDecodeError as errore:
        riga = grezzo[: errore.start].count(b"\n") + 1
        raise FileNonValido([f"Il file non è in UTF-8 (riga {riga}): salvalo in UTF-8."]) from None


def _da_testo(testo: str) -> Any:
    if not testo.strip():
        raise FileNonValido(["Il file è vuoto."])
    try:
        return json.loads(testo, object_pairs_hook=_senza_doppioni, parse_constant=_rifiuta_costante)
    except json.JSONDecodeError as errore:
        raise FileNonValido([_non_json(testo, errore)]) from None
    except RecursionError:
        raise FileNonValido(["Il file ha troppi livelli uno dentro l'altro."]) from None
    except ValueError as errore:  # Python rifiuta gli interi di migliaia di cifre
        raise FileNonValido([f"Il file contiene un numero che non si può leggere ({errore})."]) from None


def _senza_doppioni(coppie: list[tuple[str, Any]]) -> dict[str, Any]:
    oggetto = dict(coppie)
    if len(oggetto) < len(coppie):
        nomi = [nome for nome, _ in coppie]
        doppia = next(nome for nome in nomi if nomi.count(nome) > 1)
        raise FileNonValido([f"La chiave «{doppia}» compare due volte nello stesso oggetto: {_brano(coppie)}."])
    return oggetto


def _brano(coppie: list[tuple[str, Any]]) -> str:
    """L'inizio dell'oggetto, perché lo si possa trovare nel file."""
    return ", ".join(f"{nome}: {json.dumps(valore, ensure_ascii=False)[:40]}" for nome, valore in coppie[:3])


def _rifiuta_costante(nome: str) -> Any:
    raise FileNonValido([f"Il file contiene {nome}, che non è un valore JSON."])


def _non_json(testo: str, errore: json.JSONDecodeError) -> str:
    if errore.pos >= len(testo.rstrip()) or errore.msg.startswith("Unterminated string"):
        return f"Il file è troncato: finisce alla riga {errore.lineno} a metà di un dato."
    if "control character" in errore.msg:
        return f"C'è un carattere di controllo alla riga {errore.lineno}, colonna {errore.colno}: toglilo."
    return f"Il file non è JSON: alla riga {errore.lineno}, colonna {errore.colno} c'è qualcosa di inatteso."


def _altro_formato(dati: dict[str, Any]) -> str:
    if dati.get("formato") != FORMATO:
        suggerimento = vicina("formato", dati) if "formato" not in dati else ""
        return f'formato: atteso "{FORMATO}", il nome di questo formato di scambio{suggerimento}.'
    versione = dati.get("versione")
    if versione != VERSIONE or isinstance(versione, bool):
        return f"versione: questo programma legge la versione {VERSIONE}, trovato {json.dumps(versione)}."
    return ""


def _caratteri_proibiti(dato: Any, passi: Passi) -> Iterator[str]:
    if isinstance(dato, dict):
        for nome, valore in dato.items():
            yield from _caratteri_proibiti(nome, (*passi, nome))
            yield from _caratteri_proibiti(valore, (*passi, nome))
    elif isinstance(dato, list):
        for indice, valore in enumerate(dato):
            yield from _caratteri_proibiti(valore, (*passi, indice))
    elif isinstance(dato, str) and (trovato := next(filter(_proibito, dato), "")):
        yield f"{percorso(passi)}: contiene un carattere di controllo (U+{ord(trovato):04X}): toglilo."


def _proibito(carattere: str) -> bool:
    return unicodedata.category(carattere) in ("Cc", "Cs") and carattere not in CONTROLLO_AMMESSI
