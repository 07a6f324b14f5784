"""Le persone: nulla che le faccia riconoscere; schede e premi si guardano soltanto in forma aggregata."""

from collections.abc import Callable, Iterator

from obiettivi.controlli.citazioni import dati_personali
from piao.base.brani import brano
from piao.base.controlli import Gravita, NonValutabile, Regola, Riferimento, Segnale, regola
from relazioni.controlli.relazione.segnali import AVVISO, BLOCCO, ERRORE, F, Trovati, della_relazione

SENZA_AGGREGATI = "Le valutazioni individuali dell'anno non sono ancora disponibili in forma aggregata."
PERSONE_MINIME = 4


@regola("Q10", "Nessuna persona si riconosce", norma="D.Lgs. 33/2013, art. 20 c. 2; Garante 204/2025", gravita=BLOCCO)
def nessuna_persona(f: F) -> Trovati:
    """Un testo che esce contiene un codice fiscale o il nome di chi non ha responsabilità, o una tabella ha un gruppo
    con meno di quattro persone."""
    for chiave, nome, parole, pagina in _cio_che_esce(f):
        for trovata in dati_personali(parole, nomi=f.nomi)[:1]:
            frase = f"In «{nome}» si legge «{trovata.parole.strip()}». {trovata.motivo}"
            yield Segnale(BLOCCO, Riferimento("testo", chiave, nome), frase, "Togli il dato: basta il ruolo.", pagina)
    if any(uno.quanti is not None and 0 < uno.quanti < PERSONE_MINIME for uno in f.relazione.punteggi):
        frase = "Una tabella delle valutazioni ha un gruppo così piccolo che le persone si riconoscono."
        yield della_relazione(f, BLOCCO, frase, "Unisci i gruppi piccoli.")


def _cio_che_esce(f: F) -> Iterator[tuple[str, str, str, str]]:
    """Le parti discorsive e ciò che i responsabili hanno scritto accanto ai risultati."""
    for testo in f.relazione.testi:
        pagina = f.pagina("relazioni:parte_relazione", testo.chiave)
        yield testo.chiave, testo.titolo, brano(testo.html).testo, pagina
    monitoraggio = f.pagina("obiettivi:monitoraggio")
    for o in f.relazione.obiettivi:
        for i in o.indicatori:
            parole = "\n".join((i.spiegazione, i.correttivo, i.fonte, i.non_applicabile))
            yield i.identificativo, i.denominazione, parole, monitoraggio


def _attende(codice: str, titolo: str, norma: str, gravita: Gravita, condizione: str) -> Regola[F]:
    """Una regola che legge gli aggregati della valutazione: finché non ci sono, dice perché non si può valutare."""

    def valuta(f: F) -> Trovati:
        yield NonValutabile(f.non_valutabili.get(codice, SENZA_AGGREGATI))

    valuta.__doc__ = condizione
    avvolgi: Callable[[Callable[[F], Trovati]], Regola[F]] = regola(codice, titolo, norma=norma, gravita=gravita)
    return avvolgi(valuta)


REGOLE = (
    nessuna_persona,
    _attende(
        "Q21",
        "Organizzazione e persone sono coerenti",
        "Direttiva del Ministro per la PA 28.11.2023; DL 80/2021, art. 6 c. 2 lett. a",
        AVVISO,
        "L'ente è sotto 70 e la media delle persone sopra 95, o fra le unità i due andamenti sono opposti.",
    ),
    _attende(
        "Q22",
        "I giudizi sono differenziati",
        "D.Lgs. 150/2009, artt. 9 c. 1 lett. d, 14 c. 4 lett. d e 18",
        AVVISO,
        "Più di metà delle persone è nella fascia più alta, o i punteggi sono quasi tutti uguali.",
    ),
    _attende(
        "Q23",
        "Le schede sono concluse",
        "D.Lgs. 150/2009, art. 9 c. 2",
        ERRORE,
        "Una scheda non è definitiva, o un riesame è aperto.",
    ),
    _attende(
        "Q24",
        "Chi è valutato male è stato sentito",
        "CCNL Funzioni locali 16.11.2022, art. 18",
        BLOCCO,
        "Una valutazione negativa di un incaricato di elevata qualificazione non ha il contraddittorio.",
    ),
    _attende(
        "Q25",
        "I premi sono quelli calcolati",
        "D.Lgs. 150/2009, artt. 3 c. 5 e 18; CCNL Funzioni locali 23.2.2026, art. 48",
        ERRORE,
        "I premi distribuiti sono diversi da quelli calcolati, o più di quelli stanziati.",
    ),
    _attende(
        "Q26",
        "I dati sui premi sono pronti da pubblicare",
        "D.Lgs. 33/2013, art. 20",
        ERRORE,
        "Pagati i premi, le tabelle non sono pubblicate entro trenta giorni.",
    ),
)
