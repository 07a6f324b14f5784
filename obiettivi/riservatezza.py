"""A chi può arrivare ogni campo della stanza. Un obiettivo è pubblico; chi ci lavora sopra, e come, no."""

from piao.base.riservatezza import Campi

CAMPI = {
    "Ciclo": Campi(
        pubblici="ente anno anno_fine titolo periodo allegato_a impostazione provvisorio bilancio_termine "
        "bilancio_approvato_il atto_bilancio atto_dup atto_dup_aggiornamento atto_smvp atto_piao atto_approvazione "
        "scala_peso metodo_peso",
        interni="stato anno_presunto anno_fine_letto nota",
    ),
    "LineaMandato": Campi(pubblici="ente codice titolo descrizione dal al ordine"),
    "FaseCiclo": Campi(
        pubblici="ciclo ordine denominazione organi finalita tempistica scadenza evento giorni giorno mese "
        "anno_relativo"
    ),
    "NotaOrigine": Campi(interni="ciclo codice riga tipo gravita valore_letto valore_atteso descrizione rimedio"),
    "Obiettivo": Campi(
        pubblici="ciclo codice livello padre linea_mandato ordine titolo descrizione finalita natura "
        "motivazione_mantenimento tipologia anche_individuale prerequisito obbligo_legge bisogno stakeholder "
        "contributori miglioramento_atteso valore_pubblico valore_riferimento fonte_riferimento "
        "risultato_anno_precedente missione programma riferimento_dup misura_anticorruzione pnrr data_inizio "
        "data_fine peso scala_peso strategicita complessita",
        interni="stato padre_certo osservazioni gruppo_ripetizione origine_id origine_riga nota",
    ),
    "ObiettivoUnita": Campi(pubblici="obiettivo unita ruolo peso quota"),
    "Assegnazione": Campi(pubblici="obiettivo incarico gruppo ruolo", interni="peso quota", riservati="persona"),
    "Classificazione": Campi(pubblici="obiettivo tipo codice", interni="proposta"),
    "Fase": Campi(
        pubblici="obiettivo ordine titolo mesi peso risultato_atteso percentuale_prevista", interni="origine_riga"
    ),
    "Risorsa": Campi(
        pubblici="ciclo unita obiettivo tipo descrizione quantita capitolo importo anno ordine",
        interni="origine_riga",
    ),
    "Indicatore": Campi(
        pubblici="obiettivo ordine codice denominazione dimensione unita_misura formula numeratore denominatore verso "
        "decimali baseline baseline_anno nuovo nota_nuovo soglia_minima fonte tipo_fonte responsabile_dato frequenza "
        "rilevazione_il peso",
        interni="origine_id origine_riga nota",
    ),
    "ValoreStorico": Campi(pubblici="indicatore anno valore"),
    "Target": Campi(pubblici="indicatore anno operatore valore valore_massimo data testo_originale"),
    "Modello": Campi(interni="ente chiave titolo descrizione norma contenuto ordine"),
}
