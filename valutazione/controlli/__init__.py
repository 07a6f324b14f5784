"""I controlli su schede e premi (V01-V17): il fascicolo si riempie con `carica`, le regole stanno nel `catalogo`."""

from valutazione.controlli.catalogo import PER_CODICE, REGOLE, esamina_fondo, esamina_valutazione

__all__ = ["PER_CODICE", "REGOLE", "esamina_fondo", "esamina_valutazione"]
