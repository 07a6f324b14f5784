"""I caratteri che il PDF non sa disegnare: si dice quali e dove, con la pagina in cui si tolgono."""

from dataclasses import fields, replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from enti.models import Ente
from obiettivi.models import Ciclo
from piao.base.lavori import esegui_in_attesa
from relazioni.contenuto import componi_piano
from relazioni.contenuto.caratteri import DOVE, caratteri_non_stampabili
from relazioni.contenuto.relazione.tipi import (
    Esitato,
    FaseSvolta,
    FrontespizioRelazione,
    Grado,
    Individuale,
    MediaPunteggi,
    Pagamenti,
    Relazione,
    Rendicontato,
    RisorsaUsata,
    Tappa,
    Trasparenza,
)
from relazioni.contenuto.tipi import (
    Assegnatario,
    Atto,
    DatiEnte,
    DatiFase,
    DatiFaseCiclo,
    DatiIndicatore,
    DatiObiettivo,
    DatiPersonale,
    DatiRisorsa,
    DatiTarget,
    DatiUnita,
    DatiVariazione,
    Frontespizio,
    Linea,
    Piano,
    RigaPersonale,
    UnitaCollegata,
)
from relazioni.contenuto.tipi import Testo as ParteScritta
from relazioni.flusso import che_manca
from relazioni.flusso.caratteri import TESTO_DELLA_RELAZIONE, da_togliere
from relazioni.lavori import avvia_produzione
from tests.fabbriche import CicloFactory, ObiettivoFactory, utente_con

CICLO = Ciclo(ente=Ente(slug="prova"), anno=2026)
PULITO = Piano(DatiEnte("Comune di Prova", "comune"), Frontespizio("Piano", 2026, "2026-2028", (2026,), "A", True))
UNO = DatiObiettivo(1, "operativo", "Tempi certi", "bozza", codice="1.1")
OBIETTIVO = "dall'obiettivo «1.1 Tempi certi»"
BOZZA = Relazione(
    ente=PULITO.ente,
    documento=FrontespizioRelazione(2026, "2026-2028", True),
    complesso=Grado("Ente", "media"),
    obiettivi=(Rendicontato(UNO, capofila="Area"),),
)
# I campi che ripetono nomi già guardati altrove, o che non hanno parole scritte da qualcuno.
RIPETUTI = {"testi", "unita", "obiettivi", "popolazione", "mancanti", "complesso", "per_unita", "per_linea"}


def _con(**campi):
    return replace(PULITO, **campi)


def _nell_obiettivo(**campi):
    return _con(obiettivi=(replace(UNO, **campi),))


def test_un_piano_di_lettere_simboli_e_faccine_si_stampa_tutto():
    assert caratteri_non_stampabili(_nell_obiettivo(descrizione="Perché → ✅ 😀 – «così»")) == []


@pytest.mark.parametrize(
    ("piano", "dove"),
    [
        (_con(ente=DatiEnte("Comune", "comune", indirizzo="via 中")), "dai dati dell'ente"),
        (_con(documento=replace(PULITO.documento, allegato_a="delibera 中")), "dal frontespizio"),
        (_con(testi=(ParteScritta("missione", "strategia", "La missione", "<p>中</p>"),)), "dal testo «La missione»"),
        (_con(testi=(ParteScritta("missione", "strategia", "中", ""),)), "dal testo «中»"),
        (_con(unita=(DatiUnita(1, "Area", funzioni="中"),)), "dall'unità «Area»"),
        (_nell_obiettivo(descrizione="中"), OBIETTIVO),
        (_nell_obiettivo(fasi=(DatiFase("Analisi", risultato_atteso="中"),)), OBIETTIVO),
        (_nell_obiettivo(indicatori=(DatiIndicatore("Tempo", target=(DatiTarget(2026, "中"),)),)), OBIETTIVO),
        (_nell_obiettivo(assegnatari=(Assegnatario("Gruppo 中", "responsabile"),)), OBIETTIVO),
        (_con(atti=(Atto("DUP", "n. 1", "中"),)), "dagli atti"),
        (_con(personale=DatiPersonale(2025, 1, righe=(RigaPersonale("中", 1, 0, 1),))), "dal contesto"),
        (_con(linee=(Linea(1, "Linea", "中"),)), "dalle linee di mandato"),
        (_con(risorse=(DatiRisorsa("finanziaria", "中"),)), "dalle risorse"),
        (_con(fasi_ciclo=(DatiFaseCiclo("Avvio", organi=("中",)),)), "dalle fasi del ciclo"),
    ],
)
def test_si_dice_dove_sta_il_carattere(piano, dove):
    assert [luogo.frase for luogo in caratteri_non_stampabili(piano)] == [
        f"Il carattere «中» (U+4E2D) non si può stampare: toglilo {dove}."
    ]


def test_piu_caratteri_dello_stesso_posto_sono_una_frase_sola():
    (luogo,) = caratteri_non_stampabili(_nell_obiettivo(titolo="中", descrizione="文 中", codice=""))
    assert luogo.frase.startswith("I caratteri «中» (U+4E2D), «文» (U+6587) non si possono stampare: toglili dall'")


