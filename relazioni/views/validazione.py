"""La validazione: i criteri, l'esito, il verbale in due rese (interna e pubblica)."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from enti.letture import profilo
from enti.voci import TipoIncarico
from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.permessi import richiedi
from piao.base.viste import consegna_pdf, segui
from relazioni.azioni.relazione import valida_relazione
from relazioni.controlli.relazione import esamina_relazione
from relazioni.forms.relazione import ValidazioneForm
from relazioni.lavori import avvia_verbale_validazione
from relazioni.letture import relazione_o_404, validazioni_di, verbali_in_pdf
from relazioni.lista_parere import rileggi
from relazioni.models import Validazione
from relazioni.permessi import puo_leggere_riservate, puo_validare_relazione, puo_vedere_relazione
from relazioni.stampa.relazione.verbale import INTERNA, RESE
from relazioni.views.relazione import indirizzo


@require_safe
def validazione(request: Any, anno: int) -> HttpResponse:
    """Ciò che l'organismo ha deciso, dall'ultimo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_relazione(request.user, ciclo))
    riga = relazione_o_404(ciclo)
    contesto = {
        "ciclo": ciclo,
        "riga": riga,
        "validazioni": [(una, rileggi(una.lista)) for una in validazioni_di(riga)],
        "puo_validare": puo_validare_relazione(request.user, riga),
        "riservate": puo_leggere_riservate(request.user, ciclo.ente),
    }
    return render(request, "relazioni/validazione.html", contesto)


def nuova(request: Any, anno: int) -> HttpResponse:
    """La lista dei criteri, con ciò che hanno trovato i controlli, e l'esito."""
    ciclo = ciclo_di(request.ente, anno)
    riga = relazione_o_404(ciclo)
    richiedi(puo_validare_relazione(request.user, riga))
    trascrive = TipoIncarico.NUCLEO not in profilo(request.user, ciclo.ente).incarichi
    form = ValidazioneForm(request.POST or None, request.FILES or None, instance=Validazione(), trascrive=trascrive)
    if form.is_valid() and form.salva(valida_relazione, riga, utente=request.user):
        messages.success(request, "Validazione registrata: da qui in poi non si modifica.")
        return redirect(indirizzo(ciclo, "validazione"))
    righe = list(form.righe(esamina_relazione(riga)))
    contesto = {"ciclo": ciclo, "form": form, "righe": righe, "trascrive": trascrive}
    return render(request, "relazioni/validazione_nuova.html", contesto)


# ---- il verbale in PDF -------------------------------------------------------------------------------------------


@require_POST
def produci(request: Any, anno: int, pk: int, resa: str) -> HttpResponse:
    """Manda a scrivere il verbale: interno, con le osservazioni riservate, o pubblico, senza."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_leggere(request.user, ciclo, resa))
    avviato = avvia_verbale_validazione(_trova(ciclo, pk), resa, utente=request.user)
    return redirect(indirizzo(ciclo, "lavoro_verbale_validazione", pk, resa, avviato.pk))


@require_safe
def lavoro(request: Any, anno: int, pk: int, resa: str, lavoro: int) -> HttpResponse:
    """A che punto è il PDF."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_leggere(request.user, ciclo, resa))
    torna = indirizzo(ciclo, "validazione")
    return segui(
        request,
        get_object_or_404(verbali_in_pdf(_trova(ciclo, pk), resa, request.user), pk=lavoro),
        qui=indirizzo(ciclo, "lavoro_verbale_validazione", pk, resa, lavoro),
        scarica=indirizzo(ciclo, "scarica_verbale_validazione", pk, resa, lavoro),
        torna=torna,
        torna_a="alla validazione",
        briciole=[(f"Relazione {anno}", indirizzo(ciclo)), ("Validazione", torna)],
        aiuto="relazione/",
        ciclo=ciclo,
    )


@require_safe
def scarica(request: Any, anno: int, pk: int, resa: str, lavoro: int) -> FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(_puo_leggere(request.user, ciclo, resa))
    finito = get_object_or_404(verbali_in_pdf(_trova(ciclo, pk), resa, request.user), pk=lavoro)
    return consegna_pdf(finito, f"verbale-{resa}-{ciclo.ente.slug}-{anno}.pdf")


def _trova(ciclo: Ciclo, pk: int) -> Validazione:
    return get_object_or_404(validazioni_di(relazione_o_404(ciclo)), pk=pk)


def _puo_leggere(utente: Any, ciclo: Ciclo, resa: str) -> bool:
    """Chi legge quella resa del verbale. Solleva Http404 se la resa non esiste."""
    if resa not in RESE:
        raise Http404
    riservata = resa == INTERNA
    return puo_vedere_relazione(utente, ciclo) and (not riservata or puo_leggere_riservate(utente, ciclo.ente))
