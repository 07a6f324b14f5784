"""Portare avanti una scheda: l'unica porta per cambiarne lo stato. Ogni passaggio resta scritto, con il punteggio."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from piao.base.concorrenza import blocca
from piao.base.flusso import compi
from piao.base.numeri import data_estesa
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.azioni.avvisi import avvisa_chiamata, avvisa_passaggio
from valutazione.azioni.compilazione import ricalcola
from valutazione.flusso import (
    ASSEGNA,
    CHIEDI_RIESAME,
    CHIUDI,
    NOTIFICA,
    PROPONI,
    RIVEDI,
    PassoScheda,
    SchedaFerma,
    che_manca,
    in_ritardo,
)
from valutazione.flusso.scheda import conto_letto
from valutazione.letture.gradi import Gradi
from valutazione.letture.schede import istantanea_prevista
from valutazione.letture.termini import termini_di
from valutazione.models import PassaggioScheda, Riesame, Scheda, Voce
from valutazione.permessi import puo_prendere_visione, puo_sentire
from valutazione.permessi.schede import e_la_persona
from valutazione.voci import StatoScheda

Prepara = Callable[[Scheda, date, str], dict[str, Any]]
CALCOLANO = (PROPONI, NOTIFICA, CHIUDI)
SENZA_NOTA = "Scrivi il motivo: resta nella storia della scheda e lo legge la persona valutata."


@transaction.atomic
def compi_passo(
    scheda: Scheda, passo: PassoScheda, *, utente: Any, nota: str = "", gradi: Gradi | None = None, **campi: Any
) -> Scheda:
    """Compie un passo del percorso e lo scrive. `gradi` si passa quando le schede sono molte, per leggerli una volta.

    Solleva `PassoNonAmmesso` se lo stato non lo consente (anche perché qualcuno è arrivato prima),
    `PermissionDenied` se non si può, `SchedaFerma` se manca qualcosa, `ValidationError` se manca il motivo.
    """
    riga = Scheda.objects.select_for_update(of=("self",)).get(pk=scheda.pk)
    oggi, da = timezone.localdate(), riga.stato
    if passo.possibile(utente, riga):
        _controlla(riga, passo, nota, oggi, gradi)
        campi = PREPARANO.get(passo.codice, _nulla)(riga, oggi, nota.strip()) | campi
    nota = " ".join(parte for parte in (nota.strip(), _ritardo(riga, passo, oggi), _silenzio(riga, passo)) if parte)
    compiuta: Scheda = compi(passo, riga, utente=utente, nota=nota, **campi)
    scrivi_passaggio(compiuta, passo.codice, da=da, chi=utente, nota=nota)
    return compiuta


def _controlla(scheda: Scheda, passo: PassoScheda, nota: str, oggi: date, gradi: Gradi | None) -> None:
    if gradi is not None and passo in CALCOLANO:
        conto_letto(scheda, gradi)
    mancanze = che_manca(scheda, passo, oggi=oggi)
    if mancanze:
        raise SchedaFerma(mancanze)
    if passo.con_nota and not nota.strip():
        raise ValidationError(SENZA_NOTA)
    if passo in CALCOLANO:
        ricalcola(scheda, gradi)


def scrivi_passaggio(scheda: Scheda, codice: str, *, da: str, chi: Any, nota: str = "") -> PassaggioScheda:
    """Una riga di storia, e l'avviso a chi tocca."""
    passaggio = PassaggioScheda.objects.create(
        scheda=scheda, passo=codice, da=da, a=scheda.stato, chi=chi, punteggio=scheda.punteggio, nota=nota
    )
    avvisa_passaggio(passaggio)
    return passaggio


# ---- che cosa scrive ogni passo ----------------------------------------------------------------------------------


