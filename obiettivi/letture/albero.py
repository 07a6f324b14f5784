"""L'albero della performance: dalle linee di mandato agli obiettivi, oppure dalle unità agli obiettivi.

Una lettura porta tutti gli obiettivi visibili; i rami, i filtri e i conteggi si fanno su quella, in memoria.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enti.letture import con_discendenti
from enti.models import Unita
from obiettivi.letture.cicli import linee_di
from obiettivi.letture.obiettivi import obiettivi_visibili
from obiettivi.letture.pesi import in_parole, peso_di, scala_di
from obiettivi.models import Ciclo, Obiettivo, ObiettivoUnita
from obiettivi.voci import Livello, TipoClassificazione

PER_LINEE, PER_UNITA = "linee", "unita"
SENZA_LINEA = "Senza linea di mandato"
SENZA_COLLEGAMENTO = "Senza collegamento"
SENZA_UNITA = "Senza unità"
CAMPI = (
    "ciclo",
    "codice",
    "titolo",
    "descrizione",
    "livello",
    "stato",
    "prerequisito",
    "padre",
    "padre_certo",
    "linea_mandato",
    "ordine",
    "peso",
    "scala_peso",
    "strategicita",
    "complessita",
)


@dataclass(frozen=True)
class Ramo:
    """Un nodo dell'albero: un titolo (linea, unità, gruppo) oppure un obiettivo, con ciò che ne discende.

    `trovato` è falso per un antenato mostrato solo per dare il percorso a chi filtra.
    """

    chiave: str
    titolo: str
    obiettivo: Obiettivo | None = None
    figli: tuple["Ramo", ...] = ()
    peso: str = ""
    ruolo: str = ""
    trovato: bool = True

    @property
    def quanti(self) -> int:
        """Gli obiettivi diversi in questo ramo, lui compreso: un trasversale conta una volta sola."""
        return len({ramo.obiettivo.pk for ramo in self.discendenza() if ramo.obiettivo and ramo.trovato})

    @property
    def incerto(self) -> bool:
        """Il documento di origine non dice da dove discende: il collegamento è stato dedotto."""
        return self.obiettivo is not None and self.obiettivo.padre_id is not None and not self.obiettivo.padre_certo

    def discendenza(self) -> Iterator["Ramo"]:
        yield self
        for figlio in self.figli:
            yield from figlio.discendenza()


@dataclass(frozen=True)
class Filtro:
    """Che cosa si cerca nell'albero. Un campo vuoto non limita."""

    testo: str = ""
    unita: frozenset[int] = frozenset()
    livello: str = ""
    stato: str = ""
    tema: str = ""

    def __bool__(self) -> bool:
        return bool(self.testo or self.unita or self.livello or self.stato or self.tema)

    def accetta(self, obiettivo: Obiettivo) -> bool:
        return (
            self.livello in ("", obiettivo.livello)
            and self.stato in ("", obiettivo.stato)
            and self._testo_in(f"{obiettivo.codice} {obiettivo.titolo} {obiettivo.descrizione}".casefold())
            and (not self.unita or any(legame.unita_id in self.unita for legame in obiettivo.unita_collegate.all()))
            and (not self.tema or _ha_tema(obiettivo, self.tema))
        )

    def _testo_in(self, testo: str) -> bool:
        return all(parola in testo for parola in self.testo.casefold().split())


@dataclass(frozen=True)
class Albero:
    """L'albero pronto da mostrare, con i numeri che lo riassumono."""

    rami: tuple[Ramo, ...]
    totale: int
    trovati: int
    per_livello: Mapping[str, int] = field(default_factory=dict)
    sciolti: int = 0


def albero_di(utente: Any, ciclo: Ciclo, *, vista: str = PER_LINEE, filtro: Filtro | None = None) -> Albero:
    """L'albero degli obiettivi che l'utente può vedere, per linee di mandato o per unità."""
    scelto, cresci = filtro or Filtro(), per_unita if vista == PER_UNITA else per_linee
    obiettivi = _letti(utente, ciclo, temi=bool(scelto.tema))
    rami = cresci(ciclo, obiettivi)
    trovati = [obiettivo for obiettivo in obiettivi if scelto.accetta(obiettivo)]
    return Albero(
        rami=pota(rami, {obiettivo.pk for obiettivo in trovati}) if scelto else rami,
        totale=len(obiettivi),
        trovati=len(trovati),
        per_livello={
            livello.value: sum(1 for obiettivo in trovati if obiettivo.livello == livello) for livello in Livello
        },
        sciolti=sum(1 for obiettivo in trovati if sciolto(obiettivo)),
    )


def filtro_da(ciclo: Ciclo, *, unita: int | None, **campi: str) -> Filtro:
    """Il filtro con l'unità scelta e tutte quelle sotto di lei."""
    return Filtro(unita=con_discendenti(ciclo.ente, [unita]) if unita else frozenset(), **campi)


def per_linee(ciclo: Ciclo, obiettivi: Sequence[Obiettivo]) -> tuple[Ramo, ...]:
    """Linee di mandato → strategici → operativi; ciò che non è collegato sta in un ramo suo, in fondo."""
    figli = _per_padre(obiettivi)
    radici = figli.get(None, [])
    linee = [
        Ramo(
            f"linea-{linea.pk}", str(linea), figli=_rami([o for o in radici if o.linea_mandato_id == linea.pk], figli)
        )
        for linea in linee_di(ciclo.ente)
    ]
    senza_linea = [o for o in radici if o.linea_mandato_id is None]
    strategici = _rami([o for o in senza_linea if not sciolto(o)], figli)
    sciolti = _rami([o for o in senza_linea if sciolto(o)], figli)
    if linee and strategici:
        strategici = (Ramo("senza-linea", SENZA_LINEA, figli=strategici),)
    return (*linee, *strategici, *_gruppo("sciolti", SENZA_COLLEGAMENTO, sciolti))


