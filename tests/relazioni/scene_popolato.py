"""Un ente popolato in tutto, di cui è pubblico tutto ciò che si può: di ogni persona ogni dato si riconosce.

Punteggi con quattro decimali, importi con i centesimi, voci di scheda a quattro cifre e quattro decimali: numeri che
nessuna media, nessun conteggio, nessun disegno può avere per caso.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone
from weasyprint import HTML

from enti.models import Ente, Incarico, Persona, Rapporto, Utente
from obiettivi.models import Ciclo
from piao.base.controlli import Esito
from relazioni.azioni import approvazione, percorso
from relazioni.azioni.partecipazione import apri_questionario, segnala
from relazioni.azioni.pubblicazioni import imposta_sito, pubblica_documento, pubblica_tabelle, pubblica_voce
from relazioni.azioni.relazione import apri_relazione
from relazioni.models import Risposta, TipoPubblicazione
from relazioni.pubblico.tabelle import Tabella, Tabelle, congela
from relazioni.scadenze_pubblicazioni import da_pubblicare
from tests.fabbriche import IncaricoFactory, PersonaFactory, RapportoFactory, UnitaFactory
from tests.relazioni.scene_approvazione import Decisione, approvato, ciclo_proposto, decisione, variazione_proposta
from tests.relazioni.scene_relazione import congelata, fine_anno, senza_rilievi, validata
from tests.valutazione import scena_premi
from valutazione.azioni.premi import conferma_premi, paga_premi, scrivi_interim, scrivi_partecipante
from valutazione.models import (
    Colloquio,
    Fondo,
    Osservazione,
    Partecipante,
    PassaggioScheda,
    Premio,
    Riesame,
    Scheda,
    Sistema,
    Voce,
)
from valutazione.voci import StatoSistema

D = Decimal
PAROLA = "Parolasegretissima"
CITTADINO = "cittadina@posta.it"
PRIMA = D("88888.13")  # ciò che diceva la tabella dei premi, ritirata, prima di quella vera
BASE = D("16246.84")  # il premio intero del segretario, e della prima EQ
FONDI = {"dipendenti": D("197923.57"), "eq": D("89456.71"), "segretario": BASE}
PUNTEGGI = {
    "dipendenti": ("98.3127 97.4619 96.7253 94.8371 92.1739 89.6417 84.2963 78.9371 76.1483 73.5719 64.2837 61.9473"),
    "eq": "97.1367 93.8249 88.4713 81.6937 71.2359",
    "segretario": "95.3719",
}


@dataclass(frozen=True)
class Popolato:
    """Il ciclo dell'ente, e il codice della segnalazione di un cittadino."""

    ciclo: Ciclo
    ricevuta: str

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


def popola(monkeypatch: Any) -> Popolato:
    """Piano variato, schede, Relazione validata, premi, Sistema, atti, ascolto: con PDF veri, tutto pubblicato."""
    presa = _piano_approvato(monkeypatch)
    ciclo, utente = presa.ciclo, presa.utente
    premiati = _schede(ciclo, utente)
    fondi = [_fondo(premiati, platea, importo) for platea, importo in FONDI.items()]
    ciclo.refresh_from_db()
    fine_anno(ciclo)
    validata(congelata(apri_relazione(ciclo, utente=utente)).relazione, riservate=PAROLA, sintesi="Verificata.")
    for fondo in fondi:
        conferma_premi(scena_premi.primo(fondo), utente=utente, motivazione="Come il fondo.")
        paga_premi(Fondo.objects.get(pk=fondo.pk), utente=utente, il=timezone.localdate())
    _pubblica(ciclo.ente, utente)
    return Popolato(ciclo, _ascolta(ciclo.ente, utente))


def _piano_approvato(monkeypatch: Any) -> Decisione:
    """Due versioni del Piano: la seconda viene da una variazione."""
    for modulo in (percorso, approvazione):
        monkeypatch.setattr(modulo, "esamina_piano", lambda ciclo: Esito())
    senza_rilievi(monkeypatch)
    presa = decisione(ciclo_proposto())
    approvato(presa)
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    approvato(Decisione(presa.ciclo, presa.atto, presa.utente, variazione=variazione))
    presa.ciclo.refresh_from_db()
    return presa


# ---- le persone e le loro schede -------------------------------------------------------------------------------


