"""La maggiorazione del premio individuale: una graduatoria e una quota chiusa, mai una soglia di punteggio."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.numeri import CENTO, ZERO, conti_esatti, in_parole
from valutazione.motore.configurazione import Maggiorazione, Smvp
from valutazione.motore.riparto import Persone, Riparto, ripartisci

Importi = Mapping[str, Decimal]
Fila = tuple[str, ...]
Divide = Callable[[Smvp, Decimal, Persone], Riparto]


@dataclass(frozen=True)
class EsitoMaggiorazione:
    """I premi, la media pro capite, quanto spetta ai beneficiari, chi sono, chi è pari all'ultimo di loro.

    `economia` è ciò che non va a nessuno, se la maggiorazione viene dal fondo.
    """

    premi: Importi
    media_pro_capite: Decimal
    importo: Decimal
    beneficiari: Fila
    parita_da_risolvere: Fila
    passi: tuple[Passo, ...]
    economia: Decimal = ZERO


def maggiora(smvp: Smvp, premi: Importi, punteggi: Importi) -> EsitoMaggiorazione:
    """La maggiorazione che si aggiunge ai premi: la media è quella dei premi positivi.

    I beneficiari sono i primi per punteggio fra chi ha un premio; a parità, per ordine di chiave, e la parità si
    segnala. Solleva NonCalcolabile se la configurazione non ha una maggiorazione o premi e punteggi non sono delle
    stesse persone.
    """
    regola = _regola(smvp)
    diverse = sorted(premi.keys() ^ punteggi.keys())
    if diverse:
        raise NonCalcolabile(f"Premi e punteggi non sono delle stesse persone: {', '.join(diverse)}.")
    positivi = {chi: premio for chi, premio in premi.items() if premio > 0}
    media, prima = _media_dei_premiati(positivi)
    importo, passo = _importo(regola, media)
    primi, pari = _graduatoria(regola, set(positivi), punteggi)
    passi = (prima, passo, *_posti(primi, pari, punteggi, importo))
    return EsitoMaggiorazione(premi, media, importo, primi, pari, passi)


def maggiora_dal_fondo(
    smvp: Smvp,
    fondo: Decimal,
    persone: Persone,
    punteggi: Importi,
    *,
    dividi: Divide = ripartisci,
    sui_premiati: bool = False,
) -> EsitoMaggiorazione:
    """La maggiorazione che si toglie dal fondo prima di dividerlo: la media è quella dei premi destinati.

    Con `sui_premiati` la media è quella dei premi che andrebbero a chi ne ha uno (CCNL 16.11.2022, art. 81); `dividi`
    è come il fondo si divide. Premi + importo × beneficiari + economia fanno il fondo. Solleva NonCalcolabile come
    `dividi`, e se la maggiorazione costa più del fondo.
    """
    regola = _regola(smvp)
    positivi = {chi: quanto for chi, quanto in dividi(smvp, fondo, persone).importi.items() if quanto > 0}
    media, prima = _media_dei_premiati(positivi) if sui_premiati else _media_dei_destinati(fondo, len(persone))
    importo, passo = _importo(regola, media)
    primi, pari = _graduatoria(regola, set(positivi), punteggi)
    resta = fondo - importo * len(primi)
    if resta < 0:
        raise NonCalcolabile(f"La maggiorazione costa {in_parole(importo * len(primi))}, più del fondo.")
    riparto = dividi(smvp, resta, persone)
    dati = (("fondo", fondo), ("importo", importo), ("beneficiari", len(primi)))
    tolto = Passo("fondo da ripartire", "fondo − importo × beneficiari", dati, resta)
    passi = (prima, passo, *_posti(primi, pari, punteggi, importo), tolto, *riparto.passi)
    return EsitoMaggiorazione(riparto.importi, media, importo, primi, pari, passi, riparto.economia)


def _regola(smvp: Smvp) -> Maggiorazione:
    if smvp.maggiorazione is None:
        raise NonCalcolabile("La configurazione non ha una maggiorazione.")
    return smvp.maggiorazione


def _media_dei_premiati(positivi: Importi) -> tuple[Decimal, Passo]:
    with conti_esatti():
        media = sum(positivi.values(), ZERO) / len(positivi) if positivi else ZERO
    return media, Passo("media pro capite", "Σ premi positivi / quanti", tuple(positivi.items()), media)


def _media_dei_destinati(fondo: Decimal, persone: int) -> tuple[Decimal, Passo]:
    with conti_esatti():
        media = fondo / persone
    return media, Passo("media pro capite", "fondo / persone", (("fondo", fondo), ("persone", persone)), media)


def _importo(regola: Maggiorazione, media: Decimal) -> tuple[Decimal, Passo]:
    with conti_esatti():
        importo = arrotonda(media * regola.percentuale / CENTO, 2)
    dati = (("media", media), ("percentuale", regola.percentuale))
    return importo, Passo("maggiorazione", "media × percentuale / 100", dati, importo)


def _graduatoria(regola: Maggiorazione, con_premio: set[str], punteggi: Importi) -> tuple[Fila, Fila]:
    """I primi, e gli esclusi con lo stesso punteggio dell'ultimo di loro."""
    graduatoria = sorted(con_premio, key=lambda chi: (-punteggi[chi], chi))
    quanti = regola.quanti(len(punteggi))
    primi, altri = tuple(graduatoria[:quanti]), graduatoria[quanti:]
    return primi, tuple(chi for chi in altri if primi and punteggi[chi] == punteggi[primi[-1]])


def _posti(primi: Fila, pari: Fila, punteggi: Importi, importo: Decimal) -> list[Passo]:
    posto, parita = "fra i primi per punteggio", "stesso punteggio dell'ultimo: decide il criterio del contratto"
    return [
        *(Passo("graduatoria", posto, (("punteggio", punteggi[chi]),), importo, chi) for chi in primi),
        *(Passo("parità", parita, (("punteggio", punteggi[chi]),), None, chi) for chi in pari),
    ]
