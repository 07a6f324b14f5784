"""Le maschere dei cittadini, senza utente e senza biscotti, e quelle con cui l'ente le governa.

Contro chi inonda senza terzi: un campo che solo un programma riempie, un gettone firmato che dice quando la pagina è
stata aperta e vale una volta, e (nella vista) un limite per indirizzo.
"""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError

from piao.base.moduli import Modulo, ModuloVersionato
from piao.base.testo import leggibile
from relazioni.models import Questionario, Segnalazione
from relazioni.pubblico.opinioni import DIMENSIONI, VOTI

SALE = "relazioni.partecipazione"
ALMENO, AL_MASSIMO = timedelta(seconds=3), timedelta(hours=4)
DI_NUOVO = "Invia di nuovo: ciò che hai scritto c'è ancora."
SCELTE = [(str(voto), parola) for voto, parola in VOTI.items()]


def gettone() -> str:
    """Da mettere nella pagina: firmato, dice quando è nata; diverso anche per chi la apre nello stesso istante."""
    return signing.TimestampSigner(salt=SALE).sign_object(secrets.token_urlsafe(9))


def _consuma(scritto: str) -> None:
    """Solleva ValidationError se il gettone è falso, troppo fresco, vecchio o già usato."""
    firma = signing.TimestampSigner(salt=SALE)
    try:
        firma.unsign_object(scritto, max_age=AL_MASSIMO)
    except signing.SignatureExpired as errore:
        raise ValidationError(f"La pagina è rimasta aperta troppo a lungo. {DI_NUOVO}") from errore
    except signing.BadSignature as errore:
        raise ValidationError(f"La pagina non è più valida. {DI_NUOVO}") from errore
    if _troppo_fresco(firma, scritto):
        raise ValidationError("Troppo in fretta: rileggi e invia di nuovo.")
    if not cache.add(f"gettone:{scritto}", 1, timeout=int(AL_MASSIMO.total_seconds())):
        raise ValidationError("L'invio è già arrivato: non serve ripeterlo.")


def _troppo_fresco(firma: signing.TimestampSigner, scritto: str) -> bool:
    try:
        firma.unsign_object(scritto, max_age=ALMENO)
    except signing.SignatureExpired:
        return False
    return True


class Anonima(forms.Form):
    """Ciò che le due maschere pubbliche hanno in comune. `clean` è l'ultima cosa: il gettone vale una volta sola."""

    sito = forms.CharField(required=False)  # le persone non lo vedono
    gettone = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        dati = super().clean() or {}
        if dati.get("sito"):
            raise ValidationError("L'invio non è riuscito: ricarica la pagina e riprova.")
        if not self.errors:
            _consuma(dati.get("gettone", ""))
        return dati


class QuestionarioPubblicoForm(Anonima):
    """Cinque voti; obbligatorio soltanto quello complessivo."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nome, domanda in DIMENSIONI.items():
            self.fields[nome] = forms.TypedChoiceField(
                label=domanda,
                choices=SCELTE,
                coerce=int,
                empty_value=None,
                required=nome == "soddisfazione",
                error_messages={"required": "Scegli un voto: è la sola domanda che serve."},
            )

    @property
    def domande(self) -> list[Any]:
        return [self[nome] for nome in DIMENSIONI]

    @property
    def voti(self) -> dict[str, int | None]:
        return {nome: self.cleaned_data[nome] for nome in DIMENSIONI}


class SegnalazioneForm(Anonima):
    servizio = forms.CharField(
        label="Di che cosa si tratta",
        max_length=150,
        help_text="Un servizio, un ufficio, un obiettivo del Piano.",
        error_messages={"required": "Scrivi di quale servizio o argomento si tratta."},
    )
    testo = forms.CharField(
        label="Che cosa vuoi segnalare",
        max_length=4000,
        help_text="Racconta i fatti. Non scrivere dati sulla salute o nomi di altre persone se non serve.",
        error_messages={"required": "Scrivi che cosa vuoi segnalare."},
    )
    contatto = forms.EmailField(
        label="La tua posta elettronica (facoltativa)",
        required=False,
        help_text="Soltanto se vuoi essere ricontattato: la risposta si legge comunque con il codice di ricevuta.",
        error_messages={"invalid": "Questo indirizzo non è completo: correggilo, oppure lascialo vuoto."},
    )

    def clean_servizio(self) -> str:
        return leggibile(self.cleaned_data["servizio"])

    def clean_testo(self) -> str:
        return leggibile(self.cleaned_data["testo"])

    @property
    def dati(self) -> dict[str, str]:
        return {nome: self.cleaned_data[nome] for nome in ("servizio", "testo", "contatto")}


# ---- nell'ente -------------------------------------------------------------------------------------------------


class QuestionarioForm(ModuloVersionato):
    class Meta:
        model = Questionario
        fields = ("servizio", "presentazione", "dal", "al")
        widgets = {"presentazione": forms.Textarea(attrs={"rows": 3})}


class RispostaForm(Modulo):
    fissi = frozenset()

    class Meta:
        model = Segnalazione
        fields = ("risposta",)
        widgets = {"risposta": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"risposta": "La leggerà chi ha il codice di ricevuta. Una volta inviata non si cambia."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["risposta"].required = True
