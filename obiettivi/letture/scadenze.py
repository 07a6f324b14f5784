"""Lo scadenzario di un ente: i fatti del ciclo letti dal database, portati a `obiettivi.scadenzario`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from enti.letture import contesto_di, in_vigore, profilo, soglie_di
from enti.models import Ente, Incarico
from enti.voci import TipoIncarico
from obiettivi.letture.destinatari import PAGAMENTI
from obiettivi.models import (
    AbbonamentoCalendario,
    Adempimento,
    Assegnazione,
    Ciclo,
    Consultazione,
    FaseCiclo,
    Obiettivo,
    Sessione,
    Versione,
)
from obiettivi.scadenzario import Deroga, Fatti, Regola, Scadenza, Stato, calcola
from obiettivi.voci import Impostazione, Livello, StatoObiettivo, StatoSessione, TipoVersione

NOMI_RUOLI = {**{voce.value: str(voce.label) for voce in TipoIncarico}, PAGAMENTI: "Responsabile dei pagamenti"}
PREFISSO_FASE = "fase-"

_SUO = {"ciclo": OuterRef("pk")}
_OPERATIVI = Obiettivo.objects.filter(**_SUO, livello=Livello.OPERATIVO).exclude(stato=StatoObiettivo.RITIRATO)
_SENZA_ASSEGNATARIO = _OPERATIVI.exclude(Exists(Assegnazione.objects.filter(obiettivo=OuterRef("pk"))))
_PROVVISORI = Versione.objects.filter(**_SUO, tipo=TipoVersione.PROVVISORIA).order_by("numero")
_CONSULTAZIONI = Consultazione.objects.filter(**_SUO).order_by()
_CHIUSE = Sessione.objects.filter(**_SUO, stato=StatoSessione.CHIUSA, al__year=OuterRef("anno")).order_by("chiusa_il")
# Il primo monitoraggio guarda alla prima metà dell'anno, il secondo all'autunno: lo dice il giorno della sessione.
_MONITORAGGI = {"monitoraggio_1": range(1, 9), "monitoraggio_2": range(9, 12)}
_ATTI = ("atto_dup", "atto_dup_aggiornamento", "atto_smvp", "atto_approvazione")


# ---- le scadenze -----------------------------------------------------------------------------------------------


def scadenze_di(ciclo: Ciclo, *, oggi: date) -> list[Scadenza]:
    """Le scadenze di un ciclo, in ordine di data."""
    return scadenze_dei(ciclo.ente, [ciclo], oggi=oggi)


def scadenze_dell_ente(ente: Ente, *, oggi: date) -> list[Scadenza]:
    """Le scadenze di tutti i cicli dell'ente: a giugno si chiude un anno mentre un altro è in corso."""
    return scadenze_dei(ente, Ciclo.objects.filter(ente=ente), oggi=oggi)


def scadenze_dei(ente: Ente, cicli: Iterable[Ciclo], *, oggi: date) -> list[Scadenza]:
    """Le scadenze di più cicli insieme: le letture non crescono con i cicli né con gli obiettivi."""
    letti = list(_con_fatti(cicli))
    contesto, proprie, deroghe = contesto_di(ente), _proprie(letti), _deroghe(letti)
    fatti = [
        replace(
            _essenziali(ciclo, deroghe.get(ciclo.pk, {})),
            condizioni=_condizioni(ciclo) | _soglie(soglie_di(ente, ciclo.anno, contesto)),
            proprie=tuple(proprie.get(ciclo.pk, ())),
        )
        for ciclo in letti
    ]
    trovate = [scadenza for uno in fatti for scadenza in calcola(uno, oggi=oggi)]
    return sorted(trovate, key=lambda s: (s.giorno_certo, s.anno))


def scadenza_di(ciclo: Ciclo, codice: str, *, oggi: date) -> Scadenza:
    """Una scadenza. Solleva Http404 se il ciclo non la prevede."""
    for scadenza in scadenze_di(ciclo, oggi=oggi):
        if scadenza.codice == codice:
            return scadenza
    raise Http404("Il ciclo non ha questa scadenza.")


def di_rilievo(utente: Any, ciclo: Ciclo, *, oggi: date) -> list[Scadenza]:
    """Le scadenze con un effetto di legge, vicine o passate, che toccano a chi guarda. Due letture."""
    ruoli = profilo(utente, ciclo.ente, il=oggi).incarichi
    (letto,) = _con_fatti([ciclo])
    fatti = replace(_essenziali(letto, _deroghe([letto]).get(letto.pk, {})), condizioni=_condizioni(letto))
    vicine = (Stato.VICINA, Stato.IN_RITARDO)
    sue = (s for s in calcola(fatti, oggi=oggi) if s.regola.rilievo and s.regola.ruoli & ruoli)
    return [s for s in sue if s.stato in vicine]


