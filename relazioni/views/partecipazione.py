"""I cittadini dicono la loro: questionari anonimi, segnalazioni all'organismo di valutazione. Senza biscotti."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from obiettivi.codici import codice_scritto
from piao.base.limiti import troppe_richieste
from relazioni.azioni.partecipazione import rispondi, segnala
from relazioni.forms.partecipazione import QuestionarioPubblicoForm, SegnalazioneForm, gettone
from relazioni.models import Segnalazione
from relazioni.pubblico import opinioni
from relazioni.views.porta import pagina, scrivibile

INVII_ALL_ORA, LETTURE_AL_MINUTO = 20, 30


@scrivibile
def partecipa(request: Any) -> HttpResponse:
    """I questionari aperti, i risultati di quelli chiusi, come segnalare."""
    oggi = timezone.localdate()
    contesto = {
        "aperti": opinioni.aperti(request.ente.pk, oggi),
        "chiusi": opinioni.chiusi(request.ente.pk, oggi),
        "soglia": opinioni.SOGLIA,
    }
    return pagina(request, "pubblico/partecipa.html", contesto)


@scrivibile
def questionario(request: Any, pk: int) -> HttpResponse:
    riga = get_object_or_404(opinioni.aperti(request.ente.pk, timezone.localdate()), pk=pk)
    form = QuestionarioPubblicoForm(request.POST if request.method == "POST" else None)
    if _troppi(request):
        return _attesa(request)
    if form.is_valid() and _accetta(form, lambda: rispondi(riga, voti=form.voti)):
        return redirect("relazioni:grazie", request.ente.slug)
    contesto = {"riga": riga, "form": form, "gettone": gettone(), "soglia": opinioni.SOGLIA}
    return pagina(request, "pubblico/questionario.html", contesto)


@scrivibile
def grazie(request: Any) -> HttpResponse:
    return pagina(request, "pubblico/grazie.html", {"soglia": opinioni.SOGLIA})


@scrivibile
def segnalazione(request: Any) -> HttpResponse:
    form = SegnalazioneForm(request.POST if request.method == "POST" else None)
    if _troppi(request):
        return _attesa(request)
    if form.is_valid():
        nuova = _accetta(form, lambda: segnala(request.ente, **form.dati))
        if nuova:
            return redirect("relazioni:ricevuta", request.ente.slug, nuova.codice)
    return pagina(request, "pubblico/segnala.html", {"form": form, "gettone": gettone()})


@scrivibile
def ricevuta(request: Any, codice: str) -> HttpResponse:
    """Che cosa ne è stato. Il testo non si rilegge: il codice può finire in altre mani."""
    if troppe_richieste(request, "ricevute", massimo=LETTURE_AL_MINUTO, secondi=60):
        return _attesa(request)
    riga = Segnalazione.objects.filter(ente=request.ente, codice=codice_scritto(codice) or "-").first()
    if riga is None:
        raise Http404("Nessuna segnalazione ha questo codice: ricontrolla i dodici segni.")
    return pagina(request, "pubblico/ricevuta.html", {"riga": riga})


@scrivibile
def cerca_ricevuta(request: Any) -> HttpResponse:
    """Il codice scritto a mano porta alla sua pagina."""
    scritto = request.GET.get("codice", "").strip()[:40]
    if codice := codice_scritto(scritto):
        return redirect("relazioni:ricevuta", request.ente.slug, codice)
    raise Http404("Questo non è un codice di ricevuta: ha dodici segni, come K7QM-2XWD-9RTC.")


def _troppi(request: Any) -> bool:
    return request.method == "POST" and troppe_richieste(request, "invii", massimo=INVII_ALL_ORA, secondi=3600)


def _attesa(request: Any) -> HttpResponse:
    return pagina(request, "pubblico/attesa.html", {}, status=429)


def _accetta(form: Any, scrivi: Any) -> Any:
    """Ciò che si è scritto, o None: allora la maschera dice perché."""
    try:
        return scrivi()
    except ValidationError as errore:
        form.add_error(None, errore.messages)
    return None
