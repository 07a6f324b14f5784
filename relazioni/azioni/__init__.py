"""Le scritture della stanza, un file per nome: i testi, i documenti prodotti, il percorso del Piano."""

from relazioni.azioni.produzioni import registra_produzione
from relazioni.azioni.testi import (
    GIU,
    SU,
    aggiungi_parte,
    elimina_parte,
    metti_parte,
    mostra_parte,
    ripristina_modello,
    ripristina_versione,
    scrivi_parte,
    sposta_parte,
)

__all__ = [
    "GIU",
    "SU",
    "aggiungi_parte",
    "elimina_parte",
    "metti_parte",
    "mostra_parte",
    "registra_produzione",
    "ripristina_modello",
    "ripristina_versione",
    "scrivi_parte",
    "sposta_parte",
]
