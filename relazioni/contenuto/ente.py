"""Chi è l'ente: dati, atti, popolazione, personale, unità."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from enti.letture import in_vigore
from enti.models import Atto as AttoModello
from enti.models import Ente, Incarico, Personale, Popolazione, Unita
from enti.voci import GUIDANO_UNITA
from obiettivi.models import Ciclo
from relazioni.contenuto.tipi import AnnoPopolazione, Atto, DatiEnte, DatiPersonale, DatiUnita, RigaPersonale

ANNI_DI_POPOLAZIONE = 5
ATTI_DEL_CICLO = (
    ("atto_approvazione", "Approvazione del Piano"),
    ("atto_smvp", "Sistema di misurazione e valutazione"),
    ("atto_dup", "Documento unico di programmazione"),
    ("atto_dup_aggiornamento", "Nota di aggiornamento del DUP"),
    ("atto_bilancio", "Bilancio di previsione"),
    ("atto_piao", "Piano integrato di attività e organizzazione"),
)


def dati_ente(ente: Ente) -> DatiEnte:
    composizione = ente.organismo_nota or ente.get_organismo_composizione_display()
    return DatiEnte(
        denominazione=ente.denominazione,
        tipo=ente.get_tipo_display(),
        provincia=f"{ente.provincia} ({ente.sigla_provincia})" if ente.sigla_provincia else ente.provincia,
        organismo=ente.get_organismo_display(),
        organismo_composizione=composizione,
        mandato=f"{ente.mandato_dal}-{ente.mandato_al}" if ente.mandato_dal and ente.mandato_al else "",
        comuni=tuple(appartenenza.comune for appartenenza in ente.appartenenze.all()),
        stemma=ente.stemma.name or "",
        **{nome: getattr(ente, nome) for nome in COPIATI},
    )


COPIATI = (
    "regione",
    "codice_istat",
    "codice_catasto",
    "codice_ipa",
    "codice_fiscale",
    "partita_iva",
    "indirizzo",
    "telefono",
    "email",
    "pec",
    "sito",
)


def atti_del_ciclo(ciclo: Ciclo) -> tuple[Atto, ...]:
    """Gli atti su cui poggia il ciclo; quelli non indicati non compaiono."""
    scelti = ((uso, getattr(ciclo, campo)) for campo, uso in ATTI_DEL_CICLO)
    return tuple(_atto(uso, atto) for uso, atto in scelti if atto is not None)


def _atto(uso: str, atto: AttoModello) -> Atto:
    return Atto(uso, atto.estremi, atto.oggetto, atto.collegamento)


# ---- contesto -------------------------------------------------------------------------------------------


def serie_popolazione(ente: Ente, *, anno: int) -> tuple[AnnoPopolazione, ...]:
    """Gli ultimi anni noti fino a quello del ciclo, con la variazione sul precedente."""
    righe = Popolazione.objects.filter(ente=ente, alla_data__lte=date(anno, 12, 31)).order_by("-alla_data")
    ultime = list(reversed(righe[: ANNI_DI_POPOLAZIONE + 1]))
    serie = [_anno(riga, precedente) for riga, precedente in zip(ultime, [None, *ultime], strict=False)]
    return tuple(serie[-ANNI_DI_POPOLAZIONE:])


def _anno(riga: Popolazione, precedente: Popolazione | None) -> AnnoPopolazione:
    variazione = None if precedente is None else riga.totale - precedente.totale
    return AnnoPopolazione(
        alla_data=riga.alla_data,
        totale=riga.totale,
        maschi=riga.maschi,
        femmine=riga.femmine,
        variazione=variazione,
        variazione_percento=None
        if variazione is None or precedente is None
        else percentuale(variazione, precedente.totale, decimali=2),
        famiglie=riga.famiglie,
    )


def percentuale(parte: int, totale: int, *, decimali: int = 1) -> Decimal | None:
    """`parte` su `totale` in centesimi; None se il totale è zero."""
    if not totale:
        return None
    passo = Decimal(1).scaleb(-decimali)
    return (Decimal(parte) * 100 / Decimal(totale)).quantize(passo, rounding=ROUND_HALF_UP)


def personale_di(ente: Ente, *, anno: int) -> DatiPersonale | None:
    """Il personale dell'ultimo anno noto fino a quello del ciclo."""
    trovato = Personale.objects.filter(ente=ente, anno__lte=anno).prefetch_related("righe").order_by("-anno").first()
    return None if trovato is None else _personale(trovato)


