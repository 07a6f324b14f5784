"""Il confronto fra chi valuta: come si distribuiscono i punteggi, chi è severo, chi dà a tutti lo stesso (V09).

Si confrontano schede dello stesso tipo: punteggi di schede diverse non si sommano. Chi valuta vede le sue persone, e
le altre soltanto come numeri di insieme; se le altre sono poche, nemmeno quelli.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from obiettivi.misura import NonCalcolabile, TabellaFasce
from obiettivi.models import Ciclo
from piao.base.numeri import numero
from valutazione.misura import PERSONE_PER_DIRLO, Distribuzione, distanza, distribuzione, fuori_misura
from valutazione.models import Scheda, TipoScheda
from valutazione.motore import ConfigurazioneRifiutata
from valutazione.motore.lettura import tabella_fasce
from valutazione.voci import StatoScheda

ALTRI_MINIMI = 4  # sotto, un numero di insieme direbbe il punteggio di qualcuno
AMPIEZZA = 10
SENZA_CHI_VALUTA = "Senza valutatore"
LE_MIE, GLI_ALTRI, TUTTI = "Le mie persone", "Le altre persone", "Tutte le persone"
Classe = Callable[[Decimal], str]


@dataclass(frozen=True)
class DiChiValuta:
    """I punteggi dati da una persona, accanto a quelli di tutti."""

    nome: str
    distribuzione: Distribuzione
    scarti: Decimal | None

    @property
    def avviso(self) -> str:
        """Di che cosa vale la pena parlare; vuoto se di nulla."""
        if self.distribuzione.tutti_uguali:
            return "stesso punteggio per tutti"
        if self.distribuzione.quanti < PERSONE_PER_DIRLO or not fuori_misura(self.scarti):
            return ""
        return "più severo della media" if (self.scarti or 0) < 0 else "più indulgente della media"


@dataclass(frozen=True)
class Insieme:
    """Un gruppo di persone: come si distribuiscono, e quante in ogni classe di punteggio."""

    nome: str
    distribuzione: Distribuzione
    per_classe: tuple[int, ...]
    anonimo: bool = False


@dataclass(frozen=True)
class Confronto:
    """Le schede di un tipo messe a confronto, per quanto chi guarda ne può vedere."""

    tipo: TipoScheda
    classi: tuple[str, ...]
    insiemi: tuple[Insieme, ...]
    valutatori: tuple[DiChiValuta, ...]
    senza_punteggio: int
    altri_nascosti: bool = False

    @property
    def righe(self) -> list[tuple[str, list[int]]]:
        """Una riga per classe: quante persone di ogni insieme."""
        return [(classe, [uno.per_classe[posto] for uno in self.insiemi]) for posto, classe in enumerate(self.classi)]

    @property
    def avvisi(self) -> list[DiChiValuta]:
        return [uno for uno in self.valutatori if uno.avviso]


def schede_da_confrontare(ciclo: Ciclo) -> list[Scheda]:
    """Le schede dell'anno che hanno, o avranno, un punteggio."""
    fuori = (StatoScheda.PREPARAZIONE, StatoScheda.ANNULLATA)
    schede = Scheda.objects.filter(ciclo=ciclo).exclude(stato__in=fuori)
    completa = schede.select_related("tipo", "valutatore", "proponente").defer("istantanea", "esito")
    return list(completa.order_by("tipo__ordine", "tipo", "pk"))


def tipi_di(schede: Iterable[Scheda], *, di: Any = None) -> list[TipoScheda]:
    """I tipi di scheda presenti; con `di`, soltanto quelli in cui quell'utente valuta qualcuno."""
    return list(dict.fromkeys(scheda.tipo for scheda in schede if di is None or _sua(scheda, di)))


def piu_numeroso(schede: Iterable[Scheda], tipi: Sequence[TipoScheda]) -> TipoScheda | None:
    """Il tipo con più schede: quello da cui un confronto comincia. A parità, il primo."""
    quante = Counter(scheda.tipo_id for scheda in schede)
    return max(tipi, key=lambda tipo: quante[tipo.pk], default=None)


def confronto_intero(schede: Sequence[Scheda], tipo: TipoScheda) -> Confronto:
    """Tutti i valutatori, ciascuno con il suo nome."""
    del_tipo, con_punti = _divise(schede, tipo)
    tutti = distribuzione(list(map(_punti, con_punti)))
    classi, classe = _classi(tipo, con_punti)
    insiemi = (_insieme(TUTTI, con_punti, classi, classe),) if tutti else ()
    gruppi: dict[str, list[Scheda]] = {}
    for scheda in con_punti:
        gruppi.setdefault(str(scheda.valutatore or SENZA_CHI_VALUTA), []).append(scheda)
    valutatori = tuple(_di_chi(nome, sue, tutti) for nome, sue in sorted(gruppi.items()))
    return Confronto(tipo, classi, insiemi, valutatori, len(del_tipo) - len(con_punti))


