"""Il cammino di una variazione, da leggere ad alta voce, e che cosa manca per compierne i passi.

in preparazione → richiesta (chi l'ha aperta, o il segretario) → proposta alla Giunta (il segretario, dopo il parere)
→ approvata con atto (il segretario); oppure respinta; oppure rimandata in preparazione con osservazioni.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from enti import parametri
from obiettivi.letture.variazioni import fasi_perse, indicatori_persi, parere_della, righe_di
from obiettivi.models import Ciclo, Obiettivo, RigaVariazione, Variazione
from obiettivi.permessi import (
    puo_decidere_variazione,
    puo_proporre_variazione,
    puo_rimandare_variazione,
    puo_scrivere_variazione,
)
from obiettivi.voci import StatoVariazione, TipoRigaVariazione
from piao.base.flusso import Mancanza, Passo

BOZZA, RICHIESTA, PROPOSTA = StatoVariazione.BOZZA, StatoVariazione.RICHIESTA, StatoVariazione.PROPOSTA
APPROVATA, RESPINTA = StatoVariazione.APPROVATA, StatoVariazione.RESPINTA

RICHIEDI = Passo("richiedere la variazione", frozenset({BOZZA}), RICHIESTA, puo_scrivere_variazione)
PROPONI = Passo("proporre la variazione alla Giunta", frozenset({RICHIESTA}), PROPOSTA, puo_proporre_variazione)
APPROVA = Passo("approvare la variazione", frozenset({PROPOSTA}), APPROVATA, puo_decidere_variazione)
RESPINGI = Passo("respingere la variazione", frozenset({RICHIESTA, PROPOSTA}), RESPINTA, puo_decidere_variazione)
RIMANDA = Passo("rimandare la variazione", frozenset({RICHIESTA, PROPOSTA}), BOZZA, puo_rimandare_variazione)

PASSI = {"richiedi": RICHIEDI, "proponi": PROPONI, "approva": APPROVA, "respingi": RESPINGI, "rimanda": RIMANDA}
CON_OSSERVAZIONI = ("respingi", "rimanda")
CONFERME = {
    "richiedi": {
        "domanda": "Richiedere la variazione?",
        "conseguenza": "Le copie di lavoro si fermano: il segretario le legge e chiede il parere all'organismo di "
        "valutazione.",
        "invia": "Richiedi",
        "fatto": "Variazione richiesta: ora serve il parere dell'organismo di valutazione.",
    },
    "proponi": {
        "domanda": "Proporre la variazione alla Giunta?",
        "conseguenza": "Sindaco e assessori ne leggono le differenze. Il Piano non cambia finché non c'è l'atto.",
        "invia": "Proponi alla Giunta",
        "fatto": "Variazione proposta alla Giunta.",
    },
    "respingi": {
        "domanda": "Respingere la variazione?",
        "conseguenza": "Si chiude: il Piano resta com'è. La richiesta e il motivo restano scritti.",
        "invia": "Respingi",
        "fatto": "Variazione respinta: il Piano non cambia.",
    },
    "rimanda": {
        "domanda": "Rimandare la variazione a chi l'ha richiesta?",
        "conseguenza": "Torna in preparazione: si corregge e si richiede di nuovo, con un nuovo parere.",
        "invia": "Rimanda",
        "fatto": "Variazione rimandata, con le osservazioni.",
    },
}


def ultimo_giorno(ciclo: Ciclo) -> date:
    """Dopo questo giorno una variazione è tardiva: se ne avvisa, non la si vieta (controllo P42)."""
    fine = date(ciclo.anno, 12, 31)
    return parametri.valore("variazioni_termine", fine).nel(ciclo.anno)


def e_tardi(ciclo: Ciclo) -> bool:
    return timezone.localdate() > ultimo_giorno(ciclo)


class VariazioneFerma(Exception):
    """Il passo non si può ancora compiere: `mancanze` dice che cosa serve, con i collegamenti."""

    def __init__(self, mancanze: list[Mancanza]) -> None:
        super().__init__("Manca ancora: " + " ".join(mancanza.frase for mancanza in mancanze))
        self.mancanze = mancanze


def passi_possibili(utente: Any, variazione: Variazione) -> list[str]:
    """I passi che l'utente può compiere adesso, nell'ordine della tabella."""
    return [codice for codice, passo in PASSI.items() if passo.possibile(utente, variazione)]


def che_manca(variazione: Variazione, passo: Passo) -> list[Mancanza]:
    """Ciò che impedisce il passo: una frase per cosa, con la pagina dove si provvede."""
    if passo is RICHIEDI:
        return [*_per_richiedere(variazione), *_valori_persi(variazione)]
    if passo is PROPONI and parere_della(variazione) is None:
        organismo = variazione.ente.get_organismo_display()
        return [Mancanza(f"Il parere ({organismo}) non è ancora stato dato.", _indirizzo("parere", variazione))]
    return list(_valori_persi(variazione)) if passo in (PROPONI, APPROVA) else []


def _valori_persi(variazione: Variazione) -> Iterable[Mancanza]:
    """Ciò che la copia ha tolto ed è misurato nel frattempo: portarla nel Piano cancellerebbe i suoi valori."""
    pagina = _indirizzo("variazione", variazione)
    for indicatore in indicatori_persi(variazione):
        frase = f"«{indicatore}» ha valori rilevati nel monitoraggio, e la variazione lo toglie: rimettilo."
        yield Mancanza(frase, pagina)
    for fase in fasi_perse(variazione):
        frase = f"La fase «{fase}» ha un avanzamento nel monitoraggio, e la variazione la toglie o le cambia nome: "
        yield Mancanza(frase + "rimettila com'era.", pagina)


def _per_richiedere(variazione: Variazione) -> Iterable[Mancanza]:
    righe = list(righe_di(variazione))
    pagina = _indirizzo("variazione", variazione)
    if not righe:
        yield Mancanza("La variazione non tocca ancora nessun obiettivo: scegline almeno uno.", pagina)
    yield from (mancanza for riga in righe for mancanza in _della_riga(riga))


def _della_riga(riga: RigaVariazione) -> Iterable[Mancanza]:
    """Un'aggiunta deve poter stare nel Piano: come ogni obiettivo, almeno un'unità che ne risponde."""
    if riga.tipo == TipoRigaVariazione.RITIRO and not riga.nota.strip():
        yield Mancanza(f"Scrivi perché si ritira «{riga.obiettivo}».", _indirizzo("variazione", riga.variazione))
    copia = riga.copia
    if riga.tipo == TipoRigaVariazione.AGGIUNTA and copia and not copia.unita_collegate.exists():
        yield Mancanza(f"«{copia}» non ha ancora un'unità che ne risponde.", indirizzo_copia(copia, "chi"))


def indirizzo_copia(copia: Obiettivo, sezione: str) -> str:
    return reverse("obiettivi:modifica", args=[copia.ciclo.ente.slug, copia.ciclo.anno, copia.pk, sezione])


def _indirizzo(nome: str, variazione: Variazione) -> str:
    pagina = {"variazione": "relazioni:variazione", "parere": "relazioni:parere_variazione"}[nome]
    return reverse(pagina, args=[variazione.ente.slug, variazione.ciclo.anno, variazione.numero])
