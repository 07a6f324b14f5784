"""Il foglio di calcolo di una sessione: scaricarlo, caricarlo e vedere che cosa cambia, confermare."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from obiettivi.azioni.rilevazioni import rileva_insieme
from obiettivi.forms.foglio import FoglioForm, Lettura, Scritti, celle_di, esamina, scrivi_foglio
from obiettivi.letture.rilevazioni import Parte, quadro_di
from obiettivi.models import Sessione
from obiettivi.views.monitoraggio import indirizzo, trova_sessione
from obiettivi.views.rilevazioni import scrive
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.permessi import richiedi
from piao.base.tabelle import XLSX

SALE, DURATA = "foglio-di-monitoraggio", 3600
CAMBIATO = "Nel frattempo qualcosa è cambiato e nulla è stato salvato: scarica di nuovo il foglio e riprova."


@require_safe
def scarica(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    parti = _mie(request, sessione)
    richiedi(bool(parti))
    risposta = HttpResponse(scrivi_foglio(parti), content_type=XLSX)
    nome = f"monitoraggio-{request.ente.slug}-{sessione.al:%Y-%m-%d}.xlsx"
    risposta["Content-Disposition"] = f'attachment; filename="{nome}"'
    return risposta


def carica(request: Any, anno: int, pk: int) -> HttpResponse:
    """Legge il foglio e mostra che cosa cambierebbe; nulla è salvato."""
    sessione = trova_sessione(request, anno, pk)
    parti = _mie(request, sessione)
    richiedi(bool(parti))
    form = FoglioForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            celle = celle_di(form.cleaned_data["file"], sessione.pk)
        except ValidationError as errore:
            form.add_error("file", errore)
        else:
            return _anteprima(request, sessione, celle, esamina(celle, parti))
    return render(request, "obiettivi/monitoraggio_foglio.html", _contesto(sessione, form=form))


@require_POST
def conferma(request: Any, anno: int, pk: int) -> HttpResponse:
    """Scrive ciò che si era visto in anteprima, se nel frattempo non è cambiato nulla: tutto o niente."""
    sessione = trova_sessione(request, anno, pk)
    parti = _mie(request, sessione)
    richiedi(bool(parti))
    try:
        celle = signing.loads(request.POST.get("foglio", ""), salt=_sale(request, sessione), max_age=DURATA)
        lettura = esamina(celle, parti)
        if lettura.errori:
            return _anteprima(request, sessione, celle, lettura)
        righe = [(form.riga.indicatore, form.argomenti) for form in lettura.forme]
        quante = rileva_insieme(sessione, righe, utente=request.user)
    except (signing.BadSignature, ModificatoDaAltri, ValidationError, PermissionDenied):
        messages.error(request, CAMBIATO)
        return redirect("obiettivi:carica_foglio", request.ente.slug, anno, pk)
    messages.success(request, f"Dal foglio: {quante} {'riga salvata' if quante == 1 else 'righe salvate'}.")
    return redirect(indirizzo(sessione))


def _anteprima(request: HttpRequest, sessione: Sessione, celle: dict[str, Scritti], lettura: Lettura) -> HttpResponse:
    firmato = signing.dumps(celle, salt=_sale(request, sessione), compress=True) if not lettura.errori else ""
    contesto = _contesto(sessione, lettura=lettura, foglio=firmato)
    return render(request, "obiettivi/monitoraggio_anteprima.html", contesto)


def _mie(request: Any, sessione: Sessione) -> list[Parte]:
    """Le parti in cui chi chiede può scrivere adesso."""
    return [parte for parte in quadro_di(sessione).parti if scrive(request.user, parte)]


def _sale(request: Any, sessione: Sessione) -> str:
    """Un'anteprima vale per chi l'ha vista e per quella sessione."""
    return f"{SALE}-{sessione.pk}-{request.user.pk}"


def _contesto(sessione: Sessione, **altro: Any) -> dict[str, Any]:
    return {"ciclo": sessione.ciclo, "sessione": sessione, **altro}
