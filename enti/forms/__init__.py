"""Le maschere della stanza: leggono ciò che è scritto, le regole stanno nelle azioni."""

from enti.forms.atti import AttoForm
from enti.forms.avvisi import PreferenzaAvvisiForm
from enti.forms.contesto import PersonaleForm, PopolazioneForm, RigheFormSet
from enti.forms.ente import AppartenenzaForm, EnteForm, LivelliFormSet, StemmaForm
from enti.forms.persone import (
    ChiudiIncaricoForm,
    GruppoForm,
    IncaricoForm,
    NuovaPersonaForm,
    PasswordForm,
    PersonaForm,
    RapportoForm,
)
from enti.forms.unita import ChiudiUnitaForm, NuovaUnitaForm, SpostaUnitaForm, UnitaForm

__all__ = [
    "AppartenenzaForm",
    "AttoForm",
    "ChiudiIncaricoForm",
    "ChiudiUnitaForm",
    "EnteForm",
    "GruppoForm",
    "IncaricoForm",
    "LivelliFormSet",
    "NuovaPersonaForm",
    "NuovaUnitaForm",
    "PasswordForm",
    "PersonaForm",
    "PersonaleForm",
    "PopolazioneForm",
    "PreferenzaAvvisiForm",
    "RapportoForm",
    "RigheFormSet",
    "SpostaUnitaForm",
    "StemmaForm",
    "UnitaForm",
]
