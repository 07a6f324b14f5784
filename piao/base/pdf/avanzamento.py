"""A che punto è la conversione, letto dal registro della libreria."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Riceve una percentuale (0-100, mai in calo) e una frase. Se solleva un'eccezione, la conversione si ferma lì.
SuAvanzamento = Callable[[int, str], None]

PASSI = {  # dalle prime parole del messaggio della libreria a percentuale e frase
    "Step 3": (5, "Applico lo stile"),
    "Step 4": (10, "Dispongo i contenuti"),
    "Step 6": (80, "Scrivo il PDF"),
    "Step 7": (95, "Aggiungo allegati e metadati"),
}
IMPAGINAZIONE = "Step 5 - Creating layout - Page %d"


def percentuale_impaginazione(pagina: int) -> int:
    """Da 10 a 69 senza conoscere il totale: sale in fretta per i documenti corti e non arriva mai in fondo da sola."""
    return 10 + int(59 * pagina / (pagina + 40))


class _Ascoltatore(logging.Handler):
    def __init__(self, racconta: SuAvanzamento) -> None:
        super().__init__(logging.INFO)
        self.racconta, self.percentuale, self.pagine, self.filo = racconta, 0, 0, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Non cattura nulla: è così che chi ascolta può annullare la conversione."""
        if record.thread == self.filo and (punto := self._punto(record)):
            self.percentuale = max(self.percentuale, punto[0])
            self.racconta(self.percentuale, punto[1])

    def _punto(self, record: logging.LogRecord) -> tuple[int, str] | None:
        messaggio = record.getMessage()
        if "Repagination" in messaggio:
            return 70, "Sistemo l'indice e i rimandi"
        if record.msg != IMPAGINAZIONE:
            return PASSI.get(messaggio[:6])
        pagina = int(messaggio.rsplit(" ", 1)[1])
        if pagina <= self.pagine:
            return None  # una pagina rifatta non è un passo avanti
        self.pagine = pagina
        return percentuale_impaginazione(pagina), f"Impagino la pagina {pagina}"


@contextmanager
def racconta_a(ascolta: SuAvanzamento | None) -> Iterator[None]:
    """Dentro il blocco, ogni passo della libreria diventa una chiamata ad `ascolta`."""
    if ascolta is None:
        yield
        return
    registro = logging.getLogger("weasyprint.progress")
    ascoltatore, prima = _Ascoltatore(ascolta), (registro.level, registro.propagate)
    registro.addHandler(ascoltatore)
    # I passi servono a chi aspetta, non al registro tecnico del programma.
    registro.setLevel(logging.INFO)
    registro.propagate = False
    try:
        yield
    finally:
        registro.setLevel(prima[0])
        registro.propagate = prima[1]
        registro.removeHandler(ascoltatore)
