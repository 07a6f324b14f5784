"""L'albero di una scheda da mostrare: ogni componente col suo posto, i punti che può dare, le regole in parole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from obiettivi.misura import NonCalcolabile, conti_esatti
from valutazione.letture.configurazione import Dati, configurazione_di
from valutazione.letture.parole import conversione_in_parole
from valutazione.models import Componente, TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, Smvp, leggi_smvp, valuta_scheda
from valutazione.motore.lettura import conversione as leggi_conversione
from valutazione.voci import Fonte

ZERO, CENTO = Decimal(0), Decimal(100)
DA_ZERO_A_CENTO = (ZERO, CENTO)
CON_TARGET = {"rapporto", "inverso_rapporto", "inverso_scostamento", "soglie", "intervallo", "si_no"}
Estremi = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Ramo:
    """Un componente nell'albero. `estremi`: il minimo e il massimo che può valere, se si possono sapere."""

    componente: Componente
    livello: int
    figli: tuple["Ramo", ...] = ()
    estremi: Estremi | None = None
    primo: bool = True
    ultimo: bool = True

    def tutti(self) -> Iterator["Ramo"]:
        yield self
        for figlio in self.figli:
            yield from figlio.tutti()

    @property
    def foglia(self) -> bool:
        return not self.figli

    @property
    def conversione(self) -> str:
        return conversione_in_parole(self.componente.conversione)

    @property
    def finale(self) -> str:
        return conversione_in_parole(self.componente.conversione_finale)


def albero_di(tipo: TipoScheda) -> Ramo | None:
    """La radice con tutto il resto sotto; None se la scheda è ancora vuota."""
    componenti = list(tipo.componenti.all())
    estremi = estremi_di(tipo)
    radice = next((uno for uno in componenti if uno.genitore_id is None), None)
    return _ramo(radice, componenti, estremi, 0) if radice else None


def _ramo(
    componente: Componente,
    tutti: list[Componente],
    estremi: Mapping[str, Estremi],
    livello: int,
    *,
    primo: bool = True,
    ultimo: bool = True,
) -> Ramo:
    sotto = [uno for uno in tutti if uno.genitore_id == componente.pk]
    figli = tuple(
        _ramo(uno, tutti, estremi, livello + 1, primo=uno is sotto[0], ultimo=uno is sotto[-1]) for uno in sotto
    )
    return Ramo(componente, livello, figli, estremi.get(componente.codice), primo, ultimo)


# ---- quanto può valere ogni componente ---------------------------------------------------------------------------


def estremi_di(tipo: TipoScheda, *, senza_tetti: bool = False) -> dict[str, Estremi]:
    """Il minimo e il massimo di ogni componente, calcolati dal motore.

    Manca chi può valere qualsiasi numero, chi lo contiene, e tutto se l'albero non si può ancora leggere.
    """
    scheda = configurazione_di(tipo).get("scheda")
    if scheda is None:
        return {}
    foglie = {uno.codice: estremi_foglia(uno) for uno in tipo.componenti.all()}
    bassi, alti = (_valori(_a_identita(scheda, senza_tetti), foglie, quale) for quale in (0, 1))
    return {cod: (min(bassi[cod], alti[cod]), max(bassi[cod], alti[cod])) for cod in bassi.keys() & alti.keys()}


def pesi_per_natura(tipo: TipoScheda) -> dict[str, Decimal]:
    """Quanta parte del punteggio sposta ciascuna natura, dal suo minimo al massimo, in percentuale.

    Vuoto se non si può sapere: una voce può valere qualsiasi numero, o l'albero non si legge ancora.
    """
    scheda = configurazione_di(tipo).get("scheda")
    if scheda is None:
        return {}
    try:
        return _pesi(leggi_smvp({"scheda": _a_identita(scheda, senza_tetti=True)}), list(tipo.componenti.all()))
    except (ConfigurazioneRifiutata, NonCalcolabile):
        return {}


