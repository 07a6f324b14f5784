"""Il lettore attento accanto all'editor: i passi di un testo da rivedere, e la correzione di uno di loro."""

from dataclasses import dataclass

from django.utils.html import escape

from enti import parametri
from obiettivi.controlli.citazioni import Segnalazione, leggi
from obiettivi.controlli.testi import NOMINABILI
from obiettivi.letture.controlli import nomi_riservati
from obiettivi.models import Ciclo
from piao.base.brani import Brano, brano
from relazioni.contenuto import giorno_di_riferimento

CITAZIONI = "P38"
INTORNO = 45  # caratteri da mostrare prima e dopo


@dataclass(frozen=True)
class Segno:
    """Un passo da rivedere. `volta` dice quale, fra quelli con le stesse parole: 0 è il primo."""

    trovato: Segnalazione
    volta: int
    prima: str
    dopo: str

    @property
    def sostituibile(self) -> bool:
        """La proposta sta al posto delle parole trovate: vale per le citazioni, non per un conto o per un nome."""
        return bool(self.trovato.proposta) and self.trovato.regola == CITAZIONI

    @property
    def chiave(self) -> str:
        """Lo ritrova anche se il testo attorno è cambiato: «1:Legge 150/2009»."""
        return f"{self.volta}:{self.trovato.parole}"


def segni_di(ciclo: Ciclo, html: str) -> list[Segno]:
    """I passi da rivedere in un testo, nell'ordine in cui si leggono, con le norme del giorno del Piano."""
    intero, il = brano(html), giorno_di_riferimento(ciclo)
    trovati = leggi(
        intero.testo,
        il=il,
        anno=ciclo.anno,
        scarto=parametri.valore("scarto_percentuale", il).numero,
        nomi=nomi_riservati(ciclo.ente, nominabili=NOMINABILI),
    )
    return [_segno(intero, trovato) for trovato in trovati]


def corretto(ciclo: Ciclo, html: str, chiave: str) -> str | None:
    """Il testo con la proposta al posto di quelle parole e la stessa struttura; None se non ci sono più."""
    segno = next((segno for segno in segni_di(ciclo, html) if segno.chiave == chiave and segno.sostituibile), None)
    return None if segno is None else _sostituisci(brano(html), segno.trovato)


def _segno(intero: Brano, trovato: Segnalazione) -> Segno:
    testo = intero.testo
    return Segno(
        trovato,
        testo[: trovato.inizio].count(trovato.parole),
        _coda(testo[: trovato.inizio]),
        _capo(testo[trovato.fine :]),
    )


def _coda(testo: str) -> str:
    """Le ultime parole prima del passo, nello stesso capoverso."""
    riga = testo.rsplit("\n", 1)[-1]
    return riga if len(riga) <= INTORNO else "…" + riga[-INTORNO:].split(" ", 1)[-1]


def _capo(testo: str) -> str:
    """Le prime parole dopo il passo, nello stesso capoverso."""
    riga = testo.split("\n", 1)[0]
    return riga if len(riga) <= INTORNO else riga[:INTORNO].rsplit(" ", 1)[0] + "…"


def _sostituisci(intero: Brano, trovato: Segnalazione) -> str:
    """La proposta sta nel primo tratto; gli altri, se le parole erano a cavallo di etichette, si vuotano."""
    html = intero.html
    tratti = intero.tratti(trovato.inizio, trovato.fine)
    for posto, (inizio, fine) in reversed(list(enumerate(tratti))):
        html = html[:inizio] + ("" if posto else escape(trovato.proposta)) + html[fine:]
    return html
