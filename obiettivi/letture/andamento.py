"""A che punto siamo: il grado di ogni indicatore, obiettivo, unità, e dell'ente, ciascuno con i passi che lo fanno.

Chi manca non vale zero: un obiettivo a cui manca un valore non ha un grado, e la media dell'unità dice su quanti
obiettivi è fatta. I conti sono di `obiettivi/misura`; qui si decide che cosa vi entra.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.letture.pesi import peso_di, scala_di
from obiettivi.letture.regole import grado_rilevato
from obiettivi.letture.rilevazioni import (
    Parte,
    Quadro,
    RigaIndicatore,
    RigaObiettivo,
    con_consegnata,
    obiettivi_misurati,
    quadro_di,
)
from obiettivi.misura import (
    Assenza,
    Grado,
    NonCalcolabile,
    Passo,
    Politica,
    Voce,
    aggrega,
    grado_obiettivo,
    neutralizzata,
)
from obiettivi.models import Forzatura, Neutralizzazione, Obiettivo, Sessione
from obiettivi.voci import MetodoAggregazione, StatoForzatura

UNO, ZERO = Decimal(1), Decimal(0)
Forzature = dict[int, Forzatura]
USA_LE_FASI = (MetodoAggregazione.FASI, MetodoAggregazione.MISTA)


@dataclass(frozen=True)
class MisuraIndicatore:
    """Un indicatore e il suo grado; `problema` dice, in una frase, perché il grado non si può calcolare."""

    riga: RigaIndicatore
    grado: Grado
    problema: str = ""


@dataclass(frozen=True)
class MisuraObiettivo:
    """Un obiettivo e il suo grado, calcolato e (se forzato o neutralizzato) come conta."""

    riga: RigaObiettivo
    misure: tuple[MisuraIndicatore, ...]
    calcolato: Grado
    problema: str = ""
    forzatura: Forzatura | None = None
    neutralizzazione: Neutralizzazione | None = None

    @property
    def obiettivo(self) -> Obiettivo:
        return self.riga.obiettivo

    @property
    def grado(self) -> Grado:
        """Il grado che vale: quello forzato e approvato, altrimenti quello calcolato."""
        if self.forzatura is None or self.forzatura.stato != StatoForzatura.APPROVATA:
            return self.calcolato
        dati = (("calcolato", self.calcolato.valore), ("chiesto perché", self.forzatura.motivo))
        passo = Passo("valore forzato", "al posto del calcolato, con approvazione", dati, self.forzatura.grado)
        return Grado(self.forzatura.grado, (*self.calcolato.passi, passo))

    @property
    def propri(self) -> tuple[Passo, ...]:
        """I passi che uniscono gli indicatori e le fasi: quelli di ciascun indicatore stanno con lui."""
        return self.grado.passi[sum(len(misura.grado.passi) for misura in self.misure) :]

    @property
    def pesato(self) -> bool:
        return not self.obiettivo.prerequisito


@dataclass(frozen=True)
class MisuraParte:
    """Un'unità: la media pesata dei suoi obiettivi misurati, e su quanti è fatta."""

    parte: Parte
    obiettivi: tuple[MisuraObiettivo, ...]
    grado: Grado
    problema: str = ""
    con_pesi: bool = False

    @property
    def misurati(self) -> int:
        return sum(misura.grado.valore is not None for misura in self.obiettivi)


@dataclass(frozen=True)
class Andamento:
    """L'ente: la media delle unità misurate, e il conto di ciò che non viene dal solo calcolo."""

    sessione: Sessione
    parti: tuple[MisuraParte, ...]
    grado: Grado

    @property
    def obiettivi(self) -> list[MisuraObiettivo]:
        return [misura for parte in self.parti for misura in parte.obiettivi]

    @property
    def misurati(self) -> int:
        return sum(parte.misurati for parte in self.parti)

    @property
    def forzati(self) -> int:
        return sum(bool(m.forzatura and m.forzatura.stato == StatoForzatura.APPROVATA) for m in self.obiettivi)

    @property
    def neutralizzati(self) -> int:
        return sum(misura.neutralizzazione is not None for misura in self.obiettivi)

    @property
    def da_spiegare(self) -> list[RigaIndicatore]:
        return [m.riga for o in self.obiettivi for m in o.misure if m.riga.da_spiegare]


