"""Le raccolte che vengono dalla Relazione: com'è andato ciascun obiettivo, ciascun indicatore."""

from collections.abc import Iterator

from relazioni.pubblico.colonne import CODICE, DATA, INTERO, NUMERO, OBIETTIVO, TESTO, Colonna, Risorsa, Voce, di
from relazioni.pubblico.raccolta import Raccolta


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
DELLE_RELAZIONI = (RISULTATI, RISULTATI_INDICATORI)
