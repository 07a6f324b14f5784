from django.apps import AppConfig


class ValutazioneConfig(AppConfig):
    """Che cosa significa per ciascuna persona."""

    name = "valutazione"
