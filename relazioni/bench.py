"""Le misure di `make bench` che attraversano tutte le stanze: elenco, importazione, documenti (decisione 0040)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from enti.models import Incarico, Persona, Utente
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo, Indicatore, Obiettivo, Rilevazione, Sessione
from obiettivi.views.obiettivi import PER_PAGINA
from obiettivi.voci import StatoCiclo, StatoSessione
from piao.base.bench import Confronto, in_un_processo, millisecondi, misura
from relazioni import bench_pubblico  # noqa: F401 - registra le sue misure
from relazioni.contenuto import componi_piano
from relazioni.contenuto.relazione import componi_relazione
from relazioni.dimostrazione import CARTELLA
from relazioni.dimostrazione.generatore import documento, indicatore
from relazioni.lavori import conta_pagine, scrivi_piano, scrivi_relazione
from relazioni.models import Relazione
from relazioni.scambio import importa_ciclo, leggi_file
from relazioni.stampa import html_pdf
from relazioni.stampa.relazione import html_relazione

GIRI = 15
OBIETTIVI, INDICATORI = 500, 3
VALORE = Decimal(30)  # a metà strada per qualcuno, oltre il target per qualcun altro

# ---- l'elenco degli obiettivi accanto a una pagina Django nuda ---------------------------------------------------

NUDA = Template(
    "<!DOCTYPE html><title>Obiettivi</title><ul>{% for o in righe %}<li>{{ o.titolo }}</li>{% endfor %}</ul>"
)


@login_not_required
def pagina_nuda(request: HttpRequest) -> HttpResponse:
    """Una query e un ciclo: meno di così una pagina Django non può fare, con le stesse righe."""
    return HttpResponse(NUDA.render(Context({"righe": Obiettivo.objects.all()[:PER_PAGINA]})))


urlpatterns = [path("nuda/", pagina_nuda)]


@misura
def elenco() -> Iterator[Confronto]:
    """Lo stesso client di prova di Django, gli stessi middleware, la mediana di più giri."""
    ciclo, _ = importa_ciclo(_cinquecento())
    segretario = _segretario(ciclo)
    nome = f"Elenco: {ciclo.obiettivi.count()} obiettivi, {OBIETTIVI * INDICATORI} indicatori"
    yield Confronto(nome, millisecondi(_apre(segretario, "elenco", ciclo), GIRI), _nuda())
    yield Confronto("Albero degli stessi obiettivi", millisecondi(_apre(segretario, "albero", ciclo), GIRI), _nuda())


def _cinquecento() -> dict[str, Any]:
    dati = documento(OBIETTIVI, INDICATORI, slug="elenco")
    for numero, obiettivo in enumerate(dati["obiettivi"]):
        obiettivo.setdefault("indicatori", [indicatore(numero, n, dati["ciclo"]["anno"]) for n in range(INDICATORI)])
    return dati


def _segretario(ciclo: Ciclo) -> Client:
    utente = Utente.objects.create(email="segretario@bench.test")
    persona = Persona.objects.create(nome="Ada", cognome="Prova", utente=utente)
    Incarico.objects.create(ente=ciclo.ente, persona=persona, tipo=TipoIncarico.SEGRETARIO, dal=date(ciclo.anno, 1, 1))
    cliente = Client()
    cliente.force_login(utente)
    return cliente


def _apre(cliente: Client, pagina: str, ciclo: Ciclo, *altro: int) -> Any:
    indirizzo = reverse(f"obiettivi:{pagina}", args=[ciclo.ente.slug, ciclo.anno, *altro])
    return lambda: _riuscita(cliente.get(indirizzo))


def _nuda() -> float:
    with override_settings(ROOT_URLCONF=__name__):
        return millisecondi(lambda: _riuscita(Client().get("/nuda/")), GIRI)


def _riuscita(risposta: Any) -> None:
    if risposta.status_code != 200:
        raise RuntimeError(f"{risposta.request['PATH_INFO']} ha risposto {risposta.status_code}.")


# ---- importare un file grande ------------------------------------------------------------------------------------


@misura
def importazione() -> Iterator[Confronto]:
    dati = documento(300)
    inizio = time.perf_counter()
    ciclo, esito = importa_ciclo(dati)
    secondi = time.perf_counter() - inizio
    yield Confronto(
        f"Importare {ciclo.obiettivi.count()} obiettivi ({esito.aggiunte.total()} righe)", secondi, unita="s"
    )
    yield Confronto("  righe al secondo", esito.aggiunte.total() / secondi, unita="")


# ---- il Piano e la Relazione accanto a WeasyPrint da solo sullo stesso HTML ----------------------------------------


@misura
def piano() -> Iterator[Confronto]:
    """Ognuno in un processo suo: la memoria massima è la sua. Il tempo è quello del processore."""
    importa_ciclo(leggi_file(CARTELLA / "offanengo.json"))
    importa_ciclo(documento(300, slug="trecento"))
    yield from _documento("Piano di Offanengo", "piano_nostro", "offanengo", 2024)
    yield from _documento("Piano di un ente con 300 obiettivi", "piano_nostro", "trecento", 2026)


@misura
def relazione() -> Iterator[Confronto]:
    """La Relazione di un anno misurato per intero; e le due pagine in cui si guarda e si scrive quell'anno."""
    sessione = _anno_misurato()
    ciclo, segretario = sessione.ciclo, _segretario(sessione.ciclo)
    yield from _documento("Relazione di un ente con 300 obiettivi", "relazione_nostra", ciclo.ente.slug, ciclo.anno)
    yield Confronto("Quadro dei risultati", millisecondi(_apre(segretario, "cruscotto", ciclo), GIRI), _nuda())
    yield Confronto("Griglia", millisecondi(_apre(segretario, "compila", ciclo, sessione.pk), GIRI), _nuda())


