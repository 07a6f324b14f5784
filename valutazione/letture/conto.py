"""Il conto di una scheda: regole congelate, valori scritti e gradi vivi diventano un punteggio che si spiega.

Se il punteggio non c'è, una frase dice perché e che cosa fare: mai un numero inventato, mai un errore del programma.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from obiettivi.misura import NonCalcolabile, Passo, leggi_numero
from valutazione.letture.configurazione import nome_correttivo
from valutazione.letture.esiti import da_esito, valori_fermi
from valutazione.letture.gradi import Gradi
from valutazione.letture.voci import Dati, VoceLetta, voci_lette
from valutazione.models import Componente, Scheda, Voce
from valutazione.motore import ConfigurazioneRifiutata, Smvp, Valutazione, leggi_smvp, valuta_scheda
from valutazione.voci import StatoScheda

NON_ASSEGNATA = "La scheda non è ancora assegnata: le regole e gli obiettivi si fissano all'assegnazione."
ILLEGGIBILE = "Le regole congelate di questa scheda non si leggono: {} Annulla la scheda e creala di nuovo."
CODICE = re.compile(r"«([^»]+)»")
NOMI_DETTI = 4


@dataclass(frozen=True)
class Ramo:
    """Una parte della scheda, con le sue voci e il suo risultato (None finché non si può calcolare)."""

    codice: str
    nome: str
    descrizione: str
    peso: Decimal | None
    voci: tuple[VoceLetta, ...]
    valore: Decimal | None

    @property
    def da_solo(self) -> bool:
        """Il componente è esso stesso la voce: sotto di sé non ha altro."""
        return [voce.codice for voce in self.voci] == [self.codice]


@dataclass(frozen=True)
class Conto:
    """Una scheda con il suo punteggio, oppure con la frase che dice perché non c'è ancora."""

    scheda: Scheda
    voci: tuple[VoceLetta, ...] = ()
    valutazione: Valutazione | None = None
    problema: str = ""
    fascia: str = ""
    parti: Mapping[str, Decimal | None] | None = None
    provvisorio: bool = False

    @property
    def punteggio(self) -> Decimal | None:
        return self.valutazione.punteggio if self.valutazione else None

    @property
    def passi(self) -> tuple[Passo, ...]:
        """I passi con i nomi delle voci al posto dei codici."""
        nomi = nomi_di(self.scheda)
        return tuple(_in_chiaro(passo, nomi) for passo in self.valutazione.passi) if self.valutazione else ()

    @property
    def da_scrivere(self) -> list[VoceLetta]:
        return [voce for voce in self.voci if voce.si_scrive and not voce.politica]

    @property
    def scritte(self) -> int:
        return sum(voce.valore is not None for voce in self.da_scrivere)

    @property
    def da_motivare(self) -> list[VoceLetta]:
        return [voce for voce in self.voci if voce.da_motivare]

    @property
    def che_manca(self) -> list[str]:
        """Le frasi che fermano la proposta: ciò che manca al conto, poi le motivazioni."""
        motivi = [
            f"Scrivi la motivazione di «{voce.voce}»: il giudizio «{voce.letta}» la richiede."
            for voce in self.da_motivare
        ]
        return [*([self.problema] if self.problema else []), *motivi]

    @property
    def rami(self) -> list[Ramo]:
        """Le parti della scheda, nell'ordine delle regole."""
        return [self._ramo(nodo) for nodo in self.scheda.istantanea.get("scheda", {}).get("figli", [])]

    def _ramo(self, nodo: Dati) -> Ramo:
        codici = {nome for nome, _ in _nomi(nodo)}
        voci = tuple(voce for voce in self.voci if voce.codice in codici)
        peso = leggi_numero(nodo["peso"]) if "peso" in nodo else None
        nome = str(nodo.get("denominazione") or nodo["cod"])
        return Ramo(nodo["cod"], nome, str(nodo.get("descrizione", "")), peso, voci, self.di(nodo["cod"]))

    def di(self, codice: str) -> Decimal | None:
        """Il risultato di un componente; anche quando il totale non c'è ancora."""
        dettaglio = (self.valutazione.dettaglio if self.valutazione else self.parti) or {}
        return dettaglio.get(codice)


