"""Le scritture della Relazione: cominciarla, scriverne i fatti, approvarla e congelarla, validarla, pubblicarla.

L'approvazione va in tre tempi, come per il Piano: `prepara` compie il passo, compone il contenuto come sarà e torna
indietro; il PDF si scrive con calma; `approva` ricompie tutto e pretende che il contenuto sia ancora quello.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from enti.azioni import scrivi_atto
from enti.letture import profilo
from enti.models import Atto
from enti.voci import Organo, TipoIncarico
from obiettivi.azioni.versione import impronta_di
from obiettivi.letture.percorso import in_qualita_di
from obiettivi.models import Ciclo, Motivazione, Risorsa
from obiettivi.permessi import ha_uno_di
from piao.base.concorrenza import blocca
from piao.base.flusso import PassoNonAmmesso, compi
from piao.base.permessi import richiedi
from piao.base.registro import annota
from relazioni.azioni.approvazione import Archiviato, DocumentoCambiato, Pronta
from relazioni.azioni.pubblicazioni import pubblica_l_ultima
from relazioni.contenuto.relazione import componi_relazione
from relazioni.contenuto.relazione.fatti import risorse_da_rendicontare
from relazioni.controlli.relazione import esamina_relazione
from relazioni.flusso.relazione import APPROVA, PUBBLICA, RIAPRI, VALIDA, RelazioneFerma, che_manca
from relazioni.letture import versioni_della_relazione
from relazioni.models import Impiego, Relazione, Validazione, VersioneRelazione
from relazioni.permessi import (
    puo_aprire_relazione,
    puo_motivare_nella_relazione,
    puo_scrivere_fatti,
    puo_validare_relazione,
)
from relazioni.voci import EsitoValidazione

FUTURO = "Non può essere una data futura."


@transaction.atomic
def apri_relazione(ciclo: Ciclo, *, utente: Any) -> Relazione:
    """Comincia la Relazione di un ciclo approvato. Ripetuta restituisce quella che c'è."""
    richiedi(puo_aprire_relazione(utente, ciclo))
    relazione, nuova = Relazione.objects.get_or_create(ciclo=ciclo)
    if nuova:
        annota("comincia la Relazione", relazione, chi=utente, ente=ciclo.ente)
    return relazione


