"""Le scritture sul sistema di valutazione: nasce da un modello, si compone in bozza, va al parere, si adotta."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from enti.azioni.comune import scrivi
from enti.models import Atto, Ente
from piao.base.concorrenza import blocca
from piao.base.flusso import compi
from piao.base.registro import annota
from valutazione.azioni.composizione import crea_sistema, scrivi_fasi, scrivi_scale, scrivi_tipo
from valutazione.flusso.sistemi import (
    ADOTTA,
    INVIA,
    RENDI,
    RITIRA,
    che_manca_all_adozione,
    che_manca_all_invio,
)
from valutazione.letture.documento import documento_di
from valutazione.letture.modelli import modello as modello_pronto
from valutazione.letture.sistemi import usato
from valutazione.models import Fase, Sistema
from valutazione.voci import StatoSistema

FERMO = "Il sistema non è più in preparazione: per cambiarlo crea una nuova versione."


def ferma_se_congelato(sistema: Sistema) -> None:
    """Solleva ValidationError se il sistema non si può più cambiare: è al parere, adottato, o una scheda lo usa."""
    if sistema.stato != StatoSistema.BOZZA or usato(sistema):
        raise ValidationError(FERMO)


def blocca_bozza(sistema: Sistema, *, versione: int | None = None) -> Sistema:
    """La riga del sistema bloccata per la transazione, se si può ancora cambiare."""
    riga = blocca(sistema, versione=versione)
    ferma_se_congelato(riga)
    return riga


# ---- nascere -----------------------------------------------------------------------------------------------------


@transaction.atomic
def crea_da_modello(*, ente: Ente, modello: str, utente: Any) -> Sistema:
    """Una bozza uguale al modello. Solleva ModelloIgnoto se non c'è."""
    documento = modello_pronto(modello).documento
    return crea_da_documento(ente=ente, documento=documento, utente=utente, modello=modello)


@transaction.atomic
def crea_da_documento(
    *, ente: Ente, documento: Mapping[str, Any], utente: Any, modello: str = "", sostituisce: Sistema | None = None
) -> Sistema:
    """Una bozza da un documento già controllato. Solleva ValidationError con il percorso di ciò che non regge."""
    sistema = crea_sistema(ente, documento.get("sistema", {}), modello=modello, sostituisce=sostituisce)
    scale = scrivi_scale(sistema, documento.get("scale", []))
    scrivi_fasi(sistema, documento.get("fasi", []))
    for posto, caso in enumerate(documento["casi"]):
        scrivi_tipo(sistema, caso, scale, ordine=posto + 1, dove=f"casi[{posto}]")
    annota("crea il sistema di valutazione", sistema, chi=utente, ente=ente, dopo=modello)
    return sistema


@transaction.atomic
def nuova_versione(sistema: Sistema, *, utente: Any) -> Sistema:
    """Una copia in bozza, con il numero dopo: la versione di partenza resta com'è."""
    return crea_da_documento(
        ente=sistema.ente,
        documento=documento_di(sistema),
        utente=utente,
        modello=sistema.modello,
        sostituisce=sistema,
    )


@transaction.atomic
def aggiungi_tipi(sistema: Sistema, *, documento: Mapping[str, Any], utente: Any) -> Sistema:
    """Aggiunge a una bozza i tipi di scheda di un documento, con le loro scale."""
    riga = blocca_bozza(sistema)
    scale = scrivi_scale(riga, documento.get("scale", []))
    primo = riga.tipi.count() + 1
    for posto, caso in enumerate(documento["casi"]):
        scrivi_tipo(riga, caso, scale, ordine=primo + posto, dove=f"casi[{posto}]")
    riga.save()
    nomi = ", ".join(str(caso["id"]) for caso in documento["casi"])
    annota("importa tipi di scheda", riga, chi=utente, ente=riga.ente, dopo=nomi)
    return riga


# ---- comporre ----------------------------------------------------------------------------------------------------


@transaction.atomic
def modifica_sistema(sistema: Sistema, *, utente: Any, versione: int | None = None, **dati: Any) -> Sistema:
    riga = blocca_bozza(sistema, versione=versione)
    return scrivi(riga, dati, "modifica il sistema di valutazione", utente=utente, ente=riga.ente)