def con_conto(schede: QuerySet[Scheda]) -> QuerySet[Scheda]:
    """Le schede con tutto ciò che il conto legge: poche letture, quante che siano le schede."""
    voci = Voce.objects.select_related("obiettivo", "componente__scala", "componente__genitore")
    completa = schede.select_related("ciclo__ente", "tipo__sistema", "persona", "unita")
    return completa.prefetch_related(
        Prefetch("voci", voci.prefetch_related("componente__scala__livelli").order_by("ordine", "pk"))
    )


def conto_di(scheda: Scheda, gradi: Gradi | None = None) -> Conto:
    """Il conto di una scheda. `gradi` si passa quando le schede sono molte, per leggerli una volta sola."""
    if not (scheda.istantanea or {}).get("scheda"):
        return Conto(scheda, problema=NON_ASSEGNATA)
    vivi = gradi or Gradi(scheda.ciclo)
    chiusa = scheda.stato == StatoScheda.CHIUSA and bool(scheda.esito.get("punteggio"))
    voci = tuple(voci_lette(scheda, vivi, valori_fermi(scheda.esito) if chiusa else {}))
    try:
        smvp = leggi_smvp(scheda.istantanea)
    except ConfigurazioneRifiutata as errore:
        return Conto(scheda, voci, problema=ILLEGGIBILE.format(errore))
    if chiusa:
        return _con_fascia(Conto(scheda, voci, da_esito(scheda.esito)), smvp)
    return _con_fascia(_calcolato(scheda, voci, smvp, provvisorio=_provvisorio(voci, vivi)), smvp)


def _calcolato(scheda: Scheda, voci: tuple[VoceLetta, ...], smvp: Smvp, *, provvisorio: bool) -> Conto:
    manca = " ".join(_che_manca(voci))
    valori = valori_di(scheda, voci)
    if manca:
        return Conto(scheda, voci, problema=manca, parti=_parti(scheda, valori))
    try:
        return Conto(scheda, voci, valuta_scheda(smvp, valori), provvisorio=provvisorio)
    except NonCalcolabile as errore:
        problema = _con_i_nomi(str(errore), nomi_di(scheda))
        return Conto(scheda, voci, problema=problema, parti=_parti(scheda, valori))


def _provvisorio(voci: Iterable[VoceLetta], gradi: Gradi) -> bool:
    """Il punteggio può ancora muoversi da sé: dipende da gradi che il monitoraggio non ha chiuso."""
    return any(not voce.si_scrive for voce in voci) and not gradi.definitivi


def valori_di(scheda: Scheda, voci: Iterable[VoceLetta]) -> dict[str, Any]:
    """I valori come li vuole il motore (docs/formato-smvp.md, `valori`)."""
    lette = list(voci)
    valori: dict[str, Any] = {voce.codice: voce.per_il_motore for voce in lette}
    if scheda.correttivo is not None:
        valori |= dict.fromkeys(_correttivi(scheda.istantanea["scheda"]), scheda.correttivo)
    pesi = {v.codice: v.voce.peso for v in lette if v.voce.peso is not None and "peso" not in v.foglia.dati}
    return valori | {"_pesi": pesi, "_politica": {v.codice: v.politica for v in lette if v.politica}}


def correttivo_della(scheda: Scheda) -> Componente | None:
    """Il componente che qualcuno può correggere, se le regole della scheda lo prevedono."""
    voci = set(_correttivi(scheda.istantanea.get("scheda", {})))
    componenti = scheda.tipo.componenti.all() if voci else []
    return next((uno for uno in componenti if nome_correttivo(uno) in voci), None)


def _correttivi(nodo: Dati) -> Iterator[str]:
    if "correttivo" in nodo:
        yield nodo["correttivo"]["input"]
    for figlio in nodo.get("figli", []):
        yield from _correttivi(figlio)


