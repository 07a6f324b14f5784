"""Nessuna persona esce dalla porta pubblica: si percorre ogni indirizzo, si legge ogni byte, anche PDF e archivi."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile, is_zipfile

import pytest
from django.urls import URLResolver, get_resolver, reverse
from pypdf import PdfReader

from enti.models import Incarico, Persona, Rapporto, Utente
from piao.base.controlli import Esito
from relazioni import urls_installazione, urls_trasparenza
from relazioni.azioni import approvazione, percorso
from relazioni.azioni.partecipazione import apri_questionario, segnala
from relazioni.azioni.pubblicazioni import pubblica_tabelle, pubblica_versione
from relazioni.models import TipoPubblicazione
from relazioni.pubblico.tabelle import Tabella, Tabelle, congela
from tests.fabbriche import PersonaFactory, RapportoFactory
from tests.relazioni.scene_approvazione import approvato, ciclo_proposto, decisione, variazione_proposta

pytestmark = pytest.mark.django_db
COLLEGAMENTI = re.compile(
    rb'(?:href|src|action)="([^"#]+)|<(?:loc|link|id)[^>]*>(https?://[^<]+)|"(https?://localhost[^"]+)"'
)
SITO = "http://localhost:8000"


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
    segnala(ente, servizio="Strade", testo="Parolasegretissima", contatto="cittadina@posta.it")
    return presa.ciclo


def _fissi(ciclo) -> Iterator[str]:
    """Ogni indirizzo pubblico dell'elenco, con argomenti veri."""
    indicatore = obiettivo_di(ciclo)
    valori = {
        "anno": 2026, "pk": 1, "chiave": "piano-della-performance", "nome": "obiettivi", "formato": "csv",
        "identificativo": indicatore, "codice": "AAAA-AAAA-AAAA",
    }  # fmt: skip
    for schema in urls_trasparenza.pubblici:
        nomi = schema.pattern.converters
        yield reverse(f"relazioni:{schema.name}", kwargs={"ente": ciclo.ente.slug} | {n: valori[n] for n in nomi})
    for schema in urls_installazione.urlpatterns:
        yield reverse(schema.name, kwargs=dict.fromkeys(schema.pattern.converters, "ttl"))


def obiettivo_di(ciclo):
    return ciclo.obiettivi.get(codice="1.1").identificativo


def _percorri(client, da: list[str], dentro: str) -> dict[str, bytes]:
    """Segue ogni collegamento che resta nel sito pubblico; il contenuto di ciascun indirizzo."""
    visti: dict[str, bytes] = {}
    attesa = list(da)
    while attesa:
        indirizzo = attesa.pop()
        if indirizzo in visti:
            continue
        risposta = client.get(indirizzo)
        corpo = b"".join(risposta.streaming_content) if risposta.streaming else risposta.content
        visti[indirizzo] = corpo
        assert not risposta.cookies, indirizzo
        assert risposta.status_code < 500, indirizzo
        attesa += [uno for uno in _collegamenti(corpo, indirizzo, dentro) if uno not in visti]
    return visti


def _collegamenti(corpo: bytes, da: str, dentro: str) -> Iterator[str]:
    for gruppi in COLLEGAMENTI.findall(corpo):
        scritto = next(filter(None, gruppi)).decode().replace("&amp;", "&").removeprefix(SITO)
        parti = urlsplit(scritto)
        if parti.scheme or parti.netloc:
            continue
        percorso = parti.path or urlsplit(da).path
        if percorso.startswith((f"/{dentro}/trasparenza/", f"/{dentro}/api/", "/trasparenza/")):
            yield percorso + (f"?{parti.query}" if parti.query else "")


def _testi(corpo: bytes) -> Iterator[str]:
    """Il contenuto come lo leggerebbe chi lo apre: dentro gli archivi, dentro i PDF."""
    if corpo.startswith(b"%PDF"):
        lettore = PdfReader(BytesIO(corpo))
        yield " ".join(pagina.extract_text() for pagina in lettore.pages) + str(lettore.metadata)
        for contenuti in lettore.attachments.values():
            yield from (uno.decode(errors="replace") for uno in contenuti)
    elif is_zipfile(BytesIO(corpo)):
        archivio = ZipFile(BytesIO(corpo))
        for nome in archivio.namelist():
            yield from _testi(archivio.read(nome))
    else:
        yield corpo.decode(errors="replace")


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


def test_nessuna_persona_compare_in_nessun_byte_di_nessun_indirizzo_pubblico(client, popolato):
    riservati = _riservati(popolato)
    assert {"Cognomeriservato0", "Cognomesegreto"} <= riservati
    pagine = _percorri(client, list(_fissi(popolato)), popolato.ente.slug)
    assert len(pagine) > 100
    trovati = {
        (indirizzo, segreto)
        for indirizzo, corpo in pagine.items()
        for testo in _testi(corpo)
        for segreto in riservati
        if segreto in testo
    }
    assert trovati == set()


def test_si_arriva_davvero_ai_pdf_e_agli_archivi(client, popolato):
    pagine = _percorri(client, list(_fissi(popolato)), popolato.ente.slug)
    pdf = [corpo for corpo in pagine.values() if corpo.startswith(b"%PDF")]
    assert len(pdf) == 2
    assert all("Tempi" in "".join(_testi(corpo)) for corpo in pdf)
    assert any(is_zipfile(BytesIO(corpo)) for indirizzo, corpo in pagine.items() if indirizzo.endswith(".zip"))


def test_nessun_indirizzo_pubblico_resta_fuori_dal_giro(client, popolato):
    """Chi aggiunge una vista pubblica la trova nel giro: tutte passano dai due elenchi."""
    nostri = {id(schema.callback) for schema in (*urls_trasparenza.pubblici, *urls_installazione.urlpatterns)}
    assert [
        vista for vista in _viste(get_resolver()) if getattr(vista, "pubblica", False) and id(vista) not in nostri
    ] == []


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
