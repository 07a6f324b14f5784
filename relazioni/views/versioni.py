"""Le versioni approvate del Piano: quale vale, che cosa dicono, che cosa cambia fra una e l'altra."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from obiettivi.letture.versioni import versione_di, versioni_di
from obiettivi.models import Ciclo, Versione
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.controlli import Esito
from piao.base.permessi import richiedi
from relazioni.contenuto import Piano, componi_piano
from relazioni.contenuto.dati import da_canonico
from relazioni.differenze import confronta, conta
from relazioni.lavori import avvia_differenze
from relazioni.letture import approvazioni_di, differenze_di
from relazioni.permessi import puo_vedere_documenti, puo_vedere_versioni
from relazioni.stampa.differenze import corpo_differenze

ADESSO = "adesso"
PDF = "application/pdf"


@require_safe
def versioni(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    righe, gestisce = list(versioni_di(ciclo)), puo_gestire_ciclo(request.user, ciclo)
    contesto = {
        "ciclo": ciclo,
        "versioni": righe,
        "vigente": righe[0] if righe else None,
        "gestisce": gestisce,
        "lavoro": approvazioni_di(ciclo).first() if gestisce else None,
        "adesso": puo_vedere_documenti(request.user, ciclo),
    }
    return render(request, "relazioni/versioni.html", contesto)


@require_safe
def versione(request: Any, anno: int, numero: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    trovata = versione_di(ciclo, numero)
    controlli = puo_gestire_ciclo(request.user, ciclo)
    contesto = {
        "ciclo": ciclo,
        "versione": trovata,
        "vigente": versioni_di(ciclo)[0],
        "esito": Esito.da_json(trovata.rilievi) if controlli else None,
        "presente": default_storage.exists(str(trovata.pdf.name)),
    }
    return render(request, "relazioni/versione.html", contesto)


@require_safe
def scarica(request: Any, anno: int, numero: int) -> FileResponse:
    """Il PDF congelato: gli stessi byte di quando è stato approvato."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    trovata = versione_di(ciclo, numero)
    return _pdf(str(trovata.pdf.name), f"piano-{ciclo.ente.slug}-{anno}-versione-{numero}.pdf")


@require_safe
def contenuto(request: Any, anno: int, numero: int) -> HttpResponse:
    """Il contenuto congelato, in JSON canonico: la sua impronta è quella scritta nel documento."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    trovata = versione_di(ciclo, numero)
    nome = f'attachment; filename="{ciclo.ente.slug}-{anno}-versione-{numero}.json"'
    return HttpResponse(trovata.contenuto, content_type="application/json", headers={"Content-Disposition": nome})


# ---- differenze ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Confronto:
    """Due versioni scelte, ciascuna con il suo nome."""

    da: str
    a: str
    nome_da: str
    nome_a: str
    prima: Piano
    dopo: Piano


@require_safe
def differenze(request: Any, anno: int) -> HttpResponse:
    """Che cosa cambia fra due versioni, o fra una versione e ciò che c'è adesso."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    righe = list(versioni_di(ciclo))
    if not righe:
        messages.info(request, "Non c'è ancora nessuna versione da confrontare.")
        return redirect("relazioni:versioni", ciclo.ente.slug, anno)
    confronto = _confronto(request, ciclo, righe)
    gruppi = confronta(confronto.prima, confronto.dopo)
    contesto = {
        "ciclo": ciclo,
        "versioni": righe,
        "confronto": confronto,
        "conti": conta(gruppi),
        "corpo": corpo_differenze(gruppi),
        "adesso": puo_vedere_documenti(request.user, ciclo),
    }
    return render(request, "relazioni/versioni_differenze.html", contesto)


@require_POST
def differenze_pdf(request: Any, anno: int) -> HttpResponse:
    """Manda a scrivere il PDF delle differenze; la pagina del lavoro dice quando è pronto."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    scelte = {nome: request.POST.get(nome, "") for nome in ("da", "a")}
    for scelta in scelte.values():
        _trova(request, ciclo, scelta)
    lavoro = avvia_differenze(ciclo, utente=request.user, **scelte)
    return redirect("relazioni:lavoro_differenze", ciclo.ente.slug, anno, lavoro.pk)


@require_safe
def lavoro_differenze(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    contesto = {"ciclo": ciclo, "lavoro": get_object_or_404(differenze_di(ciclo, request.user), pk=pk)}
    modello = "relazioni/_versioni_confronto.html" if request.htmx else "relazioni/versioni_confronto.html"
    return render(request, modello, contesto)


@require_safe
def scarica_differenze(request: Any, anno: int, pk: int) -> FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_versioni(request.user, ciclo))
    lavoro = get_object_or_404(differenze_di(ciclo, request.user), pk=pk)
    return _pdf((lavoro.risultato or {}).get("file", ""), f"differenze-{ciclo.ente.slug}-{anno}.pdf")


def _confronto(request: Any, ciclo: Ciclo, righe: list[Versione]) -> Confronto:
    """Le due scelte; senza scelte, l'ultima versione accanto alla precedente (o a ciò che c'è adesso)."""
    ultima = str(righe[0].numero)
    a = request.GET.get("a") or (ultima if len(righe) > 1 else ADESSO)
    da = request.GET.get("da") or str(righe[1].numero if len(righe) > 1 else ultima)
    if a == ADESSO and not puo_vedere_documenti(request.user, ciclo):
        messages.warning(request, "Ciò che si sta preparando non è ancora da leggere: confronta due versioni.")
        a = ultima
    (nome_da, prima), (nome_a, dopo) = _trova(request, ciclo, da), _trova(request, ciclo, a)
    return Confronto(da, a, nome_da, nome_a, prima, dopo)


def _trova(request: Any, ciclo: Ciclo, scelta: str) -> tuple[str, Piano]:
    """Il nome e il contenuto di una scelta («2», «adesso»). Solleva Http404 se non esiste."""
    if scelta == ADESSO:
        richiedi(puo_vedere_documenti(request.user, ciclo))
        return "ciò che c'è adesso", componi_piano(ciclo)
    if not scelta.isdecimal() or len(scelta) > 4:
        raise Http404("Questa versione non c'è.")
    trovata = versione_di(ciclo, int(scelta))
    return f"versione {trovata.numero}", da_canonico(trovata.contenuto)


def _pdf(nome: str, come: str) -> FileResponse:
    if not nome or not default_storage.exists(nome):
        raise Http404("Il file non è più al suo posto: chiedi a chi gestisce il programma di riprenderlo dalle copie.")
    return FileResponse(
        default_storage.open(nome, "rb"), as_attachment=True, filename=PurePath(come).name, content_type=PDF
    )
