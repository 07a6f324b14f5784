"""Quando una persona vuole ricevere la posta."""

from django import forms

from enti.forms.comune import aspetto
from piao.base.models import PreferenzaAvvisi
from piao.base.moduli import Modulo


class PreferenzaAvvisiForm(Modulo):
    class Meta:
        model = PreferenzaAvvisi
        fields = ("posta", "urgenti_subito")
        widgets = {"posta": forms.RadioSelect}
        labels = {"posta": "Il riassunto per posta", "urgenti_subito": "Gli avvisi urgenti subito"}
        help_texts = {
            "posta": "Un messaggio solo, con tutto ciò che è nuovo.",
            "urgenti_subito": "Per esempio un obiettivo restituito o un termine di legge che scade.",
        }

    helper = aspetto(("", ["posta"]), ("", ["urgenti_subito"]))
