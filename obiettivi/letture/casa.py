"""La casa: a che punto è il ciclo, che cosa tocca a chi guarda."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from enti.letture import in_vigore, incarichi_in_vigore, profilo
from enti.models import Ente, Incarico, Persona, Unita
from enti.voci import TipoGruppo
from obiettivi.letture.mancanze import MANCANZE, TipoMancanza, con_mancanze
from obiettivi.letture.obiettivi import obiettivi_visibili
from obiettivi.letture.pesi import Quadro, quadri_unita
from obiettivi.models import Assegnazione, Ciclo, Obiettivo, ObiettivoUnita
from obiettivi.voci import Livello, RuoloUnita, StatoObiettivo

PREAVVISO = timedelta(days=60)  # quanto prima si avvisa che un incarico finisce


@dataclass(frozen=True)
class Conteggio:
    """Quanti obiettivi sono così: il codice serve al filtro dell'elenco."""

    codice: str
    nome: str
    quanti: int


@dataclass(frozen=True)
class StatoDelCiclo:
    """La fotografia del ciclo per chi guarda: conta solo ciò che può vedere."""

    totale: int
    per_stato: list[Conteggio]
    per_livello: list[Conteggio]
    mancanze: list[tuple[TipoMancanza, int]]
    unita_senza: list[Unita]
    pesi_da_sistemare: list[Quadro]


def stato_del_ciclo(utente: Any, ciclo: Ciclo) -> StatoDelCiclo:
    conti = _conti(con_mancanze(obiettivi_visibili(utente, ciclo)))
    return StatoDelCiclo(
        totale=conti["totale"],
        per_stato=[Conteggio(s.value, str(s.label), conti[f"stato_{s}"]) for s in StatoObiettivo],
        per_livello=[Conteggio(v.value, str(v.label), conti[f"livello_{v}"]) for v in Livello],
        mancanze=[(tipo, conti[tipo.codice]) for tipo in MANCANZE if conti[tipo.codice]],
        unita_senza=unita_senza_obiettivi(ciclo),
        pesi_da_sistemare=[q for q in quadri_unita(utente, ciclo) if any(not t.quadra for t in q.totali)],
    )


def _conti(obiettivi: QuerySet[Obiettivo]) -> dict[str, int]:
    conti: dict[str, int] = obiettivi.order_by().aggregate(
        totale=Count("pk"),
        **{f"stato_{stato}": Count("pk", filter=Q(stato=stato)) for stato in StatoObiettivo},
        **{f"livello_{livello}": Count("pk", filter=Q(livello=livello)) for livello in Livello},
        **{tipo.codice: Count("pk", filter=Q(**{tipo.annotazione: True})) for tipo in MANCANZE},
    )
    return conti


def unita_senza_obiettivi(ciclo: Ciclo) -> list[Unita]:
    """Le unità di oggi in cui nessuno, né loro né chi sta sotto o sopra, ha un obiettivo in questo ciclo."""
    del_ciclo = ObiettivoUnita.objects.filter(obiettivo__ciclo=ciclo, unita=OuterRef("pk"))
    oggi = ExpressionWrapper(in_vigore(timezone.localdate()), BooleanField())
    tutte = list(Unita.objects.filter(ente=ciclo.ente_id).annotate(valida=oggi, coperta=Exists(del_ciclo)))
    padri = {unita.pk: unita.parent_id for unita in tutte}
    coperte = {unita.pk for unita in tutte if unita.coperta}
    sopra = {antenata for pk in coperte for antenata in _antenate(pk, padri)}
    return [u for u in tutte if u.valida and u.pk not in sopra and not coperte & {u.pk, *_antenate(u.pk, padri)}]


def _antenate(pk: int, padri: dict[int, int | None]) -> list[int]:
    antenate: list[int] = []
    while (padre := padri.get(pk)) is not None and padre not in antenate:
        antenate.append(padre)
        pk = padre
    return antenate


def delle_mie_unita(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi di cui risponde chi guarda, perché ne guida l'unità capofila."""
    mie = ObiettivoUnita.objects.filter(ruolo=RuoloUnita.CAPOFILA, unita__in=profilo(utente, ciclo.ente).unita_guidate)
    return con_mancanze(obiettivi_visibili(utente, ciclo).filter(pk__in=mie.values("obiettivo")))


def assegnati_a(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi assegnati alla persona, a un suo incarico, a un gruppo in cui è, o a tutto il personale."""
    suo = Q(persona__utente=utente) | Q(incarico__persona__utente=utente) | Q(gruppo__persone__utente=utente)
    if profilo(utente, ciclo.ente).dipendente:
        suo |= Q(gruppo__tipo=TipoGruppo.TUTTI)
    sue = Assegnazione.objects.filter(suo, obiettivo__ciclo=ciclo)
    return obiettivi_visibili(utente, ciclo).filter(pk__in=sue.values("obiettivo"))


def incarichi_in_scadenza(ente: Ente) -> QuerySet[Incarico]:
    """Gli incarichi di oggi che finiscono entro il preavviso."""
    oggi = timezone.localdate()
    return incarichi_in_vigore(ente, il=oggi).filter(al__lte=oggi + PREAVVISO).order_by("al")


def unita_guidate(utente: Any, ente: Ente) -> list[Unita]:
    """Le unità di cui l'utente è responsabile oggi, comprese quelle sotto."""
    return list(Unita.objects.with_tree_fields().filter(pk__in=profilo(utente, ente).unita_guidate))


@dataclass(frozen=True)
class Avvio:
    """Che cosa l'ente ha già messo dentro, prima di aprire il primo ciclo."""

    unita: bool
    persone: bool
    personale: bool
    linee: bool


def avvio_di(ente: Ente) -> Avvio:
    return Avvio(
        unita=ente.unita.exists(),
        persone=Persona.objects.filter(rapporti__ente=ente).exists(),
        personale=ente.personale.exists(),
        linee=ente.linee_mandato.exists(),
    )
