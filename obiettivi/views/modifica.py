"""La modifica di un obiettivo, una parte alla volta: un errore in una parte non tocca le altre."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from obiettivi.azioni.indicatore import elimina_indicatore, salva_indicatore
from obiettivi.azioni.obiettivo import aggiorna_obiettivo
from obiettivi.forms.indicatore import ModuloIndicatore
from obiettivi.forms.moduli import ModuloConRighe
from obiettivi.forms.righe import CHIEDE_RIGA
from obiettivi.forms.sezioni import SEZIONI, Sezione, indice
from obiettivi.letture import ciclo_di
from obiettivi.models import Indicatore, Obiettivo
from obiettivi.permessi import ne_risponde, puo_modificare_obiettivo
from obiettivi.views.obiettivo import dati_scritti, indirizzo, trova
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.permessi import richiedi
from piao.base.viste import conferma


def modifica(request: Any, anno: int, pk: int, sezione: str) -> HttpResponse:
    """Una parte della scheda. «Aggiungi una riga» rende la maschera con una riga in più e non salva nulla."""
    obiettivo = trova(request, ciclo_di(request.ente, anno), pk)
    fermo = _fermato_nel_frattempo(request, obiettivo)
    richiedi(fermo or puo_modificare_obiettivo(request.user, obiettivo))
    parte = SEZIONI.get(sezione)
    if parte is None:
        raise Http404
    if parte.costruisci is None:
        return _pagina(request, obiettivo, parte, None)
    modulo = parte.modulo(obiettivo, dati_scritti(request))
    if fermo:
        return _pagina(request, obiettivo, parte, modulo, fermo=True)
    if request.method != "POST" or CHIEDE_RIGA in request.POST or not modulo.is_valid():
        return _pagina(request, obiettivo, parte, modulo)
    if not modulo.salva(aggiorna_obiettivo, obiettivo, utente=request.user, parte=parte.titolo):
        return _pagina(request, obiettivo, parte, modulo)
    messages.success(request, f"«{parte.titolo}» è salvato.")
    return redirect(_dopo(request, obiettivo, parte))


def _fermato_nel_frattempo(request: HttpRequest, obiettivo: Obiettivo) -> bool:
    """Chi stava scrivendo quando l'obiettivo è stato proposto o validato non perde ciò che ha scritto."""
    scrive = request.method == "POST" and ne_risponde(request.user, obiettivo)
    return scrive and not puo_modificare_obiettivo(request.user, obiettivo)


def _pagina(
    request: HttpRequest, obiettivo: Obiettivo, parte: Sezione, modulo: ModuloConRighe | None, *, fermo: bool = False
) -> HttpResponse:
    contesto = {
        "ciclo": obiettivo.ciclo,
        "obiettivo": obiettivo,
        "sezioni": indice(obiettivo),
        "parte": parte,
        "modulo": modulo,
        "conflitto": modulo.conflitto if modulo else [],
        "fermo": fermo,
    }
    modello = "obiettivi/modifica.html" if modulo else "obiettivi/indicatori.html"
    return render(request, modello, contesto, status=409 if fermo else 200)


def _dopo(request: HttpRequest, obiettivo: Obiettivo, parte: Sezione) -> str:
    """«Salva e continua» porta alla parte seguente, «Salva» alla scheda."""
    slug = list(SEZIONI)
    seguente = slug.index(parte.slug) + 1
    if "continua" not in request.POST or seguente == len(slug):
        return indirizzo(obiettivo)
    ciclo = obiettivo.ciclo
    return reverse("obiettivi:modifica", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk, slug[seguente]])


def indicatore(request: Any, anno: int, pk: int, indicatore: int | None = None) -> HttpResponse:
    """Un indicatore nuovo o già scritto, con i suoi target e i valori passati."""
    ciclo = ciclo_di(request.ente, anno)
    obiettivo = trova(request, ciclo, pk)
    richiedi(puo_modificare_obiettivo(request.user, obiettivo))
    riga = _indicatore(obiettivo, indicatore)
    modulo = ModuloIndicatore(riga, dati_scritti(request))
    conflitto = None
    if request.method == "POST" and modulo.is_valid():
        try:
            salva_indicatore(modulo.form.instance, utente=request.user, **modulo.argomenti())
        except ModificatoDaAltri as errore:
            conflitto = modulo.riparti_da(errore.attuale)
        else:
            messages.success(request, "Indicatore salvato.")
            return redirect(_misura(obiettivo))
    contesto = {"ciclo": ciclo, "obiettivo": obiettivo, "modulo": modulo, "conflitto": conflitto, "riga": riga}
    return render(request, "obiettivi/indicatore.html", contesto | {"sezioni": indice(obiettivo)})


def togli_indicatore(request: Any, anno: int, pk: int, indicatore: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    obiettivo = trova(request, ciclo, pk)
    richiedi(puo_modificare_obiettivo(request.user, obiettivo))
    riga = _indicatore(obiettivo, indicatore)
    return conferma(
        request,
        lambda: elimina_indicatore(riga, utente=request.user),
        domanda=f"Togliere l'indicatore «{riga}»?",
        conseguenza="Si tolgono anche i suoi target e i valori degli anni passati. Non si può annullare.",
        invia="Togli l'indicatore",
        pericolo=True,
        torna=_misura(obiettivo),
        annulla=_misura(obiettivo),
        fatto="Indicatore tolto.",
    )


def _indicatore(obiettivo: Obiettivo, pk: int | None) -> Indicatore:
    if pk is None:
        return Indicatore(obiettivo=obiettivo)
    riga = get_object_or_404(obiettivo.indicatori.all(), pk=pk)
    riga.obiettivo = obiettivo
    return riga


def _misura(obiettivo: Obiettivo) -> str:
    ciclo = obiettivo.ciclo
    return reverse("obiettivi:modifica", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk, "misura"])
