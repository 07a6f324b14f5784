"""Due versioni del sistema messe accanto, e un sistema provato sulle schede di un anno già valutato."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from enti.models import Ente
from obiettivi.misura import NonCalcolabile, Voce, aggrega
from obiettivi.models import Ciclo
from valutazione.letture.configurazione import configurazione_di
from valutazione.letture.documento import documento_di
from valutazione.letture.esiti import da_esito
from valutazione.letture.simulatore import con_i_nomi
from valutazione.letture.sistemi import con_albero
from valutazione.models import Componente, Scheda, Sistema, TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, Smvp, Valutazione, leggi_smvp, valuta_scheda
from valutazione.motore.premio import fascia_di
from valutazione.voci import Aggregazione, Fonte, StatoScheda

Dati = Mapping[str, Any]
VALUTATE = (StatoScheda.NOTIFICATA, StatoScheda.RIESAME, StatoScheda.CHIUSA)


# ---- due versioni ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Differenza:
    """Un punto in cui due versioni non dicono la stessa cosa. Vuoto: lì non c'era."""

    dove: str
    prima: str
    dopo: str


def differenze_fra(prima: Sistema, dopo: Sistema) -> list[Differenza]:
    """Ciò che cambia dall'una all'altra, dal file di ciascuna: nulla resta fuori."""
    vecchio, nuovo = (dict(_righe("", _per_nome(documento_di(sistema)))) for sistema in (prima, dopo))
    dove = [*vecchio, *(nome for nome in nuovo if nome not in vecchio)]
    return [
        Differenza(nome, vecchio.get(nome, ""), nuovo.get(nome, ""))
        for nome in dove
        if vecchio.get(nome) != nuovo.get(nome)
    ]


def _per_nome(documento: Dati) -> dict[str, Any]:
    """Scale, fasi e schede con il loro nome al posto del numero d'ordine; senza le prove, che non sono regole."""
    casi = [{nome: caso[nome] for nome in ("configurazione", "tipo")} for caso in documento["casi"]]
    return {
        "dati": documento["sistema"],
        "scala": {scala["denominazione"]: scala["livelli"] for scala in documento["scale"]},
        "fase": {fase["tipo"]: fase for fase in documento["fasi"]},
        "scheda": {caso["id"]: parte for caso, parte in zip(documento["casi"], casi, strict=True)},
    }


def _righe(dove: str, dati: Any) -> Iterable[tuple[str, str]]:
    if isinstance(dati, Mapping):
        for nome, valore in dati.items():
            yield from _righe(f"{dove} · {nome}".strip(" ·"), valore)
    elif isinstance(dati, list) and dati and isinstance(dati[0], Mapping):
        for posto, valore in enumerate(dati, 1):
            nome = valore.get("denominazione") or valore.get("cod") or valore.get("etichetta") or str(posto)
            yield from _righe(f"{dove} · {nome}", valore)
    else:
        yield dove, _scritto(dati)


def _scritto(valore: Any) -> str:
    if isinstance(valore, list):
        return ", ".join(_scritto(uno) for uno in valore)
    return {True: "sì", False: "no"}[valore] if isinstance(valore, bool) else str(valore)


# ---- le schede di un anno ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effetto:
    """Una scheda già valutata, e come sarebbe con il sistema nuovo. `perche`: come si è potuta ricalcolare."""

    scheda: Scheda
    tipo: TipoScheda | None
    prima: Decimal
    esito_prima: Decimal | None
    fascia_prima: str
    dopo: Decimal | None = None
    esito_dopo: Decimal | None = None
    fascia_dopo: str = ""
    blocco_dopo: str = ""
    perche: str = ""

    @property
    def confrontabile(self) -> bool:
        return self.dopo is not None

    @property
    def cambia(self) -> bool:
        diverso = (self.esito_prima, self.fascia_prima) != (self.esito_dopo, self.fascia_dopo)
        return self.confrontabile and diverso


