"""Un fondo diviso: dalle persone con i loro fatti agli importi, al centesimo. I conti li fa `valutazione.motore`.

Il fondo è premi + maggiorazioni + interim + quota dei tempi di pagamento non pagata + economia: sempre, al centesimo.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException
from typing import Any

from obiettivi.misura import NonCalcolabile, Passo, arrotonda
from obiettivi.misura.numeri import CENTO, ZERO, in_parole
from valutazione.letture.premi.giorni import GIORNI_ANNO
from valutazione.letture.premi.regole import BLOCCATA, ESCLUSA, SENZA_GIORNI, Parametri, fatti_per, smvp_per
from valutazione.motore import (
    ConfigurazioneRifiutata,
    EsitoPremio,
    Riparto,
    Smvp,
    leggi_smvp,
    maggiora_dal_fondo,
    premio_di,
    prodotto_di,
    quote_teoriche,
    ripartisci,
    valutazione_di,
)
from valutazione.motore.riparto import per_ognuno
from valutazione.voci import ModoPremio, Tempi

CHIAVE = re.compile(r"«(\d{6})»")
DI_CHI = " · "
DELL_INTERIM = leggi_smvp(
    {
        "premio": {
            "fattori": [
                {"input": "percentuale", "base": 100},
                {"input": "giorni", "base": GIORNI_ANNO},
                {"input": "esito della valutazione", "base": 100},
            ]
        }
    }
)


@dataclass(frozen=True)
class Copertura:
    """Un incarico coperto ad interim: la sua posizione, la percentuale, per quanti giorni."""

    nome: str
    posizione: Decimal
    percentuale: Decimal
    giorni: int


@dataclass(frozen=True)
class Concorrente:
    """Una persona del fondo. `ordine` decide fra pari: prima il posto scritto, poi il criterio del contratto."""

    pk: int
    nome: str
    fatti: Mapping[str, Any]
    ordine: tuple[Any, ...] = ()
    interim: tuple[Copertura, ...] = ()
    escluso: str = ""


@dataclass(frozen=True)
class Riga:
    """Ciò che va a una persona, e come ci si arriva."""

    pk: int
    punteggio: Decimal | None = None
    fascia: str = ""
    percentuale: Decimal | None = None
    escluso: str = ""
    importo: Decimal = ZERO
    maggiorazione: Decimal = ZERO
    interim: Decimal = ZERO
    passi: tuple[Passo, ...] = ()


@dataclass(frozen=True)
class Parita:
    """Chi ha lo stesso punteggio dell'ultimo beneficiario, e se il criterio del contratto ha deciso."""

    persone: tuple[int, ...] = ()
    decisa: bool = True


@dataclass(frozen=True)
class Diviso:
    """Il fondo diviso, oppure il `problema` che lo impedisce."""

    righe: tuple[Riga, ...] = ()
    destinazioni: tuple[tuple[str, Decimal], ...] = ()
    economia: Decimal | None = None
    parita: Parita = field(default_factory=Parita)
    passi: tuple[Passo, ...] = ()
    problema: str = ""


def dividi(parametri: Parametri, concorrenti: Iterable[Concorrente]) -> Diviso:
    """Il fondo diviso fra le persone. Ciò che non si può calcolare è una frase, mai un errore."""
    fila = sorted(concorrenti, key=lambda uno: (uno.ordine, uno.pk))
    chiavi = {f"{posto:06}": uno for posto, uno in enumerate(fila)}
    try:
        return _Conto(parametri, smvp_per(parametri), chiavi).diviso()
    except NonCalcolabile as errore:
        return Diviso(problema=_con_i_nomi(str(errore), chiavi))
    except ConfigurazioneRifiutata as errore:
        return Diviso(problema=f"Le regole del premio non si leggono. {errore}")
    except DecimalException:
        return Diviso(problema="I numeri sono troppo grandi per questo conto.")


def _con_i_nomi(frase: str, chiavi: Mapping[str, Concorrente]) -> str:
    return CHIAVE.sub(lambda trovata: f"«{chiavi[trovata[1]].nome}»", frase)


