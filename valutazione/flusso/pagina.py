"""La pagina di una scheda per chi la guarda: che cosa vede, a che punto è, che cosa può fare e che cosa manca."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from piao.base.flusso import Mancanza
from valutazione.flusso.scheda import (
    CHIEDI_RIESAME,
    CONFERME,
    DECIDI,
    PERCORSO,
    TAPPE,
    PassoScheda,
    che_manca,
    conto_letto,
    indirizzo,
    istantanea_letta,
    negativa,
)
from valutazione.letture.conto import Conto
from valutazione.letture.righe import Riga, righe_del_conto, righe_previste, senza_valori
from valutazione.letture.schede import (
    altre_della_persona,
    colloqui_che_mancano,
    passaggi_di,
    visioni_di,
)
from valutazione.letture.termini import Termini, assegnata_tardi, termini_di
from valutazione.models import Colloquio, Osservazione, PassaggioScheda, Scheda, Visione
from valutazione.permessi import (
    puo_autovalutarsi,
    puo_confermare_colloquio,
    puo_osservare,
    puo_prendere_visione,
    puo_preparare,
    puo_registrare_colloquio,
    puo_rispondere,
    puo_sentire,
    puo_valutare,
)
from valutazione.permessi.compilazione import puo_correggere
from valutazione.permessi.schede import conduce, e_la_persona, vede_i_valori
from valutazione.voci import StatoScheda

FATTA, ADESSO, POI = "fatta", "adesso", "poi"


@dataclass(frozen=True)
class Tappa:
    """Uno stato del percorso: già passato, quello di adesso, o da venire."""

    stato: str
    nome: str
    posto: str


@dataclass(frozen=True)
class Prossimo:
    """Un passo che chi guarda può compiere adesso, con ciò che gli manca."""

    passo: PassoScheda
    invito: str
    indirizzo: str
    mancanze: Sequence[Mancanza]

    @property
    def pronto(self) -> bool:
        return not self.mancanze


@dataclass(frozen=True)
class Detto:
    """Un colloquio, e se chi guarda lo deve confermare."""

    colloquio: Colloquio
    da_confermare: bool


@dataclass(frozen=True)
class Pagina:
    """Tutto ciò che la pagina mostra, già filtrato per chi guarda."""

    e_mia: bool
    vede_valutazione: bool
    righe: Sequence[Riga]
    conto: Conto | None
    tappe: Sequence[Tappa]
    passi: Sequence[Prossimo]
    termini: Termini
    assegnata_tardi: bool
    negativa: bool
    colloqui: Sequence[Detto]
    colloqui_mancanti: Sequence[str]
    osservazioni: Sequence[Osservazione]
    passaggi: Sequence[PassaggioScheda]
    visioni: Sequence[Visione]
    altre: Sequence[Scheda]
    puo: dict[str, bool]

    @property
    def problema(self) -> str:
        """Perché il punteggio non c'è; vuoto se lo dice già ciò che manca a un passo."""
        problema = self.conto.problema if self.conto else ""
        detti = {mancanza.frase for passo in self.passi for mancanza in passo.mancanze}
        return "" if problema in detti else problema


def pagina_di(utente: Any, scheda: Scheda) -> Pagina:
    vede, mia = vede_i_valori(utente, scheda), e_la_persona(utente, scheda)
    conto = conto_letto(scheda) if scheda.istantanea else None
    righe = righe_del_conto(conto) if conto else righe_previste(istantanea_letta(scheda))
    colloqui = list(scheda.colloqui.all())
    return Pagina(
        e_mia=mia,
        vede_valutazione=vede,
        righe=righe if vede else senza_valori(righe),
        conto=conto if vede else None,
        tappe=tappe(scheda),
        passi=_passi(utente, scheda),
        termini=termini_di(scheda),
        assegnata_tardi=assegnata_tardi(scheda),
        negativa=vede and negativa(scheda),
        colloqui=[Detto(uno, puo_confermare_colloquio(utente, uno)) for uno in colloqui],
        colloqui_mancanti=colloqui_che_mancano(scheda, colloqui),
        osservazioni=list(scheda.osservazioni.all()),
        passaggi=passaggi_di(scheda),
        visioni=visioni_di(scheda) if mia or conduce(utente, scheda) else [],
        altre=altre_della_persona(scheda),
        puo=_puo(utente, scheda),
    )


def tappe(scheda: Scheda) -> list[Tappa]:
    """Le tappe in ordine. Il riesame è una sosta sulla consegna; una scheda annullata non ha tappe davanti."""
    stato = StatoScheda.NOTIFICATA if scheda.stato == StatoScheda.RIESAME else StatoScheda(scheda.stato)
    qui = TAPPE.index(stato) if stato in TAPPE else -1
    return [
        Tappa(tappa.value, str(tappa.label), FATTA if n < qui else ADESSO if n == qui else POI)
        for n, tappa in enumerate(TAPPE)
    ]


def _passi(utente: Any, scheda: Scheda) -> list[Prossimo]:
    return [
        Prossimo(passo, CONFERME[codice]["invia"], indirizzo("passo_scheda", scheda, codice), che_manca(scheda, passo))
        for codice, passo in PERCORSO.items()
        if codice in CONFERME and passo.possibile(utente, scheda) and _ha_senso(scheda, passo)
    ]


def _ha_senso(scheda: Scheda, passo: PassoScheda) -> bool:
    """Un riesame che il sistema non prevede, o già deciso, non si propone nemmeno."""
    return passo is not CHIEDI_RIESAME or (bool(scheda.tipo.riesamina) and not hasattr(scheda, "riesame"))


def _puo(utente: Any, scheda: Scheda) -> dict[str, bool]:
    return {
        "leggere": puo_prendere_visione(utente, scheda),
        "preparare": puo_preparare(utente, scheda),
        "compilare": puo_valutare(utente, scheda),
        "correggere": puo_correggere(utente, scheda),
        "autovalutarsi": puo_autovalutarsi(utente, scheda),
        "colloquio": puo_registrare_colloquio(utente, scheda),
        "osservare": puo_osservare(utente, scheda) and not hasattr(scheda, "riesame"),
        "rispondere": puo_rispondere(utente, scheda),
        "chiamare": puo_sentire(utente, scheda) and scheda.contraddittorio_il is None and negativa(scheda),
        "trascrivere": puo_sentire(utente, scheda) and scheda.contraddittorio_il is not None,
        "riesaminare": DECIDI.possibile(utente, scheda),
        "condurre": conduce(utente, scheda),
    }
