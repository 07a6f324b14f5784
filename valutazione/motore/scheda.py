"""Dall'albero dei componenti al punteggio: aggrega o converte, poi moltiplica, corregge, limita, arrotonda."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from obiettivi.misura import Grado, NonCalcolabile, Passo, Politica, Voce, aggrega, arrotonda, leggi_numero
from obiettivi.misura.aggregazione import SOSTITUTI
from obiettivi.misura.numeri import CENTO, UNO, conti_esatti, in_parole, pulito
from valutazione.motore.configurazione import Correttivo, Nodo, Smvp

Valori = Mapping[str, object]
Dati = tuple[tuple[str, object], ...]
PESI, POLITICHE = "_pesi", "_politica"


@dataclass(frozen=True, slots=True)
class Valutazione:
    """Il punteggio di una persona, arrotondato come dice l'SMVP, con ciò che lo compone e i passi che lo fanno."""

    punteggio: Decimal
    passi: tuple[Passo, ...] = ()
    dettaglio: Mapping[str, Decimal | None] | None = None
    blocco: str = ""


def valuta_scheda(smvp: Smvp, valori: Valori) -> Valutazione:
    """Il punteggio di una scheda dai valori delle sue voci.

    Solleva NonCalcolabile se una voce non c'è nella scheda, non si converte, o manca senza una politica.
    """
    if smvp.scheda is None:
        raise NonCalcolabile("La configurazione non ha una scheda: i valori non si possono usare.")
    _solo_voci_note(smvp, valori)
    giro = _Giro(valori, _mappa(valori, PESI), _mappa(valori, POLITICHE))
    with conti_esatti():
        valore = giro.valore(smvp.scheda)
        if valore is None:
            raise NonCalcolabile(f"«{smvp.scheda.cod}» non ha un valore: tutte le sue voci mancano o sono escluse.")
        punteggio = arrotonda(valore, smvp.decimali_punteggio)
    giro.passi.append(Passo("punteggio", f"a {smvp.decimali_punteggio} decimali", (("valore", valore),), punteggio))
    blocco = _blocco(smvp, giro)
    return Valutazione(punteggio, tuple(giro.passi), giro.dettaglio, blocco)


class _DiUnaVoce(NonCalcolabile):
    """Un errore che dice già di quale voce parla."""


