"""Le schede nascono, si preparano, si assegnano. Rifare una creazione aggiunge soltanto ciò che manca."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from enti.models import Persona, Unita
from obiettivi.models import Ciclo
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.azioni.passi import compi_passo
from valutazione.flusso import ASSEGNA, SchedaFerma
from valutazione.letture.creazione import Prevista, quadro_schede
from valutazione.letture.visibili import schede_visibili
from valutazione.models import Scheda
from valutazione.permessi import puo_condurre_schede, puo_preparare
from valutazione.voci import StatoScheda


@transaction.atomic
def crea_schede(ciclo: Ciclo, *, utente: Any) -> list[Scheda]:
    """Crea le schede previste che mancano. Due persone insieme: la seconda non trova più nulla da creare.

    Solleva PermissionDenied a chi non conduce, ValidationError se nessun sistema di valutazione è in vigore.
    """
    riga = Ciclo.objects.select_for_update(of=("self",)).select_related("ente").get(pk=ciclo.pk)
    richiedi(puo_condurre_schede(utente, riga.ente))
    quadro = quadro_schede(riga)
    if quadro.sistema is None:
        raise ValidationError(f"Nessun sistema di valutazione adottato vale nel {riga.anno}: adottane uno.")
    create = [_crea(riga, prevista) for prevista in quadro.da_creare]
    if create:
        annota("crea le schede di valutazione", riga, chi=utente, ente=riga.ente, dopo=len(create))
    return create


def _crea(ciclo: Ciclo, prevista: Prevista) -> Scheda:
    scheda = Scheda(
        ciclo=ciclo,
        tipo=prevista.tipo,
        persona=prevista.persona,
        rapporto=prevista.rapporto,
        incarico=prevista.incarico,
        unita=prevista.unita,
        valutatore=prevista.tratto.valutatore,
        proponente=prevista.proponente,
        dal=prevista.tratto.dal,
        al=prevista.tratto.al,
        quota=prevista.quota,
    )
    scheda.full_clean()
    scheda.save()
    return scheda


@transaction.atomic
def prepara(
    scheda: Scheda,
    *,
    utente: Any,
    versione: int | None,
    valutatore: Persona | None,
    proponente: Persona | None,
    dal: date,
    al: date,
) -> Scheda:
    """Cambia chi valuta, chi propone, il periodo. Il periodo si ferma all'assegnazione.

    Solleva ModificatoDaAltri, PermissionDenied, ValidationError se qualcuno valuterebbe sé stesso o se i periodi si
    sovrappongono.
    """
    riga = blocca(scheda, versione=versione)
    richiedi(puo_preparare(utente, riga))
    prima = f"{riga.valutatore or '–'}, {riga.dal:%d/%m/%Y}–{riga.al:%d/%m/%Y}"
    riga.valutatore, riga.proponente, riga.dal, riga.al = valutatore, proponente, dal, al
    _controlla(scheda, riga)
    riga.full_clean()
    riga.save()
    dopo = f"{riga.valutatore or '–'}, {riga.dal:%d/%m/%Y}–{riga.al:%d/%m/%Y}"
    annota("prepara la scheda", riga, chi=utente, ente=riga.ente, prima=prima, dopo=dopo)
    return riga


def _controlla(prima: Scheda, dopo: Scheda) -> None:
    if dopo.proponente_id == dopo.persona_id:
        raise ValidationError({"proponente": "Nessuno propone la propria valutazione: scegli un'altra persona."})
    cambia = (prima.dal, prima.al) != (dopo.dal, dopo.al)
    if cambia and dopo.stato != StatoScheda.PREPARAZIONE:
        raise ValidationError({"dal": "Il periodo si è fermato con l'assegnazione: per cambiarlo annulla la scheda."})
    if {dopo.dal.year, dopo.al.year} != {dopo.ciclo.anno}:
        raise ValidationError({"dal": f"Il periodo sta nel {dopo.ciclo.anno}: controlla le due date."})
    altre = Scheda.objects.filter(ciclo=dopo.ciclo, persona=dopo.persona, tipo=dopo.tipo, unita=dopo.unita)
    vicine = altre.exclude(pk=dopo.pk).exclude(stato=StatoScheda.ANNULLATA)
    doppia = vicine.filter(dal__lte=dopo.al, al__gte=dopo.dal).first()
    if cambia and doppia:
        frase = f"Si sovrappone alla scheda dal {doppia.dal:%d/%m/%Y} al {doppia.al:%d/%m/%Y}: correggi le date."
        raise ValidationError({"al": frase})


@dataclass(frozen=True)
class Assegnazioni:
    """Com'è andata: le schede assegnate e quelle ferme, ciascuna con ciò che manca."""

    assegnate: tuple[Scheda, ...]
    ferme: tuple[tuple[Scheda, str], ...]


def assegna_schede(ciclo: Ciclo, *, utente: Any, unita: Unita | None = None) -> Assegnazioni:
    """Assegna le schede in preparazione (di un'unità) che l'utente può assegnare. Una ferma non ferma le altre."""
    in_preparazione = schede_visibili(utente, ciclo.ente).filter(ciclo=ciclo, stato=StatoScheda.PREPARAZIONE)
    if unita is not None:
        in_preparazione = in_preparazione.filter(unita=unita)
    assegnate, ferme = [], []
    for scheda in in_preparazione:
        if not ASSEGNA.puo(utente, scheda):
            continue
        try:
            assegnate.append(compi_passo(scheda, ASSEGNA, utente=utente))
        except SchedaFerma as errore:
            ferme.append((scheda, " ".join(mancanza.frase for mancanza in errore.mancanze)))
    return Assegnazioni(tuple(assegnate), tuple(ferme))
