"""Dal contenuto alla pagina: capitoli e blocchi, gli stessi per l'anteprima e per il PDF."""

from relazioni.stampa.documento import (
    allegati,
    html_pdf,
    impagina,
    impronta_documento,
    nome_stemma,
    pagina_anteprima,
)
from relazioni.stampa.telaio import Colophon, Pagina

__all__ = [
    "Colophon",
    "Pagina",
    "allegati",
    "html_pdf",
    "impagina",
    "impronta_documento",
    "nome_stemma",
    "pagina_anteprima",
]
