"""Dalle persone agli aggregati: quanto, a quanti, quanto diversi. Puro; da qui non esce nulla di meno di k persone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.misura.numeri import CENTO, ZERO, conti_esatti
from valutazione.aggregati.combinazioni import esposti
from valutazione.aggregati.soppressione import Tabella, gruppi_da_tacere, tabella
from valutazione.misura import distribuzione

ALTA, MEDIA, BASSA = "dal 90 al 100%", "dal 60 al 90%", "sotto il 60%"
BANDE = (ALTA, MEDIA, BASSA)
LIMITE_ALTO, LIMITE_MEDIO = Decimal(90), Decimal(60)


@dataclass(frozen=True)
class Valutato:
    """Una persona, per i conti: non esce da questo modulo. `quota` è il punteggio in percentuale del massimo.

    `premio` è ciò che si paga: None a chi non prende nulla.
    """

    categoria: str
    quota: Decimal
    genere: str = ""
    area: str = ""
    unita: str = ""
    valutatore: int | None = None
    fascia: str = ""
    premio: Decimal | None = None


@dataclass(frozen=True)
class Stanziamento:
    """I soldi di una categoria. `confermato`: i premi sono definiti; `persone`: chi ha una scheda, 0 se non si sa."""

    categoria: str
    importo: Decimal
    confermato: bool = False
    persone: int = 0


@dataclass(frozen=True)
class RigaPremi:
    """Art. 20 c. 1: stanziato e distribuito. None: non ancora definito, o riguarda troppo poche persone."""

    categoria: str
    stanziato: Decimal
    distribuito: Decimal | None = None
    persone: int | None = None
    medio: Decimal | None = None


@dataclass(frozen=True)
class Gruppo:
    """Quante persone, la media e la dispersione dei punteggi (in % del massimo). None: troppo poche persone."""

    nome: str
    persone: int | None = None
    media: Decimal | None = None
    scarto: Decimal | None = None


@dataclass(frozen=True)
class Aggregati:
    """Tutto ciò che delle valutazioni e dei premi di un anno può uscire dalla stanza."""

    anno: int
    soglia: int
    concluse: bool
    premi: tuple[RigaPremi, ...] = ()
    totale: RigaPremi | None = None
    distribuzione: Tabella | None = None
    per_fascia: Tabella | None = None
    tutti: Gruppo | None = None
    categorie: tuple[Gruppo, ...] = ()
    generi: tuple[Gruppo, ...] = ()
    aree: tuple[Gruppo, ...] = ()
    valutatori: tuple[Decimal, ...] = ()  # la dispersione dei punteggi di ciascuno, dalla più piccola: senza nome

    @property
    def quota_alta(self) -> Decimal | None:
        """La parte di persone nella banda più alta; None se non si può dire."""
        if self.distribuzione is None:
            return None
        alta, *_, tutti = self.distribuzione.celle[-1]
        if alta is None or not tutti:
            return None
        with conti_esatti():
            return Decimal(alta) * CENTO / tutti


def aggrega(
    valutati: Sequence[Valutato], stanziamenti: Sequence[Stanziamento], *, anno: int, k: int, concluse: bool
) -> Aggregati:
    """Gli aggregati di un anno. `k` è il numero di persone sotto il quale non si dice nulla."""
    categorie = list(dict.fromkeys([*(s.categoria for s in stanziamenti), *sorted({v.categoria for v in valutati})]))
    gruppi = _gruppi(valutati, k)
    return Aggregati(
        anno=anno,
        soglia=k,
        concluse=concluse,
        premi=_premi(valutati, stanziamenti, k),
        totale=_totale(valutati, stanziamenti, k),
        distribuzione=_tabella(valutati, categorie, BANDE, lambda v: banda(v.quota), k),
        per_fascia=_per_fascia(valutati, categorie, k),
        tutti=next(iter(gruppi[TUTTI]), None),
        categorie=gruppi["categoria"],
        generi=gruppi["genere"],
        aree=gruppi["area"],
        valutatori=_valutatori(valutati, k),
    )


def banda(quota: Decimal) -> str:
    """In quale terzo sta un punteggio, in percentuale del massimo."""
    if quota >= LIMITE_ALTO:
        return ALTA
    return MEDIA if quota >= LIMITE_MEDIO else BASSA


# ---- i soldi -------------------------------------------------------------------------------------------------------


def _premi(valutati: Sequence[Valutato], stanziamenti: Sequence[Stanziamento], k: int) -> tuple[RigaPremi, ...]:
    """Una riga per categoria; quelle di pochi, e quella che le farebbe ricavare, in una riga sola.

    Anche lo stanziato, se è di una persona sola, è il suo premio: quando lo ha avuto intero.
    """
    taciuti = gruppi_da_tacere({s.categoria: _di_quanti(valutati, s) for s in stanziamenti}, k)
    gruppi = [[s] for s in stanziamenti if s.categoria not in taciuti]
    insieme = [s for s in stanziamenti if s.categoria in taciuti]
    return tuple(_riga_di(gruppo, valutati, k) for gruppo in (*gruppi, insieme) if gruppo)


def _di_quanti(valutati: Sequence[Valutato], s: Stanziamento) -> int:
    """Di quante persone sono i soldi di una categoria; finché non si sa, valgono come di una sola."""
    return _quanti(valutati, {s.categoria}) if s.confermato else s.persone or 1


def _quanti(valutati: Iterable[Valutato], categorie: Container[str]) -> int:
    """Chi ha il premio o, se nessuno lo ha, chi è valutato: di pochi non si dice neppure che non hanno nulla."""
    loro = [v for v in valutati if v.categoria in categorie]
    return sum(v.premio is not None for v in loro) or len(loro)


def _riga_di(stanziamenti: Sequence[Stanziamento], valutati: Sequence[Valutato], k: int) -> RigaPremi:
    """Una categoria, o più d'una insieme; il distribuito quando tutte lo hanno definito e non sono troppo pochi."""
    nomi = [s.categoria for s in stanziamenti]
    nome, stanziato = ", ".join(nomi), sum((s.importo for s in stanziamenti), ZERO)
    importi = [importo for nome in nomi for importo in _con_premio(valutati, nome)]
    if not all(s.confermato for s in stanziamenti) or 0 < _quanti(valutati, nomi) < k:
        return RigaPremi(nome, stanziato)
    contati = not any(_quasi_tutti(valutati, lambda v: v.premio is not None, k, uno) for uno in nomi)
    return _riga(nome, stanziato, importi, contati=contati)


