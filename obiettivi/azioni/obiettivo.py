"""Creare, modificare, duplicare, eliminare un obiettivo."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model

from enti.models import Unita
from obiettivi.azioni.righe import Righe
from obiettivi.letture.rilevazioni import fasi_avanzate
from obiettivi.models import Ciclo, Obiettivo, ObiettivoUnita
from obiettivi.permessi import puo_creare_obiettivo, puo_eliminare_obiettivo, puo_modificare_obiettivo
from obiettivi.voci import StatoObiettivo
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

RACCOLTE = ("unita_collegate", "assegnazioni", "classificazioni", "fasi", "risorse")
RACCOLTE_INDICATORE = ("target", "valori_storici")


GIA_AVANZATA = "La fase «{fase}» ha già un avanzamento nel monitoraggio, e toglierla lo cancellerebbe: resta dov'è."


class HaDiscendenti(Exception):
    """L'obiettivo non si può eliminare: altri ne discendono."""


@transaction.atomic
def crea_obiettivo(ciclo: Ciclo, *, utente: Any, unita: Unita | None = None, **campi: Any) -> Obiettivo:
    """Una bozza in coda alle altre; l'unità data ne diventa capofila."""
    richiedi(puo_creare_obiettivo(utente, ciclo))
    obiettivo = Obiettivo.objects.create(ciclo=ciclo, ordine=_prossimo_ordine(ciclo), **campi)
    if unita:
        ObiettivoUnita.objects.create(obiettivo=obiettivo, unita=unita)
    annota("crea l'obiettivo", obiettivo, chi=utente, ente=ciclo.ente)
    return obiettivo


@transaction.atomic
def aggiorna_obiettivo(
    obiettivo: Obiettivo,
    *,
    utente: Any,
    versione: int | None,
    righe: Righe | None = None,
    parte: str = "",
    **campi: Any,
) -> Obiettivo:
    """Scrive i campi e le righe di una parte della scheda.

    Solleva ModificatoDaAltri se la versione è vecchia, ValidationError se toglie una fase già avanzata.
    """
    riga = blocca(obiettivo, versione=versione)
    richiedi(puo_modificare_obiettivo(utente, riga))
    for fase in fasi_avanzate(righe.da_togliere if righe else ()):
        raise ValidationError(GIA_AVANZATA.format(fase=fase))
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    (righe or Righe()).scrivi()
    annota("modifica l'obiettivo", riga, chi=utente, ente=riga.ente, nota=parte)
    return riga


@transaction.atomic
def duplica_obiettivo(obiettivo: Obiettivo, *, utente: Any) -> Obiettivo:
    """Una bozza uguale, con tutte le sue righe; codice, osservazioni e origine restano all'originale."""
    richiedi(puo_creare_obiettivo(utente, obiettivo.ciclo))
    copia: Obiettivo = _copia(
        Obiettivo.objects.get(pk=obiettivo.pk),
        titolo=f"{obiettivo.titolo[:392]} (copia)",
        stato=StatoObiettivo.BOZZA,
        ordine=_prossimo_ordine(obiettivo.ciclo),
        **dict.fromkeys(("codice", "osservazioni", "origine_id", "gruppo_ripetizione"), ""),
        origine_riga=None,
        identificativo=uuid4(),
        precedente=None,
        versione=1,
    )
    for raccolta in RACCOLTE:
        for riga in getattr(obiettivo, raccolta).all():
            _copia(riga, obiettivo=copia)
    for indicatore in obiettivo.indicatori.all():
        _copia_indicatore(indicatore, copia)
    annota("duplica l'obiettivo", copia, chi=utente, ente=copia.ente, nota=f"da «{obiettivo}»")
    return copia


@transaction.atomic
def elimina_obiettivo(obiettivo: Obiettivo, *, utente: Any) -> None:
    """Toglie una bozza. Solleva HaDiscendenti se altri obiettivi ne discendono."""
    riga = blocca(obiettivo, versione=None)
    richiedi(puo_eliminare_obiettivo(utente, riga))
    if riga.figli.exists():
        raise HaDiscendenti("Altri obiettivi discendono da questo: scollegali prima di eliminarlo.")
    annota("elimina l'obiettivo", riga, chi=utente, ente=riga.ente)
    riga.delete()


def _prossimo_ordine(ciclo: Ciclo) -> int:
    ultimo: int | None = ciclo.obiettivi.aggregate(ultimo=Max("ordine"))["ultimo"]
    return (ultimo or 0) + 1


def _copia(riga: Any, **campi: Any) -> Any:
    riga.pk = None
    riga._state.adding = True
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    return riga


def _copia_indicatore(indicatore: Model, obiettivo: Obiettivo) -> None:
    """Le righe si leggono prima: dopo la copia l'indicatore è un altro."""
    righe = [riga for raccolta in RACCOLTE_INDICATORE for riga in getattr(indicatore, raccolta).all()]
    copia = _copia(indicatore, obiettivo=obiettivo, identificativo=uuid4())
    for riga in righe:
        _copia(riga, indicatore=copia)
