"""La maggiorazione del premio individuale: una graduatoria e una quota chiusa, mai una soglia di punteggio."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.numeri import CENTO, ZERO, conti_esatti
from valutazione.motore.configurazione import Smvp


@dataclass(frozen=True)
class EsitoMaggiorazione:
    """I premi, la media dei positivi, quanto spetta ai beneficiari, chi sono, chi è pari all'ultimo di loro."""

    premi: Mapping[str, Decimal]
    media_pro_capite: Decimal
    importo: Decimal
    beneficiari: tuple[str, ...]
    parita_da_risolvere: tuple[str, ...]
    passi: tuple[Passo, ...]


def maggiora(smvp: Smvp, premi: Mapping[str, Decimal], punteggi: Mapping[str, Decimal]) -> EsitoMaggiorazione:
    """I primi per punteggio, fra chi ha un premio; a parità, per ordine di chiave, e la parità si segnala.

    Se nessuno ha un premio la media è zero e non ci sono beneficiari. Solleva NonCalcolabile se la configurazione non
    ha una maggiorazione o le persone dei premi e dei punteggi non sono le stesse.
    """
    regola = smvp.maggiorazione
    if regola is None:
        raise NonCalcolabile("La configurazione non ha una maggiorazione.")
    diverse = sorted(premi.keys() ^ punteggi.keys())
    if diverse:
        raise NonCalcolabile(f"Premi e punteggi non sono delle stesse persone: {', '.join(diverse)}.")
    positivi = {chi: premio for chi, premio in premi.items() if premio > 0}
    with conti_esatti():
        media = sum(positivi.values(), ZERO) / len(positivi) if positivi else ZERO
        importo = arrotonda(media * regola.percentuale / CENTO, 2)
    graduatoria = sorted(positivi, key=lambda chi: (-punteggi[chi], chi))
    primi, altri = graduatoria[: regola.beneficiari], graduatoria[regola.beneficiari :]
    pari = tuple(chi for chi in altri if primi and punteggi[chi] == punteggi[primi[-1]])
    passi = (
        Passo("media pro capite", "Σ premi positivi / quanti", tuple(positivi.items()), media),
        Passo(
            "maggiorazione",
            "media × percentuale / 100",
            (("media", media), ("percentuale", regola.percentuale)),
            importo,
        ),
        *(
            Passo("graduatoria", "fra i primi per punteggio", (("punteggio", punteggi[chi]),), importo, chi)
            for chi in primi
        ),
        *(
            Passo("parità", "stesso punteggio dell'ultimo: decide il criterio del contratto", (), None, chi)
            for chi in pari
        ),
    )
    return EsitoMaggiorazione(premi, media, importo, tuple(primi), pari, passi)
