"""Un file di casi: si legge, si ricalcola caso per caso, si confronta con l'atteso."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

from obiettivi.misura import NonCalcolabile
from piao.base.errori_schema import trovato
from valutazione.motore.configurazione import ConfigurazioneRifiutata
from valutazione.motore.forma import controlla
from valutazione.motore.prove import Banco, Esito

MASSIMO = 50 * 1024 * 1024
ASSENTE = object()


class FileIlleggibile(ValueError):
    """Il file non è un elenco di casi. Il testo è una frase per chi l'ha scritto."""


@dataclass(frozen=True)
class Calcolato:
    """Un caso ricalcolato: gli esiti delle sue prove, oppure l'errore che lo ferma."""

    id: str
    prove: Mapping[str, Esito] | None = None
    errore: str = ""

    def in_formato(self) -> dict[str, Any]:
        """Come si scrive nel file dei risultati."""
        if self.prove is None:
            return {"id": self.id, "errore": self.errore}
        return {"id": self.id, "esito": {nome: esito.dati for nome, esito in self.prove.items()}}


def leggi_casi(percorso: Path) -> list[Any]:
    """I casi di un file, con i numeri in Decimal. Solleva FileIlleggibile."""
    try:
        if percorso.stat().st_size > MASSIMO:
            raise FileIlleggibile(f"{percorso.name} è troppo grande: al massimo 50 MB.")
        testo = percorso.read_text("utf-8-sig")
    except OSError as errore:
        raise FileIlleggibile(f"{percorso.name} non c'è, o non si può aprire.") from errore
    except UnicodeDecodeError as errore:
        raise FileIlleggibile(f"{percorso.name} non è un testo UTF-8.") from errore
    documento = leggi_json(testo, percorso.name)
    casi = documento.get("casi") if isinstance(documento, dict) else None
    if not isinstance(casi, list):
        raise FileIlleggibile(f"{percorso.name}: atteso un oggetto con l'elenco «casi».")
    return casi


def leggi_json(testo: str, nome: str) -> Any:
    """Il testo di un file, con i numeri in Decimal e senza chiavi doppie. Solleva FileIlleggibile."""
    try:
        return json.loads(
            testo, parse_float=Decimal, parse_constant=_senza_costanti, object_pairs_hook=_senza_doppioni
        )
    except json.JSONDecodeError as errore:
        dove = f"alla riga {errore.lineno}, colonna {errore.colno}"
        raise FileIlleggibile(f"{nome} non è JSON: {dove} c'è qualcosa di inatteso.") from errore
    except FileIlleggibile as errore:
        raise FileIlleggibile(f"{nome}: {errore}") from errore
    except (RecursionError, ValueError) as errore:
        raise FileIlleggibile(f"{nome}: dati annidati troppo a fondo, o numeri troppo lunghi.") from errore


def _senza_costanti(scritta: str) -> None:
    raise FileIlleggibile(f"«{scritta}» non è un numero.")


def _senza_doppioni(coppie: list[tuple[str, Any]]) -> dict[str, Any]:
    """Una chiave scritta due volte perderebbe in silenzio la prima: una persona, un obiettivo, un peso."""
    letto = dict(coppie)
    if len(letto) < len(coppie):
        chiavi = [chiave for chiave, _ in coppie]
        doppia = next(chiave for chiave in chiavi if chiavi.count(chiave) > 1)
        raise FileIlleggibile(f"la chiave «{doppia}» è scritta due volte nello stesso oggetto.")
    return letto


# ---- calcolare ---------------------------------------------------------------------------------------------------


def calcola_caso(caso: Any, posto: int = 0) -> Calcolato:
    """Il caso ricalcolato, o la frase che dice perché non si può. Non solleva nulla per ciò che sta nel caso."""
    nome = caso.get("id") if isinstance(caso, Mapping) else None
    chi = nome if isinstance(nome, str) and nome else f"casi[{posto}]"
    try:
        controlla(caso)
        banco = Banco(caso["configurazione"])
        return Calcolato(chi, {prova: _esegui(banco, prova, dati) for prova, dati in caso["input"].items()})
    except (NonCalcolabile, ConfigurazioneRifiutata) as errore:
        return Calcolato(chi, errore=str(errore))
    except DecimalException:
        return Calcolato(chi, errore="I numeri sono troppo grandi per questo conto.")
    except RecursionError:
        return Calcolato(chi, errore="La configurazione è annidata troppo a fondo.")


def _esegui(banco: Banco, prova: str, dati: Mapping[str, Any]) -> Esito:
    try:
        return banco.esegui(dati)
    except NonCalcolabile as errore:
        raise NonCalcolabile(f"Prova «{prova}»: {errore}") from errore


# ---- confrontare -------------------------------------------------------------------------------------------------


def differenze(calcolato: Calcolato, atteso: Any) -> list[str]:
    """Una frase per ogni punto in cui il calcolato non è, cifra per cifra, l'atteso."""
    if calcolato.prove is None:
        return [f"{calcolato.id}: {calcolato.errore}"]
    if not isinstance(atteso, Mapping):
        return [f"{calcolato.id}: manca «atteso», non c'è nulla con cui confrontare."]
    return list(_diversi(calcolato.id, calcolato.in_formato()["esito"], atteso))


def _diversi(dove: str, calcolato: Any, atteso: Any) -> Iterator[str]:
    if isinstance(calcolato, Mapping) and isinstance(atteso, Mapping):
        for chiave in sorted(calcolato.keys() | atteso.keys()):
            yield from _diversi(f"{dove}.{chiave}", calcolato.get(chiave, ASSENTE), atteso.get(chiave, ASSENTE))
    elif not _uguali(calcolato, atteso):
        yield f"{dove}: atteso {_scritto(atteso)}, calcolato {_scritto(calcolato)}."


def _uguali(calcolato: Any, atteso: Any) -> bool:
    return type(calcolato) is type(atteso) and bool(calcolato == atteso)


def _scritto(valore: Any) -> str:
    return "nulla" if valore is ASSENTE else trovato(valore)
