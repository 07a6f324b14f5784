"""Gli obiettivi: una scheda a chi ha qualcosa da raccontare, una riga di tabella a chi ha soltanto il titolo."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from piao.base.grafici import Cronoprogramma
from piao.base.numeri import euro, numero
from piao.base.pdf.pezzi import Colonna
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo, DatiRisorsa, Piano
from relazioni.stampa import parole
from relazioni.stampa.blocchi import Blocco, Scheda, Titolo, attributi, cronoprogramma, nota, paragrafi, tabella

# Quante risposte (oltre a titolo e descrizione) fanno una scheda.
RISPOSTE_DI_UNA_SCHEDA = 3
RISPOSTE = ("finalita", "bisogno", "stakeholder", "contributori", "miglioramento_atteso", "valore_pubblico")
NOMI_MANCANZE: tuple[tuple[str, Callable[[DatiObiettivo], bool]], ...] = (
    ("chi ne risponde", lambda o: bool(parole.chi_risponde(o))),
    ("a chi è rivolto", lambda o: bool(o.stakeholder)),
    ("i tempi", lambda o: bool(o.data_inizio or o.data_fine or o.fasi)),
    ("gli indicatori", lambda o: bool(o.indicatori)),
)


def ha_scheda(o: DatiObiettivo) -> bool:
    """Vero se dell'obiettivo si sa abbastanza da riempire una scheda."""
    risposte = sum(1 for nome in RISPOSTE if getattr(o, nome))
    return bool(o.indicatori or o.fasi or o.risorse) or risposte >= RISPOSTE_DI_UNA_SCHEDA


def ancora(numero_obiettivo: int) -> str:
    return f"obiettivo-{numero_obiettivo}"


def etichetta(o: DatiObiettivo) -> str:
    """«1.2 Titolo»: il codice se c'è, altrimenti il numero d'ordine nel documento."""
    return f"{o.codice or o.numero}. {o.titolo}"


# ---- in elenco -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Riga:
    numero: str
    ancora: str
    titolo: str
    particolari: tuple[str, ...]
    peso: str


@dataclass(frozen=True)
class Elenco:
    didascalia: str
    righe: tuple[Riga, ...]

    @property
    def con_peso(self) -> bool:
        return any(riga.peso for riga in self.righe)


def elenco(didascalia: str, obiettivi: Sequence[DatiObiettivo], piano: Piano, *, con_unita: bool) -> list[Blocco]:
    """Gli obiettivi senza scheda: il titolo e, sotto, le sole cose che si sanno."""
    righe = tuple(
        Riga(
            o.codice or str(o.numero), ancora(o.numero), o.titolo, _particolari(o, piano, con_unita), parole.peso_di(o)
        )
        for o in obiettivi
    )
    return [Blocco("pdf/piano/_elenco.html", "elenco", Elenco(didascalia, righe))] if righe else []


def _particolari(o: DatiObiettivo, piano: Piano, con_unita: bool) -> tuple[str, ...]:
    voci = (
        ("", parole.elenco([o.descrizione.strip(), o.finalita.strip()], " ")),
        ("Unità: ", parole.unita_di(o) if con_unita else ""),
        ("Assegnato a: ", parole.assegnato_a(o)),
        ("Partecipano: ", parole.partecipano(o) if not con_unita else ""),
        ("Discende da: ", _da_cosa_discende(o, piano)),
    )
    return tuple(nome + valore for nome, valore in voci if valore)


# ---- per esteso ----------------------------------------------------------------------------------------


def scheda(o: DatiObiettivo, piano: Piano, gruppo: str) -> Blocco:
    occhiello = parole.elenco([f"Obiettivo {o.livello}", "" if o.strategico or not o.unita else gruppo], " · ")
    blocchi = [
        *paragrafi(o.descrizione, o.finalita),
        *attributi("Chi, per chi, entro quando", _chi(o)),
        *_indicatori(o, piano.documento.anni),
        *_tempi(o, piano.documento.anno),
        *quadro_risorse("Le risorse", o.risorse),
        *attributi("Perché e con quali legami", _legami(o, piano)),
        *_mancanze(o),
    ]
    intero = Scheda(occhiello, Titolo(etichetta(o), ancora(o.numero), 3), tuple(blocchi))
    return Blocco("pdf/piano/_scheda.html", "scheda", intero)


def _chi(o: DatiObiettivo) -> list[tuple[str, str]]:
    return [
        ("Chi ne risponde", parole.maiuscola(parole.chi_risponde(o))),
        ("A chi è rivolto", o.stakeholder),
        ("Chi contribuisce", parole.maiuscola(parole.chi_contribuisce(o))),
        ("Entro quando", parole.maiuscola(parole.periodo(o.data_inizio, o.data_fine))),
        ("Peso", parole.maiuscola(parole.peso_di(o))),
    ]


