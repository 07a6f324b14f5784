"""I modelli della stanza: ciò che esce dall'ente, un file per nome di dominio."""

from relazioni.models.documenti import FormatoAtto, ModelloAtto, Produzione, Sezione, TipoAtto, TipoDocumento
from relazioni.models.partecipazione import Questionario, Risposta, Segnalazione
from relazioni.models.relazione import Impiego, Relazione, Validazione, VersioneRelazione
from relazioni.models.trasparenza import Pubblicazione, TipoPubblicazione, Trasparenza

__all__ = [
    "FormatoAtto",
    "Impiego",
    "ModelloAtto",
    "Produzione",
    "Pubblicazione",
    "Questionario",
    "Relazione",
    "Risposta",
    "Segnalazione",
    "Sezione",
    "TipoAtto",
    "TipoDocumento",
    "TipoPubblicazione",
    "Trasparenza",
    "Validazione",
    "VersioneRelazione",
]
