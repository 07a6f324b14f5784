from django.apps import AppConfig


class EntiConfig(AppConfig):
    """Chi: enti, unità, persone, incarichi, contesto, atti."""

    name = "enti"
