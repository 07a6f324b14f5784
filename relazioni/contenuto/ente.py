"""Chi è l'ente: dati, atti, popolazione, personale, unità."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from enti.letture import Contesto, in_vigore
from enti.misura import Abitanti, Organico
from enti.models import Atto as AttoModello
from enti.models import Ente, Incarico, Unita
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


def serie_popolazione(contesto: Contesto, *, anno: int) -> tuple[AnnoPopolazione, ...]:
    """Gli ultimi anni noti fino a quello del ciclo, con la variazione sul precedente."""
    serie = [abitanti for abitanti in contesto.popolazione if abitanti.alla_data.year <= anno]
    return tuple(_abitanti(abitanti) for abitanti in serie[-ANNI_DI_POPOLAZIONE:])


def _abitanti(abitanti: Abitanti) -> AnnoPopolazione:
    variazione = abitanti.variazione
    return AnnoPopolazione(
        alla_data=abitanti.alla_data,
        totale=abitanti.totale,
        maschi=abitanti.maschi,
        femmine=abitanti.femmine,
        variazione=variazione.assoluta if variazione else None,
        variazione_percento=variazione.percento if variazione else None,
        famiglie=abitanti.famiglie,
    )


def personale_di(contesto: Contesto, *, anno: int) -> DatiPersonale | None:
    """Il personale dell'ultimo anno noto fino a quello del ciclo."""
    organico = next((organico for organico in contesto.personale if organico.anno <= anno), None)
    return None if organico is None else _personale(organico)


def _personale(organico: Organico) -> DatiPersonale:
    insieme = organico.insieme
    return DatiPersonale(
        anno=organico.anno,
        alla_data=organico.alla_data,
        righe=_per_settore(organico),
        totale=organico.dipendenti,
        uomini=insieme.uomini if insieme else None,
        donne=insieme.donne if insieme else None,
        uomini_percento=insieme.quota_uomini if insieme else None,
        donne_percento=insieme.quota_donne if insieme else None,
        retribuzioni=organico.retribuzioni,
        irap=organico.irap,
        oneri=organico.oneri,
        spesa=organico.spesa,
    )


def _per_settore(organico: Organico) -> tuple[RigaPersonale, ...]:
    """Una riga per settore: chi distingue anche per area contrattuale ha più righe con la stessa etichetta."""
    conti: dict[str, tuple[int, int]] = {}
    for settore in organico.settori:
        uomini, donne = conti.get(settore.etichetta, (0, 0))
        conti[settore.etichetta] = (uomini + settore.uomini, donne + settore.donne)
    return tuple(RigaPersonale(nome, uomini, donne, uomini + donne) for nome, (uomini, donne) in conti.items())


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
