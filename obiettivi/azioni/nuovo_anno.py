"""Aprire un anno da quello prima: il ciclo, le fasi, gli obiettivi che continuano. L'anno vecchio non si tocca.

Tutto si può rifare senza danno: ciò che è già stato portato non si porta due volte.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from obiettivi.azioni.ciclo import apri_ciclo
from obiettivi.letture.nuovo_anno import (
    InCarica,
    con_righe,
    finisce_dopo,
    in_carica,
    risultato_in_parole,
    valore_dell_anno,
    valore_noto,
)
from obiettivi.models import (
    Assegnazione,
    Ciclo,
    Fase,
    FaseCiclo,
    Indicatore,
    Obiettivo,
    Risorsa,
    Target,
    ValoreStorico,
)
from obiettivi.permessi import puo_aprire_ciclo
from obiettivi.slittamento import anni_dei_target, mesi_rimasti, sposta_data, sposta_mesi
from obiettivi.voci import StatoObiettivo
from piao.base.permessi import richiedi
from piao.base.registro import annota

DAL_CICLO = ("impostazione", "scala_peso", "metodo_peso", "atto_smvp", "atto_parere_smvp", "relazione_unificata")
# Ciò che un obiettivo nuovo non eredita: la sua storia comincia adesso.
DA_CAPO = {
    **dict.fromkeys(("osservazioni", "gruppo_ripetizione", "origine_id", "nota"), ""),
    "origine_riga": None,
    "stato": StatoObiettivo.BOZZA,
    "variazione_id": None,
    "versione": 1,
}


@dataclass(frozen=True)
class Passata:
    """Da quale anno a quale, e come si riparte: ciò che serve a ogni riga per sapere dove va."""

    da: int
    a: Ciclo
    carica: InCarica
    anche_target: bool
    utente: Any

    @property
    def anni(self) -> int:
        return self.a.anno - self.da


@transaction.atomic
def ciclo_seguente(ciclo: Ciclo, *, utente: Any) -> Ciclo:
    """Il ciclo dell'anno dopo: se c'è già è quello, altrimenti si apre come il precedente, con le stesse fasi."""
    richiedi(puo_aprire_ciclo(utente, ciclo.ente))
    vecchio = Ciclo.objects.select_for_update(of=("self",)).select_related("ente").get(pk=ciclo.pk)
    gia = Ciclo.objects.filter(ente=vecchio.ente_id, anno=vecchio.anno + 1).select_related("ente").first()
    if gia is not None:
        return gia
    campi = {nome: getattr(vecchio, nome) for nome in DAL_CICLO}
    anno_fine = vecchio.anni[-1] + 1
    nuovo = apri_ciclo(vecchio.ente, utente=utente, anno=vecchio.anno + 1, anno_fine=anno_fine, **campi)
    FaseCiclo.objects.bulk_create([_come(fase, ciclo_id=nuovo.pk) for fase in vecchio.fasi_ciclo.all()])
    return nuovo


@transaction.atomic
def porta_obiettivi(da: Ciclo, a: Ciclo, *, utente: Any, scelti: Collection[int], anche_target: bool = False) -> int:
    """Copia in `a` gli obiettivi scelti di `da`, ciascuno come continuazione del suo; dice quanti.

    Solleva ValidationError se `a` non è più in preparazione.
    """
    richiedi(puo_aprire_ciclo(utente, a.ente))
    if not a.in_preparazione:
        raise ValidationError(f"Il ciclo {a.anno} non è più in preparazione: non vi si porta altro.")
    portati = a.obiettivi.filter(precedente__isnull=False).values_list("precedente", "pk")
    gia = {vecchio: nuovo for vecchio, nuovo in portati if vecchio}
    presenti = con_righe(da.obiettivi.filter(pk__in=scelti).exclude(stato=StatoObiettivo.RITIRATO).exclude(pk__in=gia))
    vecchi = list(presenti)
    passata = Passata(da.anno, a, in_carica(da, a.anno), anche_target, utente)
    nuovi = _copia_obiettivi(vecchi, passata, gia)
    _copia_legami(vecchi, nuovi, passata)
    _copia_indicatori(vecchi, nuovi, passata)
    if vecchi:
        annota("porta gli obiettivi nell'anno nuovo", a, chi=utente, ente=a.ente, nota=f"{len(vecchi)} dal {da.anno}")
    return len(vecchi)


# ---- obiettivi --------------------------------------------------------------------------------------------------


def _copia_obiettivi(vecchi: list[Obiettivo], passata: Passata, gia: dict[int, int]) -> dict[int, int]:
    """Vecchio → nuovo. Prima chi sta sopra: chi discende da un obiettivo non portato resta sciolto."""
    ordine: int = passata.a.obiettivi.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
    portati, mancano, da_portare = dict(gia), list(vecchi), {vecchio.pk for vecchio in vecchi}
    while mancano:
        pronti = [uno for uno in mancano if uno.padre_id in portati or uno.padre_id not in da_portare]
        righe = [_obiettivo(vecchio, passata, portati, ordine + vecchio.ordine) for vecchio in pronti]
        portati |= {riga.precedente_id: riga.pk for riga in _crea(righe, passata)}
        mancano = [vecchio for vecchio in mancano if vecchio.pk not in portati]
    return portati


def _obiettivo(vecchio: Obiettivo, passata: Passata, portati: dict[int, int], ordine: int) -> Obiettivo:
    anni = 0 if finisce_dopo(vecchio, passata.a.anno) else passata.anni
    campi = DA_CAPO | {
        "ciclo_id": passata.a.pk,
        "identificativo": uuid4(),
        "precedente_id": vecchio.pk,
        "risultato_anno_precedente": risultato_in_parole(vecchio),
        "padre_id": portati.get(vecchio.padre_id or 0),
        "ordine": ordine,
        "data_inizio": sposta_data(vecchio.data_inizio, anni),
        "data_fine": sposta_data(vecchio.data_fine, anni),
    }
    riga: Obiettivo = _come(vecchio, **campi)
    return riga


def _copia_legami(vecchi: list[Obiettivo], nuovi: dict[int, int], passata: Passata) -> None:
    """Unità, assegnatari, temi, fasi, risorse: tutte le righe di un genere insieme."""
    coppie = [(vecchio, nuovi[vecchio.pk]) for vecchio in vecchi]
    _crea([_come(r, obiettivo_id=pk) for v, pk in coppie for r in v.unita_collegate.all()], passata)
    _crea(_senza_doppioni(_assegnazione(r, pk, passata) for v, pk in coppie for r in v.assegnazioni.all()), passata)
    _crea([_come(r, obiettivo_id=pk) for v, pk in coppie for r in v.classificazioni.all()], passata)
    _crea([fase for v, pk in coppie for fase in _fasi(v, pk, passata)], passata)
    _crea([_risorsa(r, pk, passata) for v, pk in coppie for r in v.risorse.all()], passata)


def _assegnazione(riga: Assegnazione, obiettivo: int, passata: Passata) -> Assegnazione:
    """A chi oggi tiene lo stesso posto; se non si sa chi è, resta com'era e lo si trova fra le cose da sistemare."""
    successore = riga.incarico and passata.carica.successore(riga.incarico)
    incarico = successore.pk if successore else riga.incarico_id
    nuova: Assegnazione = _come(riga, obiettivo_id=obiettivo, incarico_id=incarico)
    return nuova


