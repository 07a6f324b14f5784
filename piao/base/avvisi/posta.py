"""La posta degli avvisi: un riassunto per persona, mai due volte lo stesso, mai più di uno al giorno.

Due passi separati. Si *prepara* una lettera e nella stessa transazione vi si legano i suoi avvisi: il Message-ID dice
persona e giorno, quindi una seconda lettera uguale non può nascere. Poi si *spedisce*: chi la prende la segna come
interrotta prima di consegnarla al server, e inviata solo dopo. Se il processo muore nel mezzo la lettera resta
interrotta, e lo si vede: non parte una seconda volta e non risulta partita se non si sa. I suoi avvisi però non si
perdono: se nessuno li ha letti, entrano nel riassunto del giorno dopo.
"""

import smtplib
from collections.abc import Iterable
from datetime import date, datetime, time
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from piao.base.models import Avviso, Messaggio, PreferenzaAvvisi

LUNEDI = 0
TENTATIVI_MASSIMI = 3
INTERROTTA = "La spedizione si è interrotta: non si sa se la lettera è arrivata, quindi non viene rimandata."
MAI_SPEDITI = Q(messaggio__isnull=True)
Posta = PreferenzaAvvisi.Posta


# ---- preparare -------------------------------------------------------------------------------------------------


def prepara_riassunti(oggi: date) -> int:
    """Una lettera a chi oggi la vuole e ha qualcosa di nuovo; dice quante. Una sola per giorno, anche ripetendolo."""
    return _prepara(_da_leggere(MAI_SPEDITI | _non_partiti(oggi)), f"riassunto.{oggi:%Y%m%d}", oggi, urgenti=False)


def prepara_urgenti(adesso: datetime) -> int:
    """Una lettera, subito, a chi ha un avviso urgente che nessuno gli ha ancora mandato."""
    urgenti = _da_leggere(MAI_SPEDITI).filter(urgente=True)
    return _prepara(urgenti, f"urgente.{adesso:%Y%m%d%H%M%S}", adesso.date(), urgenti=True)


def _da_leggere(quali: Q) -> QuerySet[Avviso]:
    return Avviso.objects.filter(quali, letto_il__isnull=True, destinatario__is_active=True)


def _non_partiti(oggi: date) -> Q:
    """Gli avvisi di una lettera dei giorni prima che non è partita. Una di oggi può essere in viaggio adesso."""
    inizio = timezone.make_aware(datetime.combine(oggi, time.min))
    return Q(messaggio__stato=Messaggio.Stato.FALLITO, messaggio__creato_il__lt=inizio)


def _prepara(avvisi: QuerySet[Avviso], nome: str, oggi: date, *, urgenti: bool) -> int:
    destinatari = set(avvisi.order_by().values_list("destinatario", flat=True).distinct())
    scelte = {scelta.utente_id: scelta for scelta in PreferenzaAvvisi.objects.filter(utente__in=destinatari)}
    utenti = get_user_model()._default_manager.filter(pk__in=destinatari)
    volute = [utente for utente in utenti if _la_vuole(scelte.get(utente.pk), oggi, urgenti=urgenti)]
    return sum(_prepara_una(utente, avvisi, nome, oggi) for utente in volute)


def _la_vuole(scelta: PreferenzaAvvisi | None, oggi: date, *, urgenti: bool) -> bool:
    preferenza = scelta or PreferenzaAvvisi()
    if urgenti:
        return preferenza.urgenti_subito and preferenza.posta != Posta.MAI
    return preferenza.posta == Posta.OGNI_GIORNO or (
        preferenza.posta == Posta.OGNI_SETTIMANA and oggi.weekday() == LUNEDI
    )


def _prepara_una(utente: Any, avvisi: QuerySet[Avviso], nome: str, oggi: date) -> bool:
    """Falso se un altro l'ha già preparata, o se nel frattempo non c'è più nulla da dire."""
    try:
        with transaction.atomic():
            suoi = list(avvisi.filter(destinatario=utente).select_for_update(of=("self",)).order_by("-urgente", "pk"))
            if suoi:
                messaggio = _scrivi(utente, suoi, f"<{nome}.{utente.pk}@{_dominio()}>", oggi)
                Avviso.objects.filter(pk__in=[avviso.pk for avviso in suoi]).update(messaggio=messaggio)
            return bool(suoi)
    except IntegrityError:  # la stessa lettera, preparata da un altro lavoratore
        return False


