"""L'elenco degli obiettivi: le righe con ciò che si mostra, e i totali dei pesi di una selezione."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from obiettivi.letture.mancanze import con_mancanze
from obiettivi.letture.obiettivi import con_chi, obiettivi_visibili
from obiettivi.misura import Pesato, Totale, peso_effettivo, totali_per_scala
from obiettivi.models import Ciclo, Indicatore, Obiettivo
from obiettivi.voci import StatoObiettivo


def obiettivi_da_elencare(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi visibili con unità, assegnatari, mancanze e numero di indicatori: letture in numero fisso."""
    contati = Indicatore.objects.filter(obiettivo=OuterRef("pk")).order_by().values("obiettivo")
    quanti = Coalesce(Subquery(contati.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    return con_chi(con_mancanze(obiettivi_visibili(utente, ciclo))).annotate(n_indicatori=quanti)


def totali_dei_pesi(obiettivi: QuerySet[Obiettivo], ciclo: Ciclo) -> list[Totale]:
    """Un totale per scala, su tutta la selezione e non sulla sola pagina mostrata; un ritirato non pesa più."""
    pesano = obiettivi.exclude(stato=StatoObiettivo.RITIRATO).order_by()
    righe = pesano.values_list("peso", "strategicita", "complessita", "scala_peso", "prerequisito")
    return totali_per_scala(
        Pesato(
            peso_effettivo(metodo=ciclo.metodo_peso, peso=peso, strategicita=strategicita, complessita=complessita),
            scala or ciclo.scala_peso,
            prerequisito,
        )
        for peso, strategicita, complessita, scala, prerequisito in righe
    )
