"""Il percorso del Piano, da leggere ad alta voce: chi può compiere ogni passo, da dove a dove, e che cosa serve.

in bozza → in consultazione → al parere → proposto alla Giunta → approvato → pubblicato; da consultazione, parere e
proposta si può tornare in bozza, con il motivo. Gli obiettivi provvisori approvati si riaprono nel Piano definitivo.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.letture.controlli import motivazioni_di
from obiettivi.letture.percorso import parere_valido
from obiettivi.models import Ciclo
from obiettivi.permessi import ha_uno_di
from obiettivi.voci import EsitoParere, StatoCiclo, StatoObiettivo
from piao.base.controlli import Esito, Gravita, Rilievo
from piao.base.flusso import Mancanza, Passo

BOZZA, CONSULTAZIONE, PARERE = StatoCiclo.BOZZA, StatoCiclo.CONSULTAZIONE, StatoCiclo.PARERE
PROPOSTA, APPROVATO, PUBBLICATO = StatoCiclo.PROPOSTA, StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO
SEGRETARIO, SINDACO = TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO
NUCLEO, RPCT = TipoIncarico.NUCLEO, TipoIncarico.RPCT

Chi = Mapping[str, tuple[str, ...]]
Serve = Callable[[Ciclo, Esito], Iterable[Mancanza]]


class PianoFermo(Exception):
    """Il passo non si può ancora compiere: `mancanze` dice che cosa serve, con i collegamenti."""

    def __init__(self, mancanze: list[Mancanza]) -> None:
        super().__init__("Manca ancora: " + " ".join(mancanza.frase for mancanza in mancanze))
        self.mancanze = mancanze


@dataclass(frozen=True)
class PassoPiano(Passo):
    """Un passo del percorso. `chi` dice, per ogni stato di partenza, con quali incarichi si compie."""

    codice: str
    chi: Chi
    serve: tuple[Serve, ...] = ()
    con_nota: bool = False

    def spetta(self, utente: Any, ciclo: Ciclo) -> bool:
        """Il passo è fra quelli dell'utente, anche se adesso non è il momento."""
        return ha_uno_di(utente, ciclo.ente, {tipo for tipi in self.chi.values() for tipo in tipi})


# ---- che cosa serve ------------------------------------------------------------------------------------------


def _obiettivi_validati(ciclo: Ciclo, esito: Esito) -> Iterable[Mancanza]:
    if not ciclo.obiettivi.filter(stato=StatoObiettivo.VALIDATO).exists():
        elenco = reverse("obiettivi:elenco", args=[ciclo.ente.slug, ciclo.anno])
        yield Mancanza("Il Piano non ha ancora obiettivi validati: nel documento entrano solo quelli.", elenco)


def _parere_dato(ciclo: Ciclo, esito: Esito) -> Iterable[Mancanza]:
    if parere_valido(ciclo) is None:
        indirizzo = reverse("relazioni:parere", args=[ciclo.ente.slug, ciclo.anno])
        yield Mancanza(f"Il parere ({ciclo.ente.get_organismo_display()}) non è ancora stato dato.", indirizzo)


def _nessun_blocco(ciclo: Ciclo, esito: Esito) -> Iterable[Mancanza]:
    return (_da_rilievo(rilievo) for rilievo in esito.rilievi if rilievo.gravita == Gravita.BLOCCO)


def _errori_motivati(ciclo: Ciclo, esito: Esito) -> Iterable[Mancanza]:
    return (_da_rilievo(rilievo) for rilievo in da_motivare(ciclo, esito))


def _versione_conservata(ciclo: Ciclo, esito: Esito) -> Iterable[Mancanza]:
    if not ciclo.versioni.exists():
        indirizzo = reverse("relazioni:versioni", args=[ciclo.ente.slug, ciclo.anno])
        yield Mancanza("Gli obiettivi provvisori non sono ancora congelati: il loro atto andrebbe perso.", indirizzo)


def da_motivare(ciclo: Ciclo, esito: Esito) -> list[Rilievo]:
    """Gli errori rimasti senza una motivazione scritta."""
    motivati = motivazioni_di(ciclo) if esito.da_motivare else {}
    return [rilievo for rilievo in esito.da_motivare if (rilievo.codice, rilievo.oggetto.codice) not in motivati]


def _da_rilievo(rilievo: Rilievo) -> Mancanza:
    """La frase del rilievo, con il nome dell'oggetto se non lo dice già; quello del Piano intero non serve."""
    oggetto = rilievo.oggetto
    dove = f"«{oggetto.nome}»: " if oggetto.chiave and oggetto.nome not in rilievo.frase else ""
    return Mancanza(f"{rilievo.codice} · {dove}{rilievo.frase}", rilievo.collegamento)


# ---- la tabella ----------------------------------------------------------------------------------------------


def _puo(chi: Chi, solo_se: Callable[[Ciclo], bool], utente: Any, ciclo: Ciclo) -> bool:
    return solo_se(ciclo) and ha_uno_di(utente, ciclo.ente, chi.get(ciclo.stato, ()))


def _passo(
    codice: str, nome: str, chi: Chi, a: str, *, solo_se: Callable[[Ciclo], bool] = lambda ciclo: True, **altro: Any
) -> PassoPiano:
    return PassoPiano(nome, frozenset(chi), a, partial(_puo, chi, solo_se), codice, chi, **altro)


