"""Le prove del formato di scambio: un'operazione ciascuna, sugli stessi conti che usa l'applicazione."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from obiettivi.misura import NonCalcolabile, Passo, in_cifre, leggi_numero, scandisci
from valutazione.motore.configurazione import Smvp
from valutazione.motore.lettura import conversione, fasce_da_esaminare, leggi_smvp
from valutazione.motore.maggiorazione import EsitoMaggiorazione, maggiora, maggiora_dal_fondo
from valutazione.motore.premio import avvisi, non_negativo, premio_di, prodotto_di
from valutazione.motore.punteggio import valutazione_di
from valutazione.motore.quota_teorica import quote_teoriche
from valutazione.motore.riparto import per_ognuno, ripartisci

Dati = Mapping[str, Any]
SOLDI, FINI = 2, 4
DELLA_SCHEDA = {"operazione", "valori", "punteggio", "periodi", "peso", "base", "quota_altro_ente"}
DELLA_QUOTA = {"area", "giorni", "part_time", "assenza_giorni", "assenza_ore", "gruppo"}


@dataclass(frozen=True)
class Esito:
    """Il risultato di una prova, nella forma di `atteso`, con i passi che lo fanno e ciò che conviene rileggere."""

    dati: Any
    passi: tuple[Passo, ...] = ()
    avvisi: tuple[str, ...] = ()


class Banco:
    """Una configurazione su cui si eseguono prove. Si legge quando serve: le fasce difettose si possono esaminare."""

    def __init__(self, configurazione: Dati) -> None:
        self.configurazione = configurazione

    @cached_property
    def smvp(self) -> Smvp:
        """L'SMVP, intero. Solleva ConfigurazioneRifiutata."""
        return leggi_smvp(self.configurazione)

    def esegui(self, prova: Dati) -> Esito:
        """L'esito di una prova. Solleva NonCalcolabile o ConfigurazioneRifiutata."""
        return OPERAZIONI[prova.get("operazione", "scheda")](self, prova)


def _scheda(banco: Banco, prova: Dati) -> Esito:
    smvp = banco.smvp
    valutazione = valutazione_di(smvp, prova)
    premio = premio_di(smvp, prova, valutazione)
    esito: dict[str, Any] = {}
    if valutazione.dettaglio is not None:
        esito["dettaglio"] = {cod: _cifre(valore, FINI) for cod, valore in valutazione.dettaglio.items()}
        esito["dettaglio"] |= {"_blocco": valutazione.blocco} if valutazione.blocco else {}
    esito["punteggio"] = in_cifre(valutazione.punteggio, SOLDI)
    facoltativi = {
        "percentuale": _cifre(None if smvp.premio and smvp.premio.solo_fascia else premio.percentuale, FINI),
        "fascia": premio.fascia or None,
        "premio": _cifre(premio.importo, SOLDI),
        "premio_altro_ente": _cifre(premio.importo_altro_ente, SOLDI),
    }
    esito |= {nome: valore for nome, valore in facoltativi.items() if valore is not None}
    return Esito(esito, (*valutazione.passi, *premio.passi), tuple(avvisi(smvp, prova, DELLA_SCHEDA)))


def _ripartizione(banco: Banco, prova: Dati) -> Esito:
    riparto = ripartisci(banco.smvp, leggi_numero(prova["fondo"], "fondo"), prova["persone"])
    return Esito(_soldi(riparto.importi), riparto.passi, _avvisi(banco.smvp, prova, DELLA_SCHEDA))


def _quota_teorica(banco: Banco, prova: Dati) -> Esito:
    quote = quote_teoriche(banco.smvp, leggi_numero(prova["fondo"], "fondo"), prova["persone"])
    esito = {chi: _soldi(vars(quota)) for chi, quota in quote.di_ognuno.items()}
    return Esito(esito, quote.passi, _avvisi(banco.smvp, prova, DELLA_SCHEDA | DELLA_QUOTA))


def _prodotto(banco: Banco, prova: Dati) -> Esito:
    esito = prodotto_di(banco.smvp, prova)
    da_rileggere = tuple(avvisi(banco.smvp, prova, {"operazione", "base"}))
    return Esito({"importo": _cifre(esito.importo, SOLDI)}, esito.passi, da_rileggere)


