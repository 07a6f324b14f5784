"""Gli obiettivi che una norma impone: tempi di pagamento, formazione, trasparenza; e le risorse per farli."""

import re
from collections.abc import Iterator
from decimal import Decimal

from obiettivi.controlli.fascicolo import Assegnazione, Fascicolo, Incarico, Indicatore, Obiettivo
from obiettivi.controlli.responsabili import GUIDANO, VALUTATI, di_tutti, obiettivi_di
from obiettivi.controlli.segnali import (
    AVVISO,
    BLOCCO,
    ERRORE,
    del_piano,
    dell_incarico,
    dell_indicatore,
    dell_obiettivo,
    parte,
    scheda,
)
from obiettivi.controlli.struttura import SENZA_OBIETTIVI
from obiettivi.voci import ObbligoLegge, Tema, TipoRisorsa
from piao.base.controlli import Ambito, Gravita, NonValutabile, Segnale, regola
from piao.base.numeri import numero

Trovati = Iterator[Segnale | NonValutabile]
RITARDO = re.compile(r"\britard\w+|\bITR\b", re.I)
TRASPARENTE = re.compile(r"\b(trasparen\w+|anticorruzione)\b", re.I)
CENTO = Decimal(100)
SERVONO = frozenset({TipoRisorsa.UMANA, TipoRisorsa.FINANZIARIA})


@regola(
    "P26",
    "L'obiettivo sui tempi di pagamento c'è, pesa e si misura con il ritardo",
    norma="DL 13/2023, art. 4-bis c. 2; L. 145/2018, art. 1 c. 859 lett. b e 861; circ. RGS-DFP 1/2024",
    gravita=BLOCCO,
)
def tempi_di_pagamento(f: Fascicolo) -> Trovati:
    """Manca l'obiettivo, o chi risponde dei pagamenti non l'ha; la sua quota della retribuzione di risultato è sotto
    il 30%; l'indicatore non è il ritardo annuale, o il target è oltre zero giorni."""
    if not f.vige("quota_tempi_pagamento"):
        return
    if not f.obiettivi:
        yield NonValutabile(SENZA_OBIETTIVI)
        return
    suoi = [o for o in f.obiettivi if o.obbligo_legge == ObbligoLegge.TEMPI_PAGAMENTO]
    if not suoi and not f.parziale:
        rimedio = "Copialo dalla libreria e assegnalo a chi risponde dei pagamenti."
        libreria = f.verso("obiettivi:libreria", f.ciclo.anno)
        yield del_piano(BLOCCO, "Manca l'obiettivo sui tempi di pagamento.", rimedio, libreria)
    for o in suoi:
        yield from _ritardo(f, o)
        yield from _quote(f, o)
    for incarico in _pagano(f) if suoi and not f.parziale else ():
        if not any(o in suoi for o in obiettivi_di(f, incarico)):
            frase = "«{i}» risponde dei pagamenti ma non ha l'obiettivo sui loro tempi."
            pagina = scheda(f, suoi[0], "chi", "righe-assegnazioni")
            yield dell_incarico(f, incarico, BLOCCO, frase, "Assegnaglielo.", pagina)


def _pagano(f: Fascicolo) -> Iterator[Incarico]:
    return (incarico for incarico in f.in_vigore if incarico.responsabile_pagamenti)


def _ritardo(f: Fascicolo, o: Obiettivo) -> Trovati:
    giusti = [i for i in o.indicatori if RITARDO.search(f"{i.nome} {i.formula}")]
    if not giusti:
        frase = "«{o}» non si misura con il ritardo annuale dei pagamenti."
        rimedio = "Usa l'indicatore di ritardo annuale della piattaforma dei crediti (PCC), con target zero giorni."
        yield dell_obiettivo(f, o, BLOCCO, frase, rimedio, "misura", "indicatori")
    for i in giusti:
        if _oltre_zero(f, i):
            frase = "Il target di «{i}» è sopra zero giorni: la legge chiede che non ci sia ritardo."
            yield dell_indicatore(f, o, i, BLOCCO, frase, "Porta il target a zero, o meno.")


def _oltre_zero(f: Fascicolo, i: Indicatore) -> bool:
    target = i.nel(f.ciclo.anno)
    if target is None or target.valore is None:
        return False
    return max(target.valore, target.massimo or target.valore) > f.numero("ritardo_pagamenti_massimo")


