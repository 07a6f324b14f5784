"""Il motore della valutazione: un SMVP scritto come dati, i fatti di un anno, punteggi e premi. Nulla di Django.

Si entra da `leggi_smvp` (una configurazione del formato di scambio, docs/formato-smvp.md) e poi, in ordine:
`valutazione_di` (punteggio), `premio_di` (fascia e soldi di una persona), `ripartisci` e `quote_teoriche` (un fondo
fra più persone), `maggiora`. Ogni esito porta i suoi `passi`. `Banco` fa le stesse cose nella forma del file.
"""

from valutazione.motore.configurazione import ConfigurazioneRifiutata, Smvp
from valutazione.motore.lettura import leggi_smvp
from valutazione.motore.maggiorazione import EsitoMaggiorazione, maggiora, maggiora_dal_fondo
from valutazione.motore.premio import EsitoPremio, premio_di, prodotto_di
from valutazione.motore.prove import Banco, Esito
from valutazione.motore.punteggio import valutazione_di
from valutazione.motore.quota_teorica import QuotaTeorica, QuoteTeoriche, quote_teoriche
from valutazione.motore.riparto import Riparto, ripartisci
from valutazione.motore.scheda import Valutazione, valuta_scheda

__all__ = [
    "Banco",
    "ConfigurazioneRifiutata",
    "Esito",
    "EsitoMaggiorazione",
    "EsitoPremio",
    "QuotaTeorica",
    "QuoteTeoriche",
    "Riparto",
    "Smvp",
    "Valutazione",
    "leggi_smvp",
    "maggiora",
    "maggiora_dal_fondo",
    "premio_di",
    "prodotto_di",
    "quote_teoriche",
    "ripartisci",
    "valuta_scheda",
    "valutazione_di",
]
