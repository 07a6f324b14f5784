"""Che cosa pensano i cittadini dei servizi: le medie dei questionari chiusi."""

from collections.abc import Iterator

from relazioni.pubblico.colonne import DATA, INTERO, NUMERO, TESTO, Colonna, Risorsa, Voce, di
from relazioni.pubblico.raccolta import Raccolta


def _medie(raccolta: Raccolta) -> Iterator[Voce]:
    return (Voce(esito.questionario, media) for esito in raccolta.esiti for media in esito.medie)


GRADIMENTO = Risorsa(
    "gradimento",
    "Gradimento dei servizi",
    "Una riga per domanda di un questionario chiuso. Dove le risposte sono troppo poche i numeri non ci sono.",
    (
        Colonna("anno", INTERO, "Anno in cui il questionario si è chiuso.", lambda v: v.dove.al.year),
        Colonna("questionario", INTERO, "Numero del questionario.", lambda v: v.dove.pk),
        Colonna("servizio", TESTO, "Il servizio di cui si chiede.", lambda v: v.dove.servizio),
        Colonna("dal", DATA, "Primo giorno per rispondere.", lambda v: v.dove.dal),
        Colonna("al", DATA, "Ultimo giorno.", lambda v: v.dove.al),
        di("domanda", TESTO, "Che cosa si chiede.", "dimensione"),
        di("risposte", INTERO, "Quante persone hanno risposto."),
        di("media", NUMERO, "Il voto medio, da 1 (per niente) a 5 (molto)."),
        di("soddisfatti", NUMERO, "Quanti su cento hanno risposto 4 o 5."),
    ),
    _medie,
)
