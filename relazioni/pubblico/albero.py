"""L'albero di «Amministrazione trasparente», con i nomi esatti della delibera ANAC 1310/2016 (norme R97)."""

from dataclasses import dataclass

from relazioni.models import TipoPubblicazione


@dataclass(frozen=True)
class Sezione:
    """Una voce dell'albero: il suo indirizzo, che cosa ci si trova, la norma, gli obblighi che contiene."""

    chiave: str
    nome: str
    spiegazione: str
    norma: str
    tipi: tuple[TipoPubblicazione, ...]


@dataclass(frozen=True)
class Ramo:
    nome: str
    sezioni: tuple[Sezione, ...]


def _una(chiave: str, tipo: TipoPubblicazione, spiegazione: str, norma: str) -> Sezione:
    return Sezione(chiave, str(tipo.label), spiegazione, norma, (tipo,))


PERFORMANCE = Ramo(
    "Performance",
    (
        _una(
            "sistema-di-misurazione-e-valutazione",
            TipoPubblicazione.SISTEMA,
            "Le regole con cui l'ente misura i risultati e valuta chi ci lavora.",
            "D.Lgs. 150/2009, art. 7",
        ),
        _una(
            "piano-della-performance",
            TipoPubblicazione.PIANO,
            "Che cosa l'ente promette di fare, come si misurerà, entro quando.",
            "D.Lgs. 33/2013, art. 10 c. 8 lett. b",
        ),
        _una(
            "relazione-sulla-performance",
            TipoPubblicazione.RELAZIONE,
            "Che cosa è stato raggiunto, che cosa no, e perché.",
            "D.Lgs. 33/2013, art. 10 c. 8 lett. b",
        ),
        _una(
            "ammontare-complessivo-dei-premi",
            TipoPubblicazione.PREMI_AMMONTARE,
            "Quanto è stato stanziato e quanto distribuito per i premi legati ai risultati.",
            "D.Lgs. 33/2013, art. 20 c. 1",
        ),
        _una(
            "dati-relativi-ai-premi",
            TipoPubblicazione.PREMI_DATI,
            "Come si distribuiscono i premi, in forma aggregata: nessun nome, nessun importo di una persona.",
            "D.Lgs. 33/2013, art. 20 c. 2",
        ),
    ),
)
CONTROLLI = Ramo(
    "Controlli e rilievi sull'amministrazione",
    (
        Sezione(
            "organismi-di-valutazione",
            "Organismi indipendenti di valutazione, nuclei di valutazione o altri organismi con funzioni analoghe",
            "La validazione della Relazione e gli altri atti di chi controlla, senza dati personali.",
            "D.Lgs. 33/2013, art. 31",
            (TipoPubblicazione.VALIDAZIONE, TipoPubblicazione.ATTO_NUCLEO),
        ),
    ),
)
RAMI = (PERFORMANCE, CONTROLLI)
PER_CHIAVE = {sezione.chiave: sezione for ramo in RAMI for sezione in ramo.sezioni}
PER_TIPO = {tipo: sezione for sezione in PER_CHIAVE.values() for tipo in sezione.tipi}