@dataclass(frozen=True)
class Effetti:
    """Tutte le schede di un anno con il sistema nuovo."""

    righe: tuple[Effetto, ...]
    tipi: tuple[TipoScheda, ...] = ()

    @property
    def confrontate(self) -> list[Effetto]:
        return [riga for riga in self.righe if riga.confrontabile]

    @property
    def cambiano(self) -> int:
        return sum(riga.cambia for riga in self.righe)

    @property
    def media_prima(self) -> Decimal | None:
        return _media([riga.prima for riga in self.confrontate])

    @property
    def media_dopo(self) -> Decimal | None:
        return _media([riga.dopo for riga in self.confrontate if riga.dopo is not None])

    @property
    def distribuzione(self) -> list[tuple[str, int, int]]:
        """Quante schede in ogni fascia: prima e dopo."""
        prima = Counter(riga.fascia_prima for riga in self.confrontate)
        dopo = Counter(riga.fascia_dopo for riga in self.confrontate)
        return [(nome or "senza nome", prima[nome], dopo[nome]) for nome in sorted({*prima, *dopo})]


def _media(valori: list[Decimal]) -> Decimal | None:
    return sum(valori, Decimal(0)) / len(valori) if valori else None


def anni_valutati(ente: Ente) -> list[int]:
    """Gli anni che hanno schede con un punteggio."""
    cicli = Ciclo.objects.filter(ente=ente, schede__in=_valutate()).distinct()
    return list(cicli.order_by("-anno").values_list("anno", flat=True))


def _valutate() -> QuerySet[Scheda]:
    return Scheda.objects.filter(stato__in=VALUTATE, punteggio__isnull=False)


def effetti_di(sistema: Sistema, anno: int) -> Effetti:
    """Le schede valutate di quell'anno, ricalcolate con il sistema."""
    tipi = list(con_albero(sistema.tipi.all()))
    schede = (
        _valutate()
        .filter(ciclo__ente=sistema.ente, ciclo__anno=anno)
        .select_related("persona", "tipo__sistema", "unita")
        .prefetch_related("voci")
    )
    regole = {tipo.pk: _regole(tipo) for tipo in tipi}
    righe = (_effetto(scheda, corrispondente(scheda.tipo, tipi), regole) for scheda in schede)
    return Effetti(tuple(righe), tuple(tipi))


def _regole(tipo: TipoScheda) -> Smvp | None:
    try:
        return leggi_smvp(configurazione_di(tipo))
    except ConfigurazioneRifiutata:
        return None


def corrispondente(vecchio: TipoScheda, tipi: Sequence[TipoScheda]) -> TipoScheda | None:
    """Il tipo nuovo con lo stesso codice; altrimenti l'unico per gli stessi destinatari."""
    stesso = next((tipo for tipo in tipi if tipo.codice == vecchio.codice), None)
    per_loro = [tipo for tipo in tipi if tipo.destinatari == vecchio.destinatari]
    return stesso or (per_loro[0] if len(per_loro) == 1 else None)


def _effetto(scheda: Scheda, tipo: TipoScheda | None, regole: Mapping[int, Smvp | None]) -> Effetto:
    prima = scheda.punteggio or Decimal(0)
    esito, fascia = _fascia(leggi_smvp(scheda.istantanea or {}), prima)
    base = Effetto(scheda, tipo, prima, esito, fascia, blocco_dopo=scheda.esito.get("blocco", ""))
    smvp = regole.get(tipo.pk) if tipo else None
    if tipo is None or smvp is None:
        perche = (
            "nel sistema nuovo non c'è una scheda per questa persona" if tipo is None else "le regole non si leggono"
        )
        return _con(base, perche=perche)
    valori, mancano = valori_di_allora(scheda, tipo)
    if mancano:
        return _solo_fasce(base, smvp, f"mancano {', '.join(mancano)}: si applicano solo le fasce")
    try:
        valutazione = valuta_scheda(smvp, valori)
        nuovo, nome = _fascia(smvp, valutazione.punteggio)
    except NonCalcolabile as errore:
        nomi = {uno.codice: uno.denominazione for uno in tipo.componenti.all()}
        return _solo_fasce(base, smvp, con_i_nomi(str(errore), nomi))
    return _con(
        base,
        dopo=valutazione.punteggio,
        esito_dopo=nuovo,
        fascia_dopo=nome,
        blocco_dopo=valutazione.blocco,
        perche="ricalcolata voce per voce",
    )


