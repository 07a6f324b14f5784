"""La Relazione composta come dati: da qui nascono l'anteprima, il PDF, il JSON, i CSV, gli estratti."""

from dataclasses import replace

from enti.letture import Contesto, contesto_di
from enti.misura import Organico
from obiettivi.letture.risultati import risultati_del_ciclo
from obiettivi.models import Ciclo
from relazioni.contenuto import ATTI
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.ente import atti_del_ciclo, dati_ente, personale_di, serie_popolazione
from relazioni.contenuto.relazione import fatti
from relazioni.contenuto.relazione.individuale import individuale_di
from relazioni.contenuto.relazione.risultati import evidenze_per_indicatore, grado_di, rendicontato
from relazioni.contenuto.relazione.specchio import specchio_del_piano
from relazioni.contenuto.relazione.tipi import FrontespizioRelazione, Relazione
from relazioni.contenuto.relazione.valori import valori_della_relazione
from relazioni.contenuto.testi import testi
from relazioni.letture import parti_di, versioni_della_relazione
from relazioni.models import Relazione as Riga
from relazioni.models import TipoDocumento, VersioneRelazione

__all__ = ["Relazione", "componi_relazione", "relazione_da_leggere"]


def componi_relazione(riga: Riga, *, versione: int | None = None) -> Relazione:
    """Tutto ciò che esce nella Relazione. Il numero di letture non dipende da quanti sono gli obiettivi.

    `versione` è il numero della versione approvata che si sta congelando.
    """
    ciclo = Ciclo.objects.select_related("ente", *ATTI).get(pk=riga.ciclo_id)
    riga.ciclo = ciclo
    contesto = contesto_di(ciclo.ente)
    organico = _organico(contesto, ciclo.anno)
    specchio, risultati = specchio_del_piano(ciclo), risultati_del_ciclo(ciclo)
    evidenze = evidenze_per_indicatore(risultati)
    letti = {str(chiave): uno for chiave, uno in risultati.per_identificativo.items()}
    obiettivi = tuple(
        rendicontato(uno, letti.get(uno.promessa.identificativo), anno=ciclo.anno, evidenze=evidenze)
        for uno in specchio.obiettivi
    )
    numeri = {uno.promessa.identificativo: uno.numero for uno in obiettivi}
    composta = Relazione(
        ente=dati_ente(ciclo.ente),
        documento=replace(
            _frontespizio(riga, versione),
            al=risultati.sessione.al if risultati.sessione else None,
            definitivi=risultati.definitivi,
        ),
        complesso=grado_di(risultati.ente),
        atti=atti_del_ciclo(ciclo),
        popolazione=serie_popolazione(contesto, anno=ciclo.anno),
        personale=personale_di(contesto, anno=ciclo.anno),
        unita=specchio.piano.unita,
        linee=specchio.piano.linee,
        per_unita=tuple(grado_di(una) for una in risultati.unita),
        per_linea=tuple(grado_di(una) for una in risultati.linee),
        obiettivi=obiettivi,
        risorse=fatti.risorse_di(riga, numeri),
        variazioni=specchio.piano.variazioni,
        pagamenti=fatti.pagamenti_di(riga),
        formazione=fatti.formazione_di(riga, organico),
        utenti=fatti.utenti_di(riga),
        trasparenza=fatti.trasparenza_di(riga),
        genere=fatti.genere_di(ciclo.ente, organico, anno=ciclo.anno),
        individuale=individuale_di(ciclo),
        tappe=fatti.tappe_di(riga),
    )
    scritti, mancanti = testi(parti_di(ciclo, TipoDocumento.RELAZIONE), valori_della_relazione(composta))
    return replace(composta, testi=scritti, mancanti=mancanti)


def relazione_da_leggere(riga: Riga) -> tuple[Relazione, VersioneRelazione | None]:
    """La Relazione da mostrare: la copia congelata in vigore, con la sua versione, oppure ciò che c'è adesso."""
    vigente = versioni_della_relazione(riga).first() if riga.approvata else None
    return (da_canonico(vigente.contenuto, Relazione), vigente) if vigente else (componi_relazione(riga), None)


def _frontespizio(riga: Riga, versione: int | None) -> FrontespizioRelazione:
    atto = riga.atto
    return FrontespizioRelazione(
        anno=riga.ciclo.anno,
        triennio=riga.ciclo.triennio,
        bozza=not riga.approvata,
        unificata=riga.ciclo.relazione_unificata,
        approvazione=(atto.estremi or atto.oggetto) if atto else "",
        versione=versione,
    )


def _organico(contesto: Contesto, anno: int) -> Organico | None:
    """Il personale dell'ultimo anno noto fino a quello del ciclo."""
    return next((organico for organico in contesto.personale if organico.anno <= anno), None)
