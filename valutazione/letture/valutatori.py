"""Chi valuta chi: la persona che ha la funzione indicata dal sistema, trovata negli incarichi in vigore.

Chi guida l'unità; se manca o è la persona stessa, chi guida l'unità sopra, e così via; in cima, il segretario. Un
organo (sindaco, segretario) è chi lo era per ultimo nel periodo. Nessuno valuta sé stesso.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from enti.models import Ente, Incarico, Persona, Unita
from enti.voci import GUIDANO_UNITA, TipoIncarico
from valutazione.voci import ChiValuta

GIORNO = timedelta(days=1)
ORGANI = {ChiValuta.SINDACO: TipoIncarico.SINDACO, ChiValuta.SEGRETARIO: TipoIncarico.SEGRETARIO}
CONTANO = GUIDANO_UNITA | {TipoIncarico.SINDACO, TipoIncarico.SEGRETARIO}


@dataclass(frozen=True)
class Tratto:
    """Un periodo con la stessa persona che valuta; None se nessuno può."""

    dal: date
    al: date
    valutatore: Persona | None

    @property
    def giorni(self) -> int:
        return (self.al - self.dal).days + 1


class Valutatori:
    """Gli incarichi di un ente che toccano un periodo, letti una volta: poi si chiede per ogni persona."""

    def __init__(self, ente: Ente, *, dal: date, al: date) -> None:
        incarichi = Incarico.objects.filter(ente=ente, tipo__in=CONTANO, dal__lte=al).exclude(al__lt=dal)
        self._incarichi = list(incarichi.select_related("persona").order_by("ad_interim", "dal", "pk"))
        self._padri = dict(Unita.objects.filter(ente=ente).order_by().values_list("pk", "parent"))

    def tratti(
        self, funzione: str, persona: Persona, unita: int | None, *, dal: date, al: date, minimo: int = 0
    ) -> list[Tratto]:
        """Il periodo diviso fra chi ha valutato; i tratti più corti di `minimo` giorni vanno al vicino."""
        if funzione != ChiValuta.RESPONSABILE:
            return [Tratto(dal, al, self.di(funzione, persona, unita, dal=dal, al=al))]
        inizi = sorted({dal, *self._cambi(dal, al)})
        fini = [inizio - GIORNO for inizio in inizi[1:]] + [al]
        tratti = [
            Tratto(inizio, fine, self._guida(persona, unita, inizio)) for inizio, fine in zip(inizi, fini, strict=True)
        ]
        return _uniti(tratti, minimo)

    def di(self, funzione: str, persona: Persona, unita: int | None, *, dal: date, al: date) -> Persona | None:
        """Chi ha quella funzione verso la persona alla fine del periodo. L'organismo è collegiale: None."""
        if funzione == ChiValuta.RESPONSABILE:
            return self._guida(persona, unita, al)
        tipo = ORGANI.get(ChiValuta(funzione)) if funzione else None
        ultimi = [
            i.persona for i in self._incarichi if i.tipo == tipo and i.dal <= al and (i.al is None or i.al >= dal)
        ]
        return next((chi for chi in reversed(ultimi) if chi.pk != persona.pk), None)

    def valuterebbe_se_stesso(self, funzione: str, persona: Persona, unita: int | None, *, il: date) -> bool:
        """La funzione è della persona stessa, almeno al primo gradino: lo si dice, e si sale."""
        if funzione == ChiValuta.RESPONSABILE:
            return any(i.unita_id == unita and i.persona_id == persona.pk for i in self._guidano(il))
        tipo = ORGANI.get(ChiValuta(funzione)) if funzione else None
        return any(i.tipo == tipo and i.persona_id == persona.pk for i in self._incarichi if _vale(i, il))

    def _guida(self, persona: Persona, unita: int | None, il: date) -> Persona | None:
        guidano = {i.unita_id: i.persona for i in reversed(self._guidano(il)) if i.persona_id != persona.pk}
        for gradino in self._scala(unita):
            if gradino in guidano:
                return guidano[gradino]
        segretari = (i.persona for i in self._incarichi if i.tipo == TipoIncarico.SEGRETARIO and _vale(i, il))
        return next((chi for chi in segretari if chi.pk != persona.pk), None)

    def _guidano(self, il: date) -> list[Incarico]:
        return [i for i in self._incarichi if i.tipo in GUIDANO_UNITA and i.unita_id and _vale(i, il)]

    def _scala(self, unita: int | None) -> Iterator[int]:
        """L'unità e quelle sopra; un giro chiuso nell'organigramma non lo ferma."""
        visti: set[int] = set()
        while unita is not None and unita not in visti:
            visti.add(unita)
            yield unita
            unita = self._padri.get(unita)

    def _cambi(self, dal: date, al: date) -> set[date]:
        inizi = {i.dal for i in self._incarichi} | {i.al + GIORNO for i in self._incarichi if i.al}
        return {giorno for giorno in inizi if dal < giorno <= al}


def _vale(incarico: Incarico, il: date) -> bool:
    return incarico.dal <= il and (incarico.al is None or incarico.al >= il)


def _uniti(tratti: list[Tratto], minimo: int) -> list[Tratto]:
    """Vicini con la stessa persona fanno un tratto; uno troppo corto lo prende il vicino, prima quello che precede."""
    fusi: list[Tratto] = []
    for tratto in tratti:
        if fusi and (fusi[-1].valutatore == tratto.valutatore or tratto.giorni < minimo):
            fusi[-1] = Tratto(fusi[-1].dal, tratto.al, fusi[-1].valutatore)
        elif fusi and fusi[-1].giorni < minimo:
            fusi[-1] = Tratto(fusi[-1].dal, tratto.al, tratto.valutatore)
        else:
            fusi.append(tratto)
    return fusi
