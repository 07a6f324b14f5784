"""Ogni campo di ogni modello dichiara a chi può arrivare. Ciò che non è dichiarato non passa le prove.

PUBBLICO: può comparire in Amministrazione Trasparente. INTERNO: lo vede chi lavora nell'ente.
RISERVATO: dati di singole persone o segreti di accesso; non entra in documenti, esportazioni ed errori.
"""

from dataclasses import dataclass

USO_INTERNO = "uso interno – non pubblicare"  # in ogni pagina dei documenti che non si pubblicano


@dataclass(frozen=True)
class Campi:
    """I campi di un modello, divisi per riservatezza (nomi separati da spazi)."""

    pubblici: str = ""
    interni: str = ""
    riservati: str = ""

    def tutti(self) -> list[str]:
        return f"{self.pubblici} {self.interni} {self.riservati}".split()


CAMPI = {
    "Avviso": Campi(
        interni="ente genere chiave titolo testo collegamento urgente da_confermare creato_il letto_il preso_atto_il "
        "messaggio",
        riservati="destinatario",
    ),
    "Messaggio": Campi(
        interni="oggetto stato tentativi creato_il inviato_il respinto_il",
        riservati="destinatario indirizzo corpo identita errore",
    ),
    "PreferenzaAvvisi": Campi(interni="posta urgenti_subito", riservati="utente"),
    "ChiaveScambio": Campi(interni="ambito elenco chiave riga"),
    "Evento": Campi(interni="quando ente azione oggetto descrizione nota", riservati="chi prima dopo"),
    "Lavoratore": Campi(interni="nome battito"),
    "Lavoro": Campi(
        interni="chiave titolo ente stato avanzamento passo tentativi annullare errore risultato compito creato "
        "iniziato finito",
        riservati="chi",
    ),
}
