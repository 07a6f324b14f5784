"""I CSV della Relazione: gli stessi numeri del documento, un obiettivo o un indicatore per riga."""

from piao.base.tabelle import Riga, in_csv
from relazioni.contenuto.relazione.tipi import Esitato, Relazione, Rendicontato

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


def csv_risultati(r: Relazione) -> bytes:
    return in_csv(COLONNE_RISULTATI, [_riga(uno) for uno in r.obiettivi])


def csv_indicatori(r: Relazione) -> bytes:
    return in_csv(COLONNE_INDICATORI, [_riga_indicatore(uno, i) for uno in r.obiettivi for i in uno.indicatori])


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
