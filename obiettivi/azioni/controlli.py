"""Regolare i controlli dell'ente e motivare i rilievi che restano."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.letture import profilo
from enti.models import Ente
from obiettivi.models import Ciclo, Motivazione, Obiettivo, RegolaEnte
from obiettivi.permessi import (
    puo_motivare_rilievi,
    puo_motivare_sull_obiettivo,
    puo_regolare_blocchi,
    puo_regolare_controlli,
)
from obiettivi.voci import Regolato
from piao.base.controlli import Gravita, Regola
from piao.base.permessi import richiedi
from piao.base.registro import annota

CAMBIATA = "Nel frattempo qualcun altro l'ha cambiata: rileggi qui accanto com'è adesso, poi salva di nuovo."
FONTE_INCERTA = "La fonte di questo controllo non è stata riletta: per farne un blocco conferma di volerlo comunque."


def tocca_un_blocco(regola: Regola[Any], attuale: RegolaEnte | None, vale: str = "") -> bool:
    """Il cambio toglie o mette un blocco: lo decide soltanto il segretario."""
    oggi = attuale.vale if attuale else regola.predefinita
    return Gravita.BLOCCO in (oggi, vale, regola.predefinita)


@transaction.atomic
def regola_controllo(
    regola: Regola[Any],
    *,
    utente: Any,
    ente: Ente,
    vale: str,
    motivo: str,
    confermato: bool = False,
    visto: datetime | None = None,
) -> RegolaEnte:
    """Spegne il controllo o ne cambia la gravità per tutto l'ente.

    Solleva ValidationError se qualcuno l'ha regolato nel frattempo (`visto` è la data che l'utente aveva davanti), o
    se si vuole un blocco da una fonte incerta senza confermarlo.
    """
    attuale = RegolaEnte.objects.select_for_update().filter(ente=ente, codice=regola.codice).first()
    _richiedi_di_regolare(regola, attuale, utente, ente, vale)
    _non_cambiata(attuale, visto)
    if vale == Regolato.BLOCCO and not regola.certa and not confermato:
        raise ValidationError({"confermato": FONTE_INCERTA})
    riga = attuale or RegolaEnte(ente=ente, codice=regola.codice)
    prima = riga.get_vale_display() if attuale else regola.predefinita.label
    riga.vale, riga.motivo, riga.chi, riga.quando = vale, motivo, utente, timezone.now()
    riga.save()
    dopo = riga.get_vale_display()
    annota("regola il controllo", riga, chi=utente, ente=ente, prima=prima, dopo=dopo, nota=motivo)
    return riga


@transaction.atomic
def torna_al_previsto(regola: Regola[Any], *, utente: Any, ente: Ente) -> None:
    """Il controllo vale di nuovo come previsto. Se lo era già non fa nulla."""
    attuale = RegolaEnte.objects.select_for_update().filter(ente=ente, codice=regola.codice).first()
    _richiedi_di_regolare(regola, attuale, utente, ente, regola.predefinita)
    if attuale is None:
        return
    prima, dopo = attuale.get_vale_display(), regola.predefinita.label
    annota("riporta il controllo al previsto", attuale, chi=utente, ente=ente, prima=prima, dopo=dopo)
    attuale.delete()


@transaction.atomic
def motiva(
    ciclo: Ciclo,
    *,
    utente: Any,
    codice: str,
    oggetto: str,
    motivo: str,
    obiettivo: Obiettivo | None = None,
    visto: datetime | None = None,
) -> Motivazione:
    """Scrive perché un rilievo resta. `obiettivo` è quello a cui il rilievo appartiene, se ne ha uno.

    Solleva ValidationError se qualcuno l'ha motivato nel frattempo.
    """
    _richiedi_di_motivare(ciclo, obiettivo, utente)
    attuale = Motivazione.objects.select_for_update().filter(ciclo=ciclo, codice=codice, oggetto=oggetto).first()
    _non_cambiata(attuale, visto)
    riga = attuale or Motivazione(ciclo=ciclo, codice=codice, oggetto=oggetto)
    riga.motivo, riga.chi, riga.quando = motivo, utente, timezone.now()
    riga.ruolo = next(iter(profilo(utente, ciclo.ente).nomi), "")
    riga.save()
    annota("motiva il rilievo", riga, chi=utente, ente=ciclo.ente, nota=motivo)
    return riga


@transaction.atomic
def motiva_insieme(
    ciclo: Ciclo, *, utente: Any, codice: str, oggetti: Mapping[str, Obiettivo | None], motivo: str
) -> int:
    """Lo stesso motivo per gli altri rilievi di una regola: chi ne ha già uno lo tiene. Dice quanti ne ha motivati.

    `oggetti` è il codice di ciascun oggetto, con l'obiettivo a cui appartiene.
    """
    gia = set(Motivazione.objects.filter(ciclo=ciclo, codice=codice).values_list("oggetto", flat=True))
    nuovi = {oggetto: obiettivo for oggetto, obiettivo in oggetti.items() if oggetto not in gia}
    for oggetto, obiettivo in nuovi.items():
        motiva(ciclo, utente=utente, codice=codice, oggetto=oggetto, motivo=motivo, obiettivo=obiettivo)
    return len(nuovi)


@transaction.atomic
def ritira_motivazione(riga: Motivazione, *, utente: Any, obiettivo: Obiettivo | None = None) -> None:
    """Il rilievo torna da motivare; ciò che era scritto resta nel registro."""
    _richiedi_di_motivare(riga.ciclo, obiettivo, utente)
    annota("ritira la motivazione", riga, chi=utente, ente=riga.ente, prima=riga.motivo)
    riga.delete()


def _richiedi_di_regolare(regola: Regola[Any], attuale: RegolaEnte | None, utente: Any, ente: Ente, vale: str) -> None:
    richiedi(puo_regolare_controlli(utente, ente))
    if tocca_un_blocco(regola, attuale, vale):
        richiedi(puo_regolare_blocchi(utente, ente))


def _richiedi_di_motivare(ciclo: Ciclo, obiettivo: Obiettivo | None, utente: Any) -> None:
    suo = obiettivo is not None and puo_motivare_sull_obiettivo(utente, obiettivo)
    richiedi(suo or puo_motivare_rilievi(utente, ciclo))


def _non_cambiata(attuale: RegolaEnte | Motivazione | None, visto: datetime | None) -> None:
    """Due persone sulla stessa riga: la seconda rilegge prima di scrivere. Una riga ritirata si può riscrivere."""
    if attuale is not None and attuale.quando != visto:
        raise ValidationError(CAMBIATA)
