"""Scrivere i pesi di un destinatario, tutti insieme o nessuno."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from obiettivi.letture.pesi import Legame, Quadro, in_parole, scala_di, unita_di
from obiettivi.models import Obiettivo
from obiettivi.permessi import puo_distribuire_pesi
from piao.base.permessi import richiedi
from piao.base.registro import annota


@dataclass(frozen=True)
class Differenza:
    """Un peso che altri hanno cambiato mentre l'utente lo stava scrivendo."""

    pk: int
    obiettivo: Obiettivo
    tuo: Decimal | None
    attuale: Decimal | None


class PesiCambiati(Exception):
    """Qualcuno ha cambiato gli stessi pesi nel frattempo. Nulla è stato scritto."""

    def __init__(self, differenze: list[Differenza]) -> None:
        super().__init__("Nel frattempo qualcun altro ha cambiato questi pesi.")
        self.differenze = differenze


@transaction.atomic
def assegna_pesi(
    *, utente: Any, quadro: Quadro, pesi: Mapping[int, Decimal | None], visti: Mapping[int, Decimal | None]
) -> int:
    """Scrive i pesi propri che l'utente ha cambiato rispetto a quelli che vedeva; restituisce quanti.

    Solleva `PesiCambiati` se uno di quelli è già stato cambiato da altri. Un prerequisito resta senza peso.
    """
    richiedi(puo_distribuire_pesi(utente, quadro.ciclo, unita_di(quadro)))
    righe = {riga.pk: riga.legame for riga in quadro.modificabili if riga.pk in pesi}
    voluti = {pk: pesi[pk] for pk in righe if pesi[pk] != visti.get(pk)}
    legami = _bloccati(quadro, voluti)
    differenze = [
        Differenza(pk, righe[pk].obiettivo, voluti[pk], legame.peso)
        for pk, legame in legami.items()
        if legame.peso not in (visti.get(pk), voluti[pk])
    ]
    if differenze:
        raise PesiCambiati(differenze)
    cambiati = {pk: legame for pk, legame in legami.items() if legame.peso != voluti[pk]}
    prima = _in_parole(quadro, {pk: legame.peso for pk, legame in cambiati.items()})
    for pk, legame in cambiati.items():
        legame.peso = voluti[pk]
        legame.save(update_fields=["peso"])
    if cambiati:
        _avanza(cambiati.values())
        dopo = _in_parole(quadro, {pk: voluti[pk] for pk in cambiati})
        annota("distribuire i pesi", quadro.destinatario, chi=utente, ente=quadro.ciclo.ente, prima=prima, dopo=dopo)
    return len(cambiati)


def _bloccati(quadro: Quadro, voluti: Mapping[int, Any]) -> dict[int, Legame]:
    """Le righe da scrivere, ferme fino alla fine della transazione, nell'ordine di chiave (niente stalli)."""
    if not voluti:
        return {}
    tipo: Any = type(quadro.righe[0].legame)
    righe = tipo.objects.select_for_update(of=("self",)).filter(pk__in=voluti).order_by("pk")
    return {riga.pk: riga for riga in righe}


def _avanza(legami: Any) -> None:
    """Chi ha aperta la maschera dell'obiettivo saprà che è cambiato."""
    Obiettivo.objects.filter(pk__in=[legame.obiettivo_id for legame in legami]).update(versione=F("versione") + 1)


def _in_parole(quadro: Quadro, pesi: Mapping[int, Decimal | None]) -> str:
    return "; ".join(
        f"{riga.obiettivo}: {in_parole(pesi[riga.pk], scala_di(riga.obiettivo)) or 'senza peso proprio'}"
        for riga in quadro.righe
        if riga.pk in pesi
    )
