"""Dal punteggio al premio di una persona: blocchi ed esclusioni, fascia, base × quote × fattori, centesimi."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from obiettivi.misura import Conversione, NonCalcolabile, Passo, arrotonda, leggi_numero
from obiettivi.misura.conversioni import elenco, etichetta
from obiettivi.misura.numeri import CENTO, UNO, ZERO, conti_esatti, in_parole
from valutazione.motore.configurazione import SU_FASCIA, Fattore, Premio, Quota, Smvp
from valutazione.motore.scheda import Valutazione

Fatti = Mapping[str, object]
QUOTA_PROPRIA, ALTRO_ENTE = "quota_", "quota_altro_ente"
CENTESIMI = 2


@dataclass(frozen=True, slots=True)
class EsitoPremio:
    """La fascia e i soldi di una persona; ciò che l'SMVP o i fatti non chiedono è None."""

    percentuale: Decimal | None = None
    fascia: str = ""
    importo: Decimal | None = None
    importo_altro_ente: Decimal | None = None
    passi: tuple[Passo, ...] = ()


def premio_di(smvp: Smvp, fatti: Fatti, valutazione: Valutazione) -> EsitoPremio:
    """Fascia e premio di una persona. Solleva NonCalcolabile se manca un fatto che la regola chiede."""
    if smvp.premio is None:
        if fatti.get("base") is not None:
            raise NonCalcolabile("C'è una base, ma la configurazione non ha un premio.")
        return EsitoPremio()
    with conti_esatti():
        percentuale, fascia, passi = fascia_di(smvp.premio, valutazione.punteggio)
        if fatti.get("base") is None:
            return EsitoPremio(percentuale, fascia, passi=passi)
        return _pagato(smvp.premio, fatti, valutazione, EsitoPremio(percentuale, fascia, passi=passi))


def fascia_di(regola: Premio, punteggio: Decimal) -> tuple[Decimal | None, str, tuple[Passo, ...]]:
    """L'esito della fascia del punteggio, il suo nome, il passo; niente se la regola non ha fasce."""
    if regola.tabella is None:
        return None, "", ()
    fascia = regola.tabella.trova(punteggio)
    percentuale = fascia.esito.di(punteggio)
    cercato = (("cercato", regola.tabella.cercato(punteggio)), ("fascia", str(fascia)))
    dati = (("punteggio", punteggio), *cercato, *fascia.esito.dati)
    return percentuale, fascia.nome, (Passo("fascia", fascia.esito.formula, dati, percentuale),)


def _pagato(regola: Premio, fatti: Fatti, valutazione: Valutazione, esito: EsitoPremio) -> EsitoPremio:
    perche = esclusione(regola, fatti) or blocco(valutazione)
    if perche:
        altro = ZERO if fatti.get(ALTRO_ENTE) is not None else None
        nullo = Passo("esclusione", perche, (), ZERO)
        return EsitoPremio(esito.percentuale, esito.fascia, ZERO, altro, (*esito.passi, nullo))
    intero, passi_base = _base(regola, fatti)
    parte, passi_quote = _quote(regola.quote, fatti, esito.percentuale)
    dei_fattori, passi_fattori = prodotto(regola.fattori, con_punteggio(fatti, valutazione))
    if parte < 0:
        raise NonCalcolabile(f"La fascia darebbe un premio negativo ({in_parole(parte * CENTO)}%).")
    importo = arrotonda(intero * parte * dei_fattori, CENTESIMI)
    dati = (("base", intero), ("parte", parte), ("fattori", dei_fattori))
    passi = (*esito.passi, *passi_base, *passi_quote, *passi_fattori)
    passi = (*passi, Passo("centesimi", "base × parte × fattori, al centesimo", dati, importo))
    altro, passi_altro = _altro_ente(regola, fatti, valutazione, intero * parte)
    return EsitoPremio(esito.percentuale, esito.fascia, importo, altro, (*passi, *passi_altro))


def esclusione(regola: Premio, fatti: Fatti) -> str:
    """Perché la persona è esclusa dal premio, senza guardare il punteggio; vuoto se non lo è."""
    vera = next((nome for nome in regola.esclusioni if vero(fatti, nome, se_manca=False)), "")
    return f"«{vera}»: nessun premio" if vera else ""


