"""Aprire l'anno nuovo da quello prima: scegliere che cosa continua, vedere che cosa accadrà, aprire."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from obiettivi.forms.nuovo_anno import NuovoAnnoForm
from obiettivi.letture import ciclo_di
from obiettivi.letture.nuovo_anno import Candidato, candidati
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_aprire_ciclo
from piao.base.permessi import richiedi
from relazioni.azioni.nuovo_anno import Apertura, apri_nuovo_anno
from relazioni.letture import testi_con_anno


def nuovo_anno(request: Any, anno: int) -> HttpResponse:
    """Tre passi nella stessa pagina: scegli, controlla, apri. Ciò che si è scelto viaggia con la maschera."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    tutti = candidati(ciclo, anno + 1)
    form = NuovoAnnoForm(request.POST or None, candidati=tutti)
    contesto = {"ciclo": ciclo, "nuovo": anno + 1, "form": form, "candidati": tutti}
    passo = request.POST.get("passo", "scegli")
    if passo == "scegli" or not form.is_valid():
        return render(request, "relazioni/nuovo_anno.html", contesto)
    if passo == "controlla":
        return render(request, "relazioni/nuovo_anno_anteprima.html", contesto | _anteprima(ciclo, form, tutti))
    try:
        fatto = apri_nuovo_anno(ciclo, utente=request.user, **form.cleaned_data)
    except ValidationError as motivo:
        messages.error(request, " ".join(motivo.messages))
        return redirect("obiettivi:casa", request.ente.slug, anno)
    messages.success(request, _detto(fatto))
    return redirect("obiettivi:da_sistemare", request.ente.slug, fatto.ciclo.anno)


def _anteprima(ciclo: Ciclo, form: NuovoAnnoForm, tutti: Sequence[Candidato]) -> dict[str, Any]:
    """Ciò che accadrà: chi continua, chi resta sciolto, che cosa andrà sistemato a mano."""
    chiavi = form.segnati
    scelti = [uno for uno in tutti if uno.obiettivo.pk in chiavi]
    return {
        "scelti": scelti,
        "sistemare": [uno for uno in scelti if uno.avvertenze],
        "orfani": [uno for uno in scelti if uno.obiettivo.padre_id and uno.obiettivo.padre_id not in chiavi],
        "testi_con_anno": testi_con_anno(ciclo) if form.cleaned_data["testi"] else [],
    }


def _detto(fatto: Apertura) -> str:
    if not fatto.obiettivi and not fatto.testi:
        return f"Il ciclo {fatto.ciclo.anno} è aperto. Non c'era altro da portare."
    obiettivi = "un obiettivo" if fatto.obiettivi == 1 else f"{fatto.obiettivi} obiettivi"
    testi = "un testo" if fatto.testi == 1 else f"{fatto.testi} testi"
    return f"Il ciclo {fatto.ciclo.anno} è aperto: portati {obiettivi} e {testi}."
