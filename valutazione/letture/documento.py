"""Un sistema intero, o un suo tipo di scheda, come documento (docs/formato-smvp.md): ciò che esce e ciò che si copia.

Ogni caso porta una prova con i valori più alti e il suo esito, così il file si controlla da solo con `calcola_smvp`.
"""

from decimal import Decimal
from typing import Any

from piao.base.scambio import in_json
from valutazione.letture.albero import estremi_foglia
from valutazione.letture.configurazione import Dati, cifre, configurazione_di, destinazione_di, scala_in_file
from valutazione.letture.sistemi import con_albero
from valutazione.models import Componente, Sistema, TipoScheda
from valutazione.motore.casi import calcola_caso

DEL_SISTEMA = (
    "denominazione",
    "soglia_negativa",
    "giorni_minimi",
    "media_per_giorni",
    "assegna_entro_giorno",
    "assegna_entro_mese",
    "ferma_dopo_giorno",
    "ferma_dopo_mese",
    "metodo_peso",
    "nota",
)
DELLA_FASE = ("tipo", "entro_giorno", "entro_mese", "anno_dopo", "giorni", "silenzio")
PROVA = "il massimo"
INTERA = {"consuntivo": 100, "target": 100}
VALORI_PIENI: dict[str, Any] = {
    "rapporto": INTERA,
    "inverso_rapporto": INTERA,
    "inverso_scostamento": INTERA,
    "soglie": {**INTERA, "minimo": 0},
    "intervallo": {"consuntivo": 100, "minimo": 100, "massimo": 100},
    "si_no": True,
}


def documento_di(sistema: Sistema) -> Dati:
    """Tutto il sistema: dati, scale, fasi, tipi di scheda."""
    return {
        "sistema": _campi(sistema, DEL_SISTEMA),
        "scale": [scala_in_file(scala) for scala in sistema.scale.prefetch_related("livelli")],
        "fasi": [_campi(fase, DELLA_FASE) for fase in sistema.fasi.all()],
        "casi": [caso_di(tipo) for tipo in con_albero(sistema.tipi.all())],
    }


def documento_del_tipo(tipo: TipoScheda) -> Dati:
    """Un tipo di scheda con le scale che usa (letto con `con_albero`)."""
    scale = {uno.scala.pk: uno.scala for uno in tipo.componenti.all() if uno.scala}
    return {"scale": [scala_in_file(scala) for scala in scale.values()], "casi": [caso_di(tipo)]}


def caso_di(tipo: TipoScheda) -> Dati:
    """Il tipo come caso: la configurazione, la destinazione, una prova con il suo esito."""
    caso: Dati = {
        "id": tipo.codice,
        "configurazione": configurazione_di(tipo),
        "tipo": destinazione_di(tipo),
        "input": {PROVA: _prova(tipo)},
    }
    calcolato = calcola_caso(caso)
    return caso | ({"atteso": calcolato.in_formato()["esito"]} if calcolato.prove else {})


def _campi(riga: Any, nomi: tuple[str, ...]) -> Dati:
    """I campi che dicono qualcosa: ciò che è vuoto o predefinito non si scrive."""
    dati = {}
    for nome in nomi:
        valore, campo = getattr(riga, nome), riga._meta.get_field(nome)
        if valore not in (None, "") and (not campo.has_default() or valore != campo.get_default()):
            dati[nome] = in_json(valore)
    return dati


def _prova(tipo: TipoScheda) -> Dati:
    """I valori più alti di ogni voce; dove non si sa quale sia, il tetto o zero."""
    radici = {uno.genitore_id for uno in tipo.componenti.all()}
    foglie = [uno for uno in tipo.componenti.all() if uno.pk not in radici]
    if not foglie:
        return {"punteggio": _massimo(tipo)}
    return {"valori": {uno.codice: _pieno(uno) for uno in foglie}}


def _massimo(tipo: TipoScheda) -> Any:
    return tipo.premio.get("punteggio_massimo", 100) if tipo.premio else 100


def _pieno(foglia: Componente) -> Any:
    """Il valore d'ingresso che rende di più."""
    tipo = foglia.conversione.get("tipo", "identita")
    if tipo in VALORI_PIENI:
        return VALORI_PIENI[tipo]
    return PIENI.get(tipo, _dalla_scala)(foglia)


def _dalla_scala(foglia: Componente) -> Any:
    livelli = [livello.valore for livello in foglia.scala.livelli.all()] if foglia.scala else []
    if livelli:
        return cifre(max(livelli))
    estremi = estremi_foglia(foglia)
    return cifre(estremi[1]) if estremi else 0


def _lineare(foglia: Componente) -> Any:
    (x0, x1), (y0, y1) = foglia.conversione["da"], foglia.conversione["a"]
    return x1 if Decimal(str(y1)) >= Decimal(str(y0)) else x0


def _livelli(foglia: Componente) -> Any:
    return max(foglia.conversione["livelli"].items(), key=lambda livello: Decimal(str(livello[1])))[0]


def _ritardo(foglia: Componente) -> Any:
    return {"consuntivo": "2026-01-01", "target": "2026-01-01"}


PIENI = {"lineare": _lineare, "livelli": _livelli, "entro_data": _ritardo}
