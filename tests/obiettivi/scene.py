"""Un Piano approvato, con un obiettivo compilato per intero e chi vi lavora: la scena delle variazioni."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from enti.models import Ente, Unita
from obiettivi.azioni.variazione import apri_variazione, esprimi_parere_variazione, modifica_obiettivo
from obiettivi.models import Ciclo, Obiettivo, Variazione
from obiettivi.voci import CausaScostamento, EsitoParere, StatoCiclo, StatoObiettivo, StatoVariazione
from tests.fabbriche import (
    AttoFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    ValoreStoricoFactory,
    utente_con,
)


@dataclass
class Scena:
    ente: Ente
    ciclo: Ciclo
    unita: Unita
    obiettivo: Obiettivo
    segretario: Any
    eq: Any

    def apri(self, utente: Any = None, **campi: Any) -> Variazione:
        dati = {"titolo": "Meno fondi", "motivo": "Il contributo non è arrivato.", "causa": CausaScostamento.ESOGENA}
        return apri_variazione(self.ciclo, utente=utente or self.segretario, **dati | campi)

    def con_copia(self, utente: Any = None) -> tuple[Variazione, Obiettivo]:
        """Una variazione in preparazione con la copia di lavoro dell'obiettivo."""
        variazione = self.apri(utente)
        riga = modifica_obiettivo(variazione, self.obiettivo, utente=utente or self.segretario)
        return variazione, riga.copia


def piano_approvato(**campi: Any) -> Scena:
    ciclo = CicloFactory(**campi)
    ente, unita = ciclo.ente, UnitaFactory(ente=ciclo.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True, codice="1", stato=StatoObiettivo.VALIDATO)
    indicatore = IndicatoreFactory(obiettivo=obiettivo, denominazione="Tempo medio")
    TargetFactory(indicatore=indicatore)
    ValoreStoricoFactory(indicatore=indicatore)
    FaseFactory(obiettivo=obiettivo, titolo="Analisi")
    FaseFactory(obiettivo=obiettivo, titolo="Analisi")
    RisorsaFactory(obiettivo=obiettivo)
    ClassificazioneFactory(obiettivo=obiettivo)
    approva(ciclo)
    return Scena(ente, ciclo, unita, obiettivo, utente_con("segretario", ente), utente_con("eq", ente, unita=unita))


def approva(ciclo: Ciclo) -> None:
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente, data=date(2026, 1, 30))
    ciclo.stato = StatoCiclo.APPROVATO
    ciclo.save()


def porta_a(variazione: Variazione, stato: str) -> Variazione:
    """Lo stato scritto direttamente: come ci si arriva lo provano le prove dei passi."""
    variazione.stato = stato
    variazione.richiesta_il = timezone.now()
    variazione.atto = AttoFactory(ente=variazione.ente) if stato == StatoVariazione.APPROVATA else None
    variazione.save()
    return variazione


def con_parere(variazione: Variazione, esito: str = EsitoParere.FAVOREVOLE, **dati: Any) -> Variazione:
    nucleo = utente_con("nucleo", variazione.ente)
    dati = {"esito": esito, "dato_il": timezone.localdate(), "osservazioni": "Osservazioni.", **dati}
    esprimi_parere_variazione(variazione, utente=nucleo, **dati)
    return variazione
