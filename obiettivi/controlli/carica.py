"""Dal database al fascicolo: un numero fisso di letture, quanti che siano gli obiettivi."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from enti.letture import soglie_di
from enti.models import Atto as RigaAtto
from enti.models import Incarico, Persona, Rapporto, Unita
from obiettivi.controlli import fascicolo as f
from obiettivi.letture.obiettivi import CHI, RACCOLTE
from obiettivi.letture.pesi import peso_di, scala_di
from obiettivi.models import Adempimento, Ciclo, Indicatore, Obiettivo, Parere, RigaVariazione, Variazione
from obiettivi.voci import (
    EsitoParere,
    RuoloAssegnatario,
    RuoloUnita,
    StatoObiettivo,
    TipoClassificazione,
    TipoVersione,
)

ATTI = ("atto_approvazione", "atto_dup", "atto_smvp", "atto_parere_smvp", "atto_piao")
SOGLIA_PIAO = "dipendenti_piao"
FONDO = "fondo"  # l'adempimento dello scadenzario che dice costituito il fondo


def fascicolo_di(ciclo: Ciclo, *, oggi: date | None = None) -> f.Fascicolo:
    """Tutto il ciclo. I testi e il documento li aggiunge chi li conosce (`dataclasses.replace`)."""
    letto = Ciclo.objects.select_related(*ATTI).get(pk=ciclo.pk)
    letto.ente = ciclo.ente  # ciò che se ne è già letto (il contesto) non si rilegge
    righe = list(letto.obiettivi.exclude(stato=StatoObiettivo.RITIRATO).select_related("padre__linea_mandato"))
    return f.Fascicolo(
        ente=_ente(letto),
        ciclo=_ciclo(letto),
        oggi=oggi or timezone.localdate(),
        obiettivi=_obiettivi(letto, righe),
        unita=tuple(f.Unita(u.pk, u.denominazione, u.parent_id) for u in _unita_valide(letto)),
        incarichi=_incarichi(letto),
        persone=_persone(letto),
        dipendenti=frozenset(_rapporti(letto).values_list("persona", flat=True)),
        risorse=tuple(f.Risorsa(r.tipo, r.unita_id) for r in letto.risorse.filter(obiettivo__isnull=True)),
        fasi_ciclo=tuple(f.FaseCiclo(r.denominazione, r.evento, r.giorni) for r in letto.fasi_ciclo.all()),
        variazioni=tuple(_variazione(v, letto.anno) for v in _variazioni(letto)),
        consultazioni=tuple(
            f.Consultazione(c.incarico_id, c.proposto_il, c.negoziato_il, c.concordato_il)
            for c in letto.consultazioni.all()
        ),
        note=tuple(
            f.Nota(n.codice, n.tipo, n.riga, n.gravita, n.valore_letto, n.valore_atteso, n.descrizione)
            for n in letto.note_origine.all()
        ),
    )


def fascicolo_dell_obiettivo(obiettivo: Obiettivo, *, oggi: date | None = None) -> f.Fascicolo:
    """Un obiettivo solo, con ciò che serve alle regole che guardano gli obiettivi. Ciò che è già letto non si
    rilegge."""
    ciclo = obiettivo.ciclo
    return f.Fascicolo(
        ente=f.Ente(ciclo.ente.slug, ciclo.ente.denominazione, ciclo.ente.tipo),
        ciclo=f.Ciclo(ciclo.anno, ciclo.anno_fine, stato=ciclo.stato, approvazione=_atto(ciclo.atto_approvazione)),
        oggi=oggi or timezone.localdate(),
        obiettivi=_obiettivi(ciclo, [obiettivo]),
        unita=tuple(f.Unita(pk, nome, padre) for pk, nome, padre in _nomi_unita(ciclo)),
        incarichi=_incarichi(ciclo),
        risorse=tuple(f.Risorsa(r.tipo, r.unita_id) for r in ciclo.risorse.filter(obiettivo__isnull=True)),
        parziale=True,
    )


def fascicolo_dei_testi(ciclo: Ciclo, *, oggi: date | None = None) -> f.Fascicolo:
    """Quanto serve a leggere un testo mentre lo si scrive: l'anno, le norme di quel giorno, i nomi da tacere."""
    return f.Fascicolo(
        ente=f.Ente(ciclo.ente.slug, ciclo.ente.denominazione, ciclo.ente.tipo),
        ciclo=f.Ciclo(ciclo.anno, ciclo.anno_fine, stato=ciclo.stato, approvazione=_atto(ciclo.atto_approvazione)),
        oggi=oggi or timezone.localdate(),
        incarichi=_incarichi(ciclo),
        persone=_persone(ciclo),
        parziale=True,
    )


# ---- l'ente e il ciclo ---------------------------------------------------------------------------------------


