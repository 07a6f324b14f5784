"""Le regole con cui un fondo si divide: quelle della scheda, quelle del contratto, quelle che valgono quel giorno."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from obiettivi.misura import NonCalcolabile
from obiettivi.misura.numeri import CENTO, ZERO
from valutazione.motore import Smvp, leggi_smvp
from valutazione.voci import ModoPremio, Tempi

TEMPI_RISPETTATI = "tempi_pagamento_rispettati"
SU_FASCIA = "fascia"
# Fatti nostri, detti come si leggono nei passi: «nessun giorno utile»: nessun premio.
ESCLUSA, SENZA_GIORNI, BLOCCATA = "escluso dal fondo", "nessun giorno utile", "un componente sotto il minimo"
FRAZIONI = ("part_time", "quota_convenzione")
TEMPO = ("giorni", "giorni_utili", "mesi")
NOTI = frozenset({*TEMPO, *FRAZIONI, "area", "gruppo", "punteggio", "assenza_giorni", "assenza_ore", TEMPI_RISPETTATI})
NOSTRI = frozenset({ESCLUSA, SENZA_GIORNI, BLOCCATA})


@dataclass(frozen=True)
class Parametri:
    """Tutto ciò che serve a dividere un fondo, tranne le persone."""

    importo: Decimal
    modo: str = ModoPremio.RIPARTO
    premio: Mapping[str, Any] = field(default_factory=dict)
    decimali: int = 2
    maggiorazione: Decimal | None = None
    quota_massima: Decimal | None = None
    per_eccesso: bool = False
    sui_premiati: bool = False
    tempi: str = Tempi.IGNOTO
    quota_tempi: Decimal | None = None

    @property
    def quota_dei_tempi(self) -> Decimal:
        """La parte legata ai tempi di pagamento: quella del fondo o, se non la dice, quella del sistema."""
        if self.quota_tempi is not None:
            return self.quota_tempi
        return sum((Decimal(q["quota"]) for q in self.premio.get("quote", ()) if q["su"] == TEMPI_RISPETTATI), ZERO)


def smvp_per(parametri: Parametri) -> Smvp:
    """La configurazione del motore. Solleva ConfigurazioneRifiutata, o NonCalcolabile se il tempo conta due volte."""
    premio = {nome: valore for nome, valore in parametri.premio.items() if nome != "quote"}
    quote = _quote(parametri)
    if quote:
        premio["quote"] = quote
    if parametri.modo == ModoPremio.RIPARTO and not premio.get("fasce") and not premio.get("fattori"):
        raise NonCalcolabile("Le regole del premio sono vuote: scrivi fasce o fattori nella scheda di valutazione.")
    premio["esclusioni"] = [*premio.get("esclusioni", ()), *sorted(NOSTRI)]
    configurazione: dict[str, Any] = {"decimali_punteggio": parametri.decimali, "premio": premio}
    if parametri.maggiorazione:
        if parametri.quota_massima is None:
            raise NonCalcolabile("La maggiorazione vuole la quota massima di beneficiari: scrivila nel fondo.")
        configurazione["maggiorazione"] = {
            "percentuale": parametri.maggiorazione,
            "quota_beneficiari": parametri.quota_massima,
            "arrotondamento": "eccesso" if parametri.per_eccesso else "difetto",
            "finanziamento": "dal_fondo",
        }
    smvp = leggi_smvp(configurazione)
    _una_volta_sola(smvp)
    return smvp


def _quote(parametri: Parametri) -> list[dict[str, Any]]:
    """Le quote del premio di ciascuno; dividendo un fondo la quota dei tempi si toglie prima, tutta insieme."""
    del_sistema = list(parametri.premio.get("quote", ()))
    if parametri.modo != ModoPremio.IMPORTO:
        altre = [quota["su"] for quota in del_sistema if quota["su"] not in (SU_FASCIA, TEMPI_RISPETTATI)]
        if altre:
            raise NonCalcolabile(f"La quota su «{altre[0]}» vale per importi fissi: un fondo non si divide così.")
        return []
    if parametri.quota_tempi is None:
        return del_sistema
    if not parametri.quota_tempi:
        return []
    resto = {"quota": CENTO - parametri.quota_tempi, "su": SU_FASCIA}
    return [resto, {"quota": parametri.quota_tempi, "su": TEMPI_RISPETTATI}]


def _una_volta_sola(smvp: Smvp) -> None:
    """Ogni fattore entra una volta: giorni e giorni utili insieme toglierebbero due volte lo stesso tempo."""
    fattori = [f.dato for f in smvp.premio.fattori] if smvp.premio else []
    doppi = [nome for nome in fattori if nome in TEMPO]
    if len(doppi) > 1:
        raise NonCalcolabile(f"Il tempo conta due volte («{doppi[0]}» e «{doppi[1]}»): lascia un fattore solo.")


def fatti_per(smvp: Smvp, parametri: Parametri, fatti: Mapping[str, Any]) -> dict[str, Any]:
    """I fatti di una persona come li vogliono queste regole: le frazioni nella scala del fattore, i tempi.

    Solleva NonCalcolabile se le regole chiedono i tempi e ancora non si sa.
    """
    pronti = dict(fatti)
    for fattore in smvp.premio.fattori if smvp.premio else ():
        if fattore.dato in FRAZIONI and pronti.get(fattore.dato) is not None:
            pronti[fattore.dato] = pronti[fattore.dato] * fattore.base
    if TEMPI_RISPETTATI in smvp.dati_del_premio:
        if parametri.tempi == Tempi.IGNOTO:
            raise NonCalcolabile("Non è ancora scritto se i tempi di pagamento sono rispettati: scrivilo nel fondo.")
        pronti[TEMPI_RISPETTATI] = parametri.tempi == Tempi.SI
    return pronti


def da_chiedere(premio: Mapping[str, Any]) -> list[str]:
    """I fatti che le regole leggono da ogni persona e che il programma non sa da sé: li scrive l'ufficio personale."""
    chiesti = [
        *(fattore["input"] for fattore in premio.get("fattori", ())),
        *(quota["su"] for quota in premio.get("quote", ())),
        *premio.get("esclusioni", ()),
    ]
    return [nome for nome in dict.fromkeys(chiesti) if nome not in NOTI and nome != SU_FASCIA]
