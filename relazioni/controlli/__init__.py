"""I documenti esaminati per intero: il Piano qui, la Relazione (regole Q01-Q30) in `controlli.relazione`."""

from relazioni.controlli.piano import esamina_piano, fascicolo_del_piano, leggi_testo, mancanze_del_pdf

__all__ = ["esamina_piano", "fascicolo_del_piano", "leggi_testo", "mancanze_del_pdf"]
