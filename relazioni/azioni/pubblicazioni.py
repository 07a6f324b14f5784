"""Pubblicare, ritirare, dire chi pubblica: le scritture di Amministrazione trasparente."""

from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.models import Ente
from obiettivi.models import Ciclo, Versione
from obiettivi.voci import TipoVersione
from piao.base.concorrenza import blocca
from piao.base.registro import annota
from relazioni import tabelle_da_pubblicare as da_pubblicare
from relazioni.azioni.pubblicabile import controlla_campi, controlla_file, controlla_testo, impronta_del_file
from relazioni.models import Pubblicazione, Relazione, TipoPubblicazione, Trasparenza, Validazione, VersioneRelazione
from relazioni.pubblico.tabelle import congela
from relazioni.scadenze_pubblicazioni import DaPubblicare
from valutazione.models import Sistema


@transaction.atomic
def pubblica_voce(ente: Ente, voce: DaPubblicare, *, utente: Any, ufficio: str) -> Pubblicazione:
    """Pubblica una cosa fra quelle che mancano. Solleva DoesNotExist se non è dell'ente."""
    chi: dict[str, Any] = {"utente": utente, "ufficio": ufficio}
    match voce.tipo:
        case TipoPubblicazione.PIANO:
            return pubblica_versione(Versione.objects.get(pk=voce.pk, ciclo__ente=ente), **chi)
        case TipoPubblicazione.RELAZIONE:
            riga = VersioneRelazione.objects.get(pk=voce.pk, relazione__ciclo__ente=ente)
            return pubblica_relazione(riga, **chi)
        case TipoPubblicazione.VALIDAZIONE:
            una = Validazione.objects.get(pk=voce.pk, versione__relazione__ciclo__ente=ente)
            return pubblica_validazione(una, **chi)
        case TipoPubblicazione.SISTEMA:
            adottato = Sistema.objects.get(pk=voce.pk, ente=ente)
            contenuto, anno = da_pubblicare.sistema(adottato), (adottato.dal or voce.dal).year
        case _:
            ciclo = Ciclo.objects.get(pk=voce.pk, ente=ente)
            contenuto, anno = PREMI[TipoPubblicazione(voce.tipo)](ciclo), ciclo.anno
    return pubblica_tabelle(
        ente, congela(contenuto), tipo=voce.tipo, anno=anno, titolo=voce.che_cosa, atto=voce.atto, **chi
    )


PREMI = {
    TipoPubblicazione.PREMI_AMMONTARE: da_pubblicare.ammontare,
    TipoPubblicazione.PREMI_DATI: da_pubblicare.distribuzione,
}


UFFICIO = "Segreteria"  # finché l'ente non scrive il suo


def pubblica_il_vigente(ciclo: Ciclo, *, utente: Any, il: date) -> Pubblicazione | None:
    """Chi registra la pubblicazione del Piano lo pubblica anche qui. None se non c'è una copia congelata."""
    versione = Versione.objects.filter(ciclo=ciclo).order_by("-numero").first()
    return pubblica_versione(versione, utente=utente, ufficio=ufficio_di(ciclo.ente), il=il) if versione else None


def pubblica_l_ultima(relazione: Relazione, *, utente: Any, il: date) -> Pubblicazione | None:
    """Come per il Piano: la Relazione registrata come pubblicata si pubblica anche qui."""
    versione = VersioneRelazione.objects.filter(relazione=relazione).order_by("-numero").first()
    ufficio = ufficio_di(relazione.ente)
    return pubblica_relazione(versione, utente=utente, ufficio=ufficio, il=il) if versione else None


def ufficio_di(ente: Ente) -> str:
    """L'ufficio responsabile scritto dall'ente, o quello di comodo."""
    scritto = Trasparenza.objects.filter(ente=ente).values_list("ufficio", flat=True).first()
    return scritto or UFFICIO


