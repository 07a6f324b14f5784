"""Come si leggono, si tengono e si arrotondano i numeri. Nessun arrotondamento avviene se non è chiesto qui."""

import re
from contextlib import AbstractContextManager
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

from piao.base.numeri import numero

ZERO, UNO, CENTO = Decimal(0), Decimal(1), Decimal(100)
NUMERO = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?")
CIFRE_INTERE, CIFRE_DECIMALI = 15, 30
CIFRE_LETTE = 6

# 60 cifre: trenta sono del numero, le altre assorbono ciò che le divisioni perdono (1/3 × 3 deve dare 1).
_CONTESTO = Context(prec=60, rounding=ROUND_HALF_UP)
_RUMORE = Decimal(1).scaleb(-CIFRE_DECIMALI)
_UNITA = tuple(Decimal(1).scaleb(-decimali) for decimali in range(CIFRE_DECIMALI + 1))


class NonCalcolabile(ValueError):
    """Un conto che non si può fare senza indovinare. Il testo è una frase per chi usa il programma."""


def conti_esatti() -> AbstractContextManager[Context]:
    """Le cifre con cui si fanno i conti; fuori da qui Decimal arrotonda a 28 cifre."""
    return localcontext(_CONTESTO)


def pulito(valore: Decimal) -> Decimal:
    """Il valore senza il rumore delle divisioni: 99,999… (trenta nove) è 100. Non è un arrotondamento del SMVP."""
    esponente = valore.as_tuple().exponent
    if isinstance(esponente, int) and esponente >= -CIFRE_DECIMALI:
        return valore
    return valore.quantize(_RUMORE, rounding=ROUND_HALF_UP, context=_CONTESTO)


def arrotonda(valore: Decimal, decimali: int) -> Decimal:
    """Il valore con quei decimali, per eccesso a metà strada (HALF_UP). Mai «meno zero»."""
    esito = pulito(valore).quantize(_UNITA[decimali], rounding=ROUND_HALF_UP, context=_CONTESTO)
    return esito if esito else abs(esito)


def in_cifre(valore: Decimal, decimali: int) -> str:
    """Il valore come si scrive in un file: «79.80»."""
    return f"{arrotonda(valore, decimali):f}"


def leggi_numero(scritto: object, nome: str = "valore") -> Decimal:
    """Il Decimal scritto in un file o in un campo (numero, o testo con il punto).

    Solleva NonCalcolabile per tutto il resto: testi, vero e falso, virgola mobile, infiniti, cifre fuori misura.
    """
    if isinstance(scritto, str) and NUMERO.fullmatch(scritto):
        return Decimal(scritto)
    if isinstance(scritto, int | Decimal) and not isinstance(scritto, bool):
        letto = Decimal(scritto)
        if letto.is_finite() and letto.adjusted() < CIFRE_INTERE:
            return letto
    raise NonCalcolabile(f"«{nome}»: atteso un numero (con il punto per i decimali), trovato {in_parole(scritto)}.")


def in_parole(valore: object) -> str:
    """Il valore dentro una frase: «1.234,5», «66,666666…», «vero», «“Alta”»."""
    if valore is None:
        return "nulla"
    if isinstance(valore, bool):
        return "vero" if valore else "falso"
    if isinstance(valore, int | Decimal) and Decimal(valore).is_finite() and Decimal(valore).adjusted() < 40:
        return _numero_in_parole(Decimal(valore))
    testo = str(valore)
    return f"“{testo if len(testo) <= 60 else testo[:57] + '…'}”"


def _numero_in_parole(valore: Decimal) -> str:
    esatto = pulito(valore)
    corto = esatto.quantize(_UNITA[CIFRE_LETTE], rounding=ROUND_DOWN, context=_CONTESTO)
    return numero(corto) if corto == esatto else f"{numero(corto, CIFRE_LETTE)}…"
