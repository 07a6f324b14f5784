"""Che cosa continua nell'anno nuovo, perché, e che cosa di vecchio si porterebbe dietro."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from enti.letture import incarichi_in_vigore, rapporti_in_vigore
from enti.models import Incarico
from obiettivi.letture.obiettivi import RACCOLTE, con_chi
from obiettivi.letture.regole import genere_di
from obiettivi.letture.rilevazioni import rilevato_in_parole
from obiettivi.models import Assegnazione, Ciclo, Indicatore, Obiettivo, Rilevazione
from obiettivi.voci import Livello, Natura, StatoObiettivo, StatoSessione
from piao.base.numeri import data_breve

Posto = tuple[str, int | None]


@dataclass(frozen=True)
class Candidato:
    """Un obiettivo dell'anno prima: se di solito continua e perché, e che cosa andrà sistemato."""

    obiettivo: Obiettivo
    perche: str
    avvertenze: tuple[str, ...] = ()

    @property
    def continua(self) -> bool:
        return bool(self.perche)


@dataclass(frozen=True)
class InCarica:
    """Chi c'è il primo giorno dell'anno nuovo."""

    giorno: date
    posti: Mapping[Posto, tuple[Incarico, ...]]
    persone: frozenset[int]

    def successore(self, incarico: Incarico) -> Incarico | None:
        """L'incarico che vale quel giorno per lo stesso posto; None se non c'è, o se ce n'è più d'uno."""
        if vale(incarico.dal, incarico.al, self.giorno):
            return incarico
        stessi = self.posti.get((incarico.tipo, incarico.unita_id), ())
        return stessi[0] if len(stessi) == 1 else None


def candidati(ciclo: Ciclo, anno: int) -> list[Candidato]:
    """Gli obiettivi che si possono portare in un anno nuovo: tutti, tranne i ritirati e quelli già portati."""
    carica = in_carica(ciclo, anno)
    gia = Obiettivo.objects.filter(ciclo__ente=ciclo.ente_id, ciclo__anno=anno, precedente__isnull=False)
    presenti = _con_legami(ciclo.obiettivi.exclude(pk__in=gia.values("precedente")))
    presenti = presenti.exclude(stato=StatoObiettivo.RITIRATO).prefetch_related("indicatori__target")
    return [Candidato(uno, perche_continua(uno, ciclo, anno), avvertenze(uno, carica)) for uno in presenti]