@dataclass
class _Giro:
    """Una visita dell'albero: ciò che si legge e ciò che si annota."""

    valori: Valori
    pesi: Mapping[str, object]
    politiche: Mapping[str, object]
    dettaglio: dict[str, Decimal | None] = field(default_factory=dict)
    contati: dict[str, Decimal | None] = field(default_factory=dict)
    passi: list[Passo] = field(default_factory=list)

    def valore(self, nodo: Nodo) -> Decimal | None:
        """Il valore del nodo, annotato nel dettaglio; None se non ce l'ha."""
        try:
            grezzo = self._grezzo(nodo)
            esito = None if grezzo is None else self._finito(nodo, grezzo)
        except _DiUnaVoce:
            raise
        except NonCalcolabile as errore:
            raise _DiUnaVoce(f"«{nodo.cod}»: {errore}") from errore
        self.dettaglio[nodo.cod] = self.contati[nodo.cod] = esito
        return esito

    def _grezzo(self, nodo: Nodo) -> Decimal | None:
        if not nodo.figli:
            return self._annota(nodo.conversione(self.valori.get(nodo.cod), nodo.cod)).valore
        voci = [self._voce(nodo, figlio) for figlio in nodo.figli]
        return self._annota(aggrega(nodo.aggregazione, voci, base_pesi=nodo.base_pesi, nome=nodo.cod)).valore

    def _annota(self, grado: Grado) -> Grado:
        self.passi.extend(grado.passi)
        return grado

    def _voce(self, padre: Nodo, figlio: Nodo) -> Voce:
        valore = self.valore(figlio)
        politica = self._politica(padre, figlio)
        if valore is None:
            self.contati[figlio.cod] = SOSTITUTI.get(politica)
        proprio = self.pesi.get(figlio.cod)
        return Voce(figlio.cod, valore, figlio.peso if proprio is None else leggi_numero(proprio, "peso"), politica)

    def _politica(self, padre: Nodo, figlio: Nodo) -> Politica:
        """Quella che la scheda scrive per il figlio; se no, per il padre; se no, quella del sistema."""
        scritte = (self.politiche[cod] for cod in (figlio.cod, padre.cod) if cod in self.politiche)
        return _politica(next(scritte, padre.mancante))

    def _finito(self, nodo: Nodo, valore: Decimal) -> Decimal:
        """Ciò che viene dopo l'aggregazione, nell'ordine fissato dal formato."""
        if nodo.poi is not None:
            valore = self._annota(nodo.poi(valore, nodo.cod)).certo
        if nodo.moltiplica is not None:
            moltiplicato = valore * nodo.moltiplica
            dati: Dati = (("valore", valore), ("fattore", nodo.moltiplica))
            valore = self._passo(nodo, "moltiplica", "valore × fattore", dati, moltiplicato)
        if nodo.correttivo is not None and self.valori.get(nodo.correttivo.voce) is not None:
            valore = self._corretto(nodo, nodo.correttivo, valore)
        if nodo.massimo is not None and valore > nodo.massimo:
            valore = self._passo(nodo, "tetto", "non sopra", (("valore", valore),), nodo.massimo)
        if nodo.decimali is not None:
            dati = (("valore", valore), ("decimali", nodo.decimali))
            valore = self._passo(
                nodo, "arrotondamento", "per eccesso a metà strada", dati, arrotonda(valore, nodo.decimali)
            )
        return valore

    def _corretto(self, nodo: Nodo, correttivo: Correttivo, valore: Decimal) -> Decimal:
        scritto = leggi_numero(self.valori[correttivo.voce], correttivo.voce)
        usato = min(max(scritto, -correttivo.limite), correttivo.limite)
        dati = (("valore", valore), ("correzione scritta", scritto), ("correzione", usato))
        formula = "valore × (1 + correzione / 100)"
        return self._passo(nodo, "correttivo", formula, dati, valore * (UNO + usato / CENTO))

    def _passo(self, nodo: Nodo, cosa: str, formula: str, dati: Dati, esito: Decimal) -> Decimal:
        self.passi.append(Passo(cosa, formula, dati, esito, nodo.cod))
        return esito


def _mappa(valori: Valori, nome: str) -> Mapping[str, object]:
    mappa = valori.get(nome, {})
    if not isinstance(mappa, Mapping):
        raise NonCalcolabile(f"«{nome}»: attesi i codici delle voci, trovato {in_parole(mappa)}.")
    return mappa


def _politica(scritta: object) -> Politica:
    if scritta not in tuple(Politica):
        raise NonCalcolabile(f"{in_parole(scritta)} non è una politica: attesa una fra {', '.join(Politica)}.")
    return Politica(str(scritta))


def _solo_voci_note(smvp: Smvp, valori: Valori) -> None:
    note = smvp.foglie | smvp.correttivi
    for cod in valori.keys() - note - {PESI, POLITICHE}:
        if cod in smvp.rami:
            raise NonCalcolabile(f"«{cod}» si calcola dalle sue voci: non può avere un valore scritto.")
        raise NonCalcolabile(f"«{cod}» non è una voce della scheda{_forse(cod, note)}.")
    for nome in (PESI, POLITICHE):
        for cod in _mappa(valori, nome).keys() - smvp.foglie - smvp.rami:
            raise NonCalcolabile(f"«{nome}» parla di «{cod}», che non è una voce della scheda.")


def _forse(cod: str, note: frozenset[str]) -> str:
    simili = get_close_matches(cod, sorted(note), n=1)
    return f"; forse intendevi «{simili[0]}»" if simili else ""


def _blocco(smvp: Smvp, giro: _Giro) -> str:
    for blocco in smvp.blocchi:
        valore = giro.contati[blocco.su]
        if valore is not None and pulito(valore) < blocco.minimo:
            dati = (("valore", valore), ("minimo", blocco.minimo))
            giro.passi.append(Passo("blocco", "sotto il minimo non c'è premio", dati, blocco.cod, blocco.su))
            return blocco.cod
    return ""
