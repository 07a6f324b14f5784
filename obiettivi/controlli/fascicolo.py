"""Il fascicolo che le regole leggono: ciò che l'ente ha scritto del ciclo, congelato, con il giorno del controllo.

Nessuna regola guarda il database o l'orologio: guarda qui. Chi riempie il fascicolo è `obiettivi.controlli.carica`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from enti import parametri
from obiettivi.voci import IN_PREPARAZIONE, Livello, Natura, ScalaPeso, StatoCiclo, Tipologia, Verso
from piao.base.controlli import Riferimento

SENZA_VALORE = frozenset({Verso.SI_NO, Verso.ENTRO_DATA})  # non hanno formula né valore di partenza


@dataclass(frozen=True)
class Ente:
    """`oltre` dice se supera la soglia del PIAO completo; None se i dipendenti non sono scritti."""

    slug: str
    nome: str = ""
    tipo: str = "comune"
    dipendenti: int | None = None
    oltre: bool | None = None
    a_parita: bool = False
    organismo: str = "Nucleo di valutazione"
    organismo_nota: str = ""
    organismo_dal: date | None = None
    organismo_al: date | None = None
    mandato_al: int | None = None


@dataclass(frozen=True)
class Atto:
    pk: int
    organo: str = ""
    numero: str = ""
    data: date | None = None
    nome: str = ""
    parere_tecnico: str = ""
    parere_contabile: str = ""


@dataclass(frozen=True)
class Ciclo:
    anno: int
    anno_fine: int | None = None
    anno_fine_letto: int | None = None
    stato: str = StatoCiclo.BOZZA
    impostazione: str = ""
    provvisorio: bool = False
    provvisori_approvati: bool = False
    bilancio_termine: date | None = None
    bilancio_approvato_il: date | None = None
    motivo_ritardo: str = ""
    pubblicato_il: date | None = None
    inviato_portale_il: date | None = None
    smvp_confermato_il: date | None = None
    approvazione: Atto | None = None
    dup: Atto | None = None
    smvp: Atto | None = None
    parere_smvp: Atto | None = None
    piao: Atto | None = None
    fondo_costituito: bool | None = None

    @property
    def anni(self) -> tuple[int, ...]:
        return tuple(range(self.anno, (self.anno_fine or self.anno + 2) + 1))

    @property
    def in_preparazione(self) -> bool:
        return self.stato in IN_PREPARAZIONE

    @property
    def concluso(self) -> bool:
        """Approvato o pubblicato."""
        return self.stato in (StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO)

    @property
    def approvato_il(self) -> date | None:
        return self.approvazione.data if self.approvazione else None


@dataclass(frozen=True)
class FaseCiclo:
    nome: str
    evento: str = ""
    giorni: int | None = None


@dataclass(frozen=True)
class Unita:
    pk: int
    nome: str
    padre: int | None = None


@dataclass(frozen=True)
class Incarico:
    """Un incarico di chiunque nell'ente, valido o no: le date dicono quando."""

    pk: int
    tipo: str
    nome: str
    persona: int = 0
    chi: str = ""
    unita: int | None = None
    dal: date = date.min
    al: date | None = None
    responsabile_pagamenti: bool = False
    integrato: bool = False

    def vale(self, il: date) -> bool:
        return self.dal <= il and (self.al is None or il <= self.al)


@dataclass(frozen=True)
class Persona:
    pk: int
    cognome: str
    nome: str = ""
    dipendente: bool = True


@dataclass(frozen=True)
class Linea:
    pk: int
    nome: str
    al: int | None = None


@dataclass(frozen=True)
class Padre:
    """L'obiettivo da cui un altro discende, quanto basta a dire se il filo arriva al DUP."""

    pk: int
    nome: str
    nel_dup: bool = False
    linea: Linea | None = None


@dataclass(frozen=True)
class Legame:
    unita: int
    capofila: bool = True
    peso: Decimal | None = None


@dataclass(frozen=True)
class Assegnazione:
    """A chi: `tipo` è «persona», «incarico» o «gruppo»; `gruppo` è il tipo del gruppo."""

    tipo: str
    pk: int
    nome: str = ""
    responsabile: bool = True
    peso: Decimal | None = None
    quota: Decimal | None = None
    quota_risultato: Decimal | None = None
    gruppo: str = ""


@dataclass(frozen=True)
class Target:
    anno: int
    operatore: str = ""
    valore: Decimal | None = None
    massimo: Decimal | None = None
    giorno: date | None = None
    testo: str = ""

    @property
    def scritto(self) -> bool:
        return bool(self.operatore == "si" or self.valore is not None or self.giorno or self.testo)

    @property
    def numerico(self) -> bool:
        return self.valore is not None


