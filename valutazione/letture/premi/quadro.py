"""Ciò che si mostra dei premi: i fondi dell'anno, lo scenario che vale, due scenari accostati, il premio di uno."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum, prefetch_related_objects

from enti.models import Ente
from obiettivi.misura.numeri import ZERO
from obiettivi.models import Ciclo
from piao.base.numeri import numero
from valutazione.letture.premi.conto import Copertura
from valutazione.letture.premi.persone import Anno, Raccolta
from valutazione.letture.premi.regole import da_chiedere
from valutazione.letture.premi.scenari import regole_di
from valutazione.models import Fondo, Partecipante, Premio, Simulazione
from valutazione.voci import BasePremio, Destinatari, ModoPremio, StatoFondo

GRADINI = 5
CHI_RICEVE = Q(importo__gt=0) | Q(maggiorazione__gt=0) | Q(interim__gt=0)
TOTALE = F("importo") + F("maggiorazione") + F("interim")


@dataclass(frozen=True)
class RigaFondo:
    """Un fondo con lo scenario che vale: quello confermato, o il primo con i suoi numeri."""

    fondo: Fondo
    scenario: Simulazione | None
    distribuito: Decimal = ZERO
    persone: int = 0


def fondi_con_scenari(ciclo: Ciclo) -> list[Fondo]:
    """I fondi dell'anno con i loro scenari, in due letture."""
    return list(ciclo.fondi.select_related("regole", "atto", "atto_liquidazione").prefetch_related("simulazioni"))


def fondi_di(ciclo: Ciclo) -> list[RigaFondo]:
    """I fondi dell'anno, in tre letture."""
    fondi = fondi_con_scenari(ciclo)
    scenari = {fondo.pk: scenario_di(fondo) for fondo in fondi}
    somme = _somme([uno for uno in scenari.values() if uno])
    return [_riga(fondo, scenari[fondo.pk], somme) for fondo in fondi]


def _riga(fondo: Fondo, scenario: Simulazione | None, somme: Mapping[int, tuple[Decimal, int]]) -> RigaFondo:
    distribuito, persone = somme.get(scenario.pk, (ZERO, 0)) if scenario else (ZERO, 0)
    return RigaFondo(fondo, scenario, distribuito, persone)


def _somme(scenari: Iterable[Simulazione]) -> dict[int, tuple[Decimal, int]]:
    righe = Premio.objects.filter(simulazione__in=scenari).order_by().values("simulazione")
    conti = righe.annotate(
        premi=Sum("importo"), in_piu=Sum("maggiorazione"), altri=Sum("interim"), quanti=Count("pk", filter=CHI_RICEVE)
    )
    return {
        riga["simulazione"]: (_al_centesimo(riga["premi"] + riga["in_piu"] + riga["altri"]), riga["quanti"])
        for riga in conti
    }


def _al_centesimo(somma: Decimal) -> Decimal:
    """SQLite somma in virgola mobile: si torna ai centesimi."""
    return Decimal(somma).quantize(Decimal("0.01"))


def scenario_di(fondo: Fondo) -> Simulazione | None:
    """Quello confermato o, finché non c'è, il primo con i numeri del fondo."""
    scenari = sorted(fondo.simulazioni.all(), key=lambda uno: (not uno.confermata, uno.pk))
    return next((uno for uno in scenari if uno.confermata or uno.come_il_fondo), None)


def leggi_premi(scenari: Sequence[Simulazione]) -> None:
    """I premi di quegli scenari, in una lettura e senza i passi; se ci sono già, nessuna."""
    prefetch_related_objects(scenari, Prefetch("premi", Premio.objects.defer("passi")))


def platee_libere(ciclo: Ciclo) -> list[str]:
    """Le categorie che quest'anno non hanno ancora un fondo."""
    prese = set(ciclo.fondi.values_list("platea", flat=True))
    return [platea for platea in Destinatari.values if platea not in prese]


# ---- le persone ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RigaPersona:
    """Una persona del fondo: i fatti dell'anno e ciò che l'ufficio ha scritto di lei."""

    anno: Anno
    scritto: Partecipante | None
    base: Decimal | None
    coperture: tuple[Copertura, ...] = ()

    @property
    def manca_la_base(self) -> bool:
        return self.base is None and not (self.scritto and self.scritto.escluso)


def persone_di(raccolta: Raccolta) -> list[RigaPersona]:
    return [
        RigaPersona(
            anno,
            raccolta.partecipanti.get(anno.persona.pk),
            raccolta.base_di(anno),
            raccolta.interim.get(anno.persona.pk, ()),
        )
        for anno in raccolta.anni
    ]


def nome_della_base(fondo: Fondo, raccolta: Raccolta) -> str:
    """Come si chiama l'importo di partenza in questo fondo; vuoto se il conto non ne ha bisogno."""
    tipo = regole_di(fondo, raccolta)
    if tipo is None or tipo.modo_premio != ModoPremio.IMPORTO:
        return "Retribuzione di posizione" if fondo.platea == Destinatari.EQ else ""
    nomi = {BasePremio.POSIZIONE: "Retribuzione di posizione", BasePremio.MONTE_SALARI: "Monte salari"}
    return nomi.get(BasePremio(tipo.base_premio), "Importo massimo")


