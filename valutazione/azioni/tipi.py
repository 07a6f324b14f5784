"""Le scritture dentro una bozza: i tipi di scheda, i componenti dell'albero, le scale di giudizio."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model

from enti.azioni.comune import scrivi
from piao.base.concorrenza import blocca
from piao.base.registro import annota
from valutazione.azioni.sistemi import ferma_se_congelato
from valutazione.models import Componente, LivelloScala, Scala, TipoScheda

R = TypeVar("R", bound=Model)
SU, GIU = "su", "giu"


def _apri(riga: Any, versione: int | None) -> Any:
    """La riga bloccata, se il suo sistema si può ancora cambiare. Una riga nuova passa com'è."""
    ferma_se_congelato(_sistema(riga))
    return blocca(riga, versione=versione) if riga.pk else riga


def _sistema(riga: Any) -> Any:
    return riga.tipo.sistema if isinstance(riga, Componente) else riga.sistema


def _ultimo(righe: Any) -> int:
    return (righe.aggregate(ultimo=Max("ordine"))["ultimo"] or 0) + 1


# ---- i tipi di scheda --------------------------------------------------------------------------------------------


@transaction.atomic
def scrivi_tipo_scheda(tipo: TipoScheda, *, utente: Any, versione: int | None = None, **dati: Any) -> TipoScheda:
    azione = "modifica il tipo di scheda" if tipo.pk else "aggiunge un tipo di scheda"
    riga: TipoScheda = _apri(tipo, versione)
    if not riga.pk:
        riga.ordine = _ultimo(riga.sistema.tipi)
    return scrivi(riga, dati, azione, utente=utente, ente=riga.sistema.ente)


@transaction.atomic
def elimina_tipo(tipo: TipoScheda, *, utente: Any) -> None:
    riga: TipoScheda = _apri(tipo, None)
    annota("elimina il tipo di scheda", riga, chi=utente, ente=riga.ente)
    riga.componenti.all().delete()
    riga.delete()


# ---- i componenti ------------------------------------------------------------------------------------------------


@transaction.atomic
def scrivi_componente(componente: Componente, *, utente: Any, versione: int | None = None, **dati: Any) -> Componente:
    """Scrive un nodo dell'albero. Solleva ValidationError se finirebbe sotto sé stesso."""
    azione = "modifica il componente" if componente.pk else "aggiunge un componente"
    riga: Componente = _apri(componente, versione)
    nuovo_padre = dati.get("genitore", riga.genitore)
    if riga.pk and nuovo_padre is not None and _sta_sotto(nuovo_padre, riga):
        raise ValidationError({"genitore": "Un componente non può stare sotto sé stesso: scegline un altro."})
    if not riga.pk or nuovo_padre != riga.genitore:
        riga.ordine = _ultimo(riga.tipo.componenti.filter(genitore=nuovo_padre))
    scritta = scrivi(riga, dati, azione, utente=utente, ente=riga.ente)
    _diventa_ramo(scritta.genitore)
    return scritta


def _diventa_ramo(genitore: Componente | None) -> None:
    """Una foglia che riceve voci diventa un ramo: il suo valore non si scrive più, si calcola."""
    if genitore is not None and (genitore.fonte or genitore.conversione):
        genitore.fonte, genitore.scala, genitore.conversione = "", None, {}
        genitore.aggregazione = genitore.aggregazione or "somma"
        genitore.save()


def _sta_sotto(nodo: Componente | None, sopra: Componente) -> bool:
    while nodo is not None:
        if nodo.pk == sopra.pk:
            return True
        nodo = nodo.genitore
    return False


@transaction.atomic
def elimina_componente(componente: Componente, *, utente: Any) -> None:
    """Toglie il componente e tutto ciò che gli sta sotto."""
    riga: Componente = _apri(componente, None)
    annota("elimina il componente", riga, chi=utente, ente=riga.ente)
    riga.delete()


@transaction.atomic
def sposta_componente(componente: Componente, *, verso: str, utente: Any) -> None:
    """Un posto più su o più giù fra i suoi fratelli; in cima o in fondo non succede nulla."""
    riga: Componente = _apri(componente, None)
    fratelli = list(riga.tipo.componenti.filter(genitore=riga.genitore))
    posto = fratelli.index(riga)
    nuovo = posto - 1 if verso == SU else posto + 1
    if 0 <= nuovo < len(fratelli):
        fratelli.insert(nuovo, fratelli.pop(posto))
        for ordine, fratello in enumerate(fratelli, 1):
            fratello.ordine = ordine
            fratello.save(update_fields=["ordine"])
        annota("sposta il componente", riga, chi=utente, ente=riga.ente, dopo=verso)


# ---- le scale di giudizio ----------------------------------------------------------------------------------------


@transaction.atomic
def scrivi_scala(
    scala: Scala, *, livelli: list[Mapping[str, Any]], utente: Any, versione: int | None = None, **dati: Any
) -> Scala:
    """La scala con questi livelli, nell'ordine del loro valore. Solleva ValidationError se ce n'è meno di due."""
    azione = "modifica la scala" if scala.pk else "aggiunge una scala"
    if len(livelli) < 2:
        raise ValidationError("Una scala ha almeno due livelli.")
    riga: Scala = _apri(scala, versione)
    scritta = scrivi(riga, dati, azione, utente=utente, ente=riga.sistema.ente)
    scritta.livelli.exclude(valore__in=[livello["valore"] for livello in livelli]).delete()
    presenti = {livello.valore: livello for livello in scritta.livelli.all()}
    for ordine, campi in enumerate(sorted(livelli, key=lambda livello: livello["valore"]), 1):
        livello = presenti.get(campi["valore"], LivelloScala(scala=scritta))
        for nome, valore in {**campi, "ordine": ordine}.items():
            setattr(livello, nome, valore)
        livello.full_clean()
        livello.save()
    return scritta


@transaction.atomic
def elimina_scala(scala: Scala, *, utente: Any) -> None:
    """Solleva ValidationError se un componente la usa."""
    riga: Scala = _apri(scala, None)
    usi = [str(componente) for componente in riga.componenti.all()[:3]]
    if usi:
        raise ValidationError(f"La scala è usata da {', '.join(usi)}: cambia prima lì.")
    annota("elimina la scala", riga, chi=utente, ente=riga.ente)
    riga.delete()
