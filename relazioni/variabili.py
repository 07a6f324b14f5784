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

# Quelle che ha soltanto la Relazione: i risultati e i fatti dell'anno.
DELLA_RELAZIONE = {
    "atto_piano": "atto di approvazione del Piano",
    "atto_approvazione": "atto di approvazione della Relazione",
    "obiettivi": "obiettivi rendicontati",
    "misurati": "obiettivi misurati",
    "raggiunti": "obiettivi raggiunti per intero",
    "grado_ente": "grado di raggiungimento dell'ente",
    "scostamenti": "indicatori che si sono scostati oltre la soglia",
    "forzati": "obiettivi con un valore forzato",
    "neutralizzati": "obiettivi tolti dal conto con un atto",
    "variazioni": "variazioni approvate nell'anno",
    "risorse_previste": "risorse previste, di cui si conosce l'impiego",
    "risorse_usate": "risorse usate",
    "itr": "ritardo medio annuale dei pagamenti, in giorni",
    "pcc_il": "giorno in cui i dati sono stati estratti dalla PCC",
    "revisore": "verbale dell'organo di revisione",
    "obiettivi_trasparenza": "obiettivi di trasparenza e anticorruzione",
    "rpct": "relazione annuale dell'RPCT",
    "indagini": "indagini presso gli utenti",
    "indagini_risposte": "risposte raccolte",
    "formazione_ore": "ore di formazione dell'anno",
    "formazione_media": "ore di formazione per dipendente",
    "formazione_soglia": "ore chieste dalla direttiva",
    "donne_percento": "quota di donne fra i dipendenti",
}
PER_DOCUMENTO = {"piano": VARIABILI, "relazione": VARIABILI | DELLA_RELAZIONE}
NOMI = DELLA_RELAZIONE | VARIABILI


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
        return f"<mark>[manca: {escape(NOMI.get(nome, nome))}]</mark>"

    return Sostituito(SEGNAPOSTO.sub(valore, testo), tuple(dict.fromkeys(mancanti)))


def nome_esteso(variabile: str) -> str:
    """«atto del DUP (atto_dup)», oppure «xyz (variabile sconosciuta)»."""
    return f"{NOMI.get(variabile, 'variabile sconosciuta')} ({variabile})"


def con_i_nomi(testo: str) -> str:
    """Il testo con i nomi al posto dei segnaposto, per un'anteprima: «Nel [anno] l'ente ha chiesto…»."""
    return SEGNAPOSTO.sub(lambda trovato: f"[{trovato[1].replace('_', ' ')}]", testo)
