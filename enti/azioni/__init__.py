"""Le scritture della stanza: un verbo ciascuna, tutto o niente, annotate nel registro."""

from enti.azioni.atti import elimina_atto, scrivi_atto
from enti.azioni.contesto import elimina_personale, elimina_popolazione, scrivi_personale, scrivi_popolazione
from enti.azioni.ente import (
    apri_ente,
    cambia_stemma,
    modifica_ente,
    scrivi_comune,
    scrivi_livelli,
    togli_comune,
    togli_stemma,
)
from enti.azioni.inviti import accetta_invito, impronta, invita, revoca_inviti, spedisci_invito
from enti.azioni.persone import (
    aggiungi_persona,
    chiudi_incarico,
    conferisci_incarico,
    crea_rapporto,
    elimina_gruppo,
    elimina_incarico,
    elimina_rapporto,
    modifica_incarico,
    modifica_persona,
    modifica_rapporto,
    scrivi_gruppo,
)
from enti.azioni.unita import chiudi_unita, crea_unita, elimina_unita, modifica_unita, sposta_unita

__all__ = [
    "accetta_invito",
    "aggiungi_persona",
    "apri_ente",
    "cambia_stemma",
    "chiudi_incarico",
    "chiudi_unita",
    "conferisci_incarico",
    "crea_rapporto",
    "crea_unita",
    "elimina_atto",
    "elimina_gruppo",
    "elimina_incarico",
    "elimina_personale",
    "elimina_popolazione",
    "elimina_rapporto",
    "elimina_unita",
    "impronta",
    "invita",
    "modifica_ente",
    "modifica_incarico",
    "modifica_persona",
    "modifica_rapporto",
    "modifica_unita",
    "revoca_inviti",
    "scrivi_atto",
    "scrivi_comune",
    "scrivi_gruppo",
    "scrivi_livelli",
    "scrivi_personale",
    "scrivi_popolazione",
    "sposta_unita",
    "spedisci_invito",
    "togli_comune",
    "togli_stemma",
]
