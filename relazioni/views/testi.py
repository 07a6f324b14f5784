"""Le parti discorsive di un documento, Piano o Relazione: elenco, scrittura, ordine, storia."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from js_asset import Media

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.permessi import richiedi
from piao.base.testo import in_cifre
from relazioni.azioni import (
    GIU,
    SU,
    aggiungi_parte,
    elimina_parte,
    metti_parte,
    mostra_parte,
    ripristina_modello,
    ripristina_versione,
    scrivi_parte,
    sposta_parte,
)
from relazioni.forms import NuovaParteForm, ParteForm
from relazioni.lettore import corretto, segni_di
from relazioni.letture import Parte, parte_di, parti_di, versioni_di
from relazioni.models import Sezione
from relazioni.pulizia import pulisci
from relazioni.scrivania import PIANO, Scrivania


def sezioni(request: Any, anno: int, documento: str = PIANO) -> HttpResponse:
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.la_vede(request.user))
    parti = parti_di(scrivania.ciclo, documento)
    capitoli = [(nome.label, [parte for parte in parti if parte.capitolo == nome]) for nome in scrivania.capitoli]
    contesto = {
        "ciclo": scrivania.ciclo,
        "scrivania": scrivania,
        "capitoli": [(nome, sue) for nome, sue in capitoli if sue],
        "da_scrivere": sum(1 for parte in parti if parte.attiva and parte.vuota),
        "puo_scrivere": scrivania.vi_scrive(request.user),
    }
    return render(request, "relazioni/sezioni.html", contesto)


def modifica(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    parte = parte_di(ciclo, chiave, documento)
    dati = _corretti(request, ciclo)
    form = ParteForm(dati or request.POST or None, instance=_riga(parte, ciclo))
    if not dati and form.is_valid() and form.salva(scrivi_parte, ciclo, chiave, **_come(request, documento)):
        messages.success(request, f"«{form.cleaned_data['titolo']}» salvata.")
        return _all_elenco(scrivania, chiave)
    return render(request, "relazioni/parte.html", _contesto_maschera(request, scrivania, form) | {"parte": parte})


def nuova(request: Any, anno: int, documento: str = PIANO) -> HttpResponse:
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    dati = _corretti(request, ciclo)
    riga = Sezione(ciclo=ciclo, documento=documento, capitolo=scrivania.capitoli.values[0])
    form = NuovaParteForm(dati or request.POST or None, instance=riga)
    if not dati and form.is_valid() and (riga := form.salva(aggiungi_parte, ciclo, **_come(request, documento))):
        messages.success(request, f"«{riga.titolo}» aggiunta.")
        return _all_elenco(scrivania, riga.chiave)
    return render(request, "relazioni/parte.html", _contesto_maschera(request, scrivania, form))


@require_POST
def leggi(request: Any, anno: int, documento: str = PIANO) -> HttpResponse:
    """I passi da rivedere in un testo mentre lo si scrive: il riquadro accanto all'editor."""
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    contesto = {"ciclo": ciclo, "segni": segni_di(ciclo, pulisci(request.POST.get("testo", "")))}
    return render(request, "relazioni/_segni.html", contesto)