def fatti_da_chiedere(fondo: Fondo, raccolta: Raccolta) -> list[str]:
    """I fatti che le regole leggono e il programma non sa."""
    tipo = regole_di(fondo, raccolta)
    return da_chiedere(tipo.premio) if tipo else []


# ---- gli importi ---------------------------------------------------------------------------------------------------


def premi_di(simulazione: Simulazione, *, cerca: str = "") -> QuerySet[Premio]:
    """I premi di uno scenario, con il totale per ordinare."""
    righe = simulazione.premi.select_related("persona", "unita").defer("passi").annotate(somma=TOTALE)
    if not cerca:
        return righe
    dove = Q(persona__cognome__icontains=cerca) | Q(persona__nome__icontains=cerca) | Q(matricola__icontains=cerca)
    return righe.filter(dove | Q(unita__denominazione__icontains=cerca))


def premi_confermati(utente: Any, ciclo: Ciclo) -> QuerySet[Premio]:
    """I premi di chi guarda, quando sono confermati."""
    dell_anno = _confermati(utente).filter(simulazione__fondo__ciclo=ciclo)
    return dell_anno.select_related("persona", "unita", "simulazione__fondo__ciclo__ente")


def anni_con_premio(utente: Any, ente: Ente) -> list[int]:
    """Gli anni in cui chi guarda ha un premio confermato in quell'ente, dal più recente."""
    suoi = _confermati(utente).filter(simulazione__fondo__ciclo__ente=ente)
    return sorted(set(suoi.values_list("simulazione__fondo__ciclo__anno", flat=True)), reverse=True)


def _confermati(utente: Any) -> QuerySet[Premio]:
    suoi = Premio.objects.filter(persona__utente=utente, simulazione__confermata=True)
    return suoi.exclude(simulazione__fondo__stato=StatoFondo.APERTO)


def nomi_pari(simulazione: Simulazione) -> list[str]:
    """Chi è pari all'ultimo beneficiario, per nome."""
    pari = (simulazione.parita or {}).get("persone", [])
    righe = simulazione.premi.filter(persona__in=pari).select_related("persona")
    return [str(premio.persona) for premio in righe]


@dataclass(frozen=True)
class Differenza:
    """Una persona in due scenari."""

    persona: str
    prima: Decimal | None
    dopo: Decimal | None

    @property
    def differenza(self) -> Decimal:
        return (self.dopo or ZERO) - (self.prima or ZERO)


@dataclass(frozen=True, kw_only=True)
class Accostati:
    """Gli stessi premi in due modi: chi guadagna, chi perde, di quanto."""

    righe: tuple[Differenza, ...] = ()

    @property
    def guadagnano(self) -> int:
        return sum(riga.differenza > 0 for riga in self.righe)

    @property
    def perdono(self) -> int:
        return sum(riga.differenza < 0 for riga in self.righe)

    @property
    def uguali(self) -> int:
        return len(self.righe) - self.guadagnano - self.perdono

    @property
    def gradini(self) -> list[tuple[str, int, int]]:
        """(da-a, quanti prima, quanti dopo): la distribuzione dei premi in cinque gradini uguali."""
        tutti = [importo for riga in self.righe for importo in (riga.prima, riga.dopo) if importo is not None]
        massimo = max(tutti, default=ZERO)
        if not massimo:
            return []
        passo = (massimo / GRADINI).quantize(Decimal(1), rounding="ROUND_UP")
        prima = _per_gradino((riga.prima for riga in self.righe), passo)
        dopo = _per_gradino((riga.dopo for riga in self.righe), passo)
        return [(f"{numero(passo * n)}–{numero(passo * (n + 1))} €", prima[n], dopo[n]) for n in range(GRADINI)]


@dataclass(frozen=True, kw_only=True)
class Confronto(Accostati):
    """Due scenari accostati."""

    prima: Simulazione
    dopo: Simulazione


Totali = Mapping[int, tuple[str, Decimal]]  # persona: (nome, euro)


def accosta(prima: Totali, dopo: Totali) -> tuple[Differenza, ...]:
    """Una riga per persona, da chi perde di più a chi guadagna di più."""
    nomi = {pk: nome for totali in (prima, dopo) for pk, (nome, _) in totali.items()}
    righe = [
        Differenza(nome, prima[pk][1] if pk in prima else None, dopo[pk][1] if pk in dopo else None)
        for pk, nome in nomi.items()
    ]
    return tuple(sorted(righe, key=lambda riga: (riga.differenza, riga.persona)))


def _per_gradino(importi: Iterable[Decimal | None], passo: Decimal) -> Counter[int]:
    """Quanti importi per gradino; il più alto prende anche l'estremo."""
    return Counter(min(int(importo // passo), GRADINI - 1) for importo in importi if importo is not None)


def confronta(prima: Simulazione, dopo: Simulazione) -> Confronto:
    """Le persone dei due scenari."""
    return Confronto(prima=prima, dopo=dopo, righe=accosta(_totali(prima), _totali(dopo)))


def _totali(simulazione: Simulazione) -> dict[int, tuple[str, Decimal]]:
    righe = simulazione.premi.select_related("persona").defer("passi")
    return {premio.persona_id: (str(premio.persona), premio.totale) for premio in righe}
