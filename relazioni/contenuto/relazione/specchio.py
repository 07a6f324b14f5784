"""Lo specchio del Piano: ogni obiettivo mai approvato, con la promessa dell'ultima versione in cui compariva.

Chi è stato ritirato durante l'anno resta, in fondo, con l'atto che l'ha tolto: la Relazione dà conto di tutti
(D.Lgs. 150/2009, art. 10 c. 1 lett. b).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from obiettivi.models import Ciclo, Versione
from relazioni.contenuto import componi_piano
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.tipi import DatiObiettivo, Piano

SENZA_UNITA = "Obiettivi dell'ente"


@dataclass(frozen=True)
class Promesso:
    """Un obiettivo approvato. `con_atto`: la variazione che l'ha aggiunto o cambiato, o quella che l'ha ritirato."""

    promessa: DatiObiettivo
    ritirato: bool = False
    con_atto: str = ""
    capofila: str = SENZA_UNITA


@dataclass(frozen=True)
class Specchio:
    """L'ultimo Piano approvato e tutti gli obiettivi che ha avuto. `congelato`: viene da versioni conservate."""

    piano: Piano
    obiettivi: tuple[Promesso, ...]
    congelato: bool


@dataclass(frozen=True)
class _Edizione:
    piano: Piano
    atto: str

    @property
    def per_identificativo(self) -> dict[str, DatiObiettivo]:
        return {uno.identificativo: uno for uno in self.piano.obiettivi}


def specchio_del_piano(ciclo: Ciclo) -> Specchio:
    """Una lettura, quante che siano le versioni. Un Piano approvato prima del programma si prende com'è."""
    versioni = Versione.objects.filter(ciclo=ciclo).select_related("atto").order_by("numero")
    edizioni = [_Edizione(da_canonico(v.contenuto), v.atto.estremi or v.atto.oggetto) for v in versioni]
    if not edizioni:
        piano = componi_piano(ciclo)
        return Specchio(piano, tuple(Promesso(o, capofila=_capofila(o)) for o in piano.obiettivi), congelato=False)
    ultima = edizioni[-1]
    rimasti = [_rimasto(uno, edizioni) for uno in ultima.piano.obiettivi]
    return Specchio(ultima.piano, (*rimasti, *_ritirati(edizioni)), congelato=True)


def _rimasto(o: DatiObiettivo, edizioni: Sequence[_Edizione]) -> Promesso:
    """L'atto è quello dell'ultima versione che l'ha cambiato; vuoto se è com'era all'inizio."""
    con_atto = ""
    for prima, dopo in zip(edizioni, edizioni[1:], strict=False):
        nuovo = dopo.per_identificativo.get(o.identificativo)
        if nuovo is not None and _sostanza(nuovo) != _sostanza(prima.per_identificativo.get(o.identificativo)):
            con_atto = dopo.atto
    return Promesso(o, con_atto=con_atto, capofila=_capofila(o))


def _sostanza(o: DatiObiettivo | None) -> DatiObiettivo | None:
    """I numeri d'ordine non sono sostanza: cambiano se un altro obiettivo si aggiunge o si toglie."""
    if o is None:
        return None
    unita = tuple(replace(una, id=0) for una in o.unita)
    risorse = tuple(replace(una, unita=None) for una in o.risorse)
    return replace(o, numero=0, padre=None, linea=None, unita=unita, risorse=risorse)


def _ritirati(edizioni: Sequence[_Edizione]) -> list[Promesso]:
    """Chi c'era in una versione e non nella seguente, con l'atto di quella seguente; se poi è tornato non conta."""
    rimasti = edizioni[-1].per_identificativo
    usciti: dict[str, tuple[DatiObiettivo, str]] = {}
    for prima, dopo in zip(edizioni, edizioni[1:], strict=False):
        usciti |= {
            chiave: (o, dopo.atto)
            for chiave, o in prima.per_identificativo.items()
            if chiave not in dopo.per_identificativo and chiave not in rimasti
        }
    return [
        Promesso(_rinumera(o, posto), ritirato=True, con_atto=atto, capofila=_capofila(o))
        for posto, (o, atto) in enumerate(usciti.values(), start=len(rimasti) + 1)
    ]


def _rinumera(o: DatiObiettivo, posto: int) -> DatiObiettivo:
    """I riferimenti della versione in cui stava non valgono più."""
    return replace(o, numero=posto, padre=None, linea=None)


def _capofila(o: DatiObiettivo) -> str:
    """L'unità sotto cui l'obiettivo si legge: la prima capofila, altrimenti la prima."""
    prime = [una for una in o.unita if una.ruolo == "capofila"] or list(o.unita)
    return prime[0].denominazione if prime else SENZA_UNITA