def _schede(ciclo: Ciclo, utente: Any) -> scena_premi.Scena:
    """Una scheda per punteggio, con le sue voci; la prima ha anche osservazioni, un colloquio, un riesame."""
    ente = ciclo.ente
    sistema = Sistema.objects.create(ente=ente, denominazione="Sistema di valutazione", dal=date(2026, 1, 1))
    regole: dict[str, dict[str, Any]] = {
        "dipendenti": {"modo_premio": "riparto"},
        "eq": {"modo_premio": "importo", "base_premio": "posizione"},
        "segretario": {},
    }
    tipi = {
        nome: scena_premi.tipo(sistema, nome, premio=scena_premi.PREMIO, **altro) for nome, altro in regole.items()
    }
    Sistema.objects.filter(pk=sistema.pk).update(stato=StatoSistema.ADOTTATO)
    scena = scena_premi.Scena(ente, ciclo, sistema, tipi, utente, personale=None, nucleo=None)
    posti, valori = count(), _riconoscibili()
    for platea, punteggi in PUNTEGGI.items():
        for punteggio in punteggi.split():
            _scheda(scena, platea, D(punteggio), next(posti), valori)
    _passaggi(Scheda.objects.filter(ciclo=ciclo).order_by("pk")[0])
    return scena


def _riconoscibili() -> Iterator[Decimal]:
    return (D(dieci_millesimi) / 10000 for dieci_millesimi in count(41234567, 79193))


def _scheda(scena: scena_premi.Scena, platea: str, punteggio: Decimal, posto: int, valori: Iterator[Decimal]) -> None:
    persona = PersonaFactory(
        cognome=f"Cognomeriservato{posto}", nome=f"Nomeriservato{posto}", email=f"riservato{posto}@posta.it",
        codice_fiscale=f"RSRNMS80A{posto + 10}H501U", genere="donna" if posto % 3 else "uomo", con_utente=True,
    )  # fmt: skip
    rapporto = RapportoFactory(ente=scena.ente, persona=persona, matricola=f"Matricolariservata{posto}")
    scena.persone.append(persona)
    esito = {"punteggio": {"numero": f"{punteggio}"}, "dettaglio": {"COMP": {"numero": f"{next(valori)}"}}}
    scheda = scena_premi.scheda(
        scena,
        persona,
        punteggio,
        platea=platea,
        rapporto=rapporto,
        esito=esito,
        giudizio=PAROLA,
        valutatore=scena.segretario.persona,
    )
    for voce in range(2):
        Voce.objects.create(
            scheda=scheda, codice=f"C{voce}", denominazione=PAROLA, valore=next(valori), autovalutazione=next(valori),
            motivazione=PAROLA, autovalutazione_nota=PAROLA,
        )  # fmt: skip


def _passaggi(scheda: Scheda) -> None:
    oggi = timezone.localdate()
    PassaggioScheda.objects.create(scheda=scheda, passo="notifica", da="", a="", punteggio=D("71.8293"), nota=PAROLA)
    Osservazione.objects.create(scheda=scheda, testo=PAROLA, presentata_il=oggi, risposta=PAROLA)
    Colloquio.objects.create(scheda=scheda, tipo="finale", il=oggi, nota=PAROLA)
    Riesame.objects.create(
        scheda=scheda, chiesto_il=oggi, motivi=PAROLA, organo="nucleo", decisione=PAROLA,
        prima=D("69.4871"), dopo=scheda.punteggio,
    )  # fmt: skip


def _fondo(scena: scena_premi.Scena, platea: str, importo: Decimal) -> Fondo:
    """I dipendenti con la maggiorazione; gli altri ciascuno con la sua posizione, e una EQ anche con un interim."""
    if platea == "dipendenti":
        altro = {"maggiorazione": D(30), "quota_massima": D(20), "fissata_il": date(2026, 11, 20)}
        return scena.fondo(platea, importo, criterio_parita="anzianita", **altro)
    fondo = scena.fondo(platea, importo, posizione_totale=D("56789.43"))
    for posto, scheda in enumerate(Scheda.objects.filter(ciclo=scena.ciclo, tipo__destinatari=platea).order_by("pk")):
        base = BASE + posto * D("1117.13")
        scrivi_partecipante(fondo, scheda.persona, utente=scena.segretario, base=base)
    if platea == "eq":
        altrove = {"tipo": platea, "unita": UnitaFactory(ente=scena.ente), "ad_interim": True}
        coperto = IncaricoFactory(ente=scena.ente, persona=scheda.persona, **altrove)
        scrivi_interim(fondo, utente=scena.segretario, incarico=coperto, posizione=D("8765.43"), percentuale=D(20))
    return fondo