def _ente(ciclo: Ciclo) -> f.Ente:
    ente = ciclo.ente
    soglia = next((s for s in soglie_di(ente, ciclo.anno) if s.parametro.codice == SOGLIA_PIAO), None)
    return f.Ente(
        slug=ente.slug,
        nome=ente.denominazione,
        tipo=ente.tipo,
        dipendenti=soglia.valore if soglia else None,
        oltre=soglia.oltre if soglia else None,
        a_parita=bool(soglia and soglia.a_parita),
        organismo=ente.get_organismo_display(),
        organismo_nota=ente.organismo_nota,
        organismo_dal=ente.organismo_dal,
        organismo_al=ente.organismo_al,
        mandato_al=ente.mandato_al,
    )


def _ciclo(ciclo: Ciclo) -> f.Ciclo:
    semplici = (
        "anno", "anno_fine", "anno_fine_letto", "stato", "impostazione", "provvisorio", "bilancio_termine",
        "bilancio_approvato_il", "motivo_ritardo", "pubblicato_il", "inviato_portale_il", "smvp_confermato_il",
    )  # fmt: skip
    return f.Ciclo(
        **{nome: getattr(ciclo, nome) for nome in semplici},
        provvisori_approvati=ciclo.versioni.filter(tipo=TipoVersione.PROVVISORIA).exists(),
        approvazione=_atto(ciclo.atto_approvazione),
        dup=_atto(ciclo.atto_dup),
        smvp=_atto(ciclo.atto_smvp),
        parere_smvp=_atto(ciclo.atto_parere_smvp),
        piao=_atto(ciclo.atto_piao),
        fondo_costituito=Adempimento.objects.filter(ciclo=ciclo, codice=FONDO, fatto_il__isnull=False).exists(),
    )


def _atto(atto: RigaAtto | None) -> f.Atto | None:
    if atto is None:
        return None
    nome = atto.estremi or atto.oggetto
    return f.Atto(atto.pk, atto.organo, atto.numero, atto.data, nome, atto.parere_tecnico, atto.parere_contabile)


def _variazioni(ciclo: Ciclo) -> Iterable[Variazione]:
    pareri = Prefetch("pareri", Parere.objects.exclude(esito=EsitoParere.CONTRARIO))
    misure = ("obiettivo__indicatori__target", "obiettivo__indicatori__rilevazioni", "copia__indicatori__target")
    righe = Prefetch("righe", RigaVariazione.objects.select_related("obiettivo", "copia").prefetch_related(*misure))
    return ciclo.variazioni.select_related("atto").prefetch_related(pareri, righe)


def _variazione(v: Variazione, anno: int) -> f.Variazione:
    noti = tuple(nome for riga in v.righe.all() for nome in _target_cambiati_a_risultato_noto(riga, anno))
    return f.Variazione(v.pk, v.numero, v.titolo, v.stato, v.motivo, _atto(v.atto), bool(v.pareri.all()), noti)


def _target_cambiati_a_risultato_noto(riga: RigaVariazione, anno: int) -> Iterator[str]:
    """Gli indicatori già rilevati di cui la copia di lavoro cambia (o toglie) il target dell'anno."""
    if riga.obiettivo is None or riga.copia is None:
        return
    nuovi = {i.identificativo: _target_del(i, anno) for i in riga.copia.indicatori.all()}
    for indicatore in riga.obiettivo.indicatori.all():
        cambia = nuovi.get(indicatore.identificativo) != _target_del(indicatore, anno)
        if cambia and indicatore.rilevazioni.all():
            yield indicatore.denominazione


def _target_del(indicatore: Indicatore, anno: int) -> tuple[Any, ...] | None:
    return next(
        ((t.operatore, t.valore, t.valore_massimo, t.data) for t in indicatore.target.all() if t.anno == anno), None
    )


# ---- chi -----------------------------------------------------------------------------------------------------


def _unita_valide(ciclo: Ciclo) -> list[Unita]:
    """Le unità che esistono almeno un giorno dell'anno."""
    primo, ultimo = date(ciclo.anno, 1, 1), date(ciclo.anno, 12, 31)
    tutte = Unita.objects.filter(ente=ciclo.ente_id)
    return [u for u in tutte if (u.dal is None or u.dal <= ultimo) and (u.al is None or u.al >= primo)]


def _nomi_unita(ciclo: Ciclo) -> Iterable[Any]:
    return Unita.objects.filter(ente=ciclo.ente_id).values_list("pk", "denominazione", "parent")


def _incarichi(ciclo: Ciclo) -> tuple[f.Incarico, ...]:
    righe = Incarico.objects.filter(ente=ciclo.ente_id).select_related("unita", "persona")
    return tuple(
        f.Incarico(
            i.pk, i.tipo, i.dicitura, i.persona_id, str(i.persona), i.unita_id, i.dal, i.al,
            i.responsabile_pagamenti, i.atto_integrazione_id is not None,
        )
        for i in righe
    )  # fmt: skip


