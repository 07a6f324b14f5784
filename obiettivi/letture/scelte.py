"""Ciò fra cui si sceglie nelle maschere: letto una volta per pagina, qualunque sia il numero delle righe."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from enti.letture import in_vigore
from enti.models import Ente, Gruppo, Incarico, Persona, Unita
from enti.voci import GUIDANO_UNITA, TipoIncarico
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import Livello

Destinatario = Persona | Incarico | Gruppo


def unita_in_ordine(ente: Ente) -> list[Unita]:
    """Le unità nell'ordine dell'organigramma; `tree_depth` dice quanto sono in basso."""
    return list(Unita.objects.with_tree_fields().filter(ente=ente))


def rientrata(unita: Unita) -> str:
    """Il nome dell'unità, spostato a destra quanto è in basso: così si legge in un elenco a discesa."""
    rientro: str = "\u2003" * unita.tree_depth
    return rientro + str(unita)


def destinatari(ciclo: Ciclo) -> dict[str, Iterable[Destinatario]]:
    """A chi si può assegnare un obiettivo: incarichi validi nell'anno, gruppi, persone dell'ente."""
    ente = ciclo.ente
    nell_anno = in_vigore_nell_anno(ciclo.anno)
    incaricati = GUIDANO_UNITA | {TipoIncarico.SEGRETARIO}
    persone = Persona.objects.filter(Q(rapporti__ente=ente) | Q(incarichi__ente=ente, incarichi__tipo__in=incaricati))
    return {
        "Incarichi": Incarico.objects.filter(nell_anno, ente=ente, tipo__in=incaricati).select_related(
            "unita", "persona"
        ),
        "Gruppi": Gruppo.objects.filter(ente=ente),
        "Persone": persone.distinct(),
    }


def in_vigore_nell_anno(anno: int) -> Q:
    """Le righe con `dal`/`al` che toccano almeno un giorno dell'anno."""
    return in_vigore(date(anno, 1, 1)) | Q(dal__year=anno)


def padri_possibili(obiettivo: Obiettivo) -> list[Obiettivo]:
    """Gli strategici dello stesso ciclo, esclusi l'obiettivo e chi ne discende: così l'albero non fa anelli.

    Per una copia di lavoro, «l'obiettivo» è anche quello del Piano da cui è nata.
    """
    strategici = list(Obiettivo.objects.filter(ciclo=obiettivo.ciclo_id, livello=Livello.STRATEGICO))
    esclusi = {obiettivo.pk, *(o.pk for o in strategici if o.identificativo == obiettivo.identificativo)}
    while nuovi := {o.pk for o in strategici if o.padre_id in esclusi} - esclusi:
        esclusi |= nuovi
    return [o for o in strategici if o.pk not in esclusi]
