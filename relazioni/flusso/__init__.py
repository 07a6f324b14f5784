"""Che cosa manca al Piano prima di produrlo; il percorso della Relazione è in `flusso.relazione`."""

from relazioni.flusso.piano import che_manca

__all__ = ["che_manca"]
