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
