"""La Relazione come un sito: com'è andata, in parole e per ogni obiettivo. Funzioni pure sul contenuto congelato."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from obiettivi.misura.esiti import SPIEGATI, Esito
from piao.base.grafici import Barra, barre
from piao.base.numeri import numero, percento
from relazioni.contenuto.relazione.tipi import Esitato, Grado, Relazione, Rendicontato


@dataclass(frozen=True)
class Conto:
    """Quanti obiettivi hanno avuto un esito, e che cosa vuol dire."""

    esito: Esito
    quanti: int
    spiegato: str


def conti(relazione: Relazione) -> list[Conto]:
    """Soltanto gli esiti che qualcuno ha."""
    return [Conto(esito, quanti, SPIEGATI[esito]) for esito, quanti in relazione.esiti.items() if quanti]


def frasi(relazione: Relazione) -> list[str]:
    """La sintesi, in parole semplici; una frase senza fatti non si scrive."""
    return [frase for frase in (_quanti(relazione), _complesso(relazione.complesso), _scostati(relazione)) if frase]


def _quanti(relazione: Relazione) -> str:
    tutti, raggiunti = len(relazione.in_corso), relazione.esiti[Esito.RAGGIUNTO]
    return (
        f"Nel {relazione.documento.anno} l'ente ha rendicontato {numero(tutti)} obiettivi: ne ha raggiunti "
        f"per intero {numero(raggiunti)}."
    )


def _complesso(complesso: Grado) -> str:
    if complesso.grado is None:
        return ""
    return (
        f"Nel complesso il risultato è il {percento(complesso.grado, 1)} di quanto promesso, contando i "
        f"{numero(complesso.misurati)} obiettivi misurati."
    )


def _scostati(relazione: Relazione) -> str:
    quanti = sum(bool(uno.da_spiegare) for uno in relazione.in_corso)
    return (
        f"Dove ci si è scostati da ciò che si era promesso ({numero(quanti)} obiettivi) si dice perché."
        if quanti
        else ""
    )


def gradi(righe: tuple[Grado, ...], *, prefisso: str, titolo: str) -> SafeString | None:
    """Il grado di ciascuna unità o linea; chi non è misurato è «n.d.»."""
    if not righe:
        return None
    return barre([Barra(g.nome, _intero(g.grado)) for g in righe], prefisso=prefisso, titolo=titolo)


def _intero(grado: Decimal | None) -> Decimal | None:
    return None if grado is None else grado.quantize(Decimal("0.1"))


def per_obiettivo(relazione: Relazione) -> dict[str, Rendicontato]:
    """Com'è andato ciascun obiettivo, per identificativo."""
    return {uno.promessa.identificativo: uno for uno in relazione.obiettivi if uno.promessa.identificativo}


def di(relazione: Relazione, identificativo: str) -> Rendicontato | None:
    """Com'è andato un obiettivo, se la Relazione ne parla."""
    return per_obiettivo(relazione).get(identificativo)


def misurati(relazione: Relazione) -> dict[str, Esitato]:
    """I risultati degli indicatori, per identificativo."""
    return {i.identificativo: i for uno in relazione.obiettivi for i in uno.indicatori if i.identificativo}
