"""Le valutazioni e i premi: coerenti, differenziati, conclusi, pagati bene. Si guardano aggregati, mai una persona."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import wraps

from django.urls import reverse

from piao.base.controlli import Gravita, NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa, numero, percento
from relazioni.controlli.relazione.segnali import AVVISO, BLOCCO, ERRORE, RELAZIONE, F, Trovati, della_relazione
from valutazione.aggregati import Fatti

SENZA_SCHEDE = "Quest'anno l'ente non ha nessuna scheda di valutazione."
SCHEDE, PREMI = "valutazione:schede", "valutazione:premi"
Guarda = Callable[[F, Fatti], Iterator[Segnale | NonValutabile]]


def _se_ci_sono_schede(guarda: Guarda) -> Callable[[F], Trovati]:
    """La regola riceve i fatti; senza nessuna scheda dice che non si può valutare."""

    @wraps(guarda)
    def valuta(f: F) -> Trovati:
        if f.valutazioni is None:
            yield NonValutabile(SENZA_SCHEDE)
        else:
            yield from guarda(f, f.valutazioni)

    return valuta


@regola(
    "Q21",
    "Organizzazione e persone sono coerenti",
    norma="Direttiva del Ministro per la PA 28.11.2023; DL 80/2021, art. 6 c. 2 lett. a",
    gravita=AVVISO,
)
@_se_ci_sono_schede
def coerenza(f: F, fatti: Fatti) -> Trovati:
    """L'ente è sotto 70 e la media delle persone sopra 95, o fra cinque o più unità i due andamenti sono opposti."""
    tutti, ente = fatti.aggregati.tutti, f.relazione.complesso.grado
    media = tutti.media if tutti else None
    if media is None:
        yield NonValutabile(_senza_numeri(fatti))
        return
    if ente is not None and ente < f.numero("ente_basso") and media > f.numero("persone_alte"):
        frase = f"L'ente ha raggiunto il {percento(ente, 1)}, le persone in media il {percento(media, 1)}."
        yield della_relazione(f, AVVISO, frase, "Spiega nella Relazione perché i due numeri sono lontani.")
    if fatti.andamenti_opposti:
        frase = "Fra le unità, dove i risultati sono migliori i punteggi delle persone sono più bassi."
        yield della_relazione(f, AVVISO, frase, "Spiega nella Relazione da che cosa dipende.")


@regola(
    "Q22",
    "I giudizi sono differenziati",
    norma="D.Lgs. 150/2009, artt. 9 c. 1 lett. d, 14 c. 4 lett. d e 18",
    gravita=AVVISO,
)
@_se_ci_sono_schede
def differenziazione(f: F, fatti: Fatti) -> Trovati:
    """Più di metà delle persone è nella banda più alta, i punteggi distano in media meno di due punti, o in un'unità
    con almeno tre persone sono tutti uguali."""
    tutti, alta = fatti.aggregati.tutti, fatti.aggregati.quota_alta
    if tutti is None or tutti.scarto is None:
        yield NonValutabile(_senza_numeri(fatti))
    elif tutti.scarto < f.numero("punteggi_scarto_minimo"):
        frase = f"I punteggi si assomigliano: lo scarto dalla media è di {_punti(tutti.scarto)} punti."
        yield della_relazione(f, AVVISO, frase, "Parlane con chi valuta, o spiegalo nella Relazione.")
    if alta is not None and alta > f.numero("fascia_alta_massima"):
        frase = f"Il {percento(alta, 1)} delle persone è nella banda più alta."
        yield della_relazione(f, AVVISO, frase, "Parlane con chi valuta, o spiegalo nella Relazione.")
    if fatti.unita_uguali:
        frase = "In almeno un'unità con tre o più persone tutti hanno lo stesso punteggio."
        yield della_relazione(f, AVVISO, frase, "Parlane con chi valuta, o spiegalo nella Relazione.")


