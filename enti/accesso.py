"""Come si entra: con un invito, o dall'accesso esterno di chi è già conosciuto. La registrazione è chiusa."""

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

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """L'identità esterna si riconosce dall'indirizzo, ma solo se chi la dà lo dichiara verificato.

        Degli indirizzi non verificati allauth non chiede nemmeno: qui arrivano soltanto gli altri.
        """
        return True
