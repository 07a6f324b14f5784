"""L'anno di valutazione di una persona: le schede insieme, e le assenze (solo «conta» o «non conta»)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enti.models import Rapporto
from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from valutazione.azioni import colloqui as azioni
from valutazione.azioni.colloqui import segna_visione
from valutazione.forms.schede import AssenzaForm
from valutazione.letture.anno import anno_della_persona, rapporti_di, rapporto_di
from valutazione.models import Assenza
from valutazione.permessi import puo_condurre_schede, puo_vedere_schede
from valutazione.permessi.schede import vede_i_valori
from valutazione.views.scheda import dati


@require_safe
def persona(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_schede(request.user, request.ente))
    lettura = anno_della_persona(request.user, ciclo, pk)
    for scheda in lettura.schede:
        segna_visione(scheda, utente=request.user, che_cosa="anno della persona")
    conduce = puo_condurre_schede(request.user, request.ente)
    contesto = {
        "ciclo": ciclo,
        "lettura": lettura,
        "vede": all(vede_i_valori(request.user, scheda) for scheda in lettura.schede),
        "conduce": conduce,
        "rapporti": rapporti_di(ciclo, lettura.persona) if conduce else [],
    }
    return render(request, "valutazione/persona.html", contesto)


def assenza(request: Any, anno: int, rapporto: int, pk: int | None = None) -> HttpResponse:
    """Scrive un'assenza: le date e se conta, mai il motivo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_schede(request.user, request.ente))
    di_chi = rapporto_di(ciclo, rapporto)
    riga = get_object_or_404(di_chi.assenze, pk=pk) if pk else Assenza(rapporto=di_chi)
    form = AssenzaForm(dati(request), instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_assenza, di_chi, utente=request.user, assenza=riga if pk else None),
        torna=_pagina(ciclo, di_chi),
        fatto="Assenza salvata.",
        pagina="valutazione/assenza.html",
        ciclo=ciclo,
        rapporto=di_chi,
        titolo="Assenza",
        annulla=_pagina(ciclo, di_chi),
    )


def togli_assenza(request: Any, anno: int, rapporto: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_schede(request.user, request.ente))
    di_chi = rapporto_di(ciclo, rapporto)
    riga = get_object_or_404(di_chi.assenze, pk=pk)
    return conferma(
        request,
        lambda: azioni.togli_assenza(riga, utente=request.user),
        domanda=f"Togliere l'assenza {riga}?",
        invia="Togli l'assenza",
        torna=_pagina(ciclo, di_chi),
        annulla=_pagina(ciclo, di_chi),
        fatto="Assenza tolta.",
    )


def _pagina(ciclo: Ciclo, rapporto: Rapporto) -> str:
    return reverse("valutazione:persona", args=[ciclo.ente.slug, ciclo.anno, rapporto.persona_id])