def _quote(f: Fascicolo, o: Obiettivo) -> Trovati:
    minima = f.numero("quota_tempi_pagamento")
    paga = {incarico.pk for incarico in f.incarichi if incarico.responsabile_pagamenti}
    for a in o.assegnazioni:
        if _conta(a, paga) and (a.quota_risultato is None or a.quota_risultato < minima):
            lega = (
                "non dice quanta parte" if a.quota_risultato is None else f"lega solo il {numero(a.quota_risultato)}%"
            )
            frase = f"«{{o}}», per «{a.nome}», {lega} della retribuzione di risultato: ne serve il {numero(minima)}%."
            yield dell_obiettivo(f, o, BLOCCO, frase, "Scrivi la quota.", "chi", "righe-assegnazioni")


def _conta(a: Assegnazione, paga: set[int]) -> bool:
    """La quota si guarda per chi paga e per chi ne è responsabile; gli altri vi partecipano soltanto."""
    return (a.tipo == "incarico" and (a.pk in paga or (a.responsabile and not paga))) or (
        a.tipo == "gruppo" and a.responsabile and not paga
    )


@regola(
    "P27",
    "Chi risponde dei pagamenti è individuato, con l'atto che ne integra l'incarico",
    norma="DL 13/2023, art. 4-bis c. 2; circ. RGS-DFP 1/2024",
    gravita=ERRORE,
)
def integrazione_incarichi(f: Fascicolo) -> Trovati:
    """Nessun incarico in vigore è indicato come responsabile dei pagamenti, o a chi lo è manca l'atto che integra il
    contratto o il decreto."""
    if not f.vige("quota_tempi_pagamento"):
        return
    pagano = list(_pagano(f))
    if not pagano:
        frase = "Non è indicato chi risponde dei pagamenti."
        rimedio = "Spunta «responsabile dei pagamenti» nei suoi incarichi."
        yield del_piano(
            ERRORE, frase, rimedio, f.verso("enti:persone"), parte("pagamenti", "Responsabili dei pagamenti")
        )
    for incarico in pagano:
        if not incarico.integrato:
            frase = "A «{i}» manca l'atto che integra l'incarico con l'obiettivo sui pagamenti."
            yield dell_incarico(f, incarico, ERRORE, frase, "Indica l'atto di integrazione.")


@regola(
    "P28",
    "La formazione è un obiettivo di ogni responsabile",
    norma="Direttiva del Ministro per la PA 14.1.2025",
    gravita=ERRORE,
)
def formazione(f: Fascicolo) -> Trovati:
    """Manca un obiettivo sulla formazione, o un responsabile non l'ha; il target in ore pro capite è sotto quelle
    richieste (40 dal 2025; prima 24, e si avvisa soltanto)."""
    if not f.vige("formazione_ore"):
        return
    if not f.obiettivi:
        yield NonValutabile(SENZA_OBIETTIVI)
        return
    ore = f.numero("formazione_ore")
    gravita = ERRORE if ore >= ORE_DIRETTIVA else AVVISO
    suoi = [o for o in f.obiettivi if o.obbligo_legge == ObbligoLegge.FORMAZIONE or Tema.FORMAZIONE in o.temi]
    if not suoi:
        frase = f"Nessun obiettivo riguarda la formazione del personale ({numero(ore)} ore l'anno a testa)."
        yield del_piano(gravita, frase, "Copiane uno dalla libreria.", f.verso("obiettivi:libreria", f.ciclo.anno))
    for incarico in f.in_vigore if suoi else ():
        if incarico.tipo in VALUTATI & GUIDANO and incarico.unita and not _coperto(f, suoi, incarico):
            frase = "«{i}» non ha un obiettivo sulla formazione dei suoi collaboratori."
            pagina = scheda(f, suoi[0], "chi", "righe-assegnazioni")
            yield dell_incarico(f, incarico, gravita, frase, "Assegnagli l'obiettivo, o le sue unità.", pagina)
    for o in suoi:
        yield from _ore(f, o, ore, gravita)


def _ore(f: Fascicolo, o: Obiettivo, ore: Decimal, gravita: Gravita) -> Trovati:
    for i in o.indicatori:
        target = i.nel(f.ciclo.anno)
        if target and target.valore is not None and i.unita.strip().lower() in ORE and target.valore < ore:
            frase = f"Il target di «{{i}}» è di {numero(target.valore)} ore: ne servono {numero(ore)} a testa."
            yield dell_indicatore(f, o, i, gravita, frase, "Alza il target, o motiva perché non si può.")


ORE = frozenset({"ore", "ora", "h", "ore pro capite", "ore pro-capite", "ore a testa"})
ORE_DIRETTIVA = 40


