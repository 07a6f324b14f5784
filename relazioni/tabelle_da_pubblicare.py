"""Che cosa si congela quando si pubblicano i premi, il Sistema, la validazione: aggregati e regole, nessuna persona.

Dei premi si legge soltanto `valutazione.aggregati`: i gruppi piccoli sono già taciuti, e con loro quelli da cui si
ricaverebbero (norme R95, R96, R106).
"""

from collections.abc import Iterator
from typing import Any

from obiettivi.models import Ciclo
from piao.base.tabelle import Cella
from relazioni.contenuto.relazione.risultati import arrotondato
from relazioni.lista_parere import rileggi
from relazioni.models import Validazione
from relazioni.pubblico.tabelle import Tabella, Tabelle
from relazioni.stampa.parole import maiuscola
from valutazione.aggregati import Aggregati, Gruppo, RigaPremi, aggregati_di
from valutazione.aggregati import Tabella as Incrocio
from valutazione.models import Sistema

CRITERI = (
    "I criteri con cui si misurano e si valutano i risultati sono nel Sistema di misurazione e valutazione della "
    "performance, pubblicato nella sua sezione."
)

INSIEME = "Le categorie di poche persone sono in una riga sola, con la somma di tutte."


def ammontare(ciclo: Ciclo) -> Tabelle:
    """Art. 20 c. 1: stanziato e distribuito, per categoria. Senza fondi la tabella non c'è."""
    aggregati = aggregati_di(ciclo)
    righe = [*aggregati.premi, *([aggregati.totale] if aggregati.totale else [])]
    tabella = Tabella(
        "Ammontare complessivo dei premi",
        ("Anno di riferimento", "Categoria", "Ammontare premi stanziati (€)", "Ammontare premi erogati (€)"),
        tuple((str(ciclo.anno), riga.categoria, riga.stanziato, riga.distribuito) for riga in righe),
    )
    return Tabelle((*_avvertenze(aggregati), INSIEME), (tabella,)) if righe else Tabelle(_avvertenze(aggregati))


def distribuzione(ciclo: Ciclo) -> Tabelle:
    """Art. 20 c. 2: criteri, distribuzione in forma aggregata, grado di differenziazione."""
    aggregati = aggregati_di(ciclo)
    return Tabelle((CRITERI, *_avvertenze(aggregati)), tuple(_quadri(aggregati)))


def _avvertenze(aggregati: Aggregati) -> tuple[str, ...]:
    return (
        "Una casella vuota, o con un trattino, è un dato non ancora definito, o che riguarda meno di "
        f"{aggregati.soglia} persone: non si dice, e non si ricava dalle altre.",
    )


def _quadri(aggregati: Aggregati) -> Iterator[Tabella]:
    if aggregati.distribuzione:
        yield _incrocio("Persone per banda di punteggio", aggregati.distribuzione)
    if aggregati.per_fascia:
        yield _incrocio("Persone per fascia del Sistema", aggregati.per_fascia)
    gruppi = [*aggregati.categorie, *([aggregati.tutti] if aggregati.tutti else [])]
    if gruppi:
        yield _gruppi("Grado di differenziazione, per categoria", gruppi)
    if aggregati.generi:
        yield _gruppi("Per genere", list(aggregati.generi))
    if medi := [riga for riga in aggregati.premi if riga.medio is not None]:
        yield _medi(medi)


def _incrocio(titolo: str, incrocio: Incrocio) -> Tabella:
    righe: list[tuple[Cella, ...]] = [(nome, *celle) for nome, celle in incrocio.per_riga]
    colonne = ("Categoria", *incrocio.colonne)
    larghezza = len(righe[0]) if righe else len(colonne)
    return Tabella(titolo, (*colonne, "Totale")[:larghezza], tuple(righe))


def _gruppi(titolo: str, gruppi: list[Gruppo]) -> Tabella:
    colonne = ("Gruppo", "Persone", "Punteggio medio (% del massimo)", "Scarto dalla media")
    righe = ((g.nome, g.persone, arrotondato(g.media), arrotondato(g.scarto)) for g in gruppi)
    return Tabella(titolo, colonne, tuple(righe))


def _medi(righe: list[RigaPremi]) -> Tabella:
    colonne = ("Categoria", "Persone", "Premio medio (€)")
    return Tabella("Premio medio", colonne, tuple((r.categoria, r.persone, arrotondato(r.medio)) for r in righe))


# ---- il Sistema ------------------------------------------------------------------------------------------------


def sistema(adottato: Sistema) -> Tabelle:
    """Le regole del Sistema adottato: che cosa si valuta, quanto pesa, quando. Nessuna scheda, nessuna persona."""
    tipi = list(adottato.tipi.prefetch_related("componenti"))
    tabelle = [_tipo(tipo) for tipo in tipi]
    testo = (f"{adottato.denominazione}, versione {adottato.numero}.", *_decorrenza(adottato))
    return Tabelle(testo, tuple(t for t in tabelle if t.righe))


def _decorrenza(adottato: Sistema) -> Iterator[str]:
    if adottato.dal:
        yield f"Vale dal {adottato.dal:%d/%m/%Y}."
    if adottato.atto:
        yield f"Adottato con {adottato.atto.estremi or adottato.atto.oggetto}."


def _tipo(tipo: Any) -> Tabella:
    righe = tuple((uno.denominazione, uno.peso, uno.massimo) for uno in tipo.componenti.all())
    return Tabella(str(tipo.denominazione), ("Che cosa si valuta", "Peso", "Punteggio massimo"), righe)


# ---- la validazione --------------------------------------------------------------------------------------------


def titolo_della_validazione(una: Validazione) -> str:
    return f"Validazione della Relazione sulla performance {una.versione.ciclo.anno}: {una}"


def validazione(una: Validazione) -> Tabelle:
    """La resa pubblica del verbale: esito, ragioni, criteri. Le note e le osservazioni riservate restano all'ente."""
    v = una.versione
    esito = f"{maiuscola(str(una))}, da: {una.ente.get_organismo_display() or 'organismo di valutazione'}."
    documento = f"Riguarda la versione {v.numero} della Relazione ({v.atto.estremi}), codice di verifica {v.codice}."
    righe = tuple((voce["domanda"], voce["risposta"]) for voce in rileggi(una.lista))
    criteri = Tabella("I criteri della validazione", ("Criterio", "Risposta"), righe)
    testo = (esito, documento, *(riga for riga in una.sintesi.splitlines() if riga.strip()))
    return Tabelle(testo, (criteri,) if righe else ())
