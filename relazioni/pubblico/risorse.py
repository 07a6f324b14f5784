"""La tabella delle raccolte di dati aperti: `RISORSE`."""

from collections.abc import Iterator

from django.utils.html import strip_tags

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
    Raccolta,
    Risorsa,
    Voce,
    di,
    elenco,
)
from relazioni.stampa import parole


def _piani(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, dove.piano.documento) for dove in raccolta.piani)


def _linee(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, linea) for dove in raccolta.piani for linea in dove.piano.linee)


def _unita(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, unita) for dove in raccolta.piani for unita in dove.piano.unita)


def _obiettivi(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, o, o) for dove in raccolta.piani for o in dove.piano.obiettivi)


def _indicatori(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, i, v.o, i) for v in _obiettivi(raccolta) for i in v.cosa.indicatori)


def _traguardi(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, t, v.o, v.i) for v in _indicatori(raccolta) for t in v.cosa.target)


def _valori(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, anno, v.o, v.i) for v in _indicatori(raccolta) for anno in v.cosa.storico)


def _fasi(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, f, v.o) for v in _obiettivi(raccolta) for f in v.cosa.fasi)


def _risorse(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, r, v.o) for v in _obiettivi(raccolta) for r in v.cosa.risorse)


def _variazioni(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, v) for dove in raccolta.piani for v in dove.piano.variazioni)


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


def _pulito(nome: str) -> Colonna:
    """Un testo lungo, senza i segni dell'HTML."""
    descrizione, campo = LUNGHI[nome]
    return Colonna(nome, TESTO, descrizione, lambda v: " ".join(strip_tags(getattr(v.cosa, campo)).split()))


LUNGHI = {
    "descrizione": ("Che cosa si prevede di fare.", "descrizione"),
    "bisogno": ("Il bisogno a cui risponde.", "bisogno"),
    "valore_pubblico": ("Il valore pubblico che produce.", "valore_pubblico"),
    "funzioni": ("Di che cosa si occupa.", "funzioni"),
}

PUBBLICAZIONI = Risorsa(
    "pubblicazioni",
    "Pubblicazioni",
    "Una riga per documento o insieme di dati pubblicato in Amministrazione trasparente › Performance.",
    (
        Colonna("id", INTERO, "Numero della pubblicazione.", lambda p: p.pk),
        Colonna("tipo", TESTO, "L'obbligo, con il nome dell'albero ANAC.", lambda p: p.get_tipo_display()),
        Colonna("anno", INTERO, "Anno a cui si riferisce.", lambda p: p.anno),
        Colonna("titolo", TESTO, "Titolo.", lambda p: p.titolo),
        Colonna("atto", TESTO, "Estremi dell'atto di approvazione.", lambda p: p.atto),
        Colonna("periodo", TESTO, "Periodo a cui si riferisce.", lambda p: p.periodo),
        Colonna("ufficio", TESTO, "Ufficio responsabile della pubblicazione.", lambda p: p.ufficio),
        Colonna("pubblicata_il", DATA, "Giorno della pubblicazione.", lambda p: p.pubblicata_il),
        Colonna("aggiornata_il", DATA, "Giorno dell'ultimo aggiornamento.", lambda p: p.aggiornata_il),
        Colonna("scade_il", DATA, "Ultimo giorno in cui la pubblicazione è dovuta.", lambda p: p.scade_il),
        Colonna("formato", TESTO, "Formato del file.", lambda p: p.formato),
        Colonna("impronta_sha256", TESTO, "Impronta SHA-256 del file.", lambda p: p.impronta),
    ),
    lambda raccolta: raccolta.pubblicazioni,
)
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
    _piani,
)
LINEE = Risorsa(
    "linee",
    "Linee di mandato",
    "Una riga per linea di mandato richiamata nel Piano.",
    (*DEL_PIANO, di("titolo", TESTO, "Titolo della linea."), di("descrizione", TESTO, "Descrizione.")),
    _linee,
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
        _pulito("funzioni"),
    ),
    _unita,
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
        _pulito("descrizione"),
        Colonna("padre_id", CODICE, "Identificativo dell'obiettivo da cui discende.", _padre),
        Colonna("linea", TESTO, "Linea di mandato.", _linea),
        Colonna("unita", TESTO, "Unità coinvolte, separate da « | ».", _unita_coinvolte),
        Colonna("chi_risponde", TESTO, "Chi ne risponde, per incarico o ufficio.", lambda v: parole.chi_risponde(v.o)),
        di("stakeholder", TESTO, "A chi è rivolto."),
        di("natura", TESTO, "Sviluppo, miglioramento, innovazione, mantenimento."),
        di("tipologia", TESTO, "Comune, specifico, trasversale, di gruppo, individuale."),
        Colonna("temi", TESTO, "Temi del DM 132/2022, separati da « | ».", lambda v: _nomi(Tema, v.o.temi)),
        Colonna("ambiti", TESTO, "Ambiti dell'art. 8 del D.Lgs. 150/2009.", lambda v: _nomi(Ambito, v.o.ambiti)),
        _pulito("bisogno"),
        _pulito("valore_pubblico"),
        di("missione", TESTO, "Missione del bilancio."),
        di("programma", TESTO, "Programma del bilancio."),
        di("data_inizio", DATA, "Inizio."),
        di("data_fine", DATA, "Fine."),
        di("peso", NUMERO, "Peso; vuoto se è un prerequisito."),
        di("scala_peso", TESTO, "Come si legge il peso: percentuale, punti, millesimi, coefficiente."),
        Colonna("indicatori", INTERO, "Quanti indicatori ha.", lambda v: len(v.o.indicatori)),
    ),
    _obiettivi,
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
    _indicatori,
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
    _traguardi,
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
    _valori,
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
    _fasi,
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
    _risorse,
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
    _variazioni,
)


