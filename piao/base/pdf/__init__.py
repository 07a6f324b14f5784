"""L'officina dei documenti: un HTML diventa un PDF/UA-1 che è anche PDF/A-3a (decisione 0010).

    from piao.base.pdf import Allegato, scrivi_pdf

    byte = scrivi_pdf(html, data_documento=date(2026, 1, 30), allegati=[Allegato("piano.json", contenuto)])

Lo stesso HTML con la stessa data dà gli stessi byte. L'HTML si compone sui pezzi di `templates/pdf/`
(contesto di ciascuno in `piao.base.pdf.pezzi`); i disegni vengono da `piao.base.grafici`.
"""

from piao.base.pdf.allegati import Allegato
from piao.base.pdf.errori import DocumentoNonScritto, LibreriaDiversa, RisorsaMancante
from piao.base.pdf.scrittura import scrivi_pdf

__all__ = ["Allegato", "DocumentoNonScritto", "LibreriaDiversa", "RisorsaMancante", "scrivi_pdf"]
