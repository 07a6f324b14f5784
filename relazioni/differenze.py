"""Che cosa cambia fra due versioni del Piano: una funzione pura sui due contenuti, campo per campo, in parole.

Un obiettivo si ritrova dal suo identificativo, un indicatore dal proprio: un codice o un titolo cambiati sono un
cambiamento, non un obiettivo tolto e uno aggiunto. I numeri d'ordine non contano: valgono solo dentro un documento.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import strip_tags

from obiettivi.voci import Ambito, ScalaPeso, Tema
from piao.base.controlli import Esito, Rilievo
from piao.base.numeri import data_breve, euro, numero
from relazioni.contenuto.tipi import DatiFase, DatiIndicatore, DatiObiettivo, DatiRisorsa, Piano

AGGIUNTO, TOLTO, CAMBIATO = "aggiunto", "tolto", "cambiato"


@dataclass(frozen=True)
class Campo:
    """Un campo diverso: come si chiama, che cosa diceva, che cosa dice."""

    nome: str
    prima: str
    dopo: str


@dataclass(frozen=True)
class Elemento:
    """Una cosa del Piano che si può confrontare: `chiave` la ritrova, `campi` sono nome e valore in parole."""

    chiave: str
    nome: str
    campi: tuple[tuple[str, str], ...] = ()
    parti: tuple["Elemento", ...] = ()


@dataclass(frozen=True)
class Differenza:
    """Che cosa è successo a un elemento: aggiunto, tolto o cambiato (allora: in quali campi e in quali parti)."""

    che_cosa: str
    nome: str
    campi: tuple[Campo, ...] = ()
    parti: tuple["Differenza", ...] = ()


@dataclass(frozen=True)
class Gruppo:
    """Le differenze di una parte del Piano."""

    titolo: str
    differenze: tuple[Differenza, ...]


def confronta(prima: Piano, dopo: Piano) -> tuple[Gruppo, ...]:
    """Le differenze, parte per parte; una parte uguale non compare."""
    gruppi = (Gruppo(titolo, _confronta(elementi(prima), elementi(dopo))) for titolo, elementi in PARTI)
    return tuple(gruppo for gruppo in gruppi if gruppo.differenze)


def conta(gruppi: Iterable[Gruppo]) -> dict[str, int]:
    """Quanti elementi aggiunti, tolti, cambiati in tutto."""
    tutti = [differenza.che_cosa for gruppo in gruppi for differenza in gruppo.differenze]
    return {che_cosa: tutti.count(che_cosa) for che_cosa in (AGGIUNTO, CAMBIATO, TOLTO)}


def rilievi_nuovi(prima: Esito, dopo: Esito) -> list[Rilievo]:
    """Ciò che i controlli direbbero dopo e prima non dicevano dello stesso oggetto."""
    noti = {(rilievo.codice, rilievo.oggetto.codice) for rilievo in prima.rilievi}
    return [rilievo for rilievo in dopo.rilievi if (rilievo.codice, rilievo.oggetto.codice) not in noti]


def _confronta(prima: Sequence[Elemento], dopo: Sequence[Elemento]) -> tuple[Differenza, ...]:
    """Nell'ordine di dopo; in fondo ciò che è stato tolto."""
    vecchi = {elemento.chiave: elemento for elemento in prima}
    nuovi = {elemento.chiave for elemento in dopo}
    trovate = [_una(vecchi.get(elemento.chiave), elemento) for elemento in dopo]
    tolti = [Differenza(TOLTO, e.nome, _campi(e, Elemento("", ""))) for e in prima if e.chiave not in nuovi]
    return tuple(d for d in [*trovate, *tolti] if d.che_cosa != CAMBIATO or d.campi or d.parti)


def _una(vecchio: Elemento | None, nuovo: Elemento) -> Differenza:
    if vecchio is None:
        parti = _confronta((), nuovo.parti)
        return Differenza(AGGIUNTO, nuovo.nome, _campi(Elemento("", ""), nuovo), parti)
    return Differenza(CAMBIATO, nuovo.nome, _campi(vecchio, nuovo), _confronta(vecchio.parti, nuovo.parti))


def _campi(vecchio: Elemento, nuovo: Elemento) -> tuple[Campo, ...]:
    prima, dopo = dict(vecchio.campi), dict(nuovo.campi)
    nomi = dict.fromkeys([*dopo, *prima])
    confronti = (Campo(nome, prima.get(nome, ""), dopo.get(nome, "")) for nome in nomi)
    return tuple(campo for campo in confronti if campo.prima != campo.dopo)


# ---- dal contenuto agli elementi -------------------------------------------------------------------------------