@dataclass
class _Conto:
    parametri: Parametri
    smvp: Smvp
    chiavi: Mapping[str, Concorrente]

    def diviso(self) -> Diviso:
        fondo, comuni = self._senza_tempi()
        persone = {chi: fatti_per(self.smvp, self.parametri, uno.fatti) for chi, uno in self.chiavi.items()}
        schede = per_ognuno(persone, self._scheda)
        interim = {chi: self._interim(uno, schede[chi].premio) for chi, uno in self.chiavi.items()}
        fondo -= sum((importo for importo, _ in interim.values()), ZERO)
        if fondo < 0:
            raise NonCalcolabile("Gli incarichi ad interim costano più del fondo.")
        punteggi = {chi: scheda.punteggio for chi, scheda in schede.items()}
        premi = self._premi(fondo, persone, punteggi)
        di_ognuno, di_tutti = _per_persona(premi.passi, self.chiavi)
        righe = tuple(
            _riga(chi, uno, schede[chi], premi, interim[chi], di_ognuno[chi]) for chi, uno in self.chiavi.items()
        )
        return _quadrato(
            self.parametri.importo, righe, premi, fondo, self._parita(premi, punteggi), (*comuni, *di_tutti)
        )

    def _scheda(self, fatti: Mapping[str, Any]) -> "_Scheda":
        """Il punteggio dell'anno e la sua fascia, prima dei soldi."""
        valutazione = valutazione_di(self.smvp, fatti)
        senza_base = {nome: valore for nome, valore in fatti.items() if nome != "base"}
        return _Scheda(valutazione.punteggio, premio_di(self.smvp, senza_base, valutazione), _perche(fatti))

    def _senza_tempi(self) -> tuple[Decimal, list[Passo]]:
        """Il fondo da dividere: la quota dei tempi di pagamento, se non sono rispettati, resta nel fondo."""
        p = self.parametri
        if p.modo == ModoPremio.IMPORTO or p.quota_dei_tempi == 0 or p.tempi == Tempi.SI:
            return p.importo, []
        if p.tempi == Tempi.IGNOTO:
            raise NonCalcolabile("Non è ancora scritto se i tempi di pagamento sono rispettati: scrivilo nel fondo.")
        tolta = arrotonda(p.importo * p.quota_dei_tempi / CENTO, 2)
        dati = (("fondo", p.importo), ("quota", p.quota_dei_tempi))
        return p.importo - tolta, [Passo("tempi di pagamento", "fondo × quota / 100, non pagata", dati, tolta)]

    def _interim(self, uno: Concorrente, fascia: EsitoPremio) -> tuple[Decimal, tuple[Passo, ...]]:
        """Ogni incarico coperto: posizione × percentuale × giorni × esito (mai oltre il pieno)."""
        fuori = bool(_perche(uno.fatti))
        esito = ZERO if fuori else min(CENTO if fascia.percentuale is None else fascia.percentuale, CENTO)
        esiti = [
            prodotto_di(
                DELL_INTERIM,
                {
                    "base": copertura.posizione,
                    "percentuale": copertura.percentuale,
                    "giorni": copertura.giorni,
                    "esito della valutazione": esito,
                },
            )
            for copertura in uno.interim
        ]
        passi = tuple(passo.di(c.nome) for c, e in zip(uno.interim, esiti, strict=True) for passo in e.passi)
        return sum((uno.importo or ZERO for uno in esiti), ZERO), passi

    def _premi(self, fondo: Decimal, persone: Mapping[str, Any], punteggi: Mapping[str, Decimal]) -> "_Premi":
        come = COME[ModoPremio(self.parametri.modo)]
        if self.smvp.maggiorazione is None:
            riparto = come(self.smvp, fondo, persone)
            return _Premi(riparto.importi, riparto.economia, riparto.passi)
        su_premiati = self.parametri.sui_premiati
        esito = maggiora_dal_fondo(self.smvp, fondo, persone, punteggi, dividi=come, sui_premiati=su_premiati)
        dati = dict.fromkeys(esito.beneficiari, esito.importo)
        return _Premi(dict(esito.premi), esito.economia, esito.passi, dati, esito.parita_da_risolvere)

    def _parita(self, premi: "_Premi", punteggi: Mapping[str, Decimal]) -> Parita:
        """Chi è pari all'ultimo beneficiario. È decisa se il criterio lo distingue dal primo degli esclusi."""
        if not premi.pari:
            return Parita()
        ultimo = max(premi.maggiorazioni, key=lambda chi: (-punteggi[chi], chi))
        stessi = [chi for chi in premi.maggiorazioni if punteggi[chi] == punteggi[ultimo]]
        decisa = all(self.chiavi[chi].ordine != self.chiavi[ultimo].ordine for chi in premi.pari)
        return Parita(tuple(self.chiavi[chi].pk for chi in (*sorted(stessi), *premi.pari)), decisa)


@dataclass(frozen=True)
class _Scheda:
    punteggio: Decimal
    premio: EsitoPremio
    senza_premio: str


@dataclass(frozen=True)
class _Premi:
    importi: Mapping[str, Decimal]
    economia: Decimal
    passi: tuple[Passo, ...]
    maggiorazioni: Mapping[str, Decimal] = field(default_factory=dict)
    pari: tuple[str, ...] = ()


