"""Il fondo e il contratto integrativo: quanto, a chi, con quale maggiorazione, con quali tempi di pagamento."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import wraps

from enti.parametri import valore, vige
from obiettivi.misura.numeri import CENTO, ZERO, conti_esatti
from piao.base.controlli import NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa, euro, numero, percento
from valutazione.controlli.fascicolo import Fascicolo, Fondo, Premio
from valutazione.controlli.segnali import BLOCCO, ERRORE, INFO, del_fondo, di_una_persona
from valutazione.voci import Destinatari, Tempi

Trovati = Iterator[Segnale | NonValutabile]
Condizione = Callable[[Fascicolo], Trovati]
DIPENDENTI, EQ, SEGRETARIO = Destinatari.DIPENDENTI, Destinatari.EQ, Destinatari.SEGRETARIO
DIRIGENTI = Destinatari.DIRIGENTI


def di_ogni_fondo(*platee: str) -> Callable[[Callable[[Fascicolo, Fondo], Trovati]], Condizione]:
    """La condizione guarda un fondo alla volta, fra quelli delle categorie date (di tutte, se non se ne danno)."""

    def su_tutti(condizione: Callable[[Fascicolo, Fondo], Trovati]) -> Condizione:
        @wraps(condizione)
        def valuta(f: Fascicolo) -> Trovati:
            for fondo in f.fondi:
                if not platee or fondo.platea in platee:
                    yield from condizione(f, fondo)

        return valuta

    return su_tutti


def di_ogni_premio(*platee: str) -> Callable[[Callable[[Fascicolo, Fondo, Premio], Trovati]], Condizione]:
    """Come `di_ogni_fondo`, un premio alla volta."""

    def su_tutti(condizione: Callable[[Fascicolo, Fondo, Premio], Trovati]) -> Condizione:
        @di_ogni_fondo(*platee)
        @wraps(condizione)
        def valuta(f: Fascicolo, fondo: Fondo) -> Trovati:
            for premio in fondo.premi:
                yield from condizione(f, fondo, premio)

        return valuta

    return su_tutti


def _numero(codice: str, il: date) -> Decimal:
    return valore(codice, il).numero


@regola(
    "V04",
    "Alle EQ va in risultato almeno il 15% di posizione e risultato",
    norma="CCNL 23.2.2026, art. 16 c. 4",
    gravita=ERRORE,
)
@di_ogni_fondo(EQ)
def risultato_eq(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Le risorse per il risultato delle EQ sono meno del 15% di quelle per posizione e risultato insieme."""
    posizione = fondo.posizione_totale
    if posizione is None:
        yield NonValutabile("Nel fondo delle EQ mancano le risorse per la retribuzione di posizione.")
        return
    minimo = _numero("eq_risultato_minimo", fondo.giorno)
    if fondo.importo * CENTO < minimo * (posizione + fondo.importo):
        frase = f"Al risultato vanno {euro(fondo.importo)}, meno del {percento(minimo)} di posizione e risultato."
        yield del_fondo(f, fondo, ERRORE, frase, "Aumenta le risorse per il risultato.", "importo")


