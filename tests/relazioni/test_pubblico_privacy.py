"""Nessuna persona esce dalla porta pubblica: si percorre ogni indirizzo, si legge ogni byte, anche PDF e archivi."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import is_zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver, resolve, reverse

from enti.models import Incarico, Persona, Rapporto, Utente
from piao.base.controlli import Esito
from relazioni.azioni import approvazione, percorso
from relazioni.azioni.partecipazione import apri_questionario, segnala
from relazioni.azioni.pubblicazioni import pubblica_relazione, pubblica_tabelle, pubblica_versione
from relazioni.models import TipoPubblicazione, Validazione
from relazioni.pubblico.tabelle import Tabella, Tabelle, congela
from relazioni.tabelle_da_pubblicare import ammontare, distribuzione
from relazioni.urls import installazione, trasparenza
from tests.fabbriche import PersonaFactory, RapportoFactory
from tests.relazioni.giro_pubblico import contenuti, numeri_trovati, percorri, trovati
from tests.relazioni.scene_approvazione import approvato, ciclo_proposto, decisione, variazione_proposta
from tests.relazioni.scene_pubblico import Scena, relazione_congelata, relazione_del_piano
from tests.valutazione.scena_premi import primo
from tests.valutazione.scena_premi import scena as scena_premi
from valutazione.azioni.premi import conferma_premi
from valutazione.models import Premio

pytestmark = pytest.mark.django_db


@pytest.fixture
def popolato(monkeypatch):
    """Un ente con due versioni del Piano (PDF veri), premi, questionario, segnalazione, nomi riconoscibili."""
    for modulo in (percorso, approvazione):
        monkeypatch.setattr(modulo, "esamina_piano", lambda ciclo: Esito())
    presa = decisione(ciclo_proposto())
    ente = presa.ciclo.ente
    for numero in range(5):
        chi = PersonaFactory(cognome=f"Cognomeriservato{numero}", nome=f"Nomeriservato{numero}", con_utente=True)
        RapportoFactory(ente=ente, persona=chi)
    versioni = [approvato(presa)]
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    versioni.append(approvato(type(presa)(presa.ciclo, presa.atto, presa.utente, variazione=variazione)))
    for versione in versioni:
        pubblica_versione(versione, utente=presa.utente, ufficio="Segreteria")
    premi = Tabelle(("Criteri.",), (Tabella("Premi", ("Categoria", "Euro"), (("Dipendenti", Decimal("5000.5")),)),))
    pubblica_tabelle(
        ente, congela(premi), utente=presa.utente, tipo=TipoPubblicazione.PREMI_AMMONTARE, anno=2026,
        titolo="Premi 2026", ufficio="Personale",
    )  # fmt: skip
    oggi = date.today()
    apri_questionario(ente, utente=presa.utente, servizio="Anagrafe", dal=oggi, al=oggi)
    apri_questionario(ente, utente=presa.utente, servizio="Tributi", dal=date(2026, 1, 1), al=date(2026, 1, 31))
    scena = Scena(presa, versioni[-1], ente.pubblicazioni.first())
    relazione = relazione_congelata(scena, relazione_del_piano(scena))
    Validazione.objects.create(versione=relazione, esito="validata", data=oggi, riservate="Parolasegretissima")
    pubblica_relazione(relazione, utente=presa.utente, ufficio="Segreteria")
    ente.stemma.save("stemma.png", ContentFile(b"\x89PNG"))
    presa.ciclo.ricevuta = segnala(
        ente, servizio="Strade", testo="Parolasegretissima", contatto="cittadina@posta.it"
    ).codice
    return presa.ciclo


@pytest.fixture
def pagine(client, popolato):
    """Tutto ciò che è pubblico, da ogni indirizzo dell'elenco e da ogni collegamento."""
    return _giro(client, [*_fissi(popolato), "/"], popolato.ente)


def _giro(client, da, ente):
    def _chiedi(indirizzo):
        risposta = client.get(indirizzo)
        assert not risposta.cookies, indirizzo
        return risposta.status_code, risposta.getvalue()

    return percorri(_chiedi, da, ente.slug)


def _fissi(ciclo) -> Iterator[str]:
    """Ogni indirizzo pubblico dell'elenco, con argomenti veri."""
    indicatore = obiettivo_di(ciclo)
    valori = {
        "anno": 2026, "pk": 1, "chiave": "piano-della-performance", "nome": "obiettivi", "formato": "csv",
        "identificativo": indicatore, "codice": ciclo.ricevuta,
    }  # fmt: skip
    for schema in trasparenza.pubblici:
        nomi = schema.pattern.converters
        yield reverse(f"relazioni:{schema.name}", kwargs={"ente": ciclo.ente.slug} | {n: valori[n] for n in nomi})
    yield reverse("relazioni:cerca_ricevuta", args=[ciclo.ente.slug]) + f"?codice={ciclo.ricevuta}"
    for schema in installazione.urlpatterns:
        yield reverse(schema.name, kwargs=dict.fromkeys(schema.pattern.converters, "ttl"))


def obiettivo_di(ciclo):
    return ciclo.obiettivi.get(codice="1.1").identificativo


