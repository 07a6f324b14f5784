"""La misura: indicatori completi, da dove si parte, quanto si migliora, quanto ci si può fidare della fonte."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from obiettivi.controlli.duplicati import normalizzato
from obiettivi.controlli.fascicolo import Fascicolo, Indicatore, Obiettivo, Target
from obiettivi.controlli.responsabili import GUIDANO, obiettivi_di
from obiettivi.controlli.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    INFO,
    del_piano,
    dell_incarico,
    dell_indicatore,
    dell_obiettivo,
    in_breve,
    manca,
)
from obiettivi.voci import Dimensione, TipoFonte, Verso
from piao.base.controlli import Ambito, NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa, numero

Trovati = Iterator[Segnale | NonValutabile]
NOTE_SULL_INDICATORE = frozenset({"indicatore_non_pertinente", "verbo_diverso"})
CENTO = Decimal(100)


@regola(
    "P13",
    "Ogni obiettivo si misura",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. b; DM 132/2022, Piano-tipo 2.2",
    gravita=BLOCCO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def si_misura(f: Fascicolo) -> Trovati:
    """Un operativo non ha indicatori, o a un indicatore mancano formula, unità di misura o target dell'anno (formula e
    unità non servono a chi si misura con un sì o con una data). Senza fonte è un errore."""
    if not f.operativi:
        yield NonValutabile("Non c'è nessun obiettivo operativo da misurare.")
    for o in f.operativi:
        if not o.indicatori:
            frase, rimedio = "«{o}» non ha indicatori: non si può misurare.", "Aggiungi almeno un indicatore."
            yield dell_obiettivo(f, o, BLOCCO, frase, rimedio, "misura", "indicatori")
        for i in o.indicatori:
            assenti = _assenti(i, f.ciclo.anno)
            if assenti:
                frase = f"All'indicatore «{{i}}» {manca(assenti)}."
                yield dell_indicatore(f, o, i, BLOCCO, frase, "Completa l'indicatore.")
            if not i.fonte.strip():
                frase = "L'indicatore «{i}» non dice da dove si prende il dato."
                yield dell_indicatore(
                    f, o, i, ERRORE, frase, "Scrivi la fonte, per esempio un registro o un gestionale."
                )


def _assenti(i: Indicatore, anno: int) -> list[str]:
    numerico = i.si_misura_con_un_numero
    parti = (
        ("la formula", numerico and not i.formula.strip()),
        ("l'unità di misura", numerico and not i.unita.strip()),
        (f"il target del {anno}", i.nel(anno) is None),
    )
    return [parte for parte, assente in parti if assente]


@regola(
    "P14",
    "Si sa da dove si parte",
    norma="DM 132/2022, Piano-tipo 2.2; D.Lgs. 150/2009, art. 5 c. 2 lett. f",
    gravita=ERRORE,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def valore_di_partenza(f: Fascicolo) -> Trovati:
    """Un indicatore non ha il valore di partenza e non è dichiarato nuovo; se è nuovo senza spiegarlo, avvisa."""
    for o, i in _indicatori_numerici(f):
        if i.baseline is not None:
            continue
        if not i.nuovo:
            frase = "L'indicatore «{i}» non ha un valore di partenza."
            yield dell_indicatore(f, o, i, ERRORE, frase, "Scrivilo, oppure dichiara nuovo l'indicatore.")
        elif not i.nota_nuovo.strip():
            frase = "L'indicatore «{i}» è dichiarato nuovo ma non si dice perché."
            yield dell_indicatore(f, o, i, AVVISO, frase, "Spiega in una riga perché non c'è un valore di partenza.")


@regola(
    "P15",
    "C'è il confronto con il triennio",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. f",
    gravita=AVVISO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def serie_storica(f: Fascicolo) -> Trovati:
    """Un indicatore non nuovo ha meno di tre anni di valori passati (informa); se sono più della metà, avvisa."""
    da_guardare = [(o, i) for o, i in _indicatori_numerici(f) if not i.nuovo]
    corti = [(o, i, _anni_noti(i, f.ciclo.anno)) for o, i in da_guardare]
    corti = [(o, i, anni) for o, i, anni in corti if anni < f.numero("serie_anni")]
    for o, i, anni in corti:
        quanti = ("non ha nessun anno", "ha un anno solo")[anni] if anni < 2 else f"ha {anni} anni"
        frase = f"L'indicatore «{{i}}» {quanti} di confronto su tre."
        yield dell_indicatore(f, o, i, INFO, frase, "Aggiungi i valori degli anni passati, se si conoscono.")
    if not f.parziale and corti and CENTO * len(corti) > f.numero("serie_quota") * len(da_guardare):
        quali = f"{len(corti)} indicatori su {len(da_guardare)} non si confrontano"
        quali = "Nessun indicatore si confronta" if len(corti) == len(da_guardare) else quali
        frase = f"{quali} con il triennio passato."
        elenco = f.verso("obiettivi:elenco", f.ciclo.anno)
        yield del_piano(AVVISO, frase, "Recupera i valori degli ultimi tre anni, dove ci sono.", elenco)


def _anni_noti(i: Indicatore, anno: int) -> int:
    anni = {passato for passato, _ in i.serie} | ({i.baseline_anno} if i.baseline is not None else set())
    return len([passato for passato in anni if passato and passato < anno])


@regola(
    "P16",
    "L'obiettivo migliora qualcosa",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. c",
    gravita=ERRORE,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def miglioramento(f: Fascicolo) -> Trovati:
    """Nessun target è migliore del valore di partenza e l'obiettivo non è di mantenimento, o lo è senza spiegare
    perché (avviso); se gli obiettivi così superano il 30% del peso, errore."""
    fermi = []
    for o in f.operativi:
        if o.mantenimento and not o.motivazione_mantenimento.strip():
            fermi.append(o)
            frase, rimedio = (
                "«{o}» è di mantenimento ma non si dice perché.",
                "Scrivi che cosa si rischia a non farlo.",
            )
            yield dell_obiettivo(f, o, AVVISO, frase, rimedio, "che-cosa", "id_motivazione_mantenimento")
        elif not o.mantenimento and _non_migliora(o, f.ciclo.anno):
            fermi.append(o)
            frase = "«{o}» non migliora: il target non è migliore del valore di partenza."
            rimedio = "Alza il target, oppure dichiaralo di mantenimento e spiega perché."
            yield dell_obiettivo(f, o, AVVISO, frase, rimedio, "misura", "indicatori")
    quota = _quota(fermi, f.operativi)
    if not f.parziale and quota > f.numero("miglioramento_quota"):
        frase = f"Gli obiettivi che non migliorano nulla pesano il {numero(quota, 0)}% del Piano."
        elenco = f.verso("obiettivi:elenco", f.ciclo.anno)
        yield del_piano(ERRORE, frase, "Rivedi i target, o motiva il mantenimento.", elenco)


def _non_migliora(o: Obiettivo, anno: int) -> bool:
    confronti = [gia_raggiunto(i, anno) for i in o.indicatori]
    noti = [confronto for confronto in confronti if confronto is not None]
    return bool(noti) and all(noti)


def _quota(parte: Iterable[Obiettivo], tutti: Iterable[Obiettivo]) -> Decimal:
    """Quanto pesa una parte degli obiettivi sul tutto, in percentuale; senza pesi contano uguale."""
    tutti = list(tutti)
    pesati = all(o.peso is not None for o in tutti if not o.prerequisito)

    def somma(obiettivi: Iterable[Obiettivo]) -> Decimal:
        return sum(((o.peso or Decimal(0)) if pesati else Decimal(1) for o in obiettivi), Decimal(0))

    totale = somma(tutti)
    return CENTO * somma(parte) / totale if totale else Decimal(0)


def gia_raggiunto(i: Indicatore, anno: int) -> bool | None:
    """Il valore di partenza soddisfa già il target? None se non si possono confrontare."""
    target = i.nel(anno)
    if i.baseline is None or target is None or target.valore is None:
        return None
    if i.verso == Verso.AUMENTA:
        return i.baseline >= target.valore
    if i.verso == Verso.DIMINUISCE:
        return i.baseline <= target.valore
    if i.verso == Verso.INTERVALLO and target.massimo is not None:
        return target.valore <= i.baseline <= target.massimo
    return None


@regola(
    "P17",
    "Il target non è già raggiunto",
    norma="D.Lgs. 150/2009, art. 5 c. 2 lett. c",
    gravita=AVVISO,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def target_banale(f: Fascicolo) -> Trovati:
    """Il valore di partenza è già pari o migliore del target, in un obiettivo che non è di mantenimento; oppure si
    misura con un sì, senza una data, un adempimento che la legge già impone."""
    for o in f.operativi:
        for i in o.indicatori:
            target = i.nel(f.ciclo.anno)
            if target and not o.mantenimento and gia_raggiunto(i, f.ciclo.anno):
                frase = f"«{{i}}» parte da {numero(i.baseline)} e il target è {_in_parole(target)}: è già raggiunto."
                yield dell_indicatore(f, o, i, AVVISO, frase, "Scegli un target più ambizioso.")
            elif i.verso == Verso.SI_NO and o.obbligo_legge and not ((target and target.giorno) or i.rilevazione_il):
                frase = "«{i}» chiede soltanto di fare ciò che la legge impone già, senza un termine."
                yield dell_indicatore(f, o, i, AVVISO, frase, "Misura entro quando, o con quale qualità.")


def _in_parole(target: Target) -> str:
    fino = f"-{numero(target.massimo)}" if target.massimo is not None else ""
    return f"{numero(target.valore)}{fino}"


@regola(
    "P21",
    "L'indicatore parla dell'obiettivo",
    norma="Linee guida DFP 2/2017 (precisione dell'indicatore)",
    gravita=AVVISO,
    ambito=Ambito.OBIETTIVO,
)
def indicatore_coerente(f: Fascicolo) -> Trovati:
    """L'indicatore scade prima che l'obiettivo cominci o dopo che è finito; non ha nessuna parola significativa in
    comune con l'obiettivo; nel documento di origine risulta non pertinente. Un obiettivo di impatto (strategico, o che
    dichiara il valore pubblico senza discendere da un altro) ha soltanto indicatori di prodotto."""
    for o in f.obiettivi:
        if o.di_impatto and _solo_prodotto(o):
            frase = "«{o}» promette un effetto, ma si misura soltanto ciò che l'ente fa."
            rimedio = "Aggiungi un indicatore di impatto, di qualità o di efficacia percepita."
            yield dell_obiettivo(f, o, AVVISO, frase, rimedio, "misura", "indicatori")
    for o in f.operativi:
        for i in o.indicatori:
            yield from _date_coerenti(f, o, i)
            if not _parole(f"{o.testo} {o.miglioramento_atteso}") & _parole(i.nome):
                frase = f"L'indicatore «{{i}}» sembra parlare d'altro rispetto a «{in_breve(o.nome, 60)}»."
                yield dell_indicatore(f, o, i, AVVISO, frase, "Controlla che misuri davvero questo obiettivo.")
    for nota in f.note:
        if nota.tipo in NOTE_SULL_INDICATORE:
            frase = f"Nel documento di origine (riga {nota.riga}) {nota.descrizione}."
            pagina = f.verso("obiettivi:ciclo", f.ciclo.anno)
            yield del_piano(AVVISO, frase, "Scegli un indicatore che misuri l'obiettivo.", pagina, nota.riferimento)


# Dicono quanto l'ente fa, con che cosa e in quanto tempo; non che cosa cambia per chi sta fuori.
DI_PRODOTTO = frozenset(
    {Dimensione.RISORSE, Dimensione.EFFICIENZA, Dimensione.EFFICACIA_QUANTITATIVA, Dimensione.EFFICACIA_TEMPORALE}
)


def _solo_prodotto(o: Obiettivo) -> bool:
    """Un indicatore senza dimensione potrebbe essere di qualunque specie: non si conclude nulla."""
    return bool(o.indicatori) and all(i.dimensione in DI_PRODOTTO for i in o.indicatori)


def _date_coerenti(f: Fascicolo, o: Obiettivo, i: Indicatore) -> Trovati:
    """La misura a consuntivo, l'anno dopo la fine, va bene; il mese dopo vuol dire che le date non si parlano."""
    target = i.nel(f.ciclo.anno)
    scade = (target.giorno if target else None) or i.rilevazione_il
    if scade and o.fine and scade > o.fine and (target and target.giorno or scade.year == o.fine.year):
        quando = f"si rileva il {data_estesa(scade)}, ma l'obiettivo finisce il {data_estesa(o.fine)}"
        yield dell_indicatore(
            f, o, i, AVVISO, f"L'indicatore «{{i}}» {quando}.", "Porta le due date allo stesso giorno."
        )
    elif scade and o.inizio and scade < o.inizio:
        frase = f"L'indicatore «{{i}}» si rileva il {data_estesa(scade)}, prima che l'obiettivo cominci."
        yield dell_indicatore(f, o, i, AVVISO, frase, "Correggi la data di rilevazione o quella di inizio.")