def con_righe(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Con tutto ciò che si copia: il numero di letture non dipende da quanti sono."""
    misure = Prefetch("indicatori__rilevazioni", Rilevazione.objects.select_related("sessione"))
    return _con_legami(obiettivi).prefetch_related(*RACCOLTE, misure)


def _con_legami(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    return con_chi(obiettivi.select_related("linea_mandato", "padre"))


def perche_continua(obiettivo: Obiettivo, ciclo: Ciclo, anno: int) -> str:
    """Il motivo per cui di solito continua; vuoto se era solo di quell'anno."""
    strategico = obiettivo.livello == Livello.STRATEGICO and obiettivo.data_fine is None
    ragioni = [
        (finisce_dopo(obiettivo, anno), "è ancora in corso"),
        (_promette(obiettivo, anno), f"ha già un target per il {anno}"),
        (strategico and anno in ciclo.anni, "è strategico, e il triennio non è finito"),
        (bool(obiettivo.obbligo_legge), "lo chiede la legge ogni anno"),
        (obiettivo.natura == Natura.MANTENIMENTO, "è di mantenimento"),
        (obiettivo.prerequisito, "è un prerequisito"),
    ]
    return next((ragione for vera, ragione in ragioni if vera), "")


def _promette(obiettivo: Obiettivo, anno: int) -> bool:
    """Un indicatore ha già un target per quell'anno o dopo."""
    target = [uno for indicatore in obiettivo.indicatori.all() for uno in indicatore.target.all()]
    return any(uno.anno >= anno for uno in target)


def finisce_dopo(obiettivo: Obiettivo, anno: int) -> bool:
    """È ancora in corso quando l'anno comincia: le sue date non slittano."""
    return obiettivo.data_fine is not None and obiettivo.data_fine.year >= anno


def avvertenze(obiettivo: Obiettivo, carica: InCarica) -> tuple[str, ...]:
    """Ciò che il primo giorno dell'anno nuovo non vale più: unità chiuse, incarichi finiti, linee concluse."""
    chiuse = [
        f"L'unità «{legame.unita}» non c'è più."
        for legame in obiettivo.unita_collegate.all()
        if not vale(legame.unita.dal, legame.unita.al, carica.giorno)
    ]
    soli = [frase for uno in obiettivo.assegnazioni.all() if (frase := _senza_successore(uno, carica))]
    linea = obiettivo.linea_mandato
    finita = linea is not None and linea.al is not None and linea.al < carica.giorno.year
    return (*chiuse, *soli, *([f"La linea di mandato «{linea}» è finita."] if finita else []))


def _senza_successore(assegnazione: Assegnazione, carica: InCarica) -> str:
    incarico, persona = assegnazione.incarico, assegnazione.persona
    if incarico is not None and carica.successore(incarico) is None:
        return f"L'incarico «{incarico}» è finito e nessuno, o più d'uno, ne ha preso il posto."
    if persona is not None and persona.pk not in carica.persone:
        return f"{persona} non lavora più per l'ente."
    return ""


def in_carica(ciclo: Ciclo, anno: int) -> InCarica:
    giorno = date(anno, 1, 1)
    posti: dict[Posto, tuple[Incarico, ...]] = {}
    incarichi = list(incarichi_in_vigore(ciclo.ente, il=giorno))
    for incarico in incarichi:
        posto = (incarico.tipo, incarico.unita_id)
        posti[posto] = (*posti.get(posto, ()), incarico)
    rapporti = rapporti_in_vigore(ciclo.ente, il=giorno).values_list("persona", flat=True)
    return InCarica(giorno, posti, frozenset(rapporti) | {incarico.persona_id for incarico in incarichi})


def da_sistemare(ciclo: Ciclo) -> list[Candidato]:
    """Gli obiettivi del ciclo che portano ancora qualcosa dell'anno prima."""
    carica = in_carica(ciclo, ciclo.anno)
    letti = con_chi(ciclo.obiettivi.select_related("linea_mandato"))
    righe = [Candidato(uno, "", avvertenze(uno, carica)) for uno in letti]
    return [riga for riga in righe if riga.avvertenze]


def rilevazione_dell_anno(indicatore: Indicatore) -> Rilevazione | None:
    """L'ultima di una sessione chiusa: ciò che è ancora aperto può cambiare."""
    chiuse = [riga for riga in indicatore.rilevazioni.all() if riga.sessione.stato == StatoSessione.CHIUSA]
    return max(chiuse, key=lambda riga: riga.sessione.al, default=None)


def valore_dell_anno(indicatore: Indicatore, anno: int) -> Decimal | None:
    """Il risultato dell'anno intero: una misura di metà anno non lo è ancora."""
    ultima = rilevazione_dell_anno(indicatore)
    return ultima.valore if ultima and ultima.sessione.al >= date(anno, 12, 31) else None


@dataclass(frozen=True)
class Partenza:
    """Il valore da cui un indicatore riparte; `in_attesa` dice di che cosa fa le veci, se non è un fatto dell'anno."""

    valore: Decimal | None
    in_attesa: str = ""


def valore_noto(indicatore: Indicatore, anno: int, *, anche_target: bool) -> Partenza:
    """Il risultato dell'anno, o il valore storico; se no l'ultima misura chiusa, o il target se lo si accetta."""
    misurato = valore_dell_anno(indicatore, anno)
    storico = next((s.valore for s in indicatore.valori_storici.all() if s.anno == anno), None)
    fatto = storico if misurato is None else misurato
    if fatto is not None:
        return Partenza(fatto)
    ultima = rilevazione_dell_anno(indicatore)
    if ultima is not None and ultima.valore is not None:
        return Partenza(ultima.valore, f"il valore al {data_breve(ultima.sessione.al)}")
    promesso = next((t.valore for t in indicatore.target.all() if t.anno == anno), None) if anche_target else None
    return Partenza(promesso, f"il target del {anno}" if promesso is not None else "")


def risultato_in_parole(obiettivo: Obiettivo) -> str:
    """«Pratiche evase: 81,5 al 31/12/2026.», una riga per indicatore misurato; vuoto se nessuno lo è."""
    righe = ((uno, rilevazione_dell_anno(uno)) for uno in obiettivo.indicatori.all())
    return "\n".join(_misurato(uno, riga) for uno, riga in righe if riga is not None)


def _misurato(indicatore: Indicatore, rilevazione: Rilevazione) -> str:
    detto = rilevato_in_parole(rilevazione, genere_di(indicatore, None))
    unita = f" {indicatore.unita_misura}" if rilevazione.valore is not None and indicatore.unita_misura else ""
    return f"{indicatore}: {detto}{unita} al {data_breve(rilevazione.sessione.al)}."


def vale(dal: date | None, al: date | None, giorno: date) -> bool:
    return (dal is None or dal <= giorno) and (al is None or giorno <= al)
