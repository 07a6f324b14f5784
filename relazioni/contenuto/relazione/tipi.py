"""La Relazione come dati: ciò che il Piano prometteva, accanto ciò che è successo. È l'elenco di ciò che esce.

Un obiettivo porta con sé la promessa, copiata dall'ultima versione approvata del Piano in cui compariva: qui nessuno
la può cambiare. Un valore che manca è None, mai zero. I gradi hanno due decimali, gli stessi in ogni uscita.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from obiettivi.misura.esiti import Esito, conta_esiti, esito_di
from relazioni.contenuto.tipi import Composto, DatiObiettivo

RENDICONTATO, RITIRATO = "rendicontato", "ritirato"


@dataclass(frozen=True)
class FrontespizioRelazione:
    anno: int
    triennio: str
    bozza: bool
    unificata: bool = False
    approvazione: str = ""
    versione: int | None = None  # soltanto in una versione congelata
    al: date | None = None  # il giorno a cui si riferiscono i risultati
    definitivi: bool = False

    @property
    def nome(self) -> str:
        return f"Relazione sulla performance {self.anno}"


@dataclass(frozen=True)
class Esitato:
    """Un indicatore a consuntivo. `scostamento`: punti sopra o sotto il 100% del valore promesso."""

    identificativo: str
    denominazione: str
    atteso: str
    atteso_valore: Decimal | None = None
    unita_misura: str = ""
    risultato: str = ""  # come si legge: «81,5%», «sì», «12/03/2026», «non applicabile»
    valore: Decimal | None = None
    grado: Decimal | None = None
    scostamento: Decimal | None = None
    da_spiegare: bool = False
    causa: str = ""
    causa_in_parole: str = ""
    spiegazione: str = ""
    correttivo: str = ""
    fonte: str = ""
    tipo_fonte: str = ""
    rilevato_il: date | None = None
    evidenze: int = 0
    non_applicabile: str = ""  # perché
    problema: str = ""

    @property
    def manca(self) -> bool:
        return not self.risultato


@dataclass(frozen=True)
class FaseSvolta:
    titolo: str
    percentuale: Decimal | None = None
    inizio: date | None = None
    fine: date | None = None


@dataclass(frozen=True)
class RisorsaUsata:
    """Una risorsa prevista e quanto se n'è usato. `obiettivo` è il numero di un obiettivo; None: di tutto l'ente."""

    tipo: str
    descrizione: str
    previsto: Decimal | None = None
    usato: Decimal | None = None
    quantita: Decimal | None = None
    quantita_usata: Decimal | None = None
    obiettivo: int | None = None
    nota: str = ""

    @property
    def confrontata(self) -> bool:
        return self.usato is not None or self.quantita_usata is not None


@dataclass(frozen=True)
class Rendicontato:
    """Un obiettivo: la promessa, e come è andata. `forzato` e `neutralizzato` dicono perché, quando è così."""

    promessa: DatiObiettivo
    stato: str = RENDICONTATO
    con_atto: str = ""  # la variazione che l'ha aggiunto, cambiato o ritirato
    capofila: str = ""  # l'unità sotto cui si legge
    grado: Decimal | None = None
    calcolato: Decimal | None = None
    forzato: str = ""
    neutralizzato: str = ""
    problema: str = ""
    indicatori: tuple[Esitato, ...] = ()
    fasi: tuple[FaseSvolta, ...] = ()

    @property
    def numero(self) -> int:
        return self.promessa.numero

    @property
    def etichetta(self) -> str:
        return f"{self.promessa.codice or self.numero}. {self.promessa.titolo}"

    @property
    def ritirato(self) -> bool:
        return self.stato == RITIRATO

    @property
    def esito(self) -> Esito:
        return esito_di(self.grado, neutralizzato=bool(self.neutralizzato))

    @property
    def da_spiegare(self) -> tuple[Esitato, ...]:
        return tuple(uno for uno in self.indicatori if uno.da_spiegare)


@dataclass(frozen=True)
class Grado:
    """L'ente, un'unità o una linea: la media degli obiettivi misurati, come è fatta e su quanti."""

    nome: str
    regola: str
    grado: Decimal | None = None
    obiettivi: int = 0
    misurati: int = 0
    problema: str = ""


@dataclass(frozen=True)
class Pagamenti:
    """I tempi di pagamento dell'anno (DL 13/2023, art. 4-bis): giorni, euro, chi li ha verificati."""

    itr: Decimal | None = None
    tmp: Decimal | None = None
    itp: Decimal | None = None
    stock: Decimal | None = None
    estratti_il: date | None = None
    revisore: str = ""
    revisore_il: date | None = None
    nota: str = ""


