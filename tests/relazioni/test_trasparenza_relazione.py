"""La Relazione, i premi e il Sistema pubblicati: come si leggono, come si scaricano, che cosa non dicono."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura.esiti import Esito
from relazioni.azioni.pubblicazioni import pubblica_l_ultima, pubblica_relazione, pubblica_tabelle, pubblica_voce
from relazioni.models import Pubblicazione, TipoPubblicazione, Validazione
from relazioni.models import Relazione as RigaRelazione
from relazioni.pubblico import rendiconto
from relazioni.pubblico.tabelle import SCRITTURE, Tabella, Tabelle, congela, rileggi
from relazioni.scadenze_pubblicazioni import da_pubblicare
from tests.fabbriche import AttoFactory, RapportoFactory, utente_con
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import (
    apri,
    letto,
    obiettivo,
    pubblicato,
    relazione_congelata,
    relazione_del_piano,
)
from valutazione.models import Componente, Sistema, TipoScheda
from valutazione.voci import StatoSistema


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def scena(db):
    return pubblicato()


@pytest.fixture
def rendicontata(scena):
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    pubblica_relazione(versione, utente=scena.presa.utente, ufficio="Segreteria")
    return versione


def test_la_relazione_dice_in_parole_semplici_com_e_andata(client, scena, rendicontata):
    pagina = letto(apri(client, scena.ente, "relazione_pubblica", 2026))
    attesi = ("ne ha raggiunti per intero 0", "81,5%", "27 giorni", "Due pensionamenti.", "quasi raggiunto", "n.d.")
    assert [parola for parola in attesi if parola.casefold() not in pagina.casefold()] == []


def test_l_obiettivo_e_l_indicatore_mostrano_il_risultato(client, scena, rendicontata):
    chi = obiettivo(scena)
    pagina = letto(apri(client, scena.ente, "obiettivo_pubblico", chi.identificativo))
    assert ("Com'è andata: quasi raggiunto, 81,5%" in pagina, "27 giorni" in pagina) == (True, True)
    dettaglio = letto(apri(client, scena.ente, "indicatore_pubblico", chi.indicatori.get().identificativo))
    assert "27 giorni" in dettaglio
    assert "2026 27" in dettaglio  # nel grafico, in parole


def test_la_tabella_di_un_indicatore_mette_il_risultato_accanto_al_suo_traguardo(client, scena, rendicontata):
    indicatore = obiettivo(scena).indicatori.get().identificativo
    pagina = letto(apri(client, scena.ente, "indicatore_pubblico", indicatore))
    riga = pagina.partition('<th scope="row">2026</th>')[2].partition("</tr>")[0]
    assert riga.startswith("<td>27 ")
    assert "25" in riga


@pytest.mark.parametrize("nome", ["piano_pubblico", "obiettivi_pubblici"])
def test_negli_elenchi_ogni_obiettivo_dice_in_parole_com_e_andato(client, scena, rendicontata, nome):
    assert "Quasi raggiunto, 81,5%" in letto(apri(client, scena.ente, nome, 2026))


def test_senza_relazione_gli_elenchi_non_dicono_esiti(client, scena):
    assert 'class="segno"' not in letto(apri(client, scena.ente, "piano_pubblico", 2026))


def test_i_risultati_sono_dati_aperti(client, scena, rendicontata):
    righe = json.loads(apri(client, scena.ente, "api_risorsa", "risultati-indicatori").content)["righe"]
    assert (righe[0]["valore"], righe[0]["grado"], righe[0]["spiegazione"]) == (27, 81.5, "Due pensionamenti.")
    (esito,) = json.loads(apri(client, scena.ente, "api_risorsa", "risultati").content)["righe"]
    assert (esito["esito"], esito["grado"]) == ("quasi raggiunto", 81.5)


def test_il_pdf_della_relazione_si_scarica(client, scena, rendicontata):
    riga = Pubblicazione.objects.get(relazione=rendicontata)
    assert b"".join(apri(client, scena.ente, "file_pubblicazione", riga.pk).streaming_content) == b"%PDF-1.7 relazione"


def test_pubblicarla_due_volte_e_come_una(scena, rendicontata):
    pubblica_relazione(rendicontata, utente=scena.presa.utente, ufficio="Altro")
    assert Pubblicazione.objects.filter(relazione=rendicontata).count() == 1


def test_chi_registra_la_pubblicazione_la_porta_nel_sito(scena):
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    riga = pubblica_l_ultima(versione.relazione, utente=scena.presa.utente, il=date(2027, 6, 10))
    assert (riga.relazione, riga.pubblicata_il, riga.ufficio) == (versione, date(2027, 6, 10), "Segreteria")


def test_senza_una_versione_congelata_non_si_porta_nulla(scena):
    riga = RigaRelazione.objects.create(ciclo=scena.presa.ciclo)
    assert pubblica_l_ultima(riga, utente=scena.presa.utente, il=date(2027, 6, 10)) is None


def _validata(versione, **campi):
    lista = [{"domanda": "I risultati sono attendibili?", "risposta": "si", "nota": "Notariservata"}]
    dati = {"esito": "con_riserve", "data": date(2027, 6, 12), "lista": lista, "sintesi": "Due misure da rivedere."}
    return Validazione.objects.create(versione=versione, riservate="Solo per l'ente.", **(dati | campi))


def test_con_la_relazione_esce_il_verbale_nella_resa_pubblica(client, scena):
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    _validata(versione)
    pubblica_relazione(versione, utente=scena.presa.utente, ufficio="Segreteria")
    riga = Pubblicazione.objects.get(tipo=TipoPubblicazione.VALIDAZIONE)
    pagina = letto(apri(client, scena.ente, "pubblicazione", riga.pk))
    assert [p for p in ("Due misure da rivedere.", "I risultati sono attendibili?", "sì") if p not in pagina] == []
    assert [p for p in ("Notariservata", "Solo per l'ente.") if p in pagina] == []
    assert riga.titolo in letto(apri(client, scena.ente, "sezione_trasparenza", "organismi-di-valutazione"))


def test_un_verbale_con_un_nome_non_esce_da_solo_e_dice_perche(client, scena):
    RapportoFactory(ente=scena.ente, persona__nome="Ada", persona__cognome="Nascosta")
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    una = _validata(versione, sintesi="Ha risposto Ada Nascosta.")
    pubblica_relazione(versione, utente=scena.presa.utente, ufficio="Segreteria")
    assert not Pubblicazione.objects.filter(tipo=TipoPubblicazione.VALIDAZIONE).exists()
    client.force_login(utente_con("rpct", scena.ente))
    indirizzo = reverse("relazioni:pubblica", args=[scena.ente.slug, TipoPubblicazione.VALIDAZIONE, una.pk])
    assert "Il testo nomina persone che lavorano nell'ente" in letto(client.post(indirizzo, follow=True))


def test_una_validazione_arrivata_dopo_si_chiede_di_pubblicarla(scena, rendicontata):
    una = _validata(rendicontata)
    (voce,) = da_pubblicare(scena.ente)
    assert (voce.tipo, voce.pk, voce.dal) == (TipoPubblicazione.VALIDAZIONE, una.pk, una.data)
    pubblica_voce(scena.ente, voce, utente=scena.presa.utente, ufficio="U")
    assert da_pubblicare(scena.ente) == []


def test_senza_relazione_la_pagina_non_c_e(client, scena):
    assert apri(client, scena.ente, "relazione_pubblica", 2026).status_code == 404


def test_la_mappa_porta_anche_alla_relazione(client, scena, rendicontata):
    assert "/trasparenza/relazione/2026/" in letto(apri(client, scena.ente, "mappa"))


@pytest.mark.django_db
def test_senza_gradi_non_si_inventano_frasi(scena):
    r = relazione_del_piano(scena, grado="", valore="", spiegazione="")
    assert len(rendiconto.frasi(r)) == 1
    assert [conto.esito for conto in rendiconto.conti(r)] == [Esito.NON_MISURATO]
    assert rendiconto.gradi((), prefisso="x", titolo="X") is None
    assert rendiconto.di(replace(r, obiettivi=()), "x") is None


def test_si_propone_soltanto_la_relazione_validata(scena):
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    assert da_pubblicare(scena.ente) == []
    Validazione.objects.create(versione=versione, esito="validata", data=date(2027, 6, 1), chi=scena.presa.utente)
    (voce,) = da_pubblicare(scena.ente)
    assert (voce.tipo, voce.che_cosa) == ("relazione", "Relazione 2026, versione 1")
    assert pubblica_voce(scena.ente, voce, utente=scena.presa.utente, ufficio="U").relazione == versione


# ---- il Sistema --------------------------------------------------------------------------------------------------


def test_il_sistema_adottato_si_pubblica_con_le_sue_regole(client, scena):
    atto = AttoFactory(ente=scena.ente, numero="7", data=date(2026, 1, 10))
    adottato = Sistema.objects.create(ente=scena.ente, denominazione="SMVP 2026", atto=atto, dal=date(2026, 1, 1))
    tipo = TipoScheda.objects.create(
        sistema=adottato, codice="dip", denominazione="Dipendenti", destinatari="dipendenti", valuta="responsabile"
    )
    Componente.objects.create(
        tipo=tipo, codice="C1", denominazione="Impegno", natura="comportamento", peso=Decimal(30)
    )
    Sistema.objects.filter(pk=adottato.pk).update(stato=StatoSistema.ADOTTATO)
    (voce,) = da_pubblicare(scena.ente)
    riga = pubblica_voce(scena.ente, voce, utente=scena.presa.utente, ufficio="U")
    pagina = letto(apri(client, scena.ente, "pubblicazione", riga.pk))
    assert [p for p in ("Dipendenti", "Impegno", "30", "Vale dal 01/01/2026", "n. 7") if p not in pagina] == []
    assert da_pubblicare(scena.ente) == []


# ---- i premi -----------------------------------------------------------------------------------------------------

PREMI = Tabelle(
    ("Una casella vuota non si dice.",),
    (
        Tabella("Ammontare", ("Categoria", "Stanziati", "Erogati"), (("Dipendenti", Decimal("5000.50"), None),)),
        Tabella("Bande", ("Categoria", "Alta", "Bassa"), (("Dipendenti", 12, 4), ("=SOMMA(A1)", 1, 2))),
    ),
)


def _pubblica(scena, tabelle=PREMI):
    return pubblica_tabelle(
        scena.ente, congela(tabelle), utente=scena.presa.utente, tipo=TipoPubblicazione.PREMI_DATI, anno=2026,
        titolo="Dati relativi ai premi 2026", ufficio="Personale",
    )  # fmt: skip


def test_le_tabelle_si_leggono_in_pagina_con_i_numeri_all_italiana(client, scena):
    pagina = letto(apri(client, scena.ente, "pubblicazione", _pubblica(scena).pk))
    assert [p for p in ("5.000,5", "Una casella vuota", "Bande", ">–<") if p not in pagina] == []


@pytest.mark.parametrize("formato", list(SCRITTURE))
def test_le_tabelle_si_scaricano_in_ogni_formato(client, scena, formato):
    risposta = apri(client, scena.ente, "dati_pubblicazione", _pubblica(scena).pk, formato)
    assert (risposta.status_code, risposta["Access-Control-Allow-Origin"]) == (200, "*")
    assert risposta.content


@pytest.mark.parametrize("formato", ["pdf", "exe"])
def test_un_formato_che_non_c_e_e_404(client, scena, formato):
    assert apri(client, scena.ente, "dati_pubblicazione", _pubblica(scena).pk, formato).status_code == 404


def test_le_stesse_tabelle_non_si_pubblicano_due_volte(scena):
    assert _pubblica(scena) == _pubblica(scena)


def test_quelle_nuove_ritirano_le_vecchie(scena):
    vecchia, nuova = _pubblica(scena), _pubblica(scena, Tabelle(("Nuove.",)))
    vecchia.refresh_from_db()
    assert (vecchia.in_linea, nuova.in_linea) == (False, True)


NUMERI = st.decimals(-(10**15), 10**15, places=4)  # di più non ne porta nessun importo e nessun punteggio
CELLE = st.one_of(st.none(), st.text("#1.n", max_size=4), NUMERI)


@given(st.lists(st.tuples(CELLE, CELLE), max_size=4))
def test_cio_che_si_congela_si_rilegge_uguale(righe):
    tabelle = Tabelle(("Testo",), (Tabella("T", ("a", "b"), tuple(righe)),))
    assert rileggi(congela(tabelle)) == tabelle


def test_un_testo_che_sembra_un_numero_congelato_resta_un_testo():
    tabelle = Tabelle((), (Tabella("T", ("a",), (('{"n": "1"}',), ("12.5",))),))
    assert rileggi(congela(tabelle)) == tabelle
