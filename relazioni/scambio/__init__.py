"""Un ciclo intero dentro e fuori dall'applicazione, in un file JSON (docs/formato-ciclo.md)."""

from relazioni.scambio.documento import FileNonValido, leggi_documento, leggi_file
from relazioni.scambio.esporta import esporta_ciclo, in_testo
from relazioni.scambio.importa import importa_ciclo

__all__ = ["FileNonValido", "esporta_ciclo", "importa_ciclo", "in_testo", "leggi_documento", "leggi_file"]
