"""I dati aperti: i file da scaricare, l'interfaccia per i programmi, il catalogo, le novità. Per tutti."""

import json
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from relazioni.pubblico import archivio, catalogo, interfaccia, motori, pacchetto, piao22, problemi, rete
from relazioni.pubblico.formati import FORMATI, scritto
from relazioni.pubblico.interfaccia import ParametroErrato, Richiesta
from relazioni.pubblico.raccolta import Raccolta, anni
from relazioni.pubblico.risorse import PER_NOME, RISORSE
from relazioni.views.porta import aperta, pagina, pubblica


def _sito() -> str:
    return settings.INDIRIZZO_SITO.rstrip("/")


def _raccolta(request: Any, anno: int | None) -> Raccolta:
    return Raccolta(request.ente, timezone.localdate(), anno)


def _anni(request: Any) -> list[int]:
    return anni(request.ente.pk, timezone.localdate())


def _file(contenuto: bytes, tipo: str, nome: str) -> HttpResponse:
    scarica = {"Content-Disposition": f'attachment; filename="{nome}"'}
    return HttpResponse(contenuto, content_type=tipo, headers=scarica)


@pubblica
def dati_aperti(request: Any) -> HttpResponse:
    """Le raccolte, anno per anno, in ogni formato; di una senza righe si dice soltanto che non ne ha."""
    elencati, tutta = _anni(request), _raccolta(request, None)
    con_righe = {risorsa.nome: risorsa.anni(tutta) for risorsa in RISORSE}
    descritti = motori.per_i_motori(request.ente, elencati[0], _sito()) if elencati else ""
    etichetta = f'<script type="application/ld+json">{descritti}</script>' if descritti else ""
    contesto = {
        "anni": [(anno, [(r, anno in con_righe[r.nome]) for r in RISORSE]) for anno in elencati],
        "con_piano": {dove.pubblicazione.anno for dove in tutta.piani},
        "formati": FORMATI,
        "cataloghi": catalogo.SCRITTURE,
        "motori": mark_safe(etichetta),  # «<» è già tolto
    }
    return pagina(request, "pubblico/dati.html", contesto)


@aperta
def file_dati(request: Any, anno: int, nome: str, formato: str) -> HttpResponse:
    """Una raccolta di un anno in un formato."""
    if nome not in PER_NOME or formato not in FORMATI or anno not in _anni(request):
        raise Http404("Questa raccolta, in questo anno e in questo formato, non c'è.")
    scelto = FORMATI[formato]
    contenuto = scelto.scrivi(PER_NOME[nome], _raccolta(request, anno))
    return _file(contenuto, scelto.tipo, f"{request.ente.slug}-{anno}-{nome}.{formato}")


@aperta
def tutto(request: Any, anno: int) -> HttpResponse:
    """Tutto ciò che è pubblicato in un anno, in un archivio solo."""
    if anno not in _anni(request):
        raise Http404(f"Del {anno} non è pubblicato nulla.")
    contenuto = pacchetto.componi(_raccolta(request, anno), anno, _conservato)
    return _file(contenuto, "application/zip", f"{request.ente.slug}-{anno}-performance.zip")


def _conservato(nome: str) -> bytes | None:
    """I byte di un file conservato, se è al suo posto."""
    if not default_storage.exists(nome):
        return None
    with default_storage.open(nome, "rb") as file:
        letto: bytes = file.read()
    return letto


@aperta
def piao(request: Any, anno: int, formato: str) -> HttpResponse:
    """La sottosezione 2.2 nella forma del Portale."""
    dove = archivio.piano_dell_anno(request.ente.pk, anno)
    if dove is None or formato not in ("json", "xlsx"):
        raise Http404(f"Il Piano del {anno} non è pubblicato.")
    contenuto = piao22.in_fogli(dove) if formato == "xlsx" else scritto(piao22.sottosezione(dove))
    return _file(contenuto, FORMATI[formato].tipo, f"{request.ente.slug}-{anno}-piao-2.2.{formato}")


