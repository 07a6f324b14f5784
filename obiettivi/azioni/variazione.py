"""Variare il Piano approvato: aprire una variazione, lavorare su copie, portarla alla Giunta, applicarla.

Finché la Giunta non approva, il Piano non cambia di una virgola: si scrive su copie di lavoro.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from enti.models import Atto, Unita
from obiettivi.azioni.copia import sovrascrivi
from obiettivi.azioni.parere import dai_parere
from obiettivi.flusso.variazione import APPROVA, PROPONI, RESPINGI, RICHIEDI, RIMANDA, VariazioneFerma, che_manca
from obiettivi.letture.variazioni import righe_di
from obiettivi.models import Ciclo, Obiettivo, ObiettivoUnita, Parere, RigaVariazione, Variazione
from obiettivi.permessi import (
    puo_aprire_variazione,
    puo_dare_parere_variazione,
    puo_scrivere_variazione,
    puo_variare,
)
from obiettivi.voci import StatoObiettivo, TipoRigaVariazione
from piao.base.concorrenza import blocca
from piao.base.flusso import Passo, compi
from piao.base.permessi import richiedi
from piao.base.registro import annota

MODIFICA, AGGIUNTA, RITIRO = TipoRigaVariazione.MODIFICA, TipoRigaVariazione.AGGIUNTA, TipoRigaVariazione.RITIRO
GIA_PRESO = "«{}» è già in un'altra variazione aperta: prima va approvata, respinta o liberato l'obiettivo."
SENZA_OSSERVAZIONI = "Scrivi le osservazioni: chi ha richiesto la variazione deve sapere perché."


# ---- preparare -----------------------------------------------------------------------------------------------


@transaction.atomic
def apri_variazione(ciclo: Ciclo, *, utente: Any, titolo: str, motivo: str, causa: str) -> Variazione:
    """Una variazione in preparazione, con il numero successivo."""
    bloccato = Ciclo.objects.select_for_update(of=("self",)).get(pk=ciclo.pk)
    richiedi(puo_aprire_variazione(utente, bloccato))
    ultimo = bloccato.variazioni.aggregate(ultimo=Max("numero"))["ultimo"] or 0
    variazione = Variazione.objects.create(
        ciclo=ciclo, numero=ultimo + 1, titolo=titolo, motivo=motivo, causa=causa, chi=utente
    )
    annota("apre la variazione", variazione, chi=utente, ente=ciclo.ente)
    return variazione


@transaction.atomic
def scrivi_variazione(variazione: Variazione, *, utente: Any, versione: int | None, **campi: str) -> Variazione:
    """Oggetto, motivo e causa. Solleva ModificatoDaAltri se la versione è vecchia."""
    riga = blocca(variazione, versione=versione)
    richiedi(puo_scrivere_variazione(utente, riga))
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    annota("modifica la variazione", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def elimina_variazione(variazione: Variazione, *, utente: Any) -> None:
    """Una variazione in preparazione si può buttare, con le sue copie di lavoro."""
    riga = _da_scrivere(variazione, utente)
    annota("elimina la variazione", riga, chi=utente, ente=riga.ente)
    riga.righe.all().delete()
    Obiettivo.tutti.filter(variazione=riga).delete()
    riga.delete()


@transaction.atomic
def modifica_obiettivo(variazione: Variazione, obiettivo: Obiettivo, *, utente: Any) -> RigaVariazione:
    """Prende un obiettivo del Piano per cambiarlo: nasce la copia di lavoro, identica."""
    riga = _prendi(variazione, obiettivo, MODIFICA, utente)
    copia = Obiettivo(ciclo=obiettivo.ciclo, variazione=variazione, identificativo=obiettivo.identificativo)
    sovrascrivi(obiettivo, copia)
    riga.copia = copia
    riga.save(update_fields=["copia"])
    return riga


@transaction.atomic
def ritira_obiettivo(variazione: Variazione, obiettivo: Obiettivo, *, utente: Any, nota: str) -> RigaVariazione:
    """Chiede di togliere un obiettivo dal Piano. Solleva ValidationError se manca la ragione."""
    if not nota.strip():
        raise ValidationError({"nota": "Scrivi perché l'obiettivo si ritira."})
    return _prendi(variazione, obiettivo, RITIRO, utente, nota=nota)


@transaction.atomic
def aggiungi_obiettivo(
    variazione: Variazione, *, utente: Any, titolo: str, livello: str, unita: Unita | None = None
) -> RigaVariazione:
    """Un obiettivo nuovo, che entra nel Piano con la variazione; l'unità data ne diventa capofila."""
    aperta = _da_scrivere(variazione, utente)
    ultimo = Obiettivo.tutti.filter(ciclo=aperta.ciclo).aggregate(ultimo=Max("ordine"))["ultimo"] or 0
    copia = Obiettivo.tutti.create(
        ciclo=aperta.ciclo, variazione=aperta, titolo=titolo, livello=livello, ordine=ultimo + 1
    )
    if unita:
        ObiettivoUnita.objects.create(obiettivo=copia, unita=unita)
    riga = RigaVariazione.objects.create(variazione=aperta, tipo=AGGIUNTA, copia=copia)
    annota("aggiunge alla variazione", aperta, chi=utente, ente=aperta.ente, nota=str(copia))
    return riga


@transaction.atomic
def togli_riga(riga: RigaVariazione, *, utente: Any) -> None:
    """Lascia l'obiettivo com'era: la copia di lavoro si butta."""
    aperta = _da_scrivere(riga.variazione, utente)
    annota("toglie dalla variazione", aperta, chi=utente, ente=aperta.ente, nota=str(riga))
    copia = riga.copia
    riga.delete()
    if copia:
        copia.delete()


