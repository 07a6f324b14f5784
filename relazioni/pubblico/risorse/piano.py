"""Le raccolte che vengono dal Piano: obiettivi, indicatori, traguardi, tappe, risorse, variazioni."""

from collections.abc import Callable, Iterator

from obiettivi.voci import Ambito, Tema
from relazioni.contenuto.tipi import Piano
from relazioni.pubblico.colonne import (
    CODICE,
    DATA,
    DEL_PIANO,
    INDICATORE,
    INTERO,
    NUMERO,
    OBIETTIVO,
    TESTO,
    Colonna,
    Risorsa,
    Voce,
    di,
    discorsivo,
    elenco,
)
from relazioni.pubblico.raccolta import Raccolta
from relazioni.stampa import parole

Voci = Callable[[Raccolta], Iterator[Voce]]


# ---- le righe --------------------------------------------------------------------------------------------------


def piani(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, dove.piano.documento) for dove in raccolta.piani)


def obiettivi(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, o, o) for dove in raccolta.piani for o in dove.piano.obiettivi)


def indicatori(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, i, v.o, i) for v in obiettivi(raccolta) for i in v.cosa.indicatori)


def del_piano(campo: str) -> Voci:
    """Una riga per ogni cosa di un elenco del Piano."""
    return lambda raccolta: (Voce(dove, cosa) for dove in raccolta.piani for cosa in getattr(dove.piano, campo))


def degli_obiettivi(campo: str) -> Voci:
    return lambda raccolta: (Voce(v.dove, cosa, v.o) for v in obiettivi(raccolta) for cosa in getattr(v.o, campo))


def degli_indicatori(campo: str) -> Voci:
    return lambda raccolta: (
        Voce(v.dove, cosa, v.o, v.i) for v in indicatori(raccolta) for cosa in getattr(v.i, campo)
    )


# ---- i valori --------------------------------------------------------------------------------------------------


def _padre(v: Voce) -> str:
    return next((p.identificativo for p in v.dove.piano.obiettivi if p.numero == v.cosa.padre), "")


def _linea(v: Voce) -> str:
    return next((linea.titolo for linea in v.dove.piano.linee if linea.id == v.cosa.linea), "")


def _unita_padre(v: Voce) -> str:
    return next((u.denominazione for u in v.dove.piano.unita if u.id == v.cosa.padre), "")


def _unita_coinvolte(v: Voce) -> str:
    return elenco(u.denominazione for u in v.cosa.unita)


def _quanti_indicatori(piano: Piano) -> int:
    return sum(len(o.indicatori) for o in piano.obiettivi)


def _nomi(scelte: type[Tema] | type[Ambito], codici: tuple[str, ...]) -> str:
    return elenco(str(scelte(codice).label) for codice in codici if codice in scelte.values)


# ---- le raccolte -----------------------------------------------------------------------------------------------

