from django.apps import AppConfig


class BaseConfig(AppConfig):
    """I mobili comuni: nessuna parola del dominio."""

    name = "piao.base"
    label = "base"
    verbose_name = "base"
