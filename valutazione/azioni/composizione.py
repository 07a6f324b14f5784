"""Da un documento già controllato (docs/formato-smvp.md) alle righe del sistema.

Il documento ha `sistema`, `scale`, `fasi` e `casi`; ogni caso è un tipo di scheda, con la `configurazione` del motore
e la parte `tipo`: per chi è, chi valuta, da dove vengono i valori. Ciò che il file non dice è il valore predefinito.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Max, Model

from enti.models import Ente
from obiettivi.misura import leggi_numero
from valutazione.letture.configurazione import in_file
from valutazione.models import Componente, Fase, LivelloScala, Scala, Sistema, TipoScheda
from valutazione.voci import Aggregazione, ChiValuta, Destinatari, Fonte, Natura

R = TypeVar("R", bound=Model)
Dati = Mapping[str, Any]
Scale = Mapping[str, Scala]
NUMERI_DEL_NODO = ("peso", "base_pesi", "moltiplica", "massimo")
DELLA_DESTINAZIONE = (
    "destinatari",
    "aree",
    "valuta",
    "propone",
    "riesamina",
    "modo_premio",
    "base_premio",
    "tempi_pagamento",
)
PREDEFINITI = {"destinatari": Destinatari.DIPENDENTI, "valuta": ChiValuta.RESPONSABILE}


DECIMALI_DEL_SISTEMA = ("soglia_negativa",)


def crea_sistema(ente: Ente, dati: Dati, **campi: Any) -> Sistema:
    """Una bozza vuota, con il numero che segue l'ultimo."""
    numeri = {nome: leggi_numero(dati[nome], nome) for nome in DECIMALI_DEL_SISTEMA if nome in dati}
    numero = (ente.sistemi.aggregate(ultimo=Max("numero"))["ultimo"] or 0) + 1
    return salva(Sistema(ente=ente, numero=numero, **{**dati, **numeri, **campi}), "sistema")


def scrivi_scale(sistema: Sistema, elenco: list[Dati]) -> dict[str, Scala]:
    """Le scale del documento, per nome; quelle che il sistema ha già con lo stesso nome restano come sono."""
    scale = {scala.denominazione: scala for scala in sistema.scale.all()}
    for posto, dati in enumerate(elenco):
        if dati["denominazione"] not in scale:
            scala = salva(Scala(sistema=sistema, denominazione=dati["denominazione"]), f"scale[{posto}]")
            scale[scala.denominazione] = scala
            for ordine, livello in enumerate(dati["livelli"], 1):
                _livello(scala, ordine, livello, f"scale[{posto}].livelli[{ordine - 1}]")
    return scale


def _livello(scala: Scala, ordine: int, dati: Dati, dove: str) -> None:
    valore = leggi_numero(dati["valore"], f"{dove}.valore")
    salva(LivelloScala(scala=scala, ordine=ordine, **{**dati, "valore": valore}), dove)


def scrivi_fasi(sistema: Sistema, elenco: list[Dati]) -> None:
    for posto, dati in enumerate(elenco):
        salva(Fase(sistema=sistema, **dati), f"fasi[{posto}]")


def scrivi_tipo(sistema: Sistema, caso: Dati, scale: Scale, *, ordine: int, dove: str = "casi[0]") -> TipoScheda:
    """Un tipo di scheda con il suo albero. Solleva ValidationError, con il percorso nel file, se non regge."""
    configurazione, destinazione = caso["configurazione"], caso.get("tipo", {})
    scelte = {nome: destinazione[nome] for nome in DELLA_DESTINAZIONE if nome in destinazione}
    tipo = TipoScheda(
        sistema=sistema,
        codice=caso["id"],
        ordine=ordine,
        denominazione=_nome(configurazione, caso.get("titolo") or caso["id"]),
        decimali_punteggio=int(configurazione.get("decimali_punteggio", 2)),
        premio=in_file(configurazione.get("premio", {})),
        maggiorazione=in_file(configurazione.get("maggiorazione", {})),
        **{**PREDEFINITI, **scelte},
    )
    salva(tipo, f"{dove}.tipo")
    if "scheda" in configurazione:
        _Albero(tipo, configurazione, destinazione.get("componenti", {}), scale, dove).scrivi()
    return tipo


