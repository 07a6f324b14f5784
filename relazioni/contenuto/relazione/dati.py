"""I CSV della Relazione: gli stessi numeri del documento; un obiettivo, un indicatore o un gruppo per riga."""

from collections.abc import Iterator

from piao.base.tabelle import Riga, in_csv
from relazioni.contenuto.relazione.tipi import Esitato, Individuale, Relazione, Rendicontato

COLONNE_RISULTATI = (
    "numero",
    "identificativo",
    "codice",
    "livello",
    "titolo",
    "unita",
    "stato",
    "variazione",
    "peso",
    "scala_peso",
    "grado",
    "grado_calcolato",
    "esito",
    "valore_forzato",
    "neutralizzato",
)
COLONNE_INDICATORI = (
    "numero_obiettivo",
    "identificativo",
    "indicatore",
    "unita_misura",
    "promesso",
    "valore_promesso",
    "ottenuto",
    "valore_ottenuto",
    "grado",
    "scostamento",
    "causa",
    "spiegazione",
    "correttivo",
    "fonte",
    "rilevato_il",
)
COLONNE_INDIVIDUALE = (
    "tabella",
    "gruppo",
    "fascia",
    "persone",
    "media",
    "scarto",
    "stanziato",
    "distribuito",
    "premio_medio",
    "nota",
)
VUOTE = ("",) * 5
POCHI, DA_DEFINIRE = "pochi: non si dice", "non definito, o di pochi"


def csv_risultati(r: Relazione) -> bytes:
    return in_csv(COLONNE_RISULTATI, [_riga(uno) for uno in r.obiettivi])


def csv_indicatori(r: Relazione) -> bytes:
    return in_csv(COLONNE_INDICATORI, [_riga_indicatore(uno, i) for uno in r.obiettivi for i in uno.indicatori])


def csv_individuale(r: Relazione) -> bytes:
    """Le valutazioni e i premi in gruppi; dove il numero non si dice, `nota` dice perché."""
    i = r.individuale
    return in_csv(COLONNE_INDIVIDUALE, list(_righe_individuali(i)) if i else [])


def _righe_individuali(i: Individuale) -> Iterator[Riga]:
    for uno in i.punteggi:
        yield "punteggi", uno.gruppo, uno.fascia, uno.quanti, *VUOTE, _nota(uno.quanti, POCHI)
    for nome, medie in (("medie", i.medie), ("genere", i.generi)):
        for m in medie:
            yield nome, m.gruppo, "", m.persone, m.media, m.scarto, "", "", "", _nota(m.persone, POCHI)
    for p in i.premi:
        nota = _nota(p.distribuito, DA_DEFINIRE)
        yield "premi", p.categoria, "", p.persone, "", "", p.stanziato, p.distribuito, p.medio, nota


def _nota(valore: object, perche: str) -> str:
    return perche if valore is None else ""


def _riga(uno: Rendicontato) -> Riga:
    p = uno.promessa
    return (
        uno.numero,
        p.identificativo,
        p.codice,
        p.livello,
        p.titolo,
        uno.capofila,
        uno.stato,
        uno.con_atto,
        p.peso,
        p.scala_peso if p.peso is not None else "",
        uno.grado,
        uno.calcolato,
        "" if uno.ritirato else uno.esito,
        uno.forzato,
        uno.neutralizzato,
    )


def _riga_indicatore(uno: Rendicontato, i: Esitato) -> Riga:
    return (
        uno.numero,
        i.identificativo,
        i.denominazione,
        i.unita_misura,
        i.atteso,
        i.atteso_valore,
        i.risultato,
        i.valore,
        i.grado,
        i.scostamento,
        i.causa,
        i.spiegazione,
        i.correttivo,
        i.fonte,
        i.rilevato_il,
    )