AVVIA = _passo("consultazione", "avviare la consultazione", {BOZZA: (SEGRETARIO,)}, CONSULTAZIONE)
CHIEDI_PARERE = _passo(
    "parere", "chiedere il parere", {CONSULTAZIONE: (SEGRETARIO,)}, PARERE, serve=(_obiettivi_validati,)
)
PROPONI = _passo(
    "proposta",
    "proporre il Piano alla Giunta",
    {PARERE: (SEGRETARIO,)},
    PROPOSTA,
    serve=(_parere_dato, _nessun_blocco),
)
APPROVA = _passo(
    "approvazione",
    "approvare il Piano",
    {PROPOSTA: (SEGRETARIO,)},
    APPROVATO,
    serve=(_nessun_blocco, _errori_motivati),
)
PUBBLICA = _passo("pubblicazione", "pubblicare il Piano", {APPROVATO: (SEGRETARIO, RPCT)}, PUBBLICATO)
DEFINITIVO = _passo(
    "definitivo",
    "preparare il Piano definitivo",
    {APPROVATO: (SEGRETARIO,), PUBBLICATO: (SEGRETARIO,)},
    BOZZA,
    solo_se=lambda ciclo: ciclo.provvisorio,
    serve=(_versione_conservata,),
)
RIMANDA = _passo(
    "rimanda",
    "rimandare il Piano in bozza",
    {CONSULTAZIONE: (SEGRETARIO,), PARERE: (SEGRETARIO, NUCLEO), PROPOSTA: (SEGRETARIO, SINDACO)},
    BOZZA,
    con_nota=True,
)

PERCORSO = {passo.codice: passo for passo in (AVVIA, CHIEDI_PARERE, PROPONI, APPROVA, PUBBLICA, DEFINITIVO, RIMANDA)}


def che_manca(ciclo: Ciclo, passo: PassoPiano, esito: Esito) -> list[Mancanza]:
    """Ciò che impedisce il passo: una frase per cosa, con la pagina dove si provvede."""
    return [mancanza for serve in passo.serve for mancanza in serve(ciclo, esito)]


def vuole_nota(ciclo: Ciclo, passo: PassoPiano) -> bool:
    """Chi rimanda deve dire perché; e anche chi propone il Piano nonostante un parere contrario, che non vincola."""
    if passo is PROPONI:
        parere = parere_valido(ciclo)
        return parere is not None and parere.esito == EsitoParere.CONTRARIO
    return passo.con_nota


def prossimi_passi(ciclo: Ciclo) -> list[PassoPiano]:
    """I passi che qualcuno può compiere adesso, nell'ordine della tabella; il definitivo, solo se è provvisorio."""
    return [
        passo
        for passo in PERCORSO.values()
        if ciclo.stato in passo.da and (passo is not DEFINITIVO or ciclo.provvisorio)
    ]


CONFERME = {
    "consultazione": {
        "domanda": "Avviare la consultazione?",
        "conseguenza": "A ogni responsabile in carica risultano proposti oggi i suoi obiettivi: li legge, ne discute "
        "con te e dice se concorda. Gli obiettivi si possono ancora cambiare.",
        "invia": "Avvia la consultazione",
        "fatto": "La consultazione è aperta: ogni responsabile può dire la sua.",
    },
    "parere": {
        "domanda": "Chiedere il parere all'organismo di valutazione?",
        "conseguenza": "Obiettivi e testi si fermano: per cambiarli bisogna rimandare il Piano in bozza.",
        "invia": "Chiedi il parere",
        "fatto": "Parere chiesto: ora tocca all'organismo di valutazione.",
    },
    "proposta": {
        "domanda": "Proporre il Piano alla Giunta?",
        "conseguenza": "Sindaco e assessori lo leggono in una pagina sola, con il parere e i rilievi rimasti, "
        "e scrivono i loro commenti.",
        "invia": "Proponi alla Giunta",
        "fatto": "Piano proposto: la Giunta può leggerlo e commentarlo.",
    },
    "pubblicazione": {
        "domanda": "Registrare la pubblicazione?",
        "conseguenza": "Scrivi il giorno in cui il Piano è comparso in Amministrazione trasparente, sezione "
        "Performance (D.Lgs. 33/2013, art. 10 c. 8 lett. b).",
        "invia": "Registra la pubblicazione",
        "fatto": "Pubblicazione registrata: il percorso del Piano è concluso.",
    },
    "definitivo": {
        "domanda": "Preparare il Piano definitivo?",
        "conseguenza": "Il Piano torna in bozza e assorbe gli obiettivi provvisori, che restano gli stessi. La "
        "versione provvisoria già approvata non cambia e resta conservata.",
        "invia": "Prepara il definitivo",
        "fatto": "Il Piano definitivo è in bozza: gli obiettivi provvisori sono già dentro.",
    },
    "rimanda": {
        "domanda": "Rimandare il Piano in bozza?",
        "conseguenza": "Gli obiettivi e i testi si possono di nuovo cambiare. Il percorso ricomincia dalla "
        "consultazione; ciò che è già stato detto resta scritto.",
        "invia": "Rimanda in bozza",
        "fatto": "Il Piano è di nuovo in bozza, con le osservazioni.",
    },
}