def adempimento_di(ciclo: Ciclo, codice: str) -> Adempimento:
    """Ciò che l'ente ha detto della scadenza; se non ha detto nulla, una riga nuova non ancora salvata."""
    scritti = Adempimento.objects.filter(ciclo=ciclo, codice=codice)
    return scritti.first() or Adempimento(ciclo=ciclo, codice=codice)


# ---- chi -------------------------------------------------------------------------------------------------------


def ruoli_nel_calendario(utente: Any, ente: Ente, *, oggi: date) -> frozenset[str]:
    """I ruoli per cui una scadenza è «mia»: gli incarichi di oggi, e i pagamenti se se ne risponde."""
    incarichi = profilo(utente, ente, il=oggi).incarichi
    paga = incarichi and _chi_paga(ente, oggi).filter(persona__utente=utente).exists()
    return incarichi | ({PAGAMENTI} if paga else frozenset())


def nomi_dei_ruoli(ruoli: Iterable[str]) -> list[str]:
    return [nome for ruolo, nome in NOMI_RUOLI.items() if ruolo in set(ruoli)]


def abbonamento_di(utente: Any, ente: Ente) -> AbbonamentoCalendario | None:
    return AbbonamentoCalendario.objects.filter(ente=ente, utente=utente).first()


def abbonamento_da(impronta: str, ente: Ente) -> AbbonamentoCalendario | None:
    """L'abbonamento con quell'impronta, se chi lo ha fatto può ancora entrare."""
    validi = AbbonamentoCalendario.objects.select_related("utente").filter(utente__is_active=True, ente=ente)
    return validi.filter(impronta=impronta).first()


# ---- filtrare --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FiltroScadenze:
    """Che cosa si vuole vedere. `ruoli` serve a «mie»."""

    quali: str = ""
    testo: str = ""
    ruoli: frozenset[str] = frozenset()

    def accetta(self, scadenza: Scadenza) -> bool:
        regola = scadenza.regola
        intero = f"{regola.nome} {regola.norma} {regola.chi}".casefold()
        return self._fra_quali(scadenza) and all(parola in intero for parola in self.testo.casefold().split())

    def _fra_quali(self, scadenza: Scadenza) -> bool:
        match self.quali:
            case "mie":
                return bool(scadenza.regola.ruoli & self.ruoli)
            case "ritardo":
                return scadenza.stato == Stato.IN_RITARDO
            case "aperte":
                return scadenza.aperta
            case "fatte":
                return scadenza.stato == Stato.FATTA
            case "verificare":
                return scadenza.regola.da_verificare
        return True


# ---- i fatti ---------------------------------------------------------------------------------------------------


def _con_fatti(cicli: Iterable[Ciclo]) -> QuerySet[Ciclo]:
    """I cicli con ciò che serve a provare le scadenze, in una lettura sola."""
    da_concordare = _CONSULTAZIONI.filter(concordato_il__isnull=True)
    ultima = _CONSULTAZIONI.values("ciclo").annotate(ultima=Max("concordato_il")).values("ultima")
    return (
        Ciclo.objects.filter(pk__in=[ciclo.pk for ciclo in cicli])
        .select_related("ente", *_ATTI)
        .annotate(
            provvisori_il=Subquery(_PROVVISORI.values("atto__data")[:1]),
            concordato_il=Subquery(ultima),
            da_concordare=Exists(da_concordare),
            ha_operativi=Exists(_OPERATIVI),
            senza_assegnatario=Exists(_SENZA_ASSEGNATARIO),
            **{nome: Subquery(_chiusa_nei(mesi)) for nome, mesi in _MONITORAGGI.items()},
        )
    )


def _chiusa_nei(mesi: range) -> QuerySet[Sessione, Any]:
    """Quando è stata chiusa la prima sessione che guarda a uno di quei mesi."""
    return _CHIUSE.filter(al__month__in=list(mesi)).values("chiusa_il")[:1]


