"""Il punteggio di una persona: dalla sua scheda, già dato, oppure da più periodi messi insieme."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from obiettivi.misura import NonCalcolabile, Passo, arrotonda, leggi_numero
from obiettivi.misura.numeri import UNO, ZERO, conti_esatti
from valutazione.motore.configurazione import Smvp
from valutazione.motore.scheda import Valutazione, valuta_scheda

Prova = Mapping[str, object]
FONTI = ("valori", "punteggio", "periodi")


def valutazione_di(smvp: Smvp, prova: Prova) -> Valutazione:
    """La valutazione da una e una sola fra le voci `valori`, `punteggio`, `periodi`. Solleva NonCalcolabile."""
    fonti = [nome for nome in FONTI if prova.get(nome) is not None]
    if len(fonti) != 1:
        quali = " e ".join(f"«{nome}»" for nome in fonti)
        perche = f"ci sono {quali}" if fonti else "non ce n'è nessuna"
        raise NonCalcolabile(f"Serve una e una sola fra «valori», «punteggio» e «periodi»: {perche}.")
    return CALCOLI[fonti[0]](smvp, prova)


def _da_valori(smvp: Smvp, prova: Prova) -> Valutazione:
    valori = prova["valori"]
    if not isinstance(valori, Mapping):
        raise NonCalcolabile("«valori»: attese le voci della scheda.")
    return valuta_scheda(smvp, valori)


def _dato(smvp: Smvp, prova: Prova) -> Valutazione:
    letto = leggi_numero(prova["punteggio"], "punteggio")
    punteggio = arrotonda(letto, smvp.decimali_punteggio)
    return Valutazione(punteggio, (_arrotondato(smvp, letto, punteggio),))


def _arrotondato(smvp: Smvp, valore: Decimal, punteggio: Decimal) -> Passo:
    return Passo("punteggio", f"a {smvp.decimali_punteggio} decimali", (("valore", valore),), punteggio)


# ---- più periodi -------------------------------------------------------------------------------------------------


def _da_periodi(smvp: Smvp, prova: Prova) -> Valutazione:
    """La media dei periodi, pesata sui giorni (o semplice). Un periodo bloccato blocca l'anno."""
    periodi = prova["periodi"]
    if not isinstance(periodi, Sequence) or not periodi:
        raise NonCalcolabile("«periodi»: atteso un elenco con almeno un periodo.")
    semplice = _a_giorni_o_semplice(prova.get("peso", "giorni"))
    parti = [_periodo(smvp, periodo, numero) for numero, periodo in enumerate(periodi, 1)]
    pesi = [UNO if semplice else _giorni(periodo, numero) for numero, periodo in enumerate(periodi, 1)]
    if not sum(pesi):
        raise NonCalcolabile("«periodi»: la somma dei giorni è zero, non c'è un tempo su cui fare la media.")
    with conti_esatti():
        media = sum((p * parte[0] for p, parte in zip(pesi, parti, strict=True)), ZERO) / sum(pesi)
        punteggio = arrotonda(media, smvp.decimali_punteggio)
    dati = tuple(
        dato
        for (valore, _), peso in zip(parti, pesi, strict=True)
        for dato in (("punteggio", valore), ("peso" if semplice else "giorni", peso))
    )
    formula = "Σ punteggio / quanti" if semplice else "Σ punteggio × giorni / Σ giorni"
    passi = tuple(passo for _, valutazione in parti for passo in valutazione.passi)
    blocco = next((valutazione.blocco for _, valutazione in parti if valutazione.blocco), "")
    media_dei_periodi = Passo("periodi", formula, dati, media)
    return Valutazione(punteggio, (*passi, media_dei_periodi, _arrotondato(smvp, media, punteggio)), None, blocco)


def _periodo(smvp: Smvp, periodo: object, numero: int) -> tuple[Decimal, Valutazione]:
    """Il punteggio con cui il periodo entra nella media: com'è scritto, o quello arrotondato della sua scheda."""
    if not isinstance(periodo, Mapping) or ("valori" in periodo) == ("punteggio" in periodo):
        raise NonCalcolabile(f"Periodo {numero}: attesi «punteggio» oppure «valori».")
    if "valori" in periodo:
        valutazione = _da_valori(smvp, periodo)
        return valutazione.punteggio, valutazione
    punteggio = leggi_numero(periodo["punteggio"], "punteggio")
    return punteggio, Valutazione(punteggio)


def _giorni(periodo: Mapping[str, object], numero: int) -> Decimal:
    if periodo.get("giorni") is None:
        raise NonCalcolabile(f"Periodo {numero}: mancano i giorni, e la media si pesa sul tempo.")
    giorni = leggi_numero(periodo["giorni"], "giorni")
    if giorni < 0:
        raise NonCalcolabile(f"Periodo {numero}: i giorni non possono essere negativi.")
    return giorni


def _a_giorni_o_semplice(peso: object) -> bool:
    if peso not in ("giorni", "semplice"):
        raise NonCalcolabile("«peso»: atteso «giorni» oppure «semplice».")
    return peso == "semplice"


CALCOLI = {"valori": _da_valori, "punteggio": _dato, "periodi": _da_periodi}
