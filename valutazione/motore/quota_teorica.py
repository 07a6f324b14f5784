"""Il premio con la quota teorica: quanto spetterebbe, quanto spetta per punteggio e presenza, dove vanno i resti."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.conversioni import elenco, etichetta
from obiettivi.misura.numeri import CENTO, UNO, ZERO, conti_esatti, in_parole
from valutazione.motore.centesimi import al_centesimo
from valutazione.motore.configurazione import Premio, Smvp
from valutazione.motore.premio import Fatti, blocco, esclusione, non_negativo
from valutazione.motore.punteggio import valutazione_di
from valutazione.motore.riparto import Persone, controlla_fondo, per_ognuno, regola_del_premio

Importi = Mapping[str, Decimal]


@dataclass(frozen=True)
class QuotaTeorica:
    """Le quote di una persona. `importo_totale` è al centesimo e quadrato; le altre sono esatte."""

    quota_teorica: Decimal
    budget_assegnato: Decimal
    quota_effettiva: Decimal
    resti: Decimal
    importo_totale: Decimal


@dataclass(frozen=True)
class QuoteTeoriche:
    """Le quote di tutti e ciò che resta in `economia`: la somma degli importi e dell'economia è il fondo."""

    di_ognuno: dict[str, QuotaTeorica]
    economia: Decimal
    passi: tuple[Passo, ...]


@dataclass(frozen=True)
class _Presenza:
    """Ciò che di una persona entra nei conti."""

    coefficiente: Decimal
    giorni: Decimal
    part_time: Decimal
    assenze: Decimal
    punteggio: Decimal
    gruppo: str
    perche_zero: str = ""

    @property
    def tempo(self) -> Decimal:
        return self.giorni * self.part_time

    @property
    def tempo_utile(self) -> Decimal:
        return (self.giorni - self.assenze) * self.part_time


def quote_teoriche(smvp: Smvp, fondo: Decimal, persone: Persone) -> QuoteTeoriche:
    """Le quote di ciascuno.

    Solleva NonCalcolabile se il fondo o le persone non vanno (come `ripartisci`), se manca `giorni_anno`, se nessuno
    ha giorni, se un'area non ha coefficiente, le assenze superano i giorni o un punteggio non sta fra 0 e 100.
    """
    regola = regola_del_premio(smvp)
    controlla_fondo(fondo, persone)
    if regola.giorni_anno is None:
        raise NonCalcolabile("Per la quota teorica serve «giorni_anno» nel premio.")
    with conti_esatti():
        presenze = per_ognuno(persone, lambda fatti: _presenza(smvp, regola, fatti))
        unitaria, prima = _unitaria(fondo, regola.giorni_anno, presenze)
        esatte = {chi: _quota(presenza, unitaria, regola.giorni_anno) for chi, presenza in presenze.items()}
        presi = _dai_resti(presenze, esatte) if regola.resti_nel_gruppo else dict.fromkeys(esatte, ZERO)
        spettano = {chi: quota.quota_effettiva + presi[chi] for chi, quota in esatte.items()}
        quadrati = al_centesimo(spettano, troncamento=regola.troncamento)
        quote = {chi: _con_importo(quota, quadrati.importi[chi]) for chi, quota in esatte.items()}
        economia = fondo - sum(quadrati.importi.values(), ZERO)
    passi = [passo for chi, presenza in presenze.items() for passo in _passi(chi, presenza, quote[chi], presi[chi])]
    resta = Passo("economia", "fondo − importi", (("fondo", fondo),), economia)
    return QuoteTeoriche(quote, economia, (prima, *passi, *quadrati.passi, resta))


def _unitaria(fondo: Decimal, giorni_anno: Decimal, presenze: Mapping[str, _Presenza]) -> tuple[Decimal, Passo]:
    """La quota di chi ha coefficiente 1, tempo pieno, tutto l'anno."""
    somma = sum((presenza.tempo * presenza.coefficiente for presenza in presenze.values()), ZERO)
    if not somma:
        raise NonCalcolabile("Nessuno ha giorni (per part-time e coefficiente): la quota unitaria non esiste.")
    unitaria = fondo * giorni_anno / somma
    formula = "fondo × giorni anno / Σ giorni × part-time × coefficiente"
    return unitaria, Passo(
        "unitaria", formula, (("fondo", fondo), ("giorni anno", giorni_anno), ("Σ", somma)), unitaria
    )


def _quota(presenza: _Presenza, unitaria: Decimal, giorni_anno: Decimal) -> QuotaTeorica:
    """Le quote esatte di una persona; l'importo viene dopo, con quelli di tutti."""
    teorica = unitaria * presenza.coefficiente
    budget = teorica * presenza.tempo / giorni_anno
    effettiva = teorica * presenza.tempo_utile * presenza.punteggio / CENTO / giorni_anno
    return QuotaTeorica(teorica, budget, effettiva, budget - effettiva, ZERO)


