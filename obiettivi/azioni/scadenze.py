"""Ciò che l'ente dice di una scadenza, e il collegamento personale con cui un calendario le legge."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.models import Atto, Ente
from enti.permessi import appartiene
from obiettivi.letture.scadenze import adempimento_di
from obiettivi.models import AbbonamentoCalendario, Adempimento, Ciclo
from obiettivi.permessi import puo_segnare_scadenza, puo_spostare_scadenza
from obiettivi.scadenzario import Regola
from piao.base.concorrenza import ModificatoDaAltri, blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

LETTURA_SEGNATA_OGNI = timedelta(hours=1)


@transaction.atomic
def segna_fatta(
    ciclo: Ciclo,
    regola: Regola,
    *,
    utente: Any,
    fatto_il: date | None,
    atto: Atto | None = None,
    nota: str = "",
    versione: int | None = None,
) -> Adempimento:
    """Segna a mano che una scadenza è stata rispettata; senza giorno toglie il segno.

    Solleva ValidationError se il giorno è nel futuro, ModificatoDaAltri se qualcuno ha scritto nel frattempo.
    """
    richiedi(puo_segnare_scadenza(utente, ciclo, regola.ruoli))
    if fatto_il and fatto_il > timezone.localdate():
        raise ValidationError({"fatto_il": "Il giorno non può essere nel futuro: segnala quando è fatta."})
    campi = {"fatto_il": fatto_il, "atto": atto, "nota": nota}
    return _scrivi(ciclo, regola, "segna la scadenza", utente=utente, versione=versione, **campi)


@transaction.atomic
def cambia_termine(
    ciclo: Ciclo,
    regola: Regola,
    *,
    utente: Any,
    termine: date | None = None,
    non_dovuto: bool = False,
    motivo: str = "",
    versione: int | None = None,
) -> Adempimento:
    """Sposta una scadenza dell'ente, o dichiara che non è dovuta, dicendo perché.

    Solleva ValidationError se manca il motivo, o se si sposta un termine di legge: quello non lo decide l'ente.
    """
    richiedi(puo_spostare_scadenza(utente, ciclo))
    if termine and regola.di_legge:
        raise ValidationError({"termine": "Questo termine lo fissa la legge: l'ente non può spostarlo."})
    if (termine or non_dovuto) and not motivo.strip():
        raise ValidationError({"motivo": "Scrivi il motivo: chi legge deve poterlo capire."})
    campi = {"termine": termine, "non_dovuto": non_dovuto, "motivo": motivo.strip() if termine or non_dovuto else ""}
    return _scrivi(ciclo, regola, "cambia la scadenza", utente=utente, versione=versione, **campi)


@transaction.atomic
def azzera(ciclo: Ciclo, regola: Regola, *, utente: Any) -> None:
    """Toglie ciò che l'ente ha detto: la scadenza torna come la calcola il programma."""
    richiedi(puo_spostare_scadenza(utente, ciclo))
    riga = adempimento_di(ciclo, regola.codice)
    if riga.pk:
        annota("azzera la scadenza", riga, chi=utente, ente=ciclo.ente, prima=regola.nome)
        riga.delete()


@transaction.atomic
def abbona(ente: Ente, *, utente: Any) -> str:
    """Il segreto di un collegamento nuovo: si vede adesso e mai più. Il collegamento di prima smette di valere."""
    richiedi(appartiene(utente, ente))
    segreto = secrets.token_urlsafe(32)
    campi = {"impronta": impronta(segreto), "creato_il": timezone.now(), "letto_il": None}
    riga, _ = AbbonamentoCalendario.objects.update_or_create(ente=ente, utente=utente, defaults=campi)
    annota("crea il collegamento al calendario", riga, chi=utente, ente=ente)
    return segreto


@transaction.atomic
def revoca_abbonamento(ente: Ente, *, utente: Any) -> None:
    for riga in AbbonamentoCalendario.objects.filter(ente=ente, utente=utente):
        annota("revoca il collegamento al calendario", riga, chi=utente, ente=ente)
        riga.delete()


def segna_letto(abbonamento: AbbonamentoCalendario) -> None:
    """Ricorda quando un programma ha letto il calendario, al massimo una volta ogni ora."""
    adesso = timezone.now()
    if abbonamento.letto_il is None or adesso - abbonamento.letto_il > LETTURA_SEGNATA_OGNI:
        AbbonamentoCalendario.objects.filter(pk=abbonamento.pk).update(letto_il=adesso)


def impronta(segreto: str) -> str:
    return sha256(segreto.encode()).hexdigest()


def _scrivi(
    ciclo: Ciclo, regola: Regola, azione: str, *, utente: Any, versione: int | None, **campi: Any
) -> Adempimento:
    riga = _bloccato(ciclo, regola.codice, versione)
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.chi, riga.quando = utente, timezone.now()
    riga.full_clean()
    riga.save()
    annota(azione, riga, chi=utente, ente=ciclo.ente, dopo=_in_parole(campi.values()), nota=regola.nome)
    return riga


def _bloccato(ciclo: Ciclo, codice: str, versione: int | None) -> Adempimento:
    """La riga ferma per la transazione; chi ne vedeva una non ancora scritta si ferma se un altro l'ha scritta."""
    Ciclo.objects.select_for_update(of=("self",)).get(pk=ciclo.pk)
    riga = adempimento_di(ciclo, codice)
    if riga.pk is None:
        return riga
    if versione == 0:
        raise ModificatoDaAltri(riga)
    return blocca(riga, versione=versione)


def _in_parole(valori: Iterable[Any]) -> str:
    return ", ".join(str(valore) for valore in valori if valore)