def _da_scrivere(variazione: Variazione, utente: Any) -> Variazione:
    riga = blocca(variazione, versione=None)
    richiedi(puo_scrivere_variazione(utente, riga))
    return riga


def _prendi(variazione: Variazione, obiettivo: Obiettivo, tipo: str, utente: Any, *, nota: str = "") -> RigaVariazione:
    """La riga della variazione; solleva ValidationError se un'altra variazione aperta ha già l'obiettivo."""
    aperta = _da_scrivere(variazione, utente)
    richiedi(puo_variare(utente, aperta, obiettivo))
    try:
        with transaction.atomic():
            riga = RigaVariazione.objects.create(variazione=aperta, tipo=tipo, obiettivo=obiettivo, nota=nota)
    except IntegrityError as errore:
        raise ValidationError(GIA_PRESO.format(obiettivo)) from errore
    annota("mette nella variazione", aperta, chi=utente, ente=aperta.ente, nota=str(riga))
    return riga


# ---- i passi -------------------------------------------------------------------------------------------------


@transaction.atomic
def richiedi_variazione(variazione: Variazione, *, utente: Any, nota: str = "") -> Variazione:
    """Solleva `VariazioneFerma` se manca qualcosa."""
    return _compi(RICHIEDI, variazione, utente, nota, richiesta_il=timezone.now(), osservazioni="")


@transaction.atomic
def proponi_variazione(variazione: Variazione, *, utente: Any, nota: str = "") -> Variazione:
    """Solleva `VariazioneFerma` se il parere non è ancora stato dato."""
    return _compi(PROPONI, variazione, utente, nota)


@transaction.atomic
def respingi_variazione(variazione: Variazione, *, utente: Any, nota: str) -> Variazione:
    """Si chiude, e i suoi obiettivi tornano liberi. Solleva ValidationError se mancano le osservazioni."""
    respinta = _compi(RESPINGI, variazione, utente, _osservazioni(nota), osservazioni=nota)
    respinta.righe.update(aperta=False)
    return respinta


@transaction.atomic
def rimanda_variazione(variazione: Variazione, *, utente: Any, nota: str) -> Variazione:
    """Torna a chi l'ha preparata. Solleva ValidationError se mancano le osservazioni."""
    return _compi(RIMANDA, variazione, utente, _osservazioni(nota), osservazioni=nota)


VERBI = {
    "richiedi": richiedi_variazione,
    "proponi": proponi_variazione,
    "respingi": respingi_variazione,
    "rimanda": rimanda_variazione,
}


def _compi(passo: Passo, variazione: Variazione, utente: Any, nota: str, **campi: Any) -> Variazione:
    riga: Variazione = compi(passo, variazione, utente=utente, nota=nota, **campi)
    if mancanze := che_manca(riga, passo):
        raise VariazioneFerma(mancanze)
    return riga


def _osservazioni(nota: str) -> str:
    if not nota.strip():
        raise ValidationError({"nota": SENZA_OSSERVAZIONI})
    return nota


@transaction.atomic
def esprimi_parere_variazione(variazione: Variazione, *, utente: Any, **dati: Any) -> Parere:
    """Il parere sulla variazione richiesta. Solleva come `dai_parere`."""
    riga = blocca(variazione, versione=None)
    permesso = puo_dare_parere_variazione(utente, riga)
    return dai_parere(riga.ciclo, utente=utente, variazione=riga, permesso=permesso, **dati)


# ---- l'approvazione ------------------------------------------------------------------------------------------


@transaction.atomic
def applica_variazione(variazione: Variazione, *, utente: Any, atto: Atto) -> Variazione:
    """La Giunta ha approvato: la variazione si chiude con il suo atto e il Piano cambia.

    Congelare la versione nuova tocca a chi chiama (`relazioni.azioni.approvazione`), nella stessa transazione.
    """
    approvata = _compi(APPROVA, variazione, utente, "", atto=atto)
    porta_nel_piano(approvata)
    approvata.righe.update(aperta=False)
    return approvata


def porta_nel_piano(variazione: Variazione) -> None:
    """Le copie diventano il contenuto degli obiettivi, le aggiunte entrano, i ritirati escono.

    Va chiamata in una transazione: quella dell'approvazione, o una da annullare per vedere come sarebbe.
    """
    for riga in righe_di(variazione):
        APPLICA[riga.tipo](riga)


def _applica_modifica(riga: RigaVariazione) -> None:
    """Stessa riga, stesso identificativo: cambia solo il contenuto. La copia ha finito il suo lavoro."""
    obiettivo, copia = riga.obiettivo, riga.copia
    if obiettivo is None or copia is None:
        raise ValueError("una modifica ha l'obiettivo e la sua copia")
    sovrascrivi(copia, blocca(obiettivo, versione=None))
    copia.delete()


def _applica_aggiunta(riga: RigaVariazione) -> None:
    copia = riga.copia
    if copia is None:
        raise ValueError("un'aggiunta ha il suo obiettivo")
    copia.variazione, copia.stato = None, StatoObiettivo.VALIDATO
    copia.save()
    riga.obiettivo, riga.copia = copia, None
    riga.save(update_fields=["obiettivo", "copia"])


def _applica_ritiro(riga: RigaVariazione) -> None:
    if riga.obiettivo is None:
        raise ValueError("un ritiro ha il suo obiettivo")
    ritirato = blocca(riga.obiettivo, versione=None)
    ritirato.stato = StatoObiettivo.RITIRATO
    ritirato.save()


APPLICA: dict[str, Callable[[RigaVariazione], None]] = {
    MODIFICA: _applica_modifica,
    AGGIUNTA: _applica_aggiunta,
    RITIRO: _applica_ritiro,
}
