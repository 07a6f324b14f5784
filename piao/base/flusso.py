"""Il motore dei flussi: un passo porta un oggetto da uno stato a un altro, se si può."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from piao.base.registro import annota


class PassoNonAmmesso(Exception):
    """L'oggetto non è in uno stato da cui questo passo può partire."""


@dataclass(frozen=True)
class Mancanza:
    """Una cosa che manca per compiere un passo: la frase per chi legge e il collegamento che la risolve."""

    frase: str
    collegamento: str


@dataclass(frozen=True)
class Passo:
    """Un passaggio di stato: il nome da leggere ad alta voce, da dove, a dove, e chi può."""

    nome: str
    da: frozenset[str]
    a: str
    puo: Callable[[Any, Any], bool]

    def possibile(self, utente: Any, oggetto: Any) -> bool:
        return oggetto.stato in self.da and self.puo(utente, oggetto)


@transaction.atomic
def compi(passo: Passo, oggetto: Any, *, utente: Any, nota: str = "", **campi: Any) -> Any:
    """Blocca la riga, controlla stato e permesso, cambia stato e annota. Tutto o niente.

    Solleva `PassoNonAmmesso` se lo stato non è fra quelli di partenza, `PermissionDenied` se non si può.
    """
    riga = type(oggetto)._base_manager.select_for_update(of=("self",)).get(pk=oggetto.pk)
    if riga.stato not in passo.da:
        raise PassoNonAmmesso(f"Non si può {passo.nome}: è «{riga.get_stato_display()}».")
    if not passo.puo(utente, riga):
        raise PermissionDenied
    prima, riga.stato = riga.get_stato_display(), passo.a
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save(update_fields=["stato", *campi])
    annota(passo.nome, riga, chi=utente, ente=riga.ente, prima=prima, dopo=riga.get_stato_display(), nota=nota)
    return riga