@transaction.atomic
def scrivi_fatti(relazione: Relazione, *, utente: Any, versione: int | None = None, **fatti: Any) -> Relazione:
    """Salva i fatti dell'anno. Solleva ModificatoDaAltri se qualcuno li ha cambiati nel frattempo."""
    richiedi(puo_scrivere_fatti(utente, relazione))
    riga: Relazione = blocca(relazione, versione=versione)
    richiedi(riga.in_bozza)
    for nome, valore in fatti.items():
        setattr(riga, nome, valore)
    riga.full_clean()
    riga.save()
    annota("scrive i fatti dell'anno", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def scrivi_impieghi(relazione: Relazione, *, utente: Any, impieghi: dict[int, dict[str, Any]]) -> int:
    """Quanto si è usato di ogni risorsa (per chiave); chi resta vuoto perde la riga. Dice quante sono."""
    richiedi(puo_scrivere_fatti(utente, relazione))
    ammesse: dict[int, Risorsa] = {riga.pk: riga for riga in risorse_da_rendicontare(relazione.ciclo)}
    gia = {impiego.risorsa_id: impiego for impiego in relazione.impieghi.all()}
    for pk, dati in impieghi.items():
        if pk in ammesse:
            _scrivi_impiego(gia.get(pk) or Impiego(relazione=relazione, risorsa=ammesse[pk]), dati)
    quanti = relazione.impieghi.count()
    annota("scrive le risorse usate", relazione, chi=utente, ente=relazione.ente, nota=f"{quanti} risorse")
    return quanti


def _scrivi_impiego(impiego: Impiego, dati: dict[str, Any]) -> None:
    for nome, valore in dati.items():
        setattr(impiego, nome, valore)
    if impiego.importo is None and impiego.quantita is None and not impiego.nota:
        if impiego.pk:
            impiego.delete()
        return
    impiego.full_clean()
    impiego.save()


@transaction.atomic
def motiva_rilievo(relazione: Relazione, *, utente: Any, codice: str, oggetto: str, motivo: str) -> Motivazione:
    """Perché un rilievo sulla Relazione resta. Riscritta, vale l'ultima; le altre sono nella storia."""
    richiedi(puo_motivare_nella_relazione(utente, relazione))
    riga, _ = Motivazione.objects.get_or_create(
        ciclo=relazione.ciclo, codice=codice, oggetto=oggetto, defaults={"motivo": motivo}
    )
    riga.motivo, riga.chi, riga.quando = motivo, utente, timezone.now()
    riga.ruolo = next(iter(profilo(utente, relazione.ente).nomi), "")
    riga.save()
    annota("motiva il rilievo", riga, chi=utente, ente=relazione.ente, nota=motivo)
    return riga


# ---- approvare e congelare ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DecisioneRelazione:
    """Ciò che la Giunta (o il Consiglio) ha deciso, con il suo atto."""

    relazione: Relazione
    atto: Atto
    utente: Any
    motivo_ritardo: str = ""


def prepara_relazione(decisione: DecisioneRelazione) -> Pronta:
    """La versione come sarà. Nulla resta scritto. Solleva ciò che solleverebbe `approva_relazione`."""
    with transaction.atomic():
        pronta = _compi(decisione)
        transaction.set_rollback(True)
    return pronta


def che_mancherebbe(relazione: Relazione, *, motivo_ritardo: str) -> list[Any]:
    """Ciò che ferma l'approvazione, contando il motivo del ritardo che si sta scrivendo. Nulla resta scritto."""
    with transaction.atomic():
        riga = Relazione.objects.select_related("ciclo__ente").get(pk=relazione.pk)
        _scrivi_motivo(riga, motivo_ritardo)
        mancanze = che_manca(riga, APPROVA, esamina_relazione(riga))
        transaction.set_rollback(True)
    return mancanze


@transaction.atomic
def approva_relazione(decisione: DecisioneRelazione, pronta: Pronta, pdf: Archiviato) -> VersioneRelazione:
    """Compie il passo e congela la versione, tutto o niente.

    Solleva `DocumentoCambiato` se il contenuto non è più quello del PDF, `RelazioneFerma` se manca qualcosa,
    `PassoNonAmmesso` se qualcuno è arrivato prima.
    """
    adesso = _compi(decisione)
    if adesso.contenuto != pronta.contenuto:
        raise DocumentoCambiato
    versione = VersioneRelazione.objects.create(
        relazione=decisione.relazione,
        numero=adesso.numero,
        atto=decisione.atto,
        codice=adesso.codice,
        contenuto=adesso.contenuto,
        impronta_contenuto=adesso.impronta,
        pdf=pdf.nome,
        impronta_pdf=pdf.impronta,
        pagine=pdf.pagine,
        rilievi=adesso.rilievi,
        impronta_rilievi=impronta_di(adesso.rilievi.encode()),
        chi=decisione.utente,
    )
    annota(
        "congela la Relazione",
        versione,
        chi=decisione.utente,
        ente=versione.ente,
        nota=f"SHA-256 del PDF {pdf.impronta}",
    )
    return versione


def _compi(decisione: DecisioneRelazione) -> Pronta:
    """A riga bloccata: esamina, compie il passo, compone il contenuto che ne esce."""
    righe = Relazione.objects.select_for_update(of=("self",)).select_related("ciclo__ente")
    riga = righe.get(pk=decisione.relazione.pk)
    if not APPROVA.possibile(decisione.utente, riga):
        compi(APPROVA, riga, utente=decisione.utente)  # solleva la ragione: lo stato o il permesso
    _scrivi_motivo(riga, decisione.motivo_ritardo)
    esito = esamina_relazione(riga)
    mancanze = che_manca(riga, APPROVA, esito)
    if mancanze:
        raise RelazioneFerma(mancanze)
    approvata: Relazione = compi(APPROVA, riga, utente=decisione.utente, atto=decisione.atto)
    ultimo = VersioneRelazione.objects.filter(relazione=riga).aggregate(ultimo=Max("numero"))["ultimo"]
    numero = (ultimo or 0) + 1
    return Pronta(numero, componi_relazione(approvata, versione=numero), esito.in_json())


def _scrivi_motivo(riga: Relazione, motivo_ritardo: str) -> None:
    """Prima dell'esame: un ritardo motivato è un avviso, senza motivo è un errore (Q01)."""
    riga.motivo_ritardo = motivo_ritardo
    riga.save(update_fields=["motivo_ritardo"])


# ---- dopo la Giunta ----------------------------------------------------------------------------------------------


@transaction.atomic
def valida_relazione(
    relazione: Relazione, *, utente: Any, verbale: dict[str, Any] | None = None, **campi: Any
) -> Validazione:
    """Registra ciò che l'organismo ha deciso sulla versione in vigore: esito, data, lista, sintesi, riservate.

    Se la valida, apre la porta ai premi (art. 14 c. 6): il giorno si scrive sul ciclo. Se non la valida, lo stato
    resta: la si riapre e si corregge. Chi non è dell'organismo trascrive, e allora il verbale serve.
    """
    richiedi(puo_validare_relazione(utente, relazione))
    versione = versioni_della_relazione(relazione).first()
    if versione is None:
        raise PassoNonAmmesso("Non c'è una versione approvata da validare.")
    del_nucleo = ha_uno_di(utente, relazione.ente, (TipoIncarico.NUCLEO,))
    _controlla_validazione(versione, campi["data"], verbale if not del_nucleo else {"dell'organismo": True})
    validazione = Validazione(
        versione=versione,
        chi=utente,
        ruolo=in_qualita_di(utente, relazione.ente, (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO)),
        trascritta=not del_nucleo,
        verbale=_verbale(relazione, verbale, utente) if verbale else None,
        **campi,
    )
    validazione.full_clean()
    validazione.save()
    annota("valida" if del_nucleo else "trascrive la validazione", validazione, chi=utente, ente=relazione.ente)
    if validazione.esito != EsitoValidazione.NON_VALIDATA:
        compi(VALIDA, relazione, utente=utente, nota=str(validazione))
        Ciclo.objects.filter(pk=relazione.ciclo_id).update(relazione_validata_il=validazione.data)
    return validazione


def _controlla_validazione(versione: VersioneRelazione, giorno: date, verbale: dict[str, Any] | None) -> None:
    if giorno > timezone.localdate():
        raise ValidationError({"data": FUTURO})
    if versione.atto.data and giorno < versione.atto.data:
        raise ValidationError({"data": f"La Giunta l'ha approvata il {versione.atto.data:%d/%m/%Y}: si valida dopo."})
    if not verbale:
        raise ValidationError({"verbale_numero": "Per trascrivere una validazione serve il verbale."})


def _verbale(relazione: Relazione, dati: dict[str, Any], utente: Any) -> Atto:
    oggetto = f"Validazione della Relazione sulla performance {relazione.ciclo.anno}"
    return scrivi_atto(Atto(ente=relazione.ente, organo=Organo.NUCLEO, oggetto=oggetto), utente=utente, **dati)


def riapri_relazione(relazione: Relazione, *, utente: Any, nota: str) -> Relazione:
    """Torna in bozza, con il motivo; la versione approvata resta conservata. Solleva ValidationError senza motivo."""
    if not nota.strip():
        raise ValidationError({"nota": "Scrivi perché la Relazione si riapre."})
    riaperta: Relazione = compi(RIAPRI, relazione, utente=utente, nota=nota)
    return riaperta


@transaction.atomic
def pubblica_relazione(relazione: Relazione, *, utente: Any, pubblicata_il: date, indirizzo: str = "") -> Relazione:
    """Registra il giorno della pubblicazione e, se si sa, dove si trova; la porta nel sito della trasparenza."""
    if pubblicata_il > timezone.localdate():
        raise ValidationError({"pubblicata_il": FUTURO})
    atto = relazione.atto
    if atto and atto.data and pubblicata_il < atto.data:
        raise ValidationError({"pubblicata_il": f"È stata approvata il {atto.data:%d/%m/%Y}: si pubblica dopo."})
    pubblicata: Relazione = compi(PUBBLICA, relazione, utente=utente, pubblicata_il=pubblicata_il, indirizzo=indirizzo)
    pubblica_l_ultima(pubblicata, utente=utente, il=pubblicata_il)
    return pubblicata
