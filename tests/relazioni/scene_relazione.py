"""Un Piano congelato, una rilevazione di fine anno, la sua Relazione: a ogni prova il pezzo che le serve."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from enti.voci import Organo
from obiettivi.models import Rilevazione
from obiettivi.voci import Operatore, StatoSessione
from piao.base.controlli import Esito
from relazioni import lavori
from relazioni.azioni import relazione as azioni
from relazioni.azioni.relazione import apri_relazione, valida_relazione
from relazioni.models import Relazione, VersioneRelazione
from tests.fabbriche import AttoFactory, utente_con
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory
from tests.relazioni.scene_approvazione import approvato, senza_intoppi

OGGI = "2027-06-15 10:00"
SITO = "https://esempio.it/"


def fine_anno(ciclo: Any, valore: object = 25, **campi: Any) -> Rilevazione:
    """La rilevazione di fine anno, chiusa, con il valore dell'unico indicatore."""
    sessione = SessioneFactory(
        ciclo=ciclo,
        nome="Fine anno",
        al=date(2026, 12, 31),
        dal=date(2027, 1, 7),
        entro=date(2027, 1, 31),
        stato=StatoSessione.CHIUSA,
        chiusa_il=timezone.now(),
    )
    indicatore = ciclo.obiettivi.get(codice="1.1").indicatori.get()
    assert indicatore.target.get(anno=2026).operatore == Operatore.AL_MASSIMO
    return RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=Decimal(str(valore)), **campi)


def relazione(monkeypatch: Any, valore: object = 25, **campi: Any) -> Relazione:
    """Una Relazione in bozza su un Piano congelato e misurato; i controlli del Piano tacciono."""
    senza_intoppi(monkeypatch)
    versione = approvato()
    ciclo = versione.ciclo
    fine_anno(ciclo, valore, **campi)
    return apri_relazione(ciclo, utente=versione.chi)


def senza_rilievi(monkeypatch: Any, esito: Esito | None = None) -> None:
    """I controlli della Relazione danno l'esito detto (vuoto)."""
    monkeypatch.setattr(azioni, "esamina_relazione", lambda riga: esito or Esito())


def congelata(riga: Relazione, **campi: Any) -> VersioneRelazione:
    """La versione scritta passando per il lavoro vero."""
    dati = {"organo": Organo.GIUNTA, "numero": "40", "data": date(2027, 6, 10)} | campi
    ritardo = dati.pop("motivo_ritardo", "")
    atto = AttoFactory(ente=riga.ciclo.ente, **dati)
    fatto = lavori.congela_relazione.call(
        lavoro_id=None,
        relazione_id=riga.pk,
        atto_id=atto.pk,
        utente_id=utente_con("segretario", riga.ciclo.ente).pk,
        sito=SITO,
        motivo_ritardo=ritardo,
    )
    return VersioneRelazione.objects.get(relazione=riga, numero=fatto["versione"])


def validata(riga: Relazione, **campi: Any) -> Any:
    """L'organismo la valida, senza riserve se non si dice altro."""
    riga.refresh_from_db()
    dati = {"esito": "validata", "data": date(2027, 6, 12), "lista": [], "sintesi": "", "riservate": ""} | campi
    return valida_relazione(riga, utente=utente_con("nucleo", riga.ciclo.ente), **dati)
