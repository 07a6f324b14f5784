"""Le maschere della stanza, un file per nome."""

from relazioni.forms.testi import NuovaParteForm, ParteForm

__all__ = ["NuovaParteForm", "ParteForm"]
