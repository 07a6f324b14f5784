"""Persone, rapporti di lavoro, incarichi, gruppi."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from enti.azioni.comune import elimina, scrivi
from enti.letture import persone_dell_ente
from enti.models import Ente, Gruppo, Incarico, Persona, Rapporto, Unita
from enti.voci import GUIDANO_UNITA
from piao.base.concorrenza import blocca


@transaction.atomic
def aggiungi_persona(
    ente: Ente, *, utente: Any, come: str, dal: date, unita: Unita | None = None, **anagrafica: Any
) -> Persona:
    """Aggiunge una persona all'ente con il suo primo rapporto («dipendente») o il suo primo incarico.

    Chi è già conosciuto in un altro ente (stesso codice fiscale e stesso cognome) è la stessa persona.
    """
    persona = _gia_conosciuta(ente, anagrafica) or scrivi(
        Persona(), anagrafica, "aggiunge persona", utente=utente, ente=ente
    )
    if come == "dipendente":
        crea_rapporto(persona, ente=ente, utente=utente, unita=unita, dal=dal)
    else:
        conferisci_incarico(persona, ente=ente, utente=utente, tipo=come, unita=unita, dal=dal)
    return persona


def _gia_conosciuta(ente: Ente, anagrafica: dict[str, Any]) -> Persona | None:
    codice = anagrafica.get("codice_fiscale")
    trovata = Persona.objects.filter(codice_fiscale=codice).first() if codice else None
    if trovata is None:
        return None
    if persone_dell_ente(ente).filter(pk=trovata.pk).exists():
        raise ValidationError({"codice_fiscale": "Questa persona è già nell'elenco: aprila e completala."})
    if trovata.cognome.casefold() != anagrafica["cognome"].casefold():
        raise ValidationError(
            {"codice_fiscale": "Il codice fiscale è di una persona con un altro cognome: controllalo."}
        )
    return trovata


@transaction.atomic
def modifica_persona(persona: Persona, *, ente: Ente, utente: Any, versione: int | None, **dati: Any) -> Persona:
    return scrivi(blocca(persona, versione=versione), dati, "modifica persona", utente=utente, ente=ente)


@transaction.atomic
def crea_rapporto(persona: Persona, *, ente: Ente, utente: Any, **dati: Any) -> Rapporto:
    return scrivi(Rapporto(ente=ente, persona=persona), dati, "crea rapporto di lavoro", utente=utente, ente=ente)


@transaction.atomic
def modifica_rapporto(rapporto: Rapporto, *, utente: Any, versione: int | None, **dati: Any) -> Rapporto:
    riga = blocca(rapporto, versione=versione)
    return scrivi(riga, dati, "modifica rapporto di lavoro", utente=utente, ente=rapporto.ente)


@transaction.atomic
def elimina_rapporto(rapporto: Rapporto, *, utente: Any) -> None:
    rimedio = "Se è finito, scrivi la data di fine."
    elimina(rapporto, "elimina rapporto di lavoro", utente=utente, ente=rapporto.ente, rimedio=rimedio)


@transaction.atomic
def conferisci_incarico(persona: Persona, *, ente: Ente, utente: Any, **dati: Any) -> Incarico:
    """Solleva ValidationError se manca l'unità a chi la dirige o se lo stesso incarico c'è già in quei giorni."""
    incarico = Incarico(ente=ente, persona=persona)
    _controlla_incarico(incarico, dati)
    return scrivi(incarico, dati, "conferisce incarico", utente=utente, ente=ente)


@transaction.atomic
def modifica_incarico(incarico: Incarico, *, utente: Any, versione: int | None, **dati: Any) -> Incarico:
    riga = blocca(incarico, versione=versione)
    _controlla_incarico(riga, dati)
    return scrivi(riga, dati, "modifica incarico", utente=utente, ente=incarico.ente)


@transaction.atomic
def chiudi_incarico(incarico: Incarico, *, utente: Any, versione: int | None, al: date) -> Incarico:
    """Il giorno dopo `al` la persona perde ciò che l'incarico le permetteva."""
    riga = blocca(incarico, versione=versione)
    return scrivi(riga, {"al": al}, "chiude incarico", utente=utente, ente=incarico.ente)


@transaction.atomic
def elimina_incarico(incarico: Incarico, *, utente: Any) -> None:
    rimedio = "Se è finito, chiudilo con una data."
    elimina(incarico, "elimina incarico", utente=utente, ente=incarico.ente, rimedio=rimedio)


def _controlla_incarico(incarico: Incarico, dati: dict[str, Any]) -> None:
    tipo, unita, dal, al = (dati.get(nome, getattr(incarico, nome)) for nome in ("tipo", "unita", "dal", "al"))
    if tipo in GUIDANO_UNITA and unita is None:
        raise ValidationError({"unita": "Per questo incarico indica l'unità che la persona dirige."})
    gemelli = Incarico.objects.filter(ente=incarico.ente, persona=incarico.persona, tipo=tipo, unita=unita)
    sovrapposti = gemelli.filter(Q(al__isnull=True) | Q(al__gte=dal)).exclude(pk=incarico.pk)
    if (sovrapposti.filter(dal__lte=al) if al else sovrapposti).exists():
        raise ValidationError("La persona ha già questo stesso incarico in quei giorni: modifica quello.")


@transaction.atomic
def scrivi_gruppo(gruppo: Gruppo, *, utente: Any, persone: Any, **dati: Any) -> Gruppo:
    azione = "modifica gruppo" if gruppo.pk else "crea gruppo"
    scritto = scrivi(gruppo, dati, azione, utente=utente, ente=gruppo.ente)
    scritto.persone.set(persone)
    return scritto


@transaction.atomic
def elimina_gruppo(gruppo: Gruppo, *, utente: Any) -> None:
    elimina(gruppo, "elimina gruppo", utente=utente, ente=gruppo.ente)