@require_POST
def sposta(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    """Di un posto con le frecce (`verso`), dove si vuole trascinando (`posto`, da 1)."""
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    posto = in_cifre(request.POST.get("posto"))
    if posto is not None:
        metti_parte(ciclo, chiave, **_come(request, documento), posto=posto)
    else:
        sposta_parte(
            ciclo, chiave, **_come(request, documento), verso=SU if request.POST.get("verso") == "su" else GIU
        )
    return _all_elenco(scrivania, chiave)


@require_POST
def mostra(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    riga = mostra_parte(ciclo, chiave, **_come(request, documento), attiva=request.POST.get("attiva") == "1")
    esito = "compare nel documento" if riga.attiva else "non compare più nel documento; il testo è conservato"
    messages.success(request, f"«{riga.titolo}» {esito}.")
    return _all_elenco(scrivania, chiave)


def elimina(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    parte = parte_di(ciclo, chiave, documento)
    if not parte.propria:
        raise Http404
    if request.method == "POST":
        elimina_parte(ciclo, chiave, **_come(request, documento))
        messages.success(request, f"«{parte.titolo}» eliminata.")
        return _all_elenco(scrivania)
    contesto = {
        "domanda": f"Eliminare «{parte.titolo}»?",
        "conseguenza": "La parte e il suo testo escono dal documento. Se vuoi solo che non compaia, nascondila.",
        "invia": "Elimina",
        "annulla": scrivania.pagina("sezioni"),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def ripristina(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    """Torna al testo modello, dopo conferma."""
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    parte = parte_di(ciclo, chiave, documento)
    if not parte.modello:
        raise Http404
    if request.method == "POST":
        ripristina_modello(ciclo, chiave, **_come(request, documento))
        messages.success(request, f"«{parte.titolo}» è tornata al testo modello.")
        return redirect(scrivania.pagina("parte", chiave))
    contesto = {
        "domanda": f"Rimettere il testo modello in «{parte.titolo}»?",
        "conseguenza": "Il testo attuale viene sostituito. Resta nella storia, da cui si può riprendere.",
        "invia": "Rimetti il testo modello",
        "pericolo": False,
        "annulla": scrivania.pagina("parte", chiave),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def storia(request: Any, anno: int, chiave: str, documento: str = PIANO) -> HttpResponse:
    """Le versioni di una parte; il POST ne riprende una."""
    scrivania = Scrivania(ciclo_di(request.ente, anno), documento)
    richiedi(scrivania.vi_scrive(request.user))
    ciclo = scrivania.ciclo
    parte = parte_di(ciclo, chiave, documento)
    if request.method == "POST" and parte.riga:
        versione = request.POST.get("versione", "")
        scelta = get_object_or_404(parte.riga.history, history_id=versione if versione.isdecimal() else 0)
        ripristina_versione(ciclo, chiave, **_come(request, documento), storica=scelta)
        messages.success(request, f"Ripresa la versione del {scelta.history_date:%d/%m/%Y alle %H:%M}.")
        return redirect(scrivania.pagina("parte", chiave))
    contesto = {"ciclo": ciclo, "scrivania": scrivania, "parte": parte, "versioni": versioni_di(parte)}
    return render(request, "relazioni/storia.html", contesto)


# ---- ciò che serve a più viste ---------------------------------------------------------------------------------


def _corretti(request: Any, ciclo: Ciclo) -> QueryDict | None:
    """Ciò che è stato scritto, con il passo scelto corretto: si rilegge e si salva dopo. None se non lo si chiede."""
    chiave = request.POST.get("correggi")
    if chiave is None:
        return None
    dati: QueryDict = request.POST.copy()
    nuovo = corretto(ciclo, pulisci(dati.get("testo", "")), chiave)
    if nuovo is None:
        messages.warning(request, "Quelle parole non ci sono più: il testo è rimasto com'era.")
    else:
        dati["testo"] = nuovo
        messages.success(request, "Corretto qui nel testo: rileggi, poi salva.")
    return dati


def _riga(parte: Parte, ciclo: Ciclo) -> Sezione:
    """La riga da mettere nella maschera: quella salvata, oppure una ancora da salvare con il testo modello."""
    return parte.riga or Sezione(
        ciclo=ciclo,
        documento=parte.documento,
        chiave=parte.chiave,
        capitolo=parte.capitolo,
        titolo=parte.titolo,
        testo=parte.testo,
    )


def _come(request: Any, documento: str) -> dict[str, Any]:
    return {"utente": request.user, "documento": documento}


def _contesto_maschera(request: Any, scrivania: Scrivania, form: ParteForm | NuovaParteForm) -> dict[str, Any]:
    # L'editor si carica con una mappa di importazioni: anche lei vuole il nonce della pagina.
    media = Media.from_media(form.media).with_nonce(str(request.csp_nonce))
    return {
        "ciclo": scrivania.ciclo,
        "scrivania": scrivania,
        "form": form,
        "media": media,
        "variabili": scrivania.variabili,
        "segni": segni_di(scrivania.ciclo, pulisci(form["testo"].value() or "")),
        "annulla": scrivania.pagina("sezioni"),
    }


def _all_elenco(scrivania: Scrivania, chiave: str = "") -> HttpResponse:
    return redirect(scrivania.pagina("sezioni") + (f"#parte-{chiave}" if chiave else ""))
