"""Le variazioni del Piano: quelle che si vedono, i loro obiettivi, il parere, che cosa si può ancora variare."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from enti.letture import profilo
from obiettivi.models import Ciclo, Fase, Indicatore, Obiettivo, Parere, RigaVariazione, Variazione
from obiettivi.models.variazione import CHIUSE
from obiettivi.voci import RuoloUnita, StatoObiettivo, StatoVariazione, TipoRigaVariazione


def variazioni_visibili(utente: Any, ciclo: Ciclo) -> QuerySet[Variazione]:
    """Chi segue la preparazione le vede tutte; gli altri, dell'ente, quelle approvate."""
    chi = profilo(utente, ciclo.ente)
    tutte = Variazione.objects.filter(ciclo=ciclo).select_related("atto", "chi")
    if not chi.appartiene:
        return tutte.none()
    return tutte if chi.segue_la_preparazione else tutte.filter(stato=StatoVariazione.APPROVATA)


def variazione_di(utente: Any, ciclo: Ciclo, numero: int) -> Variazione:
    """Solleva Http404 se non c'è, o se l'utente non la può vedere."""
    trovata = get_object_or_404(variazioni_visibili(utente, ciclo), numero=numero)
    trovata.ciclo = ciclo
    return trovata


def righe_di(variazione: Variazione) -> QuerySet[RigaVariazione]:
    return variazione.righe.select_related("obiettivo", "copia")


def copie_visibili(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Le copie di lavoro delle variazioni che l'utente vede."""
    return Obiettivo.tutti.filter(variazione__in=variazioni_visibili(utente, ciclo)).select_related("variazione")


def variabili(ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi del Piano che nessuna variazione aperta sta già toccando."""
    presi = RigaVariazione.objects.filter(variazione__ciclo=ciclo, aperta=True, obiettivo__isnull=False)
    return Obiettivo.objects.filter(ciclo=ciclo, stato=StatoObiettivo.VALIDATO).exclude(
        pk__in=presi.values("obiettivo")
    )


def variabili_da(utente: Any, variazione: Variazione, cerca: str = "") -> list[Obiettivo]:
    """Quelli che l'utente può mettere nella variazione, con le loro unità; `cerca` guarda codice e titolo."""
    chi, ciclo = profilo(utente, variazione.ente), variazione.ciclo
    obiettivi = variabili(ciclo).prefetch_related("unita_collegate__unita")
    if cerca:
        obiettivi = obiettivi.filter(Q(codice__icontains=cerca) | Q(titolo__icontains=cerca))
    if not chi.segretario:
        suoi = Q(unita_collegate__unita__in=chi.unita_guidate, unita_collegate__ruolo=RuoloUnita.CAPOFILA)
        obiettivi = obiettivi.filter(suoi).distinct()
    return list(obiettivi)


def pareri_della(variazione: Variazione) -> QuerySet[Parere]:
    return variazione.pareri.select_related("verbale", "chi")


def parere_della(variazione: Variazione) -> Parere | None:
    """Il parere che vale per ciò che si propone: l'ultimo, dato dopo l'ultima richiesta."""
    pareri = pareri_della(variazione)
    return (pareri.filter(creato_il__gte=variazione.richiesta_il) if variazione.richiesta_il else pareri).first()


def ritiro_di(obiettivo: Obiettivo) -> RigaVariazione | None:
    """La riga, con l'atto, con cui l'obiettivo è stato ritirato; None se è nel Piano."""
    if obiettivo.stato != StatoObiettivo.RITIRATO:
        return None
    righe = obiettivo.variazioni.filter(tipo=TipoRigaVariazione.RITIRO, variazione__stato=StatoVariazione.APPROVATA)
    return righe.select_related("variazione__atto").last()


def variazione_aperta_su(obiettivo: Obiettivo) -> Variazione | None:
    """La variazione aperta che tocca un obiettivo del Piano approvato; una copia sa già di quale è."""
    if obiettivo.variazione_id is not None or not obiettivo.ciclo.concluso:
        return None
    aperte = Variazione.objects.filter(righe__obiettivo=obiettivo)
    return aperte.exclude(stato__in=CHIUSE).first()


def indicatori_persi(variazione: Variazione) -> QuerySet[Indicatore]:
    """Gli indicatori del Piano con valori rilevati che le copie di lavoro della variazione non hanno più."""
    modificati = RigaVariazione.objects.filter(variazione=variazione, tipo=TipoRigaVariazione.MODIFICA)
    nelle_copie = Indicatore.objects.filter(obiettivo__in=modificati.values("copia")).values("identificativo")
    misurati = Indicatore.objects.filter(obiettivo__in=modificati.values("obiettivo"), rilevazioni__isnull=False)
    return misurati.exclude(identificativo__in=nelle_copie).distinct()


def fasi_perse(variazione: Variazione) -> QuerySet[Fase]:
    """Le fasi del Piano con un avanzamento che le copie di lavoro non hanno più con lo stesso nome."""
    modificati = RigaVariazione.objects.filter(variazione=variazione, tipo=TipoRigaVariazione.MODIFICA)
    nelle_copie = modificati.filter(obiettivo=OuterRef("obiettivo"), copia__fasi__titolo=OuterRef("titolo"))
    avanzate = Fase.objects.filter(obiettivo__in=modificati.values("obiettivo"), avanzamenti__isnull=False)
    return avanzate.exclude(Exists(nelle_copie)).distinct()
