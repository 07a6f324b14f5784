"""Le regole come valgono per una scheda sola: il tipo di scheda, con una foglia per ogni obiettivo assegnato.

All'assegnazione si congelano: ciò che poi cambia nel sistema o nelle assegnazioni non sposta una scheda consegnata.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from valutazione.letture.assegnati import Assegnato
from valutazione.letture.configurazione import cifre, configurazione_di
from valutazione.models import Componente, Scheda, TipoScheda, Voce
from valutazione.voci import Aggregazione, Fonte, SeManca

Dati = dict[str, Any]
SENZA_PESO = "1"  # se nessun obiettivo ha un peso, contano tutti allo stesso modo


@dataclass(frozen=True)
class Istantanea:
    """La configurazione congelata e le sue voci, non ancora salvate."""

    dati: Dati
    voci: tuple[Voce, ...]

    @property
    def vuoti(self) -> list[Componente]:
        """I componenti che aspettano obiettivi e non ne hanno."""
        return [voce.componente for voce in self.voci if voce.componente and _aspetta_obiettivi(voce)]

    @property
    def senza_peso(self) -> list[Voce]:
        """Gli obiettivi senza peso dove altri ce l'hanno: la media pesata non saprebbe che farne."""
        obiettivi = [voce for voce in self.voci if voce.obiettivo_id]
        pesati = {voce.componente_id for voce in obiettivi if voce.peso is not None}
        return [voce for voce in obiettivi if voce.peso is None and voce.componente_id in pesati]


def istantanea_di(scheda: Scheda, assegnati: Sequence[Assegnato]) -> Istantanea:
    """Come sarebbe la scheda se la si assegnasse adesso."""
    dati = configurazione_di(scheda.tipo)
    componenti = {uno.codice: uno for uno in scheda.tipo.componenti.all()}
    riceve = _riceve_obiettivi(scheda.tipo)
    voci: list[Voce] = []
    for foglia in _foglie(dati.get("scheda")):
        componente = componenti[foglia["cod"]]
        suoi = assegnati if componente == riceve else ()
        voci += _obiettivi(scheda, foglia, componente, suoi) if suoi else [_voce(scheda, foglia, componente)]
    for ordine, voce in enumerate(voci):
        voce.ordine = ordine
    return Istantanea(dati, tuple(voci))


def _riceve_obiettivi(tipo: TipoScheda) -> Componente | None:
    """Il primo componente che legge gli obiettivi assegnati: un obiettivo conta una volta sola."""
    return next((uno for uno in tipo.componenti.all() if uno.fonte == Fonte.OBIETTIVI), None)


def _foglie(nodo: Dati | None) -> list[Dati]:
    if not nodo:
        return []
    figli = nodo.get("figli")
    return [foglia for figlio in figli for foglia in _foglie(figlio)] if figli else [nodo]


def _voce(scheda: Scheda, foglia: Dati, componente: Componente) -> Voce:
    return Voce(
        scheda=scheda,
        componente=componente,
        codice=foglia["cod"],
        denominazione=componente.denominazione,
        peso=componente.peso,
        atteso=componente.descrizione,
    )


def _obiettivi(scheda: Scheda, foglia: Dati, componente: Componente, assegnati: Sequence[Assegnato]) -> list[Voce]:
    """La foglia diventa un ramo con un figlio per obiettivo, ciascuno convertito come si convertiva la foglia."""
    conversione = foglia.pop("conv", None)
    foglia["agg"] = componente.aggregazione or Aggregazione.MEDIA_PESATA
    if foglia["agg"] == Aggregazione.SOMMA_PESATA:
        foglia["base_pesi"] = cifre(componente.base_pesi)
    if componente.mancante != SeManca.ERRORE:
        foglia["mancante"] = componente.mancante
    voci = [_voce_obiettivo(scheda, componente, assegnato) for assegnato in assegnati]
    tutte_senza = all(voce.peso is None for voce in voci)
    foglia["figli"] = [_figlio(voce, conversione, tutte_senza) for voce in voci]
    return voci


def _figlio(voce: Voce, conversione: Dati | None, tutte_senza: bool) -> Dati:
    peso = SENZA_PESO if tutte_senza else cifre(voce.peso)
    figlio: Dati = {"cod": voce.codice, "denominazione": voce.denominazione, "peso": peso, "conv": conversione}
    return {nome: valore for nome, valore in figlio.items() if valore is not None}


def _voce_obiettivo(scheda: Scheda, componente: Componente, assegnato: Assegnato) -> Voce:
    obiettivo = assegnato.obiettivo
    return Voce(
        scheda=scheda,
        componente=componente,
        codice=f"{componente.codice}-{obiettivo.pk}",
        denominazione=str(obiettivo)[:300],
        obiettivo=obiettivo,
        peso=assegnato.peso,
        atteso=obiettivo.miglioramento_atteso,
    )


def _aspetta_obiettivi(voce: Voce) -> bool:
    return voce.componente is not None and voce.componente.fonte == Fonte.OBIETTIVI and voce.obiettivo_id is None
