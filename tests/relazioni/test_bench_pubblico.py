"""Le misure delle pagine pubbliche: che cosa si prepara, che cosa si legge, che un errore non passa in silenzio."""

import asyncio

import pytest

from enti.models import Ente
from relazioni import bench_pubblico as bench
from relazioni.dimostrazione.generatore import documento
from relazioni.models import Pubblicazione

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _poco(monkeypatch):
    monkeypatch.setattr(bench, "VOLTE", 1)
    monkeypatch.setattr(bench, "documento", lambda quanti, slug: documento(4, 2, slug=slug))


@pytest.fixture
def server():
    """Risponde «200» alla pagina buona e «500» all'altra, una connessione ciascuna."""

    async def rispondi(lettore, scrittore):
        riga = await lettore.readline()
        stato = b"200 OK" if b"/buona" in riga else b"500 Errore"
        scrittore.write(b"HTTP/1.1 " + stato + b"\r\n\r\nciao" if b"/muta" not in riga else b"")
        scrittore.close()

    return lambda: asyncio.start_server(rispondi, bench.INDIRIZZO, 0)


def _con(server, percorsi):
    async def prova():
        async with await server() as aperto:
            return await bench.folla(aperto.sockets[0].getsockname()[1], percorsi, 3, 0.05)

    return asyncio.run(prova())


def test_la_folla_conta_le_risposte_riuscite_e_gli_errori(server):
    buone = _con(server, ["/buona"])
    assert (buone.riuscite > 0, buone.errori, buone.al_secondo > 0) == (True, 0, True)
    assert _con(server, ["/cattiva"]).stati.keys() == {500}
    assert _con(server, ["/muta"]).stati.keys() == {0}


def test_chi_non_trova_nessuno_che_risponde_conta_un_errore():
    assert asyncio.run(bench._stato(bench._porta_libera(), "/")) == 0


def test_le_pagine_che_si_misurano_si_aprono_e_gli_altri_enti_non_le_cambiano():
    pagine = bench._pubblicato()
    assert len(pagine) == 3
    bench._affolla(5)
    assert (Ente.objects.count(), Pubblicazione.objects.count()) == (5, 13)
    assert all(bench.processore(percorso) > 0 for percorso in pagine.values())


def test_una_pagina_che_non_risponde_ferma_la_misura():
    with pytest.raises(RuntimeError, match="non risponde"):
        bench.processore("/non.esiste/")


@pytest.mark.parametrize("rotto", [False, True])
def test_un_solo_errore_fra_duecento_lettori_ferma_la_misura(monkeypatch, rotto):
    async def folla(*_):
        return bench.Esito(2.0, bench.Counter({200: 10, **({0: 1} if rotto else {})}))

    monkeypatch.setattr(bench, "folla", folla)
    misure = bench._duecento(1, ["/"])
    assert [next(misure).nostro for _ in range(3)] == [5, 10, int(rotto)]
    with pytest.raises(RuntimeError if rotto else StopIteration):
        next(misure)
