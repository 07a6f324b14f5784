"""Il Piano esaminato per intero: gli obiettivi, i testi, il documento prodotto."""

from dataclasses import replace
from datetime import date

from django.db.models.fields.files import FieldFile
from django.urls import reverse

from obiettivi.controlli.carica import fascicolo_dei_testi, fascicolo_di
from obiettivi.controlli.catalogo import REGOLE
from obiettivi.controlli.citazioni import Segnalazione
from obiettivi.controlli.fascicolo import Documento, Fascicolo, Testo
from obiettivi.controlli.testi import segnalazioni_in
from obiettivi.letture.controlli import regolazioni_di
from obiettivi.models import Ciclo
from piao.base.brani import Brano, brano
from piao.base.controlli import Esito, esamina
from piao.base.pdf.esame import mancanze
from relazioni.letture import Parte, parti_di, produzioni_di
from relazioni.models import TipoDocumento
from valutazione.letture.per_i_controlli import schede_per_i_controlli


def esamina_piano(ciclo: Ciclo, *, oggi: date | None = None) -> Esito:
    """L'esito di tutte le regole sul ciclo, com'è adesso o come si vedrebbe un altro giorno.

    Il numero di letture non dipende da quanti sono gli obiettivi.
    """
    return esamina(REGOLE, fascicolo_del_piano(ciclo, oggi=oggi), regolazioni_di(ciclo.ente))


def fascicolo_del_piano(ciclo: Ciclo, *, oggi: date | None = None) -> Fascicolo:
    """Il fascicolo con i testi che escono, ciò che si sa dell'ultimo PDF, date e numeri delle schede."""
    testi = tuple(_testo(ciclo, parte) for parte in parti_di(ciclo) if parte.attiva and not parte.vuota)
    schede = schede_per_i_controlli(ciclo)
    return replace(fascicolo_di(ciclo, oggi=oggi), testi=testi, documento=_documento(ciclo), schede=schede)


def leggi_testo(ciclo: Ciclo, html: str, *, oggi: date | None = None) -> tuple[Brano, list[Segnalazione]]:
    """Che cosa non va in un testo mentre lo si scrive, con le posizioni nel testo semplice del brano."""
    letto = brano(html)
    return letto, segnalazioni_in(fascicolo_dei_testi(ciclo, oggi=oggi), letto.testo)


def _testo(ciclo: Ciclo, parte: Parte) -> Testo:
    pagina = reverse("relazioni:parte", args=[ciclo.ente.slug, ciclo.anno, parte.chiave])
    return Testo(parte.chiave, parte.titolo, parte.testo, pagina)


def _documento(ciclo: Ciclo) -> Documento:
    pagina = reverse("relazioni:documenti", args=[ciclo.ente.slug, ciclo.anno])
    ultima = produzioni_di(ciclo).filter(documento=TipoDocumento.PIANO).first()
    if ultima is None:
        return Documento(definitivo=ciclo.versioni.exists(), collegamento=pagina)
    return Documento(True, not ultima.bozza or ciclo.versioni.exists(), mancanze_del_pdf(ultima.file), pagina)


def mancanze_del_pdf(file: FieldFile) -> tuple[str, ...]:
    """Ciò che manca a un PDF prodotto per essere accessibile e conservabile."""
    try:
        with file.open("rb") as pdf:
            return mancanze(pdf.read())
    except FileNotFoundError:
        return ("il file, che non si trova più",)
