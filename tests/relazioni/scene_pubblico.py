"""Un ente che ha pubblicato il suo Piano, e come lo si visita da fuori."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from enti.models import Ente
from obiettivi.azioni.versione import impronta_di
from obiettivi.models import Versione
from relazioni.azioni.pubblicazioni import pubblica_relazione, pubblica_tabelle, pubblica_versione
from relazioni.contenuto.dati import canonico, da_canonico
from relazioni.contenuto.relazione.tipi import Esitato, FrontespizioRelazione, Grado, Relazione, Rendicontato
from relazioni.models import Pubblicazione, Questionario, Risposta, TipoPubblicazione, VersioneRelazione
from relazioni.models import Relazione as RigaRelazione
from relazioni.pubblico.tabelle import Tabella, Tabelle, congela
from relazioni.voci import StatoRelazione
from tests.relazioni.scene_approvazione import Decisione, approvato, ciclo_proposto, decisione, variazione_proposta


@dataclass(frozen=True)
class Scena:
    """Il Piano 2026 di un ente, approvato e pubblicato."""

    presa: Decisione
    versione: Versione
    pubblicazione: Pubblicazione

    @property
    def ente(self) -> Ente:
        return self.presa.ciclo.ente


def pubblicato(**campi: Any) -> Scena:
    presa = decisione(ciclo_proposto(**campi))
    versione = approvato(presa)
    return Scena(presa, versione, pubblica_versione(versione, utente=presa.utente, ufficio="Segreteria"))


def variato(scena: Scena) -> Scena:
    """Una variazione approvata e pubblicata: il titolo dell'obiettivo 1.1 diventa «Tempi dimezzati»."""
    variazione = variazione_proposta(scena.presa.ciclo, scena.presa.utente)
    presa = Decisione(scena.presa.ciclo, scena.presa.atto, scena.presa.utente, variazione=variazione)
    versione = approvato(presa)
    return Scena(presa, versione, pubblica_versione(versione, utente=presa.utente, ufficio="Segreteria"))


def obiettivo(scena: Scena, codice: str = "1.1") -> Any:
    return scena.presa.ciclo.obiettivi.get(codice=codice)


def relazione_del_piano(
    scena: Scena, *, grado: str = "81.5", valore: str = "27", spiegazione: str = "Due pensionamenti."
) -> Relazione:
    """Una Relazione sull'obiettivo 1.1, com'è nel Piano pubblicato."""
    piano = da_canonico(scena.versione.contenuto)
    promessa = next(o for o in piano.obiettivi if o.codice == "1.1")
    indicatore = promessa.indicatori[0]
    misura = Esitato(
        indicatore.identificativo, indicatore.denominazione, "al massimo 25 giorni", atteso_valore=Decimal(25),
        risultato=f"{valore} giorni" if valore else "", valore=Decimal(valore) if valore else None,
        grado=Decimal(grado) if grado else None, da_spiegare=bool(spiegazione), spiegazione=spiegazione,
    )  # fmt: skip
    gradi = (Grado("Area Tecnica", "media", Decimal("81.5"), 1, 1), Grado("Area Sociale", "media"))
    return Relazione(
        ente=piano.ente,
        documento=FrontespizioRelazione(2026, "2026-2028", bozza=False, versione=1),
        complesso=Grado("Ente", "media", Decimal(grado) if grado else None, 1, 1),
        per_unita=gradi,
        obiettivi=(Rendicontato(promessa, grado=misura.grado, indicatori=(misura,)),),
    )


def relazione_congelata(scena: Scena, contenuto: Relazione) -> VersioneRelazione:
    riga = RigaRelazione.objects.create(ciclo=scena.presa.ciclo, stato=StatoRelazione.APPROVATA, atto=scena.presa.atto)
    testo = canonico(contenuto)
    return VersioneRelazione.objects.create(
        relazione=riga, numero=1, atto=scena.presa.atto, codice="AAAA-BBBB-CCCC", contenuto=testo,
        impronta_contenuto=impronta_di(testo.encode()), pdf=ContentFile(b"%PDF-1.7 relazione", "r.pdf"),
        impronta_pdf=impronta_di(b"%PDF-1.7 relazione"), pagine=1, rilievi="{}", impronta_rilievi="0" * 64,
        chi=scena.presa.utente,
    )  # fmt: skip


def tutto_pubblicato() -> Scena:
    """Un ente di cui ogni raccolta ha almeno una riga: Piano variato, Relazione, premi, un questionario chiuso."""
    scena = variato(pubblicato())
    chi: dict[str, Any] = {"utente": scena.presa.utente, "ufficio": "Segreteria"}
    pubblica_relazione(relazione_congelata(scena, relazione_del_piano(scena)), **chi)
    pubblica_tabelle(
        scena.ente, congela(PREMI), tipo=TipoPubblicazione.PREMI_AMMONTARE, anno=2026, titolo="Premi 2026", **chi
    )
    chiuso = Questionario.objects.create(
        ente=scena.ente, servizio="Anagrafe", dal=date(2026, 1, 1), al=date(2026, 1, 31)
    )
    for voto in (5, 4, 4, 2):
        Risposta.objects.create(questionario=chiuso, soddisfazione=voto, tempi=voto, giorno=date(2026, 1, 15))
    return scena


PREMI = Tabelle(
    ("Criteri.",),
    (
        Tabella(
            "Ammontare",
            ("Categoria", "Premi stanziati (€)", "Premi distribuiti (€)"),
            (("Dipendenti", Decimal("12500.5"), Decimal("11000.25")), ("EQ", Decimal(3000), None)),
        ),
    ),
)


def apri(client: Any, ente: Ente | None, nome: str, *argomenti: Any, **cerca: Any) -> Any:
    """La risposta di una pagina pubblica a chi non è entrato."""
    if ente is None:
        return client.get(reverse(nome, args=argomenti), cerca)
    return client.get(reverse(f"relazioni:{nome}", args=[ente.slug, *argomenti]), cerca)


def letto(risposta: Any) -> str:
    contenuto = b"".join(risposta.streaming_content) if risposta.streaming else risposta.content
    scritto: str = contenuto.decode()
    return scritto.replace("&#x27;", "'")