@dataclass(frozen=True)
class Formazione:
    soglia: Decimal | None = None  # ore all'anno chieste dalla direttiva
    ore_donne: int | None = None
    ore_uomini: int | None = None
    media: Decimal | None = None
    media_donne: Decimal | None = None
    media_uomini: Decimal | None = None
    in_soglia: int | None = None

    @property
    def ore(self) -> int | None:
        note = [ore for ore in (self.ore_donne, self.ore_uomini) if ore is not None]
        return sum(note) if note else None


@dataclass(frozen=True)
class Utenti:
    indagini: int | None = None
    risposte: int | None = None
    soddisfatti: Decimal | None = None
    pubblicate_il: date | None = None


@dataclass(frozen=True)
class Trasparenza:
    relazione_il: date | None = None
    indirizzo: str = ""
    attestazione_il: date | None = None


@dataclass(frozen=True)
class PerGenere:
    """Una riga del bilancio di genere: quante donne e quanti uomini; la quota è delle donne, in percentuale."""

    voce: str
    gruppo: str
    donne: int
    uomini: int
    donne_percento: Decimal | None = None


@dataclass(frozen=True)
class DistribuzionePunteggi:
    """La valutazione individuale raccolta in gruppi: mai una persona. `quanti` None: gruppo troppo piccolo."""

    gruppo: str
    fascia: str
    quanti: int | None = None


@dataclass(frozen=True)
class MediaPunteggi:
    """Quante persone, media e scarto dei punteggi (in percentuale del massimo). None: gruppo troppo piccolo."""

    gruppo: str
    persone: int | None = None
    media: Decimal | None = None
    scarto: Decimal | None = None


@dataclass(frozen=True)
class PremiPerCategoria:
    """Euro stanziati e distribuiti (D.Lgs. 33/2013, art. 20 c. 1). None: non ancora definito, o di troppo pochi."""

    categoria: str
    stanziato: Decimal
    distribuito: Decimal | None = None
    persone: int | None = None
    medio: Decimal | None = None


@dataclass(frozen=True)
class Individuale:
    """La valutazione delle persone in forma aggregata. `soglia`: sotto quante persone un dato non si dice."""

    soglia: int
    punteggi: tuple[DistribuzionePunteggi, ...] = ()
    medie: tuple[MediaPunteggi, ...] = ()
    generi: tuple[MediaPunteggi, ...] = ()
    premi: tuple[PremiPerCategoria, ...] = ()


@dataclass(frozen=True)
class Tappa:
    """Una fase del ciclo compiuta: che cosa, quando, con quale atto."""

    che_cosa: str
    quando: date | None = None
    atto: str = ""


@dataclass(frozen=True, kw_only=True)
class Relazione(Composto):
    """Tutta la Relazione."""

    FORMATO: ClassVar[str] = "relazione-sulla-performance"

    documento: FrontespizioRelazione
    complesso: Grado
    per_unita: tuple[Grado, ...] = ()
    per_linea: tuple[Grado, ...] = ()
    obiettivi: tuple[Rendicontato, ...] = ()
    risorse: tuple[RisorsaUsata, ...] = ()
    pagamenti: Pagamenti | None = None
    formazione: Formazione | None = None
    utenti: Utenti | None = None
    trasparenza: Trasparenza | None = None
    genere: tuple[PerGenere, ...] = ()
    individuale: Individuale | None = None
    tappe: tuple[Tappa, ...] = ()

    @property
    def in_corso(self) -> tuple[Rendicontato, ...]:
        """Gli obiettivi rimasti nel Piano fino alla fine."""
        return tuple(uno for uno in self.obiettivi if not uno.ritirato)

    @property
    def esiti(self) -> dict[Esito, int]:
        return conta_esiti(uno.esito for uno in self.in_corso)

    @property
    def scostamenti(self) -> tuple[tuple[Rendicontato, Esitato], ...]:
        return tuple((o, i) for o in self.in_corso for i in o.da_spiegare)
