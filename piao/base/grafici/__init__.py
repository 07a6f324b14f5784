"""Disegni SVG scritti dal server: gli stessi in pagina e nel PDF.

Ogni funzione prende dataclass congelate e restituisce un testo SVG già sicuro: `role="img"`, `<title>` e `<desc>` con
i dati in parole, soli attributi di presentazione (niente `style`: la CSP lo vieta). Il `prefisso` rende unici gli
identificativi: in una pagina ogni disegno ne ha uno suo. Un valore che manca è «n.d.», mai zero; nessun significato
è affidato al solo colore.
"""

from piao.base.grafici.albero import alberi, albero
from piao.base.grafici.barre import Barra, barre
from piao.base.grafici.colonne import Serie, colonne, linee
from piao.base.grafici.gantt import Cronoprogramma, Fase, gantt
from piao.base.grafici.nodi import Nodo
from piao.base.grafici.organigramma import organigramma, organigrammi
from piao.base.grafici.ripartizione import Riparto, ripartizione

__all__ = [
    "Barra",
    "Cronoprogramma",
    "Fase",
    "Nodo",
    "Riparto",
    "Serie",
    "alberi",
    "albero",
    "barre",
    "colonne",
    "gantt",
    "linee",
    "organigramma",
    "organigrammi",
    "ripartizione",
]
