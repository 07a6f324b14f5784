"""Popolazione e personale: si scrivono i numeri, il resto si calcola."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from enti.azioni.comune import elimina, scrivi
from enti.models import Personale, Popolazione, RigaPersonale
from piao.base.concorrenza import blocca
from piao.base.registro import annota


@transaction.atomic
def scrivi_popolazione(popolazione: Popolazione, *, utente: Any, **dati: Any) -> Popolazione:
    azione = "modifica popolazione" if popolazione.pk else "scrive popolazione"
    return scrivi(popolazione, dati, azione, utente=utente, ente=popolazione.ente)


@transaction.atomic
def elimina_popolazione(popolazione: Popolazione, *, utente: Any) -> None:
    elimina(popolazione, "elimina popolazione", utente=utente, ente=popolazione.ente)


@transaction.atomic
def scrivi_personale(
    personale: Personale, *, utente: Any, righe: Sequence[dict[str, Any]], versione: int | None = None, **dati: Any
) -> Personale:
    """Il personale di un anno con tutte le sue righe: quelle non più in elenco si tolgono."""
    riga = blocca(personale, versione=versione) if personale.pk else personale
    azione = "modifica personale" if personale.pk else "scrive personale"
    scritto = scrivi(riga, dati, azione, utente=utente, ente=personale.ente)
    _scrivi_righe(scritto, righe)
    return scritto


def _scrivi_righe(personale: Personale, righe: Sequence[dict[str, Any]]) -> None:
    gia = {riga.pk: riga for riga in personale.righe.all()}
    for ordine, dati in enumerate(righe):
        riga = gia.pop(dati["pk"], None) or RigaPersonale(personale=personale)
        nuovi = {**{nome: valore for nome, valore in dati.items() if nome != "pk"}, "ordine": ordine}
        if riga.pk is None or any(getattr(riga, nome) != valore for nome, valore in nuovi.items()):
            for nome, valore in nuovi.items():
                setattr(riga, nome, valore)
            riga.full_clean()
            riga.save()
    for tolta in gia.values():
        tolta.delete()


@transaction.atomic
def elimina_personale(personale: Personale, *, utente: Any) -> None:
    """Con il personale dell'anno si eliminano le sue righe."""
    annota("elimina personale", personale, chi=utente, ente=personale.ente)
    personale.delete()
