"""I tempi: il termine del Piano, il ritardo, il triennio, gli obiettivi provvisori, le date degli obiettivi."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from obiettivi.controlli.fascicolo import Fascicolo, Obiettivo
from obiettivi.controlli.segnali import AVVISO, BLOCCO, ERRORE, INFO, del_ciclo, dell_obiettivo
from piao.base.controlli import Ambito, NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa, numero

Trovati = Iterator[Segnale | NonValutabile]
GIORNI_ANNO = 365


def termine_piano(f: Fascicolo) -> date:
    """Il 31 gennaio; se il termine di legge del bilancio è differito, trenta giorni dopo il nuovo termine."""
    del_bilancio = f.ciclo.bilancio_termine
    if del_bilancio is None or not _differito(f) or not f.vige("piano_giorni_dopo_bilancio"):
        return f.giorno("piano_termine")
    return del_bilancio + timedelta(days=int(f.numero("piano_giorni_dopo_bilancio")))


def _differito(f: Fascicolo) -> bool:
    termine = f.ciclo.bilancio_termine
    return termine is not None and termine > date(f.ciclo.anno - 1, 12, 31)


@regola(
    "P01",
    "Il Piano è adottato entro il termine",
    norma="D.Lgs. 150/2009, art. 10 c. 1 lett. a; DM 132/2022, artt. 7 e 8",
    gravita=ERRORE,
)
def adottato_entro_il_termine(f: Fascicolo) -> Trovati:
    """Scaduto il termine (31 gennaio, o 30 giorni dopo quello differito del bilancio) il Piano non è adottato, o lo è
    stato dopo. Se il motivo del ritardo è scritto resta un avviso; prima del termine si avvisa un mese prima."""
    termine, approvato = termine_piano(f), f.ciclo.approvato_il
    quando = data_estesa(termine)
    if approvato and approvato > termine:
        yield _in_ritardo(f, f"Il Piano è adottato il {data_estesa(approvato)}, dopo il termine del {quando}.")
    elif approvato is None and f.oggi > termine:
        yield _in_ritardo(f, f"Il termine del {quando} è passato e il Piano non risulta adottato.")
    elif approvato is None and f.oggi >= termine - timedelta(days=int(f.numero("piano_preavviso"))):
        mancano = (termine - f.oggi).days
        resta = "scade oggi" if mancano == 0 else f"scade fra {mancano} giorni, il {quando}"
        yield del_ciclo(f, AVVISO, f"Il termine per adottare il Piano {resta}.", "Porta il Piano alla Giunta.")


def _in_ritardo(f: Fascicolo, frase: str) -> Segnale:
    if f.ciclo.motivo_ritardo:
        return del_ciclo(f, AVVISO, f"{frase} Il motivo è scritto.", "Comunica il ritardo alla Funzione pubblica.")
    rimedio = "Scrivi il motivo del ritardo e comunicalo alla Funzione pubblica (art. 10 c. 5)."
    return del_ciclo(f, ERRORE, frase, rimedio, "motivo_ritardo")


@regola(
    "P02",
    "Il ritardo non svuota la programmazione",
    norma="D.Lgs. 150/2009, art. 10 c. 5; Corte dei conti Veneto 35/2022, 69/2022, 73/2022",
    gravita=BLOCCO,
    certa=False,
)
def ritardo_grave(f: Fascicolo) -> Trovati:
    """Il Piano è adottato dopo il termine quando è trascorso più del 25% dell'anno (avviso), più del 33% (errore), o
    dopo il 30 settembre senza obiettivi provvisori (blocco). Se il termine stesso è stato differito, informa."""
    approvato = f.ciclo.approvato_il
    if approvato is None or approvato.year < f.ciclo.anno:
        return
    trascorso = Decimal(100 * (approvato - date(f.ciclo.anno - 1, 12, 31)).days) / GIORNI_ANNO
    if trascorso <= f.numero("ritardo_avviso"):
        return
    frase = f"Il Piano è adottato il {data_estesa(approvato)}: è già trascorso il {numero(trascorso, 0)}% dell'anno"
    if approvato <= termine_piano(f):
        yield del_ciclo(f, INFO, f"{frase}, ma entro il termine differito del bilancio.")
    elif approvato > f.giorno("ritardo_blocco") and not f.ciclo.provvisori_approvati:
        yield del_ciclo(f, BLOCCO, f"{frase} e non c'erano obiettivi provvisori: non programma più nulla.", _SPIEGA)
    else:
        gravita = ERRORE if trascorso > f.numero("ritardo_errore") else AVVISO
        yield del_ciclo(f, gravita, f"{frase}.", _SPIEGA, "motivo_ritardo")


_SPIEGA = "Spiega il ritardo e riporta soltanto obiettivi che si possono ancora raggiungere."


@regola(
    "P03",
    "Il triennio è coerente con l'anno",
    norma="D.Lgs. 150/2009, art. 10 c. 1 lett. a; DM 132/2022, art. 7",
    gravita=BLOCCO,
)
def triennio_coerente(f: Fascicolo) -> Trovati:
    """L'ultimo anno del Piano non è il secondo dopo il primo. Se l'errore è solo nel documento di origine, avvisa."""
    anno, atteso = f.ciclo.anno, f.ciclo.anno + 2
    scritto, letto = f.ciclo.anno_fine, f.ciclo.anno_fine_letto
    giusto = f"Un Piano è triennale: {anno}-{atteso}."
    if scritto is not None and scritto != atteso:
        frase = f"Il Piano copre il {anno}" if scritto == anno else f"Il Piano copre il {anno}-{scritto}"
        yield del_ciclo(f, BLOCCO, f"{frase} soltanto." if scritto < atteso else f"{frase}.", giusto, "anno_fine")
    elif letto is not None and letto != atteso:
        frase = f"Il documento di origine scrive «{anno}-{letto}»; qui il triennio è {anno}-{atteso}."
        yield del_ciclo(f, AVVISO, frase, "Controlla che il documento nuovo riporti il triennio giusto.")


@regola(
    "P06",
    "In esercizio provvisorio ci sono obiettivi provvisori",
    norma="D.Lgs. 150/2009, art. 5 c. 1-ter",
    gravita=ERRORE,
)
def obiettivi_provvisori(f: Fascicolo) -> Trovati:
    """Il termine del bilancio è differito oltre il 31 dicembre, il 31 gennaio è passato e non risultano approvati né
    gli obiettivi provvisori né il Piano."""
    scaduto = f.oggi > f.giorno("piano_termine")
    if _differito(f) and scaduto and not f.ciclo.approvato_il and not f.ciclo.provvisori_approvati:
        frase = f"Il bilancio è differito al {data_estesa(f.ciclo.bilancio_termine)} e l'ente è senza obiettivi."
        rimedio = "Approva intanto gli obiettivi provvisori: il Piano definitivo li assorbirà."
        yield del_ciclo(f, ERRORE, frase, rimedio, "provvisorio")


@regola(
    "P19",
    "Ogni obiettivo ha date e tappe",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. d; DM 132/2022, art. 2",
    gravita=ERRORE,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def date_e_fasi(f: Fascicolo) -> Trovati:
    """Mancano le date (e non si ricavano dai mesi delle fasi), o escono dal triennio; un operativo finisce in un altro
    anno senza una tappa in questo. Oltre i sei mesi con meno di due fasi, avvisa."""
    for o in f.obiettivi:
        yield from _date(f, o)


def _date(f: Fascicolo, o: Obiettivo) -> Trovati:
    anni, anno = f.ciclo.anni, f.ciclo.anno
    if o.inizio is None or o.fine is None:
        if o.operativo:
            frase = "«{o}» non dice quando comincia e quando finisce."
            yield dell_obiettivo(f, o, ERRORE, frase, "Scrivi le date.", "quando", "id_data_inizio")
    elif o.inizio.year < anni[0] or o.fine.year > anni[-1]:
        frase = f"«{{o}}» va dal {data_estesa(o.inizio)} al {data_estesa(o.fine)}: esce dal triennio."
        yield dell_obiettivo(f, o, ERRORE, frase, f"Porta le date fra il {anni[0]} e il {anni[-1]}.", "quando")
    elif o.operativo and o.fine.year != anno and not _tappa_nell_anno(o, anno):
        frase = f"«{{o}}» finisce nel {o.fine.year} e non ha una tappa nel {anno}: quest'anno non si potrà misurare."
        yield dell_obiettivo(
            f, o, ERRORE, frase, f"Aggiungi una fase che si chiude nel {anno}.", "quando", "righe-fasi"
        )
    elif o.operativo and _mesi(o.inizio, o.fine) > f.numero("fasi_mesi") and len(o.fasi) < 2:
        quante = "con una sola fase" if o.fasi else "senza fasi"
        frase = f"«{{o}}» dura {_mesi(o.inizio, o.fine)} mesi, {quante}."
        yield dell_obiettivo(f, o, AVVISO, frase, "Dividilo in almeno due fasi, con i mesi.", "quando", "righe-fasi")


def _tappa_nell_anno(o: Obiettivo, anno: int) -> bool:
    return any(fase.fine and fase.fine.year == anno for fase in o.fasi)


def _mesi(inizio: date, fine: date) -> int:
    """Quanti mesi di calendario tocca un periodo."""
    return (fine.year - inizio.year) * 12 + fine.month - inizio.month + 1


@regola(
    "P20",
    "Nessun obiettivo è già concluso",
    norma="D.Lgs. 150/2009, art. 5 c. 1",
    gravita=BLOCCO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def gia_concluso(f: Fascicolo) -> Trovati:
    """L'obiettivo (o l'ultima delle sue fasi) finisce prima del giorno in cui il Piano è approvato."""
    approvato = f.ciclo.approvato_il
    prima = f"prima dell'approvazione del {data_estesa(approvato)}" if approvato else "prima di oggi"
    for o in f.obiettivi:
        fine = _conclusione(o)
        if fine and fine < f.data:
            frase = f"«{{o}}» finisce il {data_estesa(fine)}, {prima}: è già concluso."
            yield dell_obiettivo(f, o, BLOCCO, frase, "Cambia le date, oppure toglilo dal Piano.", "quando")


def _conclusione(o: Obiettivo) -> date | None:
    """Quando finisce davvero: con l'ultima fase, anche se la data scritta è più in là."""
    fasi = max((fase.fine for fase in o.fasi if fase.fine), default=None)
    return min((giorno for giorno in (o.data_fine, fasi) if giorno), default=None)


REGOLE = (
    adottato_entro_il_termine,
    ritardo_grave,
    triennio_coerente,
    obiettivi_provvisori,
    date_e_fasi,
    gia_concluso,
)
