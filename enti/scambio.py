"""Che cosa di un ente viaggia in un file di scambio, campo per campo.

Qui nulla si elimina: unità, persone, incarichi e atti che il file non nomina restano dove sono.
I file degli atti, gli utenti e gli accessi di prova non viaggiano.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from enti.models import (
    Appartenenza,
    Atto,
    Ente,
    Gruppo,
    Incarico,
    LivelloUnita,
    Persona,
    Personale,
    Popolazione,
    Rapporto,
    RigaPersonale,
    Unita,
)
from piao.base.scambio import Tabella

APPARTENENZE = Tabella(
    "appartenenze",
    Appartenenza,
    campi=("comune", "ente_comune", "dal", "al"),
    riferimenti={"ente_comune": "enti"},
    padre="unione",
    identita=("unione_id", "comune"),
    ordinamento=("comune", "dal", "al"),
    descrizione="I comuni di un'unione. «ente_comune» è lo slug di un ente di questa installazione.",
)
ENTE = Tabella(
    "ente",
    Ente,
    campi=(
        "slug",
        "denominazione",
        "tipo",
        "denominazione_presunta",
        "provincia",
        "sigla_provincia",
        "regione",
        "codice_istat",
        "codice_catasto",
        "codice_ipa",
        "codice_fiscale",
        "partita_iva",
        "indirizzo",
        "telefono",
        "email",
        "pec",
        "sito",
        "organismo",
        "organismo_composizione",
        "organismo_nota",
        "organismo_dal",
        "organismo_al",
        "dup",
        "mandato_dal",
        "mandato_al",
        "nota",
    ),
    chiave="slug",
    identita=("slug",),
    ordinamento=("slug",),
    figli=(APPARTENENZE,),
    togli=False,
    descrizione="L'ente. Lo slug lo identifica: se esiste già, si aggiorna.",
)
LIVELLI = Tabella(
    "livelli",
    LivelloUnita,
    campi=("nome",),
    chiave="nome",
    identita=("nome",),
    togli=False,
    descrizione="I nomi che l'ente dà ai livelli del suo organigramma, dall'alto in basso.",
)
UNITA = Tabella(
    "unita",
    Unita,
    campi=("padre", "livello", "codice", "denominazione", "funzioni", "dal", "al", "fonte"),
    riferimenti={"padre": "unita", "livello": "livelli"},
    alias={"padre": "parent"},
    chiave="chiave",
    identita=("denominazione", "codice", "livello_id"),
    ordinamento=("ordine", "denominazione", "pk"),
    togli=False,
    descrizione="Le unità organizzative. «padre» è l'unità di cui questa fa parte.",
)
ATTI = Tabella(
    "atti",
    Atto,
    campi=(
        "organo",
        "organo_testo",
        "numero",
        "data",
        "oggetto",
        "parere_tecnico",
        "parere_contabile",
        "immediatamente_eseguibile",
        "collegamento",
    ),
    chiave="chiave",
    identita=("organo", "numero", "data", "oggetto"),
    ordinamento=("data", "chiave"),
    togli=False,
    descrizione="Gli atti: deliberazioni, decreti, verbali.",
)
PERSONE = Tabella(
    "persone",
    Persona,
    campi=("cognome", "nome", "codice_fiscale", "email", "genere"),
    chiave="chiave",
    unico="codice_fiscale",
    identita=("cognome", "nome", "email"),
    ordinamento=("chiave",),
    togli=False,
    descrizione="Le persone che lavorano per l'ente o vi hanno un incarico.",
)
RAPPORTI = Tabella(
    "rapporti",
    Rapporto,
    campi=("persona", "unita", "matricola", "tipo", "area", "profilo", "tempo", "dal", "al"),
    riferimenti={"persona": "persone", "unita": "unita"},
    chiave="chiave",
    identita=("persona_id", "dal"),
    ordinamento=("chiave",),
    togli=False,
    descrizione="I rapporti di lavoro.",
)
INCARICHI = Tabella(
    "incarichi",
    Incarico,
    campi=(
        "persona",
        "tipo",
        "unita",
        "titolo",
        "dal",
        "al",
        "ad_interim",
        "quota",
        "responsabile_pagamenti",
        "atto_integrazione",
        "atto",
        "nota",
    ),
    riferimenti={"persona": "persone", "unita": "unita", "atto": "atti", "atto_integrazione": "atti"},
    chiave="chiave",
    identita=("persona_id", "tipo", "unita_id", "dal"),
    ordinamento=("chiave",),
    togli=False,
    descrizione="Gli incarichi, con date e atto.",
)
GRUPPI = Tabella(
    "gruppi",
    Gruppo,
    campi=("denominazione", "tipo", "persone"),
    molti={"persone": "persone"},
    chiave="chiave",
    identita=("denominazione",),
    ordinamento=("chiave",),
    togli=False,
    descrizione="Chi deve fare, detto per funzione.",
)
POPOLAZIONE = Tabella(
    "popolazione",
    Popolazione,
    campi=("alla_data", "maschi", "femmine", "totale_rilevato", "famiglie", "nota"),
    identita=("alla_data",),
    ordinamento=("alla_data",),
    togli=False,
    descrizione="Gli abitanti, per data: maschi e femmine, oppure soltanto il totale.",
)
RIGHE_PERSONALE = Tabella(
    "righe",
    RigaPersonale,
    campi=("etichetta", "unita", "area", "uomini", "donne"),
    riferimenti={"unita": "unita"},
    padre="personale",
    identita=("personale_id", "etichetta", "area"),
)
PERSONALE = Tabella(
    "personale",
    Personale,
    campi=("anno", "alla_data", "totale_dichiarato", "meno_di_50", "retribuzioni", "irap", "oneri", "nota"),
    figli=(RIGHE_PERSONALE,),
    identita=("anno",),
    ordinamento=("anno",),
    togli=False,
    descrizione="Il personale di un anno, per settore e genere, e la sua spesa.",
)

# La nota degli incarichi che fanno entrare chi prova la dimostrazione in un ente reale: non sono dati dell'ente.
ACCESSO_DI_PROVA = "Accesso per la dimostrazione."

# Prima ciò da cui gli altri dipendono.
TABELLE = (LIVELLI, UNITA, ATTI, PERSONE, RAPPORTI, INCARICHI, GRUPPI, POPOLAZIONE, PERSONALE)


def righe(
    tabella: Tabella, ente: Ente, *, altre: frozenset[int] = frozenset(), codici: Iterable[str] = ()
) -> QuerySet[Any]:
    """Le righe dell'ente per un elenco. Fra le persone anche le `altre` e quelle con quei `codici` fiscali."""
    if tabella is not PERSONE:
        presenti = tabella.modello._base_manager.filter(ente=ente)
        if tabella is INCARICHI:
            presenti = presenti.exclude(nota=ACCESSO_DI_PROVA)
        collegati = [campo for campo in ("persona", "unita") if campo in tabella.riferimenti]
        return presenti.select_related(*collegati) if collegati else presenti  # servono a scrivere il nome della riga
    legate = Q(rapporti__ente=ente) | Q(incarichi__in=righe(INCARICHI, ente)) | Q(gruppi__ente=ente)
    scelte = Persona.objects.filter(legate | Q(pk__in=altre) | Q(codice_fiscale__in=list(codici)))
    return Persona.objects.filter(pk__in=scelte.values("pk"))
