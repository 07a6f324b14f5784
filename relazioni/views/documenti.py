"""I documenti del ciclo: stato, anteprima, produzione del PDF, dati aperti."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from obiettivi.letture import ciclo_di
from obiettivi.letture.versioni import versione_vigente
from piao.base.lavori import annulla
from piao.base.permessi import richiedi
from relazioni.contenuto import piano_da_leggere
from relazioni.flusso import che_manca
from relazioni.lavori import avvia_produzione, produzione_pronta
from relazioni.letture import lavori_di, lavoro_di, parti_di, produzione_di, produzioni_di
from relazioni.permessi import puo_produrre_documenti, puo_scrivere_testi, puo_vedere_documenti
from relazioni.stampa import allegati, pagina_anteprima

PRODUZIONI_MOSTRATE = 10
PDF = "application/pdf"


def documenti(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_documenti(request.user, ciclo))
    piano, vigente = piano_da_leggere(ciclo)
    contesto = {
        "ciclo": ciclo,
        "piano": piano,
        "vigente": vigente,
        "mancanze": [] if vigente else che_manca(ciclo, piano, parti_di(ciclo)),
        "pronta": None if vigente else produzione_pronta(ciclo, piano),
        "produzioni": produzioni_di(ciclo)[:PRODUZIONI_MOSTRATE],
        "lavoro": lavori_di(ciclo.ente, ciclo).first(),
        "dati": allegati(piano),
        "puo_produrre": puo_produrre_documenti(request.user, ciclo),
        "puo_scrivere": puo_scrivere_testi(request.user, ciclo),
    }
    return render(request, "relazioni/documenti.html", contesto)


def anteprima(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_documenti(request.user, ciclo))
    piano, vigente = piano_da_leggere(ciclo)
    corpo, indice = pagina_anteprima(piano)
    contesto = {"ciclo": ciclo, "piano": piano, "vigente": vigente, "corpo": corpo, "indice": indice}
    return render(request, "relazioni/anteprima.html", contesto)


@require_POST
def produci(request: Any, anno: int) -> HttpResponse:
    """Avvia la produzione del PDF; se il contenuto non è cambiato, quello che c'è va già bene."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_produrre_documenti(request.user, ciclo))
    piano, vigente = piano_da_leggere(ciclo)
    if vigente:
        messages.success(request, "Il Piano è approvato: il suo PDF è quello congelato.")
        return redirect("relazioni:documenti", ciclo.ente.slug, anno)
    if produzione_pronta(ciclo, piano):
        messages.success(request, "Il PDF è già pronto: da allora nel Piano non è cambiato nulla.")
        return redirect("relazioni:documenti", ciclo.ente.slug, anno)
    avviato = avvia_produzione(ciclo, piano, utente=request.user)
    return redirect("relazioni:lavoro", ciclo.ente.slug, anno, avviato.pk)


def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è il PDF. La pagina si aggiorna da sé; con htmx, soltanto il riquadro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_produrre_documenti(request.user, ciclo))
    trovato = lavoro_di(ciclo.ente, ciclo, pk)
    numero = (trovato.risultato or {}).get("produzione")
    contesto = {
        "ciclo": ciclo,
        "lavoro": trovato,
        "produzione": produzioni_di(ciclo).filter(pk=numero).first() if numero else None,
    }
    return render(request, "relazioni/_lavoro.html" if request.htmx else "relazioni/lavoro.html", contesto)


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_produrre_documenti(request.user, ciclo))
    annulla(lavoro_di(ciclo.ente, ciclo, pk))
    return redirect("relazioni:lavoro", ciclo.ente.slug, anno, pk)


def scarica(request: Any, anno: int, pk: int) -> HttpResponse | FileResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_documenti(request.user, ciclo))
    produzione = produzione_di(ciclo, pk)
    vigente = versione_vigente(ciclo) if ciclo.concluso and not produzione.bozza else None
    if vigente:
        return redirect("relazioni:scarica_versione", ciclo.ente.slug, anno, vigente.numero)
    if not produzione.file.storage.exists(str(produzione.file.name)):
        raise Http404("Il file non è più conservato: produci di nuovo il documento.")
    nome = f"piano-{ciclo.ente.slug}-{anno}{'-bozza' if produzione.bozza else ''}.pdf"
    return FileResponse(produzione.file.open("rb"), as_attachment=True, filename=nome, content_type=PDF)


def dati(request: Any, anno: int, nome: str) -> HttpResponse:
    """Gli stessi file che viaggiano dentro il PDF: JSON e CSV."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_documenti(request.user, ciclo))
    trovato = next((uno for uno in allegati(piano_da_leggere(ciclo)[0]) if uno.nome == nome), None)
    if trovato is None:
        raise Http404
    tipo = "application/json" if nome.endswith(".json") else "text/csv; charset=utf-8"
    disposizione = f'attachment; filename="{ciclo.ente.slug}-{anno}-{nome}"'
    return HttpResponse(trovato.contenuto, content_type=tipo, headers={"Content-Disposition": disposizione})
