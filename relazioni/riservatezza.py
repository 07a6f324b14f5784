"""A chi può arrivare ogni campo della stanza."""

from piao.base.riservatezza import Campi

CAMPI = {
    "Sezione": Campi(pubblici="ciclo documento chiave capitolo titolo testo ordine attiva"),
    "Produzione": Campi(
        pubblici="ciclo documento file impronta pagine creato_il",
        interni="impronta_contenuto bozza",
        riservati="chiesto_da",
    ),
    "ModelloAtto": Campi(interni="ente tipo formato file nome caricato_il", riservati="chi"),
    "Relazione": Campi(
        pubblici="ciclo atto pubblicata_il indirizzo itr tmp itp stock pcc_il revisore_verbale revisore_il "
        "pagamenti_nota formazione_ore_donne formazione_ore_uomini formazione_in_soglia indagini indagini_risposte "
        "indagini_soddisfatti indagini_pubblicate_il rpct_relazione_il rpct_indirizzo attestazione_il",
        interni="stato motivo_ritardo aperta_il",
    ),
    "Impiego": Campi(pubblici="relazione risorsa importo quantita nota"),
    "VersioneRelazione": Campi(
        pubblici="relazione numero atto codice contenuto impronta_contenuto pdf impronta_pdf pagine creata_il",
        interni="rilievi impronta_rilievi",
        riservati="chi",
    ),
    "Validazione": Campi(
        pubblici="esito data sintesi lista verbale",
        interni="riservate ruolo trascritta creata_il",
        riservati="chi",
    ),
    "Pubblicazione": Campi(
        pubblici="ente tipo anno titolo relazione contenuto file formato impronta ufficio atto periodo "
        "pubblicata_il aggiornata_il ritirata_il motivo_ritiro modificata_il",
        riservati="chi",
    ),
    "Trasparenza": Campi(pubblici="ente ufficio accessibilita riscontro"),
    "Questionario": Campi(pubblici="ente servizio presentazione dal al"),
    "Risposta": Campi(interni="questionario soddisfazione tempi chiarezza accesso cortesia giorno"),
    "Segnalazione": Campi(
        interni="ente servizio ricevuta_il letta_il risposta_il", riservati="codice testo contatto risposta chi"
    ),
}
