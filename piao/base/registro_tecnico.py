"""Il registro tecnico: una riga per evento, a coppie leggibili da una persona e da una macchina.

Non è il registro degli atti (`piao.base.registro`): qui non vanno dati delle persone.
"""

import structlog
from structlog.typing import EventDict, WrappedLogger

_aggiungi_ora = structlog.processors.TimeStamper(fmt="iso", utc=False, key="ora")
_scrivi = structlog.processors.KeyValueRenderer(key_order=["ora", "livello", "da", "evento"], drop_missing=True)


def in_righe(logger: WrappedLogger, metodo: str, evento: EventDict) -> str:
    """Un evento del modulo `logging` in una riga `ora=… livello=… da=… evento=…`; l'errore segue in coda."""
    riga = evento.pop("_record")
    evento.pop("_from_structlog", None)
    evento.update(livello=riga.levelname.lower(), da=riga.name, evento=evento.pop("event"))
    evento = structlog.processors.format_exc_info(logger, metodo, _aggiungi_ora(logger, metodo, evento))
    errore = evento.pop("exception", "")
    return "\n".join(filter(None, [str(_scrivi(logger, metodo, evento)), errore]))
