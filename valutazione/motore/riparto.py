"""Un fondo diviso fra più persone: in proporzione ai coefficienti, oppure con la quota teorica e i suoi resti."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.numeri import CENTO, UNO, ZERO, conti_esatti, in_parole
from valutazione.motore.centesimi import al_centesimo
from valutazione.motore.configurazione import Premio, Smvp
from valutazione.motore.premio import Fatti, motivo_di_zero, non_negativo, prodotto
from valutazione.motore.punteggio import valutazione_di
from valutazione.motore.scheda import Valutazione

Persone = Mapping[str, Fatti]
T = TypeVar("T")


@dataclass(frozen=True)
class Riparto:
    """Quanto va a ciascuno e quanto resta in `economia`: la somma è il fondo."""

    importi: dict[str, Decimal]
    economia: Decimal
    passi: tuple[Passo, ...]


def per_ognuno(persone: Persone, calcola: Callable[[Fatti], T]) -> dict[str, T]:
    """Lo stesso conto per ogni persona; se uno non si può fare, l'errore dice di chi."""
    esiti = {}
    for chi, fatti in persone.items():
        try:
            esiti[chi] = calcola(fatti)
        except NonCalcolabile as errore:
            raise NonCalcolabile(f"«{chi}»: {errore}") from errore
    return esiti


# ---- in proporzione ai coefficienti ------------------------------------------------------------------------------


def ripartisci(smvp: Smvp, fondo: Decimal, persone: Persone) -> Riparto:
    """Il fondo in proporzione a esito della fascia × fattori, al centesimo.

    Se nessuno ha un coefficiente il fondo resta tutto in economia. Solleva NonCalcolabile se il fondo è negativo o ha
    frazioni di centesimo, se non ci sono persone, se a una persona manca ciò che la regola chiede.
    """
    regola = _regola(smvp)
    _controlla(fondo, persone)
    with conti_esatti():
        coefficienti = per_ognuno(persone, lambda fatti: _coefficiente(smvp, regola, fatti))
        pesi = {chi: peso for chi, (peso, _) in coefficienti.items()}
        passi = tuple(
            Passo(p.cosa, p.formula, p.dati, p.esito, chi) for chi, (_, ps) in coefficienti.items() for p in ps
        )
        totale = sum(pesi.values(), ZERO)
        if not totale:
            vuoto = Passo("economia", "nessuno ha un coefficiente: il fondo non si ripartisce", (), fondo)
            return Riparto(dict.fromkeys(pesi, ZERO), fondo, (*passi, vuoto))
        esatti = {chi: fondo * peso / totale for chi, peso in pesi.items()}
    quadrati = al_centesimo(esatti, troncamento=regola.troncamento)
    parti = tuple(_parte(chi, fondo, peso, totale, esatti[chi]) for chi, peso in pesi.items())
    return Riparto(quadrati.importi, quadrati.economia, (*passi, *parti, *quadrati.passi))


def _regola(smvp: Smvp) -> Premio:
    if smvp.premio is None:
        raise NonCalcolabile("La configurazione non ha un premio da ripartire.")
    return smvp.premio


def _controlla(fondo: Decimal, persone: Persone) -> None:
    if fondo < 0:
        raise NonCalcolabile(f"Il fondo è negativo ({in_parole(fondo)}): non si ripartisce.")
    if fondo != arrotonda(fondo, 2):
        raise NonCalcolabile(f"Il fondo ha frazioni di centesimo ({in_parole(fondo)}): nessun riparto può quadrare.")
    if not persone:
        raise NonCalcolabile("Non c'è nessuna persona fra cui ripartire.")


