"""I gradi vivi degli obiettivi, delle unità, dell'ente: si misurano una volta in `obiettivi`, qui si leggono.

Finché la scheda è aperta il grado segue il monitoraggio; alla chiusura resta fermo nell'esito della scheda
(`letture.esiti.valori_fermi`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from enti.models import Unita
from obiettivi.letture.andamento import Andamento, MisuraObiettivo, MisuraParte, andamento_di
from obiettivi.letture.rilevazioni import quadro_di, sessioni_di
from obiettivi.models import Ciclo, Obiettivo, Sessione
from obiettivi.voci import StatoSessione

NESSUNA_SESSIONE = "Il monitoraggio non è ancora cominciato."


@dataclass(frozen=True)
class GradoVivo:
    """Un grado come sta oggi. `perche` spiega perché manca, o di chi è; `politica` viene da una neutralizzazione."""

    valore: Decimal | None = None
    perche: str = ""
    politica: str = ""


class Gradi:
    """I gradi di un ciclo, letti quando servono e una volta sola, quante che siano le schede."""

    def __init__(self, ciclo: Ciclo) -> None:
        self.ciclo = ciclo

    @cached_property
    def sessione(self) -> Sessione | None:
        """L'ultima sessione cominciata: quella di fine anno, quando c'è."""
        return sessioni_di(self.ciclo).exclude(stato=StatoSessione.PROGRAMMATA).last()

    @property
    def definitivi(self) -> bool:
        """A fine anno, con la sessione chiusa, i gradi non cambiano più."""
        return self.sessione is not None and self.sessione.finale and self.sessione.stato == StatoSessione.CHIUSA

    @cached_property
    def andamento(self) -> Andamento | None:
        return andamento_di(quadro_di(self.sessione, con_consegne=False)) if self.sessione else None

    def di_obiettivo(self, obiettivo: Obiettivo) -> GradoVivo:
        misura = self._obiettivi.get(obiettivo.pk)
        if misura is None:
            ritirato = "L'obiettivo non è fra quelli misurati: è stato ritirato, o non è ancora validato."
            return GradoVivo(perche=ritirato if self.sessione else NESSUNA_SESSIONE)
        neutra = misura.neutralizzazione
        if neutra is not None:
            return GradoVivo(perche=f"Neutralizzato: {neutra.motivo}", politica=neutra.politica)
        return GradoVivo(misura.grado.valore, "" if misura.grado.valore is not None else _perche(misura.problema))

    def di_unita(self, unita: Unita | None) -> GradoVivo:
        """Il grado dell'unità; se non ha obiettivi suoi, dell'unità più vicina fra quelle che la contengono."""
        if unita is None:
            return GradoVivo(perche="La scheda non ha un'unità: manca il risultato da leggere.")
        if self.sessione is None:
            return GradoVivo(perche=NESSUNA_SESSIONE)
        parte = next((self._unita[pk] for pk in self._verso_l_alto(unita) if pk in self._unita), None)
        if parte is None:
            return GradoVivo(perche=f"«{unita}» non ha obiettivi misurati.")
        if parte.grado.valore is None:
            return GradoVivo(perche=_perche(parte.problema))
        sua = parte.parte.unita
        di_chi = "" if sua == unita else f"È il risultato di «{sua}»: «{unita}» non ha obiettivi suoi."
        return GradoVivo(parte.grado.valore, di_chi)

    def _verso_l_alto(self, unita: Unita) -> Iterator[int]:
        """L'unità e, via via, quelle che la contengono."""
        pk: int | None = unita.pk
        while pk is not None:
            yield pk
            pk = self._contiene.get(pk)

    @cached_property
    def _contiene(self) -> dict[int, int | None]:
        return dict(Unita.objects.filter(ente=self.ciclo.ente_id).values_list("pk", "parent_id"))

    def dell_ente(self) -> GradoVivo:
        if self.andamento is None:
            return GradoVivo(perche=NESSUNA_SESSIONE)
        valore = self.andamento.grado.valore
        return GradoVivo(valore, "" if valore is not None else "Nessun obiettivo dell'ente è ancora misurato.")

    @cached_property
    def _obiettivi(self) -> dict[int, MisuraObiettivo]:
        return {m.obiettivo.pk: m for m in self.andamento.obiettivi} if self.andamento else {}

    @cached_property
    def _unita(self) -> dict[int, MisuraParte]:
        parti = self.andamento.parti if self.andamento else ()
        return {parte.parte.unita.pk: parte for parte in parti if parte.parte.unita}


class SenzaGradi(Gradi):
    """Per chi guarda soltanto ciò che si scrive: nessun grado si legge."""

    @cached_property
    def sessione(self) -> Sessione | None:
        return None


def _perche(problema: str) -> str:
    return problema or "Il grado non è ancora misurato."