def _con_importo(quota: QuotaTeorica, importo: Decimal) -> QuotaTeorica:
    return QuotaTeorica(quota.quota_teorica, quota.budget_assegnato, quota.quota_effettiva, quota.resti, importo)


def _dai_resti(presenze: Mapping[str, _Presenza], quote: Mapping[str, QuotaTeorica]) -> dict[str, Decimal]:
    """I resti di ogni gruppo, a chi ne fa parte, in proporzione all'effettiva; se nessuno ne ha, in economia."""
    resti: dict[str, Decimal] = defaultdict(Decimal)
    effettive: dict[str, Decimal] = defaultdict(Decimal)
    for chi, presenza in presenze.items():
        resti[presenza.gruppo] += quote[chi].resti
        effettive[presenza.gruppo] += quote[chi].quota_effettiva
    return {
        chi: resti[p.gruppo] * quote[chi].quota_effettiva / effettive[p.gruppo] if effettive[p.gruppo] else ZERO
        for chi, p in presenze.items()
    }


# ---- leggere i fatti di una persona ------------------------------------------------------------------------------


def _presenza(smvp: Smvp, regola: Premio, fatti: Fatti) -> _Presenza:
    giorni, assenze = non_negativo(fatti, "giorni"), _assenze(regola, fatti)
    if assenze > giorni:
        raise NonCalcolabile(f"le assenze ({in_parole(assenze)} giorni) superano i giorni ({in_parole(giorni)}).")
    punteggio, perche = _punteggio(smvp, regola, fatti)
    return _Presenza(
        coefficiente=_d_area(regola, fatti),
        giorni=giorni,
        part_time=_se_scritto(fatti, "part_time", UNO),
        assenze=assenze,
        punteggio=punteggio,
        gruppo=str(fatti.get("gruppo") or ""),
        perche_zero=perche,
    )


def _punteggio(smvp: Smvp, regola: Premio, fatti: Fatti) -> tuple[Decimal, str]:
    """Il punteggio che conta, e perché è zero se lo è per un'esclusione o un blocco."""
    escluso = esclusione(regola, fatti)
    if escluso:
        return ZERO, escluso
    valutazione = valutazione_di(smvp, fatti)
    if not ZERO <= valutazione.punteggio <= CENTO:
        raise NonCalcolabile(f"il punteggio {in_parole(valutazione.punteggio)} non sta fra 0 e 100.")
    return (ZERO, blocco(valutazione)) if valutazione.blocco else (valutazione.punteggio, "")


def _assenze(regola: Premio, fatti: Fatti) -> Decimal:
    """I giorni di assenza, più le ore portate in giorni e arrotondate all'intero. Ciò che non è scritto è zero."""
    giorni, ore = _se_scritto(fatti, "assenza_giorni", ZERO), _se_scritto(fatti, "assenza_ore", ZERO)
    if not ore:
        return giorni
    if regola.ore_giorno is None:
        raise NonCalcolabile("ci sono ore di assenza, ma il premio non ha «ore_giorno».")
    return giorni + arrotonda(ore / regola.ore_giorno, 0)


def _se_scritto(fatti: Fatti, nome: str, altrimenti: Decimal) -> Decimal:
    return altrimenti if fatti.get(nome) is None else non_negativo(fatti, nome)


def _d_area(regola: Premio, fatti: Fatti) -> Decimal:
    if regola.coefficienti is None:
        return UNO
    area = etichetta(fatti.get("area"))
    if area not in regola.coefficienti:
        attese = elenco(regola.coefficienti)
        raise NonCalcolabile(f"l'area {in_parole(fatti.get('area'))} non ha un coefficiente; attesa una fra {attese}.")
    return regola.coefficienti[area]


def _passi(chi: str, presenza: _Presenza, quota: QuotaTeorica, presi: Decimal) -> list[Passo]:
    tempo = (("giorni", presenza.giorni), ("part-time", presenza.part_time))
    merito = (("punteggio", presenza.punteggio), ("assenze", presenza.assenze), *tempo)
    coefficiente = (("coefficiente", presenza.coefficiente),)
    effettiva = "teorica / giorni anno × punteggio / 100 × (giorni − assenze) × part-time"
    gruppo = (("gruppo", presenza.gruppo),)
    zero = [Passo("esclusione", presenza.perche_zero, (), ZERO, chi)] if presenza.perche_zero else []
    return [
        *zero,
        Passo("quota teorica", "unitaria × coefficiente", coefficiente, quota.quota_teorica, chi),
        Passo("budget", "teorica / giorni anno × giorni × part-time", tempo, quota.budget_assegnato, chi),
        Passo("effettiva", effettiva, merito, quota.quota_effettiva, chi),
        Passo("resti", "budget − effettiva", (), quota.resti, chi),
        Passo("dai resti", "resti del gruppo × effettiva / Σ effettive del gruppo", gruppo, presi, chi),
    ]