def test_il_nome_di_un_unita_si_segnala_una_volta_anche_se_ha_degli_obiettivi():
    obiettivo = replace(UNO, unita=(UnitaCollegata(1, "Area 中", "capofila"),))
    piano = _con(unita=(DatiUnita(1, "Area 中"),), obiettivi=(obiettivo,))
    assert [luogo.dove for luogo in caratteri_non_stampabili(piano)] == ["dall'unità «Area 中»"]


def _nel_consuntivo(**campi):
    return replace(BOZZA, obiettivi=(replace(BOZZA.obiettivi[0], **campi),))


@pytest.mark.parametrize(
    ("relazione", "dove"),
    [
        (replace(BOZZA, testi=(ParteScritta("limiti", "sintesi", "I limiti", "中"),)), "dal testo «I limiti»"),
        (_nel_consuntivo(promessa=replace(UNO, assegnatari=(Assegnatario("Gruppo 中", "capo"),))), OBIETTIVO),
        (_nel_consuntivo(forzato="中"), OBIETTIVO),
        (_nel_consuntivo(neutralizzato="中"), OBIETTIVO),
        (_nel_consuntivo(indicatori=(Esitato("i", "Tempo", "30", spiegazione="中"),)), OBIETTIVO),
        (_nel_consuntivo(fasi=(FaseSvolta("中"),)), OBIETTIVO),
        (replace(BOZZA, variazioni=(DatiVariazione(1, "中", "", "", ""),)), "dalle variazioni"),
        (replace(BOZZA, risorse=(RisorsaUsata("umana", "Ufficio", nota="中"),)), "dalle risorse"),
        (replace(BOZZA, pagamenti=Pagamenti(nota="中")), "dai fatti dell'anno"),
        (replace(BOZZA, trasparenza=Trasparenza(indirizzo="中")), "dai fatti dell'anno"),
        (
            replace(BOZZA, individuale=Individuale(5, medie=(MediaPunteggi("中"),))),
            "dalla valutazione",
        ),
        (replace(BOZZA, tappe=(Tappa("中"),)), "dalle fasi del ciclo"),
    ],
)
def test_anche_della_relazione_si_dice_dove_sta_il_carattere(relazione, dove):
    (luogo,) = caratteri_non_stampabili(relazione)
    assert luogo.caratteri == ("中",)
    assert luogo.dove.startswith(dove)


def test_della_promessa_la_relazione_non_guarda_cio_che_non_stampa():
    assert caratteri_non_stampabili(_nel_consuntivo(promessa=replace(UNO, descrizione="中"))) == []


@pytest.mark.parametrize("tipo", [Piano, Relazione])
def test_ogni_campo_di_un_documento_e_guardato_da_qualche_parte(tipo):
    guardati = {campo for campi in DOVE.values() for campo in campi} | RIPETUTI
    assert {campo.name for campo in fields(tipo)} <= guardati


@pytest.mark.parametrize(
    ("piano", "indirizzo"),
    [
        (_con(testi=(ParteScritta("missione", "strategia", "M", "中"),)), "/prova/2026/documenti/testi/missione/"),
        (_nell_obiettivo(descrizione="中"), "/prova/2026/obiettivi/?cerca=Tempi+certi"),
        (_con(ente=DatiEnte("中", "comune")), "/prova/ente/"),
    ],
)
def test_che_manca_porta_dove_il_carattere_si_toglie(piano, indirizzo):
    assert indirizzo in [m.collegamento for m in che_manca(CICLO, piano, []) if "carattere" in m.frase]


def test_della_relazione_porta_alla_pagina_del_suo_testo():
    con_testo = replace(BOZZA, testi=(ParteScritta("limiti", "sintesi", "I limiti", "中"),))
    (uno,) = da_togliere(CICLO, con_testo, TESTO_DELLA_RELAZIONE)
    assert uno.collegamento == "/prova/2026/relazione/testi/limiti/"


@pytest.fixture
def ciclo(db, monkeypatch):
    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", lambda html, **altro: b"%PDF /Type /Pages /Count 3")
    ciclo = CicloFactory()
    ObiettivoFactory(ciclo=ciclo, codice="", titolo="Scuola 中")
    return ciclo


def test_finita_la_produzione_la_pagina_dice_quali_caratteri_non_ci_sono(ciclo, client):
    segretario = utente_con("segretario", ciclo.ente)
    client.force_login(segretario)
    lavoro = avvia_produzione(ciclo, componi_piano(ciclo), utente=segretario)
    esegui_in_attesa()
    pagina = client.get(reverse("relazioni:lavoro", args=[ciclo.ente.slug, ciclo.anno, lavoro.pk])).content.decode()
    assert "Il carattere «中» (U+4E2D) non si può stampare: toglilo dall&#x27;obiettivo «Scuola 中»." in pagina
    assert "nel PDF al suo posto c'è «�»" in pagina


def test_dal_terminale_l_avviso_va_fra_gli_errori(ciclo, tmp_path):
    errori = StringIO()
    argomenti = {"ente": ciclo.ente.slug, "anno": ciclo.anno, "uscita": tmp_path / "piano.pdf"}
    call_command("genera_documento", "piano", **argomenti, stdout=StringIO(), stderr=errori)
    assert "Attenzione: Il carattere «中»" in errori.getvalue()
