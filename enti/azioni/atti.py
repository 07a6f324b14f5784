"""Il registro degli atti."""

from typing import Any

from django.db import transaction

from enti.azioni.comune import elimina, scrivi
from enti.models import Atto


@transaction.atomic
def scrivi_atto(atto: Atto, *, utente: Any, **dati: Any) -> Atto:
    azione = "modifica atto" if atto.pk else "registra atto"
    return scrivi(atto, dati, azione, utente=utente, ente=atto.ente)


@transaction.atomic
def elimina_atto(atto: Atto, *, utente: Any) -> None:
    elimina(atto, "elimina atto", utente=utente, ente=atto.ente, rimedio="Togli prima l'atto da lì.")
