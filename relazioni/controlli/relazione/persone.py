"""Le persone: nulla che le faccia riconoscere; di valutazioni e premi escono soltanto gruppi abbastanza grandi."""

from collections.abc import Iterator

from obiettivi.controlli.citazioni import dati_personali
from piao.base.brani import brano
from piao.base.controlli import Riferimento, Segnale, regola
from relazioni.controlli.relazione.segnali import BLOCCO, F, Trovati, della_relazione

PERSONE_MINIME = 4


@regola("Q10", "Nessuna persona si riconosce", norma="D.Lgs. 33/2013, art. 20 c. 2; Garante 204/2025", gravita=BLOCCO)
def nessuna_persona(f: F) -> Trovati:
    """Un testo che esce contiene un codice fiscale o il nome di chi non ha responsabilità, o una tabella ha un gruppo
    con meno di quattro persone."""
    for chiave, nome, parole, pagina in _cio_che_esce(f):
        for trovata in dati_personali(parole, nomi=f.nomi)[:1]:
            frase = f"In «{nome}» si legge «{trovata.parole.strip()}». {trovata.motivo}"
            yield Segnale(BLOCCO, Riferimento("testo", chiave, nome), frase, "Togli il dato: basta il ruolo.", pagina)
    if any(0 < quanti < PERSONE_MINIME for quanti in _gruppi(f)):
        frase = "Una tabella delle valutazioni ha un gruppo così piccolo che le persone si riconoscono."
        yield della_relazione(f, BLOCCO, frase, "Unisci i gruppi piccoli.")


def _gruppi(f: F) -> Iterator[int]:
    """Quante persone ha ogni gruppo di cui le tabelle dicono qualcosa."""
    if i := f.relazione.individuale:
        quanti = [uno.quanti for uno in i.punteggi] + [uno.persone for uno in (*i.medie, *i.generi)]
        yield from (uno for uno in (*quanti, *(premi.persone for premi in i.premi)) if uno is not None)


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


REGOLE = (nessuna_persona,)
