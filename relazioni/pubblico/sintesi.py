"""Il Piano in parole semplici: poche frasi, scritte dai numeri del documento."""

from collections.abc import Iterator
from dataclasses import dataclass

from piao.base.numeri import numero
from relazioni.contenuto.tipi import Piano
from relazioni.pubblico.piano import per_tema


@dataclass(frozen=True)
class Cifra:
    """Un numero in grande con la sua parola, al singolare o al plurale."""

    valore: int
    parola: str


def cifre(piano: Piano) -> list[Cifra]:
    """Quanti obiettivi, indicatori, unità coinvolte. Ciò che è zero non si mostra."""
    strategici = sum(o.strategico for o in piano.obiettivi)
    indicatori = sum(len(o.indicatori) for o in piano.obiettivi)
    unita = len({u.denominazione for o in piano.obiettivi for u in o.unita})
    tutte = (
        _cifra(strategici, "obiettivo strategico", "obiettivi strategici"),
        _cifra(len(piano.obiettivi) - strategici, "obiettivo dell'anno", "obiettivi dell'anno"),
        _cifra(indicatori, "indicatore", "indicatori"),
        _cifra(unita, "unità coinvolta", "unità coinvolte"),
    )
    return [cifra for cifra in tutte if cifra.valore]


def _cifra(valore: int, una: str, molte: str) -> Cifra:
    return Cifra(valore, una if valore == 1 else molte)


def frasi(piano: Piano) -> list[str]:
    """La sintesi, una frase per volta; una frase senza fatti non si scrive."""
    return list(_frasi(piano))


def _frasi(piano: Piano) -> Iterator[str]:
    d, quanti = piano.documento, len(piano.obiettivi)
    yield (
        f"Con questo Piano l'ente dice che cosa vuole fare nel {d.anno} e come si potrà controllare se l'ha fatto: "
        f"{_conta(quanti, 'un obiettivo', 'obiettivi')} in tutto."
    )
    strategici = sum(o.strategico for o in piano.obiettivi)
    if strategici and len(d.anni) > 1:
        chi = "Uno è strategico: guarda" if strategici == 1 else f"{numero(strategici)} sono strategici: guardano"
        yield f"{chi} più lontano, fino al {d.anni[-1]}, e da lì discendono gli impegni di ogni anno."
    misurati = sum(bool(o.indicatori) for o in piano.obiettivi)
    if misurati:
        yield _misure(misurati, quanti)
    if temi := per_tema(piano)[:3]:
        yield "I temi più presenti: " + ", ".join(f"{tema.lower()} ({numero(n)})" for tema, n in temi) + "."


def _misure(misurati: int, quanti: int) -> str:
    if misurati == quanti:
        return "Ogni obiettivo ha almeno un indicatore: un numero o un fatto che dirà se è stato raggiunto."
    return (
        f"{numero(misurati)} obiettivi su {numero(quanti)} hanno un indicatore: un numero o un fatto che dirà se "
        "sono stati raggiunti."
    )


def _conta(quanti: int, uno: str, molti: str) -> str:
    return uno if quanti == 1 else f"{numero(quanti)} {molti}"
