"""La tabella delle raccolte di dati aperti: `RISORSE`."""

from relazioni.pubblico.risorse.gradimento import GRADIMENTO
from relazioni.pubblico.risorse.piano import DEI_PIANI
from relazioni.pubblico.risorse.pubblicazioni import PUBBLICAZIONI, TABELLE
from relazioni.pubblico.risorse.relazione import DELLE_RELAZIONI

RISORSE = (PUBBLICAZIONI, *DEI_PIANI, *DELLE_RELAZIONI, TABELLE, GRADIMENTO)
PER_NOME = {risorsa.nome: risorsa for risorsa in RISORSE}

__all__ = ["PER_NOME", "RISORSE"]
