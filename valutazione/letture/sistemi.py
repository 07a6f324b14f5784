"""I sistemi di valutazione di un ente: quale vale un giorno, quali si vedono, che cosa hanno dentro."""

from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from enti.letture import profilo
from enti.models import Ente
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from valutazione.models import Componente, LivelloScala, Sistema, TipoScheda
from valutazione.voci import StatoSistema

VEDONO_LE_BOZZE = frozenset(
    {TipoIncarico.SEGRETARIO, TipoIncarico.UFFICIO_PERSONALE, TipoIncarico.NUCLEO, TipoIncarico.SINDACO}
)


def sistemi_visibili(utente: Any, ente: Ente) -> QuerySet[Sistema]:
    """Gli adottati li legge chiunque lavori nell'ente; le bozze chi le compone o le esamina."""
    chi = profilo(utente, ente)
    sistemi = Sistema.objects.filter(ente=ente).select_related("ente", "atto", "sostituisce")
    if not chi.appartiene:
        return sistemi.none()
    return sistemi if chi.incarichi & VEDONO_LE_BOZZE else sistemi.filter(stato=StatoSistema.ADOTTATO)


def tipi_visibili(utente: Any, ente: Ente) -> QuerySet[TipoScheda]:
    """I tipi di scheda dei sistemi che si vedono, con ciò che una loro pagina mostra."""
    return con_albero(TipoScheda.objects.filter(sistema__in=sistemi_visibili(utente, ente).order_by()))


def con_albero(tipi: QuerySet[TipoScheda]) -> QuerySet[TipoScheda]:
    """I tipi con componenti, scale e livelli: poche letture, quanti che siano."""
    componenti = Componente.objects.select_related("scala").prefetch_related(
        Prefetch("scala__livelli", LivelloScala.objects.order_by("ordine", "pk"))
    )
    return tipi.select_related("sistema__ente").prefetch_related(Prefetch("componenti", componenti))


def sistema_in_vigore(ente: Ente, il: date) -> Sistema | None:
    """Il sistema adottato che vale quel giorno."""
    vale = Q(dal__lte=il) & (Q(al__isnull=True) | Q(al__gte=il))
    return ente.sistemi.filter(vale, stato=StatoSistema.ADOTTATO).order_by("-dal", "-numero").first()


def con_parti(sistemi: QuerySet[Sistema]) -> QuerySet[Sistema]:
    """I sistemi con tipi, fasi, scale e livelli: ciò che mostra la pagina di uno."""
    return sistemi.prefetch_related("tipi", "fasi", "scale__livelli")


def con_conti(sistemi: QuerySet[Sistema]) -> QuerySet[Sistema]:
    """Quante schede hanno usato ogni sistema, e quanti tipi ha."""
    return sistemi.annotate(
        n_tipi=Count("tipi", distinct=True),
        n_schede=Count("tipi__schede", distinct=True),
    )


def usato(sistema: Sistema) -> bool:
    """Almeno una scheda è nata da questo sistema: non cambia più."""
    return sistema.tipi.filter(schede__isnull=False).exists()


def cicli_che_pesano_diversamente(sistema: Sistema) -> list[Ciclo]:
    """I cicli in cui gli obiettivi si pesano in un modo che il sistema non prevede."""
    if not sistema.metodo_peso:
        return []
    cicli = Ciclo.objects.filter(ente=sistema.ente).exclude(metodo_peso=sistema.metodo_peso)
    if sistema.dal:
        cicli = cicli.filter(anno__gte=sistema.dal.year)
    return list(cicli.order_by("-anno")[:1])
