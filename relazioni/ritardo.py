"""La bozza della comunicazione al Dipartimento della funzione pubblica, quando Piano o Relazione sono in ritardo.

Il testo è uno solo per ciascuno (`modulistica/testi/ritardo*.txt`): si legge in pagina e si scarica in DOCX.
"""

from datetime import date

from django.utils import timezone

from obiettivi.models import Ciclo
from piao.base.numeri import data_estesa, numero
from relazioni.models import Relazione
from relazioni.modulistica import SEGNAPOSTO, Blocco, blocchi_di, compila, modello_nostro

TIPO, DELLA_RELAZIONE = "ritardo", "ritardo-relazione"
DA_SCRIVERE = "[da completare]"


def valori_di(ciclo: Ciclo, termine: date) -> dict[str, str]:
    """Ciò che la comunicazione dice; ciò che non si sa resta da completare, e si vede."""
    atto = ciclo.atto_approvazione
    giorni = (atto.data - termine).days if atto and atto.data else 0
    valori = {
        "ente": ciclo.ente.denominazione,
        "triennio": ciclo.triennio,
        "termine": data_estesa(termine),
        "atto": atto.estremi if atto else "",
        "giorni": "un giorno" if giorni == 1 else f"{numero(giorni)} giorni" if giorni > 0 else "",
        "motivo": ciclo.motivo_ritardo.strip(),
        "sito": ciclo.ente.sito,
        "oggi": data_estesa(timezone.localdate()),
    }
    return {nome: valore or DA_SCRIVERE for nome, valore in valori.items()}


def valori_della_relazione(relazione: Relazione, termine: date) -> dict[str, str]:
    """Come per il Piano: ciò che non si sa resta da completare."""
    atto, ente = relazione.atto, relazione.ciclo.ente
    giorni = (atto.data - termine).days if atto and atto.data else 0
    valori = {
        "ente": ente.denominazione,
        "anno": str(relazione.ciclo.anno),
        "termine": data_estesa(termine),
        "atto": atto.estremi if atto else "",
        "giorni": "un giorno" if giorni == 1 else f"{numero(giorni)} giorni" if giorni > 0 else "",
        "motivo": relazione.motivo_ritardo.strip(),
        "sito": relazione.indirizzo or ente.sito,
        "oggi": data_estesa(timezone.localdate()),
    }
    return {nome: valore or DA_SCRIVERE for nome, valore in valori.items()}


def comunicazione_di(valori: dict[str, str], tipo: str = TIPO) -> list[Blocco]:
    """I blocchi del testo con i valori al loro posto."""
    return [
        Blocco(blocco.stile, SEGNAPOSTO.sub(lambda trovato: valori[trovato[1]], blocco.testo))
        for blocco in blocchi_di(tipo)
    ]


def in_docx(valori: dict[str, str], tipo: str = TIPO) -> bytes:
    return compila(modello_nostro(tipo, "docx"), valori, {}).contenuto
