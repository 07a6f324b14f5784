"""Dal contenuto alla pagina: capitoli e blocchi, gli stessi per l'anteprima e per il PDF."""

from relazioni.stampa.documento import (
    Pagina,
    allegati,
    html_pdf,
    impagina,
    impronta_documento,
    nome_stemma,
    pagina_anteprima,
)

__all__ = ["Pagina", "allegati", "html_pdf", "impagina", "impronta_documento", "nome_stemma", "pagina_anteprima"]
