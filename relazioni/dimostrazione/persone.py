"""Chi vive la dimostrazione: un utente per ruolo può entrare; tutti gli altri hanno l'accesso sospeso."""

from django.contrib.auth.hashers import make_password

from enti.models import Persona, Utente
from enti.ruoli import RUOLI
from enti.voci import TipoIncarico

PAROLA = "dimostrazione-2026"  # pubblica: apre solo dati dimostrativi
DOMINIO = "esempio.test"  # il dominio .test non esiste (RFC 2606)


def posta(codice: str) -> str:
    """«ufficio.personale@esempio.test»: l'indirizzo di chi, nel Comune di Esempio, ha quel ruolo."""
    return f"{codice.replace('_', '.')}@{DOMINIO}"


def con_incarico(tipo: TipoIncarico) -> Utente:
    """L'utente che, nel Comune di Esempio, ha quel ruolo."""
    return Utente.objects.get(email=posta(tipo))


def crea_gli_accessi() -> None:
    """Ciascuno ha compiuto i suoi passi con il suo nome; la parola d'ordine l'hanno soltanto gli utenti dei ruoli."""
    parola, di_ruolo = make_password(PAROLA), {posta(ruolo.codice) for ruolo in RUOLI}
    for persona in Persona.objects.filter(email__endswith=f"@{DOMINIO}", utente__isnull=True):
        entra = persona.email in di_ruolo
        persona.utente = Utente.objects.create(
            email=persona.email,
            first_name=persona.nome,
            last_name=persona.cognome,
            password=parola if entra else make_password(None),
            is_active=entra,
        )
        persona.save(update_fields=["utente"])
