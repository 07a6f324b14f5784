"""I commenti della Giunta sul Piano proposto."""

from typing import Any

from django.db import transaction

from enti.voci import TipoIncarico
from obiettivi.letture.percorso import in_qualita_di
from obiettivi.models import Ciclo, Commento
from obiettivi.permessi import puo_cambiare_commento, puo_commentare
from piao.base.permessi import richiedi
from piao.base.registro import annota

RUOLI = (TipoIncarico.SINDACO, TipoIncarico.ASSESSORE)


@transaction.atomic
def commenta(ciclo: Ciclo, *, utente: Any, **campi: Any) -> Commento:
    """Un commento di un componente della Giunta; `campi`: `testo`, `obiettivo`."""
    richiedi(puo_commentare(utente, _fermo(ciclo)))
    ruolo = in_qualita_di(utente, ciclo.ente, RUOLI)
    commento = Commento.objects.create(ciclo=ciclo, chi=utente, ruolo=ruolo, **campi)
    annota("commenta il Piano", commento, chi=utente, ente=ciclo.ente)
    return commento


@transaction.atomic
def cambia_commento(commento: Commento, *, utente: Any, **campi: Any) -> Commento:
    """Il proprio, finché il Piano è proposto."""
    _fermo(commento.ciclo)
    richiedi(puo_cambiare_commento(utente, _riletto(commento)))
    for nome, valore in campi.items():
        setattr(commento, nome, valore)
    commento.save()
    annota("modifica il commento", commento, chi=utente, ente=commento.ente)
    return commento


@transaction.atomic
def togli_commento(commento: Commento, *, utente: Any) -> None:
    _fermo(commento.ciclo)
    richiedi(puo_cambiare_commento(utente, _riletto(commento)))
    annota("toglie il commento", commento, chi=utente, ente=commento.ente)
    commento.delete()


def _fermo(ciclo: Ciclo) -> Ciclo:
    """Il ciclo bloccato: mentre si commenta non può essere approvato."""
    return Ciclo.objects.select_for_update(of=("self",)).get(pk=ciclo.pk)


def _riletto(commento: Commento) -> Commento:
    return Commento.objects.select_related("ciclo__ente").get(pk=commento.pk)
