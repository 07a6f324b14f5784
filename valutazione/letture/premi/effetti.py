"""Gli euro di un sistema nuovo: i fondi e i fatti di un anno, divisi con le regole di allora e con quelle nuove.

Si parte dalle schede già ricalcolate (`letture.confronto`). Cambiano i punteggi e le regole del premio, nient'altro:
somma, giorni, tempo di lavoro, esclusioni, maggiorazione e tempi di pagamento sono quelli scritti nel fondo.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal

from enti.models import Ente
from obiettivi.misura.numeri import ZERO
from valutazione.letture.confronto import Effetti, Effetto, corrispondente
from valutazione.letture.premi.conto import Diviso
from valutazione.letture.premi.persone import Raccolta, raccogli_tutte
from valutazione.letture.premi.quadro import Accostati, Totali, accosta
from valutazione.letture.premi.scenari import dividi_la_raccolta
from valutazione.models import Fondo, Scheda, Simulazione, TipoScheda

NON_TUTTE = "Qualche scheda di queste persone non si può confrontare: il fondo non si può dividere di nuovo."


@dataclass(frozen=True, kw_only=True)
class InEuro(Accostati):
    """Un fondo con le regole di allora e con quelle nuove; `problema`: perché uno dei due conti non si può fare."""

    fondo: Fondo
    economia_prima: Decimal = ZERO
    economia_dopo: Decimal = ZERO
    problema: str = ""

    @property
    def totale_prima(self) -> Decimal:
        return sum((riga.prima or ZERO for riga in self.righe), ZERO)

    @property
    def totale_dopo(self) -> Decimal:
        return sum((riga.dopo or ZERO for riga in self.righe), ZERO)


def in_euro(effetti: Effetti, ente: Ente, anno: int) -> list[InEuro]:
    """I fondi di quell'anno, ognuno diviso due volte sulle stesse persone. Non scrive nulla."""
    fondi = _fondi(ente, anno)
    raccolte = raccogli_tutte(fondi, [effetto.scheda for effetto in effetti.righe])
    return [_un_fondo(fondo, raccolte[fondo.pk], effetti) for fondo in fondi if raccolte[fondo.pk].anni]


def _fondi(ente: Ente, anno: int) -> list[Fondo]:
    dell_anno = Fondo.objects.filter(ciclo__ente=ente, ciclo__anno=anno)
    return list(dell_anno.select_related("ciclo__ente", "regole"))


def _un_fondo(fondo: Fondo, raccolta: Raccolta, effetti: Effetti) -> InEuro:
    nuove = {effetto.scheda.pk: _rifatta(effetto) for effetto in effetti.confrontate}
    if any(scheda.pk not in nuove for anno in raccolta.anni for scheda in anno.schede):
        return InEuro(fondo=fondo, problema=NON_TUTTE)
    prima = _diviso(fondo, raccolta)
    dopo = _diviso(_con_le_regole(fondo, effetti.tipi), _con_le_schede(raccolta, nuove))
    if prima.problema or dopo.problema:
        quale = "Con le regole di allora" if prima.problema else "Con queste regole"
        return InEuro(fondo=fondo, problema=f"{quale}: {prima.problema or dopo.problema}")
    return InEuro(
        fondo=fondo,
        righe=accosta(_totali(prima, raccolta), _totali(dopo, raccolta)),
        economia_prima=prima.economia or ZERO,
        economia_dopo=dopo.economia or ZERO,
    )


def _diviso(fondo: Fondo, raccolta: Raccolta) -> Diviso:
    return dividi_la_raccolta(Simulazione(fondo=fondo), raccolta)


def _rifatta(effetto: Effetto) -> Scheda:
    """La scheda come sarebbe: il tipo, il punteggio e il blocco nuovi. È una copia, e non si salva."""
    scheda = copy(effetto.scheda)
    scheda.punteggio, scheda.esito = effetto.dopo, {"blocco": effetto.blocco_dopo}
    if effetto.tipo is not None:
        scheda.tipo = effetto.tipo
    return scheda


def _con_le_schede(raccolta: Raccolta, nuove: dict[int, Scheda]) -> Raccolta:
    anni = (replace(anno, schede=tuple(nuove[scheda.pk] for scheda in anno.schede)) for anno in raccolta.anni)
    return replace(raccolta, anni=tuple(anni))


def _con_le_regole(fondo: Fondo, tipi: Sequence[TipoScheda]) -> Fondo:
    """Lo stesso fondo; se diceva quale scheda detta le regole del premio, ora è quella che le corrisponde."""
    nuovo = copy(fondo)
    nuovo.regole = corrispondente(fondo.regole, tipi) if fondo.regole else None
    return nuovo


def _totali(diviso: Diviso, raccolta: Raccolta) -> Totali:
    nomi = {anno.persona.pk: str(anno.persona) for anno in raccolta.anni}
    return {riga.pk: (nomi[riga.pk], riga.importo + riga.maggiorazione + riga.interim) for riga in diviso.righe}
