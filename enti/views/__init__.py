"""Le viste della stanza, un file per nome di dominio."""

from enti.views.inizio import inizio, mio_accesso

__all__ = ["inizio", "mio_accesso"]
