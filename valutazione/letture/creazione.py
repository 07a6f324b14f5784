"""Le schede che un anno deve avere: da rapporti e incarichi in vigore, con ciò che non va detto prima di crearle.

Un incarico (segretario, dirigente, EQ) fa una scheda per il suo periodo; il resto del rapporto di lavoro ne fa una da
dipendente; un cambio di chi valuta divide il periodo. Un interim ha la sua, oltre a quella da titolare.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q

from enti.letture import in_vigore
from enti.models import Ente, Incarico, Persona, Rapporto, Unita
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from valutazione.letture.valutatori import Tratto, Valutatori
from valutazione.models import Scheda, Sistema, TipoScheda
from valutazione.voci import ChiValuta, Destinatari, StatoScheda, StatoSistema

GIORNO = timedelta(days=1)
DESTINATARI_DI = {
    TipoIncarico.SEGRETARIO: Destinatari.SEGRETARIO,
    TipoIncarico.DIRIGENTE: Destinatari.DIRIGENTI,
    TipoIncarico.EQ: Destinatari.EQ,
    TipoIncarico.RESPONSABILE: Destinatari.EQ,
}
Periodo = tuple[date, date]
R = TypeVar("R", Incarico, Rapporto, Scheda)


@dataclass(frozen=True)
class Prevista:
    """Una scheda che l'anno deve avere. `perche_no` la ferma; gli `avvisi` si risolvono anche dopo averla creata."""

    persona: Persona
    tipo: TipoScheda | None
    unita: Unita | None
    tratto: Tratto
    rapporto: Rapporto | None = None
    incarico: Incarico | None = None
    proponente: Persona | None = None
    perche_no: str = ""
    avvisi: tuple[str, ...] = ()
    fatta: Scheda | None = None

    @property
    def da_creare(self) -> bool:
        return self.fatta is None and not self.perche_no

    @property
    def quota(self) -> Decimal | None:
        return self.incarico.quota if self.incarico else None


@dataclass(frozen=True)
class Quadro:
    """Le schede previste per un anno, e le regole da cui vengono. Senza sistema non se ne prevede nessuna."""

    sistema: Sistema | None
    previste: tuple[Prevista, ...] = ()

    @property
    def da_creare(self) -> list[Prevista]:
        return [una for una in self.previste if una.da_creare]

    @property
    def ferme(self) -> list[Prevista]:
        return [una for una in self.previste if una.perche_no and una.fatta is None]

    @property
    def fatte(self) -> list[Prevista]:
        return [una for una in self.previste if una.fatta]


def sistema_in_vigore(ciclo: Ciclo) -> Sistema | None:
    """Il sistema adottato che vale il primo giorno dell'anno; altrimenti il primo che comincia a valere nell'anno."""
    adottati = Sistema.objects.filter(ente=ciclo.ente, stato=StatoSistema.ADOTTATO)
    nell_anno = adottati.filter(dal__year=ciclo.anno).order_by("dal")
    return adottati.filter(in_vigore(date(ciclo.anno, 1, 1))).order_by("-dal").first() or nell_anno.first()


def quadro_schede(ciclo: Ciclo) -> Quadro:
    """Tutte le schede previste, con quelle che ci sono già: letture costanti, quante che siano le persone."""
    sistema = sistema_in_vigore(ciclo)
    return Quadro(sistema, tuple(_Previsione(ciclo, sistema).tutte())) if sistema else Quadro(None)