@regola("Q23", "Le schede sono concluse", norma="D.Lgs. 150/2009, art. 9 c. 2", gravita=ERRORE)
@_se_ci_sono_schede
def schede_concluse(f: F, fatti: Fatti) -> Trovati:
    """Non è chiusa la scheda di chi ha lavorato i giorni minimi del sistema, o un riesame non è deciso."""
    if fatti.aperte:
        frase = f"Schede di valutazione non ancora chiuse: {numero(fatti.aperte)}."
        yield della_relazione(f, ERRORE, frase, "Concludi le valutazioni dell'anno.", SCHEDE)
    if fatti.riesami:
        frase = f"Riesami chiesti e non ancora decisi: {numero(fatti.riesami)}."
        yield della_relazione(f, ERRORE, frase, "Chi decide scrive la decisione nella scheda.", SCHEDE)


@regola("Q24", "Chi è valutato male è stato sentito", norma="CCNL Funzioni locali 16.11.2022, art. 18", gravita=BLOCCO)
@_se_ci_sono_schede
def contraddittorio(f: F, fatti: Fatti) -> Trovati:
    """Una valutazione negativa di un incaricato di elevata qualificazione non ha il contraddittorio."""
    if fatti.negative_non_sentite:  # quante non si dice: gli incaricati sono pochi
        frase = "Una valutazione negativa di elevata qualificazione non ha avuto il contraddittorio."
        yield della_relazione(f, BLOCCO, frase, "Chiama la persona al contraddittorio, dalla scheda.", SCHEDE)


@regola(
    "Q25",
    "I premi sono quelli calcolati",
    norma="D.Lgs. 150/2009, artt. 3 c. 5 e 18; CCNL Funzioni locali 23.2.2026, art. 48",
    gravita=ERRORE,
)
@_se_ci_sono_schede
def premi_coerenti(f: F, fatti: Fatti) -> Trovati:
    """I premi confermati sono diversi da quelli che il conto dà oggi, o più di quelli stanziati."""
    for nome in fatti.premi_diversi:
        frase = f"{nome}: i premi confermati non sono quelli che dà il conto con i fatti di oggi."
        yield della_relazione(f, ERRORE, frase, "Riapri il fondo e rifai il conto.", PREMI)
    for nome in fatti.premi_oltre:
        frase = f"{nome}: i premi distribuiti superano quelli stanziati."
        yield della_relazione(f, ERRORE, frase, "Riapri il fondo e correggilo.", PREMI)


@regola("Q26", "I dati sui premi sono pubblicati", norma="D.Lgs. 33/2013, art. 20", gravita=ERRORE)
@_se_ci_sono_schede
def premi_pubblicati(f: F, fatti: Fatti) -> Trovati:
    """Pagati i premi, le due tabelle non sono pubblicate entro trenta giorni; se lo sono state dopo, avvisa."""
    if fatti.pagati_il is None:
        return
    entro = fatti.pagati_il + timedelta(days=int(f.numero("premi_pubblicazione")))
    il = f.anno_attorno.premi_pubblicati_il
    if il is None and f.oggi > entro:
        frase = f"I premi sono stati pagati il {data_estesa(fatti.pagati_il)} e le loro tabelle non sono pubblicate."
        yield _da_pubblicare(f, ERRORE, frase, "Pubblica ammontare e dati relativi ai premi.")
    elif il is not None and il > entro:
        frase = f"Le tabelle dei premi sono uscite il {data_estesa(il)}, oltre il {data_estesa(entro)}."
        yield _da_pubblicare(f, AVVISO, frase, "L'anno prossimo pubblicale appena pagati i premi.")


def _da_pubblicare(f: F, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    return Segnale(gravita, RELAZIONE, frase, rimedio, reverse("relazioni:pubblicazioni", args=[f.slug]))


def _senza_numeri(fatti: Fatti) -> str:
    if not fatti.aggregati.tutti:
        return "Nessuna scheda dell'anno è ancora chiusa con il suo punteggio."
    return f"Le persone valutate sono meno di {fatti.aggregati.soglia}: i loro numeri non si dicono."


def _punti(scarto: Decimal) -> str:
    return numero(scarto, 1)


REGOLE = (coerenza, differenziazione, schede_concluse, contraddittorio, premi_coerenti, premi_pubblicati)
