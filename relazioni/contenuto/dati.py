"""Il contenuto come dati aperti: il JSON intero e i CSV di obiettivi e indicatori.

Colonne dei CSV: quelle di `COLONNE_OBIETTIVI` e `COLONNE_INDICATORI`, più una coppia per ogni anno di target.
`numero` lega i due file fra loro e al JSON.
"""

import json
from dataclasses import Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints, overload

from piao.base.tabelle import Cella, Riga, in_csv
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo, Piano

COLONNE_OBIETTIVI = (
    "numero",
    "codice",
    "livello",
    "titolo",
    "descrizione",
    "discende_da",
    "unita",
    "chi_risponde",
    "chi_contribuisce",
    "a_chi_e_rivolto",
    "data_inizio",
    "data_fine",
    "natura",
    "tipologia",
    "temi",
    "ambiti",
    "missione",
    "programma",
    "peso",
    "scala_peso",
    "indicatori",
)
COLONNE_INDICATORI = (
    "numero_obiettivo",
    "obiettivo",
    "indicatore",
    "dimensione",
    "unita_misura",
    "formula",
    "numeratore",
    "denominatore",
    "verso",
    "valore_di_partenza",
    "anno_di_partenza",
    "fonte",
    "tipo_fonte",
)


class Documento(Protocol):
    """Un documento composto: una dataclass congelata che sa il nome e la versione del suo formato."""

    FORMATO: ClassVar[str]
    SCHEMA: ClassVar[int]


D = TypeVar("D", bound=Documento)


def in_json(documento: Documento) -> bytes:
    """JSON UTF-8 da leggere e riusare: stesso contenuto, stessi byte. I campi vuoti non si scrivono."""
    return (json.dumps(_contenuto(documento), ensure_ascii=False, indent=1) + "\n").encode()


def canonico(documento: Documento) -> str:
    """Il contenuto in forma canonica, quella che si congela: chiavi in ordine alfabetico, nessuno spazio."""
    return json.dumps(_contenuto(documento), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@overload
def da_canonico(testo: str) -> Piano: ...
@overload
def da_canonico(testo: str, tipo: type[D]) -> D: ...
def da_canonico(testo: str, tipo: Any = Piano) -> Any:
    """Il documento di un contenuto congelato. Un campo che il programma non conosce più si ignora."""
    return _leggi(tipo, json.loads(testo))


def _contenuto(documento: Documento) -> dict[str, Any]:
    return {"formato": documento.FORMATO, "versione": documento.SCHEMA, **_puro(documento)}


LETTURE = {Decimal: Decimal, date: date.fromisoformat}


def _leggi(tipo: Any, dato: Any) -> Any:
    """Il contrario di `_puro`: `tipo` è l'annotazione del campo."""
    argomenti = get_args(tipo)
    if get_origin(tipo) is tuple:
        return tuple(_leggi(argomenti[0], uno) for uno in dato)
    if argomenti:  # «Decimal | None»: ciò che manca non è scritto, quindi qui c'è
        return _leggi(argomenti[0], dato)
    if isinstance(tipo, type) and is_dataclass(tipo):
        scritto = {
            nome: _leggi(suo, dato[nome]) if nome in dato else _assente(suo) for nome, suo in _tipi(tipo).items()
        }
        return tipo(**scritto)
    leggi: Any = LETTURE.get(tipo)
    return leggi(dato) if leggi else dato


@cache
def _tipi(tipo: Any) -> dict[str, Any]:
    annotazioni = get_type_hints(tipo)
    return {campo.name: annotazioni[campo.name] for campo in fields(tipo) if not campo.metadata}


def _assente(tipo: Any) -> Any:
    """Il valore di un campo che non è stato scritto perché vuoto."""
    if get_origin(tipo) is tuple:
        return ()
    return None if get_args(tipo) or is_dataclass(tipo) else tipo()


def _puro(valore: Any) -> Any:
    match valore:
        case Decimal():
            return f"{valore.normalize():f}"
        case date():
            return valore.isoformat()
        case tuple():
            return [_puro(uno) for uno in valore]
    if is_dataclass(valore):
        scritti = {campo: getattr(valore, campo.name) for campo in fields(valore) if not campo.metadata}
        return {campo.name: _puro(scritto) for campo, scritto in scritti.items() if not _da_tacere(campo, scritto)}
    return valore


def _da_tacere(campo: Field[Any], valore: Any) -> bool:
    """Lo zero si scrive: «nessun ricorso» è un dato (e per Python `0 == False`)."""
    return valore in (None, "", ()) or (valore is False and campo.default is not True)


# ---- CSV -------------------------------------------------------------------------------------------------


def csv_obiettivi(piano: Piano) -> bytes:
    return in_csv(COLONNE_OBIETTIVI, [_riga_obiettivo(o) for o in piano.obiettivi])


def _riga_obiettivo(o: DatiObiettivo) -> Riga:
    return (
        o.numero,
        o.codice,
        o.livello,
        o.titolo,
        o.descrizione,
        o.padre,
        _elenco(unita.denominazione for unita in o.unita),
        _elenco(a.nome for a in o.assegnatari if a.ruolo == "responsabile"),
        _elenco([*(a.nome for a in o.assegnatari if a.ruolo != "responsabile"), o.contributori]),
        o.stakeholder,
        o.data_inizio,
        o.data_fine,
        o.natura,
        o.tipologia,
        _elenco(o.temi),
        _elenco(o.ambiti),
        o.missione,
        o.programma,
        o.peso,
        o.scala_peso if o.peso is not None else "",
        len(o.indicatori),
    )


def csv_indicatori(piano: Piano) -> bytes:
    """Un indicatore per riga; per ogni anno il valore (numero, se lo è) e il traguardo come si legge."""
    anni = sorted({target.anno for o in piano.obiettivi for i in o.indicatori for target in i.target})
    intestazioni = [*COLONNE_INDICATORI, *(nome for anno in anni for nome in (f"valore_{anno}", f"traguardo_{anno}"))]
    righe = [_riga_indicatore(o, i, anni) for o in piano.obiettivi for i in o.indicatori]
    return in_csv(intestazioni, righe)


def _riga_indicatore(o: DatiObiettivo, i: DatiIndicatore, anni: list[int]) -> Riga:
    target = {uno.anno: uno for uno in i.target}
    per_anno: list[Cella] = []
    for anno in anni:
        per_anno += [target[anno].valore, target[anno].testo] if anno in target else [None, ""]
    return (
        o.numero,
        o.titolo,
        i.denominazione,
        i.dimensione,
        i.unita_misura,
        i.formula,
        i.numeratore,
        i.denominatore,
        i.verso,
        i.partenza,
        i.partenza_anno,
        i.fonte,
        i.tipo_fonte,
        *per_anno,
    )


def _elenco(parole: Any) -> str:
    return " | ".join(parola for parola in parole if parola)
