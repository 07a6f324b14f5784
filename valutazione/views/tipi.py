"""Un tipo di scheda: il suo albero, le regole del premio, le scale che usa; si prova prima di adottarlo."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from piao.base.testo import in_cifre
from piao.base.viste import compila, conferma
from valutazione.azioni import tipi as azioni
from valutazione.flusso import sistemi as flusso
from valutazione.forms.componenti import ComponenteForm, ScalaForm
from valutazione.forms.premio import PremioForm
from valutazione.forms.simulatore import SimulatoreForm
from valutazione.forms.sistemi import TipoForm
from valutazione.letture.albero import albero_di
from valutazione.letture.coerenza import problemi_del_tipo
from valutazione.letture.documento import documento_del_tipo
from valutazione.letture.parole import premio_in_parole
from valutazione.letture.simulatore import simula
from valutazione.letture.sistemi import sistemi_visibili, tipi_visibili
from valutazione.models import Componente, Scala, TipoScheda
from valutazione.permessi.sistemi import puo_modificare_sistema, puo_vedere_sistemi
from valutazione.views.sistemi import in_file, indirizzo, trova_sistema
from valutazione.voci import Natura, StatoSistema


def trova_tipo(request: Any, pk: int) -> TipoScheda:
    return get_object_or_404(tipi_visibili(request.user, request.ente), pk=pk)


def pagina_tipo(tipo: TipoScheda) -> str:
    return reverse("valutazione:tipo", args=[tipo.sistema.ente.slug, tipo.pk])


@require_safe
def tipo(request: Any, pk: int) -> HttpResponse:
    aperto = trova_tipo(request, pk)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    radice = albero_di(aperto)
    in_bozza = aperto.sistema.stato == StatoSistema.BOZZA
    problemi = problemi_del_tipo(aperto) if in_bozza else []
    contesto = {
        "sistema": aperto.sistema,
        "tipo": aperto,
        "rami": list(radice.tutti()) if radice else [],
        "problemi": [(problema, flusso.dove_si_corregge(aperto.sistema, problema)) for problema in problemi],
        "premio": premio_in_parole(aperto.premio, aperto.maggiorazione),
        "modifica": puo_modificare_sistema(request.user, aperto.sistema),
    }
    return render(request, "valutazione/tipo.html", contesto)


def scrivi_tipo(request: Any, pk: int | None = None, sistema: int | None = None) -> HttpResponse:
    riga = trova_tipo(request, pk) if pk else TipoScheda(sistema=trova_sistema(request, sistema or 0))
    richiedi(puo_modificare_sistema(request.user, riga.sistema))
    form = TipoForm(dati_scritti(request), instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_tipo_scheda, riga, utente=request.user),
        torna=pagina_tipo,
        fatto="Il tipo di scheda è salvato.",
        pagina="valutazione/sistema_maschera.html",
        sistema=riga.sistema,
        titolo=str(riga) if pk else "Un tipo di scheda",
        sommario="Una scheda per ogni categoria di persone: chi la riceve, chi la decide.",
        annulla=pagina_tipo(riga) if pk else indirizzo(riga.sistema),
    )


def premio(request: Any, pk: int) -> HttpResponse:
    riga = trova_tipo(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.sistema))
    form = PremioForm(dati_scritti(request), instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_tipo_scheda, riga, utente=request.user),
        torna=pagina_tipo(riga),
        fatto="Le regole del premio sono salvate.",
        pagina="valutazione/tipo_premio.html",
        sistema=riga.sistema,
        tipo=riga,
        annulla=pagina_tipo(riga),
    )


def elimina_tipo(request: Any, pk: int) -> HttpResponse:
    riga = trova_tipo(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.sistema))
    return conferma(
        request,
        lambda: azioni.elimina_tipo(riga, utente=request.user),
        domanda=f"Eliminare la scheda «{riga}»?",
        conseguenza="Si perdono i suoi componenti e le regole del suo premio.",
        invia="Elimina",
        torna=indirizzo(riga.sistema),
        annulla=pagina_tipo(riga),
        fatto="Il tipo di scheda è eliminato.",
    )


@require_safe
def esporta_tipo(request: Any, pk: int) -> HttpResponse:
    aperto = trova_tipo(request, pk)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    return in_file(documento_del_tipo(aperto), f"scheda-{request.ente.slug}-{aperto.codice}")


@require_safe
def prova(request: Any, pk: int) -> HttpResponse:
    """La scheda come la vedrà chi la compila, con i valori che si vogliono: non si salva nulla."""
    aperto = trova_tipo(request, pk)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    form = SimulatoreForm(request.GET or None, tipo=aperto)
    esito = simula(aperto, form.valori, form.fatti) if form.is_valid() else None
    contesto = {"sistema": aperto.sistema, "tipo": aperto, "form": form, "esito": esito}
    return render(request, "valutazione/tipo_prova.html", contesto)


# ---- i componenti ------------------------------------------------------------------------------------------------


def trova_componente(request: Any, pk: int) -> Componente:
    """Un componente di un sistema che si vede."""
    visibili = sistemi_visibili(request.user, request.ente).order_by()
    righe = Componente.objects.filter(tipo__sistema__in=visibili).select_related("tipo__sistema__ente", "genitore")
    return get_object_or_404(righe, pk=pk)


def nuovo_componente(request: Any, tipo: int) -> HttpResponse:
    della = trova_tipo(request, tipo)
    richiedi(puo_modificare_sistema(request.user, della.sistema))
    sopra = della.componenti.filter(pk=in_cifre(request.GET.get("sotto"), cifre=9) or 0)
    riga = Componente(tipo=della, genitore=sopra.first(), natura=Natura.COMPORTAMENTI)
    return _scrivi_componente(request, riga, titolo="Un componente nuovo")


def modifica_componente(request: Any, pk: int) -> HttpResponse:
    riga = trova_componente(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.tipo.sistema))
    return _scrivi_componente(request, riga, titolo=str(riga), ha_voci=riga.figli.exists())


def _scrivi_componente(request: Any, riga: Componente, *, titolo: str, ha_voci: bool = False) -> HttpResponse:
    form = ComponenteForm(dati_scritti(request), instance=riga, ha_voci=ha_voci)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_componente, riga, utente=request.user),
        torna=pagina_tipo(riga.tipo),
        fatto="Il componente è salvato.",
        pagina="valutazione/componente.html",
        sistema=riga.tipo.sistema,
        tipo=riga.tipo,
        componente=riga,
        titolo=titolo,
        annulla=pagina_tipo(riga.tipo),
    )


def elimina_componente(request: Any, pk: int) -> HttpResponse:
    riga = trova_componente(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.tipo.sistema))
    return conferma(
        request,
        lambda: azioni.elimina_componente(riga, utente=request.user),
        domanda=f"Eliminare «{riga}»?",
        conseguenza="Si tolgono anche le voci che gli stanno sotto.",
        invia="Elimina",
        torna=pagina_tipo(riga.tipo),
        annulla=pagina_tipo(riga.tipo),
        fatto="Il componente è eliminato.",
    )


@require_POST
def sposta_componente(request: Any, pk: int, verso: str) -> HttpResponse:
    riga = trova_componente(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.tipo.sistema))
    return conferma(
        request,
        lambda: azioni.sposta_componente(riga, verso=verso, utente=request.user),
        domanda="",
        torna=f"{pagina_tipo(riga.tipo)}#componente-{riga.pk}",
        annulla=pagina_tipo(riga.tipo),
        fatto=f"«{riga}» è spostato.",
    )


# ---- le scale ----------------------------------------------------------------------------------------------------


def trova_scala(request: Any, pk: int) -> Scala:
    visibili = sistemi_visibili(request.user, request.ente).order_by()
    return get_object_or_404(Scala.objects.filter(sistema__in=visibili).select_related("sistema__ente"), pk=pk)


def scrivi_scala(request: Any, pk: int | None = None, sistema: int | None = None) -> HttpResponse:
    riga = trova_scala(request, pk) if pk else Scala(sistema=trova_sistema(request, sistema or 0))
    richiedi(puo_modificare_sistema(request.user, riga.sistema))
    form = ScalaForm(dati_scritti(request), instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_scala, riga, utente=request.user),
        torna=indirizzo(riga.sistema),
        fatto="La scala è salvata.",
        pagina="valutazione/scala.html",
        sistema=riga.sistema,
        scala=riga,
        annulla=indirizzo(riga.sistema),
    )


def elimina_scala(request: Any, pk: int) -> HttpResponse:
    riga = trova_scala(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga.sistema))
    return conferma(
        request,
        lambda: azioni.elimina_scala(riga, utente=request.user),
        domanda=f"Eliminare la scala «{riga}»?",
        conseguenza="Si elimina solo se nessun componente la usa.",
        invia="Elimina",
        torna=indirizzo(riga.sistema),
        annulla=indirizzo(riga.sistema),
        fatto="La scala è eliminata.",
    )
