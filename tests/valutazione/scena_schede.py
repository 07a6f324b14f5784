"""La scena delle schede: un comune con il suo sistema adottato, due unità, chi valuta e chi è valutato.

Ada lavora all'anagrafe, guidata dalla EQ; Bruno è ai tributi, guidati dall'altra EQ; il sindaco valuta gli apicali.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from enti.models import Ente, Persona, Unita
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import StatoCiclo, StatoObiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    IncaricoFactory,
    ObiettivoFactory,
    PersonaFactory,
    RapportoFactory,
    UnitaFactory,
)
from valutazione.azioni.passi import compi_passo
from valutazione.azioni.schede import crea_schede
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.flusso import ASSEGNA, AVVIA, NOTIFICA, PROPONI
from valutazione.models import Scheda, Sistema
from valutazione.voci import StatoSistema

ANNO = 2026


@dataclass
class Comune:
    """Le righe della scena; `utenti` per ruolo."""

    ente: Ente
    ciclo: Ciclo
    sistema: Sistema
    anagrafe: Unita
    tributi: Unita
    utenti: dict[str, Any]
    persone: dict[str, Persona]
    obiettivo: Obiettivo
    schede: dict[str, Scheda] = field(default_factory=dict)

    def crea(self) -> "Comune":
        """Crea le schede dell'anno; una per nome di chi è valutato."""
        crea_schede(self.ciclo, utente=self.utenti["segretario"])
        for nome, persona in self.persone.items():
            scheda = Scheda.objects.filter(ciclo=self.ciclo, persona=persona).first()
            if scheda:
                self.schede[nome] = scheda
        return self

    def scheda(self, nome: str) -> Scheda:
        return Scheda.objects.get(pk=self.schede[nome].pk)


def comune(**campi: Any) -> Comune:
    ciclo = CicloFactory(anno=ANNO, stato=StatoCiclo.APPROVATO, **campi)
    ente = ciclo.ente
    anagrafe, tributi = UnitaFactory(ente=ente), UnitaFactory(ente=ente)
    incarichi = {tipo: IncaricoFactory(ente=ente, tipo=tipo) for tipo in ("segretario", "sindaco", "nucleo")}
    incarichi["personale"] = IncaricoFactory(ente=ente, tipo="ufficio_personale")
    incarichi["eq"] = IncaricoFactory(ente=ente, tipo="eq", unita=anagrafe)
    incarichi["altra_eq"] = IncaricoFactory(ente=ente, tipo="eq", unita=tributi)
    persone = {nome: incarico.persona for nome, incarico in incarichi.items()}
    for nome, unita in (("ada", anagrafe), ("bruno", tributi)):
        persone[nome] = RapportoFactory(ente=ente, unita=unita).persona
    sistema = adotta(crea_da_modello(ente=ente, modello="semplice", utente=persone["segretario"].utente))
    obiettivo = ObiettivoFactory(
        ciclo=ciclo, unita=anagrafe, titolo="Sportello", peso=20, stato=StatoObiettivo.VALIDATO
    )
    for nome in ("ada", "bruno"):
        AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=persone[nome], peso=Decimal(60))
    utenti = {nome: persona.utente for nome, persona in persone.items()}
    return Comune(ente, ciclo, sistema, anagrafe, tributi, utenti, persone, obiettivo)


def adotta(sistema: Sistema) -> Sistema:
    sistema.stato, sistema.dal = StatoSistema.ADOTTATO, date(ANNO, 1, 1)
    sistema.save()
    return sistema


def riempi(scheda: Scheda, valore: int = 4) -> Scheda:
    """Tutti i valori scritti, il grado degli obiettivi compreso: la compilazione si prova altrove."""
    for voce in scheda.voci.all():
        voce.valore = valore if voce.obiettivo_id is None else None
        voce.motivazione = "Ogni giorno."
        if voce.obiettivo_id:
            voce.politica, voce.politica_motivo = "cento", "Prova."
        voce.save()
    return scheda


def porta_a(c: Comune, nome: str, fino: str, valore: int = 4) -> Scheda:
    """La scheda di una persona portata avanti con i passi veri, da chi li compie."""
    passi = {"assegnata": ASSEGNA, "valutazione": AVVIA, "proposta": PROPONI, "notificata": NOTIFICA}
    for stato, passo in passi.items():
        scheda = c.scheda(nome)
        if stato == "proposta":
            riempi(scheda, valore)
        compi_passo(scheda, passo, utente=scheda.valutatore.utente)
        if stato == fino:
            break
    return c.scheda(nome)


def estranea() -> Any:
    """Chi lavora in un altro ente."""
    return RapportoFactory(persona=PersonaFactory(con_utente=True)).persona.utente


def oggi() -> date:
    return timezone.localdate()
