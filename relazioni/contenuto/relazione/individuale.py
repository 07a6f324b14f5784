"""La valutazione individuale raccolta in gruppi: delle schede esce soltanto questo (D.Lgs. 33/2013, art. 20)."""

from collections.abc import Iterable

from obiettivi.models import Ciclo
from relazioni.contenuto.relazione.risultati import arrotondato
from relazioni.contenuto.relazione.tipi import (
    DistribuzionePunteggi,
    Individuale,
    MediaPunteggi,
    PremiPerCategoria,
)
from valutazione.aggregati import Aggregati, Gruppo, RigaPremi, aggregati_di


def individuale_di(ciclo: Ciclo) -> Individuale | None:
    """Gli aggregati dell'anno; None se non c'è ancora nulla da dire.

    I punteggi si dicono a valutazioni concluse: due Relazioni fatte a una scheda di distanza la farebbero ricavare.
    """
    aggregati = aggregati_di(ciclo)
    premi = tuple(_premi(aggregati))
    if not aggregati.concluse:
        return Individuale(aggregati.soglia, premi=premi) if premi else None
    tutti = [aggregati.tutti] if aggregati.tutti else []
    return Individuale(
        soglia=aggregati.soglia,
        punteggi=tuple(_punteggi(aggregati)),
        medie=tuple(_medie([*aggregati.categorie, *tutti])),
        generi=tuple(_medie(aggregati.generi)),
        premi=premi,
    )


def _punteggi(aggregati: Aggregati) -> Iterable[DistribuzionePunteggi]:
    quadro = aggregati.distribuzione.per_riga_e_colonna if aggregati.distribuzione else []
    return (DistribuzionePunteggi(gruppo, fascia, quanti) for gruppo, celle in quadro for fascia, quanti in celle)


def _medie(gruppi: Iterable[Gruppo]) -> Iterable[MediaPunteggi]:
    return (MediaPunteggi(g.nome, g.persone, arrotondato(g.media), arrotondato(g.scarto)) for g in gruppi)


def _premi(aggregati: Aggregati) -> Iterable[PremiPerCategoria]:
    righe: Iterable[RigaPremi] = (*aggregati.premi, *([aggregati.totale] if aggregati.totale else []))
    return (PremiPerCategoria(r.categoria, r.stanziato, r.distribuito, r.persone, arrotondato(r.medio)) for r in righe)
