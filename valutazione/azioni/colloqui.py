"""I colloqui, l'autovalutazione, le assenze, chi ha aperto una scheda."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.models import Rapporto
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.azioni.compilazione import controlla_valore
from valutazione.azioni.passi import scrivi_passaggio
from valutazione.models import Assenza, Colloquio, Scheda, Visione
from valutazione.permessi import (
    puo_autovalutarsi,
    puo_condurre_schede,
    puo_confermare_colloquio,
    puo_registrare_colloquio,
)
from valutazione.permessi.schede import e_la_persona


@transaction.atomic
def registra_colloquio(scheda: Scheda, *, utente: Any, tipo: str, il: date, nota: str = "") -> Colloquio:
    """Chi valuta scrive il colloquio fatto: per lui è confermato, alla persona si chiede di confermarlo.

    Solleva PermissionDenied, ValidationError se la data non è del periodo della valutazione.
    """
    riga = blocca(scheda, versione=None)
    richiedi(puo_registrare_colloquio(utente, riga))
    if il > timezone.localdate():
        raise ValidationError({"il": "Il colloquio si registra quando è stato fatto: la data è nel futuro."})
    if il.year < riga.ciclo.anno:
        raise ValidationError({"il": f"La data è prima del {riga.ciclo.anno}: controllala."})
    colloquio = Colloquio(scheda=riga, tipo=tipo, il=il, nota=nota, confermato_valutatore_il=timezone.now())
    colloquio.full_clean()
    colloquio.save()
    riga.save(update_fields=["versione"])
    scrivi_passaggio(riga, "colloquio", da=riga.stato, chi=utente, nota=str(colloquio))
    annota("registra un colloquio", riga, chi=utente, ente=riga.ente, dopo=colloquio.get_tipo_display())
    return colloquio


@transaction.atomic
def conferma_colloquio(colloquio: Colloquio, *, utente: Any) -> Colloquio:
    """Ciascuno conferma per sé. Solleva PermissionDenied a chi non tocca, o l'ha già fatto."""
    riga = Colloquio.objects.select_for_update(of=("self",)).get(pk=colloquio.pk)
    richiedi(puo_confermare_colloquio(utente, riga))
    campo = "confermato_persona_il" if e_la_persona(utente, riga.scheda) else "confermato_valutatore_il"
    setattr(riga, campo, timezone.now())
    riga.save(update_fields=[campo])
    annota("conferma un colloquio", riga.scheda, chi=utente, ente=riga.ente, dopo=riga.get_tipo_display())
    return riga


@dataclass(frozen=True)
class Autovalutato:
    """Ciò che la persona scrive di una voce; `valore` None vuol dire che non si è espressa."""

    valore: Decimal | None
    nota: str = ""


@transaction.atomic
def autovaluta(
    scheda: Scheda, *, utente: Any, valori: Mapping[str, Autovalutato], versione: int | None, consegna: bool
) -> Scheda:
    """Scrive l'autovalutazione; con `consegna` chi valuta viene avvisato. Non entra nei conti.

    Solleva ModificatoDaAltri, PermissionDenied, ValidationError se un valore non è della scala.
    """
    riga = blocca(scheda, versione=versione)
    richiedi(puo_autovalutarsi(utente, riga))
    voci = {voce.codice: voce for voce in riga.voci.select_related("componente__scala")}
    for codice in valori.keys() & voci.keys():
        voce, scritto = voci[codice], valori[codice]
        if scritto.valore is not None:
            controlla_valore(voce, scritto.valore)
        voce.autovalutazione, voce.autovalutazione_nota = scritto.valore, scritto.nota
        voce.save(update_fields=["autovalutazione", "autovalutazione_nota"])
    if consegna:
        riga.autovalutata_il = timezone.now()
    riga.save(update_fields=["versione", "autovalutata_il"])
    if consegna:
        scrivi_passaggio(riga, "autovalutazione", da=riga.stato, chi=utente)
    annota("scrive l'autovalutazione", riga, chi=utente, ente=riga.ente)
    return riga


def segna_visione(scheda: Scheda, *, utente: Any, che_cosa: str = "scheda") -> Visione:
    """Chi ha aperto la scheda e quando: la persona valutata lo vede."""
    return Visione.objects.create(scheda=scheda, chi=utente, che_cosa=che_cosa)


@transaction.atomic
def scrivi_assenza(rapporto: Rapporto, *, utente: Any, assenza: Assenza | None = None, **campi: Any) -> Assenza:
    """Aggiunge o cambia un'assenza: solo date e «conta» o «non conta», mai il motivo.

    Solleva PermissionDenied, ValidationError se le date non reggono o si sovrappongono a un'altra.
    """
    richiedi(puo_condurre_schede(utente, rapporto.ente))
    riga = assenza or Assenza(rapporto=rapporto)
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.full_clean()
    doppie = rapporto.assenze.filter(dal__lte=riga.al, al__gte=riga.dal, ore__isnull=True).exclude(pk=riga.pk)
    if riga.ore is None and doppie.exists():
        raise ValidationError({"dal": "Si sovrappone a un'altra assenza già scritta: correggi le date."})
    riga.save()
    annota("scrive un'assenza", rapporto, chi=utente, ente=rapporto.ente)
    return riga


@transaction.atomic
def togli_assenza(assenza: Assenza, *, utente: Any) -> None:
    rapporto = assenza.rapporto
    richiedi(puo_condurre_schede(utente, rapporto.ente))
    assenza.delete()
    annota("toglie un'assenza", rapporto, chi=utente, ente=rapporto.ente)
