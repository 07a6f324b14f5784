"""Dal database al fascicolo: un numero fisso di letture, quante che siano le persone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from enti.letture import dipendenti_di
from enti.models import Incarico, Rapporto, Unita
from enti.voci import GUIDANO_UNITA, Area, TipoIncarico
from obiettivi.models import Ciclo
from valutazione.controlli import fascicolo as f
from valutazione.letture.premi.persone import Raccolta, anni_per_platea, schede_che_contano
from valutazione.letture.premi.quadro import fondi_con_scenari, leggi_premi, scenario_di
from valutazione.letture.premi.regole import Parametri
from valutazione.letture.premi.scenari import giorno_del_contratto, parametri_di, regole_di
from valutazione.models import Colloquio, Fase, Fondo, Premio, Scheda, Simulazione
from valutazione.voci import ChiValuta, StatoScheda, TipoColloquio, TipoFase

# Prima di questo giorno valevano contratti che il programma non conosce: si guardano i primi che conosce.
NORME_NOTE = date(2023, 4, 22)
INCARICATI = (TipoIncarico.EQ, TipoIncarico.DIRIGENTE)
COLLOQUI = {
    TipoFase.COLLOQUIO_INIZIALE: TipoColloquio.INIZIALE,
    TipoFase.COLLOQUIO_INTERMEDIO: TipoColloquio.INTERMEDIO,
    TipoFase.COLLOQUIO_FINALE: TipoColloquio.FINALE,
}
ORGANI = {ChiValuta.SINDACO: TipoIncarico.SINDACO, ChiValuta.SEGRETARIO: TipoIncarico.SEGRETARIO}


def fascicolo_di(ciclo: Ciclo, *, oggi: date | None = None, fondi: Sequence[Fondo] | None = None) -> f.Fascicolo:
    """Le schede, i fondi e le porte dell'anno; i fondi (con gli scenari) non si rileggono, se ci sono già."""
    incarichi, rapporti = _incarichi(ciclo), list(Rapporto.objects.filter(ente=ciclo.ente_id))
    schede = list(schede_che_contano(ciclo).select_related("valutatore").annotate(**_colloqui()))
    return f.Fascicolo(
        ente=ciclo.ente.slug,
        anno=ciclo.anno,
        oggi=oggi or timezone.localdate(),
        piano_approvato=ciclo.concluso,
        relazione_validata_il=ciclo.relazione_validata_il,
        dipendenti=dipendenti_di(ciclo.ente, ciclo.anno),
        con_funzionari=any(_funzionario(rapporto, ciclo.anno) for rapporto in rapporti),
        schede=_schede(ciclo, schede, incarichi),
        fondi=_fondi(
            fondi_con_scenari(ciclo) if fondi is None else fondi,
            schede,
            rapporti,
            {i.persona_id for i in incarichi if i.tipo in INCARICATI},
        ),
    )


def _incarichi(ciclo: Ciclo) -> list[Incarico]:
    """Quelli che toccano l'anno."""
    toccano = Incarico.objects.filter(ente=ciclo.ente_id, dal__lte=date(ciclo.anno, 12, 31))
    return list(toccano.exclude(al__lt=date(ciclo.anno, 1, 1)))


def _funzionario(rapporto: Rapporto, anno: int) -> bool:
    """Nell'anno lavora nell'area dei Funzionari."""
    in_tempo = rapporto.dal <= date(anno, 12, 31) and (rapporto.al is None or rapporto.al >= date(anno, 1, 1))
    return in_tempo and rapporto.area == Area.FUNZIONARI


# ---- le schede -----------------------------------------------------------------------------------------------------


def _schede(ciclo: Ciclo, righe: Iterable[Scheda], incarichi: list[Incarico]) -> tuple[f.Scheda, ...]:
    padri = dict(Unita.objects.filter(ente=ciclo.ente_id).order_by().values_list("pk", "parent"))
    di_chi = _per_persona(incarichi)
    return tuple(_scheda(riga, ciclo.anno, _abilitato(riga, di_chi, padri)) for riga in righe)


def _scheda(riga: Scheda, anno: int, abilitato: bool) -> f.Scheda:
    sistema = riga.tipo.sistema
    return f.Scheda(
        pk=riga.pk,
        persona=riga.persona_id,
        nome=str(riga.persona),
        platea=riga.tipo.destinatari,
        chiusa=riga.stato == StatoScheda.CHIUSA,
        punteggio=riga.punteggio,
        valutatore=riga.valutatore_id,
        nome_valutatore=str(riga.valutatore or ""),
        puo_valutare=abilitato,
        collegiale=riga.tipo.valuta == ChiValuta.NUCLEO,
        assegnata_il=riga.assegnata_il,
        termine=_non_prima(riga, sistema.termine_assegnazione(anno)),
        limite=_non_prima(riga, sistema.limite_assegnazione(anno)),
        attesi=_quali(riga, "atteso"),
        fatti=_quali(riga, "confermato"),
    )


def _non_prima(riga: Scheda, giorno: date | None) -> date | None:
    """A chi arriva in corso d'anno gli obiettivi si danno quando arriva: il termine dell'ente non lo riguarda."""
    return giorno if giorno is None or riga.dal <= giorno else None


