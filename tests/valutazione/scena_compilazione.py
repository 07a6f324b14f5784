"""La scena della compilazione: un sistema pronto, chi valuta, le schede in valutazione con le loro voci."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from enti.models import Ente, Persona
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import StatoCiclo
from tests.fabbriche import CicloFactory, EnteFactory, IncaricoFactory, RapportoFactory, UnitaFactory
from tests.valutazione.aiuti import senza_guardie
from valutazione.azioni.compilazione import Scritto, scrivi_valori
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.letture.configurazione import cifre, configurazione_di
from valutazione.models import Componente, Scheda, TipoScheda, Voce
from valutazione.voci import Fonte, StatoScheda

D = Decimal


class Scena:
    """Un comune con il sistema semplice, un servizio con la sua EQ, il ciclo dell'anno."""

    def __init__(self, tipo: str = "dipendenti") -> None:
        self.ente: Ente = EnteFactory()
        self.ciclo: Ciclo = CicloFactory(ente=self.ente, stato=StatoCiclo.APPROVATO)
        self.sistema = crea_da_modello(ente=self.ente, modello="semplice", utente=None)
        self.tipo: TipoScheda = self.sistema.tipi.get(codice=tipo)
        self.unita = UnitaFactory(ente=self.ente)
        self.valutatore: Persona = self.guida(self.unita)

    @property
    def chi_valuta(self) -> Any:
        return self.valutatore.utente

    def guida(self, unita: Any) -> Persona:
        return IncaricoFactory(ente=self.ente, tipo="eq", unita=unita).persona

    def guida_unita(self) -> Any:
        """Un altro servizio, senza obiettivi."""
        return UnitaFactory(ente=self.ente)

    def con_ruolo(self, ruolo: str) -> Any:
        return IncaricoFactory(ente=self.ente, tipo=ruolo).persona.utente

    def scheda(self, *obiettivi: Obiettivo, stato: str = StatoScheda.VALUTAZIONE, **campi: Any) -> Scheda:
        """Una scheda assegnata: le regole del tipo, con gli obiettivi dati a pesi uguali."""
        persona = campi.pop("persona", None) or RapportoFactory(ente=self.ente, unita=self.unita).persona
        valutatore = campi.pop("valutatore", self.valutatore)
        periodo = {"dal": date(2026, 1, 1), "al": date(2026, 12, 31), "unita": self.unita}
        regole = con_obiettivi(configurazione_di(self.tipo), self.tipo, obiettivi)
        scheda = Scheda.objects.create(
            ciclo=self.ciclo, tipo=self.tipo, persona=persona, valutatore=valutatore, stato=stato,
            istantanea=regole, **periodo | campi,
        )  # fmt: skip
        crea_voci(scheda, obiettivi)
        return scheda

    def valutata(self, *giudizi: Any, **campi: Any) -> Scheda:
        """Una scheda senza obiettivi, con i giudizi scritti nell'ordine delle voci."""
        scheda = self.scheda(**campi)
        for voce, giudizio in zip(scheda.voci.all(), giudizi, strict=False):
            Voce.objects.filter(pk=voce.pk).update(valore=giudizio)
        return scheda


def con_obiettivi(regole: dict[str, Any], tipo: TipoScheda, obiettivi: tuple[Obiettivo, ...]) -> dict[str, Any]:
    """Le regole con una foglia per obiettivo; senza obiettivi il loro ramo non c'è."""
    scritte = deepcopy(regole)
    ramo = tipo.componenti.filter(fonte=Fonte.OBIETTIVI).first()
    figli = scritte["scheda"].get("figli", [])
    for nodo in [uno for uno in figli if ramo and uno["cod"] == ramo.codice]:
        if obiettivi:
            conv = nodo.pop("conv", {"tipo": "identita"})
            foglie = [{"cod": f"O{o.pk}", "denominazione": o.titolo, "peso": 1, "conv": conv} for o in obiettivi]
            nodo |= {"agg": ramo.aggregazione, "mancante": ramo.mancante, "figli": foglie}
        else:
            figli.remove(nodo)
    return scritte


def crea_voci(scheda: Scheda, obiettivi: tuple[Obiettivo, ...]) -> None:
    componenti = scheda.tipo.componenti
    ramo = componenti.filter(fonte=Fonte.OBIETTIVI).first()
    for posto, obiettivo in enumerate(obiettivi):
        Voce.objects.create(
            scheda=scheda, componente=ramo, codice=f"O{obiettivo.pk}", denominazione=obiettivo.titolo,
            obiettivo=obiettivo, ordine=posto,
        )  # fmt: skip
    for posto, uno in enumerate(componenti.exclude(fonte__in=["", Fonte.OBIETTIVI]), start=50):
        Voce.objects.create(
            scheda=scheda, componente=uno, codice=uno.codice, denominazione=uno.denominazione, ordine=posto
        )


def riscrivi(scheda: Scheda, codice: str, **altro: Any) -> Scheda:
    """Cambia una foglia delle regole congelate; None toglie la chiave."""
    for nodo in nodi(scheda.istantanea["scheda"]):
        if nodo["cod"] == codice:
            nodo.update(altro)
            for chiave in [nome for nome, valore in altro.items() if valore is None]:
                del nodo[chiave]
    scheda.save()
    return scheda


def nodi(nodo: dict[str, Any]) -> list[dict[str, Any]]:
    return [nodo, *(sotto for figlio in nodo.get("figli", []) for sotto in nodi(figlio))]


def con_correttivo(tipo: TipoScheda, chi: str, limite: int = 5) -> Componente:
    """Il totale può essere corretto da chi ha quella funzione."""
    radice = tipo.componenti.get(genitore=None)
    radice.correttivo_di, radice.correttivo_limite = chi, D(limite)
    with senza_guardie():
        radice.save()
    assert cifre(D(limite)) == limite
    return radice


def scrivi_valore(
    *, scheda: Scheda, codice: str, valore: Decimal | None, motivazione: str = "", utente: Any
) -> Scheda:
    """Una voce sola, scritta da chi non guarda la versione."""
    return scrivi_valori(scheda, valori={codice: Scritto(valore, motivazione)}, versione=None, utente=utente)
