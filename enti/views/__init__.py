"""Le viste della stanza, un file per nome di dominio."""

from enti.views.inizio import casa_di, mio_accesso

__all__ = ["casa_di", "mio_accesso"]
