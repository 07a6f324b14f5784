"""Gli elenchi chiusi della stanza."""

from django.db import models


class Capitolo(models.TextChoices):
    """I capitoli del Piano, nell'ordine in cui si leggono (norme §2)."""

    PREMESSA = "premessa", "Premessa"
    CONTESTO = "contesto", "Chi siamo"
    STRATEGIA = "strategia", "Dal mandato agli obiettivi"
    OBIETTIVI = "obiettivi", "Gli obiettivi"
    COPERTURA = "copertura", "Temi, ambiti e programmi"
    INDIVIDUALE = "individuale", "Dalla struttura alle persone"
    RISORSE = "risorse", "Le risorse"
    MONITORAGGIO = "monitoraggio", "Il ciclo e il monitoraggio"
    ALLEGATI = "allegati", "Allegati"


class CapitoloRelazione(models.TextChoices):
    """I capitoli della Relazione, nell'ordine in cui si leggono (norme §2)."""

    SINTESI = "sintesi", "La Relazione in sintesi"
    CONTESTO = "contesto", "Il contesto e i fatti dell'anno"
    RISORSE = "risorse", "Le risorse previste e impiegate"
    RISULTATI = "risultati", "I risultati"
    SCOSTAMENTI = "scostamenti", "Gli scostamenti e le loro cause"
    VARIAZIONI = "variazioni", "Le variazioni dell'anno"
    PAGAMENTI = "pagamenti", "I tempi di pagamento"
    TRASPARENZA = "trasparenza", "Trasparenza e prevenzione della corruzione"
    UTENTI = "utenti", "La soddisfazione degli utenti"
    FORMAZIONE = "formazione", "La formazione"
    GENERE = "genere", "Pari opportunità e bilancio di genere"
    VALUTAZIONE = "valutazione", "La valutazione individuale"
    PROCESSO = "processo", "Il processo, i punti di forza e di debolezza"
    SCHEDE = "schede", "Gli obiettivi, uno per uno"


class StatoRelazione(models.TextChoices):
    """Il percorso della Relazione; i passi sono in `relazioni/flusso/relazione`."""

    BOZZA = "bozza", "in bozza"
    APPROVATA = "approvata", "approvata"
    VALIDATA = "validata", "validata"
    PUBBLICATA = "pubblicata", "pubblicata"


class EsitoValidazione(models.TextChoices):
    VALIDATA = "validata", "validata"
    CON_OSSERVAZIONI = "con_osservazioni", "validata con osservazioni"
    NON_VALIDATA = "non_validata", "non validata"


# Le missioni del bilancio degli enti locali (D.Lgs. 118/2011, allegato 14).
MISSIONI = {
    "01": "Servizi istituzionali, generali e di gestione",
    "02": "Giustizia",
    "03": "Ordine pubblico e sicurezza",
    "04": "Istruzione e diritto allo studio",
    "05": "Tutela e valorizzazione dei beni e attività culturali",
    "06": "Politiche giovanili, sport e tempo libero",
    "07": "Turismo",
    "08": "Assetto del territorio ed edilizia abitativa",
    "09": "Sviluppo sostenibile e tutela del territorio e dell'ambiente",
    "10": "Trasporti e diritto alla mobilità",
    "11": "Soccorso civile",
    "12": "Diritti sociali, politiche sociali e famiglia",
    "13": "Tutela della salute",
    "14": "Sviluppo economico e competitività",
    "15": "Politiche per il lavoro e la formazione professionale",
    "16": "Agricoltura, politiche agroalimentari e pesca",
    "17": "Energia e diversificazione delle fonti energetiche",
    "18": "Relazioni con le altre autonomie territoriali e locali",
    "19": "Relazioni internazionali",
    "20": "Fondi e accantonamenti",
    "50": "Debito pubblico",
    "60": "Anticipazioni finanziarie",
    "99": "Servizi per conto terzi",
}
