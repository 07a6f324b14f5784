"""Le parti discorsive attive, con le variabili al loro posto."""

from collections.abc import Iterable, Mapping

from piao.base.numeri import numero
from relazioni.contenuto.ente import ATTI_DEL_CICLO
from relazioni.contenuto.tipi import Piano, Testo
from relazioni.letture import Parte
from relazioni.variabili import VARIABILI, sostituisci


def testi(parti: Iterable[Parte], valori: Mapping[str, str]) -> tuple[tuple[Testo, ...], tuple[str, ...]]:
    """I testi che escono e le variabili che non hanno un valore. Le parti spente o vuote non escono."""
    scritti: list[Testo] = []
    mancanti: list[str] = []
    for parte in parti:
        if parte.attiva and not parte.vuota:
            esito = sostituisci(parte.testo, valori)
            scritti.append(Testo(parte.chiave, parte.capitolo, parte.titolo, esito.testo))
            mancanti += esito.mancanti
    return tuple(scritti), tuple(dict.fromkeys(mancanti))


def valori(piano: Piano) -> dict[str, str]:
    """Il valore di ogni variabile; quelle che l'ente non conosce restano vuote."""
    estremi = {atto.uso: atto.estremi for atto in piano.atti}
    dipendenti = piano.personale.totale if piano.personale else None
    abitanti = piano.popolazione[-1].totale if piano.popolazione else None
    return {
        "ente": piano.ente.denominazione,
        "tipo_ente": piano.ente.tipo,
        "provincia": piano.ente.provincia,
        "anno": str(piano.documento.anno),
        "triennio": piano.documento.triennio,
        "mandato": piano.ente.mandato,
        "organismo": piano.ente.organismo,
        "popolazione": "" if abitanti is None else numero(abitanti),
        "dipendenti": "" if dipendenti is None else numero(dipendenti),
    } | {variabile: estremi.get(uso, "") for variabile, uso in ATTI_DEL_CICLO if variabile in VARIABILI}