def blocco(valutazione: Valutazione) -> str:
    """Perché un componente troppo basso toglie il premio; vuoto se non lo toglie."""
    return f"blocco «{valutazione.blocco}»: nessun premio" if valutazione.blocco else ""


def fascia_senza_premio(regola: Premio, punteggio: Decimal) -> str:
    """Perché la fascia toglie il premio: il suo esito è zero; vuoto se non lo toglie. Solleva NonCalcolabile."""
    if regola.tabella is None:
        return ""
    fascia = regola.tabella.trova(punteggio)
    return f"fascia «{fascia}» con esito zero: nessun premio" if not fascia.esito.di(punteggio) else ""


def vero(fatti: Fatti, nome: str, *, se_manca: bool | None = None) -> bool:
    """Un fatto vero o falso. Se non c'è vale `se_manca`; se anche quello è None, solleva NonCalcolabile."""
    valore = fatti.get(nome)
    if valore is None and se_manca is not None:
        return se_manca
    if not isinstance(valore, bool):
        come = "manca" if valore is None else f"trovato {in_parole(valore)}"
        raise NonCalcolabile(f"«{nome}»: atteso vero o falso, {come}.")
    return valore


def _base(regola: Premio, fatti: Fatti) -> tuple[Decimal, list[Passo]]:
    base = non_negativo(fatti, "base")
    passi = []
    if regola.percentuale_base is not None:
        dati = (("base", base), ("percentuale", regola.percentuale_base))
        base = base * regola.percentuale_base / CENTO
        passi.append(Passo("importo massimo", "base × percentuale / 100", dati, base))
    if regola.decimali_base is not None:
        arrotondata = arrotonda(base, regola.decimali_base)
        passi.append(Passo("arrotondamento", f"a {regola.decimali_base} decimali", (("base", base),), arrotondata))
        base = arrotondata
    return base, passi


def _quote(quote: tuple[Quota, ...], fatti: Fatti, percentuale: Decimal | None) -> tuple[Decimal, list[Passo]]:
    """La parte della base che spetta: senza quote, tutta quella della fascia; senza fasce, tutta."""
    della_fascia = UNO if percentuale is None else percentuale / CENTO
    if not quote:
        return della_fascia, []
    passi = []
    totale = ZERO
    for quota in quote:
        spetta = della_fascia if quota.su == SU_FASCIA else Decimal(vero(fatti, quota.su))
        parte = quota.percentuale / CENTO * spetta
        dati = (("quota", quota.percentuale), (quota.su, spetta))
        passi.append(Passo("quota", "quota / 100 × condizione", dati, parte))
        totale += parte
    return totale, passi


def prodotto_di(smvp: Smvp, fatti: Fatti) -> EsitoPremio:
    """La base per i fattori, senza fasce né quote (interim, incarichi aggiuntivi). Solleva NonCalcolabile."""
    if smvp.premio is None:
        raise NonCalcolabile("La configurazione non ha un premio con i suoi fattori.")
    base = non_negativo(fatti, "base")
    perche = esclusione(smvp.premio, fatti)
    if perche:
        return EsitoPremio(importo=ZERO, passi=(Passo("esclusione", perche, (), ZERO),))
    with conti_esatti():
        dei_fattori, passi = prodotto(smvp.premio.fattori, fatti)
        importo = arrotonda(base * dei_fattori, CENTESIMI)
    dati = (("base", base), ("fattori", dei_fattori))
    return EsitoPremio(importo=importo, passi=(*passi, Passo("centesimi", "base × fattori", dati, importo)))


# ---- i fattori ---------------------------------------------------------------------------------------------------


def prodotto(fattori: tuple[Fattore, ...], fatti: Fatti) -> tuple[Decimal, list[Passo]]:
    """Il prodotto dei fattori (1 se non ce ne sono) e un passo per ciascuno. Solleva NonCalcolabile."""
    totale, passi = UNO, []
    for fattore in fattori:
        passo, valore = _fattore(fattore, fatti.get(fattore.dato))
        passi.append(passo)
        totale *= valore
    return totale, passi


