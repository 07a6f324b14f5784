"""Due documenti brevi dagli stessi dati della Relazione: il referto del controllo di gestione, la sezione 4 del PIAO.

Sono bozze da completare: i numeri sono quelli della Relazione, le conclusioni le scrive chi firma.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from obiettivi.misura.esiti import Esito
from piao.base.numeri import data_breve, euro, numero, percento
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.modulistica import Blocco, scrivi

DA_SCRIVERE = "[da completare]"
FORMATI = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@dataclass(frozen=True)
class Estratto:
    """Un documento breve: il nome del file, che cos'è, come si compone."""

    codice: str
    titolo: str
    che_cosa: str
    componi: Callable[[Relazione], Iterator[Blocco]]

    def file(self, r: Relazione, formato: str) -> bytes:
        """Il documento in «docx» o «odt»: stessi dati, stessi byte."""
        return scrivi(self.componi(r), formato)


def _referto(r: Relazione) -> Iterator[Blocco]:
    yield Blocco("intestazione", r.ente.denominazione)
    yield Blocco("titolo", f"Referto del controllo di gestione {r.documento.anno} (TUEL, artt. 198 e 198-bis)")
    yield from _insieme(r)
    yield Blocco("titoletto", "Le unità")
    for una in r.per_unita:
        su = f"su {numero(una.misurati)} obiettivi misurati di {numero(una.obiettivi)}"
        yield Blocco("punto", f"{una.nome}: {percento(una.grado)}, {su}.")
    yield Blocco("titoletto", "Gli obiettivi")
    for uno in r.in_corso:
        yield Blocco("punto", f"{uno.etichetta}: {percento(uno.grado)} ({uno.esito}).")
        for i in uno.indicatori:
            atteso, ottenuto = i.atteso or "n.d.", i.risultato or "n.d."
            yield Blocco("punto", f"{i.denominazione}: promesso {atteso}, ottenuto {ottenuto}.")
    yield Blocco("titoletto", "Le risorse")
    for risorsa in r.risorse:
        if risorsa.previsto is not None:
            usata = euro(risorsa.usato)
            yield Blocco("punto", f"{risorsa.descrizione}: previsti {euro(risorsa.previsto)}, usati {usata}.")
    yield Blocco("titoletto", "Conclusioni")
    yield Blocco("paragrafo", DA_SCRIVERE)
    yield Blocco("firma", "Chi cura il controllo di gestione")


def _sezione_4(r: Relazione) -> Iterator[Blocco]:
    yield Blocco("intestazione", r.ente.denominazione)
    yield Blocco("titolo", f"Sezione 4. Monitoraggio – esiti dell'anno {r.documento.anno}")
    yield Blocco(
        "paragrafo",
        "Il monitoraggio della sottosezione Performance segue il D.Lgs. 150/2009 (artt. 6 e 10) e il DM 132/2022 "
        "(art. 5): i responsabili inseriscono i valori con la loro fonte, il segretario li verifica, l'organismo di "
        "valutazione ne segue l'andamento.",
    )
    yield Blocco("titoletto", "Che cosa è stato fatto")
    for tappa in r.tappe:
        quando = f", {data_breve(tappa.quando)}" if tappa.quando else ""
        yield Blocco("punto", f"{tappa.che_cosa}{quando}{f' ({tappa.atto})' if tappa.atto else ''}.")
    yield from _insieme(r)
    yield Blocco("titoletto", "Gli scostamenti")
    for o, i in r.scostamenti:
        yield Blocco("punto", f"{o.etichetta}, {i.denominazione}: {i.causa_in_parole or 'causa da indicare'}.")
    if not r.scostamenti:
        yield Blocco("paragrafo", "Nessun indicatore si è scostato dal valore promesso oltre la soglia dell'ente.")
    yield Blocco("titoletto", "La soddisfazione degli utenti")
    indagini = numero(r.utenti.indagini) if r.utenti and r.utenti.indagini is not None else DA_SCRIVERE
    yield Blocco("paragrafo", f"Indagini svolte nell'anno: {indagini}.")


def _insieme(r: Relazione) -> Iterator[Blocco]:
    contati = r.esiti
    yield Blocco("titoletto", "Il quadro d'insieme")
    yield Blocco(
        "paragrafo",
        f"Grado di raggiungimento dell'ente: {percento(r.complesso.grado)} ({r.complesso.regola}; obiettivi misurati "
        f"{numero(r.complesso.misurati)} su {numero(r.complesso.obiettivi)}). Raggiunti per intero: "
        f"{numero(contati[Esito.RAGGIUNTO])}; non misurati: {numero(contati[Esito.NON_MISURATO])}.",
    )


ESTRATTI = {
    estratto.codice: estratto
    for estratto in (
        Estratto(
            "referto",
            "Referto del controllo di gestione",
            "Per gli amministratori, i responsabili e la Corte dei conti (TUEL, artt. 198 e 198-bis).",
            _referto,
        ),
        Estratto(
            "piao-sezione-4",
            "Sezione 4 del PIAO",
            "Il testo sul monitoraggio per il PIAO dell'anno dopo (DM 132/2022, art. 5).",
            _sezione_4,
        ),
    )
}
