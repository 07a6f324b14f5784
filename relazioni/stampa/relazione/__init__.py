"""Dalla Relazione come dati alla pagina: gli stessi blocchi per l'anteprima e per il PDF."""

from relazioni.stampa.relazione.documento import allegati_relazione, anteprima_relazione, html_relazione, impagina

__all__ = ["allegati_relazione", "anteprima_relazione", "html_relazione", "impagina"]
