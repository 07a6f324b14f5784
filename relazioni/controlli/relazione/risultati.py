"""I risultati: tutti gli obiettivi, tutti gli indicatori, ogni scostamento con la sua causa, ogni variazione."""

from decimal import Decimal

from obiettivi.voci import Livello
from piao.base.controlli import NonValutabile, regola
from piao.base.numeri import numero
from relazioni.contenuto.relazione.tipi import Rendicontato
from relazioni.controlli.relazione.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    INFO,
    F,
    Trovati,
    dell_indicatore,
    dell_obiettivo,
    della_relazione,
)

MEZZO_PUNTO = Decimal("0.5")
AUTODICHIARATA = "autodichiarazione"


@regola(
    "Q03", "Ogni obiettivo del Piano è rendicontato", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b", gravita=BLOCCO
)
def tutti_rendicontati(f: F) -> Trovati:
    """Un obiettivo approvato, anche se poi ritirato, non compare nella Relazione (blocco); un obiettivo vi compare
    senza essere mai stato approvato, o vi compare senza nessun risultato (errore)."""
    presenti = {o.promessa.identificativo for o in f.relazione.obiettivi}
    if mancano := len(f.promesse.approvati - presenti):
        frase = f"Obiettivi del Piano che la Relazione non rendiconta: {numero(mancano)}."
        yield della_relazione(f, BLOCCO, frase, "Riapri la Relazione: si ricompone dal Piano approvato.")
    for o in f.relazione.obiettivi:
        if f.promesse.approvati and o.promessa.identificativo not in f.promesse.approvati:
            yield dell_obiettivo(
                f, o, ERRORE, "Non è mai stato nel Piano approvato.", "Serve una variazione con atto."
            )
    for o in f.relazione.in_corso:
        if _senza_niente(o):
            gravita = INFO if o.promessa.livello == Livello.STRATEGICO else ERRORE
            frase = "Non ha indicatori né fasi misurate: di lui non si può dire come è andata."
            yield dell_obiettivo(
                f, o, gravita, frase, "Racconta il risultato nei testi; dal prossimo Piano, misuralo."
            )


def _senza_niente(o: Rendicontato) -> bool:
    return o.grado is None and not o.indicatori and not o.neutralizzato


@regola(
    "Q04", "Ogni indicatore ha un risultato e una fonte", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b", gravita=BLOCCO
)
def risultato_e_fonte(f: F) -> Trovati:
    """Un indicatore non ha un valore, né un motivo per cui non è applicabile, né un atto che toglie il suo obiettivo
    dal conto (blocco); ha un valore senza fonte (errore); il valore è dichiarato da chi ne risponde, senza una prova
    allegata (avviso)."""
    for o in f.relazione.in_corso:
        for i in () if o.neutralizzato else o.indicatori:
            if i.manca:
                yield dell_indicatore(f, o, i, BLOCCO, "Non ha un risultato.", "Scrivilo nella rilevazione finale.")
            elif not i.fonte and not i.tipo_fonte:
                yield dell_indicatore(f, o, i, ERRORE, "Il risultato non ha una fonte.", "Scrivi da dove viene.")
            elif i.tipo_fonte.startswith(AUTODICHIARATA) and not i.evidenze:
                frase = "Il risultato è dichiarato da chi ne risponde e non ha una prova."
                yield dell_indicatore(f, o, i, AVVISO, frase, "Allega un documento alla rilevazione.")


@regola("Q05", "Il grado è quello calcolato", norma="Linee guida DFP 3/2018", gravita=ERRORE)
def grado_calcolato(f: F) -> Trovati:
    """Il grado che vale è lontano più di mezzo punto da quello calcolato: è un valore forzato, e va motivato."""
    for o in f.relazione.in_corso:
        if o.forzato and o.grado is not None and abs(o.grado - (o.calcolato or 0)) > MEZZO_PUNTO:
            frase = f"Il grado è forzato: {numero(o.grado)}% invece di {numero(o.calcolato)}%."
            yield dell_obiettivo(f, o, ERRORE, frase, "Togli la forzatura, o motiva qui perché resta.")


