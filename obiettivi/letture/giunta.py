"""Il Piano in breve, per chi lo deve approvare: i numeri, e che cosa cambia rispetto all'anno prima."""

from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from django.db.models import Q

from obiettivi.models import Ciclo, Indicatore, Obiettivo, ObiettivoUnita, Risorsa
from obiettivi.voci import Livello, StatoObiettivo, TipoRisorsa

SOMIGLIANZA = 0.6  # quanto due titoli con lo stesso codice devono somigliarsi per essere lo stesso obiettivo


@dataclass(frozen=True)
class Numeri:
    """Quante cose contiene il Piano proposto. `risorse` è in euro, None se nessun importo è scritto."""

    unita: int
    strategici: int
    operativi: int
    indicatori: int
    risorse: Decimal | None
    fuori: int


def numeri_del_piano(ciclo: Ciclo) -> Numeri:
    """Conta gli obiettivi validati, che sono quelli che entrano nel Piano; `fuori` sono gli altri, non ritirati."""
    stati = list(ciclo.obiettivi.values_list("stato", "livello"))
    dentro = [livello for stato, livello in stati if stato == StatoObiettivo.VALIDATO]
    suoi = Q(obiettivo__ciclo=ciclo, obiettivo__stato=StatoObiettivo.VALIDATO)
    return Numeri(
        unita=ObiettivoUnita.objects.filter(suoi).values("unita").distinct().count(),
        strategici=dentro.count(Livello.STRATEGICO),
        operativi=dentro.count(Livello.OPERATIVO),
        indicatori=Indicatore.objects.filter(suoi).count(),
        risorse=_importi(ciclo),
        fuori=sum(stato not in (StatoObiettivo.VALIDATO, StatoObiettivo.RITIRATO) for stato, _ in stati),
    )


def _importi(ciclo: Ciclo) -> Decimal | None:
    """La somma degli importi dell'anno: quelli degli obiettivi validati e quelli di tutto il piano."""
    del_piano = Q(obiettivo__isnull=True) | Q(obiettivo__stato=StatoObiettivo.VALIDATO)
    dell_anno = Q(anno__isnull=True) | Q(anno=ciclo.anno)
    righe = Risorsa.objects.filter(del_piano, dell_anno, ciclo=ciclo, tipo=TipoRisorsa.FINANZIARIA)
    importi = [importo for importo in righe.values_list("importo", flat=True) if importo is not None]
    return sum(importi, Decimal(0)) if importi else None


@dataclass(frozen=True)
class Novita:
    """Gli obiettivi del Piano accanto a quelli dell'anno prima; `anno` è None se l'anno prima non c'è."""

    anno: int | None
    nuovi: list[Obiettivo]
    continuano: list[tuple[Obiettivo, Obiettivo]]
    chiusi: list[Obiettivo]


def novita_del_piano(ciclo: Ciclo) -> Novita:
    """Un obiettivo si riconosce dal legame scritto, poi dal titolo, poi dal codice se i titoli si somigliano."""
    adesso = list(ciclo.obiettivi.filter(stato=StatoObiettivo.VALIDATO))
    prima = Ciclo.objects.filter(ente=ciclo.ente_id, anno=ciclo.anno - 1).first()
    if prima is None:
        return Novita(None, adesso, [], [])
    rimasti = {o.pk: o for o in prima.obiettivi.exclude(stato=StatoObiettivo.RITIRATO)}
    coppie: dict[int, Obiettivo] = {}
    for riconosce in (_dal_legame, _dal_titolo, _dal_codice):
        for obiettivo in adesso:
            if obiettivo.pk not in coppie and (vecchio := riconosce(obiettivo, rimasti)):
                coppie[obiettivo.pk] = rimasti.pop(vecchio.pk)
    return Novita(
        prima.anno,
        nuovi=[o for o in adesso if o.pk not in coppie],
        continuano=[(o, coppie[o.pk]) for o in adesso if o.pk in coppie],
        chiusi=list(rimasti.values()),
    )


def _dal_legame(obiettivo: Obiettivo, vecchi: dict[int, Obiettivo]) -> Obiettivo | None:
    return vecchi.get(obiettivo.precedente_id or 0)


def _dal_titolo(obiettivo: Obiettivo, vecchi: dict[int, Obiettivo]) -> Obiettivo | None:
    titolo = _nudo(obiettivo.titolo)
    return next((v for v in vecchi.values() if _nudo(v.titolo) == titolo and v.livello == obiettivo.livello), None)


def _dal_codice(obiettivo: Obiettivo, vecchi: dict[int, Obiettivo]) -> Obiettivo | None:
    if not obiettivo.codice:
        return None
    stessi = (v for v in vecchi.values() if v.codice == obiettivo.codice and v.livello == obiettivo.livello)
    return next((v for v in stessi if _somigliano(v.titolo, obiettivo.titolo)), None)


def _somigliano(uno: str, altro: str) -> bool:
    return SequenceMatcher(None, _nudo(uno), _nudo(altro)).ratio() >= SOMIGLIANZA


def _nudo(titolo: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in titolo.casefold()).split())
