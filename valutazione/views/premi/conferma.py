"""Confermare, riaprire, pagare; i file per le paghe e la bozza della determina."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from piao.base.modulistica import FORMATI, scrivi
from piao.base.permessi import richiedi
from piao.base.tabelle import CSV, XLSX, in_csv, in_xlsx
from piao.base.viste import compila
from valutazione.aggregati import aggregati_di
from valutazione.azioni import premi as azioni
from valutazione.azioni.premi.conferma import FattiCambiati, rifai_il_conto
from valutazione.contenuto.premi import INTESTAZIONI_PAGHE, determina, righe_paghe
from valutazione.controlli import esamina_fondo
from valutazione.forms.premi import ConfermaForm, PagamentoForm, RiapriForm
from valutazione.letture.premi.avvertenze import avvertenze
from valutazione.letture.premi.quadro import fondi_di
from valutazione.models import Fondo
from valutazione.permessi.premi import puo_condurre_premi, puo_confermare_premi, puo_registrare_pagamento
from valutazione.views.premi.comuni import pagina, trova_fondo, trova_scenario
from valutazione.voci import StatoFondo


def conferma(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    """Che cosa si conferma, che cosa lo ferma; poi i premi si congelano."""
    scenario = trova_scenario(request, anno, platea, pk)
    fondo = scenario.fondo
    richiedi(fondo.aperto and puo_confermare_premi(request.user, fondo))
    esito = esamina_fondo(fondo)
    form = ConfermaForm(request.POST if request.method == "POST" else None, con_errori=bool(esito.da_motivare))
    if request.method == "POST" and form.is_valid():
        try:
            azioni.conferma_premi(scenario, utente=request.user, motivazione=form.cleaned_data.get("motivazione", ""))
        except FattiCambiati as errore:
            rifai_il_conto(scenario)
            messages.warning(request, " ".join(errore.messages))
            return redirect(pagina(fondo, "scenario", pk))
        except ValidationError as errore:
            form.add_error(None, errore)
        else:
            messages.success(request, "I premi sono confermati: ciascuno ha avuto il suo avviso.")
            return redirect(pagina(fondo))
    contesto = {"ciclo": fondo.ciclo, "fondo": fondo, "scenario": scenario, "form": form, "esito": esito}
    contesto["avvertenze"] = avvertenze(scenario)
    return render(request, "valutazione/premi_conferma.html", contesto)


def riapri(request: Any, anno: int, platea: str) -> HttpResponse:
    fondo = trova_fondo(request, anno, platea)
    richiedi(fondo.stato == StatoFondo.CONFERMATO and puo_condurre_premi(request.user, request.ente))
    form = RiapriForm(request.POST or None)
    return compila(
        request,
        form,
        lambda: azioni.riapri_fondo(fondo, utente=request.user, nota=form.cleaned_data["nota"]),
        torna=pagina(fondo),
        fatto="Il fondo è riaperto: i premi sono di nuovo da confermare.",
        pagina="valutazione/premi_modulo.html",
        ciclo=fondo.ciclo,
        fondo=fondo,
        titolo="Riaprire il fondo",
        invia="Riapri il fondo",
        annulla=pagina(fondo),
    )


def paga(request: Any, anno: int, platea: str) -> HttpResponse:
    fondo = trova_fondo(request, anno, platea)
    richiedi(fondo.stato == StatoFondo.CONFERMATO and puo_registrare_pagamento(request.user, fondo))
    form = PagamentoForm(request.POST or None, instance=fondo)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.paga_premi, fondo, utente=request.user),
        torna=pagina(fondo),
        fatto="Il pagamento è registrato. I dati aggregati si possono pubblicare.",
        pagina="valutazione/premi_modulo.html",
        ciclo=fondo.ciclo,
        fondo=fondo,
        titolo="I premi sono stati pagati",
        nota="Da qui non si torna indietro: gli importi restano come sono.",
        invia="Registra il pagamento",
        annulla=pagina(fondo),
    )


# ---- i file --------------------------------------------------------------------------------------------------------


@require_safe
def paghe(request: Any, anno: int, platea: str, formato: str) -> HttpResponse:
    """Gli importi confermati, per chi fa le paghe: matricola e colonne documentate."""
    fondo = trova_fondo(request, anno, platea)
    richiedi(puo_condurre_premi(request.user, request.ente))
    scenario = fondo.simulazioni.filter(confermata=True).first()
    if scenario is None or formato not in ("csv", "xlsx"):
        raise Http404
    scenario.fondo = fondo
    righe, nome = righe_paghe(scenario), f"premi-{fondo.ente.slug}-{anno}-{platea}-uso-interno.{formato}"
    if formato == "csv":
        return _file(in_csv(INTESTAZIONI_PAGHE, righe), CSV, nome)
    return _file(in_xlsx(f"Premi {anno}", INTESTAZIONI_PAGHE, righe, interno=True), XLSX, nome)


@require_safe
def bozza(request: Any, anno: int, platea: str, formato: str) -> HttpResponse:
    """La determina in bozza: nessun nome, nessun importo di una persona."""
    fondo = trova_fondo(request, anno, platea)
    richiedi(puo_condurre_premi(request.user, request.ente))
    if formato not in FORMATI or fondo.aperto:
        raise Http404
    blocchi = determina(_riga(fondo), _aggregati(fondo))
    return _file(scrivi(blocchi, formato), FORMATI[formato], f"determina-premi-{anno}-{platea}.{formato}")


def _riga(fondo: Fondo) -> Any:
    return next(riga for riga in fondi_di(fondo.ciclo) if riga.fondo.pk == fondo.pk)


def _aggregati(fondo: Fondo) -> Any:
    righe = aggregati_di(fondo.ciclo).premi
    return next((riga for riga in righe if riga.categoria == fondo.get_platea_display()), None)


def _file(contenuto: bytes, tipo: str, nome: str) -> HttpResponse:
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"', "Cache-Control": "no-store"}
    return HttpResponse(contenuto, content_type=tipo, headers=intestazioni)
