"""Gli atti e i tempi della Relazione: termine, organo, validazione, pubblicazione."""

from datetime import timedelta

from enti.voci import Organo
from piao.base.controlli import NonValutabile, Segnale, regola
from piao.base.numeri import data_estesa
from relazioni.controlli.relazione.segnali import AVVISO, BLOCCO, ERRORE, F, Trovati, della_relazione
from relazioni.voci import EsitoValidazione, StatoRelazione

NON_ANCORA = "La Relazione è ancora in preparazione."


@regola("Q01", "La Relazione è in tempo", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b e c. 1-bis", gravita=ERRORE)
def in_tempo(f: F) -> Trovati:
    """Il 30 giugno dell'anno dopo (30 aprile se unificata al rendiconto) la Relazione non è approvata, o lo è stata
    dopo. Se il motivo del ritardo è scritto resta un avviso."""
    approvata, quando = f.percorso.approvata_il, data_estesa(f.termine)
    if approvata and approvata > f.termine:
        yield _ritardo(f, f"La Relazione è approvata il {data_estesa(approvata)}, dopo il termine del {quando}.")
    elif approvata is None and f.oggi > f.termine:
        yield _ritardo(f, f"Il termine del {quando} è passato e la Relazione non è ancora approvata.")


def _ritardo(f: F, frase: str) -> Segnale:
    if f.percorso.motivo_ritardo:
        return della_relazione(
            f, AVVISO, f"{frase} Il motivo è scritto.", "Comunica il ritardo alla Funzione pubblica."
        )
    rimedio = "Scrivi il motivo del ritardo quando registri l'approvazione (art. 10 c. 5)."
    return della_relazione(f, ERRORE, frase, rimedio, "relazioni:approva_relazione", "motivo_ritardo")


@regola(
    "Q02", "L'ha approvata l'organo giusto", norma="D.Lgs. 150/2009, art. 10 c. 1 lett. b e c. 1-bis", gravita=BLOCCO
)
def organo_giusto(f: F) -> Trovati:
    """L'atto non ha numero o data, o non è della Giunta (del Consiglio o della Giunta, se unificata al rendiconto)."""
    p = f.percorso
    if p.in_bozza and not p.approvata_il:
        yield NonValutabile(NON_ANCORA)
        return
    ammessi = (Organo.GIUNTA, Organo.CONSIGLIO) if f.relazione.documento.unificata else (Organo.GIUNTA,)
    if not p.numero or not p.approvata_il:
        yield della_relazione(f, BLOCCO, "L'atto che approva la Relazione non ha numero o data.", "Completa l'atto.")
    if p.organo not in ammessi:
        frase = "La Relazione non risulta approvata dalla Giunta."
        yield della_relazione(f, BLOCCO, frase, "Registra la deliberazione della Giunta.")


@regola("Q18", "L'organismo l'ha validata", norma="D.Lgs. 150/2009, art. 14 c. 4 lett. c e c. 6", gravita=BLOCCO)
def validata(f: F) -> Trovati:
    """Approvata, la validazione manca o è negativa: nessun premio si può pagare. Avvisa se la validazione porta una
    data precedente all'approvazione."""
    p = f.percorso
    if p.in_bozza:
        yield NonValutabile(NON_ANCORA)
    elif p.validata == EsitoValidazione.NON_VALIDATA:
        frase = "L'organismo non l'ha validata: nessun premio si può pagare."
        yield della_relazione(f, BLOCCO, frase, "Riaprila, correggi e riportala in Giunta.")
    elif not p.validata:
        frase = "La Relazione non è ancora validata: nessun premio si può pagare."
        yield della_relazione(f, BLOCCO, frase, "L'organismo la valida, o il segretario ne trascrive il verbale.")
    elif p.validata_il and p.approvata_il and p.validata_il < p.approvata_il:
        frase = f"La validazione ({data_estesa(p.validata_il)}) è prima dell'approvazione."
        yield della_relazione(f, AVVISO, frase, "Prima si approva, poi si valida, poi si pubblica.")


@regola(
    "Q27", "È pubblicata", norma="D.Lgs. 33/2013, art. 10 c. 8; D.Lgs. 150/2009, art. 14 c. 4 lett. c", gravita=ERRORE
)
def pubblicata(f: F) -> Trovati:
    """Dieci giorni dopo l'atto non risulta pubblicata, o è pubblicata senza la validazione."""
    p = f.percorso
    if p.approvata_il is None or p.in_bozza:
        yield NonValutabile(NON_ANCORA)
        return
    scade = p.approvata_il + timedelta(days=int(f.numero("pubblicazione_giorni")))
    if p.stato != StatoRelazione.PUBBLICATA and f.oggi > scade:
        frase = f"Approvata il {data_estesa(p.approvata_il)}, non risulta ancora pubblicata."
        yield della_relazione(f, ERRORE, frase, "Pubblicala in Amministrazione trasparente e scrivi il giorno.")


REGOLE = (in_tempo, organo_giusto, validata, pubblicata)
