"""La porta dell'officina: HTML dentro, PDF fuori."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from piao.base.pdf.allegati import Allegato, rifiuta_nomi_ripetuti
from piao.base.pdf.avanzamento import SuAvanzamento, racconta_a


def scrivi_pdf(
    html: str,
    *,
    data_documento: date,
    allegati: Sequence[Allegato] = (),
    risorse: Mapping[str, bytes] | None = None,
    su_avanzamento: SuAvanzamento | None = None,
) -> bytes:
    """Converte una pagina HTML intera in un PDF/UA-1 e PDF/A-3a, con etichette, segnalibri e allegati.

    `data_documento` è la data di creazione scritta nel file: non «oggi», perché gli stessi dati diano gli stessi byte;
    `risorse` sono i contenuti che l'HTML chiama `risorsa:nome`; `su_avanzamento` riceve percentuale e frase, e può
    annullare sollevando un'eccezione. Solleva ValueError se due allegati hanno lo stesso nome, RisorsaMancante se
    manca un nostro file statico, LibreriaDiversa se WeasyPrint non è la versione provata.
    """
    # Importata qui: pesa due secondi, che il server web non deve pagare.
    from piao.base.pdf import rifiniture

    rifiuta_nomi_ripetuti(allegati)
    with racconta_a(su_avanzamento), _raccolta_rara():
        return rifiniture.converti(html, data_documento, allegati, risorse or {})


@contextmanager
def _raccolta_rara() -> Iterator[None]:
    """Una conversione crea milioni di oggetti vivi fino in fondo: cercarvi spazzatura di continuo è tempo perso."""
    soglie = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*soglie)
        gc.unfreeze()
