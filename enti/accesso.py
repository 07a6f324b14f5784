"""Come si entra: registrazione chiusa, si arriva solo con un invito (o dall'accesso esterno già collegato)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AdattatoreAccesso(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        """Nessuno si registra da sé: l'utente nasce dall'invito."""
        return False


class AdattatoreAccessoEsterno(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        """Anche da OIDC e SAML entra solo chi esiste già."""
        return False
