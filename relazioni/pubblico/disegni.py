"""I grafici delle pagine pubbliche: da dove si parte, dove si vuole arrivare, che cosa si è ottenuto."""

from decimal import Decimal

from django.utils.safestring import SafeString

from piao.base.grafici import Barra, Serie, barre, linee
from relazioni.contenuto.tipi import DatiIndicatore, DatiTarget, Piano
from relazioni.pubblico.piano import per_tema

ABBASTANZA = 2  # con un punto solo non c'è un andamento da disegnare


def andamento(i: DatiIndicatore, *, prefisso: str, misurato: dict[int, Decimal] | None = None) -> SafeString | None:
    """Una linea per ciò che è stato, una per i traguardi. None se i numeri non bastano a disegnarla.

    `misurato`: i risultati rendicontati, per anno.
    """
    valori, traguardi = {**serie(i), **(misurato or {})}, attesi(i)
    anni = sorted({*valori, *traguardi})
    if len(anni) < ABBASTANZA:
        return None
    disegnate = [
        Serie(nome, [punti.get(anno) for anno in anni])
        for nome, punti in (("valore misurato", valori), ("traguardo", traguardi))
        if punti
    ]
    unita = "%" if i.unita_misura == "%" else ""
    return linee([str(anno) for anno in anni], disegnate, prefisso=prefisso, titolo=i.denominazione, unita=unita)


def serie(i: DatiIndicatore) -> dict[int, Decimal]:
    """I valori noti prima del Piano, per anno."""
    noti = {uno.anno: uno.valore for uno in i.storico}
    if i.partenza is not None and i.partenza_anno:
        noti.setdefault(i.partenza_anno, i.partenza)
    return noti


def numeri(i: DatiIndicatore, misurato: dict[int, Decimal]) -> list[tuple[int, Decimal | None, DatiTarget | None]]:
    """Ciò che il disegno mostra, in tabella: anno, valore misurato, traguardo."""
    valori, traguardi = serie(i) | misurato, {t.anno: t for t in i.target}
    return [(anno, valori.get(anno), traguardi.get(anno)) for anno in sorted({*valori, *traguardi})]


def attesi(i: DatiIndicatore) -> dict[int, Decimal]:
    return {t.anno: t.valore for t in i.target if t.valore is not None}


def temi(piano: Piano, *, prefisso: str) -> SafeString | None:
    """Quanti obiettivi per tema."""
    righe = [Barra(tema, Decimal(quanti)) for tema, quanti in per_tema(piano)]
    return barre(righe, prefisso=prefisso, titolo="Quanti obiettivi per tema", unita="") if righe else None
