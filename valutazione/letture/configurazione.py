"""Un tipo di scheda nella forma del motore e dello scambio (docs/formato-smvp.md).

`configurazione_di` dà le regole del conto; `destinazione_di` ciò che serve solo all'applicazione: per chi è la scheda,
chi valuta, da dove arriva ogni valore, con quale scala.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from obiettivi.misura import leggi_numero
from valutazione.models import Componente, Scala, TipoScheda
from valutazione.voci import Aggregazione, SeManca

Dati = dict[str, Any]
Figli = Mapping[int | None, list[Componente]]
VUOTI: tuple[Any, ...] = (None, "", [], {})


def configurazione_di(tipo: TipoScheda) -> Dati:
    """La `configurazione` di quel tipo. Gli obiettivi assegnati sono una foglia: ogni scheda ci mette i suoi."""
    componenti = list(tipo.componenti.all())
    figli: Figli = _per_genitore(componenti)
    radice = next(iter(figli[None]), None)
    return _pieni(
        {
            "denominazione": tipo.denominazione,
            "decimali_punteggio": tipo.decimali_punteggio,
            "scheda": nodo(radice, figli) if radice else None,
            "blocchi": [_blocco(uno) for uno in componenti if uno.minimo_bloccante is not None],
            "premio": tipo.premio,
            "maggiorazione": tipo.maggiorazione,
        }
    )


def nodo(componente: Componente, figli: Figli) -> Dati:
    """Il componente e tutto ciò che gli sta sotto, come lo legge il motore."""
    sotto = [nodo(figlio, figli) for figlio in figli.get(componente.pk, [])]
    pesato = componente.aggregazione == Aggregazione.SOMMA_PESATA
    return _pieni(
        {
            "cod": componente.codice,
            "denominazione": componente.denominazione,
            "descrizione": componente.descrizione,
            "peso": cifre(componente.peso),
            "agg": componente.aggregazione if sotto else None,
            "base_pesi": cifre(componente.base_pesi) if sotto and pesato else None,
            "mancante": componente.mancante if sotto and componente.mancante != SeManca.ERRORE else None,
            "figli": sotto,
            "conv": componente.conversione if not sotto else None,
            "poi": componente.conversione_finale,
            "moltiplica": cifre(componente.moltiplica),
            "correttivo": _correttivo(componente),
            "massimo": cifre(componente.massimo),
            "decimali": componente.decimali,
        }
    )


def nome_correttivo(componente: Componente) -> str:
    """Come si chiama nei conti la correzione di quel componente."""
    return componente.correttivo_voce or f"correzione-{componente.codice}"


def _correttivo(componente: Componente) -> Dati | None:
    if componente.correttivo_limite is None:
        return None
    return {"input": nome_correttivo(componente), "limite_pct": cifre(componente.correttivo_limite)}


def _blocco(componente: Componente) -> Dati:
    nome = componente.blocco or f"minimo-{componente.codice}"
    return {"cod": nome, "su": componente.codice, "minimo": cifre(componente.minimo_bloccante)}


def _per_genitore(componenti: list[Componente]) -> Figli:
    figli: defaultdict[int | None, list[Componente]] = defaultdict(list)
    for componente in componenti:
        figli[componente.genitore_id].append(componente)
    return figli


def _pieni(dati: Dati) -> Dati:
    return {nome: valore for nome, valore in dati.items() if valore not in VUOTI}


# ---- ciò che al conto non serve ------------------------------------------------------------------------------------


def destinazione_di(tipo: TipoScheda) -> Dati:
    """Per chi è la scheda, chi valuta, da dove viene ogni valore: la parte `tipo` di un file."""
    return _pieni(
        {
            "destinatari": tipo.destinatari,
            "aree": tipo.aree,
            "valuta": tipo.valuta,
            "propone": tipo.propone,
            "riesamina": tipo.riesamina,
            "modo_premio": tipo.modo_premio,
            "base_premio": tipo.base_premio,
            "tempi_pagamento": tipo.tempi_pagamento or None,
            "componenti": {uno.codice: _origine(uno) for uno in tipo.componenti.all()},
        }
    )


def _origine(componente: Componente) -> Dati:
    assegnati = bool(componente.fonte)
    return _pieni(
        {
            "natura": componente.natura,
            "fonte": componente.fonte,
            "scala": componente.scala.denominazione if componente.scala else None,
            "agg": componente.aggregazione if assegnati else None,
            "mancante": componente.mancante if assegnati and componente.mancante != SeManca.ERRORE else None,
            "correttivo_di": componente.correttivo_di,
            "utile_progressioni": componente.utile_progressioni or None,
        }
    )


def scala_in_file(scala: Scala) -> Dati:
    """Una scala di giudizio come si scrive in un file."""
    livelli = [
        _pieni(
            {
                "etichetta": livello.etichetta,
                "descrittore": livello.descrittore,
                "valore": cifre(livello.valore),
                "richiede_motivazione": livello.richiede_motivazione or None,
            }
        )
        for livello in scala.livelli.all()
    ]
    return {"denominazione": scala.denominazione, "livelli": livelli}


# ---- i numeri ------------------------------------------------------------------------------------------------------


def cifre(valore: Decimal | int | None) -> int | str | None:
    """Un numero come si scrive nei file: intero se lo è, altrimenti un testo esatto senza zeri di troppo."""
    if valore is None:
        return None
    esatto = Decimal(valore)
    return int(esatto) if esatto == esatto.to_integral_value() else f"{esatto.normalize():f}"


def in_file(dati: Any) -> Any:
    """Le stesse cose con ogni Decimal scritto come nei file: si possono conservare e confrontare."""
    match dati:
        case Decimal():
            return cifre(dati)
        case Mapping():
            return {nome: in_file(valore) for nome, valore in dati.items()}
        case list() | tuple():
            return [in_file(valore) for valore in dati]
    return dati


def decimale(scritto: object, nome: str) -> Decimal | None:
    """Il numero scritto in un file, se c'è. Solleva NonCalcolabile."""
    return None if scritto is None else leggi_numero(scritto, nome)
