"""Fare di più obiettivi uguali un solo obiettivo trasversale, senza perdere chi ne risponde né quanto pesava."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from obiettivi.azioni.fotografia import fotografa
from obiettivi.azioni.obiettivo import aggiorna_obiettivo
from obiettivi.letture.fusione import Confluito, Fusione, fusione_di
from obiettivi.letture.pesi import in_parole, scala_di
from obiettivi.models import Ciclo, Obiettivo, ObiettivoUnita, Unione
from obiettivi.permessi import puo_unire_obiettivi
from obiettivi.voci import RuoloAssegnatario, RuoloUnita, Tipologia
from piao.base.permessi import richiedi
from piao.base.registro import annota

SONO_CAMBIATI = "Nel frattempo questi obiettivi sono cambiati: rileggi che cosa succede, poi conferma di nuovo."
NON_E_FRA_LORO = "L'unità capofila deve essere una di quelle degli obiettivi."


@transaction.atomic
def unisci_obiettivi(ciclo: Ciclo, *, utente: Any, versioni: Mapping[int, int], capofila: int | None) -> Obiettivo:
    """Unisce gli obiettivi dati (chiave e versione che l'utente aveva davanti). Restituisce quello che resta.

    Le unità diventano capofila e partecipanti, gli assegnatari conservano ciascuno il proprio peso, gli indicatori
    meglio compilati restano; ciò che si toglie è scritto nel registro. Solleva ValidationError se non si può.
    """
    richiedi(puo_unire_obiettivi(utente, ciclo))
    _blocca(ciclo, versioni)
    fusione = fusione_di(ciclo, versioni)
    if fusione.ostacoli:
        raise ValidationError(fusione.ostacoli)
    if fusione.unita and capofila not in {c.primo.unita_id for c in fusione.unita}:
        raise ValidationError(NON_E_FRA_LORO)
    tracce = [(o, _racconto(o)) for o in fusione.confluiscono]
    unione = _ricorda(fusione, ciclo, utente)
    _sposta_le_righe(fusione, capofila)
    resta = aggiorna_obiettivo(
        fusione.resta,
        utente=utente,
        versione=None,
        parte=f"unione di {len(fusione.obiettivi)} obiettivi uguali",
        **fusione.campi | {"tipologia": Tipologia.TRASVERSALE, "gruppo_ripetizione": ""},
    )
    for assorbito, racconto in tracce:
        annota("unisce all'obiettivo", resta, chi=utente, ente=ciclo.ente, nota=racconto)
        annota(
            "confluisce in un altro obiettivo", assorbito, chi=utente, ente=ciclo.ente, dopo=str(resta), nota=racconto
        )
        Obiettivo.objects.get(pk=assorbito.pk).delete()
    unione.versione = resta.versione
    unione.save()
    return resta


def _ricorda(fusione: Fusione, ciclo: Ciclo, utente: Any) -> Unione:
    """Com'è tutto adesso, per chi volesse tornare indietro."""
    return Unione(
        ciclo=ciclo,
        resta=fusione.resta,
        confluiti=[_in_breve(o) for o in fusione.confluiscono],
        fotografia=fotografa(Obiettivo.objects.filter(pk__in=[o.pk for o in fusione.obiettivi])),
        legami=[[campo, altro.pk, getattr(altro, f"{campo}_id")] for campo, altro in _legati(fusione)],
        chi=utente,
    )


def _blocca(ciclo: Ciclo, versioni: Mapping[int, int]) -> None:
    """Ferma le righe in ordine di chiave (niente stalli). Solleva ValidationError se una è cambiata o non c'è più."""
    ferme = Obiettivo.objects.select_for_update(of=("self",)).filter(ciclo=ciclo, pk__in=versioni).order_by("pk")
    if {riga.pk: riga.versione for riga in ferme} != dict(versioni):
        raise ValidationError(SONO_CAMBIATI)


def _sposta_le_righe(fusione: Fusione, capofila: int | None) -> None:
    resta = fusione.resta
    for unita in fusione.unita:
        unita.primo.ruolo = _ruolo(unita, capofila)
        _porta(unita, resta)
    for assegnazione in fusione.assegnazioni:
        if assegnazione.responsabile:
            assegnazione.primo.ruolo = RuoloAssegnatario.RESPONSABILE
        assegnazione.primo.quota_risultato = assegnazione.massimo("quota_risultato")
        _porta(assegnazione, resta)
    for tolto in fusione.indicatori_tolti:
        tolto.delete()
    righe: list[Any] = [*fusione.indicatori, *fusione.fasi, *fusione.risorse, *fusione.classificazioni]
    for riga in righe:
        if riga.obiettivo_id != resta.pk:
            riga.obiettivo = resta
            riga.save()
    _eredita_i_legami(fusione)


def _porta(confluito: Confluito[Any], resta: Obiettivo) -> None:
    """Il primo legame passa all'obiettivo che resta con il peso di tutti; gli altri se ne vanno con il loro."""
    riga = confluito.primo
    riga.obiettivo, riga.peso, riga.quota = resta, confluito.peso, confluito.massimo("quota")
    for altro in confluito.legami[1:]:
        altro.delete()
    riga.save()


def _eredita_i_legami(fusione: Fusione) -> None:
    """Chi discendeva o continuava un obiettivo confluito ora discende o continua quello che resta."""
    for campo, altro in _legati(fusione):
        setattr(altro, campo, None if altro.pk == fusione.resta.pk else fusione.resta)
        altro.save()


def _legati(fusione: Fusione) -> Iterator[tuple[str, Obiettivo]]:
    """Chi discende da un obiettivo che confluisce («padre»), o lo continua («precedente»)."""
    assorbiti = [o.pk for o in fusione.confluiscono]
    for campo in ("padre", "precedente"):
        for altro in Obiettivo.tutti.filter(**{f"{campo}__in": assorbiti}).exclude(pk__in=assorbiti):
            yield campo, altro


def _ruolo(confluito: Confluito[ObiettivoUnita], capofila: int | None) -> str:
    suo = confluito.primo.unita_id == capofila
    return RuoloUnita.CAPOFILA if suo else RuoloUnita.PARTECIPANTE


def _in_breve(o: Obiettivo) -> str:
    """L'obiettivo con le sue unità: a parità di titolo è ciò che lo distingue."""
    unita = ", ".join(str(riga.unita) for riga in o.unita_collegate.all())
    return f"{o} ({unita})" if unita else str(o)


def _racconto(o: Obiettivo) -> str:
    """Tutto ciò che serve per riscriverlo a mano: titolo, unità e assegnatari con il peso, indicatori con i target."""
    scala = scala_di(o)
    legami: list[Any] = [*o.unita_collegate.all(), *o.assegnazioni.all()]
    chi = "; ".join(f"{riga} {in_parole(riga.peso, scala)}".strip() for riga in legami)
    misure = "; ".join(" ".join([str(i), *(f"[{target}]" for target in i.target.all())]) for i in o.indicatori.all())
    parti = [f"Obiettivo «{o}»", f"peso {in_parole(o.peso, scala)}" if o.peso is not None else "", chi, misure]
    return ". ".join(parte for parte in parti if parte) + "."
