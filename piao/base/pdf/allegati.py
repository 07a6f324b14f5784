"""I dati aperti che viaggiano dentro il PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# Le relazioni di PDF/A-3 che usiamo: dati da cui il documento nasce, o la sua sorgente.
Relazione = Literal["Data", "Source", "Alternative", "Supplement"]


@dataclass(frozen=True)
class Allegato:
    """Un file incorporato nel PDF. Il tipo (MIME) si ricava dall'estensione di `nome`."""

    nome: str
    contenuto: bytes
    descrizione: str = ""
    relazione: Relazione = "Data"


def rifiuta_nomi_ripetuti(allegati: Sequence[Allegato]) -> None:
    """Solleva ValueError se due allegati hanno lo stesso nome: nel PDF uno coprirebbe l'altro."""
    nomi = [allegato.nome for allegato in allegati]
    ripetuti = sorted({nome for nome in nomi if nomi.count(nome) > 1})
    if ripetuti:
        raise ValueError(f"Allegati con lo stesso nome: {', '.join(ripetuti)}")
