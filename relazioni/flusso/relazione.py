"""Il percorso della Relazione, da leggere ad alta voce: chi può compiere ogni passo, da dove a dove, che cosa serve.

in bozza → approvata dalla Giunta → validata dall'organismo → pubblicata. Se l'organismo non la valida, o se si scopre
un errore prima della validazione, il segretario la riapre con un motivo: la versione già approvata resta conservata.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.flusso.piano import da_motivare
from obiettivi.permessi import ha_uno_di
from piao.base.controlli import Esito, Gravita, Rilievo
from piao.base.flusso import Mancanza, Passo
from relazioni.models import Relazione
from relazioni.voci import StatoRelazione

BOZZA, APPROVATA = StatoRelazione.BOZZA, StatoRelazione.APPROVATA
VALIDATA, PUBBLICATA = StatoRelazione.VALIDATA, StatoRelazione.PUBBLICATA
SEGRETARIO, NUCLEO, RPCT = TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO, TipoIncarico.RPCT

Serve = Callable[[Relazione, Esito], Iterable[Mancanza]]


class RelazioneFerma(Exception):
    """Il passo non si può ancora compiere: `mancanze` dice che cosa serve, con i collegamenti."""

    def __init__(self, mancanze: list[Mancanza]) -> None:
        super().__init__("Manca ancora: " + " ".join(mancanza.frase for mancanza in mancanze))
        self.mancanze = mancanze


@dataclass(frozen=True)
class PassoRelazione(Passo):
    """Un passo del percorso: chi lo compie, quando, che cosa serve. Sono le parole della tabella in pagina."""

    codice: str
    chi: tuple[str, ...]
    chi_in_parole: str
    quando: str
    che_serve: str
    serve: tuple[Serve, ...] = ()

    def spetta(self, utente: Any, relazione: Relazione) -> bool:
        """Il passo è fra quelli dell'utente, anche se adesso non è il momento."""
        return ha_uno_di(utente, relazione.ente, self.chi)


# ---- che cosa serve ----------------------------------------------------------------------------------------------


def _nessun_blocco(relazione: Relazione, esito: Esito) -> Iterable[Mancanza]:
    return (_da_rilievo(rilievo) for rilievo in esito.rilievi if rilievo.gravita == Gravita.BLOCCO)


def _errori_motivati(relazione: Relazione, esito: Esito) -> Iterable[Mancanza]:
    return (_da_rilievo(rilievo) for rilievo in da_motivare(relazione.ciclo, esito))


def _anno_finito(relazione: Relazione, esito: Esito) -> Iterable[Mancanza]:
    if not relazione.ciclo.sessioni.filter(stato="chiusa").exists():
        pagina = reverse("obiettivi:monitoraggio", args=[relazione.ente.slug, relazione.ciclo.anno])
        yield Mancanza("Nessuna rilevazione dell'anno è stata chiusa: i risultati non ci sono ancora.", pagina)


def _da_rilievo(rilievo: Rilievo) -> Mancanza:
    oggetto = rilievo.oggetto
    dove = f"«{oggetto.nome}»: " if oggetto.chiave and oggetto.nome not in rilievo.frase else ""
    return Mancanza(f"{rilievo.codice} · {dove}{rilievo.frase}", rilievo.collegamento)


# ---- la tabella --------------------------------------------------------------------------------------------------


def _puo(chi: tuple[str, ...], utente: Any, relazione: Relazione) -> bool:
    return ha_uno_di(utente, relazione.ente, chi)


def _passo(codice: str, nome: str, da: str, a: str, chi: tuple[str, ...], **altro: Any) -> PassoRelazione:
    return PassoRelazione(nome, frozenset({da}), a, partial(_puo, chi), codice, chi, **altro)


APPROVA = _passo(
    "approvazione",
    "approvare la Relazione",
    BOZZA,
    APPROVATA,
    (SEGRETARIO,),
    chi_in_parole="la Giunta (il Consiglio, se unificata al rendiconto); registra il segretario",
    quando="entro il 30 giugno dell'anno dopo; il 30 aprile se unificata al rendiconto",
    che_serve="nessun blocco nei controlli, ogni errore motivato, l'atto; se è tardi, il motivo",
    serve=(_anno_finito, _nessun_blocco, _errori_motivati),
)
VALIDA = _passo(
    "validazione",
    "validare la Relazione",
    APPROVATA,
    VALIDATA,
    (NUCLEO, SEGRETARIO),
    chi_in_parole="l'organismo di valutazione; il segretario può trascriverne il verbale",
    quando="dopo l'approvazione e prima dei premi",
    che_serve="la lista dei criteri; se ci sono riserve, che cosa si pubblica",
)
RIAPRI = _passo(
    "riapertura",
    "riaprire la Relazione",
    APPROVATA,
    BOZZA,
    (SEGRETARIO,),
    chi_in_parole="il segretario",
    quando="se non è stata validata, o se si scopre un errore",
    che_serve="un motivo; la versione approvata resta conservata",
)
PUBBLICA = _passo(
    "pubblicazione",
    "pubblicare la Relazione",
    VALIDATA,
    PUBBLICATA,
    (SEGRETARIO, RPCT),
    chi_in_parole="il segretario o il responsabile della trasparenza",
    quando="appena validata",
    che_serve="il giorno della pubblicazione",
)

PERCORSO = {passo.codice: passo for passo in (APPROVA, VALIDA, RIAPRI, PUBBLICA)}


def che_manca(relazione: Relazione, passo: PassoRelazione, esito: Esito) -> list[Mancanza]:
    """Ciò che impedisce il passo: una frase per cosa, con la pagina dove si provvede."""
    return [mancanza for serve in passo.serve for mancanza in serve(relazione, esito)]


def prossimo_passo(relazione: Relazione) -> PassoRelazione | None:
    """Quello che porta avanti la Relazione; None quando il percorso è finito."""
    avanti = (APPROVA, VALIDA, PUBBLICA)
    return next((passo for passo in avanti if relazione.stato in passo.da), None)
