"""Gli inviti: un collegamento personale, a scadenza, che vale una volta sola."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from enti.azioni.comune import scrivi
from enti.models import Ente, Invito, Persona, Utente
from piao.base.registro import annota

DURATA = timedelta(days=7)


def impronta(segreto: str) -> str:
    """Ciò che del segreto si conserva."""
    return sha256(segreto.encode()).hexdigest()


@transaction.atomic
def invita(persona: Persona, *, ente: Ente, utente: Any) -> tuple[Invito, str]:
    """Prepara un invito nuovo (i precedenti non valgono più) e ne dà il segreto, che non si conserva.

    Chi ha già un utente è invitato al suo indirizzo di accesso: cambiare la posta di una persona non deve
    bastare per prenderne il posto. Solleva ValidationError se manca l'indirizzo o è di un'altra persona.
    """
    email = persona.utente.email if persona.utente else persona.email.lower()
    if not email:
        raise ValidationError("Manca l'indirizzo di posta: scrivilo nei dati della persona, poi invita.")
    if Persona.objects.filter(utente__email=email).exclude(pk=persona.pk).exists():
        raise ValidationError(f"{email} è già l'accesso di un'altra persona: indica un altro indirizzo.")
    _annulla_in_attesa(persona, ente)
    segreto = token_urlsafe(32)
    scadenza = timezone.now() + DURATA
    invito = Invito(ente=ente, persona=persona, email=email, impronta=impronta(segreto), scade_il=scadenza)
    return scrivi(invito, {}, "invita", utente=utente, ente=ente), segreto


@transaction.atomic
def revoca_inviti(persona: Persona, *, ente: Ente, utente: Any) -> None:
    """I collegamenti già spediti a questa persona smettono di valere."""
    _annulla_in_attesa(persona, ente)
    annota("revoca invito", persona, chi=utente, ente=ente)


def _annulla_in_attesa(persona: Persona, ente: Ente) -> None:
    ora = timezone.now()
    Invito.objects.filter(persona=persona, ente=ente, usato_il__isnull=True, scade_il__gt=ora).update(scade_il=ora)


def spedisci_invito(invito: Invito, *, collegamento: str) -> None:
    """Manda il messaggio, in testo e in HTML. Solleva OSError (anche SMTPException) se la posta non parte."""
    dati = {"invito": invito, "ente": invito.ente, "persona": invito.persona, "collegamento": collegamento}
    messaggio = EmailMultiAlternatives(
        f"Il tuo accesso al ciclo della performance di {invito.ente}",
        render_to_string("email/invito.txt", dati),
        to=[invito.email],
    )
    messaggio.attach_alternative(render_to_string("email/invito.html", dati), "text/html")
    messaggio.send()


@transaction.atomic
def accetta_invito(invito: Invito, *, password: str | None) -> Utente:
    """La persona sceglie la password e da ora può entrare. Chi ha già un utente tiene la propria password.

    Solleva ValidationError se nel frattempo l'invito è stato usato, revocato o è scaduto.
    """
    riga = Invito.objects.select_for_update().get(pk=invito.pk)
    if riga.usato_il or riga.scade_il <= timezone.now():
        raise ValidationError("L'invito non vale più: chiedine un altro a chi te l'ha mandato.")
    persona = riga.persona
    utente = persona.utente or _utente_per(persona, riga.email, password)
    EmailAddress.objects.update_or_create(
        user=utente, email=utente.email, defaults={"verified": True, "primary": True}
    )
    riga.usato_il = timezone.now()
    riga.save(update_fields=["usato_il"])
    annota("accetta invito", persona, chi=utente, ente=riga.ente)
    return utente


def _utente_per(persona: Persona, email: str, password: str | None) -> Utente:
    """L'utente con quell'indirizzo, se c'è già e non è di nessuno; altrimenti uno nuovo."""
    utente = Utente.objects.filter(email=email).first()
    if utente is None:
        utente = Utente.objects.create_user(email, password, first_name=persona.nome, last_name=persona.cognome)
    persona.utente = utente
    persona.save(update_fields=["utente"])
    return utente
