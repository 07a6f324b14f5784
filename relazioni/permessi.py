"""Chi può fare cosa nella stanza `relazioni`. Solo domande con risposta sì o no."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from obiettivi.permessi import ha_uno_di
from relazioni.letture import relazione_di
from relazioni.models import Relazione, TipoDocumento
from relazioni.voci import StatoRelazione


def puo_vedere_documenti(utente: Any, ciclo: Ciclo) -> bool:
    """Il Piano in preparazione lo legge chi lo segue; quello approvato tutti."""
    chi = profilo(utente, ciclo.ente)
    if ciclo.concluso:
        return chi.appartiene
    return chi.segue_la_preparazione


def puo_scrivere_testi(utente: Any, ciclo: Ciclo, documento: str = TipoDocumento.PIANO) -> bool:
    """Le parti discorsive le scrive il segretario, finché il Piano (o la Relazione) non è approvato."""
    if not profilo(utente, ciclo.ente).segretario:
        return False
    if documento == TipoDocumento.PIANO:
        return ciclo.in_preparazione
    relazione = relazione_di(ciclo)
    return relazione is not None and relazione.in_bozza


def puo_produrre_documenti(utente: Any, ciclo: Ciclo) -> bool:
    return profilo(utente, ciclo.ente).segretario


def puo_vedere_regole(utente: Any, ente: Ente) -> bool:
    """Il catalogo dei controlli, e come l'ente li ha regolati: chi segue la preparazione del Piano."""
    return profilo(utente, ente).segue_la_preparazione


def puo_preparare_atti(utente: Any, ente: Ente) -> bool:
    """Le bozze della proposta e della delibera, e i modelli da cui nascono."""
    return profilo(utente, ente).segretario


def puo_vedere_versioni(utente: Any, ciclo: Ciclo) -> bool:
    """Ciò che la Giunta ha approvato lo legge tutto l'ente; se ancora non c'è nulla, chi segue la preparazione."""
    chi = profilo(utente, ciclo.ente)
    return chi.segue_la_preparazione or (chi.appartiene and (ciclo.concluso or ciclo.versioni.exists()))


# ---- la Relazione --------------------------------------------------------------------------------------------


def puo_aprire_relazione(utente: Any, ciclo: Ciclo) -> bool:
    """Si comincia quando il Piano è approvato: la Relazione è il suo specchio."""
    return ciclo.concluso and profilo(utente, ciclo.ente).segretario


def puo_vedere_relazione(utente: Any, ciclo: Ciclo) -> bool:
    """In preparazione la legge chi segue il ciclo; approvata, tutto l'ente."""
    chi = profilo(utente, ciclo.ente)
    if not chi.appartiene or chi.segue_la_preparazione:
        return chi.appartiene
    relazione = relazione_di(ciclo)
    return relazione is not None and relazione.approvata


def puo_attendere_relazione(utente: Any, ciclo: Ciclo) -> bool:
    """Che una Relazione ci sarà, e che non è ancora approvata, lo sa chiunque lavora nell'ente."""
    return profilo(utente, ciclo.ente).appartiene


def puo_scrivere_fatti(utente: Any, relazione: Relazione) -> bool:
    """I fatti dell'anno li scrive il segretario, finché la Giunta non l'approva."""
    return relazione.in_bozza and profilo(utente, relazione.ente).segretario


def puo_validare_relazione(utente: Any, relazione: Relazione) -> bool:
    """Valida l'organismo di valutazione; il segretario può trascriverne il verbale."""
    in_attesa = relazione.stato == StatoRelazione.APPROVATA
    return in_attesa and ha_uno_di(utente, relazione.ente, (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO))


def puo_leggere_riservate(utente: Any, ente: Ente) -> bool:
    """Le osservazioni riservate del verbale: l'organismo, il segretario, il sindaco."""
    return ha_uno_di(utente, ente, (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO))


def puo_vedere_controlli_relazione(utente: Any, ciclo: Ciclo) -> bool:
    return profilo(utente, ciclo.ente).segue_la_preparazione


def puo_motivare_nella_relazione(utente: Any, relazione: Relazione) -> bool:
    """I rilievi che restano li motiva il segretario, prima di portarla in Giunta."""
    return relazione.in_bozza and profilo(utente, relazione.ente).segretario


# ---- amministrazione trasparente -----------------------------------------------------------------------------


def puo_vedere_pubblicazioni(utente: Any, ente: Ente) -> bool:
    """Che cosa è pubblicato, che cosa manca, da quando: chi segue la preparazione del Piano."""
    return profilo(utente, ente).segue_la_preparazione


def puo_pubblicare(utente: Any, ente: Ente) -> bool:
    """Pubblica e ritira il segretario, o il responsabile della trasparenza (D.Lgs. 33/2013, art. 43)."""
    chi = profilo(utente, ente)
    return chi.segretario or TipoIncarico.RPCT in chi.incarichi


def puo_leggere_segnalazioni(utente: Any, ente: Ente) -> bool:
    """Le segnalazioni dei cittadini: l'organismo di valutazione e il responsabile della trasparenza."""
    return bool(profilo(utente, ente).incarichi & {TipoIncarico.NUCLEO, TipoIncarico.RPCT})


def puo_rispondere_alle_segnalazioni(utente: Any, ente: Ente) -> bool:
    return TipoIncarico.NUCLEO in profilo(utente, ente).incarichi