# ---- a consuntivo ----------------------------------------------------------------------------------------------


def _rendicontati(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(dove, uno, uno.promessa) for dove in raccolta.relazioni for uno in dove.relazione.obiettivi)


def _esitati(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(v.dove, i, v.o) for v in _rendicontati(raccolta) for i in v.cosa.indicatori)


DELLA_RELAZIONE = (
    Colonna("anno", INTERO, "Anno della Relazione.", lambda v: v.dove.pubblicazione.anno),
    Colonna("versione", INTERO, "Numero della versione approvata.", lambda v: v.dove.versione),
)
RISULTATI = Risorsa(
    "risultati",
    "Risultati degli obiettivi",
    "Una riga per obiettivo rendicontato nella Relazione.",
    (
        *DELLA_RELAZIONE,
        OBIETTIVO,
        Colonna("titolo", TESTO, "Titolo dell'obiettivo.", lambda v: v.o.titolo),
        di("stato", TESTO, "Rendicontato, oppure ritirato durante l'anno."),
        di("grado", NUMERO, "Quanto è stato raggiunto, in percentuale; vuoto se non si può dire."),
        Colonna("esito", TESTO, "Il grado in una parola.", lambda v: "" if v.cosa.ritirato else str(v.cosa.esito)),
        di("con_atto", TESTO, "La variazione che l'ha aggiunto, cambiato o ritirato."),
        di("neutralizzato", TESTO, "Perché è stato tolto dal conto, se lo è stato."),
    ),
    _rendicontati,
)
RISULTATI_INDICATORI = Risorsa(
    "risultati-indicatori",
    "Risultati degli indicatori",
    "Una riga per indicatore rendicontato: che cosa si era promesso, che cosa si è ottenuto.",
    (
        *DELLA_RELAZIONE,
        OBIETTIVO,
        di("indicatore_id", CODICE, "L'indicatore; non cambia fra le versioni.", "identificativo"),
        di("denominazione", TESTO, "Nome dell'indicatore."),
        di("atteso", TESTO, "Ciò che si era promesso, come si legge."),
        di("atteso_valore", NUMERO, "Ciò che si era promesso, se è un numero."),
        di("risultato", TESTO, "Ciò che si è ottenuto, come si legge."),
        di("valore", NUMERO, "Ciò che si è ottenuto, se è un numero."),
        di("grado", NUMERO, "Quanto del traguardo è stato raggiunto, in percentuale."),
        di("scostamento", NUMERO, "Punti sopra o sotto il traguardo."),
        di("causa", TESTO, "La causa dello scostamento.", "causa_in_parole"),
        di("spiegazione", TESTO, "Perché ci si è scostati."),
        di("fonte", TESTO, "Da dove viene il dato."),
        di("rilevato_il", DATA, "Quando è stato rilevato."),
    ),
    _esitati,
)


def _nomi(scelte: type[Tema] | type[Ambito], codici: tuple[str, ...]) -> str:
    return elenco(str(scelte(codice).label) for codice in codici if codice in scelte.values)


RISORSE = (
    PUBBLICAZIONI,
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
    RISULTATI,
    RISULTATI_INDICATORI,
)
PER_NOME = {risorsa.nome: risorsa for risorsa in RISORSE}
