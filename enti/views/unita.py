"""L'organigramma e le sue unità."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from enti import azioni
from enti.disegni import disegno_organigramma
from enti.forms import ChiudiUnitaForm, NuovaUnitaForm, SpostaUnitaForm, UnitaForm
from enti.letture import incarichi_in_vigore, persone_visibili, rapporti_in_vigore, unita_dell_ente
from enti.letture import organigramma as leggi_organigramma
from enti.models import Ente, Unita
from enti.permessi import puo_gestire_persone, puo_vedere_ente, puo_vedere_persone_di
from piao.base.permessi import richiedi
from piao.base.storia import storia_di
from piao.base.viste import compila, conferma


def _organigramma(ente: Ente) -> str:
    return reverse("enti:organigramma", args=[ente.slug])


def _pagina(unita: Unita) -> str:
    return reverse("enti:unita", args=[unita.ente.slug, unita.pk])


def _giorno(testo: str) -> date | None:
    """La data scritta nell'indirizzo; None se non è una data."""
    try:
        return parse_date(testo)
    except ValueError:
        return None


@require_safe
def organigramma(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    oggi = timezone.localdate()
    il = _giorno(request.GET.get("il", "")) or oggi
    rami = leggi_organigramma(request.ente, il=il)
    disegno = request.GET.get("vista") == "disegno"
    contesto = {
        "rami": rami,
        "quante": sum(1 + ramo.sotto for ramo in rami),
        "il": il,
        "oggi": oggi,
        "svg": disegno_organigramma(request.ente, rami) if disegno and rami else None,
        "disegno": disegno,
        "gestisce": puo_gestire_persone(request.user, request.ente),
    }
    return render(request, "enti/organigramma.html", contesto)


@require_safe
def unita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    riga = get_object_or_404(unita_dell_ente(request.ente), pk=pk)
    oggi = timezone.localdate()
    gestisce = puo_gestire_persone(request.user, request.ente)
    contesto = {
        "unita": riga,
        "antenati": riga.ancestors(),
        "figlie": riga.children.select_related("livello"),
        "incarichi": incarichi_in_vigore(request.ente, il=oggi).filter(unita=riga),
        "rapporti": rapporti_in_vigore(request.ente, il=oggi).filter(unita=riga),
        "gestisce": gestisce,
        "visibili": persone_visibili(request.user, request.ente),
        "vede_persone": puo_vedere_persone_di(request.user, riga),
        "chiusa": riga.al is not None and riga.al < oggi,
        "storia": storia_di(riga) if gestisce else None,
    }
    return render(request, "enti/unita.html", contesto)


def nuova_unita(request: Any) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    form = NuovaUnitaForm(
        request.POST or None, instance=Unita(ente=request.ente), initial={"parent": request.GET.get("sotto")}
    )
    return compila(
        request,
        form,
        lambda: form.salva(azioni.crea_unita, request.ente, utente=request.user),
        torna=_pagina,
        fatto="Unità creata.",
        pagina="enti/maschera.html",
        titolo="Nuova unità",
        sommario="Un'area, un settore, un servizio, un ufficio: come li chiama il tuo ente.",
        aiuto="organigramma",
        annulla=_organigramma(request.ente),
    )


def modifica_unita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    riga = get_object_or_404(unita_dell_ente(request.ente), pk=pk)
    form = UnitaForm(request.POST or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.modifica_unita, riga, utente=request.user),
        torna=_pagina(riga),
        fatto="Unità salvata.",
        pagina="enti/maschera.html",
        titolo=f"Modifica «{riga}»",
        aiuto="organigramma",
        annulla=_pagina(riga),
    )


def sposta_unita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    riga = get_object_or_404(unita_dell_ente(request.ente), pk=pk)
    form = SpostaUnitaForm(request.POST or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.sposta_unita, riga, utente=request.user),
        torna=_organigramma(request.ente),
        fatto="Unità spostata.",
        pagina="enti/maschera.html",
        titolo=f"Sposta «{riga}»",
        sommario="Con l'unità si sposta tutto ciò che le sta sotto.",
        aiuto="organigramma",
        annulla=_pagina(riga),
    )


def chiudi_unita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    riga = get_object_or_404(unita_dell_ente(request.ente), pk=pk)
    form = ChiudiUnitaForm(request.POST or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.chiudi_unita, riga, utente=request.user),
        torna=_pagina(riga),
        fatto="Unità chiusa: resta nella storia.",
        pagina="enti/maschera.html",
        titolo=f"Chiudi «{riga}»",
        sommario="Dal giorno dopo non compare più nell'organigramma; obiettivi e incarichi passati restano.",
        aiuto="organigramma",
        annulla=_pagina(riga),
        invia="Chiudi l'unità",
    )


def elimina_unita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    riga = get_object_or_404(unita_dell_ente(request.ente), pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_unita(riga, utente=request.user),
        domanda=f"Eliminare «{riga}»?",
        conseguenza="Si elimina solo un'unità creata per errore. Se è stata soppressa, chiudila con una data.",
        invia="Elimina l'unità",
        torna=_organigramma(request.ente),
        annulla=_pagina(riga),
        fatto="Unità eliminata.",
    )
