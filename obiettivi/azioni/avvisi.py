"""Chi deve sapere che cosa: scadenze vicine, cose da fare, passaggi del Piano, obiettivi restituiti.

Sono tutti avvisi con una chiave: rifare il giro, anche nello stesso giorno, non ripete nulla.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.urls import reverse

from enti.models import Ente
from enti.voci import GUIDANO_UNITA, TipoIncarico
from obiettivi.flusso import cose_da_fare
from obiettivi.letture.destinatari import guide_di, utenti_per_ruolo
from obiettivi.letture.scadenze import scadenze_dell_ente
from obiettivi.models import Ciclo, Obiettivo, Passaggio
from obiettivi.scadenzario import Scadenza
from obiettivi.voci import RuoloUnita, StatoCiclo
from piao.base.avvisi import avvisa

# Giorni al termine a cui si avvisa: prima (positivi), il giorno stesso, dopo (negativi).
SOGLIE = (30, 7, 0, -1, -15)
TROPPO_TARDI = -60  # chi adotta il programma ad anno inoltrato non riceve gli avvisi di un anno
URGENTE_DA = 7
RECENTE = timedelta(days=7)

# A chi tocca quando il Piano arriva in uno stato.
DESTINATARI: Mapping[str, frozenset[str]] = {
    StatoCiclo.BOZZA: frozenset({TipoIncarico.SEGRETARIO}),
    StatoCiclo.CONSULTAZIONE: frozenset(GUIDANO_UNITA),
    StatoCiclo.PARERE: frozenset({TipoIncarico.NUCLEO}),
    StatoCiclo.PROPOSTA: frozenset({TipoIncarico.SINDACO, TipoIncarico.ASSESSORE}),
    StatoCiclo.APPROVATO: frozenset({TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO, *GUIDANO_UNITA}),
    StatoCiclo.PUBBLICATO: frozenset({TipoIncarico.NUCLEO, *GUIDANO_UNITA}),
}
CHE_COSA: Mapping[str, str] = {
    StatoCiclo.BOZZA: "Il Piano {anno} è tornato in bozza",
    StatoCiclo.CONSULTAZIONE: "È aperta la consultazione sugli obiettivi {anno}",
    StatoCiclo.PARERE: "È chiesto il tuo parere sul Piano {anno}",
    StatoCiclo.PROPOSTA: "Il Piano {anno} è proposto alla Giunta",
    StatoCiclo.APPROVATO: "La Giunta ha approvato il Piano {anno}",
    StatoCiclo.PUBBLICATO: "Il Piano {anno} è pubblicato",
}
URGENTI = (StatoCiclo.PARERE, StatoCiclo.PROPOSTA)


def avvisa_ente(ente: Ente, *, oggi: date) -> None:
    """Il giro di un giorno per un ente."""
    ruoli = utenti_per_ruolo(ente, oggi=oggi)
    for scadenza in scadenze_dell_ente(ente, oggi=oggi):
        _avvisa_scadenza(ente, scadenza, ruoli)
    for passaggio in Passaggio.objects.filter(ciclo__ente=ente, quando__date__gte=oggi - RECENTE):
        avvisa_passaggio(passaggio, oggi=oggi, ruoli=ruoli)
    for ciclo in Ciclo.objects.filter(ente=ente, anno__gte=oggi.year).select_related("ente"):
        _avvisa_cose_da_fare(ciclo, {pk for utenti in ruoli.values() for pk in utenti}, oggi)


def avvisa_passaggio(passaggio: Passaggio, *, oggi: date, ruoli: Mapping[str, set[int]] | None = None) -> None:
    """Dice a chi tocca che il Piano è arrivato a lui. La chiama anche il passo appena compiuto: l'avviso è uno."""
    ciclo = passaggio.ciclo
    noti = utenti_per_ruolo(ciclo.ente, oggi=oggi) if ruoli is None else ruoli
    avvisa(
        _con_ruolo(noti, DESTINATARI[passaggio.a]) - {passaggio.chi_id},
        ente=ciclo.ente.slug,
        genere="passaggio",
        chiave=f"passaggio:{passaggio.pk}",
        titolo=CHE_COSA[passaggio.a].format(anno=ciclo.anno),
        testo=passaggio.nota,
        collegamento=reverse("obiettivi:casa", args=[ciclo.ente.slug, ciclo.anno]),
        urgente=passaggio.a in URGENTI,
        da_confermare=passaggio.a == StatoCiclo.APPROVATO,
    )


def avvisa_restituito(obiettivo: Obiettivo, *, oggi: date) -> None:
    """A chi guida l'unità capofila: il suo obiettivo è tornato indietro, con osservazioni da leggere."""
    capofila = obiettivo.unita_collegate.filter(ruolo=RuoloUnita.CAPOFILA).values_list("unita", flat=True)
    ciclo = obiettivo.ciclo
    avvisa(
        guide_di(ciclo.ente, capofila, oggi=oggi),
        ente=ciclo.ente.slug,
        genere="restituito",
        chiave=f"restituito:{obiettivo.pk}:{sha256(obiettivo.osservazioni.encode()).hexdigest()[:16]}",
        titolo=f"Un tuo obiettivo è stato restituito: {obiettivo}",
        testo=obiettivo.osservazioni,
        collegamento=reverse("obiettivi:scheda", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk]),
        urgente=True,
    )


def _avvisa_scadenza(ente: Ente, scadenza: Scadenza, ruoli: Mapping[str, set[int]]) -> None:
    soglia = _soglia(scadenza)
    if soglia is None:
        return
    regola = scadenza.regola
    avvisa(
        _con_ruolo(ruoli, regola.ruoli),
        ente=ente.slug,
        genere="scadenza",
        chiave=f"scadenza:{ente.pk}:{scadenza.anno}:{regola.codice}:{scadenza.termine}:{soglia}",
        titolo=f"{regola.nome}: {scadenza.in_parole}",
        testo=f"{scadenza.frase} {regola.effetto}".strip(),
        collegamento=reverse("obiettivi:scadenza", args=[ente.slug, scadenza.anno, regola.codice]),
        urgente=regola.rilievo and soglia <= URGENTE_DA,
        da_confermare=regola.rilievo and soglia < 0,
    )


def _soglia(scadenza: Scadenza) -> int | None:
    """La soglia raggiunta più di recente; None se è ancora presto, o se è tardi per dirlo."""
    mancano = scadenza.mancano
    if mancano is None or not scadenza.aperta or mancano < TROPPO_TARDI:
        return None
    return min((soglia for soglia in SOGLIE if mancano <= soglia), default=None)


def _avvisa_cose_da_fare(ciclo: Ciclo, utenti: Iterable[int], oggi: date) -> None:
    """Ciò che la home mostra a ciascuno come da fare, ricordato al massimo una volta la settimana."""
    anno, settimana, _ = oggi.isocalendar()
    for utente in get_user_model().objects.filter(pk__in=utenti):
        # ciò che è urgente (un obiettivo restituito) è stato detto quando è accaduto
        for compito in (uno for uno in cose_da_fare(utente, ciclo) if not uno.urgente):
            avvisa(
                [utente.pk],
                ente=ciclo.ente.slug,
                genere="compito",
                chiave=f"compito:{anno}-{settimana}:{compito.collegamento}",
                titolo=compito.frase,
                testo=compito.dettaglio,
                collegamento=compito.collegamento,
            )


def _con_ruolo(ruoli: Mapping[str, set[int]], voluti: Iterable[str]) -> set[int]:
    return {utente for ruolo in voluti for utente in ruoli.get(ruolo, ())}