def _riservati(ciclo) -> set[str]:
    """Ciò che non deve comparire: di ogni persona il cognome, il nome, la posta, il codice fiscale."""
    ente = ciclo.ente
    persone = Persona.objects.filter(pk__in=[
        *Rapporto.objects.filter(ente=ente).values_list("persona", flat=True),
        *Incarico.objects.filter(ente=ente).values_list("persona", flat=True),
    ])  # fmt: skip
    campi = {valore for riga in persone.values_list("cognome", "email", "codice_fiscale") for valore in riga}
    campi |= set(Utente.objects.values_list("email", flat=True)) | {f"Nomeriservato{n}" for n in range(5)}
    return {campo for campo in campi if campo} | {"Parolasegretissima", "cittadina@posta.it"}


def test_si_apre_tutto_cio_che_e_pubblico_e_in_nessun_byte_compare_una_persona(popolato, pagine):
    """Un giro solo, perché è lungo: prima si guarda che sia stato completo, poi che cosa ha letto."""
    aperte = {
        resolve(urlsplit(indirizzo).path).func for indirizzo, (stato, _) in pagine.items() if stato in (200, 302)
    }
    pubbliche = {vista for vista in _viste(get_resolver()) if hasattr(vista, "pubblica")}
    assert {vista.__name__ for vista in pubbliche - aperte} == set()
    pdf = [corpo for _, corpo in pagine.values() if corpo.startswith(b"%PDF-1.7\n")]
    assert all("Tempi" in "".join(contenuti(corpo)) for corpo in pdf)
    assert len(pdf) == 2
    assert any(is_zipfile(BytesIO(corpo)) for indirizzo, (_, corpo) in pagine.items() if indirizzo.endswith(".zip"))
    riservati = _riservati(popolato)
    assert {"Cognomeriservato0", "Cognomesegreto"} <= riservati
    assert trovati(pagine, riservati) == set()


def test_nessun_indirizzo_pubblico_resta_fuori_dal_giro(client, popolato):
    """Chi aggiunge una vista pubblica la trova nel giro: tutte passano dai due elenchi."""
    nostri = {id(schema.callback) for schema in (*trasparenza.pubblici, *installazione.urlpatterns)}
    assert [vista for vista in _viste(get_resolver()) if hasattr(vista, "pubblica") and id(vista) not in nostri] == []


def _viste(schemi):
    for schema in schemi.url_patterns:
        if isinstance(schema, URLResolver):
            yield from _viste(schema)
        else:
            yield schema.callback


def test_una_tabella_con_un_solo_numero_vecchio_non_si_confronta_con_la_nuova(client, popolato):
    """Ripubblicare i premi ritira la tabella di prima: per differenza si saprebbe chi è arrivato."""
    nuova = Tabelle((), (Tabella("Premi", ("Categoria", "Euro"), (("Dipendenti", Decimal(7000)),)),))
    ente, utente = popolato.ente, Utente.objects.first()
    riga = pubblica_tabelle(
        ente, congela(nuova), utente=utente, tipo=TipoPubblicazione.PREMI_AMMONTARE, anno=2026, titolo="P", ufficio="U"
    )
    vecchia = ente.pubblicazioni.filter(tipo=TipoPubblicazione.PREMI_AMMONTARE).exclude(pk=riga.pk).get()
    risposta = client.get(reverse("relazioni:pubblicazione", args=[ente.slug, vecchia.pk]))
    assert (risposta.status_code, b"5.000,5" in risposta.content) == (410, False)
    assert client.get(reverse("relazioni:dati_pubblicazione", args=[ente.slug, vecchia.pk, "csv"])).status_code == 404


# Punteggi che nessuna media e nessun conteggio può avere per caso, e un fondo che non si divide in parti tonde.
PUNTEGGI = [Decimal(uno) for uno in ["97.31", "94.67", "91.83", "86.19", "77.43", "73.57", "68.91", "64.29", "61.13"]]
FONDO = Decimal("7919.83")


@pytest.fixture
def premiati():
    """Nove dipendenti valutati e premiati, e le due tabelle dell'art. 20 pubblicate dai loro dati."""
    s = scena_premi(*PUNTEGGI)
    conferma_premi(primo(s.fondo(importo=FONDO)), utente=s.segretario, motivazione="Come il fondo.")
    for tipo, tabelle in (("premi_ammontare", ammontare(s.ciclo)), ("premi_dati", distribuzione(s.ciclo))):
        pubblica_tabelle(
            s.ente, congela(tabelle), utente=s.segretario, tipo=TipoPubblicazione(tipo), anno=s.ciclo.anno,
            titolo="Premi", ufficio="Personale",
        )  # fmt: skip
    return s


def test_le_tabelle_dei_premi_non_dicono_il_punteggio_ne_il_premio_di_nessuno(client, premiati):
    """In nessun formato, all'italiana o per i programmi. Le somme invece ci sono: la ricerca sa trovare."""
    importi = {premio.totale for premio in Premio.objects.filter(simulazione__confermata=True)}
    pagine = _giro(client, [reverse("relazioni:trasparenza", args=[premiati.ente.slug])], premiati.ente)
    assert len(importi) >= 7
    assert numeri_trovati(pagine, importi | set(PUNTEGGI)) == set()
    somme = numeri_trovati(pagine, [FONDO])
    assert {forma for _, forma in somme} >= {"7.919,83", "7919,83", "7919.83"}