def _coefficiente(smvp: Smvp, regola: Premio, fatti: Fatti) -> tuple[Decimal, list[Passo]]:
    """Il coefficiente di una persona. Senza fasce il punteggio conta solo se è uno dei fattori."""
    valutazione = valutazione_di(smvp, fatti) if regola.tabella or _ha_punteggio(fatti) else Valutazione(ZERO)
    perche = motivo_di_zero(regola, fatti, valutazione)
    if perche:
        return ZERO, [Passo("esclusione", perche, (), ZERO)]
    passi = list(valutazione.passi)
    esito = UNO
    if regola.tabella is not None:
        fascia = regola.tabella.trova(valutazione.punteggio)
        esito = fascia.esito.di(valutazione.punteggio)
        dati = (("punteggio", valutazione.punteggio), ("fascia", str(fascia)))
        passi.append(Passo("fascia", fascia.esito.formula, dati, esito))
    if esito < 0:
        raise NonCalcolabile(f"Il coefficiente della fascia è negativo ({in_parole(esito)}).")
    dei_fattori, passi_fattori = prodotto(regola.fattori, {"punteggio": valutazione.punteggio, **fatti})
    peso = esito * dei_fattori
    somma = Passo("coefficiente", "fascia × fattori", (("fascia", esito), ("fattori", dei_fattori)), peso)
    return peso, [*passi, *passi_fattori, somma]


def _ha_punteggio(fatti: Fatti) -> bool:
    return any(fatti.get(nome) is not None for nome in ("valori", "punteggio", "periodi"))


def _parte(chi: str, fondo: Decimal, peso: Decimal, totale: Decimal, esatto: Decimal) -> Passo:
    dati = (("fondo", fondo), ("coefficiente", peso), ("somma dei coefficienti", totale))
    return Passo("riparto", "fondo × coefficiente / somma dei coefficienti", dati, esatto, chi)


# ---- la quota teorica --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuotaTeorica:
    """Le quote di una persona. `importo_totale` è al centesimo e quadrato; le altre sono esatte."""

    quota_teorica: Decimal
    budget_assegnato: Decimal
    quota_effettiva: Decimal
    resti: Decimal
    importo_totale: Decimal


@dataclass(frozen=True)
class _Presenza:
    """Ciò che di una persona entra nei conti della quota teorica."""

    coefficiente: Decimal
    giorni: Decimal
    part_time: Decimal
    assenze: Decimal
    punteggio: Decimal
    gruppo: str


def quote_teoriche(
    smvp: Smvp, fondo: Decimal, persone: Persone
) -> tuple[dict[str, QuotaTeorica], Decimal, tuple[Passo, ...]]:
    """Le quote di ciascuno, ciò che resta in economia, i passi. La somma degli importi e dell'economia è il fondo.

    Solleva NonCalcolabile come `ripartisci`, e se nessuno ha giorni, un'area non ha coefficiente, le assenze superano
    i giorni o un punteggio non sta fra 0 e 100.
    """
    regola = _regola(smvp)
    _controlla(fondo, persone)
    if regola.giorni_anno is None:
        raise NonCalcolabile("Per la quota teorica serve «giorni_anno» nel premio.")
    with conti_esatti():
        presenze = per_ognuno(persone, lambda fatti: _presenza(smvp, regola, fatti))
        somma = sum((p.giorni * p.part_time * p.coefficiente for p in presenze.values()), ZERO)
        if not somma:
            raise NonCalcolabile("Nessuno ha giorni (per part-time e coefficiente): la quota unitaria non esiste.")
        unitaria = fondo * regola.giorni_anno / somma
        giornaliere = {chi: unitaria * p.coefficiente / regola.giorni_anno for chi, p in presenze.items()}
        budget = {chi: giornaliere[chi] * p.giorni * p.part_time for chi, p in presenze.items()}
        effettive = {
            chi: giornaliere[chi] * p.punteggio / CENTO * (p.giorni - p.assenze) * p.part_time
            for chi, p in presenze.items()
        }
        resti = {chi: budget[chi] - effettive[chi] for chi in presenze}
        presi = _dai_resti(presenze, effettive, resti) if regola.resti_nel_gruppo else dict.fromkeys(presenze, ZERO)
        esatti = {chi: effettive[chi] + presi[chi] for chi in presenze}
        quadrati = al_centesimo(esatti, troncamento=regola.troncamento)
        quote = {
            chi: QuotaTeorica(
                unitaria * p.coefficiente, budget[chi], effettive[chi], resti[chi], quadrati.importi[chi]
            )
            for chi, p in presenze.items()
        }
        economia = fondo - sum(quadrati.importi.values(), ZERO)
    prima = Passo(
        "quota unitaria",
        "fondo × giorni anno / Σ giorni × part-time × coefficiente",
        (("fondo", fondo), ("giorni anno", regola.giorni_anno), ("Σ", somma)),
        unitaria,
    )
    passi = [passo for chi, p in presenze.items() for passo in _passi(chi, p, quote[chi], presi[chi])]
    return quote, economia, (prima, *passi, *quadrati.passi, Passo("economia", "fondo − importi", (), economia))


