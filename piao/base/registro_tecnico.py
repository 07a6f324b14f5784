"""Il registro tecnico: una riga per evento, a coppie `chiave=valore` leggibili da una persona e da una macchina.

Non è il registro degli atti (`piao.base.registro`): qui non vanno dati delle persone.
"""

import structlog
from structlog.typing import EventDict, WrappedLogger


class Righe(structlog.stdlib.ProcessorFormatter):
    """Scrive ogni evento di `logging` come `ora=… livello=… da=… evento=…`; l'errore segue in coda."""

    def __init__(self) -> None:
        super().__init__(
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=False, key="ora"),
                _nomi_italiani,
                self.remove_processors_meta,
                structlog.processors.format_exc_info,
                _riga,
            ]
        )


_coppie = structlog.processors.KeyValueRenderer(key_order=["ora", "livello", "da", "evento"], drop_missing=True)


def _nomi_italiani(logger: WrappedLogger, metodo: str, evento: EventDict) -> EventDict:
    origine = evento["_record"]
    evento.update(livello=origine.levelname.lower(), da=origine.name, evento=evento.pop("event"))
    return evento


def _riga(logger: WrappedLogger, metodo: str, evento: EventDict) -> str:
    errore = evento.pop("exception", None)
    riga = str(_coppie(logger, metodo, evento))
    return f"{riga}\n{errore}" if errore else riga
