"""La storia di un obiettivo: la sua, quella delle sue righe (anche tolte), e i passi del registro."""

from obiettivi.models import Assegnazione, Fase, Indicatore, Obiettivo, ObiettivoUnita, Risorsa, Target
from piao.base.storia import Passo, eventi_in_storia, storia_delle_righe, storia_di

RIGHE = (ObiettivoUnita, Assegnazione, Indicatore, Fase, Risorsa)


def storia_dell_obiettivo(obiettivo: Obiettivo) -> list[Passo]:
    """Dal più recente: un numero fisso di letture."""
    passi = storia_di(obiettivo) + eventi_in_storia(obiettivo)
    for modello in RIGHE:
        passi += storia_delle_righe(modello, obiettivo_id=obiettivo.pk)
    indicatori = Indicatore.history.filter(obiettivo_id=obiettivo.pk).values("id")
    passi += storia_delle_righe(Target, indicatore_id__in=indicatori)
    return sorted(passi, key=lambda passo: passo.quando, reverse=True)
