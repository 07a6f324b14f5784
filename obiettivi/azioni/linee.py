"""Curare le linee di mandato."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from enti.models import Ente
from obiettivi.models import LineaMandato
from obiettivi.permessi import puo_aprire_ciclo
from piao.base.permessi import richiedi
from piao.base.registro import annota


class LineaUsata(Exception):
    """La linea non si può eliminare: da lei discendono obiettivi."""


@transaction.atomic
def crea_linea(ente: Ente, *, utente: Any, **campi: Any) -> LineaMandato:
    """Una linea in coda alle altre."""
    richiedi(puo_aprire_ciclo(utente, ente))
    ultimo = ente.linee_mandato.aggregate(ultimo=Max("ordine"))["ultimo"]
    linea = LineaMandato.objects.create(ente=ente, ordine=(ultimo or 0) + 1, **campi)
    annota("crea la linea di mandato", linea, chi=utente, ente=ente)
    return linea


@transaction.atomic
def aggiorna_linea(linea: LineaMandato, *, utente: Any, **campi: Any) -> LineaMandato:
    richiedi(puo_aprire_ciclo(utente, linea.ente))
    for nome, valore in campi.items():
        setattr(linea, nome, valore)
    linea.save()
    annota("modifica la linea di mandato", linea, chi=utente, ente=linea.ente)
    return linea


@transaction.atomic
def sposta_linea(linea: LineaMandato, *, utente: Any, di: int) -> None:
    """Su (-1) o giù (+1) di un posto; gli ordini si riscrivono tutti, così non restano buchi né doppioni."""
    richiedi(puo_aprire_ciclo(utente, linea.ente))
    linee = list(linea.ente.linee_mandato.all())
    posto = linee.index(linea)
    nuovo = min(max(posto + di, 0), len(linee) - 1)
    linee.insert(nuovo, linee.pop(posto))
    for ordine, riga in enumerate(linee):
        if riga.ordine != ordine:
            riga.ordine = ordine
            riga.save()
    annota("sposta la linea di mandato", linea, chi=utente, ente=linea.ente, prima=posto + 1, dopo=nuovo + 1)


@transaction.atomic
def elimina_linea(linea: LineaMandato, *, utente: Any) -> None:
    """Solleva LineaUsata se da lei discendono obiettivi."""
    richiedi(puo_aprire_ciclo(utente, linea.ente))
    quanti = linea.obiettivi.count()
    if quanti:
        raise LineaUsata(f"Non si può eliminare: {quanti} obiettivi discendono da questa linea. Spostali prima.")
    annota("elimina la linea di mandato", linea, chi=utente, ente=linea.ente)
    linea.delete()