@transaction.atomic
def scrivi_le_fasi(sistema: Sistema, *, fasi: Sequence[Mapping[str, Any]], utente: Any) -> Sistema:
    """Il procedimento è questo elenco di fasi: le altre si tolgono."""
    riga = blocca_bozza(sistema)
    riga.fasi.exclude(tipo__in=[fase["tipo"] for fase in fasi]).delete()
    presenti = {fase.tipo: fase for fase in riga.fasi.all()}
    for dati in fasi:
        fase = presenti.get(dati["tipo"], Fase(sistema=riga))
        for nome, valore in dati.items():
            setattr(fase, nome, valore)
        fase.full_clean()
        fase.save()
    riga.save()
    annota("scrive le fasi della valutazione", riga, chi=utente, ente=riga.ente, dopo=str(len(fasi)))
    return riga


@transaction.atomic
def elimina_sistema(sistema: Sistema, *, utente: Any) -> None:
    """Elimina una bozza che nessuno ha usato."""
    riga = blocca_bozza(sistema)
    annota("elimina il sistema di valutazione", riga, chi=utente, ente=riga.ente)
    for tipo in riga.tipi.all():
        tipo.componenti.all().delete()  # prima dei componenti, le scale che usano sono protette
    riga.delete()


# ---- il cammino --------------------------------------------------------------------------------------------------


@transaction.atomic
def invia_al_parere(sistema: Sistema, *, utente: Any) -> Sistema:
    """La bozza va all'organismo di valutazione. Solleva ValidationError con tutto ciò che non torna."""
    manca = che_manca_all_invio(sistema)
    if manca:
        raise ValidationError([mancanza.frase for mancanza in manca])
    vuoto: dict[str, Any] = {"parere": "", "parere_del": None, "parere_nota": ""}
    return compi(INVIA, sistema, utente=utente, **vuoto)  # type: ignore[no-any-return]


@transaction.atomic
def rendi_parere(sistema: Sistema, *, utente: Any, parere: str, parere_del: date, parere_nota: str = "") -> Sistema:
    """Scrive il parere vincolante; si può correggere finché il sistema non è adottato."""
    campi = {"parere": parere, "parere_del": parere_del, "parere_nota": parere_nota}
    return compi(RENDI, sistema, utente=utente, nota=parere, **campi)  # type: ignore[no-any-return]


@transaction.atomic
def riporta_in_preparazione(sistema: Sistema, *, utente: Any) -> Sistema:
    return compi(RITIRA, sistema, utente=utente)  # type: ignore[no-any-return]


@transaction.atomic
def adotta(sistema: Sistema, *, utente: Any, atto: Atto, dal: date) -> Sistema:
    """Il sistema vale dalla decorrenza; quello che valeva finisce il giorno prima.

    Solleva ValidationError se manca il parere favorevole o un'altra versione comincia lo stesso giorno o dopo.
    """
    manca = [mancanza.frase for mancanza in che_manca_all_adozione(sistema)]
    dopo = sistema.ente.sistemi.filter(stato=StatoSistema.ADOTTATO, dal__gte=dal).first()
    if dopo:
        manca.append(f"«{dopo}» vale dal {dopo.dal:%d/%m/%Y}: la nuova versione deve cominciare dopo.")
    if manca:
        raise ValidationError(manca)
    _chiudi_il_precedente(sistema, dal, utente)
    return compi(ADOTTA, sistema, utente=utente, nota=str(atto), atto=atto, dal=dal)  # type: ignore[no-any-return]


def _chiudi_il_precedente(sistema: Sistema, dal: date, utente: Any) -> None:
    for precedente in sistema.ente.sistemi.filter(stato=StatoSistema.ADOTTATO, dal__lt=dal):
        if precedente.al is None or precedente.al >= dal:
            precedente.al = dal - timedelta(days=1)
            precedente.save(update_fields=["al"])
            fine = f"{precedente.al:%d/%m/%Y}"
            annota("chiude il sistema precedente", precedente, chi=utente, ente=sistema.ente, dopo=fine)
