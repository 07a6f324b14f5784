"""Il sistema di valutazione dell'ente, le schede, i premi."""

from valutazione.models.premi import Fondo, Interim, Partecipante, Premio, Simulazione
from valutazione.models.scheda import Assenza, Colloquio, Osservazione, PassaggioScheda, Riesame, Scheda, Visione, Voce
from valutazione.models.sistema import Componente, Fase, LivelloScala, Scala, Sistema, TipoScheda

__all__ = [
    "Simulazione",
    "Premio",
    "Partecipante",
    "Interim",
    "Fondo",
    "Assenza",
    "Colloquio",
    "Componente",
    "Fase",
    "LivelloScala",
    "Osservazione",
    "PassaggioScheda",
    "Riesame",
    "Scala",
    "Scheda",
    "Sistema",
    "TipoScheda",
    "Visione",
    "Voce",
]
