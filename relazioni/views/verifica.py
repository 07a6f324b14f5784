"""`/verifica/`: chiunque abbia un file può sapere se è il documento approvato, e se vale ancora.

Pagine pubbliche, senza accesso e senza biscotti: non scrivono nulla e non chiedono chi guarda. Con JavaScript il file
non lascia il computer; senza, se ne calcola qui l'impronta e non si conserva.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from obiettivi.codici import codice_scritto
from obiettivi.letture.versioni import versione_con_codice
from piao.base.carico import controlla_peso
from piao.base.limiti import troppe_richieste
from relazioni.letture import relazione_con_codice
from relazioni.verifica import Esito, esito_di, scheda_di

PER_MINUTO = 30
SENZA_BISCOTTI = {"csrf_token": ""}  # chi legge soltanto non ne riceve


@login_not_required
@require_safe
def chiedi_codice(request: HttpRequest) -> HttpResponse:
    """Il codice si scrive come lo si legge sul documento: maiuscole e trattini non contano."""
    scritto = request.GET.get("codice", "").strip()[:40]
    if codice := codice_scritto(scritto):
        return redirect("verifica", codice)
    return render(request, "relazioni/verifica_codice.html", SENZA_BISCOTTI | {"scritto": scritto})


@login_not_required
@csrf_exempt  # non scrive nulla e non guarda chi è: un modulo altrui non otterrebbe niente
def verifica(request: HttpRequest, codice: str) -> HttpResponse:
    """Che documento è, se vale ancora, e se il file scelto è proprio quello."""
    if troppe_richieste(request, "verifica", massimo=PER_MINUTO, secondi=60):
        return render(request, "relazioni/verifica_attesa.html", SENZA_BISCOTTI, status=429)
    versione = versione_con_codice(codice) or relazione_con_codice(codice)
    if versione is None:
        return render(request, "relazioni/verifica_ignoto.html", SENZA_BISCOTTI | {"codice": codice}, status=404)
    scheda = scheda_di(versione)
    contesto: dict[str, Any] = {"scheda": scheda, "massimo": settings.MISURA_MASSIMA_ALLEGATO}
    if request.method == "POST":
        contesto |= _confronta(scheda, request.FILES.get("file"))
    return render(request, "relazioni/verifica.html", SENZA_BISCOTTI | contesto)


def _confronta(scheda: Any, file: "UploadedFile[Any] | None") -> dict[str, Any]:
    """L'esito del confronto, oppure la frase che dice perché non si può fare."""
    if file is None:
        return {"errore": "Scegli il file da confrontare, poi premi «Confronta»."}
    try:
        controlla_peso(file, settings.MISURA_MASSIMA_ALLEGATO)
    except ValidationError as errore:
        return {"errore": " ".join(errore.messages)}
    calcolo = sha256()
    for pezzo in file.chunks():
        calcolo.update(pezzo)
    esito: Esito = esito_di(scheda, calcolo.hexdigest())
    return {"esito": esito, "nome": file.name, "impronta": calcolo.hexdigest()}
