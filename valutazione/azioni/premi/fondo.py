"""Il fondo di una categoria di persone, ciò che di ciascuna il programma non sa, gli incarichi ad interim."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from enti.models import Incarico, Persona
from obiettivi.models import Ciclo
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.azioni.premi.scenari import aperto, ricalcola_tutti
from valutazione.models import Fondo, Interim, Partecipante, Simulazione
from valutazione.permessi.premi import puo_condurre_premi, puo_scrivere_fondo, puo_scrivere_persona

PRIMO_SCENARIO = "Come il fondo"


@transaction.atomic
def crea_fondo(ciclo: Ciclo, *, utente: Any, **campi: Any) -> Fondo:
    """Il fondo nasce con il suo scenario: quello che, quando tutto è pronto, si conferma."""
    richiedi(puo_condurre_premi(utente, ciclo.ente))
    fondo = Fondo(ciclo=ciclo, **campi)
    fondo.full_clean()
    fondo.save()
    annota("crea il fondo dei premi", fondo, chi=utente, ente=ciclo.ente, dopo=f"{fondo.importo} €")
    Simulazione.objects.create(fondo=fondo, nome=PRIMO_SCENARIO)
    ricalcola_tutti(fondo)
    return fondo


@transaction.atomic
def modifica_fondo(fondo: Fondo, *, utente: Any, versione: int | None = None, **campi: Any) -> Fondo:
    """Solleva ModificatoDaAltri se la versione è vecchia; ValidationError se i premi sono già confermati."""
    riga = blocca(fondo, versione=versione)
    _si_scrive(riga, utente)
    prima = f"{riga.importo} €"
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    annota("modifica il fondo dei premi", riga, chi=utente, ente=riga.ente, prima=prima, dopo=f"{riga.importo} €")
    ricalcola_tutti(riga)
    return riga


@transaction.atomic
def elimina_fondo(fondo: Fondo, *, utente: Any) -> None:
    """Il fondo, i suoi scenari e ciò che vi era scritto. Solleva ValidationError se i premi sono già confermati."""
    riga = aperto(fondo)
    richiedi(puo_scrivere_fondo(utente, riga))
    annota("elimina il fondo dei premi", riga, chi=utente, ente=riga.ente, prima=f"{riga.importo} €")
    riga.delete()


@transaction.atomic
def scrivi_partecipante(
    fondo: Fondo, persona: Persona, *, utente: Any, versione: int | None = None, **campi: Any
) -> Partecipante:
    """L'importo di partenza, l'esclusione, i fatti che le regole chiedono. Mai i propri (PermissionDenied)."""
    riga_fondo = aperto(fondo)
    richiedi(puo_scrivere_persona(utente, riga_fondo, persona.pk))
    nota = Partecipante.objects.filter(fondo=fondo, persona=persona).first()
    riga = blocca(nota, versione=versione) if nota else Partecipante(fondo=fondo, persona=persona)
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    annota("scrive i dati per il premio", riga, chi=utente, ente=fondo.ente)
    ricalcola_tutti(riga_fondo)
    return riga


@transaction.atomic
def scrivi_interim(fondo: Fondo, *, utente: Any, incarico: Incarico, **campi: Any) -> Interim:
    """Posizione coperta e percentuale di un incarico ad interim: una riga per incarico. Mai il proprio."""
    riga_fondo = aperto(fondo)
    richiedi(puo_scrivere_persona(utente, riga_fondo, incarico.persona_id))
    riga, _ = Interim.objects.update_or_create(fondo=fondo, incarico=incarico, defaults=campi)
    annota("scrive l'interim", riga, chi=utente, ente=fondo.ente, dopo=f"{riga.percentuale}% di {riga.posizione} €")
    ricalcola_tutti(riga_fondo)
    return riga


@transaction.atomic
def togli_interim(interim: Interim, *, utente: Any) -> None:
    riga_fondo = aperto(interim.fondo)
    richiedi(puo_scrivere_persona(utente, riga_fondo, interim.incarico.persona_id))
    annota("toglie l'interim", interim, chi=utente, ente=interim.ente)
    interim.delete()
    ricalcola_tutti(riga_fondo)


def _si_scrive(fondo: Fondo, utente: Any) -> None:
    richiedi(puo_condurre_premi(utente, fondo.ente))
    if not fondo.aperto:
        raise ValidationError("I premi sono confermati: per cambiarli, prima riapri il fondo.")
