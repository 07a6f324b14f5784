"""Il verbale di monitoraggio del Nucleo: quello della sessione, e i fatti con cui comincia."""

from collections.abc import Iterable, Iterator

from obiettivi.letture.cruscotto import Segnale, segnali_di
from obiettivi.letture.parole import grado_in_parole, punti_in_parole
from obiettivi.letture.risultati import Aggregato, Risultati
from obiettivi.models import Sessione, VerbaleMonitoraggio
from piao.base.numeri import data_estesa, numero


def verbale_della(sessione: Sessione) -> VerbaleMonitoraggio | None:
    verbale = VerbaleMonitoraggio.objects.filter(sessione=sessione).select_related("chi").first()
    if verbale is not None:
        verbale.sessione = sessione
    return verbale


def fatti_in_parole(risultati: Risultati) -> str:
    """I fatti della sessione in parole: chi scrive il verbale li trova già scritti, e li completa."""
    ente, sessione = risultati.ente, risultati.sessione
    al = f" al {data_estesa(sessione.al)}" if sessione else ""
    righe = [
        f"L'organismo di valutazione ha esaminato i risultati{al} (D.Lgs. 150/2009, art. 6).",
        f"Obiettivi misurati: {numero(ente.misurati)} su {numero(ente.totale)}. "
        f"Grado medio: {grado_in_parole(ente.grado)} ({ente.regola}).",
        _elenco("Unità per unità:", (_unita(una) for una in risultati.unita)),
        _elenco("Scostamenti dal target:", _scostamenti(risultati)),
        _elenco("Segnali sui valori:", (_segnale(uno) for uno in segnali_di(risultati))),
        _rettifiche(risultati),
    ]
    return "\n\n".join(riga for riga in righe if riga)


def segnalazioni_iniziali(risultati: Risultati) -> str:
    """Gli scostamenti per cui nessuno ha ancora detto che cosa fa: dove la Giunta può dover intervenire."""
    aperti = [(o, i) for o, i in risultati.scostamenti if not i.correttivo.strip()]
    return "\n".join(f"- {o.nome}: «{i.denominazione}» ({punti_in_parole(i.scostamento)})." for o, i in aperti)


def _elenco(titolo: str, voci: Iterable[str]) -> str:
    righe = [f"- {voce}" for voce in voci]
    return "\n".join([titolo, *righe]) if righe else ""


def _unita(una: Aggregato) -> str:
    return (
        f"{una.nome}: {grado_in_parole(una.grado)}, {numero(una.misurati)} obiettivi misurati su {numero(una.totale)}."
    )


def _scostamenti(risultati: Risultati) -> Iterator[str]:
    for obiettivo, indicatore in risultati.scostamenti:
        causa = indicatore.causa_in_parole or "causa non scritta"
        yield f"{obiettivo.nome}, «{indicatore.denominazione}»: {punti_in_parole(indicatore.scostamento)}, {causa}."


def _segnale(segnale: Segnale) -> str:
    return f"{segnale.dove}: {segnale.genere.lower()}. {segnale.perche}"


def _rettifiche(risultati: Risultati) -> str:
    forzati, neutralizzati = len(risultati.forzati), len(risultati.neutralizzati)
    if not forzati and not neutralizzati:
        return ""
    return f"Valori forzati: {numero(forzati)}. Obiettivi neutralizzati: {numero(neutralizzati)}."
