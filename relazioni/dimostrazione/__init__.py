"""La dimostrazione: cinque documenti reali, un comune inventato e un utente per ruolo.

I documenti reali portano ciò che c'era scritto e nulla di più; le persone vi compaiono per ruolo. Il Comune di Esempio
è tutto inventato e serve a provare ciò che nei documenti reali manca: il suo anno è in preparazione, quello prima è
vissuto fino ai premi e alla Relazione pubblicata. Gli utenti esistono solo dove la si carica.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from enti.models import Ente, Incarico, Persona, Utente
from enti.ruoli import RUOLI
from enti.scambio import ACCESSO_DI_PROVA
from enti.voci import TipoIncarico
from obiettivi.azioni.avvisi import avvisa_ente
from obiettivi.models import Ciclo, Consultazione
from obiettivi.voci import StatoCiclo
from piao.base.avvisi import segna_letti
from piao.base.models import Avviso, Evento
from piao.base.registro import annota
from relazioni.dimostrazione.anno_prima import anno_prima, consuntivo
from relazioni.dimostrazione.cittadini import ascolta, prepara_il_sito, pubblica_cio_che_manca
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import DOMINIO, con_incarico, crea_gli_accessi, posta
from relazioni.dimostrazione.persone import PAROLA as PAROLA
from relazioni.dimostrazione.premi import premia
from relazioni.dimostrazione.reali import pubblica_gli_approvati
from relazioni.dimostrazione.rendiconto import rendi_conto
from relazioni.dimostrazione.schede import comincia_le_schede, vivi_le_schede
from relazioni.dimostrazione.vissuto import scrivi_chi_era_in_ritardo, vivi
from relazioni.models import Pubblicazione
from relazioni.scambio import importa_ciclo, leggi_file
from valutazione.azioni import dimostrazione as valutazione
from valutazione.models import Sistema

CARTELLA = Path(__file__).parent
INVENTATO = "esempio"
REALI = ("offanengo", "chieve", "lovere", "media-valle-del-serchio", "comune-sotto-50")
AZIONE = "carica la dimostrazione"
OSPITI = (TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO)  # aprono anche gli enti reali


class AltriEnti(Exception):
    """L'archivio contiene enti veri: la dimostrazione non vi si mescola."""


@dataclass(frozen=True)
class Utenza:
    """Chi entra per provare un ruolo."""

    ruolo: str
    email: str


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
    crea_gli_accessi()
    _apri_gli_enti_reali()
    if not caricata():
        annota(AZIONE, cicli[-1], chi=None, ente=cicli[-1].ente)
    return [str(ciclo) for ciclo in cicli]


def carica_anno_prima() -> Ciclo:
    """L'anno prima del comune inventato: approvato, pubblicato, misurato. Solleva ErroreDiLavoro senza il PDF."""
    documento = anno_prima(leggi_file(CARTELLA / f"{INVENTATO}.json"))
    return vivi(documento, consuntivi=_consuntivi(documento["ciclo"]["anno"]))


def _consuntivi(anno: int) -> dict[str, Decimal]:
    """Per codice di indicatore, il valore con cui ha chiuso l'anno: lo dice la storia di chi viene dopo."""
    obiettivi = leggi_file(CARTELLA / f"{INVENTATO}.json")["obiettivi"]
    indicatori = [indicatore for obiettivo in obiettivi for indicatore in obiettivo.get("indicatori", [])]
    return {i["codice"]: valore for i in indicatori if (valore := consuntivo(i, anno)) is not None}


def pubblica_i_reali() -> list[Pubblicazione]:
    """I Piani reali che il loro documento dice approvati. Solleva ErroreDiLavoro se il PDF non si può scrivere."""
    return pubblica_gli_approvati(REALI, segretario=con_incarico(TipoIncarico.SEGRETARIO))


def adotta_il_sistema() -> Sistema:
    """Il sistema di valutazione del comune inventato, in vigore dal primo anno che c'è."""
    ente = Ente.objects.get(slug=INVENTATO)
    primo = Ciclo.objects.filter(ente=ente).order_by("anno").values_list("anno", flat=True)[0]
    with nel_giorno(date(primo, 1, 7)):
        segretario = con_incarico(TipoIncarico.SEGRETARIO)
        return valutazione.adotta_il_sistema(ente=ente, segretario=segretario, dal=date(primo, 1, 1))


@transaction.atomic
def vivi_gli_anni(ciclo: Ciclo) -> None:
    """L'anno prima fino in fondo (schede, Relazione, premi, trasparenza) e le schede di quello in corso, o niente.

    Ripetuto, non tocca ciò che è già stato vissuto. Solleva ErroreDiLavoro se il PDF non si può scrivere.
    """
    if ciclo.schede.exists():
        return
    ente, anno = ciclo.ente, ciclo.anno
    prepara_il_sito(ente, anno)
    scrivi_chi_era_in_ritardo(ciclo, consuntivi=_consuntivi(anno))
    vivi_le_schede(ciclo)
    ascolta(ente, anno)
    rendi_conto(ciclo)
    premia(ciclo)
    pubblica_cio_che_manca(ente, il=date(anno + 1, 7, 14))
    segna_letti(Avviso.objects.filter(ente=ente.slug))
    in_corso = Ciclo.objects.get(ente=ente, anno=anno + 1)
    comincia_le_schede(in_corso)
    lette = in_corso.schede.filter(presa_visione_il__isnull=False)
    segna_letti(Avviso.objects.filter(ente=ente.slug, destinatario__persona__in=lette.values("persona")))
    avvisa_ente(ente, oggi=timezone.localdate())


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