def _coperto(f: Fascicolo, suoi: list[Obiettivo], incarico: Incarico) -> bool:
    """L'obiettivo è suo, o di tutti, o vi partecipa l'unità che guida."""
    sopra = f.antenate(incarico.unita or 0)
    partecipa = any(legame.unita in sopra for o in suoi for legame in o.unita)
    return partecipa or any(di_tutti(o) or o in obiettivi_di(f, incarico) for o in suoi)


@regola(
    "P29",
    "Trasparenza e anticorruzione sono obiettivi",
    norma="L. 190/2012, art. 1 c. 8 e 8-bis; D.Lgs. 33/2013, artt. 14 c. 1-quater e 44",
    gravita=ERRORE,
    certa=False,
)
def trasparenza(f: Fascicolo) -> Trovati:
    """Nessun obiettivo ha il tema della trasparenza, l'obbligo o una misura anticorruzione (se uno ne parla soltanto
    nel titolo, avvisa); un responsabile non ne ha nessuno (avviso)."""
    if not f.vige("trasparenza_obbligo"):
        return
    if not f.obiettivi:
        yield NonValutabile(SENZA_OBIETTIVI)
        return
    suoi = [o for o in f.obiettivi if _trasparente(o)]
    ne_parlano = [o for o in f.obiettivi if TRASPARENTE.search(o.titolo)]
    if not suoi and ne_parlano:
        frase = "«{o}» parla di trasparenza ma non ne ha il tema: nei conti del Piano non risulta."
        yield dell_obiettivo(f, ne_parlano[0], AVVISO, frase, "Assegnagli il tema.", "collegamenti", "div_id_temi")
    elif not suoi:
        frase = "Nessun obiettivo riguarda la trasparenza o la prevenzione della corruzione."
        yield del_piano(ERRORE, frase, "Copiane uno dalla libreria.", f.verso("obiettivi:libreria", f.ciclo.anno))
    for incarico in f.in_vigore if suoi else ():
        if incarico.tipo in VALUTATI and not any(_trasparente(o) for o in obiettivi_di(f, incarico)):
            frase = "«{i}» non ha un obiettivo di trasparenza."
            pagina = scheda(f, suoi[0], "chi", "righe-assegnazioni")
            yield dell_incarico(
                f, incarico, AVVISO, frase, "Assegnagliene uno: va scritto anche nell'incarico.", pagina
            )


def _trasparente(o: Obiettivo) -> bool:
    return Tema.TRASPARENZA in o.temi or o.obbligo_legge == ObbligoLegge.TRASPARENZA or bool(o.misura_anticorruzione)


@regola(
    "P30",
    "Gli obiettivi hanno le risorse",
    norma="D.Lgs. 150/2009, artt. 4 c. 2 lett. b e 5 c. 2 lett. g; TUEL, art. 169 c. 1",
    gravita=ERRORE,
    ambito=Ambito.OBIETTIVO,
    certa=False,
)
def risorse(f: Fascicolo) -> Trovati:
    """Un obiettivo non ha risorse umane né finanziarie, né le hanno la sua unità o il piano intero; avvisa se una
    persona è impegnata per più del 100% del suo tempo."""
    di_tutti = any(r.unita is None and r.tipo in SERVONO for r in f.risorse)
    di_unita = {r.unita for r in f.risorse if r.tipo in SERVONO}
    for o in f.obiettivi:
        di_sua = any(antenata in di_unita for legame in o.unita for antenata in f.antenate(legame.unita))
        if not (o.risorse & SERVONO or di_tutti or di_sua):
            frase = "«{o}» non dice con quali persone o quanto denaro si farà."
            yield dell_obiettivo(f, o, ERRORE, frase, "Indica le risorse.", "risorse", "righe-risorse")
    for nome, somma in _impegni(f).items():
        if somma > CENTO:
            frase = f"Gli impegni di «{nome}» sugli obiettivi fanno il {numero(somma)}% del suo tempo."
            pagina = f.verso("obiettivi:pesi", f.ciclo.anno)
            yield del_piano(
                AVVISO, frase, "Riduci le percentuali di coinvolgimento.", pagina, parte("impegno", "Impegni")
            )


def _impegni(f: Fascicolo) -> dict[str, Decimal]:
    impegni: dict[str, Decimal] = {}
    for o in f.obiettivi:
        for a in o.assegnazioni:
            if a.tipo == "persona" and a.quota is not None:
                impegni[a.nome] = impegni.get(a.nome, Decimal(0)) + a.quota
    return impegni


REGOLE = (
    tempi_di_pagamento,
    integrazione_incarichi,
    formazione,
    trasparenza,
    risorse,
)
