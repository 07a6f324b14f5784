"""Due persone sullo stesso oggetto: la seconda che salva vede che cosa è cambiato e non perde nulla."""

from typing import TypeVar

from piao.base.models import Versionato

V = TypeVar("V", bound=Versionato)


class ModificatoDaAltri(Exception):
    """La riga è cambiata da quando l'utente l'ha aperta. `attuale` è come sta adesso."""

    def __init__(self, attuale: Versionato) -> None:
        super().__init__("Nel frattempo qualcun altro ha salvato una modifica.")
        self.attuale = attuale


def blocca(oggetto: V, *, versione: int | None) -> V:
    """Blocca la riga per la transazione in corso e ne fa avanzare la versione (senza salvarla).

    `versione` è quella che l'utente aveva davanti; None vuol dire «comunque» (comandi, importazioni).
    Solleva `ModificatoDaAltri` se la riga è andata avanti nel frattempo.
    """
    riga = type(oggetto)._base_manager.select_for_update(of=("self",)).get(pk=oggetto.pk)
    if versione is not None and riga.versione != versione:
        raise ModificatoDaAltri(riga)
    riga.versione += 1
    return riga