def _anno_misurato() -> Sessione:
    """Trecento obiettivi approvati, la rilevazione di fine anno chiusa, la Relazione cominciata."""
    ciclo, _ = importa_ciclo(documento(300, slug="misurato"))
    Ciclo.objects.filter(pk=ciclo.pk).update(stato=StatoCiclo.APPROVATO)
    anno = ciclo.anno
    sessione = Sessione.objects.create(
        ciclo=ciclo, nome="Fine anno", al=date(anno, 12, 31), dal=date(anno + 1, 1, 7), entro=date(anno + 1, 1, 31),
        stato=StatoSessione.CHIUSA, chiusa_il=timezone.now(),
    )  # fmt: skip
    indicatori = Indicatore.objects.filter(obiettivo__ciclo=ciclo)
    Rilevazione.objects.bulk_create(
        Rilevazione(sessione=sessione, indicatore=uno, valore=VALORE) for uno in indicatori
    )
    Relazione.objects.create(ciclo=ciclo)
    return sessione


def _documento(nome: str, nostra: str, ente: str, anno: int) -> Iterator[Confronto]:
    with TemporaryDirectory() as cartella:
        html = str(Path(cartella) / "documento.html")
        nostro = in_un_processo(f"relazioni.bench:{nostra}", ente, str(anno), html)
        solo = in_un_processo("relazioni.bench:solo_weasyprint", html)
    yield Confronto(f"{nome}, {nostro['pagine']:.0f} pagine", nostro["secondi"], solo["secondi"], "s")
    yield Confronto("  di cui comporre e scrivere l'HTML", 100 * nostro["prima"] / nostro["secondi"], unita="%")
    yield Confronto("  pagine al secondo", _velocita(nostro), _velocita(solo), "")
    yield Confronto("  memoria massima", nostro["memoria"], solo["memoria"], "MB")


def _velocita(misurato: dict[str, float]) -> float:
    return misurato["pagine"] / misurato["secondi"]


def piano_nostro(ente: str, anno: str, html: str) -> dict[str, float]:
    """Il Piano com'è in `relazioni.lavori`: comporre, scrivere l'HTML, convertirlo con etichette e allegati."""
    ciclo = Ciclo.objects.select_related("ente", "atto_approvazione").get(ente__slug=ente, anno=int(anno))
    return _nostro(html, lambda: html_pdf(componi_piano(ciclo)), lambda: scrivi_piano(ciclo, componi_piano(ciclo)))


def relazione_nostra(ente: str, anno: str, html: str) -> dict[str, float]:
    """La Relazione com'è in `relazioni.lavori`."""
    riga = Relazione.objects.select_related("ciclo__ente").get(ciclo__ente__slug=ente, ciclo__anno=int(anno))
    return _nostro(
        html, lambda: html_relazione(componi_relazione(riga)), lambda: scrivi_relazione(componi_relazione(riga))
    )


def _nostro(html: str, impagina: Callable[[], str], scrivi: Callable[[], bytes]) -> dict[str, float]:
    import weasyprint  # noqa: F401 - due secondi che si pagano una volta per processo, non per documento

    with _cronometro() as prima:
        pagina = impagina()
    Path(html).write_text(pagina)
    with _cronometro() as tutto:
        pdf = scrivi()
    return {"prima": prima[0], "secondi": tutto[0], "pagine": conta_pagine(pdf)}


def solo_weasyprint(html: str) -> dict[str, float]:
    """La libreria di serie, con lo stesso HTML, gli stessi file statici e la stessa variante di PDF."""
    import weasyprint

    from piao.base.pdf.rifiniture import VARIANTE, _Lettore

    with _cronometro() as tutto:
        documento = weasyprint.HTML(string=Path(html).read_text(), url_fetcher=_Lettore({})).render(
            pdf_variant=VARIANTE
        )
        documento.write_pdf(pdf_variant=VARIANTE)
    return {"secondi": tutto[0], "pagine": len(documento.pages)}


@contextmanager
def _cronometro() -> Iterator[list[float]]:
    """I secondi di processore passati nel blocco: gli altri programmi della macchina non li cambiano."""
    secondi: list[float] = []
    inizio = time.process_time()
    yield secondi
    secondi.append(time.process_time() - inizio)
