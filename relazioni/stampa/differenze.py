"""Le differenze fra due versioni come blocchi: gli stessi in pagina e nel PDF. Che cosa è successo è sempre detto."""

from collections.abc import Iterable, Iterator, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from piao.base.pdf.pezzi import Colonna, Copertina, Documento
from relazioni.differenze import CAMBIATO, TOLTO, Differenza, Gruppo
from relazioni.stampa.blocchi import Blocco, Capitolo, nota, tabella
from relazioni.stampa.parole import maiuscola
from relazioni.stampa.telaio import abbassa_titoli, fai_scorrere

VUOTO, NO = "–", "no"  # di ciò che entra o esce, un «no» non dice nulla
UGUALI = "Le due versioni dicono le stesse cose."


def capitoli_differenze(gruppi: Sequence[Gruppo]) -> tuple[Capitolo, ...]:
    """Un capitolo per ogni parte del Piano che cambia."""
    if not gruppi:
        return (Capitolo("Nessuna differenza", "nessuna", (nota(UGUALI),)),)
    return tuple(
        Capitolo(gruppo.titolo, f"parte-{posto}", tuple(_blocchi(gruppo.differenze)))
        for posto, gruppo in enumerate(gruppi, start=1)
    )


def _blocchi(differenze: Iterable[Differenza]) -> Iterator[Blocco]:
    for differenza in differenze:
        yield from _una(differenza)


def _una(d: Differenza) -> list[Blocco]:
    """Ciò che cambia: prima e dopo. Ciò che entra o esce: che cosa dice, o diceva."""
    righe = list(_righe(d))
    didascalia = f"{maiuscola(d.che_cosa)}: {d.nome}"
    if not righe:
        return [nota(f"{didascalia}.")]
    if d.che_cosa == CAMBIATO:
        colonne = [Colonna("Voce", larghezza=25), Colonna("Prima"), Colonna("Dopo")]
        return tabella(didascalia, colonne, [[voce, prima or VUOTO, dopo or VUOTO] for voce, prima, dopo in righe])
    colonne = [Colonna("Voce", larghezza=25), Colonna("Diceva" if d.che_cosa == TOLTO else "Dice")]
    return tabella(didascalia, colonne, [[voce, prima or dopo] for voce, prima, dopo in righe if prima + dopo != NO])


def _righe(d: Differenza, davanti: str = "") -> Iterator[tuple[str, str, str]]:
    """I campi dell'elemento e, sotto, quelli delle sue parti, ciascuna col suo nome."""
    for campo in d.campi:
        yield f"{davanti}{campo.nome}", campo.prima, campo.dopo
    for parte in d.parti:
        yield from _righe(parte, f"{parte.nome} ({parte.che_cosa}): ")


def corpo_differenze(gruppi: Sequence[Gruppo]) -> SafeString:
    """Il corpo da mostrare in pagina (titoli scesi di un livello)."""
    corpo = render_to_string("pdf/piano/_corpo.html", {"capitoli": capitoli_differenze(gruppi)})
    return mark_safe(fai_scorrere(abbassa_titoli(corpo)))  # è l'HTML dei nostri modelli


def html_differenze(gruppi: Sequence[Gruppo], *, ente: str, titolo: str, da: str, a: str) -> str:
    """La pagina intera da convertire in PDF. `da` e `a` dicono quali versioni si confrontano."""
    nome = f"Differenze: {titolo}"
    contesto = {
        "documento": Documento(titolo=nome, ente=ente, descrizione=f"Che cosa cambia fra {da} e {a}."),
        "copertina": Copertina(ente, "Che cosa cambia", titolo, righe=[f"Da: {da}", f"A: {a}"]),
        "capitoli": capitoli_differenze(gruppi),
    }
    return render_to_string("pdf/piano/documento.html", contesto)
