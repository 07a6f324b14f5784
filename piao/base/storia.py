"""La storia di una riga come la si racconta: chi, quando, che cosa c'era prima e che cosa c'è dopo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Field, ForeignKey, Model, Window
from django.db.models.functions import Lag

from piao.base.models import Evento
from piao.base.numeri import data_breve, numero
from piao.base.registro import nome_oggetto

AZIONI = {"+": "Creazione", "~": "Modifica", "-": "Eliminazione"}
TACIUTI = {"id", "versione", "password"}
MASSIMO = 50  # le ultime modifiche: di più non si leggono in una pagina
# Per ogni riga di storia, quella subito prima dello stesso oggetto.
RIGA_PRIMA = Window(Lag("history_id"), partition_by=F("id"), order_by=["history_date", "history_id"])


@dataclass(frozen=True)
class Cambio:
    """Un campo cambiato, in parole."""

    campo: str
    prima: str
    dopo: str


@dataclass(frozen=True)
class Passo:
    """Una modifica (o un fatto del registro) nella storia di una riga."""

    quando: datetime
    chi: str
    azione: str
    differenze: tuple[Cambio, ...] = ()
    nota: str = ""


def storia_di(*oggetti: Model, massimo: int = MASSIMO) -> list[Passo]:
    """Le modifiche di uno o più oggetti, dalla più recente: le letture crescono con i tipi, non con gli oggetti."""
    chiavi: dict[type[Model], list[Any]] = {}
    for oggetto in oggetti:
        chiavi.setdefault(type(oggetto), []).append(oggetto.pk)
    passi = [p for modello, sue in chiavi.items() for p in storia_delle_righe(modello, massimo=massimo, id__in=sue)]
    return sorted(passi, key=lambda passo: passo.quando, reverse=True)[:massimo]


def storia_delle_righe(modello: type[Model], *, massimo: int = MASSIMO, **di: Any) -> list[Passo]:
    """La storia di tutte le righe di un modello che appartengono a qualcosa, anche di quelle tolte: poche letture."""
    storia: Any = modello.history  # type: ignore[attr-defined]  # lo aggiunge simple_history
    righe = storia.filter(**di).annotate(riga_prima=RIGA_PRIMA).select_related("history_user")
    ultime = list(righe.order_by("-history_date", "-history_id")[:massimo])
    note = {riga.history_id: riga for riga in ultime}
    oltre = {riga.riga_prima for riga in ultime} - {None, *note}
    note |= storia.in_bulk(oltre) if oltre else {}
    passi = [(riga, note.get(riga.riga_prima)) for riga in ultime]
    nomi = _nomi_collegati(modello, passi)
    return [_passo(modello, riga, prima, nomi) for riga, prima in passi]


def eventi_in_storia(*oggetti: Model, massimo: int = MASSIMO) -> list[Passo]:
    """Gli stessi oggetti visti dal registro: i passi compiuti, con la nota di chi li ha compiuti."""
    eventi = Evento.objects.filter(oggetto__in=[nome_oggetto(oggetto) for oggetto in oggetti])[:massimo]
    return [Passo(e.quando, e.chi, e.azione.capitalize(), nota=e.nota) for e in eventi]


def _passo(modello: type[Model], riga: Any, prima: Any, nomi: dict[str, dict[Any, str]]) -> Passo:
    cambi = [_cambio(campo, prima, riga, nomi) for campo in _campi(modello) if _cambia(campo, riga, prima)]
    azione = AZIONI[riga.history_type]
    return Passo(
        riga.history_date, str(riga.history_user or ""), f"{azione} · {modello._meta.verbose_name}", tuple(cambi)
    )


def _campi(modello: type[Model]) -> Iterable[Any]:
    return [campo for campo in modello._meta.concrete_fields if campo.name not in TACIUTI]


def _cambio(campo: Any, prima: Any, dopo: Any, nomi: dict[str, dict[Any, str]]) -> Cambio:
    etichetta = str(campo.verbose_name)
    return Cambio(
        etichetta[:1].upper() + etichetta[1:],
        *(_in_parole(campo, getattr(riga, campo.attname), nomi.get(campo.name, {})) for riga in (prima, dopo)),
    )


def _in_parole(campo: Any, valore: Any, nomi: dict[Any, str]) -> str:
    match valore:
        case None | "":
            return ""
        case bool():
            return "sì" if valore else "no"
        case date():
            return data_breve(valore)
        case Decimal():
            return numero(valore)
    if isinstance(campo, ForeignKey):
        return nomi.get(valore, "(eliminato)")
    return str(dict(campo.flatchoices).get(valore, valore))


def _nomi_collegati(modello: type[Model], passi: Sequence[tuple[Any, Any]]) -> dict[str, dict[Any, str]]:
    """I nomi delle righe collegate che cambiano: una lettura per chiave esterna, non una per modifica."""
    nomi: dict[str, dict[Any, str]] = {}
    for campo in filter(_e_chiave, _campi(modello)):
        chiavi = {getattr(r, campo.attname) for passo in passi if _cambia(campo, *passo) for r in passo} - {None}
        trovati = _con_cio_che_nominano(campo.related_model).in_bulk(chiavi) if chiavi else {}
        nomi[campo.name] = {pk: str(riga) for pk, riga in trovati.items()}
    return nomi


def _con_cio_che_nominano(modello: type[Model]) -> Any:
    """Le righe con quelle a cui puntano: il nome di un incarico contiene quello della sua unità."""
    return modello._base_manager.select_related(*[campo.name for campo in modello._meta.fields if _e_chiave(campo)])


def _cambia(campo: Any, riga: Any, prima: Any) -> bool:
    """Una creazione non ha nulla prima di sé; un'eliminazione non cambia i campi."""
    modificata = riga.history_type == "~" and prima is not None
    return bool(modificata and getattr(prima, campo.attname) != getattr(riga, campo.attname))


def _e_chiave(campo: Field[Any, Any]) -> bool:
    return isinstance(campo, ForeignKey)
