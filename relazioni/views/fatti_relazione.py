"""I fatti dell'anno e le risorse usate: ciò che la Relazione dice e nessun altro sa."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from piao.base.viste import compila
from relazioni.azioni.relazione import scrivi_fatti, scrivi_impieghi
from relazioni.contenuto.relazione.fatti import risorse_da_rendicontare
from relazioni.forms.relazione import FattiForm, ImpieghiForm
from relazioni.letture import relazione_o_404
from relazioni.permessi import puo_scrivere_fatti
from relazioni.views.relazione import indirizzo


def fatti(request: Any, anno: int) -> HttpResponse:
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_scrivere_fatti(request.user, riga))
    form, qui = FattiForm(request.POST or None, instance=riga), indirizzo(riga.ciclo)
    return compila(
        request,
        form,
        lambda: form.salva(scrivi_fatti, riga, utente=request.user),
        torna=qui,
        fatto="I fatti dell'anno sono salvati: nei testi e nelle tabelle ci sono già.",
        pagina="relazioni/relazione_fatti.html",
        ciclo=riga.ciclo,
        annulla=qui,
    )


def risorse(request: Any, anno: int) -> HttpResponse:
    """Quanto si è usato di ciascuna risorsa prevista."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_scrivere_fatti(request.user, riga))
    da_dire = risorse_da_rendicontare(riga.ciclo)
    form = ImpieghiForm(request.POST or None, risorse=da_dire, impieghi=riga.impieghi.all())
    if request.method == "POST" and form.is_valid():
        scrivi_impieghi(riga, utente=request.user, impieghi=form.impieghi)
        messages.success(request, "Le risorse usate sono salvate.")
        return redirect(indirizzo(riga.ciclo))
    contesto = {"ciclo": riga.ciclo, "form": form, "annulla": indirizzo(riga.ciclo)}
    return render(request, "relazioni/relazione_risorse.html", contesto)