def _riga(
    chi: str,
    uno: Concorrente,
    scheda: _Scheda,
    premi: _Premi,
    interim: tuple[Decimal, tuple[Passo, ...]],
    passi: list[Passo],
) -> Riga:
    fascia = () if any(passo.cosa == "fascia" for passo in passi) else scheda.premio.passi
    return Riga(
        pk=uno.pk,
        punteggio=scheda.punteggio,
        fascia=scheda.premio.fascia,
        percentuale=scheda.premio.percentuale,
        escluso=uno.escluso or scheda.senza_premio,
        importo=premi.importi[chi],
        maggiorazione=premi.maggiorazioni.get(chi, ZERO),
        interim=interim[0],
        passi=(*fascia, *passi, *interim[1]),
    )


def _quadrato(
    fondo: Decimal, righe: tuple[Riga, ...], premi: _Premi, diviso: Decimal, parita: Parita, passi: tuple[Passo, ...]
) -> Diviso:
    """Dove va ogni centesimo del fondo. Solleva ArithmeticError se non torna: sarebbe un guasto nostro."""
    interim = sum((riga.interim for riga in righe), ZERO)
    voci = (
        ("premi", sum((riga.importo for riga in righe), ZERO)),
        ("maggiorazioni", sum((riga.maggiorazione for riga in righe), ZERO)),
        ("incarichi ad interim", interim),
        ("quota dei tempi di pagamento, non pagata", fondo - diviso - interim),
        ("economia", premi.economia),
    )
    if sum(importo for _, importo in voci) != fondo:
        raise ArithmeticError("Il fondo non quadra con ciò che se ne è fatto.")
    sempre = {"premi", "economia"}
    dette = tuple(voce for voce in voci if voce[1] or voce[0] in sempre)
    economia = premi.economia + voci[3][1]
    return Diviso(righe, dette, economia, parita, passi)


# ---- i tre modi di dividere ----------------------------------------------------------------------------------------


def _importi(smvp: Smvp, fondo: Decimal, persone: Mapping[str, Any]) -> Riparto:
    """A ciascuno la parte che gli spetta del suo importo massimo; ciò che avanza resta nel fondo."""
    if not persone:
        raise NonCalcolabile("Non c'è nessuna persona fra cui dividere il fondo.")
    esiti = per_ognuno(persone, lambda fatti: _uno(smvp, fatti))
    importi = {chi: esito.importo or ZERO for chi, esito in esiti.items()}
    totale = sum(importi.values(), ZERO)
    if totale > fondo:
        manca = in_parole(totale - fondo)
        raise NonCalcolabile(f"I premi fanno {in_parole(totale)} €: nel fondo mancano {manca} €.")
    passi = tuple(passo.di(chi) for chi, esito in esiti.items() for passo in esito.passi)
    return Riparto(importi, fondo - totale, passi)


def _uno(smvp: Smvp, fatti: Mapping[str, Any]) -> EsitoPremio:
    base = fatti.get("base")
    if base is None and not _perche(fatti):
        raise NonCalcolabile("manca l'importo di partenza. Scrivilo fra le persone del fondo.")
    return premio_di(smvp, {**fatti, "base": ZERO if base is None else base}, valutazione_di(smvp, fatti))


def _teoriche(smvp: Smvp, fondo: Decimal, persone: Mapping[str, Any]) -> Riparto:
    quote = quote_teoriche(smvp, fondo, persone)
    return Riparto({chi: una.importo_totale for chi, una in quote.di_ognuno.items()}, quote.economia, quote.passi)


COME = {
    ModoPremio.IMPORTO: _importi,
    ModoPremio.RIPARTO: ripartisci,
    ModoPremio.QUOTA_TEORICA: _teoriche,
}


# ---- i passi -------------------------------------------------------------------------------------------------------


def _per_persona(passi: Iterable[Passo], chiavi: Iterable[str]) -> tuple[dict[str, list[Passo]], list[Passo]]:
    """I passi di ognuno, senza la chiave davanti, e quelli di tutti (senza i nomi di nessuno)."""
    note, di_ognuno, di_tutti = set(chiavi), defaultdict[str, list[Passo]](list), list[Passo]()
    for passo in passi:
        chi, _, voce = passo.voce.partition(DI_CHI)
        if chi in note:
            di_ognuno[chi].append(replace(passo, voce=voce))
        else:
            di_tutti.append(replace(passo, dati=tuple(dato for dato in passo.dati if dato[0] not in note)))
    return di_ognuno, di_tutti


def _perche(fatti: Mapping[str, Any]) -> str:
    return next((nome for nome in (ESCLUSA, SENZA_GIORNI, BLOCCATA) if fatti.get(nome)), "")
