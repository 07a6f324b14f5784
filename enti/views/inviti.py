"""Invitare una persona, revocare l'invito, accettarlo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from enti import azioni
from enti.forms import PasswordForm
from enti.letture import ha_utente, invito_da, persone_visibili
from enti.models import Invito
from enti.permessi import puo_gestire_persone
from enti.views.persone import pagina_di
from piao.base.permessi import richiedi
from piao.base.viste import conferma

POSTA_FERMA = "L'invito è pronto ma il messaggio non è partito: controlla la posta del programma e invita di nuovo."


def invita(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    persona = get_object_or_404(persone_visibili(request.user, request.ente).select_related("utente"), pk=pk)

    def manda() -> None:
        invito, segreto = azioni.invita(persona, ente=request.ente, utente=request.user)
        indirizzo = reverse("enti:invito", args=[request.ente.slug, segreto])
        try:
            azioni.spedisci_invito(invito, collegamento=request.build_absolute_uri(indirizzo))
        except OSError as errore:
            raise ValidationError(POSTA_FERMA) from errore

    email = persona.utente.email if persona.utente else persona.email
    return conferma(
        request,
        manda,
        domanda=f"Invitare {persona}?",
        dettaglio=f"Un messaggio a {email} con un collegamento personale." if email else "Manca l'indirizzo di posta.",
        conseguenza="Il collegamento vale 7 giorni e una volta sola; quelli mandati prima non valgono più.",
        invia="Manda l'invito",
        torna=pagina_di(request.ente, persona),
        annulla=pagina_di(request.ente, persona),
        fatto=f"Invito mandato a {email}.",
        pericolo=False,
    )


def revoca_invito(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    persona = get_object_or_404(persone_visibili(request.user, request.ente), pk=pk)
    return conferma(
        request,
        lambda: azioni.revoca_inviti(persona, ente=request.ente, utente=request.user),
        domanda=f"Revocare l'invito a {persona}?",
        conseguenza="Il collegamento già spedito smette di valere. Potrai mandarne un altro.",
        invia="Revoca l'invito",
        torna=pagina_di(request.ente, persona),
        annulla=pagina_di(request.ente, persona),
        fatto="Invito revocato.",
    )


@never_cache
@sensitive_post_parameters("password", "ancora")
@login_not_required
def invito(request: Any, segreto: str) -> HttpResponse:
    """La pagina a cui porta il messaggio: scegliere la password, o confermare se si ha già un accesso."""
    buono = invito_da(azioni.impronta(segreto), request.ente)
    if buono is None:
        return render(request, "enti/invito_scaduto.html", status=410)
    nuovo = buono.persona.utente is None and not ha_utente(buono.email)
    form = PasswordForm(request.POST or None) if nuovo else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accetta(request, buono, form)
    return render(request, "enti/invito.html", {"invito": buono, "form": form})


def _accetta(request: Any, buono: Invito, form: PasswordForm | None) -> HttpResponse:
    try:
        azioni.accetta_invito(buono, password=form.cleaned_data["password"] if form else None)
    except ValidationError:
        return render(request, "enti/invito_scaduto.html", status=410)
    messages.success(request, "Fatto. Ora entra con il tuo indirizzo di posta e la tua password.")
    return redirect("account_login")