class _Previsione:
    def __init__(self, ciclo: Ciclo, sistema: Sistema) -> None:
        self.sistema, self.ente = sistema, ciclo.ente
        self.anno: Periodo = (date(ciclo.anno, 1, 1), date(ciclo.anno, 12, 31))
        self.tipi = list(sistema.tipi.all())
        self.valutatori = Valutatori(self.ente, dal=self.anno[0], al=self.anno[1])
        self.incarichi = _per_persona(_incarichi(self.ente, self.anno))
        self.rapporti = _per_persona(_rapporti(self.ente, self.anno))
        esistenti = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA).select_related("tipo", "valutatore")
        self.esistenti = _per_persona(esistenti)

    def tutte(self) -> Iterator[Prevista]:
        persone = {
            riga.persona for righe in (self.incarichi, self.rapporti) for lista in righe.values() for riga in lista
        }
        for persona in sorted(persone, key=lambda una: (una.cognome, una.nome, una.pk)):
            yield from self._della_persona(persona)

    def _della_persona(self, persona: Persona) -> list[Prevista]:
        incarichi, rapporti = self.incarichi.get(persona.pk, []), self.rapporti.get(persona.pk, [])
        tenuti = _uniti(incarichi, self.anno)
        coperti = [tenuto.periodo for tenuto in tenuti if not tenuto.incarico.ad_interim]
        periodi = [*coperti, *(p for r in rapporti for p in _scoperti(_dentro(r, self.anno), coperti))]
        perche_no = self._troppo_poco(_giorni(periodi))
        scoperti = [(r, pezzo) for r in rapporti for pezzo in _scoperti(_dentro(r, self.anno), coperti)]
        previste = [una for tenuto in tenuti for una in self._da_incarico(tenuto, rapporti, perche_no)]
        for rapporto, pezzo in scoperti:
            breve = self._troppo_poco(_giorni([pezzo])) if coperti else ""
            previste += self._da_rapporto(rapporto, pezzo, perche_no or breve)
        return previste

    def _troppo_poco(self, giorni: int) -> str:
        minimo = self.sistema.giorni_minimi
        return f"Periodo di {giorni} giorni: il sistema ne chiede almeno {minimo}." if giorni < minimo else ""

    def _da_incarico(self, tenuto: "_Tenuto", rapporti: Sequence[Rapporto], perche_no: str) -> list[Prevista]:
        incarico, (dal, al) = tenuto.incarico, tenuto.periodo
        rapporto = next((r for r in rapporti if r.dal <= al and (r.al is None or r.al >= dal)), None)
        tipo = self._tipo(DESTINATARI_DI[TipoIncarico(incarico.tipo)], rapporto.area if rapporto else "")
        base = Prevista(incarico.persona, tipo, incarico.unita, Tratto(dal, al, None), rapporto, incarico)
        return self._divise(base, perche_no)

    def _da_rapporto(self, rapporto: Rapporto, periodo: Periodo, perche_no: str) -> list[Prevista]:
        tipo = self._tipo(Destinatari.DIPENDENTI, rapporto.area)
        base = Prevista(rapporto.persona, tipo, rapporto.unita, Tratto(*periodo, None), rapporto)
        return self._divise(base, perche_no)

    def _tipo(self, destinatari: str, area: str) -> TipoScheda | None:
        """Il tipo che nomina l'area, altrimenti quello che vale per tutte."""
        adatti = [tipo for tipo in self.tipi if tipo.destinatari == destinatari]
        precisi = [tipo for tipo in adatti if area in tipo.aree]
        return next(iter([*precisi, *(tipo for tipo in adatti if not tipo.aree)]), None)

    def _divise(self, base: Prevista, perche_no: str) -> list[Prevista]:
        """La stessa scheda, una per ogni persona che ha valutato nel periodo."""
        tipo, unita = base.tipo, base.unita.pk if base.unita else None
        if tipo is None:
            return [replace(base, perche_no="Il sistema non ha un tipo di scheda per questa persona: aggiungilo.")]
        dal, al, minimo = base.tratto.dal, base.tratto.al, self.sistema.giorni_minimi
        tratti = self.valutatori.tratti(tipo.valuta, base.persona, unita, dal=dal, al=al, minimo=minimo)
        return [self._una(base, tipo, tratto, perche_no) for tratto in tratti]

    def _una(self, base: Prevista, tipo: TipoScheda, tratto: Tratto, perche_no: str) -> Prevista:
        unita = base.unita.pk if base.unita else None
        proponente = self.valutatori.di(tipo.propone, base.persona, unita, dal=tratto.dal, al=tratto.al)
        se_stesso = self.valutatori.valuterebbe_se_stesso(tipo.valuta, base.persona, unita, il=tratto.al)
        return replace(
            base,
            tratto=tratto,
            proponente=proponente if tipo.propone else None,
            perche_no=perche_no,
            avvisi=tuple(_avvisi(tipo, tratto, se_stesso=se_stesso, ha_unita=base.unita is not None)),
            fatta=self._esistente(base, tratto),
        )

    def _esistente(self, base: Prevista, tratto: Tratto) -> Scheda | None:
        """Una scheda dello stesso tipo e della stessa unità che tocca il periodo: quella c'è già."""
        unita = base.unita.pk if base.unita else None
        for scheda in self.esistenti.get(base.persona.pk, []):
            stessa = (
                scheda.tipo.destinatari == (base.tipo.destinatari if base.tipo else "") and scheda.unita_id == unita
            )
            if stessa and scheda.dal <= tratto.al and scheda.al >= tratto.dal:
                trovata: Scheda = scheda
                return trovata
        return None