def in_parole(valore: Any) -> str:
    """Un valore del contenuto come lo si legge: vuoto se manca (lo zero non manca)."""
    match valore:
        case None | "" | ():
            return ""
        case bool():
            return "sì" if valore else "no"
        case Decimal() | int():
            return numero(valore)
        case date():
            return data_breve(valore)
        case tuple():
            return "; ".join(in_parole(uno) for uno in valore)
    return str(valore)


def _scelti(cosa: Any, nomi: dict[str, str]) -> list[tuple[str, str]]:
    return [(etichetta, in_parole(getattr(cosa, nome))) for nome, etichetta in nomi.items()]


def _numerati(elementi: Iterable[Elemento]) -> tuple[Elemento, ...]:
    """Elementi con la stessa chiave (due fasi omonime) si ritrovano nell'ordine in cui compaiono."""
    visti: dict[str, int] = {}
    unici = []
    for e in elementi:
        visti[e.chiave] = visti.get(e.chiave, 0) + 1
        unici.append(Elemento(f"{e.chiave}#{visti[e.chiave]}", e.nome, e.campi, e.parti))
    return tuple(unici)


DOCUMENTO = {
    "titolo": "Titolo",
    "triennio": "Triennio",
    "impostazione": "Impostazione",
    "periodo": "Periodo",
    "allegato_a": "Allegato a",
    "provvisorio": "Obiettivi provvisori",
    "approvazione": "Atto di approvazione",
    "variazione": "Ultima variazione",
}
ENTE = {
    "denominazione": "Denominazione",
    "tipo": "Tipo",
    "provincia": "Provincia",
    "regione": "Regione",
    "indirizzo": "Indirizzo",
    "pec": "PEC",
    "sito": "Sito",
    "organismo": "Organismo di valutazione",
    "organismo_composizione": "Composizione dell'organismo",
    "mandato": "Mandato",
    "comuni": "Comuni che ne fanno parte",
}
OBIETTIVO = {
    "codice": "Codice",
    "titolo": "Titolo",
    "livello": "Livello",
    "descrizione": "Descrizione",
    "finalita": "Finalità",
    "natura": "Natura",
    "motivazione_mantenimento": "Perché è di mantenimento",
    "tipologia": "Tipologia",
    "anche_individuale": "Anche individuale",
    "prerequisito": "Prerequisito",
    "obbligo_legge": "Per legge",
    "bisogno": "Bisogno",
    "stakeholder": "A chi è rivolto",
    "contributori": "Chi contribuisce",
    "miglioramento_atteso": "Miglioramento atteso",
    "valore_pubblico": "Valore pubblico",
    "valore_riferimento": "Valore di riferimento",
    "fonte_riferimento": "Fonte del confronto",
    "risultato_anno_precedente": "Risultato dell'anno precedente",
    "missione": "Missione",
    "programma": "Programma",
    "riferimento_dup": "Riferimento nel DUP",
    "misura_anticorruzione": "Misura anticorruzione",
    "pnrr": "PNRR",
    "data_inizio": "Inizio",
    "data_fine": "Fine",
    "peso": "Peso",
}
INDICATORE = {
    "denominazione": "Denominazione",
    "codice": "Codice",
    "dimensione": "Dimensione",
    "unita_misura": "Unità di misura",
    "formula": "Formula",
    "numeratore": "Numeratore",
    "denominatore": "Denominatore",
    "verso": "Verso",
    "partenza": "Valore di partenza",
    "nuovo": "Indicatore nuovo",
    "nota_nuovo": "Perché è nuovo",
    "soglia_minima": "Soglia minima",
    "fonte": "Fonte",
    "tipo_fonte": "Tipo di fonte",
    "responsabile_dato": "Chi fornisce il dato",
    "frequenza": "Frequenza",
    "rilevazione_il": "Rilevazione",
    "peso": "Peso dell'indicatore",
}


def _documento(piano: Piano) -> tuple[Elemento, ...]:
    return (Elemento("documento", "Frontespizio", tuple(_scelti(piano.documento, DOCUMENTO))),)


def _ente(piano: Piano) -> tuple[Elemento, ...]:
    return (Elemento("ente", "Dati dell'ente", tuple(_scelti(piano.ente, ENTE))),)


def _atti(piano: Piano) -> tuple[Elemento, ...]:
    return tuple(Elemento(a.uso, a.uso, (("Estremi", a.estremi), ("Oggetto", a.oggetto))) for a in piano.atti)


def _testi(piano: Piano) -> tuple[Elemento, ...]:
    return tuple(
        Elemento(t.chiave, t.titolo, (("Titolo", t.titolo), ("Testo", _senza_segni(t.html)))) for t in piano.testi
    )