def _totale(valutati: Sequence[Valutato], stanziamenti: Sequence[Stanziamento], k: int) -> RigaPremi | None:
    """Il totale dell'ente, quando tutti i fondi sono definiti."""
    if not stanziamenti:
        return None
    stanziato = sum((s.importo for s in stanziamenti), ZERO)
    importi, categorie = _con_premio(valutati), {v.categoria for v in valutati}
    if not all(s.confermato for s in stanziamenti) or 0 < _quanti(valutati, categorie) < k:
        return RigaPremi("Totale", stanziato)
    contati = not any(_quasi_tutti(valutati, lambda v: v.premio is not None, k, nome) for nome in categorie)
    return _riga("Totale", stanziato, importi, contati=contati)


def _quasi_tutti(valutati: Iterable[Valutato], scelto: Callable[[Valutato], bool], k: int, categoria: str) -> bool:
    """Se di una categoria restano fuori pochi: quanti sono si saprebbe accostando due tabelle. Tutti fuori, no."""
    scelti = [scelto(v) for v in valutati if v.categoria == categoria]
    return any(scelti) and 0 < scelti.count(False) < k


def _riga(nome: str, stanziato: Decimal, importi: list[Decimal], *, contati: bool) -> RigaPremi:
    """`contati`: se si può dire in quanti sono, e quindi quanto hanno in media."""
    distribuito = sum(importi, ZERO)
    if not contati:
        return RigaPremi(nome, stanziato, distribuito)
    with conti_esatti():
        medio = distribuito / len(importi) if importi else None
    return RigaPremi(nome, stanziato, distribuito, len(importi), medio)


def _con_premio(valutati: Iterable[Valutato], categoria: str = "") -> list[Decimal]:
    return [v.premio for v in valutati if v.premio is not None and categoria in ("", v.categoria)]


# ---- quanti e quanto diversi ---------------------------------------------------------------------------------------


def _tabella(
    valutati: Iterable[Valutato],
    righe: Sequence[str],
    colonne: Sequence[str],
    colonna_di: Callable[[Valutato], str],
    k: int,
) -> Tabella | None:
    conti = Counter((v.categoria, colonna_di(v)) for v in valutati)
    presenti = [riga for riga in righe if any(nome == riga for nome, _ in conti)]
    return tabella(conti, presenti, colonne, k) if conti else None