def _parti(scheda: Scheda, valori: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """I rami del primo livello che un valore ce l'hanno già, mentre il totale aspetta gli altri."""
    parti: dict[str, Decimal | None] = {}
    for ramo in scheda.istantanea["scheda"].get("figli", []):
        smvp = leggi_smvp({"scheda": ramo})
        suoi = {cod: valore for cod, valore in valori.items() if cod in smvp.foglie | smvp.correttivi}
        mappe = {nome: _solo(valori[nome], smvp.foglie) for nome in ("_pesi", "_politica")}
        try:
            parti |= valuta_scheda(smvp, suoi | mappe).dettaglio or {}
        except NonCalcolabile:
            continue  # manca qualcosa anche qui: lo dice già il problema del totale
    return parti


def _solo(mappa: Mapping[str, Any], codici: frozenset[str]) -> dict[str, Any]:
    return {cod: valore for cod, valore in mappa.items() if cod in codici}


def _con_fascia(conto: Conto, smvp: Smvp) -> Conto:
    """Il nome della fascia del premio in cui cade il punteggio, se il sistema dà un nome alle fasce."""
    tabella = smvp.premio.tabella if smvp.premio else None
    if tabella is None or conto.punteggio is None:
        return conto
    try:
        fascia = tabella.trova(conto.punteggio).nome
    except NonCalcolabile as errore:
        return Conto(conto.scheda, conto.voci, conto.valutazione, str(errore), provvisorio=conto.provvisorio)
    return Conto(conto.scheda, conto.voci, conto.valutazione, fascia=fascia, provvisorio=conto.provvisorio)


# ---- le parole ---------------------------------------------------------------------------------------------------


def nomi_di(scheda: Scheda) -> dict[str, str]:
    """Come si chiama ogni voce e ogni ramo della scheda."""
    return dict(_nomi((scheda.istantanea or {}).get("scheda", {})))


def _nomi(nodo: Dati) -> Iterator[tuple[str, str]]:
    if nodo:
        yield str(nodo["cod"]), str(nodo.get("denominazione") or nodo.get("nome") or nodo["cod"])
    for figlio in nodo.get("figli", []):
        yield from _nomi(figlio)


def _con_i_nomi(frase: str, nomi: Mapping[str, str]) -> str:
    return CODICE.sub(lambda trovato: f"«{nomi.get(trovato[1], trovato[1])}»", frase)


def _in_chiaro(passo: Passo, nomi: Mapping[str, str]) -> Passo:
    dati = tuple((nomi.get(nome, nome), valore) for nome, valore in passo.dati)
    return Passo(passo.cosa, passo.formula, dati, passo.esito, nomi.get(passo.voce, passo.voce))


def _che_manca(voci: Sequence[VoceLetta]) -> Iterator[str]:
    """Ciò che deve ancora dare chi valuta e, a parte, ciò che deve ancora dare il monitoraggio."""
    scritte = [voce for voce in voci if voce.si_scrive]
    lette = [voce for voce in voci if not voce.si_scrive]
    yield from _mancano(scritte, "Manca una voce da valutare", "Mancano {} voci da valutare")
    yield from _mancano(lette, "Il monitoraggio deve ancora un risultato", "Il monitoraggio deve ancora {} risultati")


def _mancano(voci: Sequence[VoceLetta], una: str, tante: str) -> Iterator[str]:
    """«Mancano 2 voci da valutare su 7: Collaborazione, Tempi.»; nulla se non manca nulla."""
    nomi = [str(voce.voce) for voce in voci if voce.senza_rimedio]
    altre = len(nomi) - NOMI_DETTI
    detti = ", ".join(nomi[:NOMI_DETTI]) + (f" e altre {altre}" if altre > 1 else " e un'altra" if altre == 1 else "")
    if nomi:
        yield f"{una if len(nomi) == 1 else tante.format(len(nomi))} su {len(voci)}: {detti}."