@dataclass(frozen=True)
class Indicatore:
    pk: int
    nome: str
    formula: str = ""
    unita: str = ""
    verso: str = ""
    baseline: Decimal | None = None
    baseline_anno: int | None = None
    nuovo: bool = False
    nota_nuovo: str = ""
    fonte: str = ""
    tipo_fonte: str = ""
    rilevazione_il: date | None = None
    peso: Decimal | None = None
    target: tuple[Target, ...] = ()
    serie: tuple[tuple[int, Decimal], ...] = ()

    @property
    def si_misura_con_un_numero(self) -> bool:
        return self.verso not in SENZA_VALORE

    def nel(self, anno: int) -> Target | None:
        """Il target di un anno, se vi è scritto qualcosa."""
        return next((target for target in self.target if target.anno == anno and target.scritto), None)


@dataclass(frozen=True)
class Fase:
    nome: str
    mesi: tuple[str, ...] = ()

    @property
    def inizio(self) -> date | None:
        return _primo(min(self.mesi)) if self.mesi else None

    @property
    def fine(self) -> date | None:
        if not self.mesi:
            return None
        ultimo = _primo(max(self.mesi))
        return ultimo.replace(day=monthrange(ultimo.year, ultimo.month)[1])


def _primo(mese: str) -> date:
    return date.fromisoformat(f"{mese}-01")


@dataclass(frozen=True)
class Obiettivo:
    """Un obiettivo del Piano con tutto ciò che ha. `peso` è quello effettivo secondo il metodo del ciclo."""

    pk: int
    titolo: str
    codice: str = ""
    descrizione: str = ""
    finalita: str = ""
    livello: str = Livello.OPERATIVO
    natura: str = ""
    motivazione_mantenimento: str = ""
    tipologia: str = ""
    anche_individuale: bool = False
    prerequisito: bool = False
    obbligo_legge: str = ""
    stakeholder: str = ""
    contributori: str = ""
    bisogno: str = ""
    miglioramento_atteso: str = ""
    valore_riferimento: str = ""
    fonte_riferimento: str = ""
    nel_dup: bool = False
    misura_anticorruzione: str = ""
    padre: Padre | None = None
    linea: Linea | None = None
    data_inizio: date | None = None
    data_fine: date | None = None
    peso: Decimal | None = None
    scala: str = ScalaPeso.PERCENTUALE
    temi: frozenset[str] = frozenset()
    ambiti: frozenset[str] = frozenset()
    unita: tuple[Legame, ...] = ()
    assegnazioni: tuple[Assegnazione, ...] = ()
    indicatori: tuple[Indicatore, ...] = ()
    fasi: tuple[Fase, ...] = ()
    risorse: frozenset[str] = frozenset()

    @property
    def nome(self) -> str:
        return f"{self.codice} {self.titolo}".strip()

    @property
    def operativo(self) -> bool:
        return self.livello == Livello.OPERATIVO

    @property
    def mantenimento(self) -> bool:
        return self.natura == Natura.MANTENIMENTO

    @property
    def trasversale(self) -> bool:
        return self.tipologia in (Tipologia.TRASVERSALE, Tipologia.COMUNE)

    @property
    def inizio(self) -> date | None:
        """La data scritta o, se manca, il primo mese delle fasi."""
        fasi = [fase.inizio for fase in self.fasi if fase.inizio]
        return self.data_inizio or min(fasi, default=None)

    @property
    def fine(self) -> date | None:
        """La data scritta o, se manca, l'ultimo mese delle fasi."""
        fasi = [fase.fine for fase in self.fasi if fase.fine]
        return self.data_fine or max(fasi, default=None)

    @property
    def capofila(self) -> frozenset[int]:
        return frozenset(legame.unita for legame in self.unita if legame.capofila)

    @property
    def testo(self) -> str:
        return " ".join((self.titolo, self.descrizione, self.finalita))


@dataclass(frozen=True)
class Risorsa:
    """Una risorsa di tutto il piano (`unita` None) o di un'unità."""

    tipo: str
    unita: int | None = None


@dataclass(frozen=True)
class Variazione:
    pk: int
    numero: int
    titolo: str
    stato: str
    motivo: str = ""
    atto: Atto | None = None
    con_parere: bool = False


@dataclass(frozen=True)
class Consultazione:
    incarico: int
    proposto_il: date | None = None
    negoziato_il: date | None = None
    concordato_il: date | None = None


