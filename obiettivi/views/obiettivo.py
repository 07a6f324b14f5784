"""Un obiettivo: scheda, storia, creazione, duplicazione, eliminazione, passi."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enti.letture import profilo
from obiettivi import flusso
from obiettivi.azioni.obiettivo import HaDiscendenti, crea_obiettivo, duplica_obiettivo, elimina_obiettivo
from obiettivi.azioni.passi import VERBI
from obiettivi.contenuto import cronoprogramma
from obiettivi.forms.obiettivo import NuovoObiettivoForm
from obiettivi.forms.passi import NotaForm
from obiettivi.letture import ciclo_di, scheda_di
from obiettivi.letture.casa import unita_guidate
from obiettivi.letture.fusione import ultima_unione
from obiettivi.letture.obiettivi import obiettivo_di
from obiettivi.letture.scelte import unita_in_ordine
from obiettivi.letture.storia import storia_dell_obiettivo
from obiettivi.letture.variazioni import ritiro_di, variazione_aperta_su
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.permessi import (
    puo_creare_obiettivo,
    puo_curare_libreria,
    puo_eliminare_obiettivo,
    puo_modificare_obiettivo,
    puo_unire_obiettivi,
    puo_vedere_ciclo,
    puo_vedere_percorso,
)
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.testo import pulito


def scheda(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    lettura = scheda_di(request.user, ciclo, pk)
    obiettivo = lettura.obiettivo
    modifica = puo_modificare_obiettivo(request.user, obiettivo)
    contesto = {
        "ciclo": ciclo,
        "obiettivo": obiettivo,
        "padre": lettura.padre,
        "figli": lettura.figli,
        "modifica": modifica,
        "elimina": puo_eliminare_obiettivo(request.user, obiettivo),
        "duplica": puo_creare_obiettivo(request.user, ciclo),
        "libreria": puo_curare_libreria(request.user, request.ente),
        "passi": flusso.passi_possibili(request.user, obiettivo),
        "manca": flusso.che_manca(obiettivo) if modifica else [],
        "gioverebbe": flusso.che_gioverebbe(obiettivo) if modifica else [],
        "gantt": cronoprogramma(obiettivo),
        "ritiro": ritiro_di(obiettivo),
        "unione": ultima_unione(obiettivo) if puo_unire_obiettivi(request.user, ciclo) else None,
        "in_variazione": variazione_aperta_su(obiettivo) if puo_vedere_percorso(request.user, ciclo) else None,
    }
    return render(request, "obiettivi/scheda.html", contesto)


def storia(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    obiettivo = trova(request, ciclo, pk)
    contesto = {"ciclo": ciclo, "obiettivo": obiettivo, "storia": storia_dell_obiettivo(obiettivo)}
    return render(request, "obiettivi/storia.html", contesto)


def nuovo(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_creare_obiettivo(request.user, ciclo))
    segretario = profilo(request.user, request.ente).segretario
    unita = unita_in_ordine(request.ente) if segretario else unita_guidate(request.user, request.ente)
    form = NuovoObiettivoForm(
        dati_scritti(request), instance=Obiettivo(ciclo=ciclo), unita=unita, serve_unita=not segretario
    )
    if form.is_valid() and (creato := form.salva(crea_obiettivo, ciclo, utente=request.user)):
        messages.success(request, "Obiettivo creato in bozza: completalo una parte alla volta, quando vuoi.")
        return redirect("obiettivi:modifica", ciclo.ente.slug, anno, creato.pk, "che-cosa")
    return render(request, "obiettivi/nuovo.html", {"ciclo": ciclo, "form": form})


def duplica(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_creare_obiettivo(request.user, ciclo))
    obiettivo = trova(request, ciclo, pk)
    if request.method == "POST":
        copia = duplica_obiettivo(obiettivo, utente=request.user)
        messages.success(request, "Ecco la copia, in bozza: cambia ciò che serve.")
        return redirect("obiettivi:modifica", ciclo.ente.slug, anno, copia.pk, "che-cosa")
    contesto = {
        "domanda": f"Duplicare «{obiettivo}»?",
        "conseguenza": "Nasce una bozza con gli stessi dati, unità, indicatori e fasi. L'originale non cambia.",
        "invia": "Duplica",
        "pericolo": False,
        "annulla": indirizzo(obiettivo),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def elimina(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    obiettivo = trova(request, ciclo, pk)
    richiedi(puo_eliminare_obiettivo(request.user, obiettivo))
    if request.method == "POST":
        try:
            elimina_obiettivo(obiettivo, utente=request.user)
        except HaDiscendenti as motivo:
            messages.error(request, str(motivo))
            return redirect(indirizzo(obiettivo))
        messages.success(request, "Obiettivo eliminato.")
        return redirect("obiettivi:elenco", ciclo.ente.slug, anno)
    contesto = {
        "domanda": f"Eliminare «{obiettivo}»?",
        "conseguenza": "Si eliminano anche indicatori, fasi, risorse e assegnazioni. Non si può annullare.",
        "invia": "Elimina l'obiettivo",
        "pericolo": True,
        "annulla": indirizzo(obiettivo),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def passo(request: Any, anno: int, pk: int, passo: str) -> HttpResponse:
    """Un passo del flusso. Restituire chiede le osservazioni, gli altri una conferma."""
    ciclo = ciclo_di(request.ente, anno)
    obiettivo = trova(request, ciclo, pk)
    if passo not in VERBI:
        raise Http404
    richiedi(flusso.PASSI[passo].puo(request.user, obiettivo))
    form = NotaForm(dati_scritti(request)) if passo == "restituisci" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _compi(request, obiettivo, passo, form.cleaned_data["nota"] if form else "")
        return redirect(indirizzo(obiettivo))
    contesto = {"ciclo": ciclo, "obiettivo": obiettivo, "form": form, **flusso.CONFERME[passo]}
    return render(request, "obiettivi/passo.html", contesto)


def trova(request: Any, ciclo: Ciclo, pk: int) -> Obiettivo:
    """Un obiettivo fra quelli che chi guarda può vedere; gli altri non esistono (404)."""
    return obiettivo_di(request.user, ciclo, pk)


def indirizzo(obiettivo: Obiettivo) -> str:
    return reverse("obiettivi:scheda", args=[obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk])


def dati_scritti(request: HttpRequest) -> Any:
    return pulito(request.POST) if request.method == "POST" else None


def _compi(request: HttpRequest, obiettivo: Obiettivo, passo: str, nota: str) -> None:
    try:
        VERBI[passo](obiettivo, utente=request.user, nota=nota)
    except (PassoNonAmmesso, flusso.Incompleto) as motivo:
        messages.error(request, str(motivo))
    else:
        messages.success(request, flusso.CONFERME[passo]["fatto"])
