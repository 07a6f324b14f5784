"""Tutto il ciclo, quel giorno."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from enti import parametri
from obiettivi.controlli.fascicolo.chi import Consultazione, Ente, Incarico, Persona, Unita
from obiettivi.controlli.fascicolo.ciclo import Ciclo, FaseCiclo, Nota, Risorsa, Schede, Variazione
from obiettivi.controlli.fascicolo.obiettivo import Obiettivo
from obiettivi.controlli.fascicolo.testi import Documento, Testo

NASCITA = date(2009, 11, 15)  # il D.Lgs. 150/2009 è in vigore: prima non c'era un Piano della performance


@dataclass(frozen=True)
class Fascicolo:
    """Tutto il ciclo, quel giorno. `testi`, `documento`, `schede` None: chi lo ha riempito non li conosce.

    `parziale`: c'è un obiettivo solo, quindi non si contano gli altri.
    """

    ente: Ente
    ciclo: Ciclo
    oggi: date
    obiettivi: tuple[Obiettivo, ...] = ()
    unita: tuple[Unita, ...] = ()
    incarichi: tuple[Incarico, ...] = ()
    persone: tuple[Persona, ...] = ()
    dipendenti: frozenset[int] = frozenset()
    risorse: tuple[Risorsa, ...] = ()
    fasi_ciclo: tuple[FaseCiclo, ...] = ()
    variazioni: tuple[Variazione, ...] = ()
    consultazioni: tuple[Consultazione, ...] = ()
    note: tuple[Nota, ...] = ()
    testi: tuple[Testo, ...] | None = None
    documento: Documento | None = None
    schede: Schede | None = None
    parziale: bool = False

    @property
    def data(self) -> date:
        """Il giorno a cui si guarda il Piano: quello dell'approvazione o, finché non c'è, oggi."""
        return self.ciclo.approvato_il or self.oggi

    @cached_property
    def il(self) -> date:
        """Il giorno di cui valgono le norme: quello del Piano, ma dentro l'anno del ciclo (e dal D.Lgs. 150 in
        poi)."""
        anno = self.ciclo.anno
        return max(min(max(self.data, date(anno, 1, 1)), date(anno, 12, 31)), NASCITA)

    @cached_property
    def operativi(self) -> tuple[Obiettivo, ...]:
        return tuple(obiettivo for obiettivo in self.obiettivi if obiettivo.operativo)

    @cached_property
    def strategici(self) -> tuple[Obiettivo, ...]:
        return tuple(obiettivo for obiettivo in self.obiettivi if not obiettivo.operativo)

    @cached_property
    def in_vigore(self) -> tuple[Incarico, ...]:
        """Gli incarichi validi il giorno a cui si guarda il Piano."""
        return tuple(incarico for incarico in self.incarichi if incarico.vale(self.data))

    @cached_property
    def padri(self) -> dict[int, int | None]:
        return {unita.pk: unita.padre for unita in self.unita}

    def antenate(self, unita: int) -> tuple[int, ...]:
        """L'unità e quelle sopra di lei."""
        catena: list[int] = []
        corrente: int | None = unita
        while corrente is not None and corrente not in catena:
            catena.append(corrente)
            corrente = self.padri.get(corrente)
        return tuple(catena)

    def numero(self, codice: str) -> Decimal:
        """Il parametro in vigore. Solleva ParametroAssente se la norma non c'era."""
        return parametri.valore(codice, self.il).numero

    def giorno(self, codice: str, anno: int | None = None) -> date:
        return parametri.valore(codice, self.il).nel(anno or self.ciclo.anno)

    def giorno_se_vige(self, codice: str, anno: int) -> date | None:
        """Il giorno di un anno fissato dal parametro, se quel giorno la norma è in vigore: come nel calendario."""
        return parametri.giorno_nell_anno(codice, anno)

    def vige(self, codice: str) -> bool:
        return parametri.vige(codice, self.il)

    def verso(self, pagina: str, *argomenti: object) -> str:
        """L'indirizzo di una pagina dell'ente."""
        return reverse(pagina, args=[self.ente.slug, *argomenti])
