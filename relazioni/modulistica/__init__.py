"""Gli atti in bozza: un modello (dell'ente, o il nostro) e i valori del Piano fanno un DOCX o un ODT.

Un modello non è un programma: vi si sostituiscono segnaposto, e null'altro.
"""

from relazioni.modulistica.compila import Compilato, ModelloIllegibile, compila, controlla_modello
from relazioni.modulistica.nostri import modello_nostro

__all__ = ["Compilato", "ModelloIllegibile", "compila", "controlla_modello", "modello_nostro"]
