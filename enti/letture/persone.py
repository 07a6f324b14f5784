"""Persone, incarichi, inviti, atti ed eventi di un ente, come li vede chi può vederli."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from enti.letture.profili import con_discendenti, in_vigore, incarichi_in_vigore, profilo, rapporti_in_vigore
from enti.models import Atto, Ente, Incarico, Invito, Persona, Rapporto, Utente
from enti.ruoli import RUOLI, Ruolo
from enti.voci import TipoIncarico
from piao.base.models import Evento
from piao.base.numeri import data_estesa

PREAVVISO = timedelta(days=60)


def persone_dell_ente(ente: Ente) -> QuerySet[Persona]:
    """Chi ha o ha avuto un rapporto o un incarico nell'ente."""
    return Persona.objects.filter(
        Q(pk__in=Rapporto.objects.filter(ente=ente).values("persona"))
        | Q(pk__in=Incarico.objects.filter(ente=ente).values("persona"))
    )


def persone_visibili(utente: Any, ente: Ente) -> QuerySet[Persona]:
    """Tutte per segretario, ufficio personale e Nucleo; quelle delle proprie unità per chi le guida."""
    chi = profilo(utente, ente)
    tutte = persone_dell_ente(ente)
    if chi.segretario or chi.ufficio_personale or TipoIncarico.NUCLEO in chi.incarichi:
        return tutte
    return tutte.filter(
        Q(rapporti__ente=ente, rapporti__unita__in=chi.unita_guidate)
        | Q(incarichi__ente=ente, incarichi__unita__in=chi.unita_guidate)
    ).distinct()


def persone_per_elenco(utente: Any, ente: Ente, *, il: date | None = None) -> QuerySet[Persona]:
    """Le persone visibili con ciò che l'elenco mostra (rapporti, incarichi, inviti), in poche letture."""
    giorno = il or timezone.localdate()
    corrente = Rapporto.objects.filter(in_vigore(giorno), ente=ente, persona=OuterRef("pk")).order_by("-dal")
    incarichi = incarichi_in_vigore(ente, il=giorno)
    return (
        persone_visibili(utente, ente)
        .select_related("utente")
        .annotate(
            nome_unita=Subquery(corrente.values("unita__denominazione")[:1]),
            area=Subquery(corrente.values("area")[:1]),
        )
        .prefetch_related(
            Prefetch("rapporti", Rapporto.objects.filter(ente=ente).select_related("unita"), "rapporti_qui"),
            Prefetch("incarichi", incarichi, "incarichi_qui"),
            Prefetch("inviti", Invito.objects.filter(ente=ente), "inviti_qui"),
        )
    )


def filtra_per_unita(persone: QuerySet[Persona], ente: Ente, unita: int) -> QuerySet[Persona]:
    """Chi lavora o ha un incarico nell'unità o in una sotto di lei."""
    unite = con_discendenti(ente, [unita])
    return persone.filter(
        Q(pk__in=Rapporto.objects.filter(ente=ente, unita__in=unite).values("persona"))
        | Q(pk__in=Incarico.objects.filter(ente=ente, unita__in=unite).values("persona"))
    )


@dataclass(frozen=True)
class Accesso:
    """Se una persona può entrare nel programma, in una parola e in una frase."""

    codice: str
    parola: str
    frase: str


ENTRA = Accesso("entra", "può entrare", "Ha scelto la password e può entrare.")
MAI = Accesso("mai", "non invitata", "Non è mai stata invitata: non può ancora entrare.")
SCADUTO = Accesso("scaduto", "invito scaduto", "L'invito è scaduto senza essere usato: mandane un altro.")
SOSPESO = Accesso("sospeso", "accesso sospeso", "L'accesso è sospeso: non può entrare.")


def accesso_di(persona: Persona, inviti: list[Invito]) -> Accesso:
    """Se la persona può entrare; `inviti` sono quelli dell'ente, dal più recente."""
    utente = persona.utente
    if utente is not None and utente.is_active:
        return ENTRA
    if utente is not None:
        return SOSPESO
    in_attesa = invito_in_attesa(inviti)
    if in_attesa:
        giorno = data_estesa(timezone.localdate(in_attesa.scade_il))
        return Accesso("invitata", "invitata", f"Invito mandato a {in_attesa.email}: vale fino al {giorno}.")
    return SCADUTO if inviti else MAI


