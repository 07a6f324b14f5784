"""La validazione: i criteri, l'esito, il verbale in due rese (interna e pubblica)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from enti.letture import profilo
from enti.voci import TipoIncarico
from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from relazioni.azioni.relazione import valida_relazione
from relazioni.controlli.relazione import esamina_relazione
from relazioni.forms.relazione import ValidazioneForm
from relazioni.letture import relazione_o_404, validazioni_di
from relazioni.lista_parere import rileggi
from relazioni.models import Validazione
from relazioni.permessi import puo_leggere_riservate, puo_validare_relazione, puo_vedere_relazione
from relazioni.stampa.relazione.verbale import INTERNA, RESE, verbale_in_pdf
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


@require_safe
def verbale(request: Any, anno: int, pk: int, resa: str) -> HttpResponse:
    """Il verbale da firmare: interno, con le osservazioni riservate, o pubblico, senza."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_relazione(request.user, ciclo))
    if resa not in RESE:
        raise Http404
    richiedi(resa != INTERNA or puo_leggere_riservate(request.user, ciclo.ente))
    una = get_object_or_404(validazioni_di(relazione_o_404(ciclo)), pk=pk)
    nome = f'attachment; filename="verbale-{resa}-{ciclo.ente.slug}-{anno}.pdf"'
    contenuto = verbale_in_pdf(una, resa)
    return HttpResponse(contenuto, content_type="application/pdf", headers={"Content-Disposition": nome})
