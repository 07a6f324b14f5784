"""Come una regola dice di che cosa parla e dove si rimedia: un solo posto per nomi e collegamenti."""

from collections.abc import Sequence

from obiettivi.controlli.fascicolo import Fascicolo, Incarico, Indicatore, Obiettivo, Testo, Unita
from obiettivi.voci import StatoObiettivo
from piao.base.controlli import Gravita, Riferimento, Segnale

BLOCCO, ERRORE, AVVISO, INFO = Gravita
PIANO = Riferimento("piano", nome="Il Piano")
LUNGHEZZA_NOME = 90


def in_breve(testo: str, lunghezza: int = LUNGHEZZA_NOME) -> str:
    """Il testo, troncato a una parola intera se è troppo lungo."""
    if len(testo) <= lunghezza:
        return testo
    return testo[:lunghezza].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def manca(parti: Sequence[str]) -> str:
    """«manca la fonte», «mancano la formula, l'unità e il target»."""
    verbo = "manca" if len(parti) == 1 else "mancano"
    return f"{verbo} " + " e ".join(filter(None, (", ".join(parti[:-1]), parti[-1])))


def del_piano(
    gravita: Gravita, frase: str, rimedio: str = "", collegamento: str = "", oggetto: Riferimento = PIANO
) -> Segnale:
    return Segnale(gravita, oggetto, frase, rimedio, collegamento)


def parte(chiave: str, nome: str) -> Riferimento:
    """Una parte del Piano che ha più di un rilievo: un tema, un gruppo di copie, una nota."""
    return Riferimento("piano", chiave, nome)


def del_ciclo(f: Fascicolo, gravita: Gravita, frase: str, rimedio: str = "", campo: str = "") -> Segnale:
    """Si rimedia nei dati del ciclo, nel campo dato."""
    ancora = f"#div_id_{campo}" if campo else ""
    return del_piano(gravita, frase, rimedio, f.verso("obiettivi:modifica_ciclo", f.ciclo.anno) + ancora)


def codice_obiettivo(pk: int) -> str:
    return f"obiettivo:{pk}"


def dell_obiettivo(
    f: Fascicolo, o: Obiettivo, gravita: Gravita, frase: str, rimedio: str, sezione: str, ancora: str = ""
) -> Segnale:
    """Si rimedia in una sezione della scheda; `{o}` nella frase è il titolo in breve."""
    riferimento = Riferimento("obiettivo", str(o.pk), o.nome)
    return Segnale(
        gravita, riferimento, frase.replace("{o}", in_breve(o.nome)), rimedio, scheda(f, o, sezione, ancora)
    )


def dell_indicatore(f: Fascicolo, o: Obiettivo, i: Indicatore, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    riferimento = Riferimento("indicatore", str(i.pk), i.nome, codice_obiettivo(o.pk))
    sua = f.verso("obiettivi:indicatore", f.ciclo.anno, o.pk, i.pk) if si_scrive(f, o) else scheda(f, o, "misura")
    return Segnale(gravita, riferimento, frase.replace("{i}", in_breve(i.nome)), rimedio, sua)


def scheda(f: Fascicolo, o: Obiettivo, sezione: str, ancora: str = "") -> str:
    """Dove si rimedia; se adesso non vi si può scrivere, la scheda dell'obiettivo, che dice perché."""
    if not si_scrive(f, o):
        return f.verso("obiettivi:scheda", f.ciclo.anno, o.pk)
    indirizzo = f.verso("obiettivi:modifica", f.ciclo.anno, o.pk, sezione)
    return f"{indirizzo}#{ancora}" if ancora else indirizzo


def si_scrive(f: Fascicolo, o: Obiettivo) -> bool:
    """Il Piano è in preparazione e l'obiettivo non è ancora validato."""
    return f.ciclo.in_preparazione and o.stato != StatoObiettivo.VALIDATO


def dell_incarico(
    f: Fascicolo, incarico: Incarico, gravita: Gravita, frase: str, rimedio: str, collegamento: str = ""
) -> Segnale:
    riferimento = Riferimento("incarico", str(incarico.pk), incarico.nome)
    dove = collegamento or f.verso("enti:modifica_incarico", incarico.pk)
    return Segnale(gravita, riferimento, frase.replace("{i}", incarico.nome), rimedio, dove)


def dell_unita(f: Fascicolo, unita: Unita, gravita: Gravita, frase: str, rimedio: str, collegamento: str) -> Segnale:
    return Segnale(
        gravita,
        Riferimento("unita", str(unita.pk), unita.nome),
        frase.replace("{u}", unita.nome),
        rimedio,
        collegamento,
    )


def del_testo(testo: Testo, gravita: Gravita, frase: str, rimedio: str) -> Segnale:
    riferimento = Riferimento(testo.tipo, testo.chiave, testo.nome, testo.dentro)
    return Segnale(gravita, riferimento, frase, rimedio, testo.collegamento)
