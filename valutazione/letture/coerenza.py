"""Che cosa non torna in un sistema ancora in preparazione: frasi che dicono dove e che cosa fare.

Gli errori fermano l'invio al parere e l'adozione; gli avvisi no. Le fasce e le quote le giudica il motore, che è lo
stesso che poi fa i conti: qui si traduce ciò che dice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from enti import parametri
from obiettivi.misura import NonCalcolabile, arrotonda
from piao.base.numeri import numero
from valutazione.letture.albero import Ramo, albero_di, estremi_di
from valutazione.letture.configurazione import configurazione_di
from valutazione.letture.sistemi import cicli_che_pesano_diversamente, con_albero
from valutazione.models import Sistema, TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, Smvp, leggi_smvp
from valutazione.voci import Aggregazione, ChiValuta, Destinatari, Fonte

PESATE = {Aggregazione.MEDIA_PESATA, Aggregazione.SOMMA_PESATA}
TEMPI = "tempi_pagamento_rispettati"
LUOGHI = {"premio.fasce": "Le fasce del premio", "premio.quote": "Le parti del premio"}


@dataclass(frozen=True)
class Problema:
    """Una cosa che non torna. `tipo` e `componente` sono le chiavi di dove si corregge; senza, è del sistema."""

    frase: str
    tipo: int | None = None
    componente: int | None = None
    grave: bool = True
    dove: str = ""


def problemi_di(sistema: Sistema) -> list[Problema]:
    """Tutto ciò che non torna, tipo per tipo."""
    tipi = list(con_albero(sistema.tipi.all()))
    return [*_del_sistema(sistema, tipi), *(uno for tipo in tipi for uno in problemi_del_tipo(tipo))]


def errori_di(sistema: Sistema) -> list[Problema]:
    """Ciò che ferma il sistema."""
    return [problema for problema in problemi_di(sistema) if problema.grave]


def _del_sistema(sistema: Sistema, tipi: list[TipoScheda]) -> Iterator[Problema]:
    if not tipi:
        yield Problema("Il sistema non ha ancora nessun tipo di scheda: aggiungine uno.", dove="tipi")
    if not sistema.fasi.exists():
        yield Problema(
            "Il procedimento non ha fasi: scrivi chi fa che cosa ed entro quando.", grave=False, dove="fasi"
        )
    for ciclo in cicli_che_pesano_diversamente(sistema):
        yield Problema(
            f"Nel {ciclo.anno} gli obiettivi si pesano in un altro modo ({ciclo.get_metodo_peso_display()}): "
            f"il sistema dice {sistema.get_metodo_peso_display()}.",
            grave=False,
            dove="ciclo",
        )


def problemi_del_tipo(tipo: TipoScheda) -> list[Problema]:
    """Ciò che non torna in un tipo di scheda (letto con `con_albero`)."""
    radice = albero_di(tipo)
    if radice is None:
        return [Problema(f"«{tipo}» è vuota: aggiungi il totale e le sue voci.", tipo.pk)]
    rami = list(radice.tutti())
    problemi = [*_persone(tipo), *(uno for ramo in rami for uno in _ramo(tipo, ramo))]
    problemi += _tetti(tipo, rami)
    return [*problemi, *_regole(tipo, radice, gia_detto=any(problema.grave for problema in problemi))]


# ---- le persone --------------------------------------------------------------------------------------------------


def _persone(tipo: TipoScheda) -> Iterator[Problema]:
    if tipo.destinatari == Destinatari.SEGRETARIO and ChiValuta.SEGRETARIO in (
        tipo.valuta,
        tipo.propone,
        tipo.riesamina,
    ):
        yield Problema(f"«{tipo}»: nessuno valuta sé stesso, e il segretario non riesamina la sua scheda.", tipo.pk)
    if tipo.riesamina and tipo.riesamina in (tipo.valuta, tipo.propone):
        chi = tipo.get_riesamina_display()
        yield Problema(f"«{tipo}»: chi riesamina ({chi}) ha già valutato o proposto. Scegli un terzo.", tipo.pk)
    if not tipo.riesamina:
        frase = f"«{tipo}»: non si sa chi riesamina una valutazione contestata."
        yield Problema(frase, tipo.pk, grave=False)


# ---- l'albero ----------------------------------------------------------------------------------------------------


def _ramo(tipo: TipoScheda, ramo: Ramo) -> Iterator[Problema]:
    uno = ramo.componente
    for frase in _foglia(ramo) if ramo.foglia else _pesi(ramo):
        yield Problema(f"«{tipo}», {frase}", tipo.pk, uno.pk)


def _foglia(ramo: Ramo) -> Iterator[str]:
    uno = ramo.componente
    if not uno.fonte:
        yield f"«{uno}»: non ha voci sotto di sé, e non si sa da dove viene il suo valore."
    if uno.fonte == Fonte.GIUDIZIO and uno.scala is None and uno.conversione.get("tipo") != "livelli":
        yield f"«{uno}»: è un giudizio, ma manca la scala."


def _pesi(ramo: Ramo) -> Iterator[str]:
    uno = ramo.componente
    if not uno.aggregazione:
        yield f"«{uno}»: scegli come si uniscono le sue voci."
    if uno.aggregazione not in PESATE:
        return
    senza = [figlio.componente.denominazione for figlio in ramo.figli if figlio.componente.peso is None]
    if senza:
        yield f"«{uno}»: manca il peso di {', '.join(senza)}."
        return
    somma = sum((figlio.componente.peso or Decimal(0) for figlio in ramo.figli), Decimal(0))
    if somma != uno.base_pesi:
        yield f"«{uno}»: i pesi sommano a {numero(somma)}, attesi {numero(uno.base_pesi)}."


def _tetti(tipo: TipoScheda, rami: list[Ramo]) -> Iterator[Problema]:
    """Il tetto dichiarato di un ramo è ciò a cui arrivano le sue voci."""
    if all(ramo.componente.massimo is None for ramo in rami):
        return
    liberi = estremi_di(tipo, senza_tetti=True)
    for ramo in rami:
        tetto, estremi = ramo.componente.massimo, liberi.get(ramo.componente.codice)
        if not ramo.foglia and tetto is not None and estremi and estremi[1] != tetto:
            arriva = f"arrivano al massimo a {numero(estremi[1], None)}"
            frase = f"«{tipo}», «{ramo.componente}»: le voci {arriva}, il tetto dichiarato è {numero(tetto)}."
            yield Problema(frase, tipo.pk, ramo.componente.pk, grave=estremi[1] < tetto)


# ---- le regole ---------------------------------------------------------------------------------------------------


def _regole(tipo: TipoScheda, radice: Ramo, *, gia_detto: bool) -> Iterator[Problema]:
    """Ciò che dice il motore; se l'albero ha già problemi suoi, solo ciò che riguarda il premio."""
    try:
        smvp = leggi_smvp(configurazione_di(tipo))
    except ConfigurazioneRifiutata as errore:
        for frase in errore.errori:
            if not gia_detto or frase.startswith("premio"):
                yield Problema(f"«{tipo}». {_tradotta(frase)}", tipo.pk, dove="premio")
        return
    yield from _fasce(tipo, smvp, radice)
    yield from _tempi(tipo, smvp)


