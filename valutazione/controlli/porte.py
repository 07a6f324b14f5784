"""Le porte della legge e chi valuta: senza questi nessun premio (D.Lgs. 150/2009, artt. 3, 10, 14)."""

from collections import defaultdict
from collections.abc import Iterator

from piao.base.controlli import NonValutabile, Riferimento, Segnale, regola
from piao.base.numeri import data_estesa, numero
from valutazione.controlli.fascicolo import Fascicolo, Fondo, Scheda
from valutazione.controlli.segnali import AVVISO, BLOCCO, INFO, del_fondo, della_scheda
from valutazione.misura import distanza, distribuzione, fuori_misura
from valutazione.voci import TipoColloquio

Trovati = Iterator[Segnale | NonValutabile]
NOMI_DETTI = 3
SENZA_FONDI = NonValutabile("Non c'è ancora un fondo dei premi.")


@regola(
    "V01",
    "I premi si pagano dopo Piano, Relazione e schede",
    norma="D.Lgs. 150/2009, artt. 3 c. 5, 10 c. 5, 14 c. 4 lett. c e c. 6; Corte dei conti Emilia-Romagna 46/2020",
    gravita=BLOCCO,
)
def porte(f: Fascicolo) -> Trovati:
    """Manca l'approvazione del Piano, la validazione della Relazione, la chiusura di una scheda, l'assegnazione degli
    obiettivi (o è arrivata dopo il limite del sistema). Avvisa se è arrivata dopo il termine."""
    if not f.fondi:
        yield SENZA_FONDI
    for fondo in f.fondi:
        yield from _documenti(f, fondo)
        schede = [scheda for scheda in f.schede if scheda.platea == fondo.platea]
        yield from _schede(f, fondo, schede)
        for scheda in schede:
            yield from _assegnazione(f, scheda)


def _documenti(f: Fascicolo, fondo: Fondo) -> Iterator[Segnale]:
    if not f.piano_approvato:
        frase = f"Il Piano {f.anno} non è approvato: senza Piano non ci sono premi."
        yield del_fondo(f, fondo, BLOCCO, frase, "Porta il Piano all'approvazione della Giunta.")
    if f.relazione_validata_il is None:
        frase = f"La Relazione {f.anno} non è ancora validata: è la condizione per pagare i premi."
        yield del_fondo(f, fondo, BLOCCO, frase, "La validazione è dell'organismo di valutazione.")


def _schede(f: Fascicolo, fondo: Fondo, schede: list[Scheda]) -> Iterator[Segnale]:
    aperte = [scheda for scheda in schede if not scheda.chiusa]
    if aperte:
        quante = "Una scheda non è ancora chiusa" if len(aperte) == 1 else f"{len(aperte)} schede non sono chiuse"
        nomi, altre = ", ".join(scheda.nome for scheda in aperte[:NOMI_DETTI]), len(aperte) - NOMI_DETTI
        e_altre = f" e altre {altre}" if altre > 1 else " e un'altra" if altre == 1 else ""
        yield del_fondo(f, fondo, BLOCCO, f"{quante}: {nomi}{e_altre}.", "Porta le valutazioni alla chiusura.")
    if not schede:
        frase = "Non ci sono schede di queste persone: i premi nascono dalle valutazioni."
        yield del_fondo(f, fondo, BLOCCO, frase, "Crea le schede dell'anno.")


def _assegnazione(f: Fascicolo, scheda: Scheda) -> Iterator[Segnale]:
    quando, rimedio = scheda.assegnata_il, "Senza obiettivi dati prima non c'è risultato da premiare."
    if quando is None:
        yield della_scheda(f, scheda, BLOCCO, f"{scheda.nome}: gli obiettivi non sono mai stati assegnati.", rimedio)
    elif scheda.limite and quando > scheda.limite:
        frase = f"{scheda.nome}: obiettivi assegnati il {data_estesa(quando)}, oltre il limite del sistema."
        yield della_scheda(f, scheda, BLOCCO, frase, rimedio)
    elif scheda.termine and quando > scheda.termine:
        frase = f"{scheda.nome}: obiettivi assegnati il {data_estesa(quando)}, dopo il {data_estesa(scheda.termine)}."
        yield della_scheda(f, scheda, AVVISO, frase, "Il ritardo resta scritto; l'anno prossimo assegna prima.")


