"""Dal database al file: sempre lo stesso ordine, sempre le stesse parole, un numero costante di letture."""

from collections import defaultdict
from typing import Any

from django.db.models import Model, QuerySet

from piao.base.scambio.chiavi import Chiavi
from piao.base.scambio.tabella import CHIAVE, Tabella, in_json

Dati = dict[str, Any]


def esporta(tabella: Tabella, righe: QuerySet[Any], chiavi: Chiavi) -> list[Dati]:
    """L'elenco completo, con gli elenchi annidati."""
    return [dati for gruppo in _per_padre(tabella, righe, chiavi).values() for dati in gruppo]


def _per_padre(tabella: Tabella, righe: QuerySet[Any], chiavi: Chiavi) -> dict[int, list[Dati]]:
    annidati = {
        figlio.nome: _per_padre(
            figlio,
            figlio.modello._base_manager.filter(**{f"{figlio.padre}__in": righe.order_by().values("pk")}),
            chiavi,
        )
        for figlio in tabella.figli
    }
    gruppi: dict[int, list[Dati]] = defaultdict(list)
    presenti = righe.order_by().prefetch_related(*tabella.molti)
    for riga in sorted(presenti, key=lambda riga: posto(tabella, riga, chiavi)):
        dati = scrivi_riga(tabella, riga, chiavi)
        dati |= {nome: per_padre[riga.pk] for nome, per_padre in annidati.items() if riga.pk in per_padre}
        gruppi[getattr(riga, f"{tabella.padre}_id") if tabella.padre else 0].append(dati)
    return gruppi


def posto(tabella: Tabella, riga: Any, chiavi: Chiavi) -> tuple[Any, ...]:
    """La posizione di una riga nel suo elenco; un dato assente viene prima di uno presente, su ogni database."""
    valori = (_valore(tabella, riga, nome, chiavi) for nome in tabella.ordinamento)
    return tuple((valore not in (None, ""), "" if valore is None else valore) for valore in valori)


def _valore(tabella: Tabella, riga: Any, nome: str, chiavi: Chiavi) -> Any:
    if nome == CHIAVE and tabella.chiave == CHIAVE:
        return chiavi.chiave(tabella.nome, riga.pk)
    if nome in tabella.riferimenti:
        return chiavi.chiave(tabella.riferimenti[nome], getattr(riga, f"{tabella.attributo(nome)}_id"))
    return getattr(riga, nome)


def scrivi_riga(tabella: Tabella, riga: Model, chiavi: Chiavi) -> Dati:
    """Una riga sola, senza elenchi annidati: ciò che è vuoto non si scrive."""
    dati: Dati = {CHIAVE: chiavi.chiave(tabella.nome, riga.pk)} if tabella.chiave == CHIAVE else {}
    for nome in tabella.campi:
        if nome in tabella.molti:
            elenco = tabella.molti[nome]
            valore: Any = sorted(chiavi.chiave(elenco, altra.pk) for altra in getattr(riga, nome).all())
        else:
            valore = _valore(tabella, riga, nome, chiavi)
        if valore and nome not in tabella.semplici:
            dati[nome] = valore
        elif nome in tabella.semplici and not tabella.tace(nome, valore):
            dati[nome] = in_json(valore)
    return dati
