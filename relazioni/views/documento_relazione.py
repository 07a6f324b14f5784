"""La Relazione come documento: anteprima, PDF della bozza e della versione approvata, dati, estratti."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from piao.base.lavori import annulla
from piao.base.permessi import richiedi
from relazioni.contenuto.relazione import relazione_da_leggere
from relazioni.estratti import ESTRATTI, FORMATI
from relazioni.lavori import avvia_relazione, produzione_pronta
from relazioni.letture import lavoro_di, produzione_di, produzioni_di, relazione_o_404, versioni_della_relazione
from relazioni.models import TipoDocumento
from relazioni.permessi import puo_produrre_documenti, puo_vedere_relazione
from relazioni.stampa.relazione import allegati_relazione, anteprima_relazione
from relazioni.views.relazione import indirizzo

TIPO = TipoDocumento.RELAZIONE
PDF = "application/pdf"
SPARITO = "Il file non è più al suo posto: chiedi a chi gestisce il programma di riprenderlo dalle copie."


@require_safe
def anteprima(request: Any, anno: int) -> HttpResponse:
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    composta, vigente = relazione_da_leggere(riga)
    corpo, indice = anteprima_relazione(composta)
    contesto = {"ciclo": riga.ciclo, "composta": composta, "vigente": vigente, "corpo": corpo, "indice": indice}
    return render(request, "relazioni/relazione_anteprima.html", contesto)


@require_POST
def produci(request: Any, anno: int) -> HttpResponse:
    """Avvia la produzione del PDF; se nulla è cambiato, quello che c'è va già bene."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    richiedi(puo_produrre_documenti(request.user, riga.ciclo))
    composta, vigente = relazione_da_leggere(riga)
    if vigente or produzione_pronta(riga.ciclo, composta):
        messages.success(request, "Il PDF c'è già: da allora nella Relazione non è cambiato nulla.")
        return redirect(indirizzo(riga.ciclo))
    avviato = avvia_relazione(riga, composta, utente=request.user)
    return redirect(indirizzo(riga.ciclo, "lavoro_relazione", avviato.pk))


def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è il PDF. La pagina si aggiorna da sé; con htmx, soltanto il riquadro."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    richiedi(puo_produrre_documenti(request.user, riga.ciclo))
    trovato = lavoro_di(riga.ente, riga.ciclo, pk, TIPO)
    numero = (trovato.risultato or {}).get("produzione")
    prodotta = produzioni_di(riga.ciclo, TIPO).filter(pk=numero).first() if numero else None
    contesto = {"ciclo": riga.ciclo, "lavoro": trovato, "produzione": prodotta}
    modello = "relazioni/_relazione_lavoro.html" if request.htmx else "relazioni/relazione_lavoro.html"
    return render(request, modello, contesto)


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    richiedi(puo_produrre_documenti(request.user, riga.ciclo))
    annulla(lavoro_di(riga.ente, riga.ciclo, pk, TIPO))
    return redirect(indirizzo(riga.ciclo, "lavoro_relazione", pk))


@require_safe
def scarica_bozza(request: Any, anno: int, pk: int) -> FileResponse:
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    prodotta = produzione_di(riga.ciclo, pk, TIPO)
    return _pdf(str(prodotta.file.name), f"relazione-{riga.ente.slug}-{anno}-bozza.pdf")


@require_safe
def scarica(request: Any, anno: int, numero: int) -> FileResponse:
    """Il PDF congelato: gli stessi byte di quando è stato approvato."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    versione = get_object_or_404(versioni_della_relazione(riga), numero=numero)
    return _pdf(str(versione.pdf.name), f"relazione-{riga.ente.slug}-{anno}-versione-{numero}.pdf")


@require_safe
def dati(request: Any, anno: int, nome: str) -> HttpResponse:
    """Gli stessi file che viaggiano dentro il PDF: JSON e CSV."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    trovato = next((uno for uno in allegati_relazione(relazione_da_leggere(riga)[0]) if uno.nome == nome), None)
    if trovato is None:
        raise Http404
    tipo = "application/json" if nome.endswith(".json") else "text/csv; charset=utf-8"
    return _allegato(trovato.contenuto, f"{riga.ente.slug}-{anno}-{nome}", tipo)


@require_safe
def estratto(request: Any, anno: int, quale: str, formato: str) -> HttpResponse:
    """Il referto o la sezione 4 del PIAO, dagli stessi dati."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(puo_vedere_relazione(request.user, riga.ciclo))
    if quale not in ESTRATTI or formato not in FORMATI:
        raise Http404
    contenuto = ESTRATTI[quale].file(relazione_da_leggere(riga)[0], formato)
    return _allegato(contenuto, f"{quale}-{riga.ente.slug}-{anno}.{formato}", FORMATI[formato])


def _allegato(contenuto: bytes, nome: str, tipo: str) -> HttpResponse:
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(contenuto, content_type=tipo, headers=intestazioni)


def _pdf(nome: str, come: str) -> FileResponse:
    if not nome or not default_storage.exists(nome):
        raise Http404(SPARITO)
    return FileResponse(default_storage.open(nome, "rb"), as_attachment=True, filename=come, content_type=PDF)
