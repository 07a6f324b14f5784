"""Il premio con la quota teorica: quanto spetterebbe, quanto spetta per punteggio e presenza, dove vanno i resti."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.conversioni import elenco, etichetta
from obiettivi.misura.numeri import CENTO, UNO, ZERO, conti_esatti, in_parole
from valutazione.motore.centesimi import al_centesimo
from valutazione.motore.configurazione import ECONOMIA, NEL_GRUPPO, Premio, Smvp
from valutazione.motore.premio import Fatti, blocco, esclusione, fascia_senza_premio, non_negativo
from valutazione.motore.punteggio import valutazione_di
from valutazione.motore.riparto import Persone, controlla_fondo, per_ognuno, regola_del_premio


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
    partecipa: bool
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
        quote = {chi: _quota(presenza, unitaria, regola.giorni_anno) for chi, presenza in presenze.items()}
        gruppi = _gruppi(regola, presenze, quote)
        conti = {
            chi: _Conto(presenza, quote[chi], gruppi[presenza.gruppo], unitaria, regola.giorni_anno)
            for chi, presenza in presenze.items()
        }
        quadrati = al_centesimo({chi: conto.spetta for chi, conto in conti.items()}, troncamento=regola.troncamento)
        economia = fondo - sum(quadrati.importi.values(), ZERO)
        passi = [passo for chi, conto in conti.items() for passo in conto.passi(chi)]
    finite = {chi: replace(quota, importo_totale=quadrati.importi[chi]) for chi, quota in quote.items()}
    resta = Passo("economia", "fondo − importi", (("fondo", fondo), *quadrati.importi.items()), economia)
    return QuoteTeoriche(finite, economia, (prima, *passi, *quadrati.passi, resta))


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


@dataclass(frozen=True)
class _Gruppo:
    """Ciò che un gruppo non ha speso, e in proporzione a che cosa lo divide."""

    resti: Decimal = ZERO
    effettive: Decimal = ZERO

    def piu(self, quota: QuotaTeorica, *, partecipa: bool) -> "_Gruppo":
        return _Gruppo(self.resti + quota.resti, self.effettive + (quota.quota_effettiva if partecipa else ZERO))

    def parte(self, quota: QuotaTeorica) -> Decimal:
        """I resti che vanno a chi ha quella quota; se nessuno ha un'effettiva restano in economia."""
        return self.resti * quota.quota_effettiva / self.effettive if self.effettive else ZERO


def _gruppi(
    regola: Premio, presenze: Mapping[str, _Presenza], quote: Mapping[str, QuotaTeorica]
) -> dict[str, _Gruppo]:
    """Un gruppo per ogni nome, tutti vuoti se i resti vanno in economia."""
    gruppi: dict[str, _Gruppo] = defaultdict(_Gruppo)
    for chi, presenza in presenze.items() if regola.resti != ECONOMIA else ():
        gruppi[presenza.gruppo] = gruppi[presenza.gruppo].piu(quote[chi], partecipa=presenza.partecipa)
    return gruppi


@dataclass(frozen=True)
class _Conto:
    """Il conto di una persona, prima dei centesimi."""

    presenza: _Presenza
    quota: QuotaTeorica
    gruppo: _Gruppo
    unitaria: Decimal
    giorni_anno: Decimal

    @property
    def spetta(self) -> Decimal:
        dai_resti = self.gruppo.parte(self.quota) if self.presenza.partecipa else ZERO
        return self.quota.quota_effettiva + dai_resti

    def passi(self, chi: str) -> list[Passo]:
        """La derivazione: ogni fatto compare nel passo in cui conta."""
        di, quota = self.presenza, self.quota
        teorica, effettiva = ("teorica", quota.quota_teorica), ("effettiva", quota.quota_effettiva)
        tempo = (("giorni", di.giorni), ("part-time", di.part_time), ("giorni anno", self.giorni_anno))
        merito = (teorica, ("tempo utile", di.tempo_utile), ("punteggio", di.punteggio), tempo[-1])
        utile = (("giorni", di.giorni), ("assenze", di.assenze), ("part-time", di.part_time))
        resti = (("budget", quota.budget_assegnato), effettiva)
        coefficiente = (("unitaria", self.unitaria), ("coefficiente", di.coefficiente))
        zero = [Passo("esclusione", di.perche_zero, (), ZERO, chi)] if di.perche_zero else []
        return [
            *zero,
            Passo("quota teorica", "unitaria × coefficiente", coefficiente, quota.quota_teorica, chi),
            Passo(
                "budget", "teorica × giorni × part-time / giorni anno", (teorica, *tempo), quota.budget_assegnato, chi
            ),
            Passo("tempo utile", "(giorni − assenze) × part-time", utile, di.tempo_utile, chi),
            Passo("effettiva", "teorica × tempo utile × punteggio / 100 / giorni anno", merito, effettiva[1], chi),
            Passo("resti", "budget − effettiva", resti, quota.resti, chi),
            self._spetta(effettiva, chi),
        ]

    def _spetta(self, effettiva: tuple[str, Decimal], chi: str) -> Passo:
        """Chi non divide i resti, o non ne ha da dividere, ha la sua effettiva e nient'altro."""
        gruppo = self.gruppo
        if not (self.presenza.partecipa and gruppo.effettive):
            return Passo("spetta", "effettiva, senza resti da dividere", (effettiva,), self.spetta, chi)
        dati = (effettiva, ("resti del gruppo", gruppo.resti), ("Σ effettive", gruppo.effettive))
        return Passo("spetta", "effettiva + resti del gruppo × effettiva / Σ effettive", dati, self.spetta, chi)


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
        gruppo=str(fatti.get("gruppo") or "") if regola.resti == NEL_GRUPPO else "",
        partecipa=punteggio >= regola.resti_minimo,
        perche_zero=perche,
    )


def _punteggio(smvp: Smvp, regola: Premio, fatti: Fatti) -> tuple[Decimal, str]:
    """Il punteggio che conta, e perché è zero se lo è per un'esclusione, un blocco o una fascia senza premio."""
    escluso = esclusione(regola, fatti)
    if escluso:
        return ZERO, escluso
    valutazione = valutazione_di(smvp, fatti)
    if not ZERO <= valutazione.punteggio <= CENTO:
        raise NonCalcolabile(f"il punteggio {in_parole(valutazione.punteggio)} non sta fra 0 e 100.")
    perche = blocco(valutazione) or fascia_senza_premio(regola, valutazione.punteggio)
    return (ZERO if perche else valutazione.punteggio), perche


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