@transaction.atomic
def pubblica_versione(versione: Versione, *, utente: Any, ufficio: str, il: date | None = None) -> Pubblicazione:
    """Pubblica una versione approvata del Piano, con il suo PDF. Se lo è già, restituisce quella che c'è."""
    gia = Pubblicazione.objects.filter(versione=versione, ritirata_il__isnull=True).first()
    if gia:
        return gia
    ciclo = versione.ciclo
    nuova = Pubblicazione(
        ente=ciclo.ente,
        tipo=TipoPubblicazione.PIANO,
        anno=ciclo.anno,
        titolo=_titolo(versione),
        versione=versione,
        formato="PDF/A accessibile",
        impronta=versione.impronta_pdf,
        ufficio=ufficio,
        atto=versione.atto.estremi or versione.atto.oggetto,
        periodo=f"Triennio {ciclo.triennio}",
        pubblicata_il=il or timezone.localdate(),
        aggiornata_il=il or timezone.localdate(),
        chi=utente,
    )
    return _salva(nuova, utente)


def _titolo(versione: Versione) -> str:
    ciclo = versione.ciclo
    titolo = ciclo.titolo or "Piano della performance"
    base = titolo if ciclo.triennio in titolo else f"{titolo} {ciclo.triennio}"
    match versione.tipo:
        case TipoVersione.VARIAZIONE if versione.variazione:
            return f"{base}, variazione: {versione.variazione.titolo}"[:250]
        case TipoVersione.PROVVISORIA:
            return f"{base}, obiettivi provvisori"[:250]
    return base[:250]


@transaction.atomic
def pubblica_relazione(
    versione: VersioneRelazione, *, utente: Any, ufficio: str, il: date | None = None
) -> Pubblicazione:
    """Pubblica una Relazione approvata, con il suo PDF. Se lo è già, restituisce quella che c'è."""
    gia = Pubblicazione.objects.filter(relazione=versione, ritirata_il__isnull=True).first()
    if gia:
        return gia
    anno = versione.ciclo.anno
    nuova = Pubblicazione(
        ente=versione.ente,
        tipo=TipoPubblicazione.RELAZIONE,
        anno=anno,
        titolo=f"Relazione sulla performance {anno}",
        relazione=versione,
        formato="PDF/A accessibile",
        impronta=versione.impronta_pdf,
        ufficio=ufficio,
        atto=versione.atto.estremi or versione.atto.oggetto,
        periodo=f"Anno {anno}",
        pubblicata_il=il or timezone.localdate(),
        aggiornata_il=il or timezone.localdate(),
        chi=utente,
    )
    _salva(nuova, utente)
    _pubblica_le_validazioni(versione, utente=utente, ufficio=ufficio)
    return nuova


def _pubblica_le_validazioni(versione: VersioneRelazione, *, utente: Any, ufficio: str) -> None:
    """Con la Relazione esce ciò che ne ha detto l'organismo; ciò che non può uscire aspetta, e dirà perché."""
    for una in versione.validazioni.order_by("creata_il", "pk"):
        with suppress(ValidationError):
            pubblica_validazione(una, utente=utente, ufficio=ufficio)


def pubblica_validazione(una: Validazione, *, utente: Any, ufficio: str) -> Pubblicazione:
    """La resa pubblica del verbale, congelata adesso. Solleva ValidationError se contiene ciò che non può uscire."""
    contenuto = congela(da_pubblicare.validazione(una))
    controlla_testo(contenuto, una.ente)
    return pubblica_tabelle(
        una.ente,
        contenuto,
        utente=utente,
        tipo=TipoPubblicazione.VALIDAZIONE,
        anno=una.versione.ciclo.anno,
        titolo=da_pubblicare.titolo_della_validazione(una),
        ufficio=ufficio,
        atto=una.verbale.estremi if una.verbale else "",
    )