def _senza_doppioni(righe: Iterable[Assegnazione]) -> list[Assegnazione]:
    """Due incarichi finiti possono avere lo stesso successore: l'obiettivo gli si assegna una volta."""
    per_chi = {(r.obiettivo_id, r.persona_id, r.incarico_id, r.gruppo_id): r for r in righe}
    return list(per_chi.values())


def _fasi(vecchio: Obiettivo, obiettivo: int, passata: Passata) -> list[Fase]:
    """Di un obiettivo ancora in corso restano le fasi non passate; degli altri slittano tutte."""
    continua = finisce_dopo(vecchio, passata.a.anno)
    fasi = []
    for fase in vecchio.fasi.all():
        mesi = mesi_rimasti(fase.mesi, passata.a.anno) if continua else sposta_mesi(fase.mesi, passata.anni)
        if mesi or not fase.mesi:
            fasi.append(_come(fase, obiettivo_id=obiettivo, mesi=mesi, origine_riga=None))
    return fasi


def _risorsa(riga: Risorsa, obiettivo: int, passata: Passata) -> Risorsa:
    anno = riga.anno + passata.anni if riga.anno and riga.anno < passata.a.anno else riga.anno
    nuova: Risorsa = _come(riga, obiettivo_id=obiettivo, ciclo_id=passata.a.pk, anno=anno, origine_riga=None)
    return nuova


