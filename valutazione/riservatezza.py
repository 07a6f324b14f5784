"""A chi può arrivare ogni campo della stanza: le regole sono pubbliche, ciò che riguarda una persona è riservato."""

from piao.base.riservatezza import Campi

CAMPI: dict[str, Campi] = {
    "Sistema": Campi(
        pubblici="ente denominazione numero stato atto parere parere_del dal al soglia_negativa giorni_minimi "
        "media_per_giorni assegna_entro_giorno assegna_entro_mese ferma_dopo_giorno ferma_dopo_mese metodo_peso "
        "modello sostituisce",
        interni="parere_nota confronto_inviato_il confronto_chiuso_il nota",
    ),
    "Scala": Campi(pubblici="sistema denominazione"),
    "LivelloScala": Campi(pubblici="scala ordine etichetta descrittore valore richiede_motivazione"),
    "TipoScheda": Campi(
        pubblici="sistema codice denominazione ordine destinatari aree valuta propone riesamina decimali_punteggio "
        "modo_premio base_premio tempi_pagamento premio maggiorazione"
    ),
    "Componente": Campi(
        pubblici="tipo genitore ordine codice denominazione descrizione natura fonte scala peso aggregazione "
        "base_pesi mancante conversione conversione_finale moltiplica massimo decimali minimo_bloccante "
        "blocco correttivo_di correttivo_limite correttivo_voce utile_progressioni"
    ),
    "Fase": Campi(pubblici="sistema tipo entro_giorno entro_mese anno_dopo giorni silenzio"),
    "Scheda": Campi(
        interni="ciclo tipo unita",
        riservati="persona rapporto incarico valutatore proponente dal al quota stato istantanea correttivo "
        "punteggio esito giudizio assegnata_il presa_visione_il autovalutata_il contraddittorio_il notificata_il "
        "accettata_il chiusa_il",
    ),
    "Voce": Campi(
        riservati="scheda componente codice ordine denominazione obiettivo peso atteso autovalutazione "
        "autovalutazione_nota valore motivazione politica politica_motivo"
    ),
    "PassaggioScheda": Campi(riservati="scheda passo da a chi quando punteggio nota"),
    "Colloquio": Campi(riservati="scheda tipo il nota confermato_valutatore_il confermato_persona_il"),
    "Osservazione": Campi(riservati="scheda testo contraddittorio assistita_da presentata_il risposta risposta_il"),
    "Riesame": Campi(riservati="scheda chiesto_il motivi organo deciso_il decisione chi prima dopo"),
    "Visione": Campi(riservati="scheda chi quando che_cosa"),
    "Fondo": Campi(
        pubblici="ciclo platea importo atto regole posizione_totale risorse_trattamenti risorse_performance "
        "quota_tempi tempi tempi_ritardo tempi_fonte maggiorazione quota_massima per_eccesso criterio_parita "
        "fissata_il obiettivi_di_ente differenziali_valutazioni differenziali_esperienza differenziali_anni "
        "differenziali_usate liquidato_il atto_liquidazione",
        interni="stato base_comune confermato_il motivazione nota",
    ),
    "Partecipante": Campi(riservati="fondo persona base fatti escluso posto"),
    "Interim": Campi(riservati="fondo incarico posizione percentuale"),
    "Simulazione": Campi(
        interni="fondo nome confermata importo regole maggiorazione quota_massima tempi senza_assenze calcolata_il "
        "problema provvisoria economia destinazioni",
        riservati="parita passi",
    ),
    "Premio": Campi(
        riservati="simulazione persona unita matricola area tempo giorni assenza_giorni assenza_ore quota base "
        "punteggio fascia percentuale escluso importo maggiorazione interim passi"
    ),
    "Assenza": Campi(riservati="rapporto dal al ore conta"),
}
