"""Che cosa è successo alle persone del Comune di Esempio, tutte inventate: giudizi, osservazioni, assenze."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# I giudizi di ciascuno, nell'ordine delle voci della sua scheda: da 1 (insufficiente) a 5 (eccellente).
GIUDIZI = {
    "Campione Dario": "43443",
    "Campione Emma": "44344",
    "Campione Nora": "45544",
    "Campione Tina": "33323",
    "Esempio Bruno": "44534",
    "Esempio Gaia": "4434",
    "Esempio Omar": "33434",
    "Esempio Rita": "55454",
    "Esempio Serena": "5544",
    "Finta Diana": "45454",
    "Finta Lara": "34334",
    "Finta Rosa": "43444",
    "Finta Wanda": "34333",
    "Finto Quinto": "2222",
    "Modello Elena": "55444",
    "Modello Ivo": "54545",
    "Modello Piero": "5554",
    "Modello Renata": "44445",
    "Modello Vito": "43344",
    "Prova Ada": "44343",
    "Prova Fabio": "44434",
    "Prova Mara": "4344",
    "Prova Sara": "43443",
    "Prova Ugo": "54454",
    "Prova Zeno": "33433",
}
MOTIVI = {
    "2": "Più volte nell'anno il lavoro è arrivato in ritardo o da rifare: se n'è parlato nei colloqui.",
    "5": "Ha fatto più di ciò che il ruolo chiede, e gli altri uffici lo riconoscono.",
}
AUTOVALUTAZIONI = {
    "Campione Tina": "44444",
    "Esempio Bruno": "44544",
    "Esempio Rita": "55455",
    "Finta Diana": "45455",
    "Modello Elena": "54544",
    "Prova Sara": "44443",
}
DETTO_AL_COLLOQUIO = {
    "Campione Tina": "I prestiti crescono; l'accoglienza dei lettori va curata di più.",
    "Finto Quinto": "Gli interventi vanno chiusi nei tempi: ci si rivede fra un mese.",
    "Finta Diana": "Lo sportello regge bene anche nei giorni di punta.",
    "Modello Elena": "I mandati sono in pari; resta da formare un secondo operatore.",
}
SOSPESO = "Da marzo a dicembre il mercato è stato sospeso per i lavori in piazza."
SI_GIUSTIFICA = "Per tre mesi siamo stati in due invece che in quattro: gli interventi non urgenti hanno aspettato."
# Chi osserva, che cosa, che cosa gli si risponde.
OSSERVAZIONI = {
    "Finta Wanda": (
        "Ho seguito da sola i controlli sui cantieri: chiedo che se ne tenga conto.",
        "Se ne è tenuto conto nella voce «Autonomia e iniziativa»; il giudizio resta quello.",
    ),
    "Esempio Omar": (
        "I tempi dei permessi sono peggiorati per il cambio del programma, non per il mio lavoro.",
        "Il cambio del programma è già considerato nell'obiettivo: nei comportamenti non pesa.",
    ),
}


@dataclass(frozen=True)
class Riesame:
    """La revisione chiesta a un terzo, e che cosa ne è venuto."""

    chi: str
    motivi: str
    decisione: str
    valori: Mapping[str, Decimal]


RIESAME = Riesame(
    chi="Campione Tina",
    motivi="Ai lettori ho dedicato tutto l'anno: lo dicono i questionari della biblioteca.",
    decisione="I questionari dicono che l'attenzione agli utenti è stata buona: il giudizio passa da 2 a 4.",
    valori={"C4": Decimal(4)},
)


@dataclass(frozen=True)
class Assenza:
    """Dal e al, come mese e giorno, e se riduce il premio. Mai il motivo."""

    dal: tuple[int, int]
    al: tuple[int, int]
    conta: bool


ASSENZE = {
    "Esempio Rita": Assenza((3, 3), (7, 31), conta=False),  # un congedo che non toglie nulla
    "Finta Lara": Assenza((10, 6), (10, 24), conta=True),
    "Modello Vito": Assenza((5, 12), (5, 16), conta=False),
}
