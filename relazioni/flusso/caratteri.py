"""I caratteri che il PDF non sa disegnare, ciascuno con la pagina in cui si toglie."""

from urllib.parse import urlencode

from django.urls import reverse

from obiettivi.models import Ciclo
from piao.base.flusso import Mancanza
from relazioni.contenuto.caratteri import NonStampabili, caratteri_non_stampabili
from relazioni.contenuto.tipi import Composto

TESTO_DEL_PIANO, TESTO_DELLA_RELAZIONE = "relazioni:parte", "relazioni:parte_relazione"


def da_togliere(ciclo: Ciclo, composto: Composto, testo: str = TESTO_DEL_PIANO) -> list[Mancanza]:
    """Una frase per ogni posto del documento che ne contiene. `testo` è la pagina in cui se ne scrivono le parti."""
    return [Mancanza(luogo.frase, _pagina(ciclo, luogo, testo)) for luogo in caratteri_non_stampabili(composto)]


def _pagina(ciclo: Ciclo, luogo: NonStampabili, testo: str) -> str:
    """Il testo, l'elenco ridotto a quell'obiettivo, altrimenti l'ente."""
    dove = [ciclo.ente.slug, ciclo.anno]
    if luogo.parte:
        return reverse(testo, args=[*dove, luogo.parte])
    if luogo.obiettivo:
        return f"{reverse('obiettivi:elenco', args=dove)}?{urlencode({'cerca': luogo.obiettivo})}"
    return reverse("enti:ente", args=dove[:1])
