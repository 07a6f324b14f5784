"""I fatti dell'anno che non sono risultati: pagamenti, formazione, utenti, trasparenza, genere, risorse, tappe."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils import timezone

from enti.letture.genere import Conto, aree_per_genere, incarichi_per_genere, orario_per_genere
from enti.misura import Organico, quota
from enti.models import Atto, Ente
from enti.parametri import valore, vige
from obiettivi.models import Ciclo, Risorsa
from obiettivi.voci import StatoObiettivo, StatoSessione, StatoVariazione
from relazioni.contenuto.relazione.tipi import (
    Formazione,
    Pagamenti,
    PerGenere,
    RisorsaUsata,
    Tappa,
    Trasparenza,
    Utenti,
)
from relazioni.models import Relazione

DECIMO = Decimal("0.1")
AREE, INCARICHI, ORARIO = "Aree contrattuali", "Chi guida una struttura", "Orario di lavoro"


def pagamenti_di(r: Relazione) -> Pagamenti | None:
    """None se nessuno dei fatti è stato scritto."""
    dati = Pagamenti(r.itr, r.tmp, r.itp, r.stock, r.pcc_il, r.revisore_verbale, r.revisore_il, r.pagamenti_nota)
    return dati if dati != Pagamenti() else None


def formazione_di(r: Relazione, organico: Organico | None) -> Formazione | None:
    """Le ore e le loro medie; la soglia è quella in vigore a fine anno. None se nessuno ha scritto le ore."""
    if r.formazione_ore_donne is None and r.formazione_ore_uomini is None:
        return None
    insieme, fine = organico.insieme if organico else None, date(r.ciclo.anno, 12, 31)
    ore = (r.formazione_ore_donne or 0) + (r.formazione_ore_uomini or 0)
    return Formazione(
        soglia=valore("formazione_ore", fine).numero if vige("formazione_ore", fine) else None,
        ore_donne=r.formazione_ore_donne,
        ore_uomini=r.formazione_ore_uomini,
        media=_media(ore, organico.dipendenti if organico else None),
        media_donne=_media(r.formazione_ore_donne, insieme.donne if insieme else None),
        media_uomini=_media(r.formazione_ore_uomini, insieme.uomini if insieme else None),
        in_soglia=r.formazione_in_soglia,
    )


def _media(ore: int | None, persone: int | None) -> Decimal | None:
    if ore is None or not persone:
        return None
    return (Decimal(ore) / persone).quantize(DECIMO, ROUND_HALF_UP)


def utenti_di(r: Relazione) -> Utenti | None:
    dati = Utenti(r.indagini, r.indagini_risposte, r.indagini_soddisfatti, r.indagini_pubblicate_il)
    return dati if dati != Utenti() else None


def trasparenza_di(r: Relazione) -> Trasparenza | None:
    dati = Trasparenza(r.rpct_relazione_il, r.rpct_indirizzo, r.attestazione_il)
    return dati if dati != Trasparenza() else None


# ---- bilancio di genere ------------------------------------------------------------------------------------------


def genere_di(ente: Ente, organico: Organico | None, *, anno: int) -> tuple[PerGenere, ...]:
    """Il personale per area (dal contesto, se le dice; altrimenti dai rapporti), chi guida, l'orario."""
    fine = date(anno, 12, 31)
    aree = list(_aree(organico)) if organico and organico.con_aree else aree_per_genere(ente, il=fine)
    gruppi = (
        (AREE, aree),
        (INCARICHI, incarichi_per_genere(ente, il=fine)),
        (ORARIO, orario_per_genere(ente, il=fine)),
    )
    return tuple(_per_genere(conto, gruppo) for gruppo, conti in gruppi for conto in conti)


def _aree(organico: Organico) -> Iterator[Conto]:
    for nome in dict.fromkeys(settore.area for settore in organico.settori):
        sue = [settore for settore in organico.settori if settore.area == nome]
        yield Conto(nome or "Area non indicata", sum(s.donne for s in sue), sum(s.uomini for s in sue))


def _per_genere(conto: Conto, gruppo: str) -> PerGenere:
    percento = quota(conto.donne, conto.donne + conto.uomini)
    return PerGenere(conto.voce, gruppo, conto.donne, conto.uomini, percento)


# ---- risorse -----------------------------------------------------------------------------------------------------


def risorse_da_rendicontare(ciclo: Ciclo) -> QuerySet[Risorsa]:
    """Le risorse del Piano e degli obiettivi che ne fanno ancora parte (a Piano approvato non cambiano più)."""
    risorse = Risorsa.objects.filter(ciclo=ciclo) | Risorsa.objects.filter(
        obiettivo__ciclo=ciclo, obiettivo__variazione__isnull=True
    )
    vive = risorse.exclude(obiettivo__stato=StatoObiettivo.RITIRATO)
    return vive.select_related("obiettivo", "unita").order_by("obiettivo__ordine", "obiettivo__pk", "pk").distinct()


def risorse_di(r: Relazione, numeri: dict[str, int]) -> tuple[RisorsaUsata, ...]:
    """Previsto e usato. `numeri`: dal codice permanente di un obiettivo al suo numero nel documento."""
    impieghi = {impiego.risorsa_id: impiego for impiego in r.impieghi.all()} if r.pk else {}
    return tuple(
        RisorsaUsata(
            tipo=risorsa.get_tipo_display(),
            descrizione=risorsa.descrizione,
            previsto=risorsa.importo,
            quantita=risorsa.quantita,
            usato=impieghi[risorsa.pk].importo if risorsa.pk in impieghi else None,
            quantita_usata=impieghi[risorsa.pk].quantita if risorsa.pk in impieghi else None,
            nota=impieghi[risorsa.pk].nota if risorsa.pk in impieghi else "",
            obiettivo=numeri.get(str(risorsa.obiettivo.identificativo)) if risorsa.obiettivo else None,
        )
        for risorsa in risorse_da_rendicontare(r.ciclo)
    )


# ---- il processo -------------------------------------------------------------------------------------------------


def tappe_di(r: Relazione) -> tuple[Tappa, ...]:
    """Ciò che è stato compiuto, in ordine di data; chi non ha una data sta in fondo."""
    tappe = [tappa for tappa in (*_del_piano(r.ciclo), *_del_monitoraggio(r.ciclo), *_della_relazione(r)) if tappa]
    return tuple(sorted(tappe, key=lambda tappa: (tappa.quando is None, tappa.quando or date.max)))


def _del_piano(ciclo: Ciclo) -> Iterator[Tappa | None]:
    yield _con_atto("Approvazione del Piano", ciclo.atto_approvazione)
    if ciclo.pubblicato_il:
        yield Tappa("Pubblicazione del Piano", ciclo.pubblicato_il)
    for variazione in ciclo.variazioni.filter(stato=StatoVariazione.APPROVATA).select_related("atto"):
        yield _con_atto(f"Variazione n. {variazione.numero}: {variazione.titolo}", variazione.atto)


def _del_monitoraggio(ciclo: Ciclo) -> Iterable[Tappa]:
    chiuse = ciclo.sessioni.filter(stato=StatoSessione.CHIUSA)
    return [
        Tappa(f"Monitoraggio: {s.nome}, situazione al {s.al:%d/%m/%Y}", timezone.localdate(s.chiusa_il))
        for s in chiuse
    ]


def _della_relazione(r: Relazione) -> Iterator[Tappa | None]:
    yield _con_atto("Approvazione della Relazione", r.atto)


def _con_atto(che_cosa: str, atto: Atto | None) -> Tappa | None:
    return Tappa(che_cosa, atto.data, atto.estremi or atto.oggetto) if atto else None
