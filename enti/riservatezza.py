"""A chi può arrivare ogni campo della stanza. Le persone sono riservate: fuori compaiono per ruolo (norme R105)."""

from piao.base.riservatezza import Campi

CAMPI = {
    "Ente": Campi(
        pubblici="slug denominazione tipo provincia sigla_provincia regione codice_istat codice_catasto codice_ipa "
        "codice_fiscale partita_iva indirizzo telefono email pec sito stemma organismo organismo_composizione "
        "organismo_dal organismo_al dup mandato_dal mandato_al",
        interni="denominazione_presunta organismo_nota nota",
    ),
    "Appartenenza": Campi(pubblici="unione comune dal al", interni="ente_comune"),
    "Atto": Campi(
        pubblici="ente organo organo_testo numero data oggetto parere_tecnico parere_contabile "
        "immediatamente_eseguibile collegamento",
        interni="file",
    ),
    "LivelloUnita": Campi(pubblici="ente ordine nome"),
    "Unita": Campi(pubblici="parent ente livello codice denominazione funzioni ordine dal al", interni="fonte"),
    "Popolazione": Campi(pubblici="ente alla_data maschi femmine totale_rilevato famiglie", interni="nota"),
    "Personale": Campi(
        pubblici="ente anno alla_data totale_dichiarato meno_di_50 retribuzioni irap oneri", interni="nota"
    ),
    "RigaPersonale": Campi(pubblici="personale ordine etichetta unita area uomini donne"),
    "Persona": Campi(riservati="utente cognome nome codice_fiscale email genere"),
    "Rapporto": Campi(interni="ente unita tipo area profilo dal al", riservati="persona matricola tempo"),
    "Incarico": Campi(
        pubblici="ente tipo unita titolo dal al ad_interim",
        interni="quota responsabile_pagamenti atto atto_integrazione nota",
        riservati="persona",
    ),
    "Gruppo": Campi(pubblici="ente denominazione tipo", riservati="persone"),
    "Utente": Campi(
        interni="last_login is_superuser is_active date_joined groups user_permissions",
        riservati="password first_name last_name email",
    ),
    "Invito": Campi(interni="ente creato_il scade_il usato_il", riservati="persona email impronta"),
}