PIANI = Risorsa(
    "piani",
    "Piani della performance",
    "Una riga per anno: il Piano pubblicato, nell'ultima versione.",
    (
        *DEL_PIANO,
        di("titolo", TESTO, "Titolo del documento."),
        di("triennio", TESTO, "Gli anni che copre."),
        di("approvazione", TESTO, "Atto di approvazione."),
        di("variazione", TESTO, "Atto dell'ultima variazione."),
        Colonna("obiettivi", INTERO, "Quanti obiettivi contiene.", lambda v: len(v.dove.piano.obiettivi)),
        Colonna("indicatori", INTERO, "Quanti indicatori.", lambda v: _quanti_indicatori(v.dove.piano)),
        Colonna("codice_verifica", TESTO, "Per verificare il PDF.", lambda v: v.dove.pubblicazione.versione.codice),
    ),
    piani,
)
LINEE = Risorsa(
    "linee",
    "Linee di mandato",
    "Una riga per linea di mandato richiamata nel Piano.",
    (*DEL_PIANO, di("titolo", TESTO, "Titolo della linea."), di("descrizione", TESTO, "Descrizione.")),
    del_piano("linee"),
)
UNITA = Risorsa(
    "unita",
    "Unità organizzative",
    "Una riga per unità della struttura descritta nel Piano.",
    (
        *DEL_PIANO,
        di("denominazione", TESTO, "Nome dell'unità."),
        di("livello", TESTO, "Che unità è: area, settore, servizio…"),
        Colonna("fa_parte_di", TESTO, "L'unità di cui fa parte.", _unita_padre),
        discorsivo("funzioni", "Di che cosa si occupa."),
    ),
    del_piano("unita"),
)
OBIETTIVI = Risorsa(
    "obiettivi",
    "Obiettivi",
    "Una riga per obiettivo del Piano in vigore.",
    (
        *DEL_PIANO,
        di("id", CODICE, "Identificativo, lo stesso in ogni versione.", "identificativo"),
        di("codice", TESTO, "Codice nel documento."),
        di("livello", TESTO, "strategico (più anni) oppure operativo (dell'anno)."),
        di("titolo", TESTO, "Titolo."),
        discorsivo("descrizione", "Che cosa si prevede di fare."),
        Colonna("padre_id", CODICE, "Identificativo dell'obiettivo da cui discende.", _padre),
        Colonna("linea", TESTO, "Linea di mandato.", _linea),
        Colonna("unita", TESTO, "Unità coinvolte, separate da « | ».", _unita_coinvolte),
        Colonna("chi_risponde", TESTO, "Chi ne risponde, per incarico o ufficio.", lambda v: parole.chi_risponde(v.o)),
        di("stakeholder", TESTO, "A chi è rivolto."),
        di("natura", TESTO, "Sviluppo, miglioramento, innovazione, mantenimento."),
        di("tipologia", TESTO, "Comune, specifico, trasversale, di gruppo, individuale."),
        Colonna("temi", TESTO, "Temi del DM 132/2022, separati da « | ».", lambda v: _nomi(Tema, v.o.temi)),
        Colonna("ambiti", TESTO, "Ambiti dell'art. 8 del D.Lgs. 150/2009.", lambda v: _nomi(Ambito, v.o.ambiti)),
        discorsivo("bisogno", "Il bisogno a cui risponde."),
        discorsivo("valore_pubblico", "Il valore pubblico che produce."),
        di("missione", TESTO, "Missione del bilancio."),
        di("programma", TESTO, "Programma del bilancio."),
        di("data_inizio", DATA, "Inizio."),
        di("data_fine", DATA, "Fine."),
        di("peso", NUMERO, "Peso; vuoto se è un prerequisito."),
        di("scala_peso", TESTO, "Come si legge il peso: percentuale, punti, millesimi, coefficiente."),
        Colonna("indicatori", INTERO, "Quanti indicatori ha.", lambda v: len(v.o.indicatori)),
    ),
    obiettivi,
)
INDICATORI = Risorsa(
    "indicatori",
    "Indicatori",
    "Una riga per indicatore: come si misura, da dove si parte.",
    (
        *DEL_PIANO,
        di("id", CODICE, "Identificativo, lo stesso in ogni versione.", "identificativo"),
        OBIETTIVO,
        di("denominazione", TESTO, "Nome dell'indicatore."),
        di("dimensione", TESTO, "Dimensione della performance."),
        di("unita_misura", TESTO, "Unità di misura."),
        Colonna("formula", TESTO, "Come si calcola.", lambda v: parole.formula(v.i)),
        di("verso", TESTO, "Se è meglio che aumenti o che diminuisca."),
        di("partenza", NUMERO, "Valore di partenza."),
        di("partenza_anno", INTERO, "Anno del valore di partenza."),
        di("fonte", TESTO, "Da dove viene il dato."),
        di("tipo_fonte", TESTO, "Che genere di fonte è."),
        di("frequenza", TESTO, "Ogni quanto si rileva."),
        di("peso", NUMERO, "Peso dentro l'obiettivo."),
    ),
    indicatori,
)
TRAGUARDI = Risorsa(
    "traguardi",
    "Traguardi",
    "Una riga per indicatore e anno: il valore che si vuole raggiungere.",
    (
        *DEL_PIANO,
        OBIETTIVO,
        INDICATORE,
        di("anno_traguardo", INTERO, "Anno del traguardo.", "anno"),
        di("operatore", TESTO, "Almeno (>=), al massimo (<=), uguale (=), tra, entro, sì."),
        di("valore", NUMERO, "Il valore, se è un numero."),
        di("valore_massimo", NUMERO, "L'estremo superiore di un intervallo."),
        di("data", DATA, "La data, se il traguardo è un giorno."),
        di("testo", TESTO, "Il traguardo come si legge nel documento."),
    ),
    degli_indicatori("target"),
)
VALORI = Risorsa(
    "valori",
    "Valori degli anni precedenti",
    "Una riga per indicatore e anno: i valori misurati prima del Piano.",
    (
        *DEL_PIANO,
        OBIETTIVO,
        INDICATORE,
        di("anno_valore", INTERO, "Anno del valore.", "anno"),
        di("valore", NUMERO, "Il valore."),
    ),
    degli_indicatori("storico"),
)
FASI = Risorsa(
    "fasi",
    "Tappe",
    "Una riga per tappa di un obiettivo.",
    (
        *DEL_PIANO,
        OBIETTIVO,
        di("titolo", TESTO, "Che cosa si fa."),
        Colonna("mesi", TESTO, "In quali mesi (anno-mese), separati da « | ».", lambda v: elenco(v.cosa.mesi)),
        di("risultato_atteso", TESTO, "Che cosa ci si aspetta alla fine."),
    ),
    degli_obiettivi("fasi"),
)
RISORSE_OBIETTIVI = Risorsa(
    "risorse",
    "Risorse degli obiettivi",
    "Una riga per risorsa destinata a un obiettivo. Le risorse umane sono quantità, mai persone.",
    (
        *DEL_PIANO,
        OBIETTIVO,
        di("tipo", TESTO, "Umane, finanziarie, strumentali."),
        di("descrizione", TESTO, "Descrizione."),
        di("quantita", NUMERO, "Quantità."),
        di("capitolo", TESTO, "Capitolo di bilancio."),
        di("importo", NUMERO, "Importo in euro."),
    ),
    degli_obiettivi("risorse"),
)
VARIAZIONI = Risorsa(
    "variazioni",
    "Variazioni",
    "Una riga per variazione approvata nell'anno, con il motivo e l'atto.",
    (
        *DEL_PIANO,
        di("numero", INTERO, "Numero della variazione."),
        di("titolo", TESTO, "Titolo."),
        di("motivo", TESTO, "Perché si è cambiato."),
        di("causa", TESTO, "Causa: esogena, endogena, errore di programmazione."),
        di("atto", TESTO, "Atto che l'ha approvata."),
        Colonna("obiettivi", TESTO, "Gli obiettivi toccati.", lambda v: elenco(o.obiettivo for o in v.cosa.obiettivi)),
    ),
    del_piano("variazioni"),
)
DEI_PIANI = (
    PIANI,
    LINEE,
    UNITA,
    OBIETTIVI,
    INDICATORI,
    TRAGUARDI,
    VALORI,
    FASI,
    RISORSE_OBIETTIVI,
    VARIAZIONI,
)
