"""Chi concorre a un fondo, con i fatti dell'anno: schede, rapporti, assenze, incarichi, ciò che l'ufficio ha scritto.

Ogni fatto si prende una volta da dove sta. Di un'assenza si sa solo se conta: chi è in congedo di maternità, paternità
o parentale ha gli stessi giorni degli altri (D.Lgs. 150/2009, art. 9 c. 3).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Q, QuerySet

from enti.models import Persona, Rapporto
from obiettivi.misura.numeri import CENTO, ZERO, conti_esatti
from obiettivi.models import Ciclo
from valutazione.letture.premi import giorni as g
from valutazione.letture.premi.conto import Concorrente, Copertura
from valutazione.letture.premi.regole import BLOCCATA, ESCLUSA, SENZA_GIORNI
from valutazione.models import Assenza, Fondo, Interim, Partecipante, Scheda
from valutazione.voci import CriterioParita, StatoScheda

MAI_DECISO = 10_000  # il posto di chi non ne ha uno: dopo tutti


@dataclass(frozen=True)
class Anno:
    """I fatti di una persona in un anno, come si mostrano e si conservano accanto al suo premio."""

    persona: Persona
    schede: tuple[Scheda, ...] = ()
    rapporto: Rapporto | None = None
    tempo: Decimal = CENTO
    giorni: int = 0
    mesi: int = 0
    assenza_giorni: int = 0
    assenza_ore: Decimal = ZERO
    quota: Decimal | None = None
    anzianita: int = 0
    precedente: Decimal | None = None

    @property
    def giorni_utili(self) -> int:
        return self.giorni - self.assenza_giorni

    @property
    def valutata(self) -> bool:
        return all(scheda.punteggio is not None for scheda in self.schede)

    @property
    def conclusa(self) -> bool:
        return all(scheda.stato == StatoScheda.CHIUSA for scheda in self.schede)


@dataclass(frozen=True)
class Raccolta:
    """Le persone del fondo: quelle che si possono contare e quelle che ancora non hanno un punteggio."""

    anni: tuple[Anno, ...] = ()
    partecipanti: dict[int, Partecipante] = field(default_factory=dict)
    interim: dict[int, tuple[Copertura, ...]] = field(default_factory=dict)
    base_comune: Decimal | None = None

    def base_di(self, anno: Anno) -> Decimal | None:
        """L'importo di partenza di una persona: il suo, o quello di tutti."""
        riga = self.partecipanti.get(anno.persona.pk)
        return riga.base if riga and riga.base is not None else self.base_comune

    @property
    def contate(self) -> list[Anno]:
        return [anno for anno in self.anni if anno.valutata]

    @property
    def senza_punteggio(self) -> list[Anno]:
        return [anno for anno in self.anni if not anno.valutata]

    @property
    def provvisoria(self) -> bool:
        """Qualche scheda non è chiusa: gli importi possono ancora cambiare."""
        return not all(anno.conclusa for anno in self.anni)


def raccogli(fondo: Fondo) -> Raccolta:
    """Le persone di un fondo, in un numero fisso di letture."""
    return raccogli_tutte([fondo])[fondo.pk]


def raccogli_tutte(fondi: Sequence[Fondo], schede_lette: Iterable[Scheda] | None = None) -> dict[int, Raccolta]:
    """Le persone di più fondi dello stesso anno, nelle stesse letture di uno; le schede, se ci sono già, come sono."""
    if not fondi:
        return {}
    ciclo = fondi[0].ciclo
    schede = list(schede_che_contano(ciclo) if schede_lette is None else schede_lette)
    rapporti = Rapporto.objects.filter(ente=ciclo.ente_id, persona__in=[scheda.persona_id for scheda in schede])
    anni = anni_per_platea(fondi, schede, rapporti)
    partecipanti, interim = _partecipanti(fondi), _interim(fondi, ciclo.anno)
    return {
        fondo.pk: Raccolta(anni[fondo.platea], partecipanti[fondo.pk], interim[fondo.pk], fondo.base_comune)
        for fondo in fondi
    }