def invito_in_attesa(inviti: list[Invito]) -> Invito | None:
    """L'invito ancora buono, se c'è."""
    ora = timezone.now()
    return next((invito for invito in inviti if invito.usato_il is None and invito.scade_il > ora), None)


@dataclass(frozen=True)
class Avvertenza:
    """Una cosa da guardare negli incarichi, con la pagina dove sistemarla."""

    frase: str
    collegamento: str


def avvertenze(ente: Ente, *, il: date) -> list[Avvertenza]:
    """Segretari sovrapposti o assenti, incarichi scaduti senza successore o in scadenza."""
    incarichi = list(Incarico.objects.filter(ente=ente).select_related("persona", "unita").order_by("dal", "pk"))
    return [*_segretari(ente, incarichi, il), *_scadenze(ente, incarichi, il)]


def _segretari(ente: Ente, incarichi: list[Incarico], il: date) -> list[Avvertenza]:
    segretari = [i for i in incarichi if i.tipo == TipoIncarico.SEGRETARIO and not i.ad_interim]
    sovrapposti = [
        Avvertenza(
            f"Due segretari nello stesso periodo: {prima.persona} e {dopo.persona}. Chiudi l'incarico finito.",
            _pagina(ente, prima),
        )
        for prima, dopo in pairwise(segretari)
        if prima.persona_id != dopo.persona_id and (prima.al is None or prima.al >= dopo.dal)
    ]
    if any(_vale(i, il) for i in incarichi if i.tipo == TipoIncarico.SEGRETARIO):
        return sovrapposti
    return [Avvertenza("Oggi l'ente non ha un segretario in carica.", reverse("enti:persone", args=[ente.slug]))]


def _scadenze(ente: Ente, incarichi: list[Incarico], il: date) -> list[Avvertenza]:
    coperti = {(i.tipo, i.unita_id) for i in incarichi if _vale(i, il)}
    trovate = []
    for i in incarichi:
        scaduto = i.al is not None and il - PREAVVISO <= i.al < il and (i.tipo, i.unita_id) not in coperti
        in_scadenza = i.al is not None and il <= i.al <= il + PREAVVISO and _vale(i, il)
        if scaduto or in_scadenza:
            verbo = "è scaduto" if scaduto else "scade"
            frase = f"L'incarico «{i.dicitura}» di {i.persona} {verbo} il {data_estesa(i.al)}."
            trovate.append(Avvertenza(frase, _pagina(ente, i)))
    return trovate


def _vale(incarico: Incarico, il: date) -> bool:
    return incarico.dal <= il and (incarico.al is None or incarico.al >= il)


def _pagina(ente: Ente, incarico: Incarico) -> str:
    return reverse("enti:persona", args=[ente.slug, incarico.persona_id])


def atti_di(ente: Ente) -> QuerySet[Atto]:
    return Atto.objects.filter(ente=ente)


def eventi_dell_ente(ente: Ente) -> QuerySet[Evento]:
    return Evento.objects.filter(ente=ente.slug)


def invito_da(impronta: str, ente: Ente) -> Invito | None:
    """L'invito ancora buono con quell'impronta."""
    buoni = Invito.objects.filter(impronta=impronta, ente=ente, usato_il__isnull=True, scade_il__gt=timezone.now())
    return buoni.select_related("persona__utente", "ente").first()


def ha_utente(email: str) -> bool:
    return Utente.objects.filter(email=email).exists()


def ruoli_e_persone(ente: Ente, *, il: date) -> list[tuple[Ruolo, list[Incarico], int]]:
    """Ogni ruolo con chi lo ha quel giorno; dei dipendenti si dà solo il numero."""
    per_tipo: dict[str, list[Incarico]] = {}
    for incarico in incarichi_in_vigore(ente, il=il).order_by("persona__cognome", "persona__nome"):
        per_tipo.setdefault(incarico.tipo, []).append(incarico)
    dipendenti = rapporti_in_vigore(ente, il=il).values("persona").distinct().count()
    return [
        (ruolo, per_tipo.get(ruolo.codice, []), dipendenti if ruolo.codice == "dipendente" else 0) for ruolo in RUOLI
    ]
