"""A che punto è la conversione, letto dal registro della libreria."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Riceve una percentuale (0-100, mai in calo) e una frase. Se solleva un'eccezione, la conversione si ferma lì.
SuAvanzamento = Callable[[int, str], None]

PASSI = {
    "Step 3": (5, "Applico lo stile"),
    "Step 4": (10, "Dispongo i contenuti"),
    "Step 6": (80, "Scrivo il PDF"),
    "Step 7": (95, "Aggiungo allegati e metadati"),
}
IMPAGINAZIONE = "Step 5 - Creating layout - Page %d"


def percentuale_impaginazione(pagina: int) -> int:
    """Da 10 a 79 senza conoscere il totale: sale in fretta per i documenti corti e non arriva mai in fondo da sola."""
    return 10 + round(69 * pagina / (pagina + 40))


class _Ascoltatore(logging.Handler):
    def __init__(self, racconta: SuAvanzamento) -> None:
        super().__init__(logging.INFO)
        self.racconta, self.ultima, self.filo = racconta, 0, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Non cattura nulla: è così che chi ascolta può annullare la conversione."""
        if record.thread == self.filo and (punto := self._punto(record)):
            self.ultima = max(self.ultima, punto[0])
            self.racconta(self.ultima, punto[1])

    @staticmethod
    def _punto(record: logging.LogRecord) -> tuple[int, str] | None:
        if record.msg == IMPAGINAZIONE and isinstance(record.args, tuple):
            pagina = int(str(record.args[0]))
            return percentuale_impaginazione(pagina), f"Impagino la pagina {pagina}"
        return PASSI.get(str(record.msg)[:6])


@contextmanager
def racconta_a(ascolta: SuAvanzamento | None) -> Iterator[None]:
    """Dentro il blocco, ogni passo della libreria diventa una chiamata ad `ascolta`."""
    if ascolta is None:
        yield
        return
    registro = logging.getLogger("weasyprint.progress")
    ascoltatore, livello_prima = _Ascoltatore(ascolta), registro.level
    registro.addHandler(ascoltatore)
    registro.setLevel(logging.INFO)
    try:
        yield
    finally:
        registro.setLevel(livello_prima)
        registro.removeHandler(ascoltatore)
