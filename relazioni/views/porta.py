"""Come risponde una pagina pubblica: senza sapere chi legge, dalla memoria se nulla è cambiato, chiusa al resto.

Le pagine si scrivono senza la richiesta: nessun processore di contesto, nessun utente, nessun gettone.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.views.decorators.http import condition

from relazioni.pubblico import archivio, guardia, problemi

Vista = Callable[..., HttpResponseBase]
FRESCA_PER = 300  # secondi in cui chi ha già la pagina non la richiede
DI_DATI = "/api/"
ALTRI_SITI = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Last-Modified, Link"}
DOMANDE_AMMESSE = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
VOCI = {  # la voce del menu di una pagina, dalla parola che segue «trasparenza» nell'indirizzo
    "": "inizio",
    "piano": "piano",
    "piano-della-performance": "piano",
    "obiettivi": "piano",
    "indicatori": "piano",
    "confronto": "piano",
    "relazione": "relazione",
    "relazione-sulla-performance": "relazione",
    "dati": "dati",
    "partecipa": "partecipa",
    "segnala": "partecipa",
}
COMPRESSA = GZipMiddleware(lambda request: HttpResponse())  # qui non ci sono segreti che la misura possa svelare
CSP = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",  # chi misura la pagina dal browser legge robots.txt
    "form-action": "'self'",
    "base-uri": "'none'",
}


def pubblica(vista: Vista) -> Any:
    """Una pagina che si legge: GET e HEAD, con ETag, Last-Modified e 304 da quando nulla è cambiato."""

    @wraps(vista)
    def risponde(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return _non_ammesso(request, ["GET", "HEAD"])
        request.stato = archivio.stato(request.ente.pk if request.ente else None)
        risposta = in_memoria(request, *args, **kwargs)
        risposta.headers.setdefault("Cache-Control", f"public, max-age={FRESCA_PER}")
        return risposta

    in_memoria = condition(etag_func=_etag, last_modified_func=_ultima)(vista)
    return _segna(risponde, guardia.lettura)


def aperta(vista: Vista) -> Any:
    """Dati da leggere anche dalle pagine di altri siti: come `pubblica`, e qualunque risposta lo permette (CORS)."""
    letta = pubblica(vista)

    @wraps(vista)
    def risponde(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ALTRI_SITI | DOMANDE_AMMESSE)
        risposta: HttpResponseBase = letta(request, *args, **kwargs)
        for nome, valore in ALTRI_SITI.items():
            risposta.headers[nome] = valore
        return risposta

    return _segna(risponde, guardia.lettura)


def scrivibile(vista: Vista) -> Any:
    """Una pagina con una maschera anonima: non si conserva da nessuna parte."""

    @wraps(vista)
    def risponde(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "POST"):
            return _non_ammesso(request, ["GET", "HEAD", "POST"])
        risposta = vista(request, *args, **kwargs)
        risposta.headers.setdefault("Cache-Control", "no-store")
        return risposta

    return _segna(risponde, guardia.scrittura)


def _segna(vista: Any, sorvegliata: Any) -> Any:
    """`pubblica` è la guardia sotto cui la vista risponde: la mette chi la chiama."""
    vista.pubblica = sorvegliata
    return login_not_required(vista)


def _non_ammesso(request: HttpRequest, metodi: list[str]) -> HttpResponse:
    if DI_DATI in request.path:
        risposta = problemi.risposta(405, "Metodo non ammesso", "Questa interfaccia si può soltanto leggere, con GET.")
        risposta["Allow"] = ", ".join(metodi)
        return risposta
    return HttpResponseNotAllowed(metodi)


def non_trovata(request: Any, perche: str) -> HttpResponse:
    """404: una frase e da dove ripartire."""
    if DI_DATI in request.path:
        return problemi.risposta(404, "Non trovato", perche if perche and "given query" not in perche else NIENTE)
    contesto = {"ente": request.ente, "perche": "" if "given query" in perche else perche}
    return HttpResponse(render_to_string("pubblico/non_trovata.html", contesto), status=404)


CODICE = (settings.RADICE / "relazioni", settings.RADICE / "piao")
NIENTE = "A questo indirizzo non c'è nulla: l'elenco delle risorse è nella descrizione dell'interfaccia."


def da_programmi(request: Any, risposta: HttpResponseBase) -> HttpResponseBase:
    """Sotto «/api/» anche ciò che non arriva a nessuna vista risponde nel modo dell'interfaccia."""
    if DI_DATI not in request.path or not 400 <= risposta.status_code < 500:
        return risposta
    return problemi.risposta(
        risposta.status_code, "Non trovato" if risposta.status_code == 404 else "Rifiutata", NIENTE
    )


def blinda(request: Any, risposta: HttpResponseBase) -> HttpResponseBase:
    """Nessuno script, nessun altro sito; la pagina si incorpora soltanto nel sito dell'ente, e viaggia compressa."""
    sito = urlsplit(request.ente.sito) if request.ente else None
    cornici = f"'self' {sito.scheme}://{sito.netloc}" if sito and sito.netloc else "'self'"
    regole = {**CSP, "frame-ancestors": cornici}
    risposta.headers["Content-Security-Policy"] = "; ".join(f"{nome} {valore}" for nome, valore in regole.items())
    return risposta if risposta.streaming else COMPRESSA.process_response(request, risposta)


def pagina(request: Any, modello: str, contesto: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """La pagina, scritta con ciò che le si dà e basta."""
    comune = {"ente": request.ente, "sito": settings.INDIRIZZO_SITO.rstrip("/"), "qui": request.path}
    comune["voce"] = VOCI.get(request.path.partition("/trasparenza/")[2].partition("/")[0], "")
    comune["impostazioni"] = request.stato.sito if hasattr(request, "stato") else _impostazioni(request.ente)
    return HttpResponse(render_to_string(modello, comune | contesto), status=status)


def _impostazioni(ente: Any) -> Any:
    return archivio.impostazioni(ente.pk) if ente else None


# ---- da quando nulla è cambiato --------------------------------------------------------------------------------


def _etag(request: Any, *args: Any, **kwargs: Any) -> str:
    ente, stato = request.ente, request.stato
    di_chi = (ente.pk, ente.versione) if ente else ()
    return f'"{_riassunto(request.get_full_path(), di_chi, stato.chiave, aspetto())}"'


def _ultima(request: Any, *args: Any, **kwargs: Any) -> datetime | None:
    ultima: datetime | None = request.stato.ultima
    return ultima


@cache
def aspetto() -> str:
    """L'impronta di modelli, stile e codice: una nuova versione del programma rifà le pagine in memoria."""
    radici = (settings.RADICE / "templates" / "pubblico", settings.RADICE / "static" / "css", *CODICE)
    file = sorted(uno for radice in radici for uno in radice.rglob("*") if uno.suffix in (".html", ".css", ".py"))
    return _riassunto(*(uno.read_bytes() for uno in file))


def _riassunto(*cose: object) -> str:
    calcolo = sha256()
    for cosa in cose:
        calcolo.update(cosa if isinstance(cosa, bytes) else repr(cosa).encode())
    return calcolo.hexdigest()[:32]
