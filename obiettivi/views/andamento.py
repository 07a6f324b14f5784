"""A che punto siamo: l'andamento di una sessione, e come si arriva al numero di un obiettivo."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obiettivi.disegni import gantt_a_consuntivo
from obiettivi.letture.andamento import MisuraObiettivo, andamento_di, misura_di
from obiettivi.letture.evidenze import evidenze_per_rilevazione
from obiettivi.letture.rilevazioni import Parte, quadro_di, soglia_di
from obiettivi.models import Sessione
from obiettivi.permessi import (
    puo_chiedere_forzatura,
    puo_compilare,
    puo_decidere_forzatura,
    puo_neutralizzare,
    puo_vedere_ciclo,
)
from obiettivi.views.monitoraggio import trova_sessione
from piao.base.permessi import richiedi


@require_safe
def andamento(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_ciclo(request.user, sessione.ciclo))
    contesto = {
        "ciclo": sessione.ciclo,
        "sessione": sessione,
        "andamento": andamento_di(quadro_di(sessione, con_consegne=False)),
        "soglia": soglia_di(sessione),
    }
    return render(request, "obiettivi/monitoraggio_andamento.html", contesto)


@require_safe
def derivazione(request: Any, anno: int, pk: int, obiettivo: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_ciclo(request.user, sessione.ciclo))
    parte, misura = trova_misura(sessione, obiettivo)
    forzatura = misura.forzatura
    contesto = {
        "ciclo": sessione.ciclo,
        "sessione": sessione,
        "parte": parte,
        "misura": misura,
        "gantt": gantt_a_consuntivo(misura.riga, sessione),
        "evidenze": evidenze_per_rilevazione(misura.riga),
        "scrive": _scrive(request.user, parte, misura),
        "puo_chiedere": forzatura is None and puo_chiedere_forzatura(request.user, sessione, misura.obiettivo),
        "puo_decidere": forzatura is not None and puo_decidere_forzatura(request.user, forzatura),
        "puo_neutralizzare": puo_neutralizzare(request.user, misura.obiettivo),
    }
    return render(request, "obiettivi/monitoraggio_derivazione.html", contesto)


def _scrive(utente: Any, parte: Parte, misura: MisuraObiettivo) -> bool:
    obiettivo: Any = misura.obiettivo  # con la colonna di `con_consegnata`
    unita = parte.unita.pk if parte.unita else None
    return puo_compilare(utente, parte.sessione, unita, consegnata=obiettivo.consegnata)


def trova_misura(sessione: Sessione, obiettivo: int) -> tuple[Any, MisuraObiettivo]:
    """La parte e la misura di un obiettivo. Solleva Http404 se non è fra quelli da misurare."""
    trovata = misura_di(sessione, obiettivo)
    if trovata is None:
        raise Http404("L'obiettivo non è fra quelli da misurare.")
    return trovata