def confronto_mio(schede: Sequence[Scheda], tipo: TipoScheda, utente: Any) -> Confronto:
    """Le persone di chi guarda accanto a tutte le altre, che restano senza nome e, se sono poche, senza numeri."""
    del_tipo, con_punti = _divise(schede, tipo)
    mie = [scheda for scheda in con_punti if _sua(scheda, utente)]
    altre = [scheda for scheda in con_punti if not _sua(scheda, utente)]
    nascosti = len(altre) < ALTRI_MINIMI
    visibili = mie if nascosti else con_punti
    classi, classe = _classi(tipo, visibili)
    insiemi = [_insieme(LE_MIE, mie, classi, classe)] if mie else []
    if not nascosti:
        insiemi.append(_insieme(GLI_ALTRI, altre, classi, classe, anonimo=True))
    di_tutti = distribuzione(list(map(_punti, visibili)))
    valutatori = (_di_chi(LE_MIE, mie, None if nascosti else di_tutti),) if mie else ()
    senza = sum(_sua(scheda, utente) for scheda in del_tipo) - len(mie)
    return Confronto(tipo, classi, tuple(insiemi), valutatori, senza, altri_nascosti=nascosti)


def _sua(scheda: Scheda, utente: Any) -> bool:
    chi = (scheda.valutatore, scheda.proponente)
    return any(persona is not None and persona.utente_id == utente.pk for persona in chi)


def _divise(schede: Iterable[Scheda], tipo: TipoScheda) -> tuple[list[Scheda], list[Scheda]]:
    del_tipo = [scheda for scheda in schede if scheda.tipo_id == tipo.pk]
    return del_tipo, [scheda for scheda in del_tipo if scheda.punteggio is not None]


def _punti(scheda: Scheda) -> Decimal:
    return scheda.punteggio if scheda.punteggio is not None else Decimal(0)


def _di_chi(nome: str, schede: Sequence[Scheda], tutti: Distribuzione | None) -> DiChiValuta:
    sua = distribuzione(list(map(_punti, schede)))
    if sua is None:
        raise ValueError("un gruppo senza schede non ha una distribuzione")
    return DiChiValuta(nome, sua, distanza(sua, tutti) if tutti else None)


def _insieme(
    nome: str, schede: Sequence[Scheda], classi: Sequence[str], classe: Classe, *, anonimo: bool = False
) -> Insieme:
    punti = list(map(_punti, schede))
    quanti = Counter(map(classe, punti))
    sua = distribuzione(punti)
    if sua is None:
        raise ValueError("un insieme senza schede non ha una distribuzione")
    return Insieme(nome, sua, tuple(quanti[una] for una in classi), anonimo)


# ---- le classi di punteggio --------------------------------------------------------------------------------------


def _classi(tipo: TipoScheda, schede: Iterable[Scheda]) -> tuple[tuple[str, ...], Classe]:
    """Le fasce del premio, se hanno un nome e prendono tutti; altrimenti di dieci punti in dieci."""
    punti = [_punti(scheda) for scheda in schede]
    tabella = _tabella(tipo)
    if tabella is not None and all(fascia.nome for fascia in tabella.fasce):
        try:
            trovate = {valore: tabella.trova(valore).nome for valore in punti}
        except NonCalcolabile:
            return _decine(punti)
        return tuple(fascia.nome for fascia in tabella.fasce), trovate.__getitem__
    return _decine(punti)


def _tabella(tipo: TipoScheda) -> TabellaFasce | None:
    try:
        return tabella_fasce(tipo.premio, "premio") if tipo.premio.get("fasce") else None
    except (ConfigurazioneRifiutata, NonCalcolabile):
        return None


def _decine(punti: Iterable[Decimal]) -> tuple[tuple[str, ...], Classe]:
    decine = sorted({_decina(valore) for valore in punti}) or [0]
    return tuple(map(_nome_decina, range(decine[0], decine[-1] + 1))), lambda valore: _nome_decina(_decina(valore))


def _decina(valore: Decimal) -> int:
    return int(valore // AMPIEZZA)


def _nome_decina(posto: int) -> str:
    da = Decimal(posto * AMPIEZZA)
    return f"da {numero(da)} a meno di {numero(da + AMPIEZZA)}"