def _pesi(smvp: Smvp, componenti: list[Componente]) -> dict[str, Decimal]:
    foglie = {uno.codice: uno for uno in componenti if uno.codice in smvp.foglie}
    estremi = {cod: fra for cod, una in foglie.items() if (fra := estremi_foglia(una)) is not None}
    pieni = {cod: alto for cod, (_, alto) in estremi.items()}
    pieno = valuta_scheda(smvp, pieni).punteggio
    spostano = {}
    for natura in {una.natura for una in foglie.values()}:
        al_minimo = {cod: basso for cod, (basso, _) in estremi.items() if foglie[cod].natura == natura}
        spostano[natura] = pieno - valuta_scheda(smvp, pieni | al_minimo).punteggio
    totale = sum(spostano.values(), ZERO)
    with conti_esatti():
        return {natura: quanto * CENTO / totale for natura, quanto in spostano.items()} if totale else {}


def _valori(nodo: Dati, foglie: Mapping[str, Estremi | None], quale: int) -> dict[str, Decimal]:
    """Il valore di ogni componente del ramo; se il ramo intero non si calcola, quelli dei suoi figli."""
    try:
        smvp = leggi_smvp({"scheda": nodo})
        valori = {cod: estremi[quale] for cod in smvp.foglie if (estremi := foglie.get(cod)) is not None}
        dettaglio = valuta_scheda(smvp, valori).dettaglio or {}
    except (ConfigurazioneRifiutata, NonCalcolabile):
        trovati = [_valori(figlio, foglie, quale) for figlio in nodo.get("figli", [])]
        return {cod: valore for parte in trovati for cod, valore in parte.items()}
    return {cod: valore for cod, valore in dettaglio.items() if valore is not None}


def _a_identita(nodo: Dati, senza_tetti: bool) -> Dati:
    """L'albero con le foglie già convertite, senza correzioni né politiche per chi manca."""
    tolti = {"conv", "correttivo", "mancante"} | ({"massimo"} if senza_tetti else set())
    pulito = {nome: valore for nome, valore in nodo.items() if nome not in tolti}
    if "figli" in nodo:
        pulito["figli"] = [_a_identita(figlio, senza_tetti) for figlio in nodo["figli"]]
    return pulito


def estremi_foglia(componente: Componente) -> Estremi | None:
    """Fra quali numeri sta il valore convertito di una foglia; None se può essere qualsiasi."""
    conversione = componente.conversione or {"tipo": "identita"}
    esiti = _esiti(componente, conversione)
    minimo, massimo = (
        None if conversione.get(nome) is None else Decimal(str(conversione[nome])) for nome in ("min", "max")
    )
    basso = min(esiti, default=None)
    alto = max(esiti, default=None)
    basso = minimo if basso is None or (minimo is not None and basso < minimo) else basso
    alto = massimo if alto is None or (massimo is not None and alto > massimo) else alto
    return None if basso is None or alto is None else (basso, alto)


def _esiti(componente: Componente, conversione: Dati) -> list[Decimal]:
    if conversione["tipo"] in CON_TARGET:
        return list(DA_ZERO_A_CENTO)
    dominio = _dominio(componente)
    if dominio:
        return _convertiti(conversione, dominio)
    return SENZA_DOMINIO.get(conversione["tipo"], lambda dati: [])(conversione)


def _dominio(componente: Componente) -> list[Decimal]:
    """I valori che la foglia può ricevere, se si conoscono."""
    if componente.fonte == Fonte.GIUDIZIO and componente.scala:
        return [livello.valore for livello in componente.scala.livelli.all()]
    return [] if componente.fonte in (Fonte.NUMERO, Fonte.GIUDIZIO, "") else list(DA_ZERO_A_CENTO)


def _convertiti(conversione: Dati, valori: list[Decimal]) -> list[Decimal]:
    try:
        regola = leggi_conversione(conversione, "conv")
        return [regola(valore).certo for valore in valori]
    except (ConfigurazioneRifiutata, NonCalcolabile):
        return []


def _numeri(valori: Any) -> list[Decimal]:
    return [Decimal(str(valore)) for valore in valori if isinstance(valore, int | str) and valore != "proporzionale"]


SENZA_DOMINIO = {
    "lineare": lambda dati: _numeri(dati["a"]),
    "livelli": lambda dati: _numeri(dati["livelli"].values()),
    "gradini": lambda dati: _numeri(fascia["esito"] for fascia in dati["fasce"]),
    "entro_data": lambda dati: _numeri(fascia["esito"] for fascia in dati["fasce"]),
}
