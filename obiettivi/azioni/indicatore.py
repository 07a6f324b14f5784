"""Scrivere e togliere gli indicatori di un obiettivo."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from obiettivi.azioni.obiettivo import aggiorna_obiettivo
from obiettivi.letture.rilevazioni import valori_rilevati
from obiettivi.models import Indicatore, Obiettivo, Target, ValoreStorico

GIA_MISURATO = (
    "«{indicatore}» ha già {valori} nel monitoraggio, e toglierlo li cancellerebbe: resta dov'è. Se da qui in poi non "
    "ha più senso misurarlo, scrivi nella prossima sessione che non è applicabile, e perché."
)


@transaction.atomic
def salva_indicatore(
    indicatore: Indicatore,
    *,
    utente: Any,
    versione: int | None,
    target: Mapping[int, Mapping[str, Any] | None],
    storici: Mapping[int, Decimal | None],
) -> Indicatore:
    """Scrive l'indicatore (nuovo o no) con i target e i valori passati, per anno: None toglie la riga."""
    aggiorna_obiettivo(indicatore.obiettivo, utente=utente, versione=versione, parte=f"indicatore «{indicatore}»")
    if indicatore.pk is None:
        indicatore.ordine = _prossimo_ordine(indicatore.obiettivo)
    indicatore.save()
    for anno, campi in target.items():
        _scrivi_target(indicatore, anno, campi)
    for anno, valore in storici.items():
        _scrivi_storico(indicatore, anno, valore)
    return indicatore


@transaction.atomic
def elimina_indicatore(indicatore: Indicatore, *, utente: Any) -> None:
    """Solleva ValidationError se ha già valori rilevati: toglierlo li cancellerebbe."""
    if quanti := valori_rilevati(indicatore):
        raise ValidationError(GIA_MISURATO.format(indicatore=indicatore, valori=_in_parole(quanti)))
    aggiorna_obiettivo(indicatore.obiettivo, utente=utente, versione=None, parte=f"toglie l'indicatore «{indicatore}»")
    indicatore.delete()


def _in_parole(quanti: int) -> str:
    return "un valore rilevato" if quanti == 1 else f"{quanti} valori rilevati"


def _prossimo_ordine(obiettivo: Obiettivo) -> int:
    ultimo: int | None = obiettivo.indicatori.aggregate(ultimo=Max("ordine"))["ultimo"]
    return (ultimo or 0) + 1


def _scrivi_target(indicatore: Indicatore, anno: int, campi: Mapping[str, Any] | None) -> None:
    presente = Target.objects.filter(indicatore=indicatore, anno=anno).first()
    if campi is None:
        if presente:
            presente.delete()
        return
    target = presente or Target(indicatore=indicatore, anno=anno)
    nuovi = {nome: valore for nome, valore in campi.items() if getattr(target, nome) != valore}
    for nome, valore in nuovi.items():
        setattr(target, nome, valore)
    if nuovi or not presente:
        target.save()


def _scrivi_storico(indicatore: Indicatore, anno: int, valore: Decimal | None) -> None:
    if valore is None:
        ValoreStorico.objects.filter(indicatore=indicatore, anno=anno).delete()
    else:
        ValoreStorico.objects.update_or_create(indicatore=indicatore, anno=anno, defaults={"valore": valore})
