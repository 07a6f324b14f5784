"""Nessuna persona esce dalla porta pubblica: si percorre ogni indirizzo, si legge ogni byte, anche PDF e archivi."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from urllib.parse import urlsplit
from zipfile import is_zipfile

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, resolve, reverse

from relazioni.models import VersioneRelazione
from relazioni.urls import installazione, trasparenza
from tests.relazioni.giro_pubblico import (
    Risposta,
    Testi,
    file_di_conteggi,
    leggi,
    numeri_trovati,
    percorri,
    riconoscibile,
    soldi_scritti,
    tracce,
    trovati,
)
from tests.relazioni.scene_popolato import (
    FONDI,
    PRIMA,
    Popolato,
    importi_di_ognuno,
    parole_riservate,
    popola,
    punteggi_di_ognuno,
)
from tests.relazioni.scene_relazione import OGGI
from valutazione.aggregati import soglia

SENZA_PORTA = ("/", "/verifica/", "/manuale/", "/accesso/login/", "/salute")  # aperte a tutti, fuori dai due elenchi


@dataclass(frozen=True)
class Giro:
    """Ciò che si è letto, e ciò che non vi si deve trovare."""

    pagine: dict[str, Risposta]
    testi: Testi
    parole: set[str]
    punteggi: set[Decimal]
    importi: set[Decimal]


@pytest.fixture(scope="module")
def giro(django_db_setup, django_db_blocker, tmp_path_factory):
    """Un ente popolato in tutto, percorso una volta per tutto il file: dopo resta soltanto ciò che si è letto."""
    impostazioni = {
        "MEDIA_ROOT": tmp_path_factory.mktemp("giro"),
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "WHITENOISE_AUTOREFRESH": True,
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "giro"}},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with (
        pytest.MonkeyPatch.context() as toppa,
        override_settings(**impostazioni),
        time_machine.travel(OGGI, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        popolato = popola(toppa)
        ciclo = popolato.ciclo
        riservati = parole_riservate(ciclo.ente), punteggi_di_ognuno(ciclo), importi_di_ognuno(ciclo)
        pagine = _pagine(popolato)
        transaction.set_rollback(True)
    return Giro(pagine, leggi(pagine), *riservati)


def _pagine(popolato: Popolato) -> dict[str, Risposta]:
    """Tutto ciò che è pubblico, da ogni indirizzo dell'elenco e da ogni collegamento; anche le intestazioni."""
    client, intestazioni = Client(), {}

    def _chiedi(indirizzo):
        risposta = client.get(indirizzo)
        assert not risposta.cookies or indirizzo in SENZA_PORTA, indirizzo
        scritte = "\n".join(f"{nome}: {valore}" for nome, valore in risposta.items() if nome != "Content-Length")
        intestazioni[f"{indirizzo} (intestazioni)"] = 0, scritte.encode()
        return risposta.status_code, risposta.getvalue()

    da = [*_fissi(popolato), *_codici(popolato), *SENZA_PORTA]
    return percorri(_chiedi, da, popolato.ente.slug) | intestazioni


def _fissi(popolato: Popolato) -> Iterator[str]:
    """Ogni indirizzo pubblico dell'elenco, con argomenti veri."""
    indicatore = popolato.ciclo.obiettivi.get(codice="1.1").identificativo
    valori = {
        "anno": 2026, "pk": 1, "chiave": "piano-della-performance", "nome": "obiettivi", "formato": "csv",
        "identificativo": indicatore, "codice": popolato.ricevuta,
    }  # fmt: skip
    for schema in trasparenza.pubblici:
        nomi = schema.pattern.converters
        yield reverse(f"relazioni:{schema.name}", kwargs={"ente": popolato.ente.slug} | {n: valori[n] for n in nomi})
    yield reverse("relazioni:cerca_ricevuta", args=[popolato.ente.slug]) + f"?codice={popolato.ricevuta}"
    for schema in installazione.urlpatterns:
        yield reverse(schema.name, kwargs=dict.fromkeys(schema.pattern.converters, "ttl"))


def _codici(popolato: Popolato) -> Iterator[str]:
    """La verifica di ogni documento stampato, dal codice che vi si legge."""
    ciclo = popolato.ciclo
    versioni = (*ciclo.versioni.all(), *VersioneRelazione.objects.filter(relazione__ciclo=ciclo))
    yield from (reverse("verifica", args=[versione.codice]) for versione in versioni)


def _viste(schemi):
    for schema in schemi.url_patterns:
        if isinstance(schema, URLResolver):
            yield from _viste(schema)
        else:
            yield schema.callback


# ---- il giro è completo ------------------------------------------------------------------------------------------


