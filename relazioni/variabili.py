"""Le variabili dei testi: «{{ ente }}», «{{ anno }}»… Si sostituiscono: il testo di un utente non è un programma.

Una variabile sconosciuta o senza valore non sparisce: resta un segno ben visibile, e il suo nome finisce fra ciò che
manca.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape

SEGNAPOSTO = re.compile(r"\{\{(?:\s|&nbsp;)*([^{}]*?)(?:\s|&nbsp;)*\}\}")

# Nome e spiegazione, nell'ordine in cui si mostrano a chi scrive.
VARIABILI = {
    "ente": "denominazione dell'ente",
    "tipo_ente": "tipo di ente",
    "provincia": "provincia",
    "anno": "anno del ciclo",
    "triennio": "triennio del ciclo",
    "mandato": "anni del mandato amministrativo",
    "organismo": "organismo di valutazione",
    "popolazione": "abitanti all'ultima data nota",
    "dipendenti": "dipendenti nell'ultimo anno noto",
    "atto_approvazione": "atto di approvazione del Piano",
    "atto_dup": "atto del DUP",
    "atto_bilancio": "atto del bilancio di previsione",
    "atto_smvp": "atto del sistema di misurazione e valutazione",
    "atto_piao": "atto del PIAO",
}


@dataclass(frozen=True)
class Sostituito:
    """Un testo (HTML) con i valori al loro posto, e le variabili rimaste senza."""

    testo: str
    mancanti: tuple[str, ...] = ()


def sostituisci(testo: str, valori: Mapping[str, str]) -> Sostituito:
    """Mette i valori nel testo HTML. I valori sono testo semplice: vengono protetti qui."""
    mancanti: list[str] = []

    def valore(trovata: re.Match[str]) -> str:
        nome = trovata[1]
        if valori.get(nome):
            return escape(valori[nome])
        mancanti.append(nome)
        return f"<mark>[manca: {escape(VARIABILI.get(nome, nome))}]</mark>"

    return Sostituito(SEGNAPOSTO.sub(valore, testo), tuple(dict.fromkeys(mancanti)))


def nome_esteso(variabile: str) -> str:
    """«atto del DUP (atto_dup)», oppure «xyz (variabile sconosciuta)»."""
    return f"{VARIABILI.get(variabile, 'variabile sconosciuta')} ({variabile})"
