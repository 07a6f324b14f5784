"""Le scene delle prove: un ciclo ricco, uno con i soli titoli, chi li guarda."""

from datetime import date
from decimal import Decimal

from enti.voci import Organo, TipoIncarico
from obiettivi.voci import RuoloAssegnatario, RuoloUnita, TipoClassificazione
from tests.fabbriche import (
    AssegnazioneFactory,
    AttoFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseCicloFactory,
    FaseFactory,
    IncaricoFactory,
    IndicatoreFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    PersonaFactory,
    PersonaleFactory,
    PopolazioneFactory,
    RapportoFactory,
    RigaPersonaleFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    ValoreStoricoFactory,
)

COGNOMI = ("Cognomesegreto", "Altrosegreto")


def ciclo_ricco(**campi):
    """Un ciclo con due unità, due obiettivi (uno strategico), un indicatore con tre anni, risorse, contesto, atti."""
    ciclo = CicloFactory(ente__denominazione="Comune di Prova", **{"impostazione": "A", **campi})
    ciclo.atto_dup = AttoFactory(
        ente=ciclo.ente, organo=Organo.CONSIGLIO, numero="32", data=date(2025, 7, 27), oggetto="DUP 2026-2028"
    )
    ciclo.save()
    _contesto(ciclo.ente)
    FaseCicloFactory(ciclo=ciclo, denominazione="Programmazione", organi=["Giunta"], tempistica="entro il 31 gennaio")
    linea = LineaMandatoFactory(ente=ciclo.ente, codice="1", titolo="Un comune vicino")
    strategico = ObiettivoFactory(ciclo=ciclo, codice="S1", livello="strategico", titolo="Servizi semplici", ordine=1)
    strategico.linea_mandato = linea
    strategico.save()
    _operativo(ciclo, strategico)
    RisorsaFactory(obiettivo=None, ciclo=ciclo, descrizione="Fondo", importo=Decimal("1000.00"))
    return ciclo


def _contesto(ente):
    PopolazioneFactory(ente=ente, alla_data=date(2024, 12, 31), maschi=2900, femmine=3000)
    PopolazioneFactory(ente=ente, alla_data=date(2025, 12, 31), maschi=2910, femmine=3020)
    personale = PersonaleFactory(ente=ente, anno=2025, retribuzioni=Decimal("700000.00"), irap=Decimal("60000.50"))
    RigaPersonaleFactory(personale=personale, etichetta="Amministrativo", uomini=8, donne=16)


def _operativo(ciclo, padre):
    area = UnitaFactory(ente=ciclo.ente, denominazione="Area Tecnica", ordine=1)
    altra = UnitaFactory(ente=ciclo.ente, denominazione="Area Sociale", ordine=2)
    operativo = ObiettivoFactory(
        ciclo=ciclo, codice="1.1", titolo="Tempi certi", padre=padre, ordine=2, stakeholder="Imprese",
        missione="08", programma="01", data_inizio=date(2026, 1, 1), data_fine=date(2026, 12, 31), peso=Decimal(40),
    )  # fmt: skip
    ObiettivoUnitaFactory(obiettivo=operativo, unita=area, peso=Decimal(60))
    ObiettivoUnitaFactory(obiettivo=operativo, unita=altra, ruolo=RuoloUnita.PARTECIPANTE)
    _chi(ciclo.ente, operativo, area)
    ClassificazioneFactory(obiettivo=operativo, codice="semplificazione")
    ClassificazioneFactory(obiettivo=operativo, tipo=TipoClassificazione.AMBITO, codice="f", proposta=True)
    indicatore = IndicatoreFactory(obiettivo=operativo, denominazione="Tempo medio", fonte="Registro pratiche")
    for anno, valore in ((2026, 25), (2027, 22), (2028, 20)):
        TargetFactory(indicatore=indicatore, anno=anno, valore=Decimal(valore))
    ValoreStoricoFactory(indicatore=indicatore, anno=2024, valore=Decimal("33.5"))
    FaseFactory(obiettivo=operativo, titolo="Analisi", mesi=["2026-01", "2026-02"])
    RisorsaFactory(obiettivo=operativo, descrizione="Portale", capitolo="1010/2", importo=Decimal("5000.00"))


def _chi(ente, obiettivo, area):
    """Un incaricato (per ruolo), una persona diretta (per unità): i loro cognomi non devono uscire mai."""
    guida = IncaricoFactory(
        ente=ente, tipo=TipoIncarico.EQ, unita=area, persona=PersonaFactory(cognome=COGNOMI[0]), dal=date(2025, 1, 1)
    )
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, incarico=guida)
    rapporto = RapportoFactory(ente=ente, unita=area, persona=PersonaFactory(cognome=COGNOMI[1]), dal=date(2025, 1, 1))
    AssegnazioneFactory(
        obiettivo=obiettivo, gruppo=None, persona=rapporto.persona, ruolo=RuoloAssegnatario.PARTECIPANTE
    )


def ciclo_di_soli_titoli(quanti=3, **campi):
    """Un ciclo come quelli reali più poveri: obiettivi con il titolo e l'unità, nient'altro."""
    ciclo = CicloFactory(**campi)
    unita = UnitaFactory(ente=ciclo.ente, denominazione="Settore Segreteria")
    for n in range(1, quanti + 1):
        ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo, titolo=f"Attività numero {n}"), unita=unita)
    return ciclo
