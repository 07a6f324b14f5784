"""Un Piano proposto alla Giunta e ciò che serve ad approvarlo, con controlli senza rilievi e un PDF immediato."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.urls import reverse

from obiettivi.azioni import variazione as variazioni
from obiettivi.models import Ciclo, Variazione, Versione
from obiettivi.voci import CausaScostamento, StatoCiclo, StatoObiettivo, StatoVariazione
from piao.base.controlli import Esito
from relazioni import lavori
from relazioni.azioni import approvazione, percorso
from relazioni.azioni.approvazione import Decisione
from tests.fabbriche import AttoFactory, utente_con
from tests.obiettivi.scene import porta_a
from tests.relazioni.scene import ciclo_ricco

SITO = "https://esempio.it/"


def senza_intoppi(monkeypatch: Any, esito: Esito | None = None) -> None:
    """I controlli danno l'esito detto (vuoto), il PDF è di pochi byte ricavati dall'HTML."""
    for modulo in (percorso, approvazione):
        monkeypatch.setattr(modulo, "esamina_piano", lambda ciclo: esito or Esito())
    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda html, **altro: _pdf(html))


def _pdf(html: str) -> bytes:
    return b"%PDF-1.7 /Type /Pages /Count 3 " + sha256(html.encode()).hexdigest().encode()


def ciclo_proposto(**campi: Any) -> Ciclo:
    ciclo: Ciclo = ciclo_ricco(**{"stato": StatoCiclo.PROPOSTA, **campi})
    ciclo.obiettivi.update(stato=StatoObiettivo.VALIDATO)
    return ciclo


def decisione(ciclo: Ciclo | None = None, **campi: Any) -> Decisione:
    ciclo = ciclo or ciclo_proposto()
    atto = AttoFactory(ente=ciclo.ente, numero="12", data=date(2026, 1, 30))
    return Decisione(ciclo, atto, utente_con("segretario", ciclo.ente), **campi)


def approvato(presa: Decisione | None = None) -> Versione:
    """Una versione congelata passando per il lavoro vero."""
    presa = presa or decisione()
    fatto = lavori.congela_approvazione.call(
        lavoro_id=None,
        ciclo_id=presa.ciclo.pk,
        atto_id=presa.atto.pk,
        utente_id=presa.utente.pk,
        sito=SITO,
        variazione_id=presa.variazione.pk if presa.variazione else None,
        motivo_ritardo=presa.motivo_ritardo,
        esistente=presa.esistente,
    )
    return Versione.objects.get(ciclo=presa.ciclo, numero=fatto["versione"])


def variazione_proposta(ciclo: Ciclo, utente: Any, **nuovi: Any) -> Variazione:
    """Una variazione dell'obiettivo 1.1, pronta da approvare."""
    ciclo.refresh_from_db()
    aperta = variazioni.apri_variazione(
        ciclo, utente=utente, titolo="Meno fondi", motivo="Tagli.", causa=CausaScostamento.ESOGENA
    )
    obiettivo = ciclo.obiettivi.get(codice="1.1")
    copia = variazioni.modifica_obiettivo(aperta, obiettivo, utente=utente).copia
    for nome, valore in (nuovi or {"titolo": "Tempi dimezzati"}).items():
        setattr(copia, nome, valore)
    copia.save()
    return porta_a(aperta, StatoVariazione.PROPOSTA)


def visita(client: Any, utente: Any, ciclo: Ciclo, nome: str, *argomenti: Any, dati: Any = None, **cerca: str) -> Any:
    """L'utente apre una pagina del ciclo, o vi scrive i dati."""
    client.force_login(utente)
    indirizzo = reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *argomenti])
    return client.get(indirizzo, cerca) if dati is None else client.post(indirizzo, dati)


def letta(risposta: Any) -> str:
    scritto: str = risposta.content.decode()
    return scritto.replace("&#x27;", "'")


def dati_atto(**campi: Any) -> dict[str, Any]:
    """L'atto come lo si scrive nella maschera."""
    base = {"numero": "12", "data": "2026-01-30", "oggetto": "Approvazione", "parere_tecnico": "favorevole"}
    return {**base, "parere_contabile": "non_dovuto", "motivo_ritardo": "", "versione": 1, **campi}
