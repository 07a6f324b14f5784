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
}
