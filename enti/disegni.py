"""I disegni della stanza: gli stessi in pagina e nei documenti."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from enti.letture import Ramo, nodi
from enti.misura import Abitanti
from enti.models import Ente
from piao.base.grafici import Serie, colonne, organigramma


def disegno_organigramma(ente: Ente, rami: Sequence[Ramo]) -> SafeString:
    return organigramma(nodi(rami, ente), prefisso="organigramma", titolo=f"Organigramma – {ente}")


def disegno_popolazione(serie: Sequence[Abitanti]) -> SafeString | None:
    """La popolazione nel tempo; con meno di due date non c'è nulla da disegnare."""
    if len(serie) < 2:
        return None
    per_genere = all(abitanti.maschi is not None and abitanti.femmine is not None for abitanti in serie)
    return colonne(
        [f"{abitanti.alla_data:%d/%m/%Y}" for abitanti in serie],
        _per_genere(serie) if per_genere else [Serie("Abitanti", [Decimal(a.totale) for a in serie])],
        prefisso="popolazione",
        titolo="Popolazione residente",
        impilate=per_genere,
    )


def _per_genere(serie: Sequence[Abitanti]) -> list[Serie]:
    return [
        Serie("Femmine", [Decimal(abitanti.femmine or 0) for abitanti in serie]),
        Serie("Maschi", [Decimal(abitanti.maschi or 0) for abitanti in serie]),
    ]
