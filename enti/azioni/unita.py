"""L'organigramma: creare, modificare, spostare, chiudere, eliminare un'unità."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from enti.azioni.comune import elimina, scrivi
from enti.letture import con_discendenti
from enti.models import Ente, Unita
from piao.base.concorrenza import blocca


@transaction.atomic
def crea_unita(ente: Ente, *, utente: Any, **dati: Any) -> Unita:
    return scrivi(Unita(ente=ente), dati, "crea unità", utente=utente, ente=ente)


@transaction.atomic
def modifica_unita(unita: Unita, *, utente: Any, versione: int | None, **dati: Any) -> Unita:
    return scrivi(blocca(unita, versione=versione), dati, "modifica unità", utente=utente, ente=unita.ente)


@transaction.atomic
def sposta_unita(unita: Unita, *, utente: Any, versione: int | None, parent: Unita | None, ordine: int) -> Unita:
    """Mette l'unità sotto un'altra. Solleva ValidationError se l'albero girerebbe in tondo."""
    riga = blocca(unita, versione=versione)
    if parent is not None and parent.pk in con_discendenti(unita.ente, [unita.pk]):
        raise ValidationError({"parent": f"«{unita}» non può stare sotto «{parent}»: dipenderebbe da sé stessa."})
    prima = str(riga.parent or "nessuna unità")
    dati = {"parent": parent, "ordine": ordine}
    return scrivi(riga, dati, "sposta unità", utente=utente, ente=unita.ente, prima=prima)


@transaction.atomic
def chiudi_unita(unita: Unita, *, utente: Any, versione: int | None, al: date) -> Unita:
    """Da quel giorno l'unità non c'è più; resta nella storia. Prima si chiudono le unità che le stanno sotto."""
    aperte = unita.children.filter(Q(al__isnull=True) | Q(al__gt=al))
    if aperte:
        nomi = ", ".join(f"«{sotto}»" for sotto in aperte)
        raise ValidationError({"al": f"Prima chiudi o sposta le unità che le stanno sotto: {nomi}."})
    riga = blocca(unita, versione=versione)
    return scrivi(riga, {"al": al}, "chiude unità", utente=utente, ente=unita.ente)


@transaction.atomic
def elimina_unita(unita: Unita, *, utente: Any) -> None:
    rimedio = "Chiudila con una data: resterà nella storia."
    elimina(unita, "elimina unità", utente=utente, ente=unita.ente, rimedio=rimedio)
