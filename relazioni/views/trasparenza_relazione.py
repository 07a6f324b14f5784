"""La Relazione sulla performance come pagina di tutti."""

from typing import Any

from django.http import Http404, HttpResponse

from relazioni.pubblico import archivio, rendiconto
from relazioni.views.porta import pagina, pubblica


@pubblica
def relazione_pubblica(request: Any, anno: int) -> HttpResponse:
    """Com'è andata, in parole semplici, per linea, per unità, obiettivo per obiettivo."""
    dove = archivio.relazione_dell_anno(request.ente.pk, anno)
    if dove is None:
        raise Http404(f"La Relazione del {anno} non è pubblicata.")
    r = dove.relazione
    contesto = {
        "dove": dove,
        "r": r,
        "frasi": rendiconto.frasi(r),
        "conti": rendiconto.conti(r),
        "per_linea": rendiconto.gradi(r.per_linea, prefisso="linee", titolo="Il risultato per linea di mandato"),
        "per_unita": rendiconto.gradi(r.per_unita, prefisso="unita", titolo="Il risultato per unità"),
        "piano": archivio.piano_dell_anno(request.ente.pk, anno),
    }
    return pagina(request, "pubblico/relazione.html", contesto)
