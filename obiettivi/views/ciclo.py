"""Il ciclo di un anno: aprirlo, impostarlo, disciplinarne le fasi."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from obiettivi.azioni.ciclo import aggiorna_ciclo, apri_ciclo
from obiettivi.forms.ciclo import CicloForm, InsiemeFasiCiclo, SoloVersioneForm
from obiettivi.forms.moduli import ModuloConRighe
from obiettivi.forms.righe import CHIEDE_RIGA, con_riga_chiesta
from obiettivi.letture import ciclo_di
from obiettivi.letture.cicli import ciclo_con_atti, ciclo_suggerito
from obiettivi.letture.versioni import versione_provvisoria
from obiettivi.permessi import puo_aprire_ciclo, puo_gestire_ciclo, puo_vedere_ciclo
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi


def ciclo(request: Any, anno: int) -> HttpResponse:
    aperto = ciclo_con_atti(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, aperto))
    contesto = {
        "ciclo": aperto,
        "fasi": aperto.fasi_ciclo.all(),
        "note": aperto.note_origine.all(),
        "gestisce": puo_gestire_ciclo(request.user, aperto),
        "provvisoria": versione_provvisoria(aperto),
    }
    return render(request, "obiettivi/ciclo.html", contesto)


def nuovo_ciclo(request: Any) -> HttpResponse:
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    suggerito = ciclo_suggerito(request.ente)
    form = CicloForm(dati_scritti(request), instance=suggerito.ciclo)
    if form.is_valid() and (aperto := form.salva(apri_ciclo, request.ente, utente=request.user)):
        messages.success(request, f"Il ciclo {aperto.anno} è aperto: ora si scrivono gli obiettivi.")
        return redirect("obiettivi:casa", request.ente.slug, aperto.anno)
    return render(request, "obiettivi/ciclo_modifica.html", {"form": form, "perche": suggerito.perche})


def modifica_ciclo(request: Any, anno: int) -> HttpResponse:
    aperto = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, aperto))
    form = CicloForm(dati_scritti(request), instance=aperto)
    if form.is_valid() and (salvato := form.salva(aggiorna_ciclo, aperto, utente=request.user)):
        messages.success(request, "Il ciclo è salvato.")
        return redirect("obiettivi:ciclo", request.ente.slug, salvato.anno)
    return render(request, "obiettivi/ciclo_modifica.html", {"form": form, "ciclo": aperto})


def fasi_ciclo(request: Any, anno: int) -> HttpResponse:
    aperto = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, aperto))
    dati = dati_scritti(request)
    fasi = InsiemeFasiCiclo(con_riga_chiesta(dati), oggetto=aperto, presenti=list(aperto.fasi_ciclo.all()))
    modulo = ModuloConRighe(SoloVersioneForm(dati, instance=aperto), [fasi])
    if dati and CHIEDE_RIGA in dati:
        modulo.taci()
    elif dati and modulo.is_valid() and modulo.salva(aggiorna_ciclo, aperto, utente=request.user, parte="Fasi"):
        messages.success(request, "Le fasi del ciclo sono salvate.")
        return redirect("obiettivi:ciclo", request.ente.slug, anno)
    return render(request, "obiettivi/fasi_ciclo.html", {"ciclo": aperto, "modulo": modulo})
