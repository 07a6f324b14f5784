"""Portare avanti il Piano: l'unica porta per cambiarne lo stato. Ogni passaggio resta scritto, con i suoi rilievi."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from obiettivi.azioni.avvisi import avvisa_passaggio
from obiettivi.flusso.piano import AVVIA, DEFINITIVO, PUBBLICA, PassoPiano, PianoFermo, che_manca, vuole_nota
from obiettivi.letture.consultazione import responsabili_da_sentire
from obiettivi.letture.percorso import in_qualita_di
from obiettivi.models import Ciclo, Consultazione, Passaggio
from piao.base.controlli import Esito
from piao.base.flusso import compi
from piao.base.numeri import data_estesa

# Il Piano definitivo riparte senza ciò che è del provvisorio: resta nella versione congelata e nel passaggio.
RIPARTE: dict[str, Any] = {
    "provvisorio": False,
    "atto_approvazione": None,
    "pubblicato_il": None,
    "inviato_portale_il": None,
    "motivo_ritardo": "",
}


@transaction.atomic
def compi_passo(
    ciclo: Ciclo, passo: PassoPiano, *, utente: Any, esito: Esito, nota: str = "", **campi: Any
) -> Passaggio:
    """Compie un passo del percorso e lo scrive, con l'esito dei controlli congelato; `campi` vanno nel ciclo.

    Solleva `PassoNonAmmesso` se lo stato non lo consente (anche perché qualcuno è arrivato prima),
    `PermissionDenied` se non si può, `PianoFermo` se manca qualcosa, `ValidationError` se manca la nota o la data.
    """
    riga = Ciclo.objects.select_for_update(of=("self",)).get(pk=ciclo.pk)
    if passo.possibile(utente, riga):
        _controlla(riga, passo, esito, nota, campi)
    da, ruolo = riga.stato, in_qualita_di(utente, riga.ente, passo.chi.get(riga.stato, ()))
    if passo is DEFINITIVO:
        campi, nota = RIPARTE | campi, _con_il_provvisorio(riga, nota)
    compiuto: Ciclo = compi(passo, riga, utente=utente, nota=nota, **campi)
    if passo is AVVIA:
        _proponi_a_tutti(compiuto)
    passaggio = _scrivi_passaggio(compiuto, passo, esito, da=da, ruolo=ruolo, chi=utente, nota=nota)
    avvisa_passaggio(passaggio, oggi=timezone.localdate())
    return passaggio


def _controlla(ciclo: Ciclo, passo: PassoPiano, esito: Esito, nota: str, campi: dict[str, Any]) -> None:
    mancanze = che_manca(ciclo, passo, esito)
    if mancanze:
        raise PianoFermo(mancanze)
    if vuole_nota(ciclo, passo) and not nota.strip():
        raise ValidationError("Scrivi il motivo: resta nel percorso del Piano e lo legge chi viene dopo.")
    if passo is PUBBLICA:
        _controlla_giorno(ciclo, campi.get("pubblicato_il"))


def _controlla_giorno(ciclo: Ciclo, giorno: date | None) -> None:
    if giorno is None:
        raise ValidationError("Scrivi il giorno in cui il Piano è stato pubblicato.")
    if giorno > timezone.localdate():
        raise ValidationError("Il giorno della pubblicazione non può essere nel futuro.")
    atto = ciclo.atto_approvazione
    if atto and atto.data and giorno < atto.data:
        raise ValidationError(f"La pubblicazione non può venire prima dell'approvazione ({atto.data:%d/%m/%Y}).")


def _con_il_provvisorio(ciclo: Ciclo, nota: str) -> str:
    """La nota di chi apre il definitivo, e ciò che del provvisorio il ciclo non dirà più."""
    atto, pubblicato, inviato = ciclo.atto_approvazione, ciclo.pubblicato_il, ciclo.inviato_portale_il
    detti = (
        nota.strip(),
        f"Obiettivi provvisori approvati con {atto.estremi}." if atto else "",
        f"Pubblicati il {data_estesa(pubblicato)}." if pubblicato else "",
        f"Inviati al Portale il {data_estesa(inviato)}." if inviato else "",
        f"Motivo del ritardo: {ciclo.motivo_ritardo.strip()}" if ciclo.motivo_ritardo.strip() else "",
    )
    return "\n".join(filter(None, detti))


def _proponi_a_tutti(ciclo: Ciclo) -> None:
    """A chi non è ancora stato sentito gli obiettivi risultano proposti oggi."""
    gia = set(Consultazione.objects.filter(ciclo=ciclo).values_list("incarico", flat=True))
    oggi = timezone.localdate()
    for incarico in responsabili_da_sentire(ciclo, il=oggi):
        if incarico.pk not in gia:
            Consultazione.objects.create(ciclo=ciclo, incarico=incarico, proposto_il=oggi)


def _scrivi_passaggio(ciclo: Ciclo, passo: PassoPiano, esito: Esito, **campi: Any) -> Passaggio:
    rilievi = esito.in_json()
    return Passaggio.objects.create(
        ciclo=ciclo,
        passo=passo.codice,
        a=passo.a,
        rilievi=rilievi,
        impronta_rilievi=sha256(rilievi.encode()).hexdigest(),
        **campi,
    )
