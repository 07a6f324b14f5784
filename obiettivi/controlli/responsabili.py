"""Chi risponde di che cosa: un posto solo, perché ogni regola dia la stessa risposta."""

from enti.voci import GUIDANO_UNITA, TipoGruppo, TipoIncarico
from obiettivi.controlli.fascicolo import Assegnazione, Fascicolo, Incarico, Obiettivo
from obiettivi.voci import Tipologia

GUIDANO = GUIDANO_UNITA | {TipoIncarico.SEGRETARIO}
VALUTATI = GUIDANO - {TipoIncarico.AMMINISTRATORE_RESPONSABILE}  # chi ha una scheda (L. 388/2000, art. 53 c. 23)


def obiettivi_di(f: Fascicolo, incarico: Incarico) -> tuple[Obiettivo, ...]:
    """Gli obiettivi assegnati all'incarico, alla sua persona o al suo gruppo, e quelli delle unità che guida."""
    return tuple(o for o in f.obiettivi if _assegnato(o, incarico) or _sotto(f, o, incarico))


def responsabile_di(f: Fascicolo, o: Obiettivo) -> tuple[Incarico, ...]:
    """Gli incarichi, validi o no, che rispondono dell'obiettivo: assegnati, o alla guida dell'unità capofila."""
    diretti = {a.pk for a in o.assegnazioni if a.tipo == "incarico"}
    sopra = {antenata for unita in o.capofila for antenata in f.antenate(unita)}
    return tuple(
        incarico
        for incarico in f.incarichi
        if incarico.pk in diretti or (incarico.tipo in GUIDANO_UNITA and incarico.unita in sopra)
    )


def per_funzione(o: Obiettivo) -> bool:
    """L'obiettivo è affidato a un responsabile nominato per funzione o per persona, non per incarico."""
    return any(a.responsabile and a.tipo in ("gruppo", "persona") for a in o.assegnazioni)


def di_tutti(o: Obiettivo) -> bool:
    """L'obiettivo riguarda ogni unità: è comune, o è assegnato a tutto il personale."""
    return o.tipologia == Tipologia.COMUNE or any(a.gruppo == TipoGruppo.TUTTI for a in o.assegnazioni)


def _assegnato(o: Obiettivo, incarico: Incarico) -> bool:
    return any(_riguarda(assegnazione, incarico) for assegnazione in o.assegnazioni)


def _riguarda(a: Assegnazione, incarico: Incarico) -> bool:
    if a.tipo == "incarico":
        return a.pk == incarico.pk
    if a.tipo == "persona":
        return a.pk == incarico.persona
    if a.gruppo == TipoGruppo.VERTICE:
        return incarico.tipo == TipoIncarico.SEGRETARIO
    return a.gruppo == TipoGruppo.TUTTI or (a.gruppo == TipoGruppo.RESPONSABILI and incarico.tipo in GUIDANO_UNITA)


def _sotto(f: Fascicolo, o: Obiettivo, incarico: Incarico) -> bool:
    if incarico.tipo not in GUIDANO_UNITA or incarico.unita is None:
        return False
    return any(incarico.unita in f.antenate(unita) for unita in o.capofila)