def _nulla(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    return {}


def _congela(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    """Le regole e gli obiettivi di oggi diventano quelli della scheda, con una voce per foglia."""
    istantanea = istantanea_prevista(scheda)
    scheda.voci.all().delete()
    Voce.objects.bulk_create(istantanea.voci)
    return {"istantanea": istantanea.dati, "assegnata_il": oggi}


def _consegna(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    return {"notificata_il": oggi, "accettata_il": None}


def _riprendi(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    return {"notificata_il": None, "accettata_il": None, "contraddittorio_il": None}


def _apri_riesame(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    """La domanda di riesame: chi decide, e il punteggio com'era."""
    if scheda.punteggio is None:
        raise ValidationError("La scheda non ha un punteggio: non c'è nulla da riesaminare.")
    organo, prima = scheda.tipo.riesamina, scheda.punteggio
    Riesame.objects.create(scheda=scheda, chiesto_il=oggi, motivi=nota, organo=organo, prima=prima)
    return {}


def _chiudi(scheda: Scheda, oggi: date, nota: str) -> dict[str, Any]:
    return {"chiusa_il": oggi}


PREPARANO: dict[str, Prepara] = {
    ASSEGNA.codice: _congela,
    NOTIFICA.codice: _consegna,
    RIVEDI.codice: _riprendi,
    CHIEDI_RIESAME.codice: _apri_riesame,
    CHIUDI.codice: _chiudi,
}


def _ritardo(scheda: Scheda, passo: PassoScheda, oggi: date) -> str:
    if not in_ritardo(scheda, passo, oggi=oggi):
        return ""
    termine = termini_di(scheda).di_passo(passo.codice)
    return f"Dopo il termine del {data_estesa(termine)}." if termine else ""


def _silenzio(scheda: Scheda, passo: PassoScheda) -> str:
    """Chi non ha detto nulla nei termini ha accettato, se il sistema lo prevede."""
    tace = passo is CHIUDI and scheda.accettata_il is None and not hasattr(scheda, "riesame")
    if not tace:
        return ""
    accetta = termini_di(scheda).silenzio_accetta
    return "Termini passati in silenzio: vale come accettazione." if accetta else "Termini passati senza osservazioni."


# ---- ciò che non cambia lo stato ---------------------------------------------------------------------------------


@transaction.atomic
def prendi_visione(scheda: Scheda, *, utente: Any) -> Scheda:
    """La persona conferma di aver letto l'assegnazione o la valutazione; l'ufficio lo registra per chi firma su carta.

    Solleva PermissionDenied se non c'è nulla da leggere, o a chi non tocca.
    """
    riga = blocca(scheda, versione=None)
    richiedi(puo_prendere_visione(utente, riga))
    campo = "presa_visione_il" if riga.stato == StatoScheda.ASSEGNATA else "accettata_il"
    setattr(riga, campo, timezone.now())
    riga.save(update_fields=["versione", campo])
    nota = "" if e_la_persona(utente, riga) else "Registrata dall'ufficio: la persona ha firmato su carta."
    scrivi_passaggio(riga, "visione", da=riga.stato, chi=utente, nota=nota)
    annota("conferma la lettura della scheda", riga, chi=utente, ente=riga.ente, nota=nota)
    return riga


@transaction.atomic
def apri_contraddittorio(scheda: Scheda, *, utente: Any) -> Scheda:
    """Chiama la persona prima di una valutazione non positiva: da oggi la vede e può dire la sua.

    Solleva PermissionDenied a chi non valuta, ValidationError se è già stata chiamata.
    """
    riga = blocca(scheda, versione=None)
    richiedi(puo_sentire(utente, riga))
    if riga.contraddittorio_il is not None:
        raise ValidationError(f"La persona è già stata chiamata il {riga.contraddittorio_il:%d/%m/%Y}.")
    riga.contraddittorio_il = timezone.localdate()
    riga.save(update_fields=["versione", "contraddittorio_il"])
    scrivi_passaggio(riga, "contraddittorio", da=riga.stato, chi=utente)
    annota("chiama al contraddittorio", riga, chi=utente, ente=riga.ente)
    avvisa_chiamata(riga)
    return riga
