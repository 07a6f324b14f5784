"""A chi può arrivare ogni campo della stanza. Un obiettivo è pubblico; chi ci lavora sopra, e come, no."""

from piao.base.riservatezza import Campi

CAMPI = {
    "Ciclo": Campi(
        pubblici="ente anno anno_fine titolo periodo allegato_a impostazione provvisorio bilancio_termine "
        "bilancio_approvato_il atto_bilancio atto_dup atto_dup_aggiornamento atto_smvp atto_piao atto_approvazione "
        "atto_parere_smvp smvp_confermato_il relazione_unificata relazione_validata_il pubblicato_il "
        "inviato_portale_il scala_peso metodo_peso",
        interni="stato anno_presunto anno_fine_letto motivo_ritardo nota",
    ),
    "LineaMandato": Campi(pubblici="ente codice titolo descrizione dal al ordine"),
    "FaseCiclo": Campi(
        pubblici="ciclo ordine denominazione organi finalita tempistica scadenza evento giorni giorno mese "
        "anno_relativo"
    ),
    "NotaOrigine": Campi(interni="ciclo codice riga tipo gravita valore_letto valore_atteso descrizione rimedio"),
    "Obiettivo": Campi(
        pubblici="ciclo identificativo codice livello padre linea_mandato ordine titolo descrizione finalita natura "
        "motivazione_mantenimento tipologia anche_individuale prerequisito obbligo_legge bisogno stakeholder "
        "contributori miglioramento_atteso valore_pubblico valore_riferimento fonte_riferimento "
        "risultato_anno_precedente missione programma riferimento_dup misura_anticorruzione pnrr data_inizio "
        "data_fine peso scala_peso strategicita complessita metodo_aggregazione quota_fasi",
        interni="stato precedente variazione padre_certo osservazioni gruppo_ripetizione origine_id origine_riga nota",
    ),
    "ObiettivoUnita": Campi(pubblici="obiettivo unita ruolo peso quota"),
    "Assegnazione": Campi(
        pubblici="obiettivo incarico gruppo ruolo", interni="peso quota quota_risultato", riservati="persona"
    ),
    "Classificazione": Campi(pubblici="obiettivo tipo codice", interni="proposta"),
    "Fase": Campi(
        pubblici="obiettivo ordine titolo mesi peso risultato_atteso percentuale_prevista", interni="origine_riga"
    ),
    "Risorsa": Campi(
        pubblici="ciclo unita obiettivo tipo descrizione quantita capitolo importo anno ordine",
        interni="origine_riga",
    ),
    "Indicatore": Campi(
        pubblici="obiettivo identificativo ordine codice denominazione dimensione unita_misura formula numeratore "
        "denominatore verso decimali baseline baseline_anno nuovo nota_nuovo soglia_minima fonte tipo_fonte "
        "responsabile_dato frequenza rilevazione_il peso",
        interni="origine_id origine_riga nota",
    ),
    "ValoreStorico": Campi(pubblici="indicatore anno valore"),
    "Target": Campi(pubblici="indicatore anno operatore valore valore_massimo data testo_originale"),
    "Passaggio": Campi(interni="ciclo passo da a quando ruolo nota rilievi impronta_rilievi", riservati="chi"),
    "Consultazione": Campi(interni="ciclo incarico proposto_il negoziato_il concordato_il nota"),
    "Parere": Campi(
        interni="ciclo variazione esito dato_il osservazioni lista verbale ruolo trascritto creato_il", riservati="chi"
    ),
    "Commento": Campi(interni="ciclo variazione obiettivo testo ruolo creato_il", riservati="chi"),
    "Unione": Campi(
        interni="ciclo resta confluiti legami quando",
        riservati="fotografia chi",  # nelle righe di prima ci sono anche le persone
    ),
    "RegolaEnte": Campi(interni="ente codice vale motivo quando", riservati="chi"),
    "Motivazione": Campi(interni="ciclo codice oggetto motivo ruolo quando", riservati="chi"),
    "Variazione": Campi(
        pubblici="ciclo numero titolo motivo causa atto",
        interni="stato creata_il richiesta_il osservazioni",
        riservati="chi",
    ),
    "RigaVariazione": Campi(pubblici="variazione tipo obiettivo", interni="copia nota aperta"),
    "Versione": Campi(
        pubblici="ciclo numero tipo variazione atto codice contenuto impronta_contenuto pdf impronta_pdf pagine "
        "creata_il",
        interni="rilievi impronta_rilievi",
        riservati="chi",
    ),
    "Sessione": Campi(pubblici="ciclo nome al", interni="dal entro soglia stato chiusa_il riaperture nota"),
    "Consegna": Campi(interni="sessione unita quando", riservati="chi"),
    "Rilevazione": Campi(
        pubblici="sessione indicatore valore numeratore denominatore data esito non_applicabile "
        "motivo_non_applicabile fonte causa spiegazione correttivo",
        interni="rilevato_il nota previsione inserita_il aggiornata_il",
        riservati="chi",
    ),
    "Avanzamento": Campi(
        pubblici="sessione fase inizio fine percentuale", interni="nota inserita_il aggiornata_il", riservati="chi"
    ),
    "Evidenza": Campi(interni="rilevazione file nome descrizione impronta controllata quando", riservati="chi"),
    "Neutralizzazione": Campi(pubblici="obiettivo politica motivo atto", interni="quando", riservati="chi"),
    "Forzatura": Campi(
        pubblici="sessione obiettivo grado motivo stato",
        interni="quando deciso_il osservazioni",
        riservati="chi deciso_da",
    ),
    "VerbaleMonitoraggio": Campi(
        interni="sessione data testo segnalazioni ruolo creato_il depositato_il", riservati="chi"
    ),
    "Adempimento": Campi(interni="ciclo codice termine non_dovuto motivo fatto_il atto nota quando", riservati="chi"),
    "AbbonamentoCalendario": Campi(interni="ente creato_il letto_il", riservati="utente impronta"),
    "Modello": Campi(interni="ente chiave titolo descrizione norma contenuto ordine"),
}
