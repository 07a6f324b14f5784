"""La dimostrazione: cinque documenti reali, un comune inventato e un utente per ruolo.

I documenti reali portano ciò che c'era scritto e nulla di più; le persone vi compaiono per ruolo. Il Comune di Esempio
è tutto inventato e serve a provare ciò che nei documenti reali manca: il suo anno è in preparazione, quello prima è
approvato, pubblicato e misurato (`anno_prima`, `vissuto`). Gli utenti esistono solo dove la si carica.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from enti.models import Ente, Incarico, Persona, Utente
from enti.ruoli import RUOLI
from enti.scambio import ACCESSO_DI_PROVA
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo, Consultazione
from obiettivi.voci import StatoCiclo
from piao.base.models import Evento
from piao.base.registro import annota
from relazioni.dimostrazione.anno_prima import anno_prima, consuntivo
from relazioni.dimostrazione.reali import pubblica_gli_approvati
from relazioni.dimostrazione.vissuto import vivi
from relazioni.models import Pubblicazione
from relazioni.scambio import importa_ciclo, leggi_file
from valutazione.azioni import dimostrazione as valutazione
from valutazione.models import Sistema

CARTELLA = Path(__file__).parent
INVENTATO = "esempio"
REALI = ("offanengo", "chieve", "lovere", "media-valle-del-serchio", "comune-sotto-50")
AZIONE = "carica la dimostrazione"
PAROLA = "dimostrazione-2026"  # pubblica: apre solo dati dimostrativi
DOMINIO = "esempio.test"  # il dominio .test non esiste (RFC 2606)
OSPITI = (TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO)  # aprono anche gli enti reali


class AltriEnti(Exception):
    """L'archivio contiene enti veri: la dimostrazione non vi si mescola."""


@dataclass(frozen=True)
class Utenza:
    """Chi entra per provare un ruolo."""

    ruolo: str
    email: str


def posta(codice: str) -> str:
    """«ufficio.personale@esempio.test»: l'indirizzo di chi, nel Comune di Esempio, ha quel ruolo."""
    return f"{codice.replace('_', '.')}@{DOMINIO}"


def caricata() -> bool:
    return Evento.objects.filter(azione=AZIONE).exists()


def utenze() -> list[Utenza]:
    """Gli utenti dimostrativi presenti, nell'ordine della pagina dei ruoli."""
    presenti = set(Utente.objects.filter(email__endswith=f"@{DOMINIO}").values_list("email", flat=True))
    return [Utenza(ruolo.nome, posta(ruolo.codice)) for ruolo in RUOLI if posta(ruolo.codice) in presenti]


@transaction.atomic
def carica() -> list[str]:
    """Carica i sei cicli e crea gli utenti; dice che cosa ha caricato. Ricaricarla riporta i dati all'inizio.

    Solleva `AltriEnti` se l'archivio contiene altri enti e la dimostrazione non vi è mai stata caricata.
    """
    altri = Ente.objects.exclude(slug__in=(*REALI, INVENTATO))
    if altri.exists() and not caricata():
        nomi = ", ".join(str(ente) for ente in altri[:3])
        raise AltriEnti(f"L'archivio contiene già altri enti ({nomi}): la dimostrazione va caricata da sola.")
    cicli = [importa_ciclo(leggi_file(CARTELLA / f"{slug}.json"))[0] for slug in (*REALI, INVENTATO)]
    _crea_utenti()
    _apri_gli_enti_reali()
    if not caricata():
        annota(AZIONE, cicli[-1], chi=None, ente=cicli[-1].ente)
    return [str(ciclo) for ciclo in cicli]


def carica_anno_prima() -> Ciclo:
    """L'anno prima del comune inventato: approvato, pubblicato, misurato. Solleva ErroreDiLavoro senza il PDF."""
    dati = leggi_file(CARTELLA / f"{INVENTATO}.json")
    documento = anno_prima(dati)
    anno = documento["ciclo"]["anno"]
    indicatori = [indicatore for obiettivo in dati["obiettivi"] for indicatore in obiettivo.get("indicatori", [])]
    chiusi = {i["codice"]: valore for i in indicatori if (valore := consuntivo(i, anno)) is not None}
    return vivi(documento, consuntivi=chiusi, segretario=Utente.objects.get(email=posta(TipoIncarico.SEGRETARIO)))


def pubblica_i_reali() -> list[Pubblicazione]:
    """I Piani reali che il loro documento dice approvati. Solleva ErroreDiLavoro se il PDF non si può scrivere."""
    return pubblica_gli_approvati(REALI, segretario=Utente.objects.get(email=posta(TipoIncarico.SEGRETARIO)))


def adotta_il_sistema() -> Sistema:
    """Il sistema di valutazione del comune inventato, in vigore dal primo anno che c'è."""
    ente = Ente.objects.get(slug=INVENTATO)
    primo = Ciclo.objects.filter(ente=ente).order_by("anno").values_list("anno", flat=True)[0]
    segretario = Utente.objects.get(email=posta(TipoIncarico.SEGRETARIO))
    return valutazione.adotta_il_sistema(ente=ente, segretario=segretario, dal=date(primo, 1, 1))


def _crea_utenti() -> None:
    parola = make_password(PAROLA)
    for ruolo in RUOLI:
        persona = Persona.objects.get(email=posta(ruolo.codice))
        if persona.utente is None:
            persona.utente = Utente.objects.create(
                email=persona.email, first_name=persona.nome, last_name=persona.cognome, password=parola
            )
            persona.save(update_fields=["utente"])


def _apri_gli_enti_reali() -> None:
    """Da oggi, perché l'ospite non figuri in carica quando quei Piani furono approvati."""
    oggi = timezone.localdate()
    for tipo in OSPITI:
        persona = Persona.objects.get(email=posta(tipo))
        for ente in Ente.objects.filter(slug__in=REALI).exclude(incarichi__persona=persona):
            incarico = Incarico.objects.create(ente=ente, persona=persona, tipo=tipo, dal=oggi, nota=ACCESSO_DI_PROVA)
            if tipo == TipoIncarico.SEGRETARIO:
                _senza_obiettivi_suoi(incarico, oggi)


def _senza_obiettivi_suoi(ospite: Incarico, oggi: date) -> None:
    """L'ospite non risponde di nulla: nei Piani in preparazione i controlli non devono chiedere di sentirlo (P34)."""
    for ciclo in Ciclo.objects.filter(ente=ospite.ente, stato=StatoCiclo.BOZZA):
        Consultazione.objects.create(
            ciclo=ciclo, incarico=ospite, proposto_il=oggi, concordato_il=oggi, nota=ACCESSO_DI_PROVA
        )