def _tradotta(frase: str) -> str:
    dove, due_punti, perche = frase.partition(": ")
    return f"{LUOGHI[dove]}: {perche}" if due_punti and dove in LUOGHI else frase


def _fasce(tipo: TipoScheda, smvp: Smvp, radice: Ramo) -> Iterator[Problema]:
    """Il punteggio più basso e il più alto cadono in una fascia, e il più alto è quello su cui si calcola."""
    if smvp.premio is None or smvp.premio.tabella is None or radice.estremi is None:
        return
    for estremo in radice.estremi:
        punteggio = arrotonda(estremo, smvp.decimali_punteggio)
        try:
            smvp.premio.tabella.trova(punteggio)
        except NonCalcolabile as errore:
            yield Problema(f"«{tipo}». Le fasce del premio: {errore}", tipo.pk, dove="premio")
    massimo = tipo.premio.get("punteggio_massimo")
    if massimo is not None and Decimal(str(massimo)) != radice.estremi[1]:
        arriva, su = numero(arrotonda(radice.estremi[1], 2)), numero(Decimal(str(massimo)))
        frase = f"«{tipo}»: la scheda arriva a {arriva} punti, ma il premio è calcolato su {su}."
        yield Problema(frase, tipo.pk, dove="premio")


def _tempi(tipo: TipoScheda, smvp: Smvp) -> Iterator[Problema]:
    """La parte legata ai tempi di pagamento è almeno quella di legge (DL 13/2023, art. 4-bis)."""
    if not tipo.tempi_pagamento:
        return
    minimo = parametri.valore("quota_tempi_pagamento", timezone.localdate()).numero
    quote = smvp.premio.quote if smvp.premio else ()
    data = sum((quota.percentuale for quota in quote if quota.su == TEMPI), Decimal(0))
    if data < minimo:
        frase = f"«{tipo}»: ai tempi di pagamento va il {numero(data)}% del risultato, ne serve almeno il "
        yield Problema(f"{frase}{numero(minimo)}% (DL 13/2023, art. 4-bis).", tipo.pk, dove="premio")


def fatti_del_premio(tipo: TipoScheda) -> dict[str, Any]:
    """I fatti che il premio legge, con il loro genere: «si_no», «numero», «elenco» (le etichette della tabella)."""
    premio = tipo.premio or {}
    condizioni = [quota["su"] for quota in premio.get("quote", []) if quota["su"] != "fascia"]
    fatti: dict[str, Any] = dict.fromkeys([*condizioni, *premio.get("esclusioni", [])], "si_no")
    for fattore in premio.get("fattori", []):
        fatti[fattore["input"]] = list(fattore["tabella"]) if "tabella" in fattore else "numero"
    fatti.pop("punteggio", None)
    return fatti
