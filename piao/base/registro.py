"""Il registro: chi ha fatto che cosa. Ogni verbo di `azioni` vi lascia una riga."""

from typing import Any

from django.db.models import Model, QuerySet

from piao.base.models import Evento


def annota(
    azione: str, oggetto: Model, *, chi: Any, ente: Any, prima: object = "", dopo: object = "", nota: str = ""
) -> Evento:
    """Scrive la riga di registro; va chiamata dentro la stessa transazione della scrittura che racconta.

    `chi` è un utente oppure None, quando agisce un comando da riga di comando.
    """
    return Evento.objects.create(
        azione=azione,
        oggetto=nome_oggetto(oggetto),
        descrizione=str(oggetto)[:400],
        chi=getattr(chi, "email", "") or "sistema",
        ente=getattr(ente, "slug", ""),
        prima=str(prima),
        dopo=str(dopo),
        nota=nota,
    )


def nome_oggetto(oggetto: Model) -> str:
    return f"{oggetto._meta.label}:{oggetto.pk}"


def eventi_di(oggetto: Model) -> QuerySet[Evento]:
    """Gli eventi di un oggetto, dal più recente."""
    return Evento.objects.filter(oggetto=nome_oggetto(oggetto))
