"""Come una regola dice di che cosa parla e dove si rimedia."""

from piao.base.controlli import Gravita, Riferimento, Segnale
from valutazione.controlli.fascicolo import Fascicolo, Fondo, Scheda

BLOCCO, ERRORE, AVVISO, INFO = Gravita


def codice_fondo(platea: str) -> str:
    return f"fondo:{platea}"


def del_fondo(f: Fascicolo, fondo: Fondo, gravita: Gravita, frase: str, rimedio: str, ancora: str = "") -> Segnale:
    """Si rimedia nei dati del fondo, nel campo dato."""
    pagina = f.verso("valutazione:modifica_fondo", fondo.platea) + (f"#div_id_{ancora}" if ancora else "")
    return Segnale(gravita, Riferimento("fondo", fondo.platea, fondo.nome), frase, rimedio, pagina)


def di_una_persona(f: Fascicolo, fondo: Fondo, persona: int, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    riferimento = Riferimento("premio", f"{fondo.platea}-{persona}", fondo.nome, codice_fondo(fondo.platea))
    pagina = f.verso("valutazione:persone_fondo", fondo.platea)
    return Segnale(gravita, riferimento, frase, rimedio, pagina)


def della_scheda(f: Fascicolo, scheda: Scheda, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    riferimento = Riferimento("scheda", str(scheda.pk), scheda.nome, codice_fondo(scheda.platea))
    return Segnale(gravita, riferimento, frase, rimedio, f.verso("valutazione:scheda", scheda.pk))