VUOTE = frozenset({"dell", "dall", "nell", "sull", "alla", "alle", "agli", "degl", "delle", "nume", "perc", "come"})


def _parole(testo: str) -> frozenset[str]:
    """Le radici (quattro lettere) delle parole significative."""
    lunghe = (parola[:4] for parola in re.findall(r"[a-z]{4,}", normalizzato(testo)))
    return frozenset(lunghe) - VUOTE


@regola(
    "P32",
    "Il dato non lo dichiara chi è valutato",
    norma="Linee guida DFP 2/2017 (misurabilità)",
    gravita=ERRORE,
)
def fonte_terza(f: Fascicolo) -> Trovati:
    """Un indicatore si fonda su un'autodichiarazione (avviso); se così è misurata più di metà del peso di un
    responsabile, errore."""
    if not f.vige("autodichiarazione_quota"):
        return
    for o in f.operativi:
        for i in o.indicatori:
            if i.tipo_fonte == TipoFonte.AUTODICHIARAZIONE:
                frase = "L'indicatore «{i}» si fonda su un'autodichiarazione."
                yield dell_indicatore(
                    f, o, i, AVVISO, frase, "Cerca una fonte terza: un registro, un gestionale, un atto."
                )
    for incarico in f.in_vigore if not f.parziale else ():
        suoi = [o for o in obiettivi_di(f, incarico) if o.operativo] if incarico.tipo in GUIDANO else []
        dichiarati = [o for o in suoi if _solo_dichiarato(o)]
        quota = _quota(dichiarati, suoi)
        if quota > f.numero("autodichiarazione_quota"):
            frase = f"Il {numero(quota, 0)}% degli obiettivi di «{{i}}» si misura con sue dichiarazioni."
            collegamento = f.verso("obiettivi:pesi", f.ciclo.anno)
            yield dell_incarico(
                f, incarico, ERRORE, frase, "Servono fonti che non siano chi è valutato.", collegamento
            )


def _solo_dichiarato(o: Obiettivo) -> bool:
    return bool(o.indicatori) and all(i.tipo_fonte == TipoFonte.AUTODICHIARAZIONE for i in o.indicatori)


def _indicatori_numerici(f: Fascicolo) -> Iterator[tuple[Obiettivo, Indicatore]]:
    return ((o, i) for o in f.operativi for i in o.indicatori if i.si_misura_con_un_numero)


REGOLE = (
    si_misura,
    valore_di_partenza,
    serie_storica,
    miglioramento,
    target_banale,
    indicatore_coerente,
    fonte_terza,
)
