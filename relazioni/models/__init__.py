"""I modelli della stanza: ciò che esce dall'ente, un file per nome di dominio."""

from relazioni.models.documenti import FormatoAtto, ModelloAtto, Produzione, Sezione, TipoAtto, TipoDocumento

__all__ = ["FormatoAtto", "ModelloAtto", "Produzione", "Sezione", "TipoAtto", "TipoDocumento"]
