"""A chi può arrivare ogni campo della stanza."""

from piao.base.riservatezza import Campi

CAMPI: dict[str, Campi] = {}