def _maggiorazione(banco: Banco, prova: Dati) -> Esito:
    esito = _maggiorata(banco.smvp, prova)
    dati = {
        "premi": _soldi(esito.premi),
        "media_pro_capite": in_cifre(esito.media_pro_capite, FINI),
        "importo": in_cifre(esito.importo, SOLDI),
        "beneficiari": list(esito.beneficiari),
        "parita_da_risolvere": list(esito.parita_da_risolvere),
    }
    return Esito(dati, esito.passi)


def _maggiorata(smvp: Smvp, prova: Dati) -> EsitoMaggiorazione:
    """I premi sono scritti, calcolati dalla base di ognuno, o vengono dal riparto di un fondo."""
    persone = _persone(prova)
    punteggi = per_ognuno(persone, lambda fatti: valutazione_di(smvp, fatti).punteggio)
    if "fondo" not in prova:
        return maggiora(smvp, per_ognuno(persone, lambda fatti: _premio_di_uno(smvp, fatti)), punteggi)
    fondo = leggi_numero(prova["fondo"], "fondo")
    if smvp.maggiorazione and smvp.maggiorazione.dal_fondo:
        return maggiora_dal_fondo(smvp, fondo, persone, punteggi)
    riparto = ripartisci(smvp, fondo, persone)
    esito = maggiora(smvp, riparto.importi, punteggi)
    return replace(esito, passi=(*riparto.passi, *esito.passi))


def _persone(prova: Dati) -> dict[str, Dati]:
    """Le persone della graduatoria: `persone`, oppure `premi` e `punteggi` a parte. La base può essere comune."""
    if "premi" in prova:
        punteggi = prova.get("punteggi", {})
        premi = prova["premi"].items()
        return {
            chi: v if isinstance(v, Mapping) else {"premio": v, "punteggio": punteggi.get(chi)} for chi, v in premi
        }
    if not prova.get("persone"):
        raise NonCalcolabile("Servono le persone, ognuna con il punteggio e la base (o il premio).")
    comune = {"base": prova["base"]} if "base" in prova else {}
    return {chi: {**comune, **fatti} for chi, fatti in prova["persone"].items()}


def _premio_di_uno(smvp: Smvp, fatti: Dati) -> Decimal:
    if fatti.get("premio") is not None:
        return non_negativo(fatti, "premio")
    importo = premio_di(smvp, fatti, valutazione_di(smvp, fatti)).importo
    if importo is None:
        raise NonCalcolabile("manca la base da cui calcolare il premio.")
    return importo


def _valida_fasce(banco: Banco, prova: Dati) -> Esito:
    tabella = fasce_da_esaminare(banco.configurazione)
    if tabella is None:
        raise NonCalcolabile("La configurazione non ha fasce da esaminare.")
    minimo, massimo, passo = (leggi_numero(prova[nome], nome) for nome in ("minimo", "massimo", "passo"))
    scansione = scandisci(tabella, minimo=minimo, massimo=massimo, passo=passo)
    return Esito(
        {
            "valida": scansione.valida,
            "buchi": scansione.buchi,
            "sovrapposizioni": scansione.sovrapposizioni,
            "primo_buco": _punto(scansione.primo_buco),
            "prima_sovrapposizione": _punto(scansione.prima_sovrapposizione),
        }
    )


def _converti(banco: Banco, prova: Dati) -> Esito:
    grado = conversione(prova["conv"], "conv")(prova.get("valore"))
    return Esito({"valore": in_cifre(grado.certo, FINI)}, grado.passi)


OPERAZIONI: dict[str, Callable[[Banco, Dati], Esito]] = {
    "scheda": _scheda,
    "ripartizione": _ripartizione,
    "quota_teorica": _quota_teorica,
    "prodotto": _prodotto,
    "maggiorazione": _maggiorazione,
    "valida_fasce": _valida_fasce,
    "converti": _converti,
}


def _cifre(valore: Decimal | None, decimali: int) -> str | None:
    return None if valore is None else in_cifre(valore, decimali)


def _soldi(importi: Mapping[str, Decimal]) -> dict[str, str]:
    return {chi: in_cifre(importo, SOLDI) for chi, importo in importi.items()}


def _punto(punto: Decimal | None) -> str | None:
    return None if punto is None else f"{punto:f}"


def _avvisi(smvp: Smvp, prova: Dati, noti: set[str]) -> tuple[str, ...]:
    return tuple(f"{chi}: {avviso}" for chi, fatti in prova["persone"].items() for avviso in avvisi(smvp, fatti, noti))
