"""Una maschera con le sue righe: la versione è una sola, si salva tutto o niente."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from obiettivi.azioni.righe import Righe
from obiettivi.forms.righe import InsiemeRighe
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.moduli import ModuloVersionato


class FormConRighe(ModuloVersionato):
    """I campi dell'oggetto. Senza campi propri porta solo la versione."""

    fields: Any
    _errors: Any

    def righe(self) -> Righe:
        """Le righe che questi campi governano senza essere un insieme di righe (le classificazioni)."""
        return Righe()


class ModuloConRighe:
    """Una maschera con le sue righe: sono valide insieme e si salvano insieme."""

    def __init__(self, form: FormConRighe, insiemi: list[InsiemeRighe]) -> None:
        self.form, self.insiemi = form, insiemi

    @property
    def conflitto(self) -> Any:
        return self.form.conflitto

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(insieme.is_valid() for insieme in self.insiemi)])

    def righe(self) -> Righe:
        return sum((insieme.righe() for insieme in self.insiemi), self.form.righe())

    def taci(self) -> "ModuloConRighe":
        self.form._errors = ErrorDict()
        for insieme in self.insiemi:
            insieme.taci()
        return self

    def salva(self, azione: Callable[..., Any], oggetto: Any, *, utente: Any, parte: str) -> bool:
        """Scrive ciò che è cambiato. Falso se l'azione rifiuta: `conflitto`, o gli errori, dicono perché."""
        if not self.ha_cambiamenti():
            return True
        try:
            azione(
                oggetto,
                utente=utente,
                versione=self.form.cleaned_data["versione"],
                righe=self.righe(),
                parte=parte,
                **self.form.dati,
            )
        except ModificatoDaAltri as errore:
            self._mostra_conflitto(errore)
            return False
        except ValidationError as errore:
            self.form.add_error(None, errore)
            return False
        return True

    def ha_cambiamenti(self) -> bool:
        return bool(set(self.form.changed_data) - {"versione"} or self.righe())

    def _mostra_conflitto(self, errore: ModificatoDaAltri) -> None:
        self.form._mostra_conflitto(errore.attuale)
        for insieme in self.insiemi:
            tue = ", ".join(str(f.instance) for f in insieme._scritte())
            attuali = ", ".join(str(riga) for riga in insieme.presenti)
            if tue != attuali:
                self.form.conflitto.append((insieme.titolo, tue, attuali))
