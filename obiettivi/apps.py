from django.apps import AppConfig


class ObiettiviConfig(AppConfig):
    """Che cosa abbiamo promesso, e a che punto siamo."""

    name = "obiettivi"