@pubblica
def schema_pagina(request: Any) -> HttpResponse:
    """L'interfaccia spiegata a chi programma, e il dizionario dei dati."""
    contesto = {
        "risorse": RISORSE,
        "base": f"{_sito()}{reverse('relazioni:api_indice', args=[request.ente.slug])}",
        "massimo": interfaccia.MASSIMO,
        "per_pagina": interfaccia.PER_PAGINA,
    }
    return pagina(request, "pubblico/interfaccia.html", contesto)


# ---- l'interfaccia ---------------------------------------------------------------------------------------------


def _json(dati: Any, stato: int = 200) -> HttpResponse:
    testo = json.dumps(dati, ensure_ascii=False)
    return HttpResponse(testo, status=stato, content_type="application/json")


@aperta
def api_indice(request: Any) -> HttpResponse:
    indirizzo = f"{_sito()}{request.path}"
    voci = [
        {"nome": r.nome, "titolo": r.titolo, "descrizione": r.descrizione, "indirizzo": f"{indirizzo}{r.nome}"}
        for r in RISORSE
    ]
    return _json({"raccolte": voci})


@aperta
def api_descrizione(request: Any) -> HttpResponse:
    indirizzo = f"{_sito()}{reverse('relazioni:api_indice', args=[request.ente.slug])}"
    return _json(interfaccia.openapi(request.ente, indirizzo))


@aperta
def api_risorsa(request: Any, nome: str) -> HttpResponse:
    """Una pagina di una raccolta."""
    risorsa = PER_NOME.get(nome)
    if risorsa is None:
        raise Http404(f"La raccolta «{nome}» non c'è: l'elenco è all'indirizzo dell'interfaccia.")
    try:
        richiesta = Richiesta.da(request.GET)
    except ParametroErrato as errore:
        return problemi.risposta(400, "Parametro non valido", str(errore))
    dati = interfaccia.pagina(risorsa, _raccolta(request, richiesta.anno), richiesta, f"{_sito()}{request.path}")
    risposta = _json(dati)
    if dati["successiva"]:
        risposta["Link"] = f'<{dati["successiva"]}>; rel="next"'
    return risposta


# ---- catalogo, novità, mappe -----------------------------------------------------------------------------------


@aperta
def catalogo_ente(request: Any, formato: str) -> HttpResponse:
    if formato not in catalogo.SCRITTURE:
        raise Http404("Il catalogo è in Turtle (ttl), JSON-LD (jsonld) e RDF/XML (rdf).")
    grafo = catalogo.di_un_ente(request.ente, request.stato, _anni(request), _sito())
    return HttpResponse(catalogo.scritto(grafo, formato), content_type=catalogo.SCRITTURE[formato][1])


@aperta
def catalogo_enti(request: Any, formato: str) -> HttpResponse:
    if formato not in catalogo.SCRITTURE:
        raise Http404("Il catalogo è in Turtle (ttl), JSON-LD (jsonld) e RDF/XML (rdf).")
    grafo = catalogo.di_tutti(archivio.enti_che_pubblicano(), request.stato, _sito(), "Trasparenza della performance")
    return HttpResponse(catalogo.scritto(grafo, formato), content_type=catalogo.SCRITTURE[formato][1])


@pubblica
def novita(request: Any) -> HttpResponse:
    righe = archivio.tutte(request.ente.pk).order_by("-modificata_il")[: rete.QUANTE_NOVITA]
    return HttpResponse(rete.novita(request.ente, righe, _sito()), content_type="application/atom+xml; charset=utf-8")


@pubblica
def mappa(request: Any) -> HttpResponse:
    piani, righe = archivio.vigenti(request.ente.pk), archivio.pubblicate(request.ente.pk)
    return HttpResponse(rete.mappa(request.ente, piani, righe, _sito()), content_type="application/xml; charset=utf-8")


@pubblica
def mappa_enti(request: Any) -> HttpResponse:
    testo = rete.mappa_degli_enti(archivio.enti_che_pubblicano(), _sito())
    return HttpResponse(testo, content_type="application/xml; charset=utf-8")


@pubblica
def robots(request: Any) -> HttpResponse:
    return HttpResponse(rete.robots(_sito()), content_type="text/plain; charset=utf-8")
