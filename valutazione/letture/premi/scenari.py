"""Uno scenario diviso: le regole che valgono, le persone con i loro fatti, il conto, come si conserva."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from enti.parametri import vige
from obiettivi.misura import Passo
from obiettivi.misura.numeri import ZERO
from valutazione.letture.esiti import da_esito, in_esito
from valutazione.letture.premi.conto import Diviso, Riga, dividi
from valutazione.letture.premi.persone import Anno, Raccolta, concorrenti, raccogli
from valutazione.letture.premi.regole import Parametri
from valutazione.models import Fondo, Premio, Simulazione, TipoScheda
from valutazione.motore import Valutazione
from valutazione.voci import Destinatari

CON_GRADUATORIA = (Destinatari.DIPENDENTI, Destinatari.DIRIGENTI)  # le EQ ne restano fuori (ARAN CFL161)
NESSUNA_SCHEDA = "Non ci sono schede di queste persone: i premi nascono dalle valutazioni."
SENZA_PUNTEGGI = "Nessuna scheda ha ancora un punteggio: i premi nascono dalle valutazioni."
REGOLE_DIVERSE = "Le schede di queste persone hanno regole del premio diverse: scegli nel fondo quali valgono."


@dataclass(frozen=True)
class Calcolato:
    """Il fondo diviso, con le persone da cui il conto è partito."""

    diviso: Diviso
    raccolta: Raccolta

    @property
    def premi(self) -> list[Premio]:
        """Le righe da conservare, nell'ordine delle persone."""
        righe = {riga.pk: riga for riga in self.diviso.righe}
        return [
            _premio(anno, righe[anno.persona.pk], self.raccolta.base_di(anno))
            for anno in self.raccolta.contate
            if anno.persona.pk in righe
        ]


def calcola(simulazione: Simulazione) -> Calcolato:
    """Lo scenario com'è adesso. Non scrive nulla."""
    raccolta = raccogli(simulazione.fondo)
    return Calcolato(dividi_la_raccolta(simulazione, raccolta), raccolta)


def dividi_la_raccolta(simulazione: Simulazione, raccolta: Raccolta) -> Diviso:
    """Lo scenario con quelle persone e quei fatti. Non legge e non scrive nulla."""
    fondo = simulazione.fondo
    tipo = simulazione.regole or regole_di(fondo, raccolta)
    perche = _non_si_puo(raccolta, tipo)
    if perche or tipo is None:
        return Diviso(problema=perche)
    persone = concorrenti(fondo, raccolta, senza_assenze=simulazione.senza_assenze)
    return dividi(parametri_di(simulazione, tipo), persone)


def regole_di(fondo: Fondo, raccolta: Raccolta) -> TipoScheda | None:
    """La scheda che dice come si arriva al premio: quella del fondo, o l'unica regola delle sue persone."""
    if fondo.regole is not None:
        return fondo.regole
    tipi = {scheda.tipo_id: scheda.tipo for anno in raccolta.anni for scheda in anno.schede}.values()
    primo = next(iter(tipi), None)
    uguali = primo is not None and all(_come(tipo) == _come(primo) for tipo in tipi)
    return primo if uguali else None


def _come(tipo: TipoScheda) -> tuple[Any, ...]:
    return tipo.modo_premio, tipo.decimali_punteggio, tipo.premio


def _non_si_puo(raccolta: Raccolta, tipo: TipoScheda | None) -> str:
    if not raccolta.anni:
        return NESSUNA_SCHEDA
    if not raccolta.contate:
        return SENZA_PUNTEGGI
    return REGOLE_DIVERSE if tipo is None else ""


def parametri_di(simulazione: Simulazione, tipo: TipoScheda) -> Parametri:
    """I numeri dello scenario dove li ha, altrimenti quelli del fondo."""
    fondo = simulazione.fondo
    con_graduatoria = fondo.platea in CON_GRADUATORIA
    return Parametri(
        importo=_o(simulazione.importo, fondo.importo),
        modo=tipo.modo_premio,
        premio=tipo.premio,
        decimali=tipo.decimali_punteggio,
        maggiorazione=_o(simulazione.maggiorazione, fondo.maggiorazione) if con_graduatoria else None,
        quota_massima=_o(simulazione.quota_massima, fondo.quota_massima),
        per_eccesso=fondo.per_eccesso,
        sui_premiati=not vige("maggiorazione_su_destinati", giorno_del_contratto(fondo)),
        tempi=simulazione.tempi or fondo.tempi,
        quota_tempi=fondo.quota_tempi,
    )


def giorno_del_contratto(fondo: Fondo) -> date:
    """Il giorno a cui guardare le norme: quello in cui il contratto ha fissato le regole, o la fine dell'anno."""
    return fondo.fissata_il or date(fondo.ciclo.anno, 12, 31)


def _o(primo: Decimal | None, secondo: Any) -> Any:
    return secondo if primo is None else primo


# ---- come si conserva ----------------------------------------------------------------------------------------------


def _premio(anno: Anno, riga: Riga, base: Decimal | None) -> Premio:
    rapporto = anno.rapporto
    return Premio(
        persona=anno.persona,
        unita=anno.schede[-1].unita,
        matricola=rapporto.matricola if rapporto else "",
        area=rapporto.area if rapporto else "",
        tempo=anno.tempo,
        giorni=anno.giorni,
        assenza_giorni=anno.assenza_giorni,
        assenza_ore=anno.assenza_ore,
        quota=anno.quota,
        base=base,
        punteggio=riga.punteggio,
        fascia=riga.fascia,
        percentuale=riga.percentuale,
        escluso=riga.escluso,
        importo=riga.importo,
        maggiorazione=riga.maggiorazione,
        interim=riga.interim,
        passi=passi_scritti(riga.passi),
    )


def passi_scritti(passi: Iterable[Passo]) -> list[Any]:
    """I passi in JSON, con i numeri esatti."""
    scritti: list[Any] = in_esito(Valutazione(ZERO, tuple(passi)))["passi"]
    return scritti


def passi_letti(righe: list[Any]) -> tuple[Passo, ...]:
    """I passi conservati; i nomi dei fatti si leggono senza trattini bassi."""
    esito = in_esito(Valutazione(ZERO)) | {"passi": righe}
    return tuple(
        replace(passo, dati=tuple((nome.replace("_", " "), dato) for nome, dato in passo.dati))
        for passo in da_esito(esito).passi
    )
