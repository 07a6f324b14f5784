"""Un fondo diviso fra più persone in proporzione ai loro coefficienti, al centesimo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.numeri import UNO, ZERO, conti_esatti, in_parole
from valutazione.motore.centesimi import al_centesimo
from valutazione.motore.configurazione import Premio, Smvp
from valutazione.motore.premio import Fatti, blocco, con_punteggio, esclusione, fascia_di, prodotto
from valutazione.motore.punteggio import FONTI, valutazione_di

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
    regola = regola_del_premio(smvp)
    controlla_fondo(fondo, persone)
    with conti_esatti():
        coefficienti = per_ognuno(persone, lambda fatti: _coefficiente(smvp, regola, fatti))
        pesi = {chi: coefficiente.valore for chi, coefficiente in coefficienti.items()}
        passi = tuple(passo.di(chi) for chi, c in coefficienti.items() for passo in c.passi)
        totale = sum(pesi.values(), ZERO)
        if not totale:
            vuoto = Passo("economia", "nessuno ha un coefficiente: il fondo non si ripartisce", (), fondo)
            return Riparto(dict.fromkeys(pesi, ZERO), fondo, (*passi, vuoto))
        esatti = {chi: fondo * peso / totale for chi, peso in pesi.items()}
    quadrati = al_centesimo(esatti, troncamento=regola.troncamento)
    parti = tuple(_parte(chi, fondo, peso, totale, esatti[chi]) for chi, peso in pesi.items())
    return Riparto(quadrati.importi, quadrati.economia, (*passi, *parti, *quadrati.passi))


def regola_del_premio(smvp: Smvp) -> Premio:
    """La regola del premio. Solleva NonCalcolabile se la configurazione non ce l'ha."""
    if smvp.premio is None:
        raise NonCalcolabile("La configurazione non ha un premio da ripartire.")
    return smvp.premio


def controlla_fondo(fondo: Decimal, persone: Persone) -> None:
    """Solleva NonCalcolabile se il fondo non si può dividere al centesimo o non c'è fra chi dividerlo."""
    if fondo < 0:
        raise NonCalcolabile(f"Il fondo è negativo ({in_parole(fondo)}): non si ripartisce.")
    if fondo != arrotonda(fondo, 2):
        raise NonCalcolabile(f"Il fondo ha frazioni di centesimo ({in_parole(fondo)}): nessun riparto può quadrare.")
    if not persone:
        raise NonCalcolabile("Non c'è nessuna persona fra cui ripartire.")


@dataclass(frozen=True)
class _Coefficiente:
    valore: Decimal
    passi: tuple[Passo, ...]


def _coefficiente(smvp: Smvp, regola: Premio, fatti: Fatti) -> _Coefficiente:
    """Il coefficiente di una persona. Senza fasce il punteggio conta solo se è uno dei fattori."""
    perche = esclusione(regola, fatti)
    if perche:
        return _Coefficiente(ZERO, (Passo("esclusione", perche, (), ZERO),))
    if regola.tabella is None and not _ha_punteggio(fatti):
        dei_fattori, passi = prodotto(regola.fattori, fatti)
        return _Coefficiente(dei_fattori, tuple(passi))
    valutazione = valutazione_di(smvp, fatti)
    if valutazione.blocco:
        return _Coefficiente(ZERO, (*valutazione.passi, Passo("blocco", blocco(valutazione), (), ZERO)))
    esito, _, passo_fascia = fascia_di(regola, valutazione.punteggio)
    della_fascia = UNO if esito is None else esito
    if della_fascia < 0:
        raise NonCalcolabile(f"il coefficiente della fascia è negativo ({in_parole(della_fascia)}).")
    dei_fattori, passi_fattori = prodotto(regola.fattori, con_punteggio(fatti, valutazione))
    peso = della_fascia * dei_fattori
    dati = (("fascia", della_fascia), ("fattori", dei_fattori))
    insieme = Passo("coefficiente", "fascia × fattori", dati, peso)
    return _Coefficiente(peso, (*valutazione.passi, *passo_fascia, *passi_fattori, insieme))


def _ha_punteggio(fatti: Fatti) -> bool:
    return any(fatti.get(nome) is not None for nome in FONTI)


def _parte(chi: str, fondo: Decimal, peso: Decimal, totale: Decimal, esatto: Decimal) -> Passo:
    dati = (("fondo", fondo), ("coefficiente", peso), ("somma dei coefficienti", totale))
    return Passo("riparto", "fondo × coefficiente / somma dei coefficienti", dati, esatto, chi)