def test_nessun_indirizzo_pubblico_resta_fuori_dal_giro():
    """Chi aggiunge una vista pubblica la trova nel giro: tutte passano dai due elenchi."""
    nostri = {id(schema.callback) for schema in (*trasparenza.pubblici, *installazione.urlpatterns)}
    assert [vista for vista in _viste(get_resolver()) if hasattr(vista, "pubblica") and id(vista) not in nostri] == []


def test_ogni_indirizzo_pubblico_ha_risposto_almeno_una_volta(giro):
    riusciti = {urlsplit(indirizzo).path for indirizzo, (stato, _) in giro.pagine.items() if stato in (200, 302)}
    aperti = {resolve(percorso).url_name for percorso in riusciti}
    assert {schema.name for schema in (*trasparenza.pubblici, *installazione.urlpatterns)} - aperti == set()


def test_il_giro_ha_aperto_documenti_veri_e_archivi(giro):
    """Due versioni del Piano, la Relazione, un atto del Nucleo; e ogni formato dei dati."""
    pdf = {indirizzo for indirizzo, (_, corpo) in giro.pagine.items() if corpo.startswith(b"%PDF")}
    letti = {indirizzo for indirizzo, testo in giro.testi if indirizzo in pdf and "Tempi" in testo}
    assert (len(pdf), len(letti)) == (4, 3)
    archivi = {
        indirizzo.rsplit(".", 1)[-1] for indirizzo, (_, corpo) in giro.pagine.items() if is_zipfile(BytesIO(corpo))
    }
    assert archivi == {"zip", "xlsx", "ods"}
    assert sum(stato == 410 for stato, _ in giro.pagine.values()) >= 1


# ---- nessuna persona ---------------------------------------------------------------------------------------------


def test_in_nessun_byte_compare_una_persona(giro):
    assert {"Cognomeriservato0", "Cognomesegreto", "RSRNMS80A10H501U", "Matricolariservata0"} <= giro.parole
    assert trovati(giro.testi, giro.parole) == set()


def test_in_nessun_byte_compare_il_punteggio_di_qualcuno(giro):
    """Né il totale, né quello di una parte, né il giudizio su una voce; neanche arrotondato."""
    assert len(giro.punteggi) > 90
    assert [uno for uno in giro.punteggi if not riconoscibile(uno)] == []
    assert numeri_trovati(giro.testi, {traccia for uno in giro.punteggi for traccia in tracce(uno)}) == set()


def test_in_nessun_byte_compare_l_importo_di_qualcuno(giro):
    """Le somme invece ci sono, scritte per chi legge e per i programmi: la ricerca sa trovare."""
    assert len(giro.importi) >= 18
    assert [uno for uno in giro.importi if not riconoscibile(uno)] == []
    assert numeri_trovati(giro.testi, {traccia for uno in giro.importi for traccia in tracce(uno)}) == set()
    somme = numeri_trovati(giro.testi, [FONDI["dipendenti"]])
    assert {forma for _, forma in somme} >= {"197.923,57", "197923,57", "197923.57"}


# ---- neanche per differenza --------------------------------------------------------------------------------------


def test_la_tabella_dei_premi_sostituita_non_si_legge_piu(giro):
    """Ripubblicare ritira quella di prima: per differenza fra le due si saprebbe chi è arrivato."""
    assert numeri_trovati(giro.testi, [PRIMA]) == set()


def test_da_due_somme_pubblicate_non_si_ricava_l_importo_di_qualcuno(giro):
    """Fra tutti gli importi che si leggono, in pagine e file: né la differenza di due, né un totale meno altri due."""
    letti = soldi_scritti(giro.testi)
    assert {FONDI["dipendenti"], sum(FONDI.values())} <= letti
    differenze = {abs(uno - altro) for uno, altro in combinations(letti, 2)}
    assert (differenze | {abs(differenza - uno) for differenza in differenze for uno in letti}) & giro.importi == set()


def test_nelle_tabelle_pubblicate_nessun_gruppo_e_di_pochi_neanche_per_differenza(giro):
    """In ogni riga e colonna di persone, dei file e degli allegati: nessuno in pochi, né il totale meno altri."""
    file = list(file_di_conteggi(giro.testi))
    assert sum(totale is not None for _, totale in file) > 10
    k = soglia(2026)
    for persone, totale in file:
        assert [quante for quante in persone if 0 < quante < k] == []
        scelte = (scelta for quanti in range(1, len(persone) + 1) for scelta in combinations(persone, quanti))
        assert totale is None or not any(0 < totale - sum(scelta) < k for scelta in scelte)
