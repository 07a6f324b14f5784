"""Scrivere un avviso, segnarlo letto, prenderne atto, scegliere quando ricevere la posta."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from piao.base.avvisi.lavori import avvia_posta
from piao.base.models import Avviso, PreferenzaAvvisi
from piao.base.registro import annota


def avvisa(
    destinatari: Iterable[int],
    *,
    ente: str,
    genere: str,
    chiave: str,
    titolo: str,
    testo: str = "",
    collegamento: str = "",
    urgente: bool = False,
    da_confermare: bool = False,
) -> None:
    """Lo stesso avviso a più utenti (chiavi). Chi lo ha già avuto, con questa `chiave`, non lo riceve di nuovo.

    Un avviso urgente parte per posta appena la transazione si chiude. Nella posta esce solo il titolo: ciò
    che riguarda una persona va nel `testo`, che si legge nel programma.
    """
    Avviso.objects.bulk_create(
        [
            Avviso(
                destinatario_id=utente,
                ente=ente,
                genere=genere,
                chiave=chiave[:200],
                titolo=titolo[:300],
                testo=testo,
                collegamento=collegamento[:300],
                urgente=urgente,
                da_confermare=da_confermare,
            )
            for utente in sorted(set(destinatari))
        ],
        ignore_conflicts=True,
    )
    if urgente:
        transaction.on_commit(lambda: avvia_posta(chiave, ente))


def segna_letto(avviso: Avviso) -> None:
    """La prima volta che la persona lo apre; le altre non cambiano la data."""
    Avviso.objects.filter(pk=avviso.pk, letto_il__isnull=True).update(letto_il=timezone.now())


def segna_letti(avvisi: QuerySet[Avviso]) -> int:
    """Segna letti quelli che non chiedono altro; dice quanti."""
    return avvisi.filter(letto_il__isnull=True, da_confermare=False).update(letto_il=timezone.now())


@transaction.atomic
def prendi_atto(avviso: Avviso, *, utente: Any, ente: Any) -> None:
    """La persona dichiara di sapere: resta provato, con la data, anche nel registro. Ripeterlo non cambia nulla."""
    riga = Avviso.objects.select_for_update(of=("self",)).get(pk=avviso.pk, destinatario=utente)
    if riga.preso_atto_il is None:
        adesso = timezone.now()
        riga.letto_il, riga.preso_atto_il = riga.letto_il or adesso, adesso
        riga.save(update_fields=["letto_il", "preso_atto_il"])
        annota("prende atto di un avviso", riga, chi=utente, ente=ente)


def scegli_posta(utente: Any, *, posta: str, urgenti_subito: bool) -> PreferenzaAvvisi:
    """Quando l'utente vuole il riassunto per posta."""
    scelta, _ = PreferenzaAvvisi.objects.update_or_create(
        utente=utente, defaults={"posta": posta, "urgenti_subito": urgenti_subito}
    )
    return scelta
