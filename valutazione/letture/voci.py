"""Le voci di una scheda come si leggono oggi: da dove viene ogni valore, con quale scala, che cosa manca e perché."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from obiettivi.misura import leggi_numero
from piao.base.campi import CampoNumero
from piao.base.numeri import numero, percento
from valutazione.letture.gradi import Gradi, GradoVivo
from valutazione.models import Componente, LivelloScala, Scheda, Voce
from valutazione.voci import Fonte, SeManca

Dati = Mapping[str, Any]
SCRITTE = (Fonte.GIUDIZIO, Fonte.NUMERO)
A_CONFRONTO = ("rapporto", "inverso_rapporto", "inverso_scostamento")
RAGGIUNTO = Decimal(100)


@dataclass(frozen=True)
class Foglia:
    """Una voce nell'albero congelato della scheda: la sua conversione, e il ramo che la raccoglie."""

    dati: Dati
    padre: Dati

    @property
    def codice(self) -> str:
        return str(self.dati["cod"])

    @property
    def conversione(self) -> Dati:
        return self.dati.get("conv") or {"tipo": "identita"}

    @property
    def mancante(self) -> str:
        """Che cosa dice il sistema di una voce senza valore."""
        return str(self.padre.get("mancante", SeManca.ERRORE))


@dataclass(frozen=True)
class VoceLetta:
    """Una voce con il valore che entra nel conto; senza valore, `perche` lo spiega."""

    voce: Voce
    foglia: Foglia
    valore: Decimal | None
    perche: str = ""
    politica: str = ""

    @property
    def codice(self) -> str:
        return self.voce.codice

    @property
    def componente(self) -> Componente | None:
        return self.voce.componente

    @property
    def fonte(self) -> str:
        if self.voce.obiettivo_id:
            return Fonte.OBIETTIVI
        return (self.componente.fonte if self.componente else "") or Fonte.NUMERO

    @property
    def peso(self) -> Decimal | None:
        """Il peso nel suo ramo: quello della persona, altrimenti quello delle regole."""
        scritto = self.foglia.dati.get("peso")
        return leggi_numero(scritto) if self.voce.peso is None and scritto is not None else self.voce.peso

    @property
    def si_scrive(self) -> bool:
        """Il valore lo dà chi valuta; gli altri si leggono dal monitoraggio."""
        return self.fonte in SCRITTE

    @property
    def livelli(self) -> list[LivelloScala]:
        """I livelli della scala, se il valore è un giudizio."""
        scala = self.componente.scala if self.componente else None
        return list(scala.livelli.all()) if scala and self.fonte == Fonte.GIUDIZIO else []

    def livello(self, valore: Decimal | None) -> LivelloScala | None:
        return next((livello for livello in self.livelli if livello.valore == valore), None)

    def in_parole(self, valore: Decimal | None) -> str:
        """«4 – Buono», «82,5», vuoto se manca."""
        if valore is None:
            return ""
        livello = self.livello(valore)
        return f"{numero(valore)} – {livello.etichetta}" if livello else numero(valore)

    @property
    def letta(self) -> str:
        """Il valore in parole; un grado letto dal monitoraggio si mostra con due decimali, nel conto è intero."""
        if not self.si_scrive and self.valore is not None:
            return percento(self.valore, 2)
        return self.in_parole(self.valore)

    @property
    def autovalutazione(self) -> str:
        return self.in_parole(self.voce.autovalutazione)

    @property
    def da_motivare(self) -> bool:
        """Il livello scelto chiede una motivazione, e non c'è."""
        livello = self.livello(self.valore)
        return livello is not None and livello.richiede_motivazione and not self.voce.motivazione.strip()

    @property
    def senza_rimedio(self) -> bool:
        """Manca, e nessuna regola dice che cosa farne: il conto si ferma."""
        return self.valore is None and (self.politica or self.foglia.mancante) == SeManca.ERRORE

    @property
    def per_il_motore(self) -> object:
        """Il valore nella forma che la conversione si aspetta."""
        if self.valore is None:
            return None
        tipo = self.foglia.conversione.get("tipo")
        if tipo == "si_no":
            return self.valore >= RAGGIUNTO if self.fonte not in SCRITTE else self.valore != 0
        if tipo == "livelli":
            return self._nome_del_livello(self.valore)
        return {"consuntivo": self.valore, "target": self._target} if tipo in A_CONFRONTO else self.valore

    def _nome_del_livello(self, valore: Decimal) -> str | Decimal:
        """Le conversioni per livelli chiamano i livelli con il numero oppure con la parola."""
        livello = self.livello(valore)
        scritti = self.foglia.conversione.get("livelli", {})
        return livello.etichetta if livello and livello.etichetta in scritti else valore

    @property
    def _target(self) -> Decimal | None:
        """Il grado di un obiettivo si confronta con il pieno raggiungimento, un numero con il suo atteso."""
        if self.fonte not in SCRITTE:
            return RAGGIUNTO
        try:
            letto: Decimal | None = CampoNumero(required=False).clean(self.voce.atteso)
        except ValidationError:
            return None
        return letto


def voci_lette(scheda: Scheda, gradi: Gradi, fermi: Mapping[str, Decimal] | None = None) -> list[VoceLetta]:
    """Le voci della scheda, nell'ordine, con il valore scritto o il grado vivo; con quello fermo, se c'è."""
    foglie = foglie_di(scheda)
    return [
        _letta(voce, foglie[voce.codice], scheda, gradi, fermi or {})
        for voce in scheda.voci.all()
        if voce.codice in foglie
    ]


def foglie_di(scheda: Scheda) -> dict[str, Foglia]:
    """Le foglie dell'albero congelato, per codice; nessuna finché la scheda non è assegnata."""
    radice = (scheda.istantanea or {}).get("scheda")
    return {foglia.codice: foglia for foglia in _foglie(radice, {})} if radice else {}


def _foglie(nodo: Dati, padre: Dati) -> Iterator[Foglia]:
    if not nodo.get("figli"):
        yield Foglia(nodo, padre)
    for figlio in nodo.get("figli", []):
        yield from _foglie(figlio, nodo)


def _letta(voce: Voce, foglia: Foglia, scheda: Scheda, gradi: Gradi, fermi: Mapping[str, Decimal]) -> VoceLetta:
    if voce.politica:
        return VoceLetta(voce, foglia, None, f"Non misurabile: {voce.politica_motivo}", voce.politica)
    ferma = VoceLetta(voce, foglia, fermi.get(voce.codice))
    if ferma.valore is not None and not ferma.si_scrive:
        return ferma
    vivo = _grado(voce, scheda, gradi)
    return VoceLetta(voce, foglia, vivo.valore, vivo.perche, vivo.politica)


def _grado(voce: Voce, scheda: Scheda, gradi: Gradi) -> GradoVivo:
    fonte = voce.componente.fonte if voce.componente else ""
    if voce.obiettivo is not None:
        return gradi.di_obiettivo(voce.obiettivo)
    if fonte == Fonte.OBIETTIVI:
        return GradoVivo(perche="Nessun obiettivo è assegnato.")
    if fonte == Fonte.ENTE:
        return gradi.dell_ente()
    if fonte == Fonte.STRUTTURA:
        return gradi.di_unita(scheda.unita)
    return GradoVivo(voce.valore, "" if voce.valore is not None else "Da valutare.")