def _personale(personale: Personale) -> DatiPersonale:
    righe = tuple(RigaPersonale(r.etichetta, r.uomini, r.donne, r.totale) for r in personale.righe.all())
    uomini, donne = sum(r.uomini for r in righe), sum(r.donne for r in righe)
    voci = [v for v in (personale.retribuzioni, personale.irap, personale.oneri) if v is not None]
    return DatiPersonale(
        anno=personale.anno,
        alla_data=personale.alla_data,
        righe=righe,
        totale=uomini + donne if righe else personale.totale_dichiarato,
        uomini=uomini if righe else None,
        donne=donne if righe else None,
        uomini_percento=percentuale(uomini, uomini + donne),
        donne_percento=percentuale(donne, uomini + donne),
        retribuzioni=personale.retribuzioni,
        irap=personale.irap,
        oneri=personale.oneri,
        spesa=sum(voci, Decimal(0)) if voci else None,
    )


# ---- struttura ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Struttura:
    """Le unità del documento e il numero che ciascuna vi ha (la chiave del database non esce)."""

    unita: tuple[DatiUnita, ...]
    numeri: Mapping[int, int]


def struttura(ente: Ente, *, il: date, usate: Iterable[int]) -> Struttura:
    """Le unità valide quel giorno, più quelle che gli obiettivi usano, nell'ordine dell'albero."""
    valide = Unita.objects.filter(in_vigore(il) | Q(pk__in=set(usate)), ente=ente)
    figli: dict[int | None, list[Unita]] = {}
    righe = list(valide.select_related("livello").order_by("ordine", "denominazione", "pk"))
    presenti = {riga.pk for riga in righe}
    for riga in righe:
        figli.setdefault(riga.parent_id if riga.parent_id in presenti else None, []).append(riga)
    in_ordine = list(_in_ordine(None, figli, 0))
    numeri = {riga.pk: numero for numero, (riga, _) in enumerate(in_ordine, start=1)}
    guide = _responsabili(ente, il)
    return Struttura(
        tuple(_unita(riga, profondita, numeri, guide.get(riga.pk, ())) for riga, profondita in in_ordine), numeri
    )


def _in_ordine(
    padre: int | None, figli: Mapping[int | None, list[Unita]], profondita: int
) -> Iterator[tuple[Unita, int]]:
    for riga in figli.get(padre, []):
        yield riga, profondita
        yield from _in_ordine(riga.pk, figli, profondita + 1)


def _unita(riga: Unita, profondita: int, numeri: Mapping[int, int], responsabili: tuple[str, ...]) -> DatiUnita:
    return DatiUnita(
        id=numeri[riga.pk],
        denominazione=riga.denominazione,
        livello=riga.livello.nome if riga.livello else "",
        codice=riga.codice,
        funzioni=riga.funzioni,
        padre=numeri.get(riga.parent_id or 0),
        profondita=profondita,
        responsabili=responsabili,
    )


def _responsabili(ente: Ente, il: date) -> dict[int, tuple[str, ...]]:
    """Chi guida ciascuna unità, per ruolo."""
    incarichi = Incarico.objects.filter(in_vigore(il), ente=ente, tipo__in=GUIDANO_UNITA, unita__isnull=False)
    guide: dict[int, tuple[str, ...]] = {}
    for incarico in incarichi.order_by("dal", "pk"):
        ruolo = incarico.titolo or incarico.get_tipo_display()
        nome = f"{ruolo} (ad interim)" if incarico.ad_interim else ruolo
        unita = incarico.unita_id or 0
        guide[unita] = tuple(dict.fromkeys((*guide.get(unita, ()), nome)))
    return guide
