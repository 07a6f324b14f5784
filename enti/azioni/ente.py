"""Aprire un ente e curarne i dati."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from enti.azioni.comune import elimina, scrivi
from enti.azioni.inviti import invita
from enti.models import Appartenenza, Ente, Incarico, Invito, LivelloUnita, Persona
from enti.voci import TipoIncarico
from piao.base.concorrenza import blocca
from piao.base.registro import annota


@transaction.atomic
def apri_ente(
    *, slug: str, denominazione: str, tipo: str, segretario: str, cognome: str, nome: str = "", utente: Any = None
) -> tuple[Ente, Invito, str]:
    """Crea l'ente e il suo primo segretario, e lo invita. Dà anche il segreto del collegamento d'invito.

    `segretario` è l'indirizzo di posta. Solleva ValidationError se lo slug c'è già o un dato non va.
    """
    ente = Ente()
    scrivi(ente, {"slug": slug, "denominazione": denominazione, "tipo": tipo}, "apre ente", utente=utente, ente=ente)
    persona = Persona(cognome=cognome, nome=nome, email=segretario)
    scrivi(persona, {}, "aggiunge persona", utente=utente, ente=ente)
    incarico = Incarico(ente=ente, persona=persona, tipo=TipoIncarico.SEGRETARIO, dal=timezone.localdate())
    scrivi(incarico, {}, "conferisce incarico", utente=utente, ente=ente)
    return ente, *invita(persona, ente=ente, utente=utente)


@transaction.atomic
def modifica_ente(ente: Ente, *, utente: Any, versione: int | None, **dati: Any) -> Ente:
    return scrivi(blocca(ente, versione=versione), dati, "modifica ente", utente=utente, ente=ente)


@transaction.atomic
def cambia_stemma(ente: Ente, *, utente: Any, stemma: ContentFile[bytes]) -> Ente:
    """Lo stemma arriva già ripulito dalla maschera."""
    riga = blocca(ente, versione=None)
    riga.stemma.save(f"{ente.slug}.png", stemma, save=False)
    return scrivi(riga, {}, "cambia stemma", utente=utente, ente=ente)


@transaction.atomic
def togli_stemma(ente: Ente, *, utente: Any) -> Ente:
    return scrivi(blocca(ente, versione=None), {"stemma": ""}, "toglie stemma", utente=utente, ente=ente)


@transaction.atomic
def scrivi_comune(appartenenza: Appartenenza, *, utente: Any, **dati: Any) -> Appartenenza:
    azione = "modifica comune dell'unione" if appartenenza.pk else "aggiunge comune all'unione"
    return scrivi(appartenenza, dati, azione, utente=utente, ente=appartenenza.unione)


@transaction.atomic
def togli_comune(appartenenza: Appartenenza, *, utente: Any) -> None:
    elimina(appartenenza, "toglie comune dall'unione", utente=utente, ente=appartenenza.unione)


@transaction.atomic
def scrivi_livelli(ente: Ente, *, utente: Any, nomi: Sequence[tuple[LivelloUnita | None, str]]) -> None:
    """I livelli dell'organigramma dal più alto: quelli non più in elenco si tolgono, se nessuna unità li usa."""
    tenuti = {livello.pk for livello, _ in nomi if livello}
    for tolto in ente.livelli.exclude(pk__in=tenuti):
        if tolto.unita.exists():
            raise ValidationError(f"Il livello «{tolto}» è usato da alcune unità: cambiale prima di toglierlo.")
        tolto.delete()
    for ordine, (livello, nome) in enumerate(nomi):
        riga = livello or LivelloUnita(ente=ente)
        riga.ordine, riga.nome = ordine, nome
        riga.full_clean()
        riga.save()
    annota("scrive i livelli", ente, chi=utente, ente=ente, dopo=", ".join(nome for _, nome in nomi))