def _senza_segni(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def _obiettivi(piano: Piano) -> tuple[Elemento, ...]:
    nomi = {o.numero: o.nome for o in piano.obiettivi}
    linee = {linea.id: linea.titolo for linea in piano.linee}
    return _numerati(_obiettivo(o, nomi.get(o.padre or 0, ""), linee.get(o.linea or 0, "")) for o in piano.obiettivi)


def _obiettivo(o: DatiObiettivo, padre: str, linea: str) -> Elemento:
    campi = [
        *_scelti(o, OBIETTIVO),
        ("Scala del peso", ScalaPeso(o.scala_peso).label if o.scala_peso and o.peso is not None else ""),
        ("Discende da", padre),
        ("Linea di mandato", linea),
        ("Temi", "; ".join(Tema(tema).label for tema in o.temi)),
        ("Ambiti", "; ".join(Ambito(ambito).label for ambito in o.ambiti)),
        *((f"Unità: {u.denominazione}", _con_peso(u)) for u in o.unita),
        *((f"Assegnato a: {a.nome}", _con_peso(a)) for a in o.assegnatari),
    ]
    parti = (
        *_numerati(_indicatore(i) for i in o.indicatori),
        *_numerati(_fase(f) for f in o.fasi),
        *_numerati(_risorsa(r) for r in o.risorse),
    )
    return Elemento(o.identificativo or o.nome, o.nome, tuple(campi), parti)


def _con_peso(legame: Any) -> str:
    """«capofila, peso 40, quota 50%»."""
    peso = f"peso {numero(legame.peso)}" if legame.peso is not None else ""
    quota = f"quota {numero(legame.quota)}%" if legame.quota is not None else ""
    return ", ".join(parola for parola in (legame.ruolo, peso, quota) if parola)


def _indicatore(i: DatiIndicatore) -> Elemento:
    anno = str(i.partenza_anno or "")
    target = ((f"Traguardo {t.anno}", t.testo) for t in i.target)
    storico = ((f"Valore {v.anno}", numero(v.valore)) for v in i.storico)
    campi = (*_scelti(i, INDICATORE), ("Anno del valore di partenza", anno), *target, *storico)
    return Elemento(i.identificativo or i.denominazione, f"Indicatore «{i.denominazione}»", campi)


def _fase(f: DatiFase) -> Elemento:
    campi = [("Mesi", ", ".join(f.mesi)), ("Peso della fase", in_parole(f.peso)), ("Atteso", f.risultato_atteso)]
    quota = ("Avanzamento previsto", in_parole(f.percentuale_prevista))
    return Elemento(f"fase {f.titolo}", f"Fase «{f.titolo}»", (*campi, quota))


def _risorsa(r: DatiRisorsa) -> Elemento:
    importo = "" if r.importo is None else euro(r.importo)
    campi = (("Tipo", r.tipo), ("Quantità", in_parole(r.quantita)), ("Capitolo", r.capitolo), ("Importo", importo))
    return Elemento(f"risorsa {r.descrizione} {r.anno or ''}", f"Risorsa «{r.descrizione}»", campi)


def _risorse(piano: Piano) -> tuple[Elemento, ...]:
    return _numerati(_risorsa(r) for r in piano.risorse)


def _unita(piano: Piano) -> tuple[Elemento, ...]:
    nomi = {una.id: una.denominazione for una in piano.unita}
    return _numerati(
        Elemento(
            una.denominazione,
            una.denominazione,
            (
                ("Livello", una.livello),
                ("Fa parte di", nomi.get(una.padre or 0, "")),
                ("Chi la guida", in_parole(una.responsabili)),
                ("Funzioni", una.funzioni),
            ),
        )
        for una in piano.unita
    )


def _contesto(piano: Piano) -> tuple[Elemento, ...]:
    abitanti = (
        Elemento(f"{p.alla_data}", f"Popolazione al {data_breve(p.alla_data)}", (("Abitanti", numero(p.totale)),))
        for p in piano.popolazione
    )
    personale = piano.personale
    campi = (("Anno", str(personale.anno)), ("Dipendenti", in_parole(personale.totale))) if personale else ()
    return (*abitanti, Elemento("personale", "Personale in servizio", campi))


def _fasi_ciclo(piano: Piano) -> tuple[Elemento, ...]:
    return _numerati(
        Elemento(
            f.denominazione,
            f.denominazione,
            (("Organi", in_parole(f.organi)), ("Finalità", f.finalita), ("Quando", f.tempistica)),
        )
        for f in piano.fasi_ciclo
    )


Elementi = Callable[[Piano], tuple[Elemento, ...]]
PARTI: tuple[tuple[str, Elementi], ...] = (
    ("Obiettivi", _obiettivi),
    ("Documento", _documento),
    ("Testi", _testi),
    ("Atti", _atti),
    ("Risorse del Piano", _risorse),
    ("Fasi del ciclo", _fasi_ciclo),
    ("Unità", _unita),
    ("Ente", _ente),
    ("Popolazione e personale", _contesto),
)