def _fattore(fattore: Fattore, scritto: object) -> tuple[Passo, Decimal]:
    usato = fattore.predefinito if scritto is None else scritto
    if usato is None:
        raise NonCalcolabile(f"«{fattore.dato}»: manca, e non ha un valore predefinito.")
    letto = _letto(fattore, usato, e_predefinito=scritto is None)
    valore = letto / fattore.base
    if valore < 0:
        raise NonCalcolabile(f"«{fattore.dato}»: un fattore non può essere negativo, trovato {in_parole(letto)}.")
    predefinito = (("predefinito", "sì"),) if scritto is None else ()
    dati = ((fattore.dato, usato), *predefinito, ("numero", letto), ("diviso", fattore.base))
    return Passo("fattore", "numero / base", dati, valore), valore


def _letto(fattore: Fattore, usato: object, *, e_predefinito: bool) -> Decimal:
    """Il numero di un fattore: dalla tabella, dalla conversione o com'è. Il predefinito può essere già il numero."""
    if fattore.tabella is not None:
        nome = etichetta(usato)
        if nome in fattore.tabella:
            return fattore.tabella[nome]
        if not e_predefinito:
            attesi = elenco(fattore.tabella)
            raise NonCalcolabile(f"«{fattore.dato}»: {in_parole(usato)} non è in tabella; attesi {attesi}.")
    if fattore.conversione is not None and not e_predefinito:
        return _convertito(fattore, fattore.conversione, usato)
    return leggi_numero(usato, fattore.dato)


def _convertito(fattore: Fattore, conversione: Conversione, usato: object) -> Decimal:
    try:
        return conversione(usato).certo
    except NonCalcolabile as errore:
        raise NonCalcolabile(f"«{fattore.dato}»: {errore}") from errore


def con_punteggio(fatti: Fatti, valutazione: Valutazione) -> Fatti:
    """I fatti, con il punteggio calcolato se non era scritto: un fattore può chiederlo."""
    return fatti if fatti.get("punteggio") is not None else {**fatti, "punteggio": valutazione.punteggio}


def non_negativo(fatti: Fatti, nome: str) -> Decimal:
    """Un fatto che è un numero e non può essere negativo. Solleva NonCalcolabile."""
    letto = leggi_numero(fatti.get(nome), nome)
    if letto < 0:
        raise NonCalcolabile(f"«{nome}»: atteso un numero non negativo, trovato {in_parole(letto)}.")
    return letto


# ---- l'altro ente di una convenzione -----------------------------------------------------------------------------


def _altro_ente(
    regola: Premio, fatti: Fatti, valutazione: Valutazione, intero: Decimal
) -> tuple[Decimal | None, list[Passo]]:
    """La parte a carico dell'altro ente: lo stesso conto, con la sua quota al posto di quella propria.

    La quota si legge come quella propria (il fattore `quota_…`, di solito `quota_convenzione`), se l'SMVP ce l'ha;
    altrimenti è una frazione fra 0 e 1, oppure una percentuale se supera 1.
    """
    if fatti.get(ALTRO_ENTE) is None:
        return None, []
    quota = non_negativo(fatti, ALTRO_ENTE)
    proprio = next((fattore for fattore in regola.fattori if fattore.dato.startswith(QUOTA_PROPRIA)), None)
    con_la_sua = proprio or Fattore("quota", base=CENTO if quota > 1 else UNO)
    altri = tuple(fattore for fattore in regola.fattori if fattore is not proprio)
    valore, passi = prodotto((*altri, con_la_sua), {**con_punteggio(fatti, valutazione), con_la_sua.dato: quota})
    importo = arrotonda(intero * valore, CENTESIMI)
    dati = (("importo intero", intero), ("fattori", valore))
    return importo, [passi[-1], Passo("altro ente", "importo intero × fattori, al centesimo", dati, importo)]


def avvisi(smvp: Smvp, fatti: Fatti, noti: set[str]) -> list[str]:
    """I fatti che nessuna regola legge: forse il nome è scritto male."""
    usati = noti | smvp.dati_del_premio
    return [f"«{nome}» non serve a nessun conto{_forse(nome, usati)}." for nome in fatti if nome not in usati]


def _forse(nome: str, usati: set[str]) -> str:
    simili = get_close_matches(nome, sorted(usati), n=1)
    return f"; forse intendevi «{simili[0]}»" if simili else ""