def _colloqui() -> dict[str, Exists]:
    """Per ogni colloquio: il sistema lo vuole, la scheda ce l'ha confermato da tutti e due."""
    confermati = Colloquio.objects.filter(
        scheda=OuterRef("pk"), confermato_persona_il__isnull=False, confermato_valutatore_il__isnull=False
    )
    fasi = Fase.objects.filter(sistema=OuterRef("tipo__sistema"))
    voluti = {f"atteso_{colloquio}": Exists(fasi.filter(tipo=fase)) for fase, colloquio in COLLOQUI.items()}
    avuti = {f"confermato_{tipo}": Exists(confermati.filter(tipo=tipo)) for tipo in COLLOQUI.values()}
    return voluti | avuti


def _quali(riga: Scheda, come: str) -> frozenset[str]:
    return frozenset(colloquio for colloquio in COLLOQUI.values() if getattr(riga, f"{come}_{colloquio}"))


def _per_persona(incarichi: Iterable[Incarico]) -> dict[int, list[Incarico]]:
    esito = defaultdict[int, list[Incarico]](list)
    for incarico in incarichi:
        esito[incarico.persona_id].append(incarico)
    return esito


def _abilitato(riga: Scheda, di_chi: dict[int, list[Incarico]], padri: dict[int, int | None]) -> bool:
    """Chi valuta guida l'unità o una sopra, ha la funzione che il sistema indica, o è il segretario al suo posto."""
    if riga.valutatore_id is None:
        return False
    sopra = set(_scala(riga.unita_id, padri))
    organi = {ORGANI.get(ChiValuta(riga.tipo.valuta)), TipoIncarico.SEGRETARIO}
    return any(
        incarico.tipo in organi or (incarico.tipo in GUIDANO_UNITA and incarico.unita_id in sopra)
        for incarico in di_chi.get(riga.valutatore_id, [])
        if incarico.dal <= riga.al and (incarico.al is None or incarico.al >= riga.dal)
    )


def _scala(unita: int | None, padri: dict[int, int | None]) -> Iterable[int]:
    while unita is not None:
        yield unita
        unita = padri.get(unita)


# ---- i fondi -------------------------------------------------------------------------------------------------------


def _fondi(
    righe: Sequence[Fondo], schede: list[Scheda], rapporti: list[Rapporto], incaricati: set[int]
) -> tuple[f.Fondo, ...]:
    anni, scenari = anni_per_platea(righe, schede, rapporti), {fondo.pk: scenario_di(fondo) for fondo in righe}
    leggi_premi([scenario for scenario in scenari.values() if scenario])
    esito = []
    for fondo in righe:
        scenario, raccolta = scenari[fondo.pk], Raccolta(anni[fondo.platea])
        suoi = _premi(scenario.premi.all(), raccolta, incaricati) if scenario else ()
        esito.append(_fondo(fondo, scenario, raccolta, suoi))
    return tuple(esito)


def _fondo(fondo: Fondo, scenario: Simulazione | None, raccolta: Raccolta, premi: tuple[f.Premio, ...]) -> f.Fondo:
    campi = (
        "pk", "platea", "importo", "posizione_totale", "risorse_trattamenti", "risorse_performance", "tempi",
        "tempi_ritardo", "tempi_fonte", "maggiorazione", "quota_massima", "per_eccesso", "criterio_parita",
        "fissata_il", "obiettivi_di_ente", "differenziali_valutazioni", "differenziali_esperienza",
        "differenziali_anni", "differenziali_usate",
    )  # fmt: skip
    return f.Fondo(
        **{nome: getattr(fondo, nome) for nome in campi},
        nome=str(fondo),
        giorno=max(giorno_del_contratto(fondo), NORME_NOTE),
        quota_tempi=_parametri(fondo, raccolta).quota_dei_tempi,
        premi=premi,
        problema=scenario.problema if scenario else "",
        parita_decisa=not scenario or not scenario.parita or scenario.parita["decisa"],
    )


def _parametri(fondo: Fondo, raccolta: Raccolta) -> Parametri:
    tipo = regole_di(fondo, raccolta)
    vuoto = Simulazione(fondo=fondo)
    return parametri_di(vuoto, tipo) if tipo else Parametri(fondo.importo, quota_tempi=fondo.quota_tempi)


def _premi(righe: Iterable[Premio], raccolta: Raccolta, incaricati: set[int]) -> tuple[f.Premio, ...]:
    contano = {anno.persona.pk: anno.assenza_giorni for anno in raccolta.anni}
    nomi = {anno.persona.pk: str(anno.persona) for anno in raccolta.anni}
    return tuple(
        f.Premio(
            persona=premio.persona_id,
            nome=nomi.get(premio.persona_id, ""),
            totale=premio.totale,
            maggiorazione=premio.maggiorazione,
            punteggio=premio.punteggio,
            giorni=premio.giorni,
            assenza_giorni=premio.assenza_giorni,
            assenze_che_contano=contano.get(premio.persona_id, 0),
            base=premio.base,
            incaricato=premio.persona_id in incaricati,
        )
        for premio in righe
    )
