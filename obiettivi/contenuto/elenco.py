"""L'elenco degli obiettivi: le colonne dell'esportazione, nell'ordine in cui si leggono, e il cronoprogramma."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from obiettivi.letture import mancanze_di
from obiettivi.letture.pesi import peso_di
from obiettivi.models import Obiettivo
from obiettivi.voci import ScalaPeso
from piao.base.grafici import Fase as FaseDisegnata
from piao.base.grafici import gantt
from piao.base.tabelle import Cella


@dataclass(frozen=True)
class Colonna:
    """L'intestazione e come si ricava il valore da un obiettivo."""

    titolo: str
    valore: Callable[[Obiettivo], Cella]


COLONNE = (
    Colonna("Codice", lambda o: o.codice),
    Colonna("Titolo", lambda o: o.titolo),
    Colonna("Livello", lambda o: o.get_livello_display()),
    Colonna("Stato", lambda o: o.get_stato_display()),
    Colonna("Natura", lambda o: o.get_natura_display()),
    Colonna("Tipologia", lambda o: o.get_tipologia_display()),
    Colonna("Unità", lambda o: "; ".join(str(riga) for riga in o.unita_collegate.all())),
    Colonna("Assegnato a", lambda o: "; ".join(str(riga) for riga in o.assegnazioni.all())),
    Colonna("Prerequisito", lambda o: "sì" if o.prerequisito else "no"),
    Colonna("Peso", peso_di),
    Colonna("Scala del peso", lambda o: str(ScalaPeso(o.scala_peso or o.ciclo.scala_peso).label)),
    Colonna("Inizio", lambda o: o.data_inizio),
    Colonna("Fine", lambda o: o.data_fine),
    Colonna("Che cosa manca", lambda o: ", ".join(tipo.nome for tipo in mancanze_di(o))),
)
INTESTAZIONI = [colonna.titolo for colonna in COLONNE]


def righe(obiettivi: Iterable[Obiettivo]) -> Iterable[list[Cella]]:
    return ([colonna.valore(obiettivo) for colonna in COLONNE] for obiettivo in obiettivi)


def cronoprogramma(obiettivo: Obiettivo) -> SafeString | None:
    """Le fasi disegnate mese per mese; None se nessuna ha mesi."""
    fasi = [FaseDisegnata(fase.titolo, [_mese(mese) for mese in fase.mesi]) for fase in obiettivo.fasi.all()]
    if not any(fase.previsti for fase in fasi):
        return None
    return gantt(fasi, anno=obiettivo.ciclo.anno, prefisso="fasi", titolo=f"Cronoprogramma di «{obiettivo}»")


def _mese(scritto: str) -> tuple[int, int]:
    anno, mese = scritto.split("-")
    return int(anno), int(mese)