def _legami(o: DatiObiettivo, piano: Piano) -> list[tuple[str, str]]:
    individuale = "vale anche per la valutazione di tutto il personale" if o.anche_individuale else ""
    collegamenti = (
        ("missione", o.missione),
        ("programma", o.programma),
        ("" if "DUP" in o.riferimento_dup else "DUP:", o.riferimento_dup),
        ("misura anticorruzione:", o.misura_anticorruzione),
        ("PNRR:", o.pnrr),
    )
    voci = [
        ("Discende da", _da_cosa_discende(o, piano)),
        ("Bisogno", o.bisogno),
        ("Miglioramento atteso", o.miglioramento_atteso),
        ("Valore pubblico", o.valore_pubblico),
        ("Natura", parole.elenco([o.natura, o.tipologia, o.motivazione_mantenimento, individuale])),
        ("Per legge", o.obbligo_legge),
        ("Confronto", parole.elenco([o.valore_riferimento, o.fonte_riferimento], " – ")),
        ("L'anno precedente", o.risultato_anno_precedente),
        ("Collegamenti", parole.elenco(f"{nome} {valore}".strip() for nome, valore in collegamenti if valore)),
        ("Temi e ambiti", parole.elenco([parole.temi(o), parole.ambiti(o)])),
    ]
    return [(nome, parole.maiuscola(valore)) for nome, valore in voci]


def _da_cosa_discende(o: DatiObiettivo, piano: Piano) -> str:
    if o.padre:
        padre = next(uno for uno in piano.obiettivi if uno.numero == o.padre)
        return etichetta(padre) + ("" if o.padre_certo else " (collegamento non scritto nel documento di origine)")
    linea = next((una for una in piano.linee if una.id == o.linea), None)
    return f"Linea di mandato: {linea.titolo}" if linea else ""


def _tempi(o: DatiObiettivo, anno: int) -> list[Blocco]:
    if not o.fasi:
        return []
    fasi = [parole.fase(fase) for fase in o.fasi]
    return [cronoprogramma(Cronoprogramma("Le fasi e i mesi in cui si svolgono", fasi, anno, f"gantt-{o.numero}"))]


# ---- come si misura ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RigaIndicatore:
    denominazione: str
    misura: str
    partenza: str
    traguardi: tuple[str, ...]
    fonte: str


@dataclass(frozen=True)
class QuadroIndicatori:
    anni: tuple[str, ...]
    righe: tuple[RigaIndicatore, ...]


def _indicatori(o: DatiObiettivo, anni: Iterable[int]) -> list[Blocco]:
    if not o.indicatori:
        return []
    con_target = tuple(anno for anno in anni if any(parole.traguardo(i, anno) for i in o.indicatori))
    righe = tuple(_riga_indicatore(i, con_target) for i in o.indicatori)
    return [Blocco("pdf/piano/_indicatori.html", "indicatori", QuadroIndicatori(tuple(map(str, con_target)), righe))]


def _riga_indicatore(i: DatiIndicatore, anni: Iterable[int]) -> RigaIndicatore:
    return RigaIndicatore(
        i.denominazione,
        _misura(i),
        parole.partenza(i),
        tuple(parole.traguardo(i, anno) for anno in anni),
        i.fonte or (f"fonte {i.tipo_fonte}" if i.tipo_fonte else ""),
    )


def _misura(i: DatiIndicatore) -> str:
    unita = f"in {i.unita_misura}" if i.unita_misura not in ("", "%") and i.unita_misura not in i.denominazione else ""
    return parole.maiuscola(parole.elenco([i.dimensione, parole.formula(i), unita], " · "))


def quadro_risorse(didascalia: str, risorse: Sequence[DatiRisorsa]) -> list[Blocco]:
    """Le risorse con il totale degli importi, se ce n'è più d'uno."""
    importi = [r.importo for r in risorse if r.importo is not None]
    colonne = [
        Colonna("Risorsa"),
        Colonna("Tipo", larghezza=15),
        Colonna("Quantità", numerica=True, larghezza=10),
        Colonna("Capitolo", larghezza=15),
        Colonna("Anno", numerica=True, larghezza=10),
        Colonna("Importo", numerica=True, larghezza=20),
    ]
    righe = [
        [
            r.descrizione,
            parole.maiuscola(r.tipo),
            "" if r.quantita is None else numero(r.quantita),
            r.capitolo,
            str(r.anno or ""),
            "" if r.importo is None else euro(r.importo),
        ]
        for r in risorse
    ]
    totale = ["Totale", "", "", "", "", euro(sum(importi, Decimal(0)))] if len(importi) > 1 else []
    return tabella(didascalia, colonne, righe, totale=totale, asciutta=True)


def _mancanze(o: DatiObiettivo) -> list[Blocco]:
    mancano = [nome for nome, c_e in NOMI_MANCANZE if not c_e(o)]
    return [nota(f"Il documento non riporta {parole.elenco(mancano, ', ')}.")] if mancano else []
