"""I nomi con cui le righe sono chiamate nei file di scambio."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from piao.base.models import ChiaveScambio

LUNGHEZZA = 80


class Chiavi:
    """Il vocabolario di un file: da chiave a riga e ritorno, elenco per elenco.

    Una chiave arrivata con un file si conserva (`ChiaveScambio`): alla prossima importazione ritrova la stessa riga,
    anche se nel frattempo è stata rinominata. Una riga nata qui ne riceve una dal suo nome, sempre la stessa.
    """

    def __init__(self, ambito: str) -> None:
        self.ambito = ambito
        self._righe: dict[str, dict[str, int]] = {}
        self._nomi: dict[str, dict[int, str]] = {}

    def prepara(self, elenco: str, righe: Iterable[Model]) -> None:
        """Dà a ogni riga presente la sua chiave: quella conservata, altrimenti una ricavata dal nome."""
        righe = list(righe)
        conservate = dict(
            ChiaveScambio.objects.filter(ambito=self.ambito, elenco=elenco).values_list("riga", "chiave")
        )
        nomi = self._nomi[elenco] = {riga.pk: conservate[riga.pk] for riga in righe if riga.pk in conservate}
        usate = set(nomi.values())
        for riga in sorted(righe, key=lambda riga: riga.pk):
            if riga.pk not in nomi:
                nomi[riga.pk] = _libera(chiave_ricavata(riga), usate)
                usate.add(nomi[riga.pk])
        self._righe[elenco] = {chiave: pk for pk, chiave in nomi.items()}

    def nomina(self, elenco: str, nomi: dict[str, int]) -> None:
        """Dichiara le chiavi di un elenco le cui righe hanno già un nome proprio."""
        self._righe[elenco] = dict(nomi)
        self._nomi[elenco] = {pk: chiave for chiave, pk in nomi.items()}

    def aggiungi(self, elenco: str, chiave: str, pk: int) -> None:
        self._righe.setdefault(elenco, {})[chiave] = pk
        self._nomi.setdefault(elenco, {})[pk] = chiave

    def riga(self, elenco: str, chiave: str) -> int | None:
        return self._righe.get(elenco, {}).get(chiave)

    def chiave(self, elenco: str, pk: int | None) -> str:
        return self._nomi.get(elenco, {}).get(pk, "") if pk is not None else ""

    def conserva(self, elenco: str, nomi: dict[str, int]) -> None:
        """Scrive le chiavi di un file appena importato, toccando soltanto quelle nuove o cambiate."""
        righe = ChiaveScambio.objects.filter(ambito=self.ambito, elenco=elenco)
        conservate = dict(righe.values_list("chiave", "riga"))
        nuove = {chiave: pk for chiave, pk in nomi.items() if conservate.get(chiave) != pk}
        if not nuove:
            return
        righe.filter(chiave__in=nuove).delete()
        righe.filter(riga__in=nuove.values()).delete()
        ChiaveScambio.objects.bulk_create(
            [ChiaveScambio(ambito=self.ambito, elenco=elenco, chiave=chiave, riga=pk) for chiave, pk in nuove.items()],
            batch_size=500,
        )


def chiave_ricavata(riga: Any) -> str:
    """«Settore Segreteria» → «settore-segreteria»; il codice del documento di origine ha la precedenza."""
    nome = getattr(riga, "origine_id", "") or str(riga)
    return slugify(nome)[: LUNGHEZZA - 8].strip("-_") or "riga"


def _libera(chiave: str, usate: set[str]) -> str:
    candidata, numero = chiave, 1
    while candidata in usate:
        numero += 1
        candidata = f"{chiave}-{numero}"
    return candidata