@dataclass(frozen=True)
class Nota:
    """Un'incoerenza del documento di origine: che cosa vi è scritto e che cosa ci si aspettava."""

    codice: str
    tipo: str
    riga: int | None = None
    gravita: str = ""
    letto: str = ""
    atteso: str = ""
    descrizione: str = ""

    @property
    def riferimento(self) -> Riferimento:
        return Riferimento(
            "nota", self.codice, f"Documento di origine, riga {self.riga}" if self.riga else "Documento"
        )


@dataclass(frozen=True)
class Testo:
    """Una parte discorsiva (HTML) o un campo di un obiettivo (testo semplice), con la pagina dove si scrive."""

    chiave: str
    nome: str
    html: str
    collegamento: str = ""
    tipo: str = "testo"
    dentro: str = ""


@dataclass(frozen=True)
class Documento:
    """L'ultimo PDF prodotto: ciò che gli manca per essere accessibile e conservabile."""

    prodotto: bool = False
    definitivo: bool = False
    mancanze: tuple[str, ...] = ()
    collegamento: str = ""


@dataclass(frozen=True)
class Fascicolo:
    """Tutto il ciclo, quel giorno. `testi` None e `documento` None: chi lo ha riempito non li conosce.

    `parziale`: c'è un obiettivo solo, quindi non si contano gli altri.
    """

    ente: Ente
    ciclo: Ciclo
    oggi: date
    obiettivi: tuple[Obiettivo, ...] = ()
    unita: tuple[Unita, ...] = ()
    incarichi: tuple[Incarico, ...] = ()
    persone: tuple[Persona, ...] = ()
    dipendenti: frozenset[int] = frozenset()
    risorse: tuple[Risorsa, ...] = ()
    fasi_ciclo: tuple[FaseCiclo, ...] = ()
    variazioni: tuple[Variazione, ...] = ()
    consultazioni: tuple[Consultazione, ...] = ()
    note: tuple[Nota, ...] = ()
    testi: tuple[Testo, ...] | None = None
    documento: Documento | None = None
    parziale: bool = False

    @property
    def data(self) -> date:
        """Il giorno a cui si guarda il Piano: quello dell'approvazione o, finché non c'è, oggi."""
        return self.ciclo.approvato_il or self.oggi

    @cached_property
    def il(self) -> date:
        """Il giorno di cui valgono le norme: quello del Piano, ma dentro l'anno del ciclo."""
        anno = self.ciclo.anno
        return min(max(self.data, date(anno, 1, 1)), date(anno, 12, 31))

    @cached_property
    def operativi(self) -> tuple[Obiettivo, ...]:
        return tuple(obiettivo for obiettivo in self.obiettivi if obiettivo.operativo)

    @cached_property
    def strategici(self) -> tuple[Obiettivo, ...]:
        return tuple(obiettivo for obiettivo in self.obiettivi if not obiettivo.operativo)

    @cached_property
    def in_vigore(self) -> tuple[Incarico, ...]:
        """Gli incarichi validi il giorno a cui si guarda il Piano."""
        return tuple(incarico for incarico in self.incarichi if incarico.vale(self.data))

    @cached_property
    def nomi_unita(self) -> dict[int, str]:
        return {unita.pk: unita.nome for unita in self.unita}

    @cached_property
    def padri(self) -> dict[int, int | None]:
        return {unita.pk: unita.padre for unita in self.unita}

    def antenate(self, unita: int) -> tuple[int, ...]:
        """L'unità e quelle sopra di lei."""
        catena: list[int] = []
        corrente: int | None = unita
        while corrente is not None and corrente not in catena:
            catena.append(corrente)
            corrente = self.padri.get(corrente)
        return tuple(catena)

    def numero(self, codice: str) -> Decimal:
        """Il parametro in vigore. Solleva ParametroAssente se la norma non c'era."""
        return parametri.valore(codice, self.il).numero

    def giorno(self, codice: str, anno: int | None = None) -> date:
        return parametri.valore(codice, self.il).nel(anno or self.ciclo.anno)

    def giorno_se_vige(self, codice: str, anno: int) -> date | None:
        """Il giorno di un anno fissato dal parametro, se alla fine di quell'anno la norma c'è."""
        fine = date(anno, 12, 31)
        return parametri.valore(codice, fine).nel(anno) if parametri.vige(codice, fine) else None

    def vige(self, codice: str) -> bool:
        return parametri.vige(codice, self.il)

    def verso(self, pagina: str, *argomenti: object) -> str:
        """L'indirizzo di una pagina dell'ente."""
        return reverse(pagina, args=[self.ente.slug, *argomenti])