# ---- ciò che esce ----------------------------------------------------------------------------------------------


def _pubblica(ente: Ente, utente: Any) -> None:
    """Tutto ciò che la pagina dice di pubblicare, dopo una tabella dei premi poi sostituita; e un atto del Nucleo."""
    chi: dict[str, Any] = {"utente": utente, "ufficio": "Segreteria"}
    vecchia = Tabelle((), (Tabella("Premi", ("Categoria", "Euro"), (("Dipendenti", PRIMA),)),))
    ammontare = TipoPubblicazione.PREMI_AMMONTARE
    for voce in da_pubblicare(ente):
        if voce.tipo == ammontare:
            pubblica_tabelle(ente, congela(vecchia), tipo=ammontare, anno=2026, titolo="Premi", **chi)
        pubblica_voce(ente, voce, **chi)
    verbale = SimpleUploadedFile("verbale.pdf", HTML(string="<p>Il Nucleo ha validato.</p>").write_pdf())
    pubblica_documento(ente, tipo=TipoPubblicazione.ATTO_NUCLEO, anno=2026, titolo="Verbale n. 3", file=verbale, **chi)
    imposta_sito(ente, utente=utente, ufficio="Segreteria", accessibilita="", riscontro="urp@comune.it")
    ente.stemma.save("stemma.png", ContentFile(b"\x89PNG"))


def _ascolta(ente: Ente, utente: Any) -> str:
    """Un questionario aperto, uno chiuso con le risposte, una segnalazione: il codice della sua ricevuta."""
    oggi = timezone.localdate()
    apri_questionario(ente, utente=utente, servizio="Anagrafe", dal=oggi, al=oggi)
    chiuso = apri_questionario(ente, utente=utente, servizio="Tributi", dal=date(2026, 1, 1), al=date(2026, 1, 31))
    for voto in (5, 4, 4, 2, 3):
        Risposta.objects.create(questionario=chiuso, soddisfazione=voto, tempi=voto, giorno=date(2026, 1, 15))
    return segnala(ente, servizio="Strade", testo=PAROLA, contatto=CITTADINO).codice


# ---- ciò che non esce ------------------------------------------------------------------------------------------


def parole_riservate(ente: Ente) -> set[str]:
    """Di ogni persona dell'ente cognome, posta, codice fiscale, matricola; di chi non ha incarichi anche il nome."""
    rapporti, incarichi = Rapporto.objects.filter(ente=ente), Incarico.objects.filter(ente=ente)
    chi = Persona.objects.filter(Q(pk__in=rapporti.values("persona")) | Q(pk__in=incarichi.values("persona")))
    scritti = {valore for riga in chi.values_list("cognome", "email", "codice_fiscale") for valore in riga}
    scritti |= set(rapporti.values_list("matricola", flat=True)) | set(Utente.objects.values_list("email", flat=True))
    scritti |= set(chi.filter(nome__startswith="Nomeriservato").values_list("nome", flat=True))
    return {uno for uno in scritti if uno} | {PAROLA, CITTADINO}


def punteggi_di_ognuno(ciclo: Ciclo) -> set[Decimal]:
    """Di ogni scheda il punteggio, com'era prima, quello di ogni parte, il valore e l'autovalutazione di ogni voce."""
    schede = Scheda.objects.filter(ciclo=ciclo)
    campi = {
        *schede.values_list("punteggio", flat=True),
        *Voce.objects.filter(scheda__in=schede).values_list("valore", flat=True),
        *Voce.objects.filter(scheda__in=schede).values_list("autovalutazione", flat=True),
        *PassaggioScheda.objects.filter(scheda__in=schede).values_list("punteggio", flat=True),
        *Riesame.objects.filter(scheda__in=schede).values_list("prima", flat=True),
    }
    parti = {
        D(parte["numero"]) for esito in schede.values_list("esito", flat=True) for parte in esito["dettaglio"].values()
    }
    return {valore for valore in campi | parti if valore}


def importi_di_ognuno(ciclo: Ciclo) -> set[Decimal]:
    """Di ogni persona: premio, maggiorazione, interim, la loro somma, l'importo di partenza. Lo zero non conta."""
    premi = Premio.objects.filter(simulazione__fondo__ciclo=ciclo)
    parti = {valore for riga in premi.values_list("importo", "maggiorazione", "interim") for valore in riga}
    basi = set(Partecipante.objects.filter(fondo__ciclo=ciclo).values_list("base", flat=True))
    return {valore for valore in parti | {premio.totale for premio in premi} | basi if valore}