class _Albero:
    """La scrittura di un albero: ciò che serve a ogni nodo sta qui una volta sola."""

    def __init__(self, tipo: TipoScheda, configurazione: Dati, origini: Dati, scale: Scale, dove: str) -> None:
        self.tipo, self.radice, self.origini, self.scale = tipo, configurazione["scheda"], origini, scale
        self.dove = f"{dove}.configurazione.scheda"
        self.blocchi = {blocco["su"]: blocco for blocco in configurazione.get("blocchi", [])}
        if len(self.blocchi) < len(configurazione.get("blocchi", [])):
            raise ValidationError(f"{dove}.configurazione.blocchi: un componente ha un minimo solo, il più alto.")

    def scrivi(self) -> None:
        self._nodo(self.radice, None, 1, self.dove)

    def _nodo(self, dati: Dati, genitore: Componente | None, ordine: int, dove: str) -> None:
        componente = salva(
            Componente(tipo=self.tipo, genitore=genitore, ordine=ordine, **self._campi(dati, dove)), dove
        )
        for posto, figlio in enumerate(dati.get("figli", [])):
            self._nodo(figlio, componente, posto + 1, f"{dove}.figli[{posto}]")

    def _campi(self, dati: Dati, dove: str) -> dict[str, Any]:
        origine = self.origini.get(dati["cod"], {})
        numeri = {nome: leggi_numero(dati[nome], f"{dove}.{nome}") for nome in NUMERI_DEL_NODO if nome in dati}
        return {
            "codice": dati["cod"],
            "denominazione": _nome(dati, dati["cod"]),
            "descrizione": dati.get("descrizione") or dati.get("nota", ""),
            "natura": origine.get("natura", Natura.ALTRO),
            "fonte": "" if dati.get("figli") else origine.get("fonte", Fonte.NUMERO),
            "scala": self._scala(origine.get("scala"), dati["cod"]),
            "aggregazione": dati.get("agg") or origine.get("agg", ""),
            "mancante": dati.get("mancante") or origine.get("mancante", "errore"),
            "conversione": in_file(dati.get("conv", {})),
            "conversione_finale": in_file(dati.get("poi", {})),
            "decimali": None if dati.get("decimali") is None else int(dati["decimali"]),
            "utile_progressioni": origine.get("utile_progressioni", False),
            **numeri,
            **_base_dei_pesi(dati),
            **self._minimo(dati["cod"]),
            **self._correttivo(dati.get("correttivo"), origine),
        }

    def _scala(self, nome: str | None, codice: str) -> Scala | None:
        if nome is None or nome in self.scale:
            return self.scale.get(nome or "")
        raise ValidationError(f"tipo.componenti.{codice}.scala: «{nome}» non è fra le scale del file.")

    def _minimo(self, codice: str) -> dict[str, Any]:
        blocco = self.blocchi.get(codice)
        if blocco is None:
            return {}
        return {"minimo_bloccante": leggi_numero(blocco["minimo"], "minimo"), "blocco": blocco["cod"]}

    def _correttivo(self, dati: Dati | None, origine: Dati) -> dict[str, Any]:
        if dati is None:
            return {}
        chi = origine.get("correttivo_di", self.tipo.valuta)
        limite = leggi_numero(dati["limite_pct"], "limite_pct")
        return {"correttivo_di": chi, "correttivo_limite": limite, "correttivo_voce": dati["input"]}


def _base_dei_pesi(dati: Dati) -> dict[str, Any]:
    """In una media pesata i pesi del file sono la base: 3, 2, 1 vanno bene quanto 50, 30, 20."""
    if dati.get("agg") != Aggregazione.MEDIA_PESATA or any("peso" not in figlio for figlio in dati["figli"]):
        return {}
    return {"base_pesi": sum((leggi_numero(figlio["peso"], "peso") for figlio in dati["figli"]), Decimal(0))}


def _nome(dati: Dati, altrimenti: str) -> str:
    """Il nome più lungo che c'è."""
    return dati.get("denominazione") or dati.get("titolo") or dati.get("nome") or altrimenti


def salva(riga: R, dove: str) -> R:
    """Controlla e salva; gli errori dicono in che punto del file stanno."""
    try:
        riga.full_clean()
    except ValidationError as errore:
        frasi = [
            f"{dove}.{campo}: {frase}" if campo != NON_FIELD_ERRORS else f"{dove}: {frase}"
            for campo, elenco in errore.message_dict.items()
            for frase in elenco
        ]
        raise ValidationError(frasi) from errore
    riga.save()
    return riga
