"""Gli avvisi: dirli a una persona una volta sola, ricordare se li ha letti, mandarne il riassunto per posta.

Qui non c'è nessuna parola del dominio: chi deve sapere che cosa lo decidono le stanze, con `avvisa`.
"""

from piao.base.avvisi.letture import avvisi_di, messaggi_per, preferenza_di, quanti_da_leggere
from piao.base.avvisi.scritture import avvisa, prendi_atto, scegli_posta, segna_letti, segna_letto

__all__ = [
    "avvisa",
    "avvisi_di",
    "messaggi_per",
    "preferenza_di",
    "prendi_atto",
    "quanti_da_leggere",
    "scegli_posta",
    "segna_letti",
    "segna_letto",
]