def _rapporti(ciclo: Ciclo) -> Any:
    fine = date(ciclo.anno, 12, 31)
    validi = Rapporto.objects.filter(ente=ciclo.ente_id, dal__lte=fine)
    return validi.exclude(al__lt=date(ciclo.anno, 1, 1))


def _persone(ciclo: Ciclo) -> tuple[f.Persona, ...]:
    """Chi ha o ha avuto un rapporto di lavoro: i nomi che un testo pubblico non deve contenere."""
    righe = Persona.objects.filter(rapporti__ente=ciclo.ente_id).distinct()
    return tuple(f.Persona(p.pk, p.cognome, p.nome) for p in righe)


# ---- gli obiettivi -------------------------------------------------------------------------------------------


def _obiettivi(ciclo: Ciclo, righe: list[Obiettivo]) -> tuple[f.Obiettivo, ...]:
    prefetch_related_objects(righe, *CHI, *RACCOLTE, "linea_mandato", "padre__linea_mandato")
    for riga in righe:
        riga.ciclo = ciclo
    return tuple(_obiettivo(riga) for riga in righe)


def _obiettivo(o: Obiettivo) -> f.Obiettivo:
    semplici = (
        "pk", "titolo", "codice", "stato", "descrizione", "finalita", "livello", "natura", "motivazione_mantenimento",
        "tipologia", "anche_individuale", "prerequisito", "obbligo_legge", "stakeholder", "contributori", "bisogno",
        "miglioramento_atteso", "valore_pubblico", "valore_riferimento", "fonte_riferimento", "misura_anticorruzione",
        "data_inizio", "data_fine",
    )  # fmt: skip
    classi = list(o.classificazioni.all())
    return f.Obiettivo(
        **{nome: getattr(o, nome) for nome in semplici},
        nel_dup=_nel_dup(o),
        padre=_padre(o.padre),
        linea=_linea(o.linea_mandato),
        peso=None if o.prerequisito else peso_di(o),
        scala=scala_di(o),
        temi=frozenset(c.codice for c in classi if c.tipo == TipoClassificazione.TEMA),
        ambiti=frozenset(c.codice for c in classi if c.tipo == TipoClassificazione.AMBITO),
        unita=tuple(f.Legame(u.unita_id, u.ruolo == RuoloUnita.CAPOFILA, u.peso) for u in o.unita_collegate.all()),
        assegnazioni=tuple(_assegnazione(a) for a in o.assegnazioni.all()),
        indicatori=tuple(_indicatore(i) for i in o.indicatori.all()),
        fasi=tuple(f.Fase(fase.titolo, tuple(fase.mesi)) for fase in o.fasi.all()),
        risorse=frozenset(risorsa.tipo for risorsa in o.risorse.all()),
    )


def _nel_dup(o: Obiettivo) -> bool:
    return bool(o.riferimento_dup or o.missione)


def _padre(padre: Obiettivo | None) -> f.Padre | None:
    return f.Padre(padre.pk, str(padre), _nel_dup(padre), _linea(padre.linea_mandato)) if padre else None


def _linea(linea: Any) -> f.Linea | None:
    return f.Linea(linea.pk, str(linea), linea.al) if linea else None


def _assegnazione(a: Any) -> f.Assegnazione:
    tipo = "gruppo" if a.gruppo_id else "incarico" if a.incarico_id else "persona"
    return f.Assegnazione(
        tipo=tipo,
        pk=getattr(a, f"{tipo}_id"),
        nome=str(a.destinatario),
        responsabile=a.ruolo == RuoloAssegnatario.RESPONSABILE,
        peso=a.peso,
        quota=a.quota,
        quota_risultato=a.quota_risultato,
        gruppo=a.gruppo.tipo if a.gruppo_id else "",
    )


def _indicatore(i: Any) -> f.Indicatore:
    semplici = (
        "pk", "verso", "baseline", "baseline_anno", "nuovo", "nota_nuovo", "fonte", "tipo_fonte", "rilevazione_il",
        "peso", "dimensione",
    )  # fmt: skip
    rapporto = f"{i.numeratore} / {i.denominatore}" if i.numeratore and i.denominatore else ""
    return f.Indicatore(
        **{nome: getattr(i, nome) for nome in semplici},
        nome=i.denominazione,
        unita=i.unita_misura,
        formula=i.formula or rapporto,
        target=tuple(
            f.Target(t.anno, t.operatore, t.valore, t.valore_massimo, t.data, t.testo_originale)
            for t in i.target.all()
        ),
        serie=tuple((v.anno, v.valore) for v in i.valori_storici.all()),
    )