def andamento_di(quadro: Quadro) -> Andamento:
    """Tutti i gradi di una sessione già letta: una lettura in più, quanti che siano gli obiettivi."""
    return andamenti_di([quadro])[0]


def andamenti_di(quadri: Sequence[Quadro]) -> list[Andamento]:
    """Tutti i gradi di più sessioni già lette, con una sola lettura in più."""
    forzature = _forzature(*(quadro.sessione for quadro in quadri))
    return [_andamento(quadro, forzature) for quadro in quadri]


def _andamento(quadro: Quadro, forzature: Forzature) -> Andamento:
    parti = tuple(_parte(parte, forzature) for parte in quadro.parti)
    return Andamento(quadro.sessione, parti, _dell_ente(parti))


def misura_di(sessione: Sessione, obiettivo: int) -> tuple[Parte, MisuraObiettivo] | None:
    """Un solo obiettivo, con la sua parte; None se non è fra quelli da misurare.

    Se la parte è già consegnata lo dice l'obiettivo (`consegnata`): non serve leggere le consegne di tutti.
    """
    solo = con_consegnata(obiettivi_misurati(sessione.ciclo).filter(pk=obiettivo), sessione)
    for parte in quadro_di(sessione, solo, con_consegne=False).parti:
        return parte, _obiettivo(parte.obiettivi[0], _forzature(sessione))
    return None


def _forzature(*sessioni: Sessione) -> Forzature:
    """Le richieste ancora vive delle sessioni, per obiettivo."""
    loro = Forzatura.objects.filter(sessione__in=[sessione.pk for sessione in sessioni])
    vive = loro.exclude(stato=StatoForzatura.RESPINTA).select_related("chi", "deciso_da")
    return {riga.obiettivo_id: riga for riga in vive}


# ---- un indicatore, un obiettivo ---------------------------------------------------------------------------------


def misura_indicatore(riga: RigaIndicatore) -> MisuraIndicatore:
    try:
        return MisuraIndicatore(riga, grado_rilevato(riga.indicatore, riga.target, riga.rilevazione))
    except NonCalcolabile as errore:
        return MisuraIndicatore(riga, Grado(None, (), Assenza.MANCANTE), str(errore))


def _obiettivo(riga: RigaObiettivo, forzature: Forzature) -> MisuraObiettivo:
    misure = tuple(misura_indicatore(indicatore) for indicatore in riga.indicatori)
    calcolato, problema = _calcolato(riga, misure)
    neutra = getattr(riga.obiettivo, "neutralizzazione", None)  # letta con l'obiettivo
    return MisuraObiettivo(riga, misure, calcolato, problema, forzature.get(riga.obiettivo.pk), neutra)


def _calcolato(riga: RigaObiettivo, misure: Sequence[MisuraIndicatore]) -> tuple[Grado, str]:
    """Il grado secondo il metodo dell'obiettivo; se manca qualcosa, nessun grado e la frase che dice che cosa."""
    passi = tuple(passo for misura in misure for passo in misura.grado.passi)
    metodo, quota = riga.obiettivo.metodo_aggregazione, riga.obiettivo.quota_fasi or ZERO
    try:
        grado = grado_obiettivo(metodo, indicatori=_voci(misure), fasi=_voci_fasi(riga), quota_fasi=quota)
    except NonCalcolabile as errore:
        return Grado(None, passi, Assenza.MANCANTE), che_manca(riga, misure) or str(errore)
    return Grado(grado.valore, (*passi, *grado.passi), grado.assenza), ""


