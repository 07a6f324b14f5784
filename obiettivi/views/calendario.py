"""Lo scadenzario: elenco, mese, una scadenza, il collegamento per i programmi di calendario."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from enti.permessi import appartiene, puo_vedere_ente
from obiettivi.azioni.scadenze import abbona, azzera, cambia_termine, impronta, revoca_abbonamento, segna_fatta
from obiettivi.azioni.scadenze import segna_letto as segna_lettura
from obiettivi.forms.calendario import FattaForm, FiltroScadenzeForm, TermineForm
from obiettivi.letture import ciclo_di
from obiettivi.letture.scadenze import (
    abbonamento_da,
    abbonamento_di,
    adempimento_di,
    nomi_dei_ruoli,
    ruoli_nel_calendario,
    scadenza_di,
    scadenze_dell_ente,
    scadenze_di,
)
from obiettivi.permessi import puo_segnare_scadenza, puo_spostare_scadenza, puo_vedere_ciclo
from obiettivi.scadenzario import Mese, Scadenza, appuntamenti, mese_di
from obiettivi.tabelle import TabellaScadenze
from obiettivi.views.obiettivo import dati_scritti
from piao.base.ics import ICS, in_ics
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma

GIORNI = [(nome[:3], nome) for nome in ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")]


@require_safe
def calendario(request: Any, anno: int) -> HttpResponse:
    """L'elenco delle scadenze di un ciclo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    oggi = timezone.localdate()
    form = FiltroScadenzeForm(request.GET)
    filtro = form.filtro(ruoli_nel_calendario(request.user, request.ente, oggi=oggi))
    tutte = scadenze_di(ciclo, oggi=oggi)
    tabella = TabellaScadenze([s for s in tutte if filtro.accetta(s)], slug=request.ente.slug, anno=anno)
    RequestConfig(request, paginate=False).configure(tabella)
    contesto = {"ciclo": ciclo, "form": form, "filtro": filtro, "tabella": tabella, "conti": _conti(tutte)}
    return render(request, "obiettivi/calendario.html", contesto)


@require_safe
def mese(request: Any, anno: int) -> HttpResponse:
    """Un mese, con le scadenze di tutti i cicli dell'ente."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    scadenze = scadenze_dell_ente(request.ente, oggi=timezone.localdate())
    contesto = {"ciclo": ciclo, "mese": _mese(request, scadenze), "nomi_giorni": GIORNI}
    return render(request, "obiettivi/calendario_mese.html", contesto)


@require_safe
def scadenza(request: Any, anno: int, codice: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    trovata = scadenza_di(ciclo, codice, oggi=timezone.localdate())
    contesto = {
        "ciclo": ciclo,
        "scadenza": trovata,
        "ruoli": nomi_dei_ruoli(trovata.regola.ruoli),
        "segna": puo_segnare_scadenza(request.user, ciclo, trovata.regola.ruoli),
        "sposta": puo_spostare_scadenza(request.user, ciclo),
    }
    return render(request, "obiettivi/scadenza.html", contesto)


def segna(request: Any, anno: int, codice: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    trovata = scadenza_di(ciclo, codice, oggi=timezone.localdate())
    richiedi(puo_segnare_scadenza(request.user, ciclo, trovata.regola.ruoli))
    form = FattaForm(dati_scritti(request), instance=adempimento_di(ciclo, codice), ente=request.ente)
    return _maschera(request, trovata, form, segna_fatta, "A che punto è", "Scadenza aggiornata.")


def termine(request: Any, anno: int, codice: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_spostare_scadenza(request.user, ciclo))
    trovata = scadenza_di(ciclo, codice, oggi=timezone.localdate())
    di_legge = trovata.regola.di_legge
    form = TermineForm(dati_scritti(request), instance=adempimento_di(ciclo, codice), di_legge=di_legge)
    return _maschera(request, trovata, form, cambia_termine, "Termine e obbligo", "Termine aggiornato.")


def ricomincia(request: Any, anno: int, codice: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_spostare_scadenza(request.user, ciclo))
    trovata = scadenza_di(ciclo, codice, oggi=timezone.localdate())
    pagina = _indirizzo(request, trovata)
    return conferma(
        request,
        lambda: azzera(ciclo, trovata.regola, utente=request.user),
        domanda=f"Riportare «{trovata.regola.nome}» a come la calcola il programma?",
        conseguenza="Si toglie ciò che l'ente ha scritto: data, atto, nota, termine, motivo. Resta nel registro.",
        invia="Riporta al calcolo",
        torna=pagina,
        annulla=pagina,
        fatto="La scadenza è tornata come la calcola il programma.",
    )


# ---- il collegamento per i programmi di calendario ---------------------------------------------------------------


@never_cache
def abbonamento(request: Any) -> HttpResponse:
    """Il proprio collegamento. Appena creato si mostra intero; poi si sa solo che c'è."""
    richiedi(puo_vedere_ente(request.user, request.ente))
    indirizzo = ""
    if request.method == "POST":
        segreto = abbona(request.ente, utente=request.user)
        indirizzo = request.build_absolute_uri(reverse("obiettivi:feed", args=[request.ente.slug, segreto]))
        messages.success(request, "Collegamento pronto: copialo adesso, poi non si vedrà più.")
    contesto = {"abbonamento": abbonamento_di(request.user, request.ente), "indirizzo": indirizzo}
    return render(request, "obiettivi/calendario_abbonamento.html", contesto)


