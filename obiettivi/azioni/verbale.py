"""Il verbale di monitoraggio: si scrive, si corregge, si deposita; depositato, avvisa chi deve sapere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from enti.voci import TipoIncarico
from obiettivi.letture.destinatari import utenti_per_ruolo
from obiettivi.letture.percorso import in_qualita_di
from obiettivi.models import Sessione, VerbaleMonitoraggio
from obiettivi.permessi import puo_cambiare_verbale, puo_scrivere_verbale
from piao.base.avvisi import avvisa
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

LO_SANNO = (TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO)
FUTURO = "Il verbale non può avere una data futura."


@transaction.atomic
def scrivi_verbale(sessione: Sessione, *, utente: Any, **campi: Any) -> VerbaleMonitoraggio:
    """La prima bozza. Solleva ValidationError se la sessione ne ha già uno, o se la data è futura."""
    richiedi(puo_scrivere_verbale(utente, sessione))
    ruolo = in_qualita_di(utente, sessione.ciclo.ente, (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO))
    verbale = VerbaleMonitoraggio(sessione=sessione, chi=utente, ruolo=ruolo)
    return _salva(verbale, "scrive il verbale", utente, campi)


@transaction.atomic
def modifica_verbale(
    verbale: VerbaleMonitoraggio, *, utente: Any, versione: int | None, **campi: Any
) -> VerbaleMonitoraggio:
    """Solleva ModificatoDaAltri se un'altra persona l'ha cambiato nel frattempo."""
    riga = blocca(verbale, versione=versione)
    richiedi(puo_cambiare_verbale(utente, riga))
    return _salva(riga, "modifica il verbale", utente, campi)


@transaction.atomic
def deposita_verbale(verbale: VerbaleMonitoraggio, *, utente: Any) -> VerbaleMonitoraggio:
    """Da qui non si cambia più. Il segretario e il sindaco sono avvisati; con urgenza se c'è una segnalazione."""
    riga = blocca(verbale, versione=None)
    richiedi(puo_cambiare_verbale(utente, riga))
    riga.depositato_il = timezone.now()
    riga.save()
    annota("deposita il verbale", riga, chi=utente, ente=riga.ente, nota=riga.segnalazioni)
    _avvisa(riga, utente)
    return riga


def _salva(verbale: VerbaleMonitoraggio, cosa: str, utente: Any, campi: dict[str, Any]) -> VerbaleMonitoraggio:
    for nome, valore in campi.items():
        setattr(verbale, nome, valore)
    if verbale.data > timezone.localdate():
        raise ValidationError({"data": FUTURO})
    verbale.full_clean()
    verbale.save()
    annota(cosa, verbale, chi=utente, ente=verbale.ente)
    return verbale


def _avvisa(verbale: VerbaleMonitoraggio, utente: Any) -> None:
    sessione = verbale.sessione
    ciclo, ruoli = sessione.ciclo, utenti_per_ruolo(sessione.ciclo.ente, oggi=timezone.localdate())
    cosa = "segnala alla Giunta" if verbale.segnalazioni.strip() else "ha verificato"
    avvisa(
        {chi for ruolo in LO_SANNO for chi in ruoli.get(ruolo, ())} - {utente.pk},
        ente=ciclo.ente.slug,
        genere="verbale",
        chiave=f"verbale:{verbale.pk}",
        titolo=f"Monitoraggio {ciclo.anno}: il Nucleo {cosa} ({sessione.nome})",
        testo=verbale.segnalazioni,
        collegamento=reverse("obiettivi:verbale", args=[ciclo.ente.slug, ciclo.anno, sessione.pk]),
        urgente=bool(verbale.segnalazioni.strip()),
        da_confermare=bool(verbale.segnalazioni.strip()),
    )
