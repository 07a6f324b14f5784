"""Chi entra nel programma. I ruoli stanno negli incarichi, mai qui."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class GestoreUtenti(BaseUserManager["Utente"]):
    def create_user(self, email: str, password: str | None = None, **campi: Any) -> "Utente":
        """Crea un utente; senza password non potrà entrare finché non ne sceglie una da un invito."""
        utente = self.model(email=self.normalize_email(email).lower(), **campi)
        utente.set_password(password)
        utente.save(using=self._db)
        return utente


class Utente(AbstractBaseUser, PermissionsMixin):
    """Una persona che si identifica con l'indirizzo di posta."""

    email = models.EmailField("posta elettronica", unique=True)
    first_name = models.CharField("nome", max_length=100, blank=True)
    last_name = models.CharField("cognome", max_length=100, blank=True)
    is_active = models.BooleanField("può entrare", default=True)
    date_joined = models.DateTimeField("utente dal", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[GestoreUtenti] = GestoreUtenti()

    class Meta:
        verbose_name = "utente"
        verbose_name_plural = "utenti"

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


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