def revoca(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    pagina = reverse("obiettivi:abbonamento", args=[request.ente.slug])
    return conferma(
        request,
        lambda: revoca_abbonamento(request.ente, utente=request.user),
        domanda="Revocare il collegamento al calendario?",
        conseguenza="I programmi che lo usano non riceveranno più le scadenze. Potrai crearne un altro.",
        invia="Revoca il collegamento",
        torna=pagina,
        annulla=pagina,
        fatto="Collegamento revocato.",
    )


@never_cache
@require_safe
@login_not_required
def feed(request: Any, segreto: str) -> HttpResponse:
    """Il calendario per chi ha il collegamento; chi non è più dell'ente non lo legge."""
    trovato = abbonamento_da(impronta(segreto), request.ente)
    if trovato is None or not appartiene(trovato.utente, request.ente):
        raise Http404
    oggi = timezone.localdate()
    voci = appuntamenti(
        scadenze_dell_ente(request.ente, oggi=oggi),
        ruoli_nel_calendario(trovato.utente, request.ente, oggi=oggi),
        lambda scadenza: request.build_absolute_uri(_indirizzo(request, scadenza)),
    )
    segna_lettura(trovato)
    nome = f"Scadenze – {request.ente}"
    return HttpResponse(in_ics(nome, voci, dominio=request.get_host(), adesso=timezone.now()), content_type=ICS)


# ---- dentro ------------------------------------------------------------------------------------------------------


def _maschera(
    request: HttpRequest, trovata: Scadenza, form: Any, azione: Any, titolo: str, fatto: str
) -> HttpResponse:
    ciclo = form.instance.ciclo
    return compila(
        request,
        form,
        lambda: form.salva(azione, ciclo, trovata.regola, utente=request.user),
        torna=_indirizzo(request, trovata),
        fatto=fatto,
        pagina="obiettivi/scadenza_modifica.html",
        ciclo=ciclo,
        scadenza=trovata,
        titolo=titolo,
    )


def _indirizzo(request: Any, trovata: Scadenza) -> str:
    return reverse("obiettivi:scadenza", args=[request.ente.slug, trovata.anno, trovata.codice])


def _conti(tutte: list[Scadenza]) -> list[tuple[str, str, int]]:
    """(filtro, parola, quante): le cifre in cima all'elenco."""
    quante = {
        ("ritardo", "in ritardo"): sum(1 for s in tutte if s.aperta and s.ritardo),
        ("aperte", "da fare"): sum(1 for s in tutte if s.aperta),
        ("fatte", "fatte"): sum(1 for s in tutte if s.fatta_il),
    }
    return [(codice, parola, conto) for (codice, parola), conto in quante.items()]


def _mese(request: HttpRequest, scadenze: list[Scadenza]) -> Mese:
    """Il mese chiesto nell'indirizzo («2027-02»); se manca o non si capisce, questo."""
    oggi = timezone.localdate()
    try:
        quale: date = datetime.strptime(request.GET.get("mese", ""), "%Y-%m").date()
        return mese_di(quale, scadenze, oggi=oggi)
    except (ValueError, OverflowError):
        return mese_di(oggi, scadenze, oggi=oggi)
