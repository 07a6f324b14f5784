"""Gli obiettivi come dati: chi risponde è detto per ruolo, i target come si leggono."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from enti.letture import rapporti_in_vigore
from enti.models import Ente
from obiettivi.letture import con_tutto
from obiettivi.misura import peso_effettivo
from obiettivi.models import Assegnazione, Ciclo, Fase, Indicatore, Obiettivo, Risorsa, Target
from obiettivi.voci import Operatore, StatoObiettivo, TipoClassificazione
from piao.base.numeri import data_breve, numero
from relazioni.contenuto.tipi import (
    Assegnatario,
    DatiFase,
    DatiIndicatore,
    DatiObiettivo,
    DatiRisorsa,
    DatiTarget,
    UnitaCollegata,
    ValoreAnno,
)

# I campi che passano così come sono.
COPIATI = (
    "codice",
    "titolo",
    "padre_certo",
    "descrizione",
    "finalita",
    "motivazione_mantenimento",
    "anche_individuale",
    "prerequisito",
    "bisogno",
    "stakeholder",
    "contributori",
    "miglioramento_atteso",
    "valore_pubblico",
    "valore_riferimento",
    "fonte_riferimento",
    "risultato_anno_precedente",
    "missione",
    "programma",
    "riferimento_dup",
    "misura_anticorruzione",
    "pnrr",
    "data_inizio",
    "data_fine",
)
DELL_INDICATORE = (
    "denominazione",
    "codice",
    "unita_misura",
    "formula",
    "numeratore",
    "denominatore",
    "decimali",
    "nuovo",
    "nota_nuovo",
    "fonte",
    "responsabile_dato",
    "rilevazione_il",
    "peso",
)
SEGNI = {
    Operatore.ALMENO: "almeno {valore}",
    Operatore.AL_MASSIMO: "al massimo {valore}",
    Operatore.TRA: "da {valore} a {massimo}",
    Operatore.ENTRO_IL: "entro il {data}",
    Operatore.SI: "sì",
}


def da_pubblicare(ciclo: Ciclo) -> list[Obiettivo]:
    """Gli obiettivi del documento: tutti finché è una bozza, soltanto i validati quando il ciclo è approvato.

    Quelli ritirati non ne fanno più parte: ne parla il capitolo delle variazioni.
    """
    del_piano = Obiettivo.objects.filter(ciclo=ciclo).exclude(stato=StatoObiettivo.RITIRATO)
    obiettivi = con_tutto(del_piano).order_by("ordine", "pk")
    if ciclo.concluso:
        obiettivi = obiettivi.filter(stato=StatoObiettivo.VALIDATO)
    return sorted(obiettivi, key=lambda obiettivo: obiettivo.livello != "strategico")


@dataclass(frozen=True)
class Riferimenti:
    """I numeri che le cose hanno nel documento, dalla loro chiave nel database, e dove lavorano le persone."""

    obiettivi: Mapping[int, int]
    unita: Mapping[int, int]
    linee: Mapping[int, int]
    lavora_in: Mapping[int, str]


def dati_obiettivi(
    ciclo: Ciclo, righe: Sequence[Obiettivo], *, il: date, unita: Mapping[int, int], linee: Mapping[int, int]
) -> tuple[DatiObiettivo, ...]:
    """Gli obiettivi numerati nell'ordine dato: il numero è il riferimento dentro il documento."""
    numeri = {riga.pk: posto for posto, riga in enumerate(righe, start=1)}
    riferimenti = Riferimenti(numeri, unita, linee, _unita_delle_persone(ciclo.ente, righe, il))
    return tuple(_obiettivo(ciclo, riga, riferimenti) for riga in righe)


def _obiettivo(ciclo: Ciclo, o: Obiettivo, riferimenti: Riferimenti) -> DatiObiettivo:
    return DatiObiettivo(
        numero=riferimenti.obiettivi[o.pk],
        livello=o.livello,
        stato=o.get_stato_display(),
        padre=riferimenti.obiettivi.get(o.padre_id or 0),
        linea=riferimenti.linee.get(o.linea_mandato_id or 0),
        natura=o.get_natura_display(),
        tipologia=o.get_tipologia_display(),
        obbligo_legge=o.get_obbligo_legge_display(),
        peso=None if o.prerequisito else _peso(ciclo, o),
        scala_peso=o.scala_peso or ciclo.scala_peso,
        unita=_unita_collegate(o, riferimenti.unita),
        assegnatari=tuple(
            Assegnatario(destinatario(a, riferimenti.lavora_in), a.ruolo, a.peso, a.quota)
            for a in o.assegnazioni.all()
        ),
        temi=_codici(o, TipoClassificazione.TEMA, proposti=False),
        temi_proposti=_codici(o, TipoClassificazione.TEMA, proposti=True),
        ambiti=_codici(o, TipoClassificazione.AMBITO, proposti=False),
        ambiti_proposti=_codici(o, TipoClassificazione.AMBITO, proposti=True),
        indicatori=tuple(_indicatore(i) for i in o.indicatori.all()),
        fasi=tuple(_fase(f) for f in o.fasi.all()),
        risorse=tuple(dati_risorsa(r, {}) for r in o.risorse.all()),
        identificativo=str(o.identificativo),
        **{nome: getattr(o, nome) for nome in COPIATI},
    )


