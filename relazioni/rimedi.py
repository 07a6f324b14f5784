"""I controlli dal posto di chi guarda: che cosa vede, che cosa motiva, dove rimedia (mai a una porta chiusa)."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from enti.permessi import puo_gestire_ente, puo_gestire_persone, puo_vedere_persone
from obiettivi.controlli.quadro import Quadro, Sguardo, quadro_di
from obiettivi.letture.controlli import OBIETTIVO, Orizzonte, orizzonte_di
from obiettivi.models import Ciclo
from obiettivi.permessi import (
    puo_creare_obiettivo,
    puo_gestire_ciclo,
    puo_modificare_obiettivo,
    puo_motivare_rilievi,
    puo_motivare_sull_obiettivo,
)
from piao.base.controlli import Rilievo
from relazioni.controlli import esamina_piano
from relazioni.controlli.relazione import PER_CODICE, esamina_relazione
from relazioni.models import Relazione
from relazioni.permessi import puo_motivare_nella_relazione, puo_scrivere_fatti, puo_scrivere_testi

APERTE = frozenset(
    {
        "enti:unita",
        "obiettivi:ciclo",
        "obiettivi:elenco",
        "obiettivi:libreria",
        "obiettivi:pesi",
        "obiettivi:pesi_di",
        "relazioni:documenti",
    }
)
DELL_OBIETTIVO = frozenset({"obiettivi:modifica", "obiettivi:indicatore", "obiettivi:scheda"})
DELL_ENTE: dict[str, Callable[[Any, Any], bool]] = {
    "enti:modifica_atto": puo_gestire_ente,
    "enti:modifica_ente": puo_gestire_ente,
    "enti:modifica_incarico": puo_gestire_persone,
    "enti:persone": puo_vedere_persone,
}
DEL_CICLO: dict[str, Callable[[Any, Any], bool]] = {
    "obiettivi:nuovo": puo_creare_obiettivo,
    "relazioni:parte": puo_scrivere_testi,
}


def quadro_visto_da(utente: Any, ciclo: Ciclo) -> tuple[Quadro, Orizzonte]:
    """Il quadro per chi guarda, e ciò che vede."""
    orizzonte = orizzonte_di(utente, ciclo)

    def motiva(rilievo: Rilievo) -> bool:
        obiettivo = orizzonte.obiettivi.get(rilievo.oggetto.radice)
        suo = obiettivo is not None and puo_motivare_sull_obiettivo(utente, obiettivo)
        return suo or puo_motivare_rilievi(utente, ciclo)

    sguardo = Sguardo(orizzonte, motiva, porta_per(utente, ciclo, orizzonte))
    return quadro_di(esamina_piano(ciclo), ciclo, sguardo), orizzonte


def quadro_della_relazione(utente: Any, riga: Relazione) -> Quadro:
    """Chi guarda motiva gli errori se conduce; i rimedi portano soltanto a pagine in cui può entrare."""
    motiva, scrive = puo_motivare_nella_relazione(utente, riga), puo_scrivere_fatti(utente, riga)

    def porta(rilievo: Rilievo) -> str:
        return rilievo.collegamento if scrive or "/relazione/" not in rilievo.collegamento else ""

    sguardo = Sguardo(None, lambda rilievo: motiva, porta)
    return quadro_di(esamina_relazione(riga), riga.ciclo, sguardo, PER_CODICE)


def porta_per(utente: Any, ciclo: Ciclo, orizzonte: Orizzonte) -> Callable[[Rilievo], str]:
    """Dà l'indirizzo dove chi guarda rimedia a un rilievo; se non può scriverlo, l'obiettivo da leggere; o nulla."""
    entra = cache(lambda nome: _entra(utente, ciclo, nome))

    def porta(rilievo: Rilievo) -> str:
        trovata = _vista(rilievo.collegamento)
        if trovata is None:
            return ""
        if trovata.view_name in DELL_OBIETTIVO:
            return _all_obiettivo(utente, orizzonte, trovata.kwargs["pk"], rilievo.collegamento)
        return rilievo.collegamento if entra(trovata.view_name) else ""

    return porta


def _vista(collegamento: str) -> Any:
    try:
        return resolve(urlsplit(collegamento).path)
    except Resolver404:
        return None


def _entra(utente: Any, ciclo: Ciclo, nome: str) -> bool:
    """Di una pagina che non conosciamo si apre la porta soltanto a chi conduce il ciclo."""
    if nome in APERTE:
        return True
    if nome in DELL_ENTE:
        return DELL_ENTE[nome](utente, ciclo.ente)
    permesso: Callable[[Any, Any], bool] = DEL_CICLO.get(nome, puo_gestire_ciclo)
    return permesso(utente, ciclo)


def _all_obiettivo(utente: Any, orizzonte: Orizzonte, pk: int, collegamento: str) -> str:
    obiettivo = orizzonte.obiettivi.get(f"{OBIETTIVO}{pk}")
    if obiettivo is None:
        return ""
    if puo_modificare_obiettivo(utente, obiettivo):
        return collegamento
    return reverse("obiettivi:scheda", args=[obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, pk])
