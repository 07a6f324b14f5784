"""Gli atti in bozza: un modello (dell'ente, o il nostro) e i valori del Piano fanno un DOCX o un ODT.

Un modello non è un programma: vi si sostituiscono segnaposto, e null'altro.
"""

from piao.base.modulistica import Blocco, scrivi
from relazioni.modulistica.compila import SEGNAPOSTO, Compilato, ModelloIllegibile, compila, controlla_modello
from relazioni.modulistica.nostri import blocchi_di, modello_nostro

__all__ = [
    "SEGNAPOSTO",
    "Blocco",
    "Compilato",
    "ModelloIllegibile",
    "blocchi_di",
    "compila",
    "controlla_modello",
    "modello_nostro",
    "scrivi",
]
