"""Ciò che dei premi esce in un file: le righe per le paghe (interne), la bozza della determina (senza persone)."""

from collections.abc import Iterator

from enti.voci import Area
from piao.base.modulistica import Blocco
from piao.base.numeri import data_estesa, euro, numero, percento
from piao.base.tabelle import Importo, Riga
from valutazione.aggregati.calcolo import RigaPremi
from valutazione.letture.premi.quadro import RigaFondo, premi_di
from valutazione.models import Fondo, Premio, Simulazione
from valutazione.voci import Tempi

# Ogni colonna del file delle paghe, e che cosa contiene: si legge in pagina e nel manuale.
COLONNE_PAGHE = (
    ("Matricola", "quella del rapporto di lavoro; vuota se non è scritta"),
    ("Cognome", "della persona"),
    ("Nome", "della persona"),
    ("Area", "area contrattuale del rapporto prevalente nell'anno"),
    ("Premio", "in euro, senza maggiorazione e interim"),
    ("Maggiorazione", "in euro, per le valutazioni più elevate"),
    ("Interim", "in euro, per gli incarichi coperti"),
    ("Totale", "in euro: la somma delle tre colonne"),
    ("Anno", "di riferimento della performance"),
)
INTESTAZIONI_PAGHE = [nome for nome, _ in COLONNE_PAGHE]
DA_SCRIVERE = "________"


def righe_paghe(simulazione: Simulazione) -> Iterator[Riga]:
    """Una riga per persona che prende qualcosa, in ordine di cognome."""
    anno = simulazione.fondo.ciclo.anno
    for premio in premi_di(simulazione):
        if premio.totale:
            persona, area = premio.persona, _area(premio)
            soldi = (premio.importo, premio.maggiorazione, premio.interim, premio.totale)
            yield (premio.matricola, persona.cognome, persona.nome, area, *map(Importo, soldi), anno)


def _area(premio: Premio) -> str:
    return str(Area(premio.area).label) if premio.area else ""


def determina(riga: RigaFondo, aggregati: RigaPremi | None) -> Iterator[Blocco]:
    """La bozza della determina di liquidazione. Nessun nome, nessun importo di una persona: stanno in un allegato
    riservato che non si pubblica (Garante, provv. 204/2025).

    `aggregati` è ciò che della categoria si può dire; None, o senza persone, quando sono troppo poche.
    """
    fondo = riga.fondo
    ente, anno = fondo.ente, fondo.ciclo.anno
    platea = fondo.get_platea_display().lower()
    yield Blocco("titolo", "Determinazione")
    yield Blocco("intestazione", str(ente))
    yield Blocco("intestazione", f"N. {DA_SCRIVERE} del {DA_SCRIVERE}")
    yield Blocco("intestazione", f"Oggetto: liquidazione dei premi collegati alla performance {anno} – {platea}")
    yield Blocco("titoletto", "Il responsabile")
    yield from (Blocco("paragrafo", testo) for testo in _premesse(fondo))
    yield Blocco("titoletto", "Determina")
    yield from (Blocco("punto", testo) for testo in _dispositivo(riga, aggregati))
    yield Blocco("firma", f"{ente}, {DA_SCRIVERE}")
    yield Blocco("firma", "Il responsabile")


def _premesse(fondo: Fondo) -> Iterator[str]:
    ciclo = fondo.ciclo
    anno, validata = ciclo.anno, ciclo.relazione_validata_il
    yield "Visti il D.Lgs. 27 ottobre 2009, n. 150, e in particolare gli articoli 3, 9, 14 e 18;"
    yield "Visti i contratti collettivi nazionali e integrativi applicabili;"
    yield f"Visto il Piano della performance {anno}, approvato con {ciclo.atto_approvazione or DA_SCRIVERE};"
    yield f"Visto l'atto di costituzione delle risorse: {fondo.atto or DA_SCRIVERE};"
    quando = data_estesa(validata) if validata else DA_SCRIVERE
    yield (
        f"Vista la Relazione sulla performance {anno}, validata dall'organismo di valutazione il {quando}, condizione "
        "per l'erogazione dei premi (D.Lgs. 150/2009, art. 14 c. 6);"
    )
    yield f"Dato atto che le valutazioni individuali dell'anno {anno} sono concluse e chiuse;"
    if fondo.tempi == Tempi.SI and fondo.tempi_fonte:
        yield f"Dato atto che i tempi di pagamento sono rispettati ({fondo.tempi_fonte}; DL 13/2023, art. 4-bis);"
    if fondo.tempi == Tempi.NO:
        yield "Dato atto che i tempi di pagamento non sono rispettati, e la quota che ne dipende non si paga;"


def _dispositivo(riga: RigaFondo, aggregati: RigaPremi | None) -> Iterator[str]:
    fondo, scenario = riga.fondo, riga.scenario
    if aggregati and aggregati.distribuito is not None:
        a_quanti = f" a {numero(aggregati.persone)} persone" if aggregati.persone is not None else ""
        yield f"di dare atto che le risorse destinate sono {euro(fondo.importo)};"
        yield f"di liquidare complessivamente {euro(aggregati.distribuito)}{a_quanti};"
    else:  # di una persona sola anche le risorse sono il suo premio
        yield f"di liquidare complessivamente {DA_SCRIVERE} (importo nell'allegato riservato);"
    if fondo.maggiorazione and scenario:
        yield f"di dare atto che la maggiorazione del premio individuale è del {percento(fondo.maggiorazione)};"
    if aggregati and aggregati.distribuito is not None and scenario and scenario.economia:
        yield f"di dare atto che restano nel fondo {euro(scenario.economia)};"
    yield "di dare atto che gli importi individuali stanno in un allegato riservato, che non si pubblica;"
    yield "di pubblicare i dati aggregati in Amministrazione trasparente, «Performance» (D.Lgs. 33/2013, art. 20);"
    yield "di trasmettere il presente atto al servizio finanziario per il visto e il pagamento."