def _per_fascia(valutati: Sequence[Valutato], categorie: Sequence[str], k: int) -> Tabella | None:
    """Per fascia del sistema, se le fasce hanno un nome e accostarle alle bande non isola nessuno."""
    con_fascia = [v for v in valutati if v.fascia]
    fuori_pochi = any(_quasi_tutti(valutati, lambda v: bool(v.fascia), k, nome) for nome in categorie)
    if fuori_pochi or _incroci_isolano(con_fascia, k):
        return None
    quote = {v.fascia: v.quota for v in sorted(con_fascia, key=lambda v: v.quota)}
    return _tabella(con_fascia, categorie, sorted(quote, key=quote.__getitem__, reverse=True), lambda v: v.fascia, k)


def _incroci_isolano(valutati: Sequence[Valutato], k: int) -> bool:
    """Due tabelle vere, messe accanto, possono dire di uno ciò che nessuna delle due dice."""
    for di in (lambda v: v.categoria, lambda v: TUTTI):
        incroci = Counter((di(v), banda(v.quota), v.fascia) for v in valutati)
        bande = Counter((di(v), banda(v.quota)) for v in valutati)
        fasce = Counter((di(v), v.fascia) for v in valutati)
        if any(n < k <= min(bande[chi, b], fasce[chi, f]) for (chi, b, f), n in incroci.items()):
            return True
    return False


# ---- le medie ------------------------------------------------------------------------------------------------------

TUTTI = "Tutti"
DIVISIONI: dict[str, Callable[[Valutato], str]] = {
    TUTTI: lambda v: TUTTI,
    "categoria": lambda v: v.categoria,
    "genere": lambda v: v.genere,
    "area": lambda v: v.area,
}
Insiemi = dict[tuple[str, str], frozenset[int]]


def _gruppi(valutati: Sequence[Valutato], k: int) -> dict[str, tuple[Gruppo, ...]]:
    """Le medie di ogni divisione, quella di tutti compresa: taciute dove da due di loro se ne ricava una di pochi."""
    insiemi = {
        (divisione, nome): frozenset(chi)
        for divisione, di in DIVISIONI.items()
        for nome, chi in _divisi(valutati, di).items()
    }
    detti = _dicibili(insiemi, k)
    return {
        divisione: tuple(
            _gruppo(nome, [valutati[i] for i in insiemi[chiave]]) if chiave in detti else Gruppo(nome)
            for chiave in sorted(insiemi)
            for nome in [chiave[1]]
            if chiave[0] == divisione and nome
        )
        for divisione in DIVISIONI
    }


def _divisi(valutati: Sequence[Valutato], di: Callable[[Valutato], str]) -> dict[str, list[int]]:
    esito = defaultdict[str, list[int]](list)
    for posto, valutato in enumerate(valutati):
        esito[di(valutato)].append(posto)
    return esito


def _dicibili(insiemi: Insiemi, k: int) -> set[tuple[str, str]]:
    """I gruppi che si dicono: nessuno piccolo, e nessuna combinazione di loro che riguardi troppo pochi."""
    taciuti = {
        (divisione, nome)
        for divisione in DIVISIONI
        for nome in gruppi_da_tacere({n: len(chi) for (d, n), chi in insiemi.items() if d == divisione}, k)
    }
    detti = sorted((c for c in insiemi if c not in taciuti and c[1]), key=lambda c: (len(insiemi[c]), c))
    while chi := esposti([insiemi[chiave] for chiave in detti], k):
        detti.remove(next((c for c in detti if _basta_tacere(c, detti, insiemi, chi)), detti[0]))
    return set(detti)


def _basta_tacere(
    chiave: tuple[str, str], detti: Sequence[tuple[str, str]], insiemi: Insiemi, chi: frozenset[int]
) -> bool:
    """Se senza quel gruppo di quelle persone non si ricava più nulla."""
    return esposti([insiemi[altra] for altra in detti if altra != chiave], len(chi) + 1) != chi


def _gruppo(nome: str, valutati: Sequence[Valutato]) -> Gruppo:
    come = distribuzione([v.quota for v in valutati])
    return Gruppo(nome, come.quanti, come.media, come.scarto) if come else Gruppo(nome)


def _valutatori(valutati: Sequence[Valutato], k: int) -> tuple[Decimal, ...]:
    """La dispersione di chi ha valutato almeno k persone, senza nome e senza numero: non si ricollega a nessuno."""
    divisi = _divisi(valutati, lambda v: "" if v.valutatore is None else str(v.valutatore))
    grandi = (_gruppo(nome, [valutati[i] for i in suoi]) for nome, suoi in divisi.items() if nome and len(suoi) >= k)
    return tuple(sorted(gruppo.scarto for gruppo in grandi if gruppo.scarto is not None))
