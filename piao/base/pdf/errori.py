"""Che cosa può andare storto scrivendo un documento, detto con parole che si possono mostrare."""


class DocumentoNonScritto(Exception):
    """Il documento non si può scrivere: il messaggio dice perché e che cosa fare."""


class RisorsaMancante(DocumentoNonScritto):
    """Il documento chiede un nostro file (foglio di stile, font, immagine) che qui non c'è."""


class LibreriaDiversa(DocumentoNonScritto):
    """WeasyPrint non è la versione su cui sono state provate le rifiniture."""
