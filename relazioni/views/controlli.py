"""I controlli del Piano: l'elenco dei rilievi e le motivazioni."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from obiettivi.azioni.controlli import motiva as scrivi_motivazione
from obiettivi.azioni.controlli import motiva_insieme, ritira_motivazione
from obiettivi.controlli.quadro import Voce, uguali_nel_piano
from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo, Motivazione, Obiettivo
from obiettivi.permessi import puo_unire_obiettivi, puo_vedere_controlli
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from relazioni.filtri import FiltroRilieviPiano
from relazioni.forms.controlli import MotivazioneForm
from relazioni.rimedi import quadro_visto_da

PER_PAGINA = 30  # gruppi di rilievi


def controlli(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    quadro, orizzonte = quadro_visto_da(request.user, ciclo)
    filtro = FiltroRilieviPiano(request.GET, quadro=quadro, orizzonte=orizzonte, ente=ciclo.ente)
    contesto = {
        "ciclo": ciclo,
        "quadro": quadro,
        "filtro": filtro,
        "pagina": Paginator(filtro.gruppi, PER_PAGINA).get_page(request.GET.get("page")),
        "uguali": uguali_nel_piano(orizzonte),
        "nomi_unita": {una.pk: str(una) for una in orizzonte.unita},
        "puo_unire": puo_unire_obiettivi(request.user, ciclo),
    }
    return render(request, "relazioni/controlli.html", contesto)


def motiva(request: Any, anno: int, codice: str, oggetto: str) -> HttpResponse:
    """Perché un rilievo resta: si scrive, si corregge; anche per tutti quelli della stessa regola."""
    ciclo = ciclo_di(request.ente, anno)
    voce, obiettivo, altri = _da_motivare(request, ciclo, codice, oggetto)
    richiedi(voce.motivabile)
    riga = voce.motivazione or Motivazione(ciclo=ciclo, codice=codice, oggetto=oggetto)
    form = MotivazioneForm(request.POST or None, instance=riga, altri=len(altri))
    comune = {"utente": request.user, "codice": codice}

    def salva() -> Any:
        scritta = form.salva(scrivi_motivazione, ciclo, **comune, oggetto=oggetto, obiettivo=obiettivo)
        if scritta and form.cleaned_data.get("tutti"):
            motiva_insieme(ciclo, **comune, oggetti=altri, motivo=scritta.motivo)
        return scritta

    contesto = {"ciclo": ciclo, "voce": voce, "annulla": _elenco(ciclo, voce)}
    fatto, pagina = "La motivazione è scritta.", "relazioni/controlli_motiva.html"
    return compila(request, form, salva, torna=_elenco(ciclo, voce), fatto=fatto, pagina=pagina, **contesto)


def ritira(request: Any, anno: int, codice: str, oggetto: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    voce, obiettivo, _ = _da_motivare(request, ciclo, codice, oggetto)
    richiedi(voce.motivabile)
    riga = get_object_or_404(Motivazione, ciclo=ciclo, codice=codice, oggetto=oggetto)
    return conferma(
        request,
        lambda: ritira_motivazione(riga, utente=request.user, obiettivo=obiettivo),
        domanda="Ritirare la motivazione?",
        dettaglio=voce.rilievo.frase,
        conseguenza="Il rilievo torna senza motivazione. Ciò che era scritto resta nel registro.",
        invia="Ritira la motivazione",
        torna=_elenco(ciclo, voce),
        annulla=_elenco(ciclo, voce),
        fatto="La motivazione è ritirata.",
    )


def _da_motivare(
    request: Any, ciclo: Ciclo, codice: str, oggetto: str
) -> tuple[Voce, Obiettivo | None, dict[str, Obiettivo | None]]:
    """Il rilievo, l'obiettivo a cui appartiene e gli altri oggetti che la stessa regola lascia da motivare.

    Solleva Http404 se nel frattempo il rilievo non c'è più.
    """
    richiedi(puo_vedere_controlli(request.user, ciclo))
    quadro, orizzonte = quadro_visto_da(request.user, ciclo)
    voce = quadro.voce(codice, oggetto)
    if voce is None:
        raise Http404("Il rilievo non c'è più: qualcuno l'ha risolto, oppure la regola è stata spenta.")
    altri = quadro.senza_motivo(codice) - {voce.rilievo.oggetto}
    return (
        voce,
        orizzonte.obiettivi.get(voce.rilievo.oggetto.radice),
        {altro.codice: orizzonte.obiettivi.get(altro.radice) for altro in altri},
    )


def _elenco(ciclo: Ciclo, voce: Voce) -> str:
    """L'elenco dei rilievi di quella regola, nel punto di quel rilievo."""
    indirizzo = reverse("relazioni:controlli", args=[ciclo.ente.slug, ciclo.anno])
    return f"{indirizzo}?controllo={voce.rilievo.codice}#{voce.ancora}"
