"""I termini di una scheda, calcolati dalle fasi del suo sistema: si mostrano sempre, prima che scadano."""

from dataclasses import dataclass
from datetime import date, timedelta

from valutazione.models import Fase, Scheda, Sistema
from valutazione.models.sistema import giorno_del_mese
from valutazione.voci import Silenzio, StatoScheda, TipoFase

FASE_DEL_PASSO = {
    "proponi": TipoFase.PROPOSTA,
    "notifica": TipoFase.NOTIFICA,
    "chiudi": TipoFase.CHIUSURA,
}
# A quale fase si lavora in ogni stato: serve a dire che cosa è in ritardo.
FASE_DELLO_STATO = {
    StatoScheda.PREPARAZIONE: "assegna",
    StatoScheda.ASSEGNATA: "proponi",
    StatoScheda.VALUTAZIONE: "proponi",
    StatoScheda.PROPOSTA: "notifica",
    StatoScheda.NOTIFICATA: "chiudi",
    StatoScheda.RIESAME: "chiudi",
}


@dataclass(frozen=True)
class Termini:
    """Fino a quando si può, o si deve. None dove il sistema non dice nulla."""

    assegnazione: date
    passi: dict[str, date | None]
    osservazioni: date | None = None
    riesame: date | None = None
    contraddittorio: date | None = None
    silenzio_accetta: bool = False

    @property
    def ultimo(self) -> date | None:
        """L'ultimo giorno utile alla persona per osservazioni o riesame."""
        return max((giorno for giorno in (self.osservazioni, self.riesame) if giorno), default=None)

    def di_passo(self, codice: str) -> date | None:
        return self.assegnazione if codice == "assegna" else self.passi.get(codice)

    def adesso(self, stato: str) -> date | None:
        """Il termine del passo che aspetta chi ha una scheda in quello stato."""
        passo = FASE_DELLO_STATO.get(StatoScheda(stato))
        return self.di_passo(passo) if passo else None


def termini_di(scheda: Scheda) -> Termini:
    """I termini della scheda oggi; quelli a giorni corrono dalla consegna, o dalla chiamata al contraddittorio."""
    sistema, anno = scheda.tipo.sistema, scheda.ciclo.anno
    fasi = {fase.tipo: fase for fase in sistema.fasi.all()}
    consegna = scheda.notificata_il
    osservazioni = _termine(fasi.get(TipoFase.OSSERVAZIONI), anno, consegna)
    return Termini(
        assegnazione=_per_il_periodo(scheda, sistema.termine_assegnazione(anno)),
        passi={codice: _termine(fasi.get(tipo), anno, None) for codice, tipo in FASE_DEL_PASSO.items()},
        osservazioni=osservazioni,
        riesame=_termine(fasi.get(TipoFase.RIESAME), anno, consegna) if scheda.tipo.riesamina else None,
        contraddittorio=_termine(fasi.get(TipoFase.CONTRADDITTORIO), anno, scheda.contraddittorio_il),
        silenzio_accetta=_silenzio_accetta(fasi.get(TipoFase.OSSERVAZIONI)),
    )


def limite_di(scheda: Scheda) -> date | None:
    """Il giorno dopo il quale la scheda non si assegna più."""
    limite = scheda.tipo.sistema.limite_assegnazione(scheda.ciclo.anno)
    return None if limite is None else _per_il_periodo(scheda, limite)


def assegnata_tardi(scheda: Scheda) -> bool:
    return scheda.assegnata_il is not None and scheda.assegnata_il > termini_di(scheda).assegnazione


def scadenza(sistema: Sistema, tipo: str, anno: int) -> date | None:
    """Il giorno fisso di una fase, se ne ha uno."""
    return next((_termine(fase, anno, None) for fase in sistema.fasi.all() if fase.tipo == tipo), None)


def _termine(fase: Fase | None, anno: int, da: date | None) -> date | None:
    """Il giorno fisso della fase, o i suoi giorni da quando comincia; se ci sono entrambi, il più lontano."""
    if fase is None:
        return None
    contati = [da + timedelta(fase.giorni)] if da and fase.giorni is not None else []
    return max([*_fissi(fase, anno), *contati], default=None)


def _fissi(fase: Fase, anno: int) -> list[date]:
    if fase.entro_giorno is None or fase.entro_mese is None:
        return []
    return [giorno_del_mese(anno + fase.anno_dopo, fase.entro_mese, fase.entro_giorno)]


def _per_il_periodo(scheda: Scheda, termine: date) -> date:
    """Chi comincia dopo ha gli stessi giorni: quanti ne passano dal 1° gennaio al termine, contati dal suo inizio."""
    return max(termine, scheda.dal + (termine - date(scheda.ciclo.anno, 1, 1)))


def _silenzio_accetta(fase: Fase | None) -> bool:
    return fase is not None and fase.silenzio == Silenzio.ACCETTAZIONE