def anni_per_platea(
    fondi: Sequence[Fondo], schede: Iterable[Scheda], rapporti: Iterable[Rapporto]
) -> dict[str, tuple[Anno, ...]]:
    """I fatti dell'anno di chi concorre a quei fondi, dalle schede e dai rapporti già letti."""
    if not fondi:
        return {}
    ciclo, platee = fondi[0].ciclo, {fondo.platea for fondo in fondi}
    sue = _per_persona(scheda for scheda in schede if scheda.tipo.destinatari in platee)
    lavori = _rapporti(rapporti, {persona for _, persona in sue})
    assenze, prima = _assenze(lavori, ciclo.anno), _punteggi_dell_anno_prima(ciclo, fondi)
    anni = {platea: list[Anno]() for platea in platee}
    for (platea, pk), di_uno in sue.items():
        anni[platea].append(_anno(ciclo.anno, di_uno, lavori[pk], assenze[pk], prima.get(pk)))
    return {platea: tuple(suoi) for platea, suoi in anni.items()}


def schede_che_contano(ciclo: Ciclo) -> QuerySet[Scheda]:
    """Le schede dell'anno persona per persona; le annullate non contano."""
    utili = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA).select_related("persona", "unita", "tipo__sistema")
    return utili.order_by("persona__cognome", "persona__nome", "persona", "dal", "pk")


def _per_persona(schede: Iterable[Scheda]) -> dict[tuple[str, int], list[Scheda]]:
    esito = defaultdict[tuple[str, int], list[Scheda]](list)
    for scheda in schede:
        esito[scheda.tipo.destinatari, scheda.persona_id].append(scheda)
    return esito


def _rapporti(letti: Iterable[Rapporto], persone: set[int]) -> defaultdict[int, list[Rapporto]]:
    esito = defaultdict[int, list[Rapporto]](list)
    for rapporto in letti:
        if rapporto.persona_id in persone:
            esito[rapporto.persona_id].append(rapporto)
    return esito


def _assenze(rapporti: dict[int, list[Rapporto]], anno: int) -> defaultdict[int, list[Assenza]]:
    """Solo quelle che contano, solo dell'anno."""
    chi = {rapporto.pk: persona for persona, suoi in rapporti.items() for rapporto in suoi}
    dell_anno = Q(dal__year__lte=anno, al__year__gte=anno)
    esito = defaultdict[int, list[Assenza]](list)
    for assenza in Assenza.objects.filter(dell_anno, conta=True, rapporto__in=list(chi)):
        esito[chi[assenza.rapporto_id]].append(assenza)
    return esito


def _punteggi_dell_anno_prima(ciclo: Ciclo, fondi: Sequence[Fondo]) -> dict[int, Decimal | None]:
    if all(fondo.criterio_parita != CriterioParita.PRECEDENTE for fondo in fondi):
        return {}
    chiuse = Scheda.objects.filter(ciclo__ente=ciclo.ente_id, ciclo__anno=ciclo.anno - 1, stato=StatoScheda.CHIUSA)
    return dict(chiuse.order_by().values_list("persona").annotate(media=Avg("punteggio")))


def _partecipanti(fondi: Sequence[Fondo]) -> defaultdict[int, dict[int, Partecipante]]:
    esito = defaultdict[int, dict[int, Partecipante]](dict)
    for riga in Partecipante.objects.filter(fondo__in=fondi).select_related("persona"):
        esito[riga.fondo_id][riga.persona_id] = riga
    return esito


def _interim(fondi: Sequence[Fondo], anno: int) -> defaultdict[int, dict[int, tuple[Copertura, ...]]]:
    esito = defaultdict[int, dict[int, tuple[Copertura, ...]]](dict)
    for riga in Interim.objects.filter(fondo__in=fondi).select_related("incarico__unita"):
        incarico, suoi = riga.incarico, esito[riga.fondo_id]
        durata = g.quanti([g.nell_anno(incarico.dal, incarico.al, anno)])
        coperture = suoi.get(incarico.persona_id, ())
        nuova = Copertura(incarico.dicitura, riga.posizione, riga.percentuale, durata)
        suoi[incarico.persona_id] = (*coperture, nuova)
    return esito


# ---- una persona ---------------------------------------------------------------------------------------------------


