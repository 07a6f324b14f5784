"""Scrivere i valori di una scheda. Il punteggio segue subito: a ogni scrittura il conto si rifà."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from obiettivi.models import Ciclo
from piao.base.concorrenza import blocca
from piao.base.numeri import numero
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.letture.conto import Conto, con_conto, conto_di, correttivo_della
from valutazione.letture.esiti import in_esito
from valutazione.letture.gradi import Gradi
from valutazione.models import PassaggioScheda, Scheda, Voce
from valutazione.permessi import puo_valutare
from valutazione.permessi.compilazione import puo_correggere
from valutazione.voci import Fonte, SeManca, StatoScheda

NON_SI_SCRIVE = "«{}» si legge dal monitoraggio: il suo valore non si scrive nella scheda."
FERME = (StatoScheda.CHIUSA, StatoScheda.ANNULLATA)


@dataclass(frozen=True)
class Scritto:
    """Ciò che chi valuta scrive di una voce; `valore` None vuol dire che manca, non zero."""

    valore: Decimal | None
    motivazione: str = ""


@transaction.atomic
def scrivi_valori(
    scheda: Scheda,
    *,
    valori: Mapping[str, Scritto],
    versione: int | None,
    utente: Any,
    giudizio: str | None = None,
    gradi: Gradi | None = None,
) -> Scheda:
    """Scrive i valori dati, tutti o nessuno, e rifà il conto. Una motivazione che manca non ferma chi sta scrivendo.

    Solleva ModificatoDaAltri se qualcuno ha scritto nel frattempo, ValidationError se un valore non regge,
    PermissionDenied a chi non valuta o fuori dal tempo della valutazione.
    """
    riga = _da_scrivere(scheda, versione, utente)
    voci = {voce.codice: voce for voce in riga.voci.select_related("componente__scala")}
    cambiate = [_scrivi(_trova(voci, codice), scritto) for codice, scritto in valori.items()]
    nomi = [voce.codice for voce in cambiate if voce is not None]
    if giudizio is not None and giudizio != riga.giudizio:
        riga.giudizio = giudizio
        nomi.append("giudizio complessivo")
    if nomi:
        riga.save(update_fields=["versione", "giudizio"])
        annota("valuta", riga, chi=utente, ente=riga.ente, nota=", ".join(nomi))
        ricalcola(riga, gradi)
    return riga


@transaction.atomic
def segna_non_misurabile(
    scheda: Scheda, *, codice: str, politica: str, motivo: str, versione: int | None, utente: Any
) -> Scheda:
    """Toglie una voce dal conto (o dice quanto vale) con il suo motivo; politica vuota: torna misurabile.

    Solleva come `scrivi_valori`.
    """
    riga = _da_scrivere(scheda, versione, utente)
    voce = _trova({voce.codice: voce for voce in riga.voci.all()}, codice)
    prima = voce.politica
    voce.politica, voce.politica_motivo = politica, motivo.strip() if politica else ""
    voce.full_clean()
    voce.save(update_fields=["politica", "politica_motivo"])
    riga.save(update_fields=["versione"])
    annota("dice non misurabile", riga, chi=utente, ente=riga.ente, prima=prima, dopo=politica, nota=codice)
    ricalcola(riga)
    return riga


@transaction.atomic
def correggi(scheda: Scheda, *, correttivo: Decimal | None, motivo: str, versione: int | None, utente: Any) -> Scheda:
    """Corregge il punteggio di una percentuale, entro il limite del sistema; il motivo resta nella storia.

    Solleva ValidationError oltre il limite, PermissionDenied a chi il sistema non lo consente.
    """
    riga = blocca(scheda, versione=versione)
    richiedi(puo_correggere(utente, riga))
    limite = _limite(riga)
    if correttivo is not None and abs(correttivo) > limite:
        entro = f"La correzione può andare da −{numero(limite)}% a +{numero(limite)}%."
        raise ValidationError({"correttivo": entro})
    riga.correttivo = correttivo
    riga.save(update_fields=["versione", "correttivo"])
    conto = ricalcola(riga)
    PassaggioScheda.objects.create(
        scheda=riga,
        passo="correzione",
        da=riga.stato,
        a=riga.stato,
        chi=utente,
        punteggio=conto.punteggio,
        nota=motivo,
    )
    annota("corregge il punteggio", riga, chi=utente, ente=riga.ente)
    return riga


def ricalcola(scheda: Scheda, gradi: Gradi | None = None) -> Conto:
    """Rifà il conto e lo conserva nella scheda. Una scheda chiusa o annullata non si tocca: il suo esito è fermo.

    Va chiamata dentro la transazione di chi scrive.
    """
    conto = conto_di(scheda, gradi)
    if scheda.stato in FERME:
        return conto
    scheda.punteggio = conto.punteggio
    scheda.esito = in_esito(conto.valutazione) if conto.valutazione else {"problema": conto.problema}
    scheda.save(update_fields=["punteggio", "esito"])
    return conto


@transaction.atomic
def ricalcola_aperte(ciclo: Ciclo, *, utente: Any) -> int:
    """Rifà il conto di tutte le schede aperte dell'anno, con i gradi di oggi. Dà quante hanno cambiato punteggio."""
    gradi = Gradi(ciclo)
    aperte = con_conto(Scheda.objects.filter(ciclo=ciclo).exclude(stato__in=[*FERME, StatoScheda.PREPARAZIONE]))
    cambiate = sum(_si_muove(scheda, gradi) for scheda in aperte)
    annota("ricalcola le schede", ciclo, chi=utente, ente=ciclo.ente, dopo=cambiate)
    return cambiate