def _presenza(smvp: Smvp, regola: Premio, fatti: Fatti) -> _Presenza:
    valutazione = valutazione_di(smvp, fatti)
    giorni = non_negativo(fatti, "giorni")
    assenze = _assenze(regola, fatti)
    if assenze > giorni:
        raise NonCalcolabile(f"le assenze ({in_parole(assenze)} giorni) superano i giorni ({in_parole(giorni)}).")
    if not ZERO <= valutazione.punteggio <= CENTO:
        raise NonCalcolabile(f"il punteggio {in_parole(valutazione.punteggio)} non sta fra 0 e 100.")
    return _Presenza(
        coefficiente=_d_area(regola, fatti),
        giorni=giorni,
        part_time=non_negativo(fatti, "part_time") if fatti.get("part_time") is not None else UNO,
        assenze=assenze,
        punteggio=ZERO if motivo_di_zero(regola, fatti, valutazione) else valutazione.punteggio,
        gruppo=str(fatti.get("gruppo") or ""),
    )


def _assenze(regola: Premio, fatti: Fatti) -> Decimal:
    """I giorni di assenza, più le ore portate in giorni e arrotondate all'intero. Ciò che non è scritto è zero."""
    giorni, ore = (
        non_negativo(fatti, nome) if fatti.get(nome) is not None else ZERO
        for nome in ("assenza_giorni", "assenza_ore")
    )
    if not ore:
        return giorni
    if regola.ore_giorno is None:
        raise NonCalcolabile("ci sono ore di assenza, ma il premio non ha «ore_giorno».")
    return giorni + arrotonda(ore / regola.ore_giorno, 0)


def _d_area(regola: Premio, fatti: Fatti) -> Decimal:
    if regola.coefficienti is None:
        return UNO
    area = fatti.get("area")
    if not isinstance(area, str) or area not in regola.coefficienti:
        attese = ", ".join(f"«{nome}»" for nome in regola.coefficienti)
        raise NonCalcolabile(f"l'area {in_parole(area)} non ha un coefficiente; attesa una fra {attese}.")
    return regola.coefficienti[area]


def _dai_resti(
    presenze: Mapping[str, _Presenza], effettive: Mapping[str, Decimal], resti: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """I resti di ogni gruppo, a chi ne fa parte, in proporzione all'effettiva; se nessuno ne ha, in economia."""
    del_gruppo: dict[str, Decimal] = defaultdict(Decimal)
    base: dict[str, Decimal] = defaultdict(Decimal)
    for chi, presenza in presenze.items():
        del_gruppo[presenza.gruppo] += resti[chi]
        base[presenza.gruppo] += effettive[chi]
    return {
        chi: del_gruppo[p.gruppo] * effettive[chi] / base[p.gruppo] if base[p.gruppo] else ZERO
        for chi, p in presenze.items()
    }


def _passi(chi: str, presenza: _Presenza, quota: QuotaTeorica, presi: Decimal) -> tuple[Passo, ...]:
    tempo = (("giorni", presenza.giorni), ("part-time", presenza.part_time))
    merito = (("punteggio", presenza.punteggio), ("assenze", presenza.assenze), *tempo)
    return (
        Passo(
            "quota teorica",
            "unitaria × coefficiente",
            (("coefficiente", presenza.coefficiente),),
            quota.quota_teorica,
            chi,
        ),
        Passo("budget", "teorica / giorni anno × giorni × part-time", tempo, quota.budget_assegnato, chi),
        Passo(
            "effettiva",
            "teorica / giorni anno × punteggio / 100 × (giorni − assenze) × part-time",
            merito,
            quota.quota_effettiva,
            chi,
        ),
        Passo("resti", "budget − effettiva", (), quota.resti, chi),
        Passo(
            "dai resti del gruppo",
            "resti del gruppo × effettiva / Σ effettive",
            (("gruppo", presenza.gruppo),),
            presi,
            chi,
        ),
    )
