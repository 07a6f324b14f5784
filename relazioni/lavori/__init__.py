"""Ciò che la stanza scrive in secondo piano, un file per documento: Piano, Relazione, approvazioni, fogli, verbali."""

from relazioni.lavori.approvazione import (
    atto_in_sospeso,
    avvia_approvazione,
    congela_approvazione,
    registra_approvazione,
)
from relazioni.lavori.approvazione_relazione import (
    atto_sospeso_della_relazione,
    congela_relazione,
    registra_approvazione_relazione,
)
from relazioni.lavori.congelamento import ApprovazioneInCorso
from relazioni.lavori.differenze import avvia_differenze, scrivi_differenze
from relazioni.lavori.fogli import avvia_foglio, avvia_foglio_relazione, scrivi_foglio, scrivi_foglio_relazione
from relazioni.lavori.pdf import conta_pagine, produzione_pronta
from relazioni.lavori.piano import avvia_produzione, data_del_documento, produci_piano, scrivi_piano
from relazioni.lavori.relazione import avvia_relazione, produci_relazione, scrivi_relazione
from relazioni.lavori.verbale import avvia_verbale_validazione, scrivi_verbale_validazione

__all__ = [
    "ApprovazioneInCorso",
    "atto_in_sospeso",
    "atto_sospeso_della_relazione",
    "avvia_approvazione",
    "avvia_differenze",
    "avvia_foglio",
    "avvia_foglio_relazione",
    "avvia_produzione",
    "avvia_relazione",
    "avvia_verbale_validazione",
    "congela_approvazione",
    "congela_relazione",
    "conta_pagine",
    "data_del_documento",
    "produci_piano",
    "produci_relazione",
    "produzione_pronta",
    "registra_approvazione",
    "registra_approvazione_relazione",
    "scrivi_differenze",
    "scrivi_foglio",
    "scrivi_foglio_relazione",
    "scrivi_piano",
    "scrivi_relazione",
    "scrivi_verbale_validazione",
]