# ---- indicatori -------------------------------------------------------------------------------------------------


def _copia_indicatori(vecchi: list[Obiettivo], nuovi: dict[int, int], passata: Passata) -> None:
    origini = [(indicatore, nuovi[vecchio.pk]) for vecchio in vecchi for indicatore in vecchio.indicatori.all()]
    creati = _crea([_indicatore(uno, obiettivo, passata) for uno, obiettivo in origini], passata)
    coppie = [(vecchio, nuovo.pk) for (vecchio, _), nuovo in zip(origini, creati, strict=True)]
    _crea([target for vecchio, pk in coppie for target in _target(vecchio, pk, passata)], passata)
    _crea([valore for vecchio, pk in coppie for valore in _serie(vecchio, pk, passata.da)], passata)


def _indicatore(vecchio: Indicatore, obiettivo: int, passata: Passata) -> Indicatore:
    """Riparte dal valore dell'anno, se si conosce; altrimenti da dove partiva, con il suo anno."""
    partenza = valore_noto(vecchio, passata.da, anche_target=passata.anche_target)
    campi: dict[str, Any] = {
        "obiettivo_id": obiettivo,
        "identificativo": uuid4(),
        "rilevazione_il": sposta_data(vecchio.rilevazione_il, passata.anni),
        "origine_id": "",
        "origine_riga": None,
    }
    if partenza.valore is not None:
        campi |= {"baseline": partenza.valore, "baseline_anno": passata.da, "nuovo": False, "nota_nuovo": ""}
    if partenza.in_attesa:
        attesa = f"Valore di partenza: {partenza.in_attesa}, in attesa del risultato."
        campi["nota"] = f"{attesa} {vecchio.nota}".strip()
    riga: Indicatore = _come(vecchio, **campi)
    return riga


def _target(vecchio: Indicatore, indicatore: int, passata: Passata) -> list[Target]:
    scritti = list(vecchio.target.all())
    anni = anni_dei_target((target.anno for target in scritti), da=passata.da, a=passata.a.anno)
    return [
        _come(t, indicatore_id=indicatore, anno=anni[t.anno], data=sposta_data(t.data, anni[t.anno] - t.anno))
        for t in scritti
        if t.anno in anni
    ]


def _serie(vecchio: Indicatore, indicatore: int, anno: int) -> list[ValoreStorico]:
    """La serie che c'era, più il risultato dell'anno se è stato misurato. Un target non è un fatto: non vi entra."""
    serie = {valore.anno: valore.valore for valore in vecchio.valori_storici.all()}
    misurato = valore_dell_anno(vecchio, anno)
    if misurato is not None:
        serie[anno] = misurato
    return [ValoreStorico(indicatore_id=indicatore, anno=uno, valore=valore) for uno, valore in sorted(serie.items())]


# ---- righe ------------------------------------------------------------------------------------------------------


def _come(riga: Any, **campi: Any) -> Any:
    """Una riga nuova uguale, salvo i campi dati; non è ancora scritta."""
    uguali = {c.attname: getattr(riga, c.attname) for c in riga._meta.concrete_fields if not c.primary_key}
    return type(riga)(**uguali | campi)


def _crea(righe: list[Any], passata: Passata) -> list[Any]:
    """Scrive le righe tutte insieme, con la loro storia dove il modello la tiene."""
    if not righe:
        return []
    modello: Any = type(righe[0])
    if not hasattr(modello, "history"):
        return list(modello._base_manager.bulk_create(righe))
    return list(bulk_create_with_history(righe, modello, default_user=passata.utente))
