"""La scena dei premi: un comune con le porte aperte, tre dipendenti e una EQ valutati, un fondo per categoria."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from enti.models import Ente, Persona
from obiettivi.models import Ciclo
from obiettivi.voci import StatoCiclo
from tests.fabbriche import CicloFactory, IncaricoFactory, PersonaleFactory, RapportoFactory, UnitaFactory
from valutazione.azioni.premi import crea_fondo
from valutazione.models import Fondo, Scheda, Simulazione, Sistema, TipoScheda
from valutazione.voci import ChiValuta, Destinatari, ModoPremio, StatoScheda, StatoSistema

ANNO = 2026
D = Decimal
FASCE = [
    {"a": 60, "a_incluso": False, "esito": 0, "nome": "nulla"},
    {"da": 60, "a": 90, "a_incluso": False, "esito": "proporzionale", "nome": "in parte"},
    {"da": 90, "esito": 100, "nome": "piena"},
]
PREMIO: dict[str, Any] = {"fasce": FASCE, "punteggio_massimo": 100}
QUOTE = [{"quota": 70, "su": "fascia"}, {"quota": 30, "su": "tempi_pagamento_rispettati"}]


@dataclass
class Scena:
    ente: Ente
    ciclo: Ciclo
    sistema: Sistema
    tipi: dict[str, TipoScheda]
    segretario: Any
    personale: Any
    nucleo: Any
    persone: list[Persona] = field(default_factory=list)
    eq: Persona | None = None

    def fondo(self, platea: str = "dipendenti", importo: object = 3000, **campi: Any) -> Fondo:
        return crea_fondo(self.ciclo, utente=self.segretario, platea=platea, importo=D(str(importo)), **campi)


def scena(*punteggi: object, premio: dict[str, Any] | None = None, modo: str = ModoPremio.RIPARTO) -> Scena:
    """Un dipendente per punteggio (None: la scheda è ancora in valutazione), più una EQ con 95."""
    ciclo = CicloFactory(anno=ANNO, stato=StatoCiclo.APPROVATO, relazione_validata_il=date(2027, 6, 20))
    ente = ciclo.ente
    segretario = IncaricoFactory(ente=ente, tipo="segretario")
    capo = IncaricoFactory(ente=ente, tipo="eq", unita=UnitaFactory(ente=ente))
    sistema = Sistema.objects.create(ente=ente, denominazione="SMVP")
    tipi = {
        "dipendenti": tipo(sistema, "dipendenti", modo_premio=modo, premio=PREMIO if premio is None else premio),
        "eq": tipo(
            sistema,
            "eq",
            modo_premio=ModoPremio.IMPORTO,
            base_premio="posizione",
            premio=PREMIO | {"percentuale_base": 25},
        ),
    }
    Sistema.objects.filter(pk=sistema.pk).update(stato=StatoSistema.ADOTTATO)
    sistema.refresh_from_db()
    fatta = Scena(
        ente, ciclo, sistema, tipi, segretario.persona.utente,
        IncaricoFactory(ente=ente, tipo="ufficio_personale").persona.utente,
        IncaricoFactory(ente=ente, tipo="nucleo").persona.utente, eq=capo.persona,
    )  # fmt: skip
    for posto, punteggio in enumerate(punteggi):
        rapporto = RapportoFactory(ente=ente, unita=capo.unita, matricola=f"M{posto}")
        fatta.persone.append(rapporto.persona)
        scheda(fatta, rapporto.persona, punteggio, rapporto=rapporto, valutatore=capo.persona)
    scheda(fatta, capo.persona, 95, platea="eq", valutatore=segretario.persona)
    return fatta


def tipo(sistema: Sistema, destinatari: str, **campi: Any) -> TipoScheda:
    nome = Destinatari(destinatari).label
    return TipoScheda.objects.create(
        sistema=sistema,
        codice=f"{destinatari}-{sistema.tipi.count()}",
        denominazione=nome,
        destinatari=destinatari,
        valuta=ChiValuta.SEGRETARIO if destinatari == "eq" else ChiValuta.RESPONSABILE,
        **campi,
    )


def scheda(s: Scena, persona: Persona, punteggio: object, platea: str = "dipendenti", **campi: Any) -> Scheda:
    chiusa = punteggio is not None
    di_base = {
        "dal": date(ANNO, 1, 1),
        "al": date(ANNO, 12, 31),
        "tipo": s.tipi[platea],
        "stato": StatoScheda.CHIUSA if chiusa else StatoScheda.VALUTAZIONE,
        "punteggio": D(str(punteggio)) if chiusa else None,
        "assegnata_il": date(ANNO, 2, 10),
        "unita": s.eq.incarichi.first().unita if s.eq else None,
    }
    return Scheda.objects.create(ciclo=s.ciclo, persona=persona, **(di_base | campi))


def primo(fondo: Fondo) -> Simulazione:
    return fondo.simulazioni.get(nome="Come il fondo")


def importi(scenario: Simulazione) -> list[Decimal]:
    """I totali per persona, nell'ordine in cui le persone sono nate."""
    return [premio.totale for premio in scenario.premi.order_by("persona_id")]


def in_servizio(s: Scena, quanti: int) -> None:
    PersonaleFactory(ente=s.ente, anno=ANNO - 1, totale_dichiarato=quanti)
