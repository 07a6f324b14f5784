"""I disegni della stanza: come si distribuiscono i punteggi, la media di chi valuta accanto a quella di tutti."""

from decimal import Decimal

from django.utils.safestring import SafeString

from piao.base.grafici import Barra, Serie, barre, colonne
from valutazione.letture.calibrazione import Confronto

CENTESIMO = Decimal("0.01")


def istogramma(confronto: Confronto) -> SafeString | None:
    """Quante persone in ogni classe, una serie per insieme; None se non c'è nessun punteggio."""
    if not confronto.insiemi:
        return None
    serie = [Serie(uno.nome, [Decimal(quanti) for quanti in uno.per_classe]) for uno in confronto.insiemi]
    titolo = f"Come si distribuiscono i punteggi: {confronto.tipo}"
    return colonne(list(confronto.classi), serie, prefisso="distribuzione", titolo=titolo)


def medie(confronto: Confronto) -> SafeString | None:
    """La media di ogni valutatore, con quella di tutti come riferimento; None se non c'è nulla da confrontare."""
    if len(confronto.valutatori) < 2:
        return None
    di_tutti = confronto.insiemi[0].distribuzione.media.quantize(CENTESIMO)
    righe = [Barra(uno.nome, uno.distribuzione.media.quantize(CENTESIMO), di_tutti) for uno in confronto.valutatori]
    titolo = f"La media di chi valuta: {confronto.tipo}"
    return barre(righe, prefisso="medie", titolo=titolo, unita="", tacca="media di tutti")