@regola(
    "V02",
    "Chi valuta è un altro, e ne ha l'incarico",
    norma="D.Lgs. 150/2009, artt. 7 e 9",
    gravita=BLOCCO,
)
def chi_valuta(f: Fascicolo) -> Trovati:
    """Una scheda non ha un valutatore, o il valutatore è la persona stessa, o in quel periodo non ha l'incarico che il
    sistema chiede."""
    for scheda in f.schede:
        if scheda.collegiale:
            continue
        if scheda.valutatore is None:
            yield della_scheda(f, scheda, BLOCCO, f"{scheda.nome}: manca chi valuta.", "Scegli chi valuta.")
        elif scheda.valutatore == scheda.persona:
            yield della_scheda(f, scheda, BLOCCO, f"{scheda.nome}: valuta sé stesso.", "Scegli un altro valutatore.")
        elif not scheda.puo_valutare:
            frase = f"{scheda.nome}: {scheda.nome_valutatore} non ha, in quel periodo, un incarico che lo abiliti."
            yield della_scheda(f, scheda, BLOCCO, frase, "Correggi chi valuta, o le date del suo incarico.")


@regola(
    "V03",
    "I colloqui del sistema sono stati fatti",
    norma="Linee guida DFP 2/2017; sistema di valutazione dell'ente",
    gravita=AVVISO,
)
def colloqui(f: Fascicolo) -> Trovati:
    """Una scheda chiusa non ha un colloquio che il sistema prevede, confermato da chi valuta e da chi è valutato."""
    for scheda in f.schede:
        mancano = sorted(scheda.attesi - scheda.fatti)
        if scheda.chiusa and mancano:
            quali = ", ".join(TipoColloquio(uno).label for uno in mancano)
            frase = f"{scheda.nome}: non risulta il colloquio {quali}."
            yield della_scheda(f, scheda, AVVISO, frase, "Se è stato fatto, registralo con la sua data.")


@regola(
    "V09",
    "I valutatori usano lo stesso metro",
    norma="D.Lgs. 150/2009, art. 9 c. 1 lett. d; Linee guida DFP 2/2017",
    gravita=INFO,
)
def metro(f: Fascicolo) -> Trovati:
    """La media di chi valuta dista da quella dell'ente più di una volta e mezza la dispersione di tutti, oppure ha
    dato lo stesso punteggio a tutti (almeno tre)."""
    di_tutti = distribuzione([scheda.punteggio for scheda in f.schede if scheda.punteggio is not None])
    if di_tutti is None:
        yield NonValutabile("Nessuna scheda ha ancora un punteggio.")
        return
    for schede in _per_valutatore(f).values():
        suoi = distribuzione([scheda.punteggio for scheda in schede if scheda.punteggio is not None])
        if suoi is None:
            continue
        chi = schede[0]
        if suoi.tutti_uguali:
            yield _del_valutatore(f, chi, f"{chi.nome_valutatore} ha dato a tutti lo stesso punteggio.")
        elif fuori_misura(distanza(suoi, di_tutti)):
            come = "severo" if suoi.media < di_tutti.media else "indulgente"
            medie = f"{numero(suoi.media, 2)} in media, contro {numero(di_tutti.media, 2)}"
            yield _del_valutatore(f, chi, f"{chi.nome_valutatore} è più {come} degli altri: {medie}.")


def _per_valutatore(f: Fascicolo) -> dict[int, list[Scheda]]:
    esito = defaultdict[int, list[Scheda]](list)
    for scheda in f.schede:
        if scheda.valutatore is not None:
            esito[scheda.valutatore].append(scheda)
    return esito


def _del_valutatore(f: Fascicolo, scheda: Scheda, frase: str) -> Segnale:
    riferimento = Riferimento("valutatore", str(scheda.valutatore), scheda.nome_valutatore)
    pagina = f.verso("valutazione:calibrazione")
    return Segnale(INFO, riferimento, frase, "Parlatene nel confronto fra valutatori.", pagina)


REGOLE = (porte, chi_valuta, colloqui, metro)
