"""Come una regola dice di che cosa parla e dove si rimedia."""

from collections.abc import Iterator

from piao.base.controlli import Gravita, NonValutabile, Riferimento, Segnale
from relazioni.contenuto.relazione.tipi import Esitato, Rendicontato
from relazioni.controlli.relazione.fascicolo import FascicoloRelazione

BLOCCO, ERRORE, AVVISO, INFO = Gravita
RELAZIONE = Riferimento("relazione", nome="La Relazione")
Trovati = Iterator[Segnale | NonValutabile]
F = FascicoloRelazione


def della_relazione(
    f: F, gravita: Gravita, frase: str, rimedio: str = "", pagina: str = "relazioni:relazione", campo: str = ""
) -> Segnale:
    """Si rimedia nella pagina della Relazione, o in quella detta, nel campo dato."""
    ancora = f"#div_id_{campo}" if campo else ""
    return Segnale(gravita, RELAZIONE, frase, rimedio, f.pagina(pagina) + ancora)


def nei_fatti(f: F, gravita: Gravita, frase: str, rimedio: str, campo: str = "") -> Segnale:
    return della_relazione(f, gravita, frase, rimedio, "relazioni:fatti_relazione", campo)


def parte_di(f: F, gravita: Gravita, frase: str, rimedio: str, chiave: str) -> Segnale:
    """Si rimedia in una parte discorsiva."""
    dove = f.pagina("relazioni:parte_relazione", chiave)
    return Segnale(gravita, Riferimento("relazione", chiave, "Un testo della Relazione"), frase, rimedio, dove)


def dell_obiettivo(f: F, o: Rendicontato, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    """Si rimedia nel monitoraggio: i risultati non si scrivono nella Relazione."""
    riferimento = Riferimento("rendicontato", o.promessa.identificativo, o.etichetta)
    return Segnale(gravita, riferimento, frase, rimedio, f.pagina("obiettivi:monitoraggio"))


def dell_indicatore(f: F, o: Rendicontato, i: Esitato, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    riferimento = Riferimento(
        "esitato", i.identificativo, i.denominazione, f"rendicontato:{o.promessa.identificativo}"
    )
    return Segnale(gravita, riferimento, frase, rimedio, f.pagina("obiettivi:monitoraggio"))
