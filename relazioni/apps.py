from django.apps import AppConfig


class RelazioniConfig(AppConfig):
    """Che cosa esce dall'ente: i documenti."""

    name = "relazioni"
