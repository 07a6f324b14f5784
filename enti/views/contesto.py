"""Il contesto: popolazione e personale, con i conti già fatti."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti import azioni
from enti.disegni import disegno_popolazione
from enti.forms import PersonaleForm, PopolazioneForm, RigheFormSet
from enti.letture import contesto_di, soglie_di
from enti.models import Ente, Personale, Popolazione
from enti.permessi import puo_gestire_ente, puo_gestire_persone, puo_vedere_ente
from piao.base.permessi import richiedi
from piao.base.storia import storia_di
from piao.base.viste import compila, conferma


def _pagina(ente: Ente) -> str:
    return reverse("enti:contesto", args=[ente.slug])


@require_safe
def contesto(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    noto = contesto_di(request.ente)
    anno = timezone.localdate().year
    dati = {
        "contesto": noto,
        "grafico": disegno_popolazione(noto.popolazione),
        "soglie": soglie_di(request.ente, anno, noto),
        "anno_soglie": anno,
        "gestisce": puo_gestire_ente(request.user, request.ente),
        "gestisce_personale": puo_gestire_persone(request.user, request.ente),
    }
    return render(request, "enti/contesto.html", dati)


def scrivi_popolazione(request: Any, pk: int | None = None) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    nuova = Popolazione(ente=request.ente)
    popolazione = get_object_or_404(request.ente.popolazione, pk=pk) if pk else nuova
    form = PopolazioneForm(request.POST or None, instance=popolazione)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_popolazione, popolazione, utente=request.user),
        torna=_pagina(request.ente),
        fatto="Popolazione salvata.",
        pagina="enti/maschera.html",
        titolo="Popolazione a una data",
        sommario="Totale, variazioni e percentuali si calcolano da soli.",
        aiuto="contesto",
        annulla=_pagina(request.ente),
        storia=storia_di(popolazione) if pk else None,
    )


def elimina_popolazione(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    popolazione = get_object_or_404(request.ente.popolazione, pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_popolazione(popolazione, utente=request.user),
        domanda=f"Eliminare la popolazione al {popolazione.alla_data:%d/%m/%Y}?",
        conseguenza="Le variazioni degli altri anni si ricalcolano.",
        invia="Elimina",
        torna=_pagina(request.ente),
        annulla=_pagina(request.ente),
        fatto="Popolazione eliminata.",
    )


def scrivi_personale(request: Any, pk: int | None = None) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    personale = get_object_or_404(request.ente.personale, pk=pk) if pk else Personale(ente=request.ente)
    form = PersonaleForm(request.POST or None, instance=personale)
    righe = RigheFormSet(request.POST or None, personale=personale, copia=None if pk else _ultimo(request.ente))
    dati = {"righe": righe, "personale": personale, "storia": storia_di(personale) if pk else None}
    if "aggiungi" in request.POST or not righe.is_valid():
        return render(request, "enti/modifica_personale.html", {"form": form, **dati})
    return compila(
        request,
        form,
        lambda: form.salva_con_righe(righe.righe, azioni.scrivi_personale, personale, utente=request.user),
        torna=_pagina(request.ente),
        fatto="Personale salvato.",
        pagina="enti/modifica_personale.html",
        **dati,
    )


def _ultimo(ente: Ente) -> Personale | None:
    """L'anno nuovo parte dai settori dell'ultimo scritto: si correggono i numeri che cambiano."""
    ultimo: Personale | None = ente.personale.last()
    return ultimo


def elimina_personale(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    personale = get_object_or_404(request.ente.personale, pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_personale(personale, utente=request.user),
        domanda=f"Eliminare il personale del {personale.anno}?",
        conseguenza="Si eliminano anche le righe per settore e la spesa di quell'anno.",
        invia="Elimina",
        torna=_pagina(request.ente),
        annulla=_pagina(request.ente),
        fatto="Personale eliminato.",
    )
