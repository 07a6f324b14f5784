"""Chi entra nel programma. I ruoli stanno negli incarichi, mai qui."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class GestoreUtenti(BaseUserManager["Utente"]):
    def create_user(self, email: str, password: str | None = None, **campi: Any) -> "Utente":
        """Crea un utente; senza password non potrà entrare finché non ne sceglie una da un invito."""
        utente = self.model(email=self.normalize_email(email).lower(), **campi)
        utente.set_password(password)
        utente.save(using=self._db)
        return utente

    def create_superuser(self, email: str, password: str | None = None, **campi: Any) -> "Utente":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **campi)


class Utente(AbstractUser):
    """Una persona che si identifica con l'indirizzo di posta."""

    username = None
    email = models.EmailField("posta elettronica", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = GestoreUtenti()

    class Meta:
        verbose_name = "utente"
        verbose_name_plural = "utenti"

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Invito(models.Model):
    """Un collegamento personale, a scadenza, con cui una persona sceglie la propria password.

    Del segreto si conserva solo l'impronta SHA-256: chi legge il database non può usarlo.
    """

    ente = models.ForeignKey("enti.Ente", on_delete=models.CASCADE, related_name="inviti")
    persona = models.ForeignKey("enti.Persona", on_delete=models.CASCADE, related_name="inviti")
    email = models.EmailField("inviato a")
    impronta = models.CharField(max_length=64, unique=True)
    creato_il = models.DateTimeField(default=timezone.now)
    scade_il = models.DateTimeField()
    usato_il = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        ordering = ["-creato_il"]

    def __str__(self) -> str:
        return f"Invito a {self.email}"