@regola(
    "V05",
    "Il contratto integrativo ha la maggiorazione del premio",
    norma="CCNL 23.2.2026, art. 48; prima, CCNL 16.11.2022, art. 81",
    gravita=ERRORE,
)
@di_ogni_fondo(DIPENDENTI)
def maggiorazione_prevista(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Ci sono premi ai dipendenti e nessuna maggiorazione. Dal 24.2.2026 non è dovuta fino a cinque in servizio."""
    if fondo.maggiorazione:
        return
    if vige("maggiorazione_esonero", fondo.giorno) and f.dipendenti is None:
        yield NonValutabile("Non si sa quanti sono i dipendenti in servizio: scrivi il personale nel contesto.")
    elif not _esonerato(f, fondo):
        frase = "Il fondo non prevede la maggiorazione per le valutazioni più elevate."
        yield del_fondo(f, fondo, ERRORE, frase, "Scrivi la maggiorazione del contratto.", "maggiorazione")


def _esonerato(f: Fascicolo, fondo: Fondo) -> bool:
    if not vige("maggiorazione_esonero", fondo.giorno) or f.dipendenti is None:
        return False
    return f.dipendenti <= _numero("maggiorazione_esonero", fondo.giorno)


@regola(
    "V06",
    "La maggiorazione non scende sotto il minimo",
    norma="CCNL 23.2.2026, art. 48; prima, CCNL 16.11.2022, art. 81",
    gravita=BLOCCO,
)
@di_ogni_fondo(DIPENDENTI)
def misura_maggiorazione(f: Fascicolo, fondo: Fondo) -> Trovati:
    """È sotto il 30% del premio medio; dal 24.2.2026 basta il 25% fino a dieci dipendenti, il 20% se una parte delle
    risorse dipende dagli obiettivi dell'ente."""
    minimo = minimo_di(f, fondo)
    if fondo.maggiorazione and fondo.maggiorazione < minimo:
        frase = f"La maggiorazione è del {percento(fondo.maggiorazione)}: il minimo è il {percento(minimo)}."
        yield del_fondo(f, fondo, BLOCCO, frase, "Porta la maggiorazione al minimo.", "maggiorazione")


def minimo_di(f: Fascicolo, fondo: Fondo) -> Decimal:
    """La maggiorazione minima di quel contratto, per quell'ente."""
    nuove = vige("maggiorazione_minima_obiettivi_ente", fondo.giorno)
    if nuove and fondo.obiettivi_di_ente:
        return _numero("maggiorazione_minima_obiettivi_ente", fondo.giorno)
    if nuove and f.dipendenti is not None and f.dipendenti <= _numero("maggiorazione_piccoli", fondo.giorno):
        return _numero("maggiorazione_minima_piccoli", fondo.giorno)
    return _numero("maggiorazione_minima", fondo.giorno)


@regola(
    "V07",
    "I beneficiari sono una quota chiusa, fissata prima",
    norma="CCNL 23.2.2026, art. 48; ARAN CFL126",
    gravita=BLOCCO,
)
@di_ogni_fondo(DIPENDENTI, DIRIGENTI)
def beneficiari(f: Fascicolo, fondo: Fondo) -> Trovati:
    """La quota massima non è scritta, o i beneficiari la superano, o fra pari decide nessuno. Se quota e criteri non
    hanno una data, o sono stati fissati dopo la fine dell'anno, è un errore da motivare."""
    if not fondo.maggiorazione:
        return
    if fondo.quota_massima is None:
        frase = "Manca la quota massima di beneficiari: la maggiorazione è una graduatoria, mai una soglia."
        yield del_fondo(f, fondo, BLOCCO, frase, "Scrivi la quota del contratto.", "quota_massima")
    elif _troppi(fondo):
        frase = f"I beneficiari superano la quota del {percento(fondo.quota_massima)}."
        yield del_fondo(f, fondo, BLOCCO, frase, "Rifai il conto dello scenario.")
    if not fondo.parita_decisa:
        frase = "Fra gli ultimi beneficiari c'è una parità che nessun criterio decide."
        yield del_fondo(f, fondo, BLOCCO, frase, "Scrivi il criterio del contratto.", "criterio_parita")
    yield from _fissata_prima(f, fondo)


def _troppi(fondo: Fondo) -> bool:
    quanti = sum(premio.maggiorazione > 0 for premio in fondo.premi)
    concorrono = len(fondo.premi) * (fondo.quota_massima or ZERO)
    return quanti * CENTO > concorrono + (CENTO if fondo.per_eccesso else ZERO)


def _fissata_prima(f: Fascicolo, fondo: Fondo) -> Trovati:
    if fondo.fissata_il is None:
        frase = "Non è scritto quando il contratto ha fissato quota e criteri."
        yield del_fondo(f, fondo, ERRORE, frase, "Scrivi la data del contratto.", "fissata_il")
    elif fondo.fissata_il > date(f.anno, 12, 31):
        frase = f"Quota e criteri sono del {data_estesa(fondo.fissata_il)}, ad anno finito."
        yield del_fondo(f, fondo, ERRORE, frase, "La quota si fissa prima di conoscere i punteggi.", "fissata_il")


@regola(
    "V08",
    "EQ e dirigenti restano fuori dalla graduatoria dei dipendenti",
    norma="ARAN CFL161",
    gravita=BLOCCO,
)
@di_ogni_premio(DIPENDENTI)
def fuori_graduatoria(f: Fascicolo, fondo: Fondo, premio: Premio) -> Trovati:
    """Chi nell'anno ha un incarico di EQ o di dirigente prende la maggiorazione dei dipendenti."""
    if premio.incaricato and premio.maggiorazione:
        frase = f"{premio.nome} ha un incarico di EQ o di dirigente e prende la maggiorazione."
        yield di_una_persona(f, fondo, premio.persona, BLOCCO, frase, "Escludi la persona dal fondo.")


@regola(
    "V10",
    "Alla performance va almeno il 30% dei trattamenti",
    norma="CCNL 23.2.2026, art. 59",
    gravita=ERRORE,
)
@di_ogni_fondo(DIPENDENTI)
def parte_performance(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Le risorse per la performance organizzativa e individuale sono meno del 30% di quelle delle lettere a-f."""
    if fondo.risorse_trattamenti is None or fondo.risorse_performance is None:
        yield NonValutabile("Nel fondo dei dipendenti mancano le risorse ai trattamenti e alla performance.")
        return
    minimo = _numero("performance_quota_minima", fondo.giorno)
    if fondo.risorse_performance * CENTO < minimo * fondo.risorse_trattamenti:
        frase = f"Alla performance vanno {euro(fondo.risorse_performance)}, meno del {percento(minimo)}."
        yield del_fondo(f, fondo, ERRORE, frase, "Sposta risorse alla performance.", "risorse_performance")


@regola(
    "V11",
    "A valutazioni diverse premi diversi",
    norma="D.Lgs. 150/2009, art. 18 c. 2",
    gravita=ERRORE,
)
@di_ogni_fondo()
def premi_diversi(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Almeno nove persone su dieci (e almeno tre) hanno lo stesso premio pur avendo punteggi diversi."""
    premi = [premio for premio in fondo.premi if premio.totale > 0]
    if len(premi) < 3:
        return
    comune, quanti = Counter(premio.totale for premio in premi).most_common(1)[0]
    diversi = len({premio.punteggio for premio in premi if premio.totale == comune}) > 1
    if diversi and quanti * CENTO >= _numero("premi_uguali_quota", fondo.giorno) * len(premi):
        frase = f"{quanti} persone su {len(premi)} hanno {euro(comune)} con punteggi diversi."
        yield del_fondo(f, fondo, ERRORE, frase, "Rivedi le fasce del sistema: il premio segue la valutazione.")


@regola(
    "V12",
    "I congedi di maternità, paternità e parentali non riducono il premio",
    norma="D.Lgs. 150/2009, art. 9 c. 3; CCNL 23.2.2026, artt. 35, 36, 55",
    gravita=BLOCCO,
)
@di_ogni_premio()
def congedi(f: Fascicolo, fondo: Fondo, premio: Premio) -> Trovati:
    """Il premio è stato ridotto per più giorni di quelli segnati come assenze che contano."""
    if premio.assenza_giorni > premio.assenze_che_contano:
        frase = f"{premio.nome}: il premio tiene conto di assenze che non contano."
        yield di_una_persona(f, fondo, premio.persona, BLOCCO, frase, "Rifai il conto dello scenario.")


@regola(
    "V13",
    "Nessun premio senza un giorno di servizio utile",
    norma="D.Lgs. 165/2001, art. 7 c. 5",
    gravita=BLOCCO,
)
@di_ogni_premio()
def giorni_utili(f: Fascicolo, fondo: Fondo, premio: Premio) -> Trovati:
    """Una persona senza giorni utili ha un premio."""
    if premio.totale > 0 and premio.giorni - premio.assenza_giorni <= 0:
        frase = f"{premio.nome} ha {euro(premio.totale)} senza un giorno di servizio utile."
        yield di_una_persona(f, fondo, premio.persona, BLOCCO, frase, "Controlla periodo e assenze.")


@regola(
    "V14",
    "La retribuzione di posizione sta nei limiti del contratto",
    norma="CCNL 16.11.2022, art. 17; CCNL 23.2.2026, art. 16 c. 2-3",
    gravita=ERRORE,
)
@di_ogni_premio(EQ)
def posizioni(f: Fascicolo, fondo: Fondo, premio: Premio) -> Trovati:
    """La posizione di una EQ sta fuori da 5.000-22.000 € (5.000-18.000 prima del 24.2.2026), o da 3.000-9.500 € negli
    enti senza Funzionari."""
    coda = "" if f.con_funzionari else "_senza_funzionari"
    minimo, massimo = (_numero(f"eq_posizione_{quale}{coda}", fondo.giorno) for quale in ("minima", "massima"))
    if premio.base is not None and not minimo <= premio.base <= massimo:
        limiti = f"fra {euro(minimo, 0)} e {euro(massimo, 0)}"
        frase = f"{premio.nome}: la posizione è {euro(premio.base)}, attesa {limiti}."
        yield di_una_persona(f, fondo, premio.persona, ERRORE, frase, "Correggi la posizione.")


@regola(
    "V15",
    "I differenziali stipendiali pesano le valutazioni almeno il 40%",
    norma="CCNL 23.2.2026, art. 14; prima, CCNL 16.11.2022, art. 14",
    gravita=ERRORE,
)
@di_ogni_fondo(DIPENDENTI)
def differenziali(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Nella graduatoria dei differenziali le valutazioni pesano meno del 40% o l'esperienza più del 40%, oppure per
    qualcuno si usano meno valutazioni di quelle chieste (tre, o due) senza che la ragione sia un'assenza."""
    valutazioni, esperienza = fondo.differenziali_valutazioni, fondo.differenziali_esperienza
    anni, usate = fondo.differenziali_anni, fondo.differenziali_usate
    if valutazioni is None or esperienza is None or anni is None or usate is None:
        yield NonValutabile(
            "Nel fondo dei dipendenti mancano i criteri dei differenziali stipendiali: se quest'anno se ne danno, "
            "scrivi quanto pesano valutazioni ed esperienza e quante valutazioni si usano."
        )
        return
    minimo, massimo = (_numero(f"differenziali_{quale}", fondo.giorno) for quale in ("minimo", "massimo"))
    if valutazioni < minimo:
        frase = f"Nei differenziali le valutazioni pesano il {percento(valutazioni)}, meno del {percento(minimo)}."
        yield del_fondo(f, fondo, ERRORE, frase, "Alza il peso delle valutazioni.", "differenziali_valutazioni")
    if esperienza > massimo:
        frase = f"Nei differenziali l'esperienza pesa il {percento(esperienza)}, più del {percento(massimo)}."
        yield del_fondo(f, fondo, ERRORE, frase, "Abbassa il peso dell'esperienza.", "differenziali_esperienza")
    if usate < anni:
        frase = f"Nei differenziali a qualcuno si contano {usate} valutazioni invece di {anni}, senza un'assenza."
        yield del_fondo(f, fondo, ERRORE, frase, "Usa tutte le valutazioni degli anni chiesti.", "differenziali_usate")


@regola(
    "V16",
    "Il risultato del segretario non supera il 10% del monte salari",
    norma="CCNL Segretari 16.5.2001, art. 42",
    gravita=ERRORE,
    certa=False,
)
@di_ogni_fondo(SEGRETARIO)
def risultato_segretario(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Il premio del segretario supera il 10% del suo monte salari (l'importo di partenza)."""
    if not any(premio.base for premio in fondo.premi):
        yield NonValutabile("Manca il monte salari del segretario: è il suo importo di partenza.")
    massima = _numero("segretario_risultato_massimo", fondo.giorno)
    for premio in fondo.premi:
        with conti_esatti():
            oltre = premio.base is not None and premio.totale * CENTO > massima * premio.base
        if oltre:
            frase = f"{premio.nome}: {euro(premio.totale)}, più del {percento(massima)} del monte salari."
            yield di_una_persona(f, fondo, premio.persona, ERRORE, frase, "Riduci l'importo del fondo.")


@regola(
    "V17",
    "La quota dei tempi di pagamento si paga se sono rispettati",
    norma="DL 13/2023, art. 4-bis c. 2; circ. RGS-DFP 1/2024",
    gravita=BLOCCO,
)
@di_ogni_fondo()
def tempi_di_pagamento(f: Fascicolo, fondo: Fondo) -> Trovati:
    """La quota si paga con un ritardo annuale sopra lo zero, o senza dire da dove viene il dato. Un fondo di dirigenti
    o EQ senza quota, o con meno del 30%, si segnala."""
    if fondo.quota_tempi and fondo.tempi == Tempi.SI:
        yield from _tempi_rispettati(f, fondo)
    minima = _numero("quota_tempi_pagamento", fondo.giorno)
    if fondo.platea in (EQ, DIRIGENTI) and fondo.quota_tempi < minima:
        quota, attesa = percento(fondo.quota_tempi), percento(minima)
        frase = f"La parte legata ai tempi di pagamento è il {quota}, meno del {attesa}."
        rimedio = "È dovuta a chi risponde dei pagamenti e agli apicali: verifica chi riguarda."
        yield del_fondo(f, fondo, INFO, frase, rimedio, "quota_tempi")


def _tempi_rispettati(f: Fascicolo, fondo: Fondo) -> Trovati:
    """Se i tempi si dicono rispettati, il ritardo non è sopra il massimo e il dato ha una fonte."""
    massimo = _numero("ritardo_pagamenti_massimo", fondo.giorno)
    if fondo.tempi_ritardo is not None and fondo.tempi_ritardo > massimo:
        frase = f"Il ritardo annuale è di {numero(fondo.tempi_ritardo)} giorni: la quota dei tempi non si paga."
        yield del_fondo(f, fondo, BLOCCO, frase, "Segna che i tempi non sono rispettati.", "tempi")
    if not fondo.tempi_fonte:
        frase = "Non è scritto da dove viene il dato sui tempi di pagamento."
        yield del_fondo(f, fondo, ERRORE, frase, "Scrivi il verbale del revisore, con la data.", "tempi_fonte")


REGOLE = (
    risultato_eq,
    maggiorazione_prevista,
    misura_maggiorazione,
    beneficiari,
    fuori_graduatoria,
    parte_performance,
    premi_diversi,
    congedi,
    giorni_utili,
    posizioni,
    differenziali,
    risultato_segretario,
    tempi_di_pagamento,
)
