"""Le variazioni approvate nell'anno, con i loro atti: che cosa è cambiato del Piano, e perché."""

from obiettivi.models import Ciclo, RigaVariazione, Variazione
from obiettivi.voci import StatoVariazione
from relazioni.contenuto.tipi import DatiVariazione, ObiettivoVariato


def variazioni_approvate(ciclo: Ciclo) -> tuple[DatiVariazione, ...]:
    """Nell'ordine in cui la Giunta le ha approvate."""
    approvate = Variazione.objects.filter(ciclo=ciclo, stato=StatoVariazione.APPROVATA)
    righe = approvate.select_related("atto").prefetch_related("righe__obiettivo").order_by("atto__data", "numero")
    return tuple(_variazione(variazione) for variazione in righe)


def _variazione(variazione: Variazione) -> DatiVariazione:
    return DatiVariazione(
        numero=variazione.numero,
        titolo=variazione.titolo,
        motivo=variazione.motivo,
        causa=variazione.get_causa_display(),
        atto=variazione.atto.estremi or variazione.atto.oggetto if variazione.atto else "",
        obiettivi=tuple(_obiettivo(riga) for riga in variazione.righe.all()),
    )


def _obiettivo(riga: RigaVariazione) -> ObiettivoVariato:
    return ObiettivoVariato(riga.get_tipo_display(), str(riga.obiettivo), riga.nota)
