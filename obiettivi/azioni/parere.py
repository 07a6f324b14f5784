"""Il parere dell'organismo di valutazione: si dà, non si cambia; se ne può dare un altro."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.azioni import scrivi_atto
from enti.models import Atto
from enti.voci import Organo, TipoIncarico
from obiettivi.letture.percorso import in_qualita_di
from obiettivi.models import Ciclo, Parere, Variazione
from obiettivi.permessi import ha_uno_di, puo_dare_parere
from piao.base.permessi import richiedi
from piao.base.registro import annota


@transaction.atomic
def dai_parere(
    ciclo: Ciclo,
    *,
    utente: Any,
    verbale: dict[str, Any] | None = None,
    variazione: Variazione | None = None,
    permesso: bool | None = None,
    **campi: Any,
) -> Parere:
    """Registra un parere (`esito`, `dato_il`, `osservazioni`, `lista`) con il suo verbale, se c'è.

    Chi non è dell'organismo lo trascrive, e allora il verbale serve. `permesso` lo decide chi chiama quando il parere
    è su una variazione. Solleva ValidationError con frasi per chi scrive.
    """
    richiedi(puo_dare_parere(utente, ciclo) if permesso is None else permesso)
    if campi["dato_il"] > timezone.localdate():
        raise ValidationError({"dato_il": "Il parere non può avere una data futura."})
    del_nucleo = ha_uno_di(utente, ciclo.ente, (TipoIncarico.NUCLEO,))
    if not del_nucleo and not verbale:
        raise ValidationError({"verbale_numero": "Per trascrivere un parere serve il verbale da cui lo si prende."})
    parere = Parere(
        ciclo=ciclo,
        variazione=variazione,
        chi=utente,
        ruolo=in_qualita_di(utente, ciclo.ente, (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO)),
        trascritto=not del_nucleo,
        verbale=_verbale(ciclo, verbale, utente) if verbale else None,
        **campi,
    )
    parere.full_clean()
    parere.save()
    annota("dà il parere" if del_nucleo else "trascrive il parere", parere, chi=utente, ente=ciclo.ente)
    return parere


def _verbale(ciclo: Ciclo, dati: dict[str, Any], utente: Any) -> Atto:
    atto = Atto(ente=ciclo.ente, organo=Organo.NUCLEO, oggetto=f"Parere sul Piano della performance {ciclo.triennio}")
    return scrivi_atto(atto, utente=utente, **dati)
