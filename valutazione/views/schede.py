"""Le schede di un anno: l'elenco, le proprie, la creazione con la sua anteprima, i passi di molte insieme."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from valutazione.azioni import schede as azioni
from valutazione.azioni.insieme import compi_insieme
from valutazione.filtri import FiltroSchede
from valutazione.flusso.insieme import INSIEME, PAROLE, insieme_di, passi_insieme
from valutazione.letture.creazione import quadro_schede
from valutazione.letture.griglia import DA_SCRIVERE, da_valutare
from valutazione.letture.premi.quadro import anni_con_premio
from valutazione.letture.schede import con_regole, conteggi, da_assegnare, mie_schede, schede_dell_anno
from valutazione.permessi import puo_condurre_schede, puo_vedere_schede
from valutazione.tabelle import TabellaSchede

PER_PAGINA = 50


@require_safe
def elenco(request: Any, anno: int) -> HttpResponse:
    """Le schede dell'anno che chi guarda può vedere. Chi ha soltanto le sue va alle sue."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_schede(request.user, request.ente))
    visibili = schede_dell_anno(request.user, ciclo)
    tutte = list(con_regole(visibili).select_related("persona", "valutatore", "proponente", "tipo"))
    numeri = conteggi(tutte, oggi=timezone.localdate())
    filtro = FiltroSchede(request.GET, visibili, conteggi=numeri, utente=request.user)
    tabella = TabellaSchede(filtro.qs, utente=request.user, in_ritardo=numeri.in_ritardo)
    RequestConfig(request, paginate={"per_page": PER_PAGINA, "silent": True}).configure(tabella)
    contesto = {
        "ciclo": ciclo,
        "filtro": filtro,
        "tabella": tabella,
        "conteggi": numeri,
        "conduce": puo_condurre_schede(request.user, request.ente),
        "insieme": passi_insieme(request.user, tutte),
        "assegnabili": bool(da_assegnare(request.user, ciclo)),
        "valuta": da_valutare(request.user, ciclo).filter(stato__in=DA_SCRIVERE).exists(),
        "mie": mie_schede(request.user, request.ente).exists(),
    }
    return render(request, "valutazione/schede.html", contesto)


@require_safe
def mie(request: Any) -> HttpResponse:
    """Le schede in cui chi guarda è la persona valutata, di tutti gli anni."""
    richiedi(puo_vedere_schede(request.user, request.ente))
    contesto = {
        "schede": list(mie_schede(request.user, request.ente)),
        "premiati": anni_con_premio(request.user, request.ente),
    }
    return render(request, "valutazione/schede_mie.html", contesto)


def crea(request: Any, anno: int) -> HttpResponse:
    """L'anteprima di ciò che si creerebbe, con i problemi; poi si crea ciò che manca."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_schede(request.user, request.ente))
    if request.method != "POST":
        return render(request, "valutazione/schede_crea.html", {"ciclo": ciclo, "quadro": quadro_schede(ciclo)})
    try:
        create = azioni.crea_schede(ciclo, utente=request.user)
    except ValidationError as errore:
        messages.error(request, " ".join(errore.messages))
    else:
        messages.success(request, _quante(len(create), "creata", "create"))
    return redirect("valutazione:schede", request.ente.slug, anno)


def assegna(request: Any, anno: int) -> HttpResponse:
    """Assegna insieme le schede pronte, tutte o di un'unità; di quelle ferme dice perché."""
    ciclo = ciclo_di(request.ente, anno)
    pronte = da_assegnare(request.user, ciclo)
    richiedi(bool(pronte) or puo_condurre_schede(request.user, request.ente))
    unita = next((s.unita for s in pronte if str(s.unita_id) == request.GET.get("unita", "")), None)
    if request.method != "POST":
        scelte = [s for s in pronte if unita is None or s.unita_id == unita.pk]
        contesto = {"ciclo": ciclo, "pronte": scelte, "unita": unita, "tutte": {s.unita for s in pronte if s.unita}}
        return render(request, "valutazione/schede_assegna.html", contesto)
    esito = azioni.assegna_schede(ciclo, utente=request.user, unita=unita)
    if esito.assegnate:
        messages.success(request, _quante(len(esito.assegnate), "assegnata", "assegnate"))
    for scheda, frase in esito.ferme:
        messages.warning(request, f"{scheda.persona}: {frase}")
    return redirect("valutazione:schede", request.ente.slug, anno)


def insieme(request: Any, anno: int, passo: str) -> HttpResponse:
    """Lo stesso passo per le schede pronte che si scelgono; di quelle ferme dice perché."""
    ciclo = ciclo_di(request.ente, anno)
    trovate, parole = insieme_di(request.user, ciclo, INSIEME[passo]), PAROLE[passo]
    richiedi(bool(trovate) or puo_condurre_schede(request.user, request.ente))
    if request.method != "POST":
        contesto = {"ciclo": ciclo, "insieme": trovate, "parole": parole}
        return render(request, "valutazione/schede_insieme.html", contesto)
    scelte = set(request.POST.getlist("scheda"))
    solo = [scheda.pk for scheda in trovate.pronte if str(scheda.pk) in scelte]
    esito = compi_insieme(ciclo, INSIEME[passo], utente=request.user, solo=solo)
    if esito.schede:
        messages.success(request, _quante(len(esito.schede), parole["fatta"], parole["fatte"]))
    else:
        messages.warning(request, f"Nessuna scheda {parole['fatta']}: scegline almeno una fra quelle pronte.")
    for scheda, frase in esito.ferme:
        messages.warning(request, f"{scheda.persona}: {frase}")
    return redirect("valutazione:schede", request.ente.slug, anno)


def _quante(numero: int, una: str, molte: str) -> str:
    if numero == 0:
        return f"Nessuna scheda {una}: c'erano già tutte."
    return f"Una scheda {una}." if numero == 1 else f"{numero} schede {molte}."