def che_manca(riga: RigaObiettivo, misure: Sequence[MisuraIndicatore]) -> str:
    """«Mancano 2 valori su 5.»; la frase di un indicatore che non si può calcolare; vuoto se non manca nulla."""
    problemi = [misura.problema for misura in misure if misura.problema]
    if problemi:
        return problemi[0]
    senza = sum(misura.grado.assenza == Assenza.MANCANTE for misura in misure)
    fasi = [f for f in riga.fasi if f.avanzamento is None] if riga.obiettivo.metodo_aggregazione in USA_LE_FASI else []
    if not senza:
        return f"Manca l'avanzamento di {len(fasi)} fasi su {len(riga.fasi)}." if fasi else ""
    quanti = "Manca un valore" if senza == 1 else f"Mancano {senza} valori"
    return f"{quanti} su {len(misure)}."


def _voci(misure: Sequence[MisuraIndicatore]) -> list[Voce]:
    pesi = _pesi([misura.riga.indicatore.peso for misura in misure])
    return [
        Voce(str(misura.riga.indicatore), misura.grado.valore, peso, _politica(misura.grado))
        for misura, peso in zip(misure, pesi, strict=True)
    ]


def _voci_fasi(riga: RigaObiettivo) -> list[Voce]:
    pesi = _pesi([fase.fase.peso for fase in riga.fasi])
    return [
        Voce(str(fase.fase), fase.avanzamento.percentuale if fase.avanzamento else None, peso)
        for fase, peso in zip(riga.fasi, pesi, strict=True)
    ]


def _pesi(scritti: Sequence[Decimal | None]) -> Sequence[Decimal | None]:
    """Quelli scritti; se nessuno ne ha, contano tutti allo stesso modo."""
    return [UNO] * len(scritti) if all(peso is None for peso in scritti) else scritti


def _politica(grado: Grado) -> Politica:
    return Politica.ESCLUDI if grado.assenza == Assenza.NON_APPLICABILE else Politica.ERRORE


# ---- un'unità, l'ente --------------------------------------------------------------------------------------------


def _parte(parte: Parte, forzature: Forzature) -> MisuraParte:
    obiettivi = tuple(_obiettivo(riga, forzature) for riga in parte.obiettivi)
    pesati = [misura for misura in obiettivi if misura.pesato]
    scale = {scala_di(misura.obiettivo) for misura in pesati}
    if len(scale) > 1:
        return MisuraParte(parte, obiettivi, _nessuno(), "I pesi sono in scale diverse: non si fa una media.")
    scritti = [_peso(misura, parte) for misura in pesati]
    voci = [_voce(misura, peso) for misura, peso in zip(pesati, _pesi(scritti), strict=True)]
    con_pesi = any(peso is not None for peso in scritti)
    try:
        return MisuraParte(parte, obiettivi, aggrega("media_pesata", voci, nome=parte.nome), con_pesi=con_pesi)
    except NonCalcolabile as errore:
        return MisuraParte(parte, obiettivi, _nessuno(), str(errore), con_pesi)


def _voce(misura: MisuraObiettivo, peso: Decimal | None) -> Voce:
    """L'obiettivo come entra in una media: chi non è misurato non conta, un neutralizzato vale ciò che dice l'atto."""
    voce = Voce(str(misura.obiettivo), misura.grado.valore, peso, Politica.ESCLUDI)
    if misura.neutralizzazione is None:
        return voce
    neutra = misura.neutralizzazione
    return neutralizzata(voce, politica=Politica(neutra.politica), motivo=neutra.motivo)


def _peso(misura: MisuraObiettivo, parte: Parte) -> Decimal | None:
    """Il peso che l'obiettivo ha per l'unità; se non ne ha uno proprio, quello dell'obiettivo."""
    legami = [r.peso for r in misura.obiettivo.unita_collegate.all() if parte.unita and r.unita_id == parte.unita.pk]
    return legami[0] if legami and legami[0] is not None else peso_di(misura.obiettivo)


def _dell_ente(parti: Sequence[MisuraParte]) -> Grado:
    voci = [Voce(parte.parte.nome, parte.grado.valore, politica=Politica.ESCLUDI) for parte in parti]
    return aggrega("media", voci, nome="ente")


def _nessuno() -> Grado:
    return Grado(None, (), Assenza.MANCANTE)