def _solo_fasce(base: Effetto, smvp: Smvp, perche: str) -> Effetto:
    """Il punteggio di allora nelle fasce nuove: quando le voci non sono le stesse è tutto ciò che si può dire."""
    try:
        esito, nome = _fascia(smvp, base.prima)
    except NonCalcolabile as errore:
        return _con(base, perche=str(errore))
    return _con(base, dopo=base.prima, esito_dopo=esito, fascia_dopo=nome, perche=perche)


def _con(base: Effetto, **cambi: Any) -> Effetto:
    return Effetto(**{**base.__dict__, **cambi})


def _fascia(smvp: Smvp, punteggio: Decimal) -> tuple[Decimal | None, str]:
    if smvp.premio is None:
        return None, ""
    esito, nome, _ = fascia_di(smvp.premio, punteggio)
    return esito, nome


# ---- i valori di allora ------------------------------------------------------------------------------------------


def valori_di_allora(scheda: Scheda, tipo: TipoScheda) -> tuple[dict[str, Any], list[str]]:
    """I valori di una scheda per l'albero nuovo, e i nomi delle voci che allora non c'erano."""
    allora = da_esito(scheda.esito) if scheda.esito.get("passi") else Valutazione(scheda.punteggio or Decimal(0))
    voci, grezzi = list(scheda.voci.all()), _grezzi(allora)
    valori: dict[str, Any] = {}
    mancano = []
    for foglia in _foglie(tipo):
        fonti = (
            _degli_obiettivi(foglia, voci, allora.dettaglio or {}),
            _stesso_nome(foglia, voci),
            grezzi.get(foglia.codice),
        )
        valore = next((uno for uno in fonti if uno is not None), None)
        if valore is None:
            mancano.append(foglia.denominazione)
        else:
            valori[foglia.codice] = valore
    return valori, mancano


def _grezzi(allora: Valutazione) -> dict[str, Any]:
    """Ciò che ogni voce aveva ricevuto prima di convertirlo, letto dai passi del conto."""
    conversioni = [passo for passo in allora.passi if passo.cosa == "conversione"]
    letti = {passo.voce: dict(passo.dati).get("valore") for passo in reversed(conversioni)}
    return {voce: valore for voce, valore in letti.items() if isinstance(valore, Decimal)}


def _foglie(tipo: TipoScheda) -> list[Componente]:
    genitori = {uno.genitore_id for uno in tipo.componenti.all()}
    return [uno for uno in tipo.componenti.all() if uno.pk not in genitori]


def _degli_obiettivi(foglia: Componente, voci: list[Any], dettaglio: Mapping[str, Decimal | None]) -> Decimal | None:
    """Il grado degli obiettivi di allora, uniti come dice il componente nuovo."""
    if foglia.fonte != Fonte.OBIETTIVI:
        return None
    gradi = [
        Voce(voce.codice, dettaglio.get(voce.codice), voce.peso)
        for voce in voci
        if voce.obiettivo_id and dettaglio.get(voce.codice) is not None
    ]
    if not gradi:
        return None
    pesata = all(voce.peso is not None for voce in gradi)
    metodo = foglia.aggregazione or (Aggregazione.MEDIA_PESATA if pesata else Aggregazione.MEDIA)
    return aggrega(metodo if pesata else Aggregazione.MEDIA, gradi, nome=foglia.codice).valore


def _stesso_nome(foglia: Componente, voci: list[Any]) -> Decimal | None:
    """Il valore della voce con lo stesso codice, o con lo stesso nome."""
    for voce in voci:
        if voce.codice == foglia.codice or voce.denominazione.casefold() == foglia.denominazione.casefold():
            return voce.valore  # type: ignore[no-any-return]  # è un Decimal o manca
    return None