def _avvisi(tipo: TipoScheda, tratto: Tratto, *, se_stesso: bool, ha_unita: bool) -> Iterator[str]:
    if tratto.valutatore is None and tipo.valuta != ChiValuta.NUCLEO:
        yield "Nessuno la può valutare: scegli chi, dopo averla creata."
    if se_stesso and tratto.valutatore is not None:
        yield f"Valuterebbe sé stessa o sé stesso: valuta {tratto.valutatore}."
    if tipo.valuta == ChiValuta.RESPONSABILE and not ha_unita:
        yield "Il rapporto di lavoro non ha un'unità: indicala, o scegli chi valuta."


@dataclass(frozen=True)
class _Tenuto:
    """Un incarico tenuto senza interruzioni, anche se rinnovato con più decreti: vale l'ultimo."""

    incarico: Incarico
    periodo: Periodo


def _uniti(incarichi: Iterable[Incarico], anno: Periodo) -> list[_Tenuto]:
    """I rinnovi dello stesso incarico (funzione, unità) fanno un periodo solo."""
    uniti: dict[tuple[str, int | None, bool], list[_Tenuto]] = {}
    for incarico in incarichi:  # per data d'inizio
        dal, al = _dentro(incarico, anno)
        suoi = uniti.setdefault((incarico.tipo, incarico.unita_id, incarico.ad_interim), [])
        if suoi and dal <= suoi[-1].periodo[1] + GIORNO:
            suoi[-1] = _Tenuto(incarico, (suoi[-1].periodo[0], max(al, suoi[-1].periodo[1])))
        else:
            suoi.append(_Tenuto(incarico, (dal, al)))
    return [tenuto for lista in uniti.values() for tenuto in lista]


# ---- i periodi ---------------------------------------------------------------------------------------------------


def _incarichi(ente: Ente, anno: Periodo) -> Iterable[Incarico]:
    tipi = list(DESTINATARI_DI)
    return (
        Incarico.objects.filter(_tocca(anno), ente=ente, tipo__in=tipi)
        .select_related("persona", "unita")
        .order_by("dal")
    )


def _rapporti(ente: Ente, anno: Periodo) -> Iterable[Rapporto]:
    return Rapporto.objects.filter(_tocca(anno), ente=ente).select_related("persona", "unita").order_by("dal")


def _tocca(anno: Periodo) -> Q:
    return Q(dal__lte=anno[1]) & (Q(al__isnull=True) | Q(al__gte=anno[0]))


def _per_persona(righe: Iterable[R]) -> dict[int, list[R]]:
    per_persona: dict[int, list[R]] = {}
    for riga in righe:
        per_persona.setdefault(riga.persona_id, []).append(riga)
    return per_persona


def _dentro(riga: Incarico | Rapporto, anno: Periodo) -> Periodo:
    return max(riga.dal, anno[0]), min(riga.al or anno[1], anno[1])


def _scoperti(periodo: Periodo, coperti: Iterable[Periodo]) -> list[Periodo]:
    """Ciò che resta di un periodo, tolti quelli coperti da un incarico."""
    resto: list[Periodo] = [periodo]
    for dal, al in coperti:
        resto = [
            pezzo
            for inizio, fine in resto
            for pezzo in ((inizio, min(fine, dal - GIORNO)), (max(inizio, al + GIORNO), fine))
            if pezzo[0] <= pezzo[1]
        ]
    return sorted(set(resto))


def _giorni(periodi: Iterable[Periodo]) -> int:
    """I giorni coperti da almeno un periodo: quelli sovrapposti contano una volta."""
    return len({dal + timedelta(n) for dal, al in periodi for n in range((al - dal).days + 1)})
