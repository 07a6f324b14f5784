"""La partecipazione vista da dentro: i questionari dell'ente, le segnalazioni all'organismo di valutazione."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from relazioni.azioni.partecipazione import (
    apri_questionario,
    elimina_questionario,
    leggi_segnalazione,
    modifica_questionario,
    rispondi_alla_segnalazione,
)
from relazioni.forms.partecipazione import QuestionarioForm, RispostaForm
from relazioni.models import Questionario, Segnalazione
from relazioni.permessi import (
    puo_leggere_segnalazioni,
    puo_pubblicare,
    puo_rispondere_alle_segnalazioni,
    puo_vedere_pubblicazioni,
)
from relazioni.pubblico import opinioni


def _elenco(request: Any) -> str:
    return reverse("relazioni:questionari", args=[request.ente.slug])


@require_safe
def questionari(request: Any) -> HttpResponse:
    """Aperti, futuri, chiusi; di quelli chiusi gli stessi risultati che leggono i cittadini."""
    richiedi(puo_vedere_pubblicazioni(request.user, request.ente))
    oggi = timezone.localdate()
    contesto = {
        "righe": Questionario.objects.filter(ente=request.ente),
        "chiusi": {esito.questionario.pk: esito for esito in opinioni.chiusi(request.ente.pk, oggi)},
        "oggi": oggi,
        "soglia": opinioni.SOGLIA,
        "gestisce": puo_pubblicare(request.user, request.ente),
    }
    return render(request, "relazioni/questionari.html", contesto)


def scrivi_questionario(request: Any, pk: int | None = None) -> HttpResponse:
    """Un questionario nuovo, o uno che c'è."""
    richiedi(puo_pubblicare(request.user, request.ente))
    righe = Questionario.objects.filter(ente=request.ente)
    riga = get_object_or_404(righe, pk=pk) if pk else Questionario(ente=request.ente)
    form = QuestionarioForm(request.POST or None, instance=riga)
    azione, cosa = (modifica_questionario, riga) if pk else (apri_questionario, request.ente)
    return compila(
        request,
        form,
        lambda: form.salva(azione, cosa, utente=request.user),
        torna=_elenco(request),
        fatto="Questionario salvato.",
        pagina="relazioni/pubblicazioni_maschera.html",
        titolo="Modifica il questionario" if pk else "Apri un questionario",
        sommario="Le domande sono sempre le stesse cinque, così i servizi si possono confrontare.",
        annulla=_elenco(request),
    )


def togli_questionario(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_pubblicare(request.user, request.ente))
    riga = get_object_or_404(Questionario, ente=request.ente, pk=pk)
    return conferma(
        request,
        lambda: elimina_questionario(riga, utente=request.user),
        domanda=f"Elimini il questionario su «{riga}»?",
        torna=_elenco(request),
        annulla=_elenco(request),
        fatto="Questionario eliminato.",
        invia="Elimina",
    )


@require_safe
def segnalazioni(request: Any) -> HttpResponse:
    richiedi(puo_leggere_segnalazioni(request.user, request.ente))
    righe = Segnalazione.objects.filter(ente=request.ente)
    return render(request, "relazioni/segnalazioni.html", {"righe": righe})


@require_POST
def segna_letta(request: Any, pk: int) -> HttpResponse:
    """Leggere non scrive: che la segnalazione è letta lo dice un pulsante, e chi l'ha mandata lo vede."""
    richiedi(puo_leggere_segnalazioni(request.user, request.ente))
    riga = leggi_segnalazione(get_object_or_404(Segnalazione, ente=request.ente, pk=pk), utente=request.user)
    messages.success(request, "Segnata come letta: chi l'ha mandata lo vede.")
    return redirect("relazioni:segnalazione", request.ente.slug, riga.pk)


def segnalazione(request: Any, pk: int) -> HttpResponse:
    """Una segnalazione con la sua risposta."""
    richiedi(puo_leggere_segnalazioni(request.user, request.ente))
    riga = get_object_or_404(Segnalazione, ente=request.ente, pk=pk)
    risponde = puo_rispondere_alle_segnalazioni(request.user, request.ente) and not riga.risposta
    form = RispostaForm(request.POST or None, instance=riga)
    richiedi(risponde or request.method != "POST")
    return compila(
        request,
        form,
        lambda: form.salva(rispondi_alla_segnalazione, riga, utente=request.user),
        torna=reverse("relazioni:segnalazioni", args=[request.ente.slug]),
        fatto="Risposta inviata: chi ha scritto la leggerà con il suo codice.",
        pagina="relazioni/segnalazione.html",
        riga=riga,
        risponde=risponde,
    )