def _essenziali(ciclo: Any, deroghe: dict[str, Deroga]) -> Fatti:
    prove = {
        "dup": _data(ciclo.atto_dup),
        "dup_aggiornamento": _data(ciclo.atto_dup_aggiornamento),
        "smvp": ciclo.smvp_confermato_il or _dell_anno_prima(_data(ciclo.atto_smvp), ciclo.anno),
        "bilancio": ciclo.bilancio_approvato_il,
        "consultazione": None if ciclo.da_concordare else ciclo.concordato_il,
        "piano": _piano(ciclo),
        "provvisori": ciclo.provvisori_il or _piano(ciclo),
        "pubblicazione": ciclo.pubblicato_il,
        "portale": ciclo.inviato_portale_il,
        "assegnazione": _piano(ciclo) if ciclo.ha_operativi and not ciclo.senza_assegnatario else None,
        **{nome: _giorno(getattr(ciclo, nome)) for nome in _MONITORAGGI},
    }
    note = {nome: giorno for nome, giorno in prove.items() if giorno}
    return Fatti(ciclo.anno, ciclo.bilancio_termine, prove=note, deroghe=deroghe)


def _piano(ciclo: Ciclo) -> date | None:
    """Il giorno della delibera; obiettivi provvisori non sono ancora il Piano."""
    return _data(ciclo.atto_approvazione) if ciclo.concluso and not ciclo.provvisorio else None


def _giorno(quando: datetime | None) -> date | None:
    return timezone.localdate(quando) if quando else None


def _data(atto: Any) -> date | None:
    giorno: date | None = atto.data if atto else None
    return giorno


def _dell_anno_prima(giorno: date | None, anno: int) -> date | None:
    """Un SMVP adottato da poco vale come aggiornato; uno vecchio va riesaminato."""
    return giorno if giorno and giorno.year >= anno - 1 else None


def _condizioni(ciclo: Ciclo) -> frozenset[str]:
    vere = {"relazione_unificata": ciclo.relazione_unificata, "piano_autonomo": ciclo.impostazione == Impostazione.C}
    return frozenset(nome for nome, vera in vere.items() if vera)


def _soglie(soglie: Sequence[Any]) -> frozenset[str]:
    """«popolazione_5000:sotto»; chi ha esattamente il numero del limite non sta da nessuna parte: la cosa è dovuta."""
    note = [s for s in soglie if s.oltre is not None and not s.a_parita]
    return frozenset(f"{s.parametro.codice}:{'oltre' if s.oltre else 'sotto'}" for s in note)


def _deroghe(cicli: Sequence[Ciclo]) -> dict[int, dict[str, Deroga]]:
    per_ciclo: dict[int, dict[str, Deroga]] = {}
    for riga in Adempimento.objects.filter(ciclo__in=cicli).select_related("atto"):
        per_ciclo.setdefault(riga.ciclo_id, {})[riga.codice] = Deroga(
            termine=riga.termine,
            non_dovuta=riga.non_dovuto,
            motivo=riga.motivo,
            fatta_il=riga.fatto_il,
            atto=str(riga.atto or ""),
            nota=riga.nota,
        )
    return per_ciclo


def _proprie(cicli: Sequence[Ciclo]) -> dict[int, list[Regola]]:
    """Le fasi che l'ente ha disciplinato con un giorno dell'anno: sono scadenze sue."""
    fasi = FaseCiclo.objects.filter(ciclo__in=cicli, giorno__isnull=False, mese__isnull=False)
    per_ciclo: dict[int, list[Regola]] = {}
    for fase in fasi:
        if _giorno_vero(fase):
            per_ciclo.setdefault(fase.ciclo_id, []).append(_dalla_fase(fase))
    return per_ciclo


def _giorno_vero(fase: FaseCiclo) -> bool:
    return 1 <= (fase.mese or 0) <= 12 and 1 <= (fase.giorno or 0) <= 31 and abs(fase.anno_relativo or 0) <= 9


def _dalla_fase(fase: FaseCiclo) -> Regola:
    scarto = f"{fase.anno_relativo:+d}" if fase.anno_relativo else ""
    return Regola(
        codice=f"{PREFISSO_FASE}{fase.pk}",
        nome=fase.denominazione,
        norma="Fase del ciclo disciplinata dall'ente",
        termine={"": f"N{scarto}-{fase.mese:02d}-{fase.giorno:02d}"},
        chi=", ".join(fase.organi),
        ruoli=frozenset({TipoIncarico.SEGRETARIO}),
        dal=date.min,  # non nasce da una norma: vale da quando l'ente l'ha scritta
        di_legge=False,
        nota=fase.finalita,
    )


def _chi_paga(ente: Ente, oggi: date) -> QuerySet[Incarico]:
    return Incarico.objects.filter(in_vigore(oggi), ente=ente, responsabile_pagamenti=True)