def per_unita(ciclo: Ciclo, obiettivi: Sequence[Obiettivo]) -> tuple[Ramo, ...]:
    """Unità → obiettivi, ciascuno con il ruolo e il peso che ha per lei; le unità vuote non si mostrano."""
    legati: dict[int, list[Ramo]] = {}
    for obiettivo in obiettivi:
        for legame in obiettivo.unita_collegate.all():
            legati.setdefault(legame.unita_id, []).append(_ramo_legato(obiettivo, legame))
    sotto: dict[int | None, list[Unita]] = {}
    for unita in Unita.objects.filter(ente=ciclo.ente).order_by("ordine", "denominazione"):
        sotto.setdefault(unita.parent_id, []).append(unita)
    senza = [_ramo(o) for o in obiettivi if not o.unita_collegate.all()]
    return (*_rami_unita(None, sotto, legati), *_gruppo("senza-unita", SENZA_UNITA, senza))


def pota(rami: Iterable[Ramo], trovati: set[int]) -> tuple[Ramo, ...]:
    """Solo i rami con qualcosa di trovato; gli antenati restano, segnati come non trovati."""
    potati = []
    for ramo in rami:
        figli = pota(ramo.figli, trovati)
        trovato = ramo.obiettivo is not None and ramo.obiettivo.pk in trovati
        if figli or trovato:
            potati.append(replace(ramo, figli=figli, trovato=trovato))
    return tuple(potati)


def sciolto(obiettivo: Obiettivo) -> bool:
    """Un operativo che non discende da nulla: né da un altro obiettivo né da una linea di mandato."""
    return obiettivo.livello == Livello.OPERATIVO and obiettivo.padre_id is None and obiettivo.linea_mandato_id is None


def _letti(utente: Any, ciclo: Ciclo, *, temi: bool) -> list[Obiettivo]:
    """Gli obiettivi visibili, con i soli campi che l'albero mostra; le classificazioni solo se si filtra per tema."""
    raccolte = ("unita_collegate__unita", *(("classificazioni",) if temi else ()))
    visibili = obiettivi_visibili(utente, ciclo).select_related(None).only(*CAMPI).prefetch_related(*raccolte)
    obiettivi = list(visibili)
    for obiettivo in obiettivi:
        obiettivo.ciclo = ciclo  # è lo stesso per tutti: non si rilegge a ogni riga
    return obiettivi


def _per_padre(obiettivi: Sequence[Obiettivo]) -> dict[int | None, list[Obiettivo]]:
    """I figli di ciascuno; chi ha un padre che non si vede resta in vista, fra le radici."""
    visibili = {obiettivo.pk for obiettivo in obiettivi}
    figli: dict[int | None, list[Obiettivo]] = {}
    for obiettivo in obiettivi:
        padre = obiettivo.padre_id if obiettivo.padre_id in visibili else None
        figli.setdefault(padre, []).append(obiettivo)
    return figli


def _rami(obiettivi: Iterable[Obiettivo], figli: Mapping[int | None, list[Obiettivo]]) -> tuple[Ramo, ...]:
    return tuple(_ramo(o, _rami(figli.get(o.pk, []), figli)) for o in obiettivi)


def _ramo(obiettivo: Obiettivo, figli: tuple[Ramo, ...] = ()) -> Ramo:
    peso = in_parole(peso_di(obiettivo), scala_di(obiettivo))
    return Ramo(f"obiettivo-{obiettivo.pk}", str(obiettivo), obiettivo, figli, peso)


def _ramo_legato(obiettivo: Obiettivo, legame: ObiettivoUnita) -> Ramo:
    """L'obiettivo sotto un'unità: con il peso e il ruolo che ha per lei."""
    peso = in_parole(peso_di(obiettivo) if legame.peso is None else legame.peso, scala_di(obiettivo))
    chiave = f"unita-{legame.unita_id}-{obiettivo.pk}"
    return Ramo(chiave, str(obiettivo), obiettivo, peso=peso, ruolo=legame.get_ruolo_display())


def _rami_unita(
    padre: int | None, sotto: Mapping[int | None, list[Unita]], legati: Mapping[int, list[Ramo]]
) -> tuple[Ramo, ...]:
    rami = (
        Ramo(
            f"unita-{unita.pk}",
            str(unita),
            figli=(*legati.get(unita.pk, []), *_rami_unita(unita.pk, sotto, legati)),
        )
        for unita in sotto.get(padre, [])
    )
    return tuple(ramo for ramo in rami if ramo.figli)


def _gruppo(chiave: str, titolo: str, figli: Iterable[Ramo]) -> tuple[Ramo, ...]:
    raccolti = tuple(figli)
    return (Ramo(chiave, titolo, figli=raccolti),) if raccolti else ()


def _ha_tema(obiettivo: Obiettivo, tema: str) -> bool:
    return any(c.tipo == TipoClassificazione.TEMA and c.codice == tema for c in obiettivo.classificazioni.all())
