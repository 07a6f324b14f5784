"""Dal JSON del formato di scambio alle parti di un SMVP. Ciò che non regge si rifiuta, dicendo dove e perché."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from obiettivi.misura import (
    AGGREGAZIONI,
    Conversione,
    Crescente,
    EntroData,
    Fascia,
    Fisso,
    Gradini,
    Identita,
    Intervallo,
    InversoRapporto,
    InversoScostamento,
    Lineare,
    Livelli,
    NonCalcolabile,
    Politica,
    Proporzionale,
    Rapporto,
    SiNo,
    Soglie,
    TabellaFasce,
    leggi_numero,
)
from obiettivi.misura.fasce import Esito
from obiettivi.misura.numeri import CENTO, UNO, ZERO
from valutazione.motore.configurazione import (
    ECONOMIA,
    SU_FASCIA,
    Blocco,
    ConfigurazioneRifiutata,
    Correttivo,
    Fattore,
    Maggiorazione,
    Nodo,
    Premio,
    Quota,
    Smvp,
)
from valutazione.motore.forma import controlla_parte

Dati = Mapping[str, Any]


def leggi_smvp(dati: Dati) -> Smvp:
    """L'SMVP di una `configurazione` del formato (docs/formato-smvp.md).

    Solleva ConfigurazioneRifiutata se la forma è sbagliata o le parti non stanno insieme: codici doppi, quote che non
    fanno 100, fasce con buchi o sovrapposizioni (che si possono esaminare: `fasce_da_esaminare`).
    """
    controlla_parte("configurazione", dati)
    try:
        return _smvp(dati)
    except NonCalcolabile as errore:
        raise ConfigurazioneRifiutata(str(errore)) from errore


def fasce_da_esaminare(dati: Dati) -> TabellaFasce | None:
    """Le fasce del premio di una `configurazione`, anche difettose: conta dove cadono i punteggi, non gli esiti.

    None se non ce ne sono. Solleva ConfigurazioneRifiutata se la forma è sbagliata.
    """
    controlla_parte("configurazione", dati)
    premio = dati.get("premio", {})
    return tabella_fasce({"punteggio_massimo": 1, **premio}, "premio") if "fasce" in premio else None


def _smvp(dati: Dati) -> Smvp:
    decimali = int(dati.get("decimali_punteggio", 2))
    scheda = _nodo(dati["scheda"], "scheda") if "scheda" in dati else None
    nodi = list(scheda.tutti()) if scheda else []
    _codici_unici(nodi)
    premio = _premio(dati["premio"], decimali) if "premio" in dati else None
    if premio and premio.tabella:
        _esige_intera(premio.tabella, "premio.fasce", decimali)
    return Smvp(
        scheda=scheda,
        premio=premio,
        blocchi=tuple(_blocco(blocco, indice, nodi) for indice, blocco in enumerate(dati.get("blocchi", []))),
        maggiorazione=_maggiorazione(dati["maggiorazione"]) if "maggiorazione" in dati else None,
        decimali_punteggio=decimali,
        foglie=frozenset(nodo.cod for nodo in nodi if not nodo.figli),
        rami=frozenset(nodo.cod for nodo in nodi if nodo.figli),
        correttivi=frozenset(nodo.correttivo.voce for nodo in nodi if nodo.correttivo),
    )


def _esigi(condizione: object, dove: str, perche: str) -> None:
    if not condizione:
        raise ConfigurazioneRifiutata(f"{dove}: {perche}.")


def _numero(dati: Dati, nome: str) -> Decimal | None:
    return leggi_numero(dati[nome], nome) if nome in dati else None


def _intero(dati: Dati, nome: str) -> int | None:
    return int(dati[nome]) if nome in dati else None


# ---- la scheda ---------------------------------------------------------------------------------------------------


def _nodo(dati: Dati, dove: str) -> Nodo:
    figli = dati.get("figli", [])
    _esigi(not dati["cod"].startswith("_"), f"{dove}.cod", "i codici che iniziano con «_» sono riservati")
    _esigi(
        not (figli and "conv" in dati),
        f"{dove}.conv",
        "vale per una voce senza figli; per ciò che si aggrega c'è «poi»",
    )
    _esigi(not figli or "agg" in dati, f"{dove}.agg", f"manca, e serve: uno fra {', '.join(AGGREGAZIONI)}")
    _esigi(figli or "agg" not in dati, f"{dove}.figli", "mancano, e c'è una regola per aggregarli")
    peso = _numero(dati, "peso")
    base_pesi = _numero(dati, "base_pesi") or (ZERO if "base_pesi" in dati else CENTO)
    _esigi(peso is None or peso >= 0, f"{dove}.peso", "atteso un peso non negativo")
    _esigi(base_pesi > 0, f"{dove}.base_pesi", "attesa una base maggiore di zero")
    return Nodo(
        cod=dati["cod"],
        figli=tuple(_nodo(figlio, f"{dove}.figli[{indice}]") for indice, figlio in enumerate(figli)),
        aggregazione=dati.get("agg", ""),
        base_pesi=base_pesi,
        peso=peso,
        mancante=Politica(dati.get("mancante", "errore")),
        conversione=conversione(dati["conv"], f"{dove}.conv") if "conv" in dati else Identita(),
        poi=conversione(dati["poi"], f"{dove}.poi", calcolato=True) if "poi" in dati else None,
        moltiplica=_numero(dati, "moltiplica"),
        correttivo=_correttivo(dati["correttivo"], f"{dove}.correttivo") if "correttivo" in dati else None,
        massimo=_numero(dati, "massimo"),
        decimali=_intero(dati, "decimali"),
    )


def _correttivo(dati: Dati, dove: str) -> Correttivo:
    limite = leggi_numero(dati["limite_pct"], "limite_pct")
    _esigi(limite >= 0, f"{dove}.limite_pct", "atteso un limite non negativo: vale in più e in meno")
    return Correttivo(dati["input"], limite)


def _codici_unici(nodi: list[Nodo]) -> None:
    doppi = [cod for cod, quanti in Counter(nodo.cod for nodo in nodi).items() if quanti > 1]
    _esigi(not doppi, "scheda", f"codici usati più volte: {', '.join(doppi)}; ogni codice è di una voce sola")


def _blocco(dati: Dati, indice: int, nodi: list[Nodo]) -> Blocco:
    noti = {nodo.cod for nodo in nodi}
    _esigi(dati["su"] in noti, f"blocchi[{indice}].su", f"la scheda non ha una voce «{dati['su']}»")
    return Blocco(dati["cod"], dati["su"], leggi_numero(dati["minimo"], "minimo"))


# ---- le conversioni ----------------------------------------------------------------------------------------------


def conversione(dati: Dati, dove: str, *, calcolato: bool = False) -> Conversione:
    """La conversione scritta in `dati`. `calcolato`: riceverà un valore con qualsiasi decimale, non uno scritto."""
    limiti = {"minimo": _numero(dati, "min"), "massimo": _numero(dati, "max")}
    minimo, massimo = limiti.values()
    _esigi(minimo is None or massimo is None or minimo <= massimo, f"{dove}.min", "il pavimento supera il tetto")
    return COSTRUTTORI[dati["tipo"]](dati, dove, calcolato, limiti)


def _semplice(classe: type[Conversione]) -> Callable[..., Conversione]:
    return lambda dati, dove, calcolato, limiti: classe(**limiti)


def _lineare(dati: Dati, dove: str, calcolato: bool, limiti: Dati) -> Conversione:
    (x0, x1), (y0, y1) = ([leggi_numero(estremo, nome) for estremo in dati[nome]] for nome in ("da", "a"))
    _esigi(x0 != x1, f"{dove}.da", "il tratto di partenza ha gli estremi uguali")
    return Lineare(da=(x0, x1), a=(y0, y1), satura=dati.get("satura", True), **limiti)


def _livelli(dati: Dati, dove: str, calcolato: bool, limiti: Dati) -> Conversione:
    return Livelli(livelli=_mappa(dati["livelli"]), **limiti)


def _gradini(dati: Dati, dove: str, calcolato: bool, limiti: Dati) -> Conversione:
    tabella = tabella_fasce(dati, dove)
    _esige_intera(tabella, f"{dove}.fasce", None if calcolato else _decimali_scritti(tabella))
    return Gradini(tabella=tabella, **limiti)


def _entro_data(dati: Dati, dove: str, calcolato: bool, limiti: Dati) -> Conversione:
    tabella = tabella_fasce(dati, dove)
    _esige_intera(tabella, f"{dove}.fasce", 0)
    return EntroData(tabella=tabella, **limiti)


def _intervallo(dati: Dati, dove: str, calcolato: bool, limiti: Dati) -> Conversione:
    tolleranza = _numero(dati, "tolleranza") or ZERO
    _esigi(tolleranza >= 0, f"{dove}.tolleranza", "attesa una tolleranza non negativa")
    return Intervallo(tolleranza=tolleranza, **limiti)


COSTRUTTORI: dict[str, Callable[[Dati, str, bool, Dati], Conversione]] = {
    "identita": _semplice(Identita),
    "lineare": _lineare,
    "livelli": _livelli,
    "gradini": _gradini,
    "rapporto": _semplice(Rapporto),
    "inverso_rapporto": _semplice(InversoRapporto),
    "inverso_scostamento": _semplice(InversoScostamento),
    "soglie": _semplice(Soglie),
    "si_no": _semplice(SiNo),
    "intervallo": _intervallo,
    "entro_data": _entro_data,
}


def _mappa(dati: Dati) -> dict[str, Decimal]:
    return {nome: leggi_numero(valore, nome) for nome, valore in dati.items()}


# ---- le fasce ----------------------------------------------------------------------------------------------------


def tabella_fasce(dati: Dati, dove: str) -> TabellaFasce:
    """Le fasce scritte in `dati`, non ancora controllate per buchi e sovrapposizioni."""
    massimo = _numero(dati, "punteggio_massimo")
    _esigi(massimo is None or massimo > 0, f"{dove}.punteggio_massimo", "atteso un numero maggiore di zero")
    fasce = tuple(_fascia(fascia, f"{dove}.fasce[{i}]", massimo) for i, fascia in enumerate(dati["fasce"]))
    return TabellaFasce(fasce, _intero(dati, "decimali_per_fascia"))


def _fascia(dati: Dati, dove: str, massimo: Decimal | None) -> Fascia:
    da, a = (None if dati.get(nome) is None else leggi_numero(dati[nome], nome) for nome in ("da", "a"))
    _esigi(da is None or a is None or da <= a, f"{dove}.da", "la fascia comincia dopo la sua fine")
    return Fascia(
        esito=_esito(dati["esito"], dove, massimo, da),
        da=da,
        a=a,
        da_incluso=dati.get("da_incluso", True),
        a_incluso=dati.get("a_incluso", True),
        nome=dati.get("nome", ""),
    )


def _esito(scritto: Any, dove: str, massimo: Decimal | None, da: Decimal | None) -> Esito:
    if scritto == "proporzionale":
        _esigi(massimo is not None, dove, "per un esito proporzionale serve «punteggio_massimo»")
        return Proporzionale(massimo or UNO)
    if isinstance(scritto, Mapping):
        _esigi(da is not None, dove, "per una quota che cresce serve l'inizio della fascia («da»)")
        quota, incremento = (leggi_numero(scritto[nome], nome) for nome in ("quota", "incremento"))
        return Crescente(quota, incremento, da or ZERO)
    return Fisso(leggi_numero(scritto, "esito"))


def _esige_intera(tabella: TabellaFasce, dove: str, decimali: int | None) -> None:
    difetto = tabella.difetto(decimali=decimali)
    _esigi(difetto is None, dove, f"{difetto}: ogni punteggio deve cadere in una e una sola fascia")


def _decimali_scritti(tabella: TabellaFasce) -> int:
    """I decimali degli estremi: una tabella a interi vale per valori interi, se non arrotonda da sé."""
    estremi = [estremo for fascia in tabella.fasce for estremo in (fascia.da, fascia.a) if estremo is not None]
    return max((max(0, -int(estremo.as_tuple().exponent)) for estremo in estremi), default=0)


# ---- il premio ---------------------------------------------------------------------------------------------------


def _premio(dati: Dati, decimali: int) -> Premio:
    tabella = tabella_fasce(dati, "premio") if "fasce" in dati else None
    solo_fascia = dati.get("solo_fascia", False)
    con_nome = tabella is not None and all(fascia.nome for fascia in tabella.fasce)
    _esigi(con_nome or not solo_fascia, "premio.solo_fascia", "ogni fascia deve avere un nome")
    return Premio(
        tabella=tabella,
        solo_fascia=solo_fascia,
        percentuale_base=_positivo(dati, "percentuale_base"),
        decimali_base=_intero(dati, "decimali_base"),
        quote=_quote(dati.get("quote", []), tabella is not None),
        fattori=tuple(_fattore(f, f"premio.fattori[{i}]") for i, f in enumerate(dati.get("fattori", []))),
        esclusioni=tuple(dati.get("esclusioni", [])),
        giorni_anno=_positivo(dati, "giorni_anno"),
        ore_giorno=_positivo(dati, "ore_giorno"),
        coefficienti=_coefficienti(dati["coefficienti"]) if "coefficienti" in dati else None,
        resti=dati.get("resti", ECONOMIA),
        resti_minimo=_numero(dati, "resti_minimo") or ZERO,
        troncamento=dati.get("quadratura") == "troncamento",
    )


def _positivo(dati: Dati, nome: str) -> Decimal | None:
    letto = _numero(dati, nome)
    _esigi(letto is None or letto > 0, f"premio.{nome}", "atteso un numero maggiore di zero")
    return letto


def _quote(dati: list[Dati], con_fasce: bool) -> tuple[Quota, ...]:
    quote = tuple(Quota(leggi_numero(quota["quota"], "quota"), quota["su"]) for quota in dati)
    somma = sum((quota.percentuale for quota in quote), ZERO)
    _esigi(all(quota.percentuale >= 0 for quota in quote), "premio.quote", "una quota non può essere negativa")
    _esigi(not quote or somma == CENTO, "premio.quote", f"sommano a {somma:f}, attesa una somma di 100")
    a_fascia = any(quota.su == SU_FASCIA for quota in quote)
    _esigi(con_fasce or not a_fascia, "premio.quote", "una quota dipende dalla fascia, ma non ci sono fasce")
    return quote


def _fattore(dati: Dati, dove: str) -> Fattore:
    base = leggi_numero(dati.get("base", 1), "base")
    _esigi(base > 0, f"{dove}.base", "atteso un divisore maggiore di zero")
    return Fattore(
        dato=dati["input"],
        predefinito=dati.get("default"),
        base=base,
        tabella=_mappa(dati["tabella"]) if "tabella" in dati else None,
        conversione=conversione(dati["conv"], f"{dove}.conv") if "conv" in dati else None,
    )


def _coefficienti(dati: Dati) -> dict[str, Decimal]:
    letti = _mappa(dati)
    _esigi(all(valore >= 0 for valore in letti.values()), "premio.coefficienti", "attesi numeri non negativi")
    return letti


def _maggiorazione(dati: Dati) -> Maggiorazione:
    percentuale, quota = leggi_numero(dati["percentuale"], "percentuale"), _numero(dati, "quota_beneficiari")
    _esigi(percentuale >= 0, "maggiorazione.percentuale", "attesa una percentuale non negativa")
    una_sola = ("beneficiari" in dati) != ("quota_beneficiari" in dati)
    _esigi(una_sola, "maggiorazione.beneficiari", "attesi «beneficiari» oppure «quota_beneficiari», uno solo dei due")
    nei_limiti = quota is None or ZERO <= quota <= CENTO
    _esigi(nei_limiti, "maggiorazione.quota_beneficiari", "attesa una percentuale fra 0 e 100")
    return Maggiorazione(
        percentuale=percentuale,
        beneficiari=_intero(dati, "beneficiari") or 0,
        quota=quota,
        per_eccesso=dati.get("arrotondamento") == "eccesso",
        dal_fondo=dati.get("finanziamento") == "dal_fondo",
    )