@transaction.atomic
def pubblica_tabelle(
    ente: Ente, contenuto: str, *, utente: Any, tipo: str, anno: int, titolo: str, ufficio: str, atto: str = ""
) -> Pubblicazione:
    """Pubblica tabelle congelate adesso (`relazioni/tabelle_da_pubblicare`); ritira quelle che sostituisce.

    Ne resta in linea una sola per anno: dal confronto fra due tabelle quasi uguali si ricaverebbe chi è cambiato.
    """
    for vecchia in Pubblicazione.objects.filter(ente=ente, tipo=tipo, anno=anno, ritirata_il__isnull=True):
        if vecchia.contenuto == contenuto:
            return vecchia
        if vecchia.contenuto:
            ritira(vecchia, utente=utente, motivo="Sostituita da dati aggiornati.")
    nuova = Pubblicazione(
        ente=ente,
        tipo=tipo,
        anno=anno,
        titolo=titolo,
        contenuto=contenuto,
        formato="CSV, JSON, XLSX, ODS",
        impronta=sha256(contenuto.encode()).hexdigest(),
        ufficio=ufficio,
        atto=atto,
        periodo=f"Anno {anno}",
        chi=utente,
    )
    return _salva(nuova, utente)


@transaction.atomic
def pubblica_documento(
    ente: Ente,
    *,
    utente: Any,
    tipo: str,
    anno: int,
    titolo: str,
    ufficio: str,
    file: Any,
    atto: str = "",
    periodo: str = "",
) -> Pubblicazione:
    """Pubblica un file dell'ente. Solleva ValidationError se il file, o ciò che si scrive accanto, non può uscire."""
    controlla_campi(ente, titolo=titolo, atto=atto, periodo=periodo)
    formato = controlla_file(file, ente)
    nuova = Pubblicazione(
        ente=ente,
        tipo=tipo,
        anno=anno,
        titolo=titolo,
        file=file,
        formato=formato,
        impronta=impronta_del_file(file),
        ufficio=ufficio,
        atto=atto,
        periodo=periodo,
        chi=utente,
    )
    return _salva(nuova, utente)


def _salva(nuova: Pubblicazione, utente: Any) -> Pubblicazione:
    nuova.full_clean(exclude=["chi"])
    nuova.save()
    annota("pubblica", nuova, chi=utente, ente=nuova.ente, dopo=nuova.impronta)
    return nuova


@transaction.atomic
def ritira(pubblicazione: Pubblicazione, *, utente: Any, motivo: str) -> Pubblicazione:
    """Toglie dal sito una pubblicazione; al suo indirizzo resta scritto quando e perché.

    Solleva ValidationError se è già ritirata, se manca il motivo o se vi sono dati personali.
    """
    riga = Pubblicazione.objects.select_for_update(of=("self",)).get(pk=pubblicazione.pk)
    if not riga.in_linea:
        raise ValidationError("Questa pubblicazione è già stata ritirata.")
    if not motivo.strip():
        raise ValidationError({"motivo": "Scrivi perché la ritiri: resterà nella pagina pubblica."})
    controlla_campi(riga.ente, motivo=motivo)
    riga.ritirata_il, riga.motivo_ritiro = timezone.localdate(), motivo.strip()
    riga.aggiornata_il = riga.ritirata_il
    riga.save()
    annota("ritira la pubblicazione", riga, chi=utente, ente=riga.ente, nota=riga.motivo_ritiro)
    return riga


@transaction.atomic
def imposta_sito(
    ente: Ente, *, utente: Any, ufficio: str, accessibilita: str, riscontro: str, versione: int | None = None
) -> Trasparenza:
    """L'ufficio che pubblica, la dichiarazione di accessibilità, dove scrivere. Solleva ModificatoDaAltri."""
    riga, nuova = Trasparenza.objects.get_or_create(ente=ente)
    if not nuova:
        riga = blocca(riga, versione=versione)
    riga.ufficio, riga.accessibilita, riga.riscontro = ufficio, accessibilita, riscontro
    riga.save()
    annota("imposta il sito della trasparenza", riga, chi=utente, ente=ente)
    return riga
