"""Le misure del motore: una scheda accanto al conto a mano, un ente grande, tutti gli enti (decisione 0050)."""

import time
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from piao.base.bench import Confronto, in_un_processo, misura
from valutazione.motore import Smvp, leggi_smvp, premio_di, ripartisci, valutazione_di

SCHEDE = 2000
ENTI, PERSONE = 8_000, 350_000
GIUDIZI = {"Eccellente": 10, "Alta": 8, "Adeguata": 6, "Da migliorare": 4}
FASCE: list[dict[str, Any]] = [
    {"a": 60, "a_incluso": False, "esito": 0},
    {"da": 60, "a": 90, "a_incluso": False, "esito": "proporzionale"},
    {"da": 90, "esito": 100},
]
OBIETTIVI = [{"cod": f"O{i}", "peso": 20, "conv": {"tipo": "rapporto", "min": 0, "max": 100}} for i in range(5)]
COMPORTAMENTI = [{"cod": f"C{i}", "conv": {"tipo": "livelli", "livelli": GIUDIZI}} for i in range(4)]
A_SESSANTA = {"tipo": "lineare", "da": [0, 100], "a": [0, 60]}
CONFIGURAZIONE: dict[str, Any] = {
    "scheda": {
        "cod": "TOT",
        "agg": "somma",
        "decimali": 2,
        "figli": [
            {"cod": "OB", "agg": "media_pesata", "poi": A_SESSANTA, "figli": OBIETTIVI},
            {"cod": "COMP", "agg": "somma", "figli": COMPORTAMENTI},
        ],
    },
    "premio": {"fasce": FASCE, "punteggio_massimo": 100, "fattori": [{"input": "giorni", "base": 365}]},
}

# ---- una scheda accanto allo stesso conto scritto a mano ---------------------------------------------------------


@misura
def schede() -> Iterator[Confronto]:
    """Nove voci, due livelli, fascia, fattore, centesimi: con la derivazione di ogni numero, e senza nulla."""
    smvp = leggi_smvp(CONFIGURAZIONE)
    persone = [_persona(numero) for numero in range(SCHEDE)]
    nostro, a_mano = _al_secondo(lambda p: _premio(smvp, p), persone), _al_secondo(_a_mano, persone)
    yield Confronto("Una scheda con la sua derivazione (a mano: solo il numero)", 1e6 / nostro, 1e6 / a_mano, "µs")
    yield Confronto("  schede al secondo, un processore", nostro, unita="")


def _persona(numero: int) -> dict[str, Any]:
    """Una persona inventata: sempre la stessa per lo stesso numero."""
    obiettivi = {f"O{i}": {"consuntivo": (numero * 37 + i * 13) % 101, "target": 90} for i in range(5)}
    giudizi = list(GIUDIZI)
    comportamenti = {f"C{i}": giudizi[(numero * 7 + i) % len(giudizi)] for i in range(4)}
    return {"valori": obiettivi | comportamenti, "base": 1000, "giorni": 365 - numero % 60}


def _premio(smvp: Smvp, persona: dict[str, Any]) -> Decimal | None:
    return premio_di(smvp, persona, valutazione_di(smvp, persona)).importo


def _a_mano(persona: dict[str, Any]) -> Decimal:
    """Lo stesso premio senza SMVP, senza controlli, senza derivazione: il minimo indispensabile."""
    valori = persona["valori"]
    gradi = [min(Decimal(100), Decimal(valori[f"O{i}"]["consuntivo"]) * 100 / 90) for i in range(5)]
    punti = sum((grado * 20 for grado in gradi), Decimal(0)) / 100 * 60 / 100
    punti += sum(GIUDIZI[valori[f"C{i}"]] for i in range(4))
    punteggio = punti.quantize(Decimal("0.01"), ROUND_HALF_UP)
    percentuale = Decimal(0) if punteggio < 60 else punteggio if punteggio < 90 else Decimal(100)
    premio: Decimal = Decimal(persona["base"]) * percentuale / 100 * persona["giorni"] / 365
    return premio.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _al_secondo(calcola: Callable[[dict[str, Any]], object], persone: list[dict[str, Any]]) -> float:
    calcola(persone[0])
    inizio = time.process_time()
    for persona in persone:
        calcola(persona)
    return len(persone) / (time.process_time() - inizio)


# ---- un ente grande, e tutti gli enti ----------------------------------------------------------------------------


@misura
def ricalcolo() -> Iterator[Confronto]:
    """Punteggi, fasce e riparto al centesimo. Ogni giro in un processo suo; la memoria accanto a quella di un ente."""
    uno = in_un_processo("valutazione.bench:enti", "1", "1000")
    yield Confronto("Ricalcolare un ente con 1.000 persone", uno["secondi"], unita="s")
    tutti = in_un_processo("valutazione.bench:enti", str(ENTI), str(PERSONE))
    yield Confronto("Ricalcolare 8.000 enti, 350.000 persone", tutti["secondi"], unita="s")
    yield Confronto("  memoria massima (accanto: un ente solo)", tutti["memoria"], uno["memoria"], "MB")


def enti(quanti: str, persone: str) -> dict[str, float]:
    """Il riparto di `quanti` enti inventati, uno alla volta: nulla di un ente resta quando si passa al successivo."""
    smvp = leggi_smvp(CONFIGURAZIONE)
    inizio = time.process_time()
    per_numero = [int(persone) * numero // int(quanti) for numero in range(int(quanti) + 1)]
    for prima, dopo in zip(per_numero, per_numero[1:], strict=False):
        fondo = Decimal(600 * (dopo - prima))
        riparto = ripartisci(smvp, fondo, {f"{numero:06}": _persona(numero) for numero in range(prima, dopo)})
        if sum(riparto.importi.values()) + riparto.economia != fondo:
            raise ArithmeticError("Il riparto non quadra con il fondo.")
    return {"secondi": time.process_time() - inizio}