def _scrivi(utente: Any, avvisi: list[Avviso], identita: str, oggi: date) -> Messaggio:
    quanti = "Un avviso" if len(avvisi) == 1 else f"{len(avvisi)} avvisi"
    return Messaggio.objects.create(
        destinatario=utente,
        indirizzo=utente.email,
        oggetto=f"{'Urgente: ' if avvisi[0].urgente else ''}{quanti} dal ciclo della performance",
        corpo=render_to_string("email/avvisi.txt", _contesto(utente, avvisi)),
        identita=identita,
    )


def _contesto(utente: Any, avvisi: Iterable[Avviso]) -> dict[str, Any]:
    radice = settings.INDIRIZZO_SITO.rstrip("/")
    con_indirizzo = [(avviso, f"{radice}{avviso.collegamento}") for avviso in avvisi]
    return {"utente": utente, "avvisi": con_indirizzo, "radice": radice}


def _dominio() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"


# ---- spedire ---------------------------------------------------------------------------------------------------


def spedisci_in_attesa() -> int:
    """Consegna al server di posta le lettere pronte, ciascuna una volta sola; dice quante sono partite."""
    pronte = Messaggio.objects.filter(stato=Messaggio.Stato.DA_INVIARE).order_by("pk").values_list("pk", flat=True)
    return sum(spedisci(pk) for pk in list(pronte))


def spedisci(pk: int) -> bool:
    """Vero se la lettera è partita adesso. Due lavoratori insieme: uno la prende, l'altro non trova nulla da fare."""
    presa = Messaggio.objects.filter(pk=pk, stato=Messaggio.Stato.DA_INVIARE).update(
        stato=Messaggio.Stato.FALLITO, errore=INTERROTTA, tentativi=F("tentativi") + 1
    )
    return bool(presa) and _consegna(Messaggio.objects.select_related("destinatario").get(pk=pk))


def _consegna(messaggio: Messaggio) -> bool:
    try:
        _lettera(messaggio).send()
    except smtplib.SMTPRecipientsRefused as rifiuto:
        _segna(messaggio, Messaggio.Stato.RESPINTO, errore=_motivo(rifiuto), respinto_il=timezone.now())
        return False
    except OSError as guasto:  # anche SMTPException: il server non c'è, o non ha voluto la lettera
        ultimo = messaggio.tentativi >= TENTATIVI_MASSIMI
        _segna(messaggio, Messaggio.Stato.FALLITO if ultimo else Messaggio.Stato.DA_INVIARE, errore=str(guasto))
        return False
    _segna(messaggio, Messaggio.Stato.INVIATO, errore="", inviato_il=timezone.now())
    return True


def _lettera(messaggio: Messaggio) -> EmailMultiAlternatives:
    avvisi = messaggio.avvisi.order_by("-urgente", "pk")
    lettera = EmailMultiAlternatives(
        messaggio.oggetto,
        messaggio.corpo,
        to=[messaggio.indirizzo],
        headers={"Message-ID": messaggio.identita, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string("email/avvisi.html", _contesto(messaggio.destinatario, avvisi))
    lettera.attach_alternative(html, "text/html")
    return lettera


def _segna(messaggio: Messaggio, stato: Messaggio.Stato, **campi: Any) -> None:
    Messaggio.objects.filter(pk=messaggio.pk).update(stato=stato, **campi)


def _motivo(rifiuto: smtplib.SMTPRecipientsRefused) -> str:
    """«550 utente sconosciuto»: ciò che ha risposto il server."""
    codice, testo = next(iter(rifiuto.recipients.values()), (0, b""))
    return f"{codice} {testo.decode(errors='replace') if isinstance(testo, bytes) else testo}".strip()
