"""Le sessioni di monitoraggio: programmarle, aprirle, consegnarne le parti, verificarle, chiuderle, riaprirle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.models import Unita
from obiettivi.flusso import monitoraggio as flusso
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.models import Ciclo, Consegna, Sessione
from obiettivi.permessi import puo_condurre_monitoraggio, puo_consegnare, puo_rimandare_consegna
from obiettivi.voci import StatoSessione
from piao.base.concorrenza import blocca
from piao.base.flusso import compi
from piao.base.permessi import richiedi
from piao.base.registro import annota


@dataclass(frozen=True)
class Consueta:
    """Una sessione che quasi tutti fanno: (mese, giorno) e, per i termini, quanti anni dopo quello del ciclo."""

    nome: str
    al: tuple[int, int]
    dal: tuple[int, int]
    entro: tuple[int, int]
    anni_dopo: int = 0

    def nel(self, ciclo: Ciclo) -> Sessione:
        dopo = ciclo.anno + self.anni_dopo
        return Sessione(
            ciclo=ciclo,
            nome=self.nome,
            al=date(ciclo.anno, *self.al),
            dal=date(dopo, *self.dal),
            entro=date(dopo, *self.entro),
        )


CONSUETE = (
    Consueta("Metà anno", (6, 30), (7, 1), (7, 31)),
    Consueta("Autunno", (9, 30), (10, 1), (10, 20)),
    Consueta("Fine anno", (12, 31), (1, 7), (1, 31), anni_dopo=1),
)


@transaction.atomic
def programma_le_consuete(ciclo: Ciclo, *, utente: Any) -> list[Sessione]:
    """Metà anno, autunno, fine anno; quelle già programmate alla stessa data restano come sono."""
    richiedi(puo_condurre_monitoraggio(utente, ciclo))
    presenti = set(ciclo.sessioni.values_list("al", flat=True))
    nuove = [sessione for sessione in (c.nel(ciclo) for c in CONSUETE) if sessione.al not in presenti]
    for sessione in nuove:
        sessione.save()
        annota("programma la sessione", sessione, chi=utente, ente=ciclo.ente)
    return nuove


@transaction.atomic
def programma_sessione(ciclo: Ciclo, *, utente: Any, **campi: Any) -> Sessione:
    richiedi(puo_condurre_monitoraggio(utente, ciclo))
    sessione = Sessione.objects.create(ciclo=ciclo, **campi)
    annota("programma la sessione", sessione, chi=utente, ente=ciclo.ente)
    return sessione


@transaction.atomic
def modifica_sessione(sessione: Sessione, *, utente: Any, versione: int | None, **campi: Any) -> Sessione:
    """Date, soglia e nota, finché non è chiusa. Solleva ModificatoDaAltri se la versione è vecchia."""
    riga = blocca(sessione, versione=versione)
    richiedi(puo_condurre_monitoraggio(utente, riga.ciclo))
    if riga.stato == StatoSessione.CHIUSA:
        raise ValidationError("La sessione è chiusa: per cambiarla, prima riaprila.")
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    annota("modifica la sessione", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def elimina_sessione(sessione: Sessione, *, utente: Any) -> None:
    """Solo se non è ancora cominciata. Solleva ValidationError altrimenti."""
    riga = blocca(sessione, versione=None)
    richiedi(puo_condurre_monitoraggio(utente, riga.ciclo))
    if riga.stato != StatoSessione.PROGRAMMATA:
        raise ValidationError("La sessione è già stata aperta: non si elimina.")
    annota("elimina la sessione", riga, chi=utente, ente=riga.ente)
    riga.delete()


# ---- i passi -----------------------------------------------------------------------------------------------------


def apri(sessione: Sessione, *, utente: Any, nota: str = "") -> Sessione:
    aperta: Sessione = compi(flusso.APRI, sessione, utente=utente, nota=nota)
    return aperta


def verifica(sessione: Sessione, *, utente: Any, nota: str = "") -> Sessione:
    verificata: Sessione = compi(flusso.VERIFICA, sessione, utente=utente, nota=nota)
    return verificata


def chiudi(sessione: Sessione, *, utente: Any, nota: str = "") -> Sessione:
    chiusa: Sessione = compi(flusso.CHIUDI, sessione, utente=utente, nota=nota, chiusa_il=timezone.now())
    return chiusa


@transaction.atomic
def riapri(sessione: Sessione, *, utente: Any, nota: str) -> Sessione:
    """Il motivo è obbligatorio, e il conto delle riaperture cresce. Solleva ValueError senza motivo."""
    if not nota.strip():
        raise ValueError("Per riaprire una sessione serve il motivo.")
    quante = blocca(sessione, versione=None).riaperture + 1
    riaperta: Sessione = compi(flusso.RIAPRI, sessione, utente=utente, nota=nota, chiusa_il=None, riaperture=quante)
    return riaperta


VERBI_SESSIONE: dict[str, Callable[..., Sessione]] = {
    "apri": apri,
    "verifica": verifica,
    "chiudi": chiudi,
    "riapri": riapri,
}


# ---- le consegne -------------------------------------------------------------------------------------------------


@transaction.atomic
def consegna(sessione: Sessione, unita: Unita, *, utente: Any) -> Consegna:
    """La parte dell'unità è compilata. Solleva ParteIncompleta, dicendo che cosa manca, se non lo è."""
    riga = blocca(sessione, versione=None)
    richiedi(puo_consegnare(utente, riga, unita.pk))
    parte = quadro_di(riga).parte_di(unita.pk)
    mancanze = flusso.che_manca_alla_parte(parte) if parte else []
    if mancanze:
        raise flusso.ParteIncompleta(mancanze)
    fatta, nuova = Consegna.objects.get_or_create(sessione=riga, unita=unita, defaults={"chi": utente})
    if nuova:
        annota("consegna la parte", riga, chi=utente, ente=riga.ente, nota=str(unita))
    return fatta


@transaction.atomic
def rimanda_consegna(sessione: Sessione, unita: Unita, *, utente: Any, nota: str) -> None:
    """Il segretario la rimanda a chi l'ha consegnata, dicendo perché. Solleva ValueError senza motivo."""
    if not nota.strip():
        raise ValueError("Per rimandare una consegna serve il motivo.")
    riga = blocca(sessione, versione=None)
    richiedi(puo_rimandare_consegna(utente, riga))
    riga.consegne.filter(unita=unita).delete()
    annota("rimanda la consegna", riga, chi=utente, ente=riga.ente, nota=f"{unita}: {nota}")
