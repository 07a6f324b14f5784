"""Le pagine del manuale: aperte a tutti, anche prima di entrare."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from piao.base.manuale import pagine as libro


@login_not_required
def indice(request: HttpRequest) -> HttpResponse:
    tutte, cercato = libro.pagine(), request.GET.get("q", "").strip()[:100]
    contesto = {
        "pagina": libro.pagina(libro.INDICE),
        "pagine": tutte,
        "cercato": cercato,
        "trovate": libro.cerca(cercato, tutte),
    }
    return render(request, "manuale/indice.html", contesto)


@login_not_required
def pagina(request: HttpRequest, nome: str) -> HttpResponse:
    if nome == libro.INDICE:
        return redirect("manuale:indice", permanent=True)
    tutte, aperta = libro.pagine(), libro.pagina(nome)
    if aperta is None:
        contesto = {"nome": nome, "simili": libro.simili(nome, tutte), "pagine": tutte}
        return render(request, "manuale/manca.html", contesto, status=404)
    prima, dopo = libro.vicine(nome, tutte)
    return render(request, "manuale/pagina.html", {"pagina": aperta, "pagine": tutte, "prima": prima, "dopo": dopo})
