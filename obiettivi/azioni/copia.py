"""Portare il contenuto di un obiettivo su un altro, riga per riga: la copia di lavoro di una variazione, e ritorno.

Le righe si ritrovano da ciò che le nomina (l'indicatore dal suo identificativo, il target dall'anno…): così chi resta
conserva la propria chiave primaria e la propria storia.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from obiettivi.models import Obiettivo

# Ciò che di un obiettivo non è contenuto: dice quale riga è e a che punto è.
DELLA_RIGA = frozenset(
    {"id", "ciclo_id", "identificativo", "variazione_id", "precedente_id", "versione", "stato", "osservazioni"}
)


@dataclass(frozen=True)
class Raccolta:
    """Le righe che pendono da un'altra: che cosa le nomina, e quali pendono da loro."""

    chiave: Callable[[Any], Any]
    sotto: Mapping[str, "Raccolta"] = field(default_factory=dict)


PER_ANNO = Raccolta(lambda riga: riga.anno)
RACCOLTE = {
    "unita_collegate": Raccolta(lambda riga: riga.unita_id),
    "assegnazioni": Raccolta(lambda riga: (riga.persona_id, riga.incarico_id, riga.gruppo_id)),
    "classificazioni": Raccolta(lambda riga: (riga.tipo, riga.codice)),
    "indicatori": Raccolta(lambda riga: riga.identificativo, {"target": PER_ANNO, "valori_storici": PER_ANNO}),
    "fasi": Raccolta(lambda riga: riga.titolo),
    "risorse": Raccolta(lambda riga: (riga.tipo, riga.descrizione, riga.anno)),
}


def sovrascrivi(da: Obiettivo, su: Obiettivo) -> None:
    """Rende il contenuto di `su` uguale a quello di `da`; identità, stato e variazione restano i suoi."""
    _porta(da, su, DELLA_RIGA)
    su.save()
    _allinea_raccolte(da, su, RACCOLTE)


def _allinea_raccolte(da: Any, su: Any, raccolte: Mapping[str, Raccolta]) -> None:
    for nome, raccolta in raccolte.items():
        _allinea(getattr(da, nome), getattr(su, nome), raccolta)


def _allinea(da: Any, su: Any, raccolta: Raccolta) -> None:
    """Prima si toglie, poi si scrive: gli scambi non urtano i vincoli."""
    presenti, volute = _per_chiave(su, raccolta), _per_chiave(da, raccolta)
    for chiave in presenti.keys() - volute.keys():
        presenti[chiave].delete()
    for chiave, voluta in volute.items():
        riga = presenti.get(chiave) or su.model(**{su.field.name: su.instance})
        if _porta(voluta, riga, {"id", su.field.attname}) or riga.pk is None:
            riga.save()
        _allinea_raccolte(voluta, riga, raccolta.sotto)


def _per_chiave(righe: Any, raccolta: Raccolta) -> dict[Any, Any]:
    """Due righe con lo stesso nome (due fasi omonime) si distinguono dall'ordine in cui stanno."""
    visti: Counter[Any] = Counter()
    trovate = {}
    for riga in righe.all():
        chiave = raccolta.chiave(riga)
        trovate[chiave, visti[chiave]] = riga
        visti[chiave] += 1
    return trovate


def _porta(da: Any, su: Any, esclusi: frozenset[str] | set[str]) -> bool:
    """Copia i campi diversi; vero se ce n'era almeno uno."""
    nomi = [campo.attname for campo in da._meta.concrete_fields if campo.attname not in esclusi]
    diversi = [nome for nome in nomi if getattr(su, nome) != getattr(da, nome)]
    for nome in diversi:
        setattr(su, nome, getattr(da, nome))
    return bool(diversi)