def _peso(ciclo: Ciclo, o: Obiettivo) -> Decimal | None:
    return peso_effettivo(
        metodo=ciclo.metodo_peso, peso=o.peso, strategicita=o.strategicita, complessita=o.complessita
    )


def _unita_collegate(o: Obiettivo, numeri: Mapping[int, int]) -> tuple[UnitaCollegata, ...]:
    return tuple(
        UnitaCollegata(numeri[legame.unita_id], legame.unita.denominazione, legame.ruolo, legame.peso, legame.quota)
        for legame in o.unita_collegate.all()
    )


def _codici(o: Obiettivo, tipo: str, *, proposti: bool) -> tuple[str, ...]:
    return tuple(c.codice for c in o.classificazioni.all() if c.tipo == tipo and c.proposta == proposti)


# ---- chi: mai per nome ------------------------------------------------------------------------------------


def destinatario(assegnazione: Assegnazione, lavora_in: Mapping[int, str]) -> str:
    """Un gruppo o un incarico col loro nome; una persona soltanto come «un dipendente di …»."""
    if assegnazione.gruppo:
        return assegnazione.gruppo.denominazione
    if assegnazione.incarico:
        return assegnazione.incarico.dicitura
    sua = lavora_in.get(assegnazione.persona_id or 0)
    return f"un dipendente di {sua}" if sua else "un dipendente"


def _unita_delle_persone(ente: Ente, obiettivi: Iterable[Obiettivo], il: date) -> dict[int, str]:
    """L'unità in cui lavora ciascuna persona assegnataria diretta."""
    assegnazioni = chain.from_iterable(obiettivo.assegnazioni.all() for obiettivo in obiettivi)
    persone = {assegnazione.persona_id for assegnazione in assegnazioni if assegnazione.persona_id}
    rapporti = rapporti_in_vigore(ente, il=il).filter(persona__in=persone, unita__isnull=False)
    return {rapporto.persona_id: rapporto.unita.denominazione for rapporto in rapporti if rapporto.unita}


# ---- come si misura -----------------------------------------------------------------------------------------


def _indicatore(i: Indicatore) -> DatiIndicatore:
    return DatiIndicatore(
        dimensione=i.get_dimensione_display(),
        verso=i.get_verso_display(),
        partenza=i.baseline,
        partenza_anno=i.baseline_anno,
        soglia_minima=i.soglia_minima,
        storico=tuple(ValoreAnno(valore.anno, valore.valore) for valore in i.valori_storici.all()),
        target=tuple(_target(target, i) for target in i.target.all()),
        tipo_fonte=i.get_tipo_fonte_display(),
        frequenza=i.get_frequenza_display(),
        identificativo=str(i.identificativo),
        **{nome: getattr(i, nome) for nome in DELL_INDICATORE},
    )


def _target(target: Target, indicatore: Indicatore) -> DatiTarget:
    return DatiTarget(
        anno=target.anno,
        testo=target.testo_originale or target_in_parole(target, indicatore),
        operatore=target.operatore,
        valore=target.valore,
        valore_massimo=target.valore_massimo,
        data=target.data,
    )


def target_in_parole(target: Target, indicatore: Indicatore) -> str:
    """«almeno 80%», «entro il 30/06/2026»; vuoto se il target non dice nulla."""
    if target.valore is None and target.data is None and target.operatore != Operatore.SI:
        return ""
    modello = SEGNI.get(Operatore(target.operatore), "{valore}") if target.operatore else "{valore}"
    if target.valore is None and "{valore}" in modello:
        modello = "entro il {data}"
    return modello.format(
        valore=con_unita(target.valore, indicatore.unita_misura, indicatore.decimali),
        massimo=con_unita(target.valore_massimo, indicatore.unita_misura, indicatore.decimali),
        data=data_breve(target.data),
    )


def con_unita(valore: Decimal | None, unita: str, decimali: int = 0) -> str:
    """«80%», «25 giorni», «1.200,50 €»: si mostrano almeno i decimali dichiarati, senza perderne."""
    if valore is None:
        return ""
    scritti = max(decimali, -int(valore.normalize().as_tuple().exponent))
    testo = numero(valore, scritti)
    return f"{testo}{unita}" if unita == "%" else f"{testo} {unita}".strip()


def _fase(fase: Fase) -> DatiFase:
    return DatiFase(
        titolo=fase.titolo,
        mesi=tuple(fase.mesi),
        peso=fase.peso,
        risultato_atteso=fase.risultato_atteso,
        percentuale_prevista=fase.percentuale_prevista,
    )


def dati_risorsa(risorsa: Risorsa, unita: Mapping[int, int]) -> DatiRisorsa:
    return DatiRisorsa(
        tipo=risorsa.get_tipo_display(),
        descrizione=risorsa.descrizione,
        quantita=risorsa.quantita,
        capitolo=risorsa.capitolo,
        importo=risorsa.importo,
        anno=risorsa.anno,
        unita=unita.get(risorsa.unita_id or 0),
    )
