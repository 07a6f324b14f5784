"""Il Piano in una pagina sola, per chi lo deve approvare: si legge e si commenta, non si modifica."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.azioni.commenti import cambia_commento, commenta, togli_commento
from obiettivi.disegni import figure_albero
from obiettivi.flusso.piano import APPROVA
from obiettivi.flusso.quadro import indirizzo_passo
from obiettivi.letture import ciclo_di, obiettivi_visibili
from obiettivi.letture.albero import Filtro, albero_di
from obiettivi.letture.controlli import motivazioni_di
from obiettivi.letture.giunta import novita_del_piano, numeri_del_piano
from obiettivi.letture.percorso import commenti_di, parere_valido
from obiettivi.models import Ciclo, Commento
from obiettivi.permessi import puo_cambiare_commento, puo_commentare, puo_vedere_controlli, puo_vedere_giunta
from obiettivi.voci import StatoObiettivo
from piao.base.controlli import Esito, Gravita
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from relazioni.controlli import esamina_piano
from relazioni.forms.giunta import CommentoForm
from relazioni.letture import produzioni_di


@require_safe
def giunta(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_giunta(request.user, ciclo))
    if not puo_vedere_controlli(request.user, ciclo):  # gli assessori, finché il Piano non è proposto
        return render(request, "relazioni/giunta_attesa.html", {"ciclo": ciclo})
    esito = Esito() if ciclo.concluso else esamina_piano(ciclo)
    motivate = motivazioni_di(ciclo)
    rilievi = [(r, motivate.get((r.codice, r.oggetto.codice))) for r in esito.rilievi]
    contesto = {
        "ciclo": ciclo,
        "numeri": numeri_del_piano(ciclo),
        "novita": novita_del_piano(ciclo),
        "esito": esito,
        "gravi": [(r, m) for r, m in rilievi if r.gravita in (Gravita.BLOCCO, Gravita.ERRORE)],
        "avvisi": [(r, m) for r, m in rilievi if r.gravita == Gravita.AVVISO],
        "parere": parere_valido(ciclo),
        "pdf": produzioni_di(ciclo).first(),
        "figure": figure_albero(_albero(request.user, ciclo), ciclo),
        "commenti": [(uno, puo_cambiare_commento(request.user, uno)) for uno in _commenti(ciclo)],
        "commenta": puo_commentare(request.user, ciclo),
        "approva": indirizzo_passo(ciclo, APPROVA) if APPROVA.possibile(request.user, ciclo) else "",
    }
    return render(request, "relazioni/giunta.html", contesto)


def nuovo_commento(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_commentare(request.user, ciclo))
    form = _maschera(request, ciclo, Commento(ciclo=ciclo))
    return compila(
        request,
        form,
        lambda: form.salva(commenta, ciclo, utente=request.user),
        torna=_pagina(ciclo) + "#commenti",
        fatto="Commento aggiunto.",
        pagina="relazioni/giunta_commento.html",
        ciclo=ciclo,
        titolo="Commenta il Piano",
        annulla=_pagina(ciclo),
    )


def modifica_commento(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    riga = _trovato(request, ciclo, pk)
    richiedi(puo_cambiare_commento(request.user, riga))
    form = _maschera(request, ciclo, riga)
    return compila(
        request,
        form,
        lambda: form.salva(cambia_commento, riga, utente=request.user),
        torna=_pagina(ciclo) + "#commenti",
        fatto="Commento modificato.",
        pagina="relazioni/giunta_commento.html",
        ciclo=ciclo,
        titolo="Modifica il commento",
        annulla=_pagina(ciclo),
    )


def elimina_commento(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    riga = _trovato(request, ciclo, pk)
    richiedi(puo_cambiare_commento(request.user, riga))
    return conferma(
        request,
        lambda: togli_commento(riga, utente=request.user),
        domanda="Togliere il commento?",
        dettaglio=riga.testo,
        conseguenza="Non comparirà più fra i commenti della Giunta.",
        invia="Togli il commento",
        torna=_pagina(ciclo) + "#commenti",
        annulla=_pagina(ciclo),
        fatto="Commento tolto.",
    )


def _trovato(request: Any, ciclo: Ciclo, pk: int) -> Commento:
    richiedi(puo_vedere_giunta(request.user, ciclo))
    return get_object_or_404(commenti_di(ciclo), pk=pk)


def _maschera(request: Any, ciclo: Ciclo, riga: Commento) -> CommentoForm:
    obiettivi = obiettivi_visibili(request.user, ciclo).filter(stato=StatoObiettivo.VALIDATO)
    return CommentoForm(request.POST or None, instance=riga, obiettivi=obiettivi)


def _commenti(ciclo: Ciclo) -> list[Commento]:
    """I commenti, ciascuno con questo ciclo: non si rilegge per ognuno."""
    commenti = list(commenti_di(ciclo))
    for commento in commenti:
        commento.ciclo = ciclo
    return commenti


def _albero(utente: Any, ciclo: Ciclo) -> Any:
    return albero_di(utente, ciclo, filtro=Filtro(stato=StatoObiettivo.VALIDATO))


def _pagina(ciclo: Ciclo) -> str:
    return reverse("relazioni:giunta", args=[ciclo.ente.slug, ciclo.anno])