@regola("Q06", "Ogni scostamento ha la sua causa", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b", gravita=BLOCCO)
def scostamenti_spiegati(f: F) -> Trovati:
    """Un indicatore è lontano dal valore promesso oltre la soglia dell'ente e non dice se la causa è esogena, endogena
    o di programmazione (blocco). Avvisa se il valore supera di molto quello promesso: forse era troppo facile."""
    soglia = f.numero("relazione_oltre_target")
    for o in f.relazione.in_corso:
        for i in o.indicatori:
            if i.da_spiegare and not i.causa:
                frase = f"È lontano dal valore promesso ({numero(i.scostamento)} punti) e manca la causa."
                yield dell_indicatore(f, o, i, BLOCCO, frase, "Scrivi la causa nella rilevazione.")
            elif i.scostamento is not None and i.scostamento > soglia:
                frase = f"Supera il valore promesso di {numero(i.scostamento)} punti: il traguardo era prudente?"
                yield dell_indicatore(f, o, i, AVVISO, frase, "Tienine conto nel prossimo Piano.")


@regola("Q07", "Le variazioni dell'anno ci sono tutte", norma="D.Lgs. 150/2009, art. 6 c. 1", gravita=BLOCCO)
def variazioni_raccontate(f: F) -> Trovati:
    """Una variazione approvata non è nella Relazione (blocco), non ha gli estremi dell'atto o non ha avuto il parere
    dell'organismo (errore)."""
    raccontate = f.relazione.variazioni
    if len(raccontate) < f.promesse.variazioni:
        frase = f"Variazioni approvate: {numero(f.promesse.variazioni)}; nella Relazione: {numero(len(raccontate))}."
        yield della_relazione(f, BLOCCO, frase, "Congela la versione del Piano che ne è nata.", "relazioni:variazioni")
    for una in raccontate:
        manca = [
            ("l'atto", not una.atto),
            ("il parere dell'organismo", una.numero in f.promesse.variazioni_senza_parere),
        ]
        for che, non_c_e in manca:
            if non_c_e:
                frase = f"Alla variazione n. {una.numero} manca {che}."
                yield della_relazione(f, ERRORE, frase, "Completa la variazione.", "relazioni:variazioni")


@regola("Q08", "Si dice quante risorse sono usate", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b", gravita=ERRORE)
def risorse_usate(f: F) -> Trovati:
    """Il Piano prevedeva risorse con un importo e di nessuna si dice quanto se n'è usato (errore), o non di tutte
    (avviso)."""
    con_importo = [una for una in f.relazione.risorse if una.previsto is not None]
    note = sum(una.usato is not None for una in con_importo)
    if not con_importo:
        yield NonValutabile("Il Piano non prevedeva risorse con un importo.")
    elif note < len(con_importo):
        frase = f"Di {numero(len(con_importo))} risorse previste si conosce l'impiego di {numero(note)}."
        rimedio = "Scrivi quanto se n'è usato."
        yield della_relazione(f, AVVISO if note else ERRORE, frase, rimedio, "relazioni:risorse_relazione")


@regola("Q09", "Ci sono l'ente, le unità e le persone", norma="D.Lgs. 150/2009, art. 3 c. 2", gravita=ERRORE)
def tre_livelli(f: F) -> Trovati:
    """Manca il risultato dell'ente, quello delle unità, o quello delle persone in forma aggregata (che si può dire
    soltanto quando le valutazioni sono concluse)."""
    r = f.relazione
    for che, non_c_e in (("dell'ente", r.complesso.grado is None), ("delle unità", not r.per_unita)):
        if non_c_e:
            frase = f"Manca il risultato {che}."
            yield della_relazione(f, ERRORE, frase, "Chiudi la rilevazione di fine anno.", "obiettivi:monitoraggio")
    if not (r.individuale and r.individuale.punteggi):
        yield NonValutabile("Il livello delle persone: le valutazioni individuali non sono ancora concluse.")


@regola("Q17", "Il monitoraggio c'è stato", norma="D.Lgs. 150/2009, art. 6; DM 132/2022, art. 5", gravita=ERRORE)
def monitoraggio_svolto(f: F) -> Trovati:
    """Le sessioni chiuse sono meno di quelle richieste, o l'organismo non ha lasciato un verbale del monitoraggio."""
    a, minime = f.anno_attorno, f.numero("monitoraggi_minimi")
    if a.sessioni_chiuse < minime:
        frase = f"Sessioni di monitoraggio chiuse: {numero(a.sessioni_chiuse)}; ne servono almeno {numero(minime)}."
        yield della_relazione(f, ERRORE, frase, "Chiudi le sessioni dell'anno.", "obiettivi:monitoraggio")
    if a.verbali == 0:
        frase = "L'organismo di valutazione non ha lasciato un verbale del monitoraggio."
        yield della_relazione(f, ERRORE, frase, "L'organismo scrive il verbale.", "obiettivi:monitoraggio")


@regola("Q20", "La promessa è quella del Piano", norma="Linee guida DFP 3/2018", gravita=ERRORE)
def promessa_fedele(f: F) -> Trovati:
    """Il testo, i valori promessi o i pesi di un obiettivo sono diversi da quelli dell'ultima versione approvata del
    Piano; oppure il Piano non ha versioni conservate, e la promessa si legge dai dati di oggi (avviso)."""
    if not f.promesse.congelate:
        frase = "Del Piano non c'è una versione conservata: la promessa si legge dai dati di oggi."
        yield della_relazione(f, AVVISO, frase, "Congela il Piano approvato.", "relazioni:versioni")
    for nome in f.promesse.diverse:
        frase = f"«{nome}» è diverso da come lo dice il Piano approvato."
        yield della_relazione(f, ERRORE, frase, "Riapri la Relazione: si ricompone dal Piano.")


@regola("Q29", "I numeri tornano", norma="D.Lgs. 150/2009, art. 10 c. 1", gravita=ERRORE)
def numeri_che_tornano(f: F) -> Trovati:
    """Gli obiettivi delle unità non fanno quelli dell'ente, i misurati superano gli obiettivi, o un grado esce da
    0-100."""
    r = f.relazione
    somma = sum(una.obiettivi for una in r.per_unita)
    if somma != r.complesso.obiettivi:
        frase = f"Gli obiettivi delle unità sono {numero(somma)}, quelli dell'ente {numero(r.complesso.obiettivi)}."
        yield della_relazione(f, ERRORE, frase, "Segnala l'errore a chi assiste il programma.")
    for g in (r.complesso, *r.per_unita, *r.per_linea):
        if g.misurati > g.obiettivi or (g.grado is not None and not 0 <= g.grado <= 100):
            yield della_relazione(f, ERRORE, f"I conti di «{g.nome}» non tornano.", "Controlla pesi e rilevazioni.")


@regola("Q30", "I risultati passano all'anno nuovo", norma="D.Lgs. 150/2009, art. 4 c. 2 lett. a", gravita=AVVISO)
def portati_avanti(f: F) -> Trovati:
    """Un obiettivo che continua nel Piano dell'anno dopo non riporta il risultato di quest'anno."""
    if f.anno_attorno.continuati is None:
        yield NonValutabile(f"Il ciclo {f.anno + 1} non è ancora aperto.")
    if senza := f.anno_attorno.continuati_senza_risultato:
        frase = f"Obiettivi del {f.anno + 1} che continuano e non riportano il risultato: {numero(len(senza))}."
        yield della_relazione(f, AVVISO, frase, f"Apri gli obiettivi del {f.anno + 1} e scrivi il risultato.")


REGOLE = (
    tutti_rendicontati,
    risultato_e_fonte,
    grado_calcolato,
    scostamenti_spiegati,
    variazioni_raccontate,
    risorse_usate,
    tre_livelli,
    monitoraggio_svolto,
    promessa_fedele,
    numeri_che_tornano,
    portati_avanti,
)
