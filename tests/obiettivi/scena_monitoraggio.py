"""La scena del monitoraggio: un ciclo approvato, un'unità con i suoi obiettivi, una sessione aperta."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from obiettivi.models import Avanzamento, Ciclo, Indicatore, Obiettivo, Rilevazione, Sessione
from obiettivi.voci import Operatore, StatoCiclo, StatoObiettivo, StatoSessione, Verso
from tests.fabbriche import (
    CicloFactory,
    FaseFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    TargetFactory,
    UnitaFactory,
    utente_con,
)

D = Decimal
GUIDE = ("dirigente", "eq", "responsabile", "amministratore_responsabile")


class SessioneFactory(DjangoModelFactory):
    class Meta:
        model = Sessione

    ciclo = factory.SubFactory(CicloFactory, stato=StatoCiclo.APPROVATO)
    nome = "Metà anno"
    al = date(2026, 6, 30)
    dal = date(2026, 7, 1)
    entro = date(2026, 7, 31)
    stato = StatoSessione.APERTA


class RilevazioneFactory(DjangoModelFactory):
    class Meta:
        model = Rilevazione

    sessione = factory.SubFactory(SessioneFactory)
    indicatore = factory.SubFactory(IndicatoreFactory)
    valore = Decimal(20)


class AvanzamentoFactory(DjangoModelFactory):
    class Meta:
        model = Avanzamento

    sessione = factory.SubFactory(SessioneFactory)
    fase = factory.SubFactory(FaseFactory)
    percentuale = Decimal(50)


def approvato(**campi: object) -> Ciclo:
    return CicloFactory(stato=StatoCiclo.APPROVATO, **campi)


def validato(ciclo: Ciclo, **campi: object) -> Obiettivo:
    return ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.VALIDATO, **campi)


def misurabile(obiettivo: Obiettivo, target: object = 100, **campi: object) -> Indicatore:
    """Un indicatore «meglio se aumenta» con un target «almeno»."""
    indicatore = IndicatoreFactory(obiettivo=obiettivo, **{"verso": Verso.AUMENTA} | campi)
    TargetFactory(indicatore=indicatore, operatore=Operatore.ALMENO, valore=D(str(target)))
    return indicatore


def di_fine_anno(ciclo: Ciclo, **campi: object) -> Sessione:
    date_di_fine = {"al": date(2026, 12, 31), "dal": date(2027, 1, 7), "entro": date(2027, 1, 31)}
    return SessioneFactory(ciclo=ciclo, nome="Fine anno", **date_di_fine | campi)


def chi(ruolo: str, unita):
    return utente_con(ruolo, unita.ente, **({"unita": unita} if ruolo in GUIDE else {}))


def scena(**sessione: object):
    """Un'unità, un suo obiettivo con un indicatore, una sessione aperta."""
    ciclo = approvato()
    unita = UnitaFactory(ente=ciclo.ente)
    indicatore = misurabile(validato(ciclo, unita=unita))
    return SessioneFactory(ciclo=ciclo, **sessione), unita, indicatore