def _si_muove(scheda: Scheda, gradi: Gradi) -> bool:
    prima = scheda.punteggio
    return conto_di(scheda, gradi).punteggio != prima and ricalcola(scheda, gradi).punteggio != prima


# ---- una voce ----------------------------------------------------------------------------------------------------


def _da_scrivere(scheda: Scheda, versione: int | None, utente: Any) -> Scheda:
    """La scheda ferma fino alla fine della transazione, se chi scrive la può valutare."""
    riga = blocca(scheda, versione=versione)
    richiedi(puo_valutare(utente, riga))
    return riga


def _trova(voci: Mapping[str, Voce], codice: str) -> Voce:
    if codice not in voci:
        raise ValidationError(f"Questa scheda non ha una voce «{codice}»: riapri la pagina e riprova.")
    return voci[codice]


def _scrivi(voce: Voce, scritto: Scritto) -> Voce | None:
    """La voce, se qualcosa è cambiato."""
    if (voce.valore, voce.motivazione) == (scritto.valore, scritto.motivazione):
        return None
    _solo_da_scrivere(voce)
    _solo_della_scala(voce, scritto.valore)
    voce.valore, voce.motivazione = scritto.valore, scritto.motivazione
    voce.full_clean()
    voce.save(update_fields=["valore", "motivazione"])
    return voce


def controlla_valore(voce: Voce, valore: Decimal | None) -> None:
    """Solleva ValidationError se il valore di quella voce non si scrive, o non è della sua scala."""
    _solo_da_scrivere(voce)
    _solo_della_scala(voce, valore)


def _solo_da_scrivere(voce: Voce) -> None:
    fonte = voce.componente.fonte if voce.componente else ""
    if voce.obiettivo_id or fonte in (Fonte.ENTE, Fonte.STRUTTURA, Fonte.OBIETTIVI):
        raise ValidationError(NON_SI_SCRIVE.format(voce))


def _solo_della_scala(voce: Voce, valore: Decimal | None) -> None:
    scala = voce.componente.scala if voce.componente and voce.componente.fonte == Fonte.GIUDIZIO else None
    if valore is None or scala is None:
        return
    if not scala.livelli.filter(valore=valore).exists():
        raise ValidationError(f"{numero(valore)} non è un giudizio della scala «{scala}»: scegline uno dall'elenco.")


def _limite(scheda: Scheda) -> Decimal:
    componente = correttivo_della(scheda)
    return (componente.correttivo_limite if componente else None) or Decimal(0)


def politiche_ammesse() -> Iterable[tuple[str, str]]:
    """Che cosa si può dire di una voce non misurabile: fermare il conto non è fra queste."""
    return [(scelta.value, scelta.label) for scelta in SeManca if scelta != SeManca.ERRORE]
