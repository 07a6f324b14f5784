"""Il parere dell'organismo di valutazione: leggerlo, darlo, trascriverlo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from enti.letture import profilo
from enti.voci import TipoIncarico
from obiettivi.azioni.parere import dai_parere
from obiettivi.letture import ciclo_di
from obiettivi.letture.percorso import parere_valido, pareri_di
from obiettivi.models import Parere
from obiettivi.permessi import puo_dare_parere, puo_vedere_percorso
from piao.base.permessi import richiedi
from relazioni.controlli import esamina_piano
from relazioni.forms.parere import ParereForm
from relazioni.lista_parere import rileggi


def parere(request: Any, anno: int) -> HttpResponse:
    """I pareri dati sul Piano, dal più recente; in testa quello che vale per la proposta."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_percorso(request.user, ciclo))
    contesto = {
        "ciclo": ciclo,
        "pareri": [(uno, rileggi(uno.lista)) for uno in pareri_di(ciclo)],
        "valido": parere_valido(ciclo),
        "puo_dare": puo_dare_parere(request.user, ciclo),
    }
    return render(request, "relazioni/parere.html", contesto)


def nuovo_parere(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_dare_parere(request.user, ciclo))
    trascrive = TipoIncarico.NUCLEO not in profilo(request.user, ciclo.ente).incarichi
    form = ParereForm(request.POST or None, request.FILES or None, instance=Parere(ciclo=ciclo), trascrive=trascrive)
    if form.is_valid() and form.salva(dai_parere, ciclo, utente=request.user):
        messages.success(request, "Parere registrato: da qui in poi non si modifica; se serve, se ne dà un altro.")
        return redirect("relazioni:parere", ciclo.ente.slug, anno)
    righe = list(form.righe(esamina_piano(ciclo)))
    contesto = {"ciclo": ciclo, "form": form, "righe": righe, "trascrive": trascrive}
    return render(request, "relazioni/parere_nuovo.html", contesto)


def un_parere(request: Any, anno: int, pk: int) -> HttpResponse:
    """Un parere da stampare, con la sua lista di controllo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_percorso(request.user, ciclo))
    trovato = get_object_or_404(pareri_di(ciclo), pk=pk)
    contesto = {"ciclo": ciclo, "parere": trovato, "lista": rileggi(trovato.lista)}
    return render(request, "relazioni/parere_uno.html", contesto)