def _anno(
    anno: int, schede: list[Scheda], rapporti: list[Rapporto], assenze: list[Assenza], precedente: Decimal | None
) -> Anno:
    periodi = g.uniti(g.nell_anno(scheda.dal, scheda.al, anno) for scheda in schede)
    intere = g.comuni(periodi, g.uniti(g.nell_anno(a.dal, a.al, anno) for a in assenze if a.ore is None))
    durate = [(rapporto, g.quanti([g.nell_anno(rapporto.dal, rapporto.al, anno)])) for rapporto in rapporti]
    prevalente = max(durate, key=lambda coppia: (coppia[1], coppia[0].pk), default=(None, 0))[0]
    return Anno(
        persona=schede[0].persona,
        schede=tuple(schede),
        rapporto=prevalente,
        tempo=_media([(rapporto.tempo, durata) for rapporto, durata in durate], CENTO),
        giorni=g.quanti(periodi),
        mesi=g.mesi(periodi),
        assenza_giorni=g.quanti(intere),
        assenza_ore=sum((assenza.ore for assenza in assenze if assenza.ore is not None), ZERO),
        quota=_quota(schede),
        anzianita=min((rapporto.dal.toordinal() for rapporto in rapporti), default=MAI_DECISO**2),
        precedente=precedente,
    )


def _media(pesati: list[tuple[Decimal, int]], altrimenti: Decimal) -> Decimal:
    totale = sum(giorni for _, giorni in pesati)
    if not totale:
        return altrimenti
    with conti_esatti():
        return sum((valore * giorni for valore, giorni in pesati), ZERO) / totale


def _quota(schede: list[Scheda]) -> Decimal | None:
    """La parte a carico dell'ente, se qualcuna delle schede ne ha una."""
    quote = [(scheda.quota or CENTO, g.quanti([(scheda.dal, scheda.al)])) for scheda in schede]
    return _media(quote, CENTO) if any(scheda.quota for scheda in schede) else None


# ---- dalla persona al conto ----------------------------------------------------------------------------------------


def concorrenti(fondo: Fondo, raccolta: Raccolta, *, senza_assenze: bool = False) -> list[Concorrente]:
    """Chi entra nel conto: chi ha un punteggio, anche se poi è escluso."""
    return [
        Concorrente(
            pk=anno.persona.pk,
            nome=str(anno.persona),
            fatti=_fatti(anno, raccolta, senza_assenze=senza_assenze),
            ordine=_ordine(anno, raccolta.partecipanti.get(anno.persona.pk), fondo),
            interim=raccolta.interim.get(anno.persona.pk, ()),
            escluso=_escluso(raccolta.partecipanti.get(anno.persona.pk)),
        )
        for anno in raccolta.contate
    ]


def _fatti(anno: Anno, raccolta: Raccolta, *, senza_assenze: bool) -> dict[str, Any]:
    riga = raccolta.partecipanti.get(anno.persona.pk)
    assenza = 0 if senza_assenze else anno.assenza_giorni
    return {
        **_punteggio(anno),
        "giorni": anno.giorni,
        "giorni_utili": anno.giorni - assenza,
        "mesi": anno.mesi,
        "part_time": anno.tempo / CENTO,
        "area": anno.rapporto.area if anno.rapporto else "",
        "assenza_giorni": assenza,
        "assenza_ore": ZERO if senza_assenze else anno.assenza_ore,
        "quota_convenzione": (anno.quota or CENTO) / CENTO,
        "gruppo": str(anno.schede[-1].unita_id or ""),
        "base": raccolta.base_di(anno),
        ESCLUSA: bool(_escluso(riga)),
        SENZA_GIORNI: anno.giorni - assenza <= 0,
        BLOCCATA: any(scheda.esito.get("blocco") for scheda in anno.schede),
        **(riga.fatti if riga else {}),
    }


def _punteggio(anno: Anno) -> dict[str, Any]:
    """Il punteggio della sola scheda, oppure i periodi da unire come dice il sistema."""
    if len(anno.schede) == 1:
        return {"punteggio": anno.schede[0].punteggio}
    periodi = [{"punteggio": s.punteggio, "giorni": g.quanti([(s.dal, s.al)])} for s in anno.schede]
    per_giorni = anno.schede[-1].tipo.sistema.media_per_giorni
    return {"periodi": periodi, "peso": "giorni" if per_giorni else "semplice"}


def _escluso(riga: Partecipante | None) -> str:
    return riga.escluso if riga else ""


def _ordine(anno: Anno, riga: Partecipante | None, fondo: Fondo) -> tuple[Any, ...]:
    """Chi precede a parità: prima il posto deciso a mano, poi il criterio del contratto."""
    posto = riga.posto if riga and riga.posto is not None else MAI_DECISO
    match fondo.criterio_parita:
        case CriterioParita.ANZIANITA:
            return posto, anno.anzianita
        case CriterioParita.GIORNI:
            return posto, -anno.giorni_utili
        case CriterioParita.PRECEDENTE:
            return posto, -(anno.precedente or ZERO)
    return posto, 0
