"""La conferma: l'unica porta da cui i premi diventano veri. Poi restano com'erano, finché il fondo non si riapre."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from enti.models import Atto
from piao.base.avvisi import avvisa
from piao.base.flusso import compi
from piao.base.permessi import richiedi
from valutazione.azioni.premi.scenari import aperto, conserva
from valutazione.controlli import esamina_fondo
from valutazione.flusso import premi as flusso
from valutazione.letture.premi.scenari import Calcolato, calcola
from valutazione.models import Fondo, Premio, Simulazione

CAMBIATI = "Nel frattempo i fatti sono cambiati (schede, assenze, rapporti): ho rifatto il conto, riguardalo."
DIVERSO = "Questo scenario ha parametri diversi dal fondo: si conferma quello che ha i numeri del fondo."
PROVVISORIO = "Ci sono schede ancora aperte: i premi si confermano quando sono tutte chiuse."
PARITA = "La parità fra gli ultimi beneficiari non è decisa: scrivi il criterio nel fondo, o il posto di ciascuno."


@transaction.atomic
def conferma_premi(simulazione: Simulazione, *, utente: Any, motivazione: str = "") -> Fondo:
    """Congela i premi e lo dice a ciascuno.

    Solleva ValidationError se lo scenario non si può confermare, se un controllo blocca, se restano errori senza una
    motivazione; se i fatti sono cambiati rifà il conto e non conferma nulla (`FattiCambiati`).
    """
    fondo = aperto(simulazione.fondo)
    richiedi(flusso.CONFERMA.puo(utente, fondo))
    simulazione.fondo = fondo
    _si_conferma(simulazione, calcola(simulazione))
    _conforme(fondo, motivazione)
    Simulazione.objects.filter(pk=simulazione.pk).update(confermata=True)
    oggi = timezone.localdate()
    confermato: Fondo = compi(
        flusso.CONFERMA, fondo, utente=utente, nota=motivazione, confermato_il=oggi, motivazione=motivazione
    )
    _avvisa_ciascuno(simulazione, confermato)
    return confermato


class FattiCambiati(ValidationError):
    """Il conto mostrato non è più quello giusto: va rifatto e riguardato."""


def _si_conferma(simulazione: Simulazione, calcolato: Calcolato) -> None:
    if not simulazione.come_il_fondo:
        raise ValidationError(DIVERSO)
    if calcolato.diviso.problema:
        raise ValidationError(calcolato.diviso.problema)
    if calcolato.raccolta.provvisoria:
        raise ValidationError(PROVVISORIO)
    if not calcolato.diviso.parita.decisa:
        raise ValidationError(PARITA)
    if _importi(simulazione.premi.all()) != _importi(calcolato.premi):
        raise FattiCambiati(CAMBIATI)


def _importi(premi: Any) -> dict[int, tuple[Any, ...]]:
    return {p.persona_id: (p.importo, p.maggiorazione, p.interim) for p in premi}


def _conforme(fondo: Fondo, motivazione: str) -> None:
    esito = esamina_fondo(fondo)
    if esito.blocca:
        raise ValidationError([rilievo.frase for rilievo in esito.rilievi if rilievo.gravita == "blocco"])
    if esito.da_motivare and not motivazione.strip():
        raise ValidationError("Restano errori aperti: scrivi perché si conferma lo stesso, resta nel registro.")


def _avvisa_ciascuno(simulazione: Simulazione, fondo: Fondo) -> None:
    """Solo il titolo esce per posta; l'importo si legge nel programma, ciascuno il suo."""
    ente, anno = fondo.ente, fondo.ciclo.anno
    destinatari = Premio.objects.filter(simulazione=simulazione, persona__utente__isnull=False)
    avvisa(
        destinatari.values_list("persona__utente", flat=True),
        ente=ente.slug,
        genere="premio",
        chiave=f"premio:{fondo.pk}:{timezone.now():%Y%m%d%H%M%S}",
        titolo=f"Il premio {anno} è stato definito",
        testo="Nella tua pagina trovi l'importo e come ci si arriva, passo per passo.",
        collegamento=reverse("valutazione:mio_premio", args=[ente.slug, anno]),
    )


@transaction.atomic
def rifai_il_conto(simulazione: Simulazione) -> Simulazione:
    """Dopo `FattiCambiati`: il conto con i fatti di adesso, perché chi conferma lo riguardi."""
    simulazione.fondo = aperto(simulazione.fondo)
    return conserva(simulazione, calcola(simulazione))


@transaction.atomic
def riapri_fondo(fondo: Fondo, *, utente: Any, nota: str) -> Fondo:
    """I premi tornano da confermare. Il motivo è d'obbligo: resta nel registro."""
    if not nota.strip():
        raise ValidationError("Scrivi perché si riapre: resta nel registro.")
    riaperto: Fondo = compi(flusso.RIAPRI, fondo, utente=utente, nota=nota, confermato_il=None, motivazione="")
    riaperto.simulazioni.update(confermata=False)
    return riaperto


@transaction.atomic
def paga_premi(fondo: Fondo, *, utente: Any, il: date, atto: Atto | None = None) -> Fondo:
    """I premi sono stati pagati, con quale atto. Da qui non si torna indietro."""
    if fondo.confermato_il and il < fondo.confermato_il:
        raise ValidationError({"liquidato_il": "Il pagamento viene prima della conferma: controlla la data."})
    pagato: Fondo = compi(flusso.PAGA, fondo, utente=utente, liquidato_il=il, atto_liquidazione=atto)
    return pagato
