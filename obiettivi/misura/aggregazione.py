"""Da più gradi a uno solo: somma, media, minimo, medie pesate, fasi. Chi manca segue una politica dichiarata."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from obiettivi.misura.numeri import CENTO, ZERO, NonCalcolabile, conti_esatti
from obiettivi.misura.passi import Assenza, Grado, Passo


class Politica(StrEnum):
    """Che cosa fare di una voce senza valore."""

    ERRORE = "errore"
    ZERO = "zero"
    CENTO = "cento"
    ESCLUDI = "escludi"


SOSTITUTI = {Politica.ZERO: ZERO, Politica.CENTO: CENTO}
COME = {
    Politica.ZERO: "senza valore: vale 0, come dice la regola",
    Politica.CENTO: "senza valore: vale 100, come dice la regola",
    Politica.ESCLUDI: "senza valore: non conta, il suo peso va agli altri",
}


@dataclass(frozen=True, slots=True)
class Voce:
    """Ciò che si aggrega: un valore (None se manca), il suo peso, che cosa fare se manca e perché."""

    nome: str
    valore: Decimal | None
    peso: Decimal | None = None
    politica: Politica = Politica.ERRORE
    motivo: str = ""


def neutralizzata(voce: Voce, *, politica: Politica, motivo: str) -> Voce:
    """La voce senza il suo valore, per una causa estranea a chi è valutato. Senza motivo solleva NonCalcolabile."""
    if not motivo.strip():
        raise NonCalcolabile(f"«{voce.nome}»: per neutralizzare serve il motivo.")
    return replace(voce, valore=None, politica=politica, motivo=motivo)


# ---- le regole ---------------------------------------------------------------------------------------------------

Presenti = Sequence[tuple[Decimal, Decimal]]  # (valore, peso)


@dataclass(frozen=True)
class _Regola:
    formula: str
    pesata: bool
    calcola: Callable[[Presenti, Decimal], Decimal]


def _media_pesata(presenti: Presenti, _: Decimal) -> Decimal:
    pesi = sum((peso for _valore, peso in presenti), ZERO)
    if not pesi:
        raise NonCalcolabile("I pesi presenti sommano a zero: non c'è una media.")
    return sum((valore * peso for valore, peso in presenti), ZERO) / pesi


AGGREGAZIONI: dict[str, _Regola] = {
    "somma": _Regola("Σ valori", False, lambda voci, _: sum((valore for valore, _peso in voci), ZERO)),
    "media": _Regola(
        "Σ valori / quanti", False, lambda voci, _: sum((valore for valore, _peso in voci), ZERO) / len(voci)
    ),
    "minimo": _Regola("il più basso", False, lambda voci, _: min(valore for valore, _peso in voci)),
    "media_pesata": _Regola("Σ peso × valore / Σ pesi presenti", True, _media_pesata),
    "somma_pesata": _Regola(
        "Σ peso × valore / base dei pesi",
        True,
        lambda voci, base: sum((valore * peso for valore, peso in voci), ZERO) / base,
    ),
}


def aggrega(regola: str, voci: Sequence[Voce], *, base_pesi: Decimal = CENTO, nome: str = "") -> Grado:
    """Il grado di `voci` secondo la `regola` (una di AGGREGAZIONI), con i passi intestati a `nome`.

    `base_pesi` serve a `somma_pesata`. Se tutte le voci sono escluse il grado manca, e lo dice. Solleva NonCalcolabile
    se una voce manca e la politica è «errore», se un peso manca o è negativo, se i pesi sommano a zero.
    """
    passi = tuple(_senza_valore(voce) for voce in voci if voce.valore is None)
    presenti = [voce for voce in voci if voce.valore is not None or voce.politica != Politica.ESCLUDI]
    if not presenti:
        return Grado(None, passi, Assenza.NON_APPLICABILE)
    scelta = AGGREGAZIONI[regola]
    with conti_esatti():
        pesati = [(_valore(voce), _peso(voce) if scelta.pesata else ZERO) for voce in presenti]
        if regola == "somma_pesata" and len(presenti) < len(voci):
            pesati = _redistribuiti(pesati, voci)
        esito = scelta.calcola(pesati, base_pesi)
    dati = _dati(scelta, presenti, pesati)
    base = (("base dei pesi", base_pesi),) if regola == "somma_pesata" else ()
    return Grado(esito, (*passi, Passo("aggregazione", scelta.formula, (*dati, *base), esito, nome)))


def _senza_valore(voce: Voce) -> Passo:
    if voce.politica == Politica.ERRORE:
        raise NonCalcolabile(f"«{voce.nome}» non ha un valore, e la regola non dice che cosa farne.")
    motivo = (("motivo", voce.motivo),) if voce.motivo else ()
    return Passo("mancante", COME[voce.politica], motivo, SOSTITUTI.get(voce.politica), voce.nome)


def _valore(voce: Voce) -> Decimal:
    return SOSTITUTI[voce.politica] if voce.valore is None else voce.valore


def _peso(voce: Voce) -> Decimal:
    if voce.peso is None:
        raise NonCalcolabile(f"«{voce.nome}» non ha un peso.")
    if voce.peso < 0:
        raise NonCalcolabile(f"«{voce.nome}» ha un peso negativo.")
    return voce.peso


def _redistribuiti(presenti: Presenti, voci: Iterable[Voce]) -> list[tuple[Decimal, Decimal]]:
    """I pesi dei presenti, cresciuti in proporzione fino alla somma di tutti."""
    tutti = sum((_peso(voce) for voce in voci), ZERO)
    restano = sum((peso for _valore, peso in presenti), ZERO)
    if not restano:
        raise NonCalcolabile("I pesi presenti sommano a zero: non c'è a chi dare quello delle voci escluse.")
    return [(valore, peso * tutti / restano) for valore, peso in presenti]


def _dati(scelta: _Regola, presenti: Sequence[Voce], pesati: Presenti) -> tuple[tuple[str, object], ...]:
    if not scelta.pesata:
        return tuple((voce.nome, valore) for voce, (valore, _) in zip(presenti, pesati, strict=True))
    return tuple(
        dato
        for voce, (valore, peso) in zip(presenti, pesati, strict=True)
        for dato in ((voce.nome, valore), ("peso", peso))
    )


# ---- l'obiettivo -------------------------------------------------------------------------------------------------

METODI = {
    "media_pesata": "media pesata degli indicatori",
    "minimo": "l'indicatore peggiore",
    "fasi": "media pesata delle fasi",
    "mista": "indicatori e fasi, ciascuno per la sua quota",
}


def grado_obiettivo(
    metodo: str, *, indicatori: Sequence[Voce], fasi: Sequence[Voce] = (), quota_fasi: Decimal = ZERO
) -> Grado:
    """Il grado di un obiettivo con il metodo scelto per lui (uno di METODI); `quota_fasi` è in percentuale.

    Solleva NonCalcolabile se mancano le voci che il metodo chiede, o come `aggrega`.
    """
    if metodo == "fasi":
        return _di("fasi", "media_pesata", fasi)
    if metodo != "mista":
        return _di("indicatori", metodo, indicatori)
    if not ZERO <= quota_fasi <= CENTO:
        raise NonCalcolabile("La quota delle fasi deve stare fra 0 e 100.")
    parti = (_di("indicatori", "media_pesata", indicatori), _di("fasi", "media_pesata", fasi))
    quote = (CENTO - quota_fasi, quota_fasi)
    voci = [
        Voce(nome, parte.valore, quota, Politica.ESCLUDI)
        for nome, parte, quota in zip(("indicatori", "fasi"), parti, quote, strict=True)
    ]
    unito = aggrega("media_pesata", voci)
    return replace(unito, passi=(*parti[0].passi, *parti[1].passi, *unito.passi))


def _di(che_cosa: str, regola: str, voci: Sequence[Voce]) -> Grado:
    if not voci:
        raise NonCalcolabile(f"L'obiettivo non ha {che_cosa} da cui calcolare il grado.")
    return aggrega(regola, voci, nome=che_cosa)
