"""I cinque documenti reali: nulla di perso, nulla di inventato. Il Comune di Esempio: nulla di vuoto."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from enti.letture import in_vigore
from enti.models import Ente, Incarico, Persona, Utente
from enti.ruoli import RUOLI
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo, Indicatore, NotaOrigine, Obiettivo, Target
from obiettivi.voci import TEMI_DM132, Ambito, Operatore, StatoObiettivo, TipoRisorsa, Verso
from piao.base.scambio import Tabella
from relazioni import dimostrazione
from relazioni.controlli import esamina_piano
from relazioni.scambio import esporta_ciclo, importa_ciclo, in_testo, leggi_file
from relazioni.scambio.formato import ELENCHI, OGGETTI

SEMI = Path(__file__).parents[3] / "shared" / "dati" / "semi.json"
SLUG = (*dimostrazione.REALI, dimostrazione.INVENTATO)

# slug: strategici, operativi, unità, gruppi, atti, fasi del ciclo, risorse del piano, note di origine
ATTESI = {
    "offanengo": (7, 127, 17, 2, 7, 0, 0, 27),
    "chieve": (3, 6, 4, 3, 2, 0, 3, 15),
    "lovere": (0, 0, 0, 4, 0, 3, 0, 7),
    "media-valle-del-serchio": (0, 0, 0, 3, 2, 0, 0, 6),
    "comune-sotto-50": (0, 0, 0, 0, 0, 0, 0, 4),
}
PER_SETTORE = {
    "Settore Segreteria": 20,
    "Settore Cultura": 7,
    "Settore Sport": 5,
    "Settore Economico – Contabile": 15,
    "Settore Tributi": 8,
    "Settore Edilizia Privata": 7,
    "Settore Urbanistica e Lavori Pubblici": 16,
    "Settore Sociale": 12,
    "Settore Vigilanza Urbana - Polizia Locale": 14,
    "Settore Demografici": 13,
    "Settore URP e Protocollo": 10,
}


def file_di(slug: str) -> Path:
    return dimostrazione.CARTELLA / f"{slug}.json"


def dati_di(slug: str) -> dict:
    return leggi_file(file_di(slug))


def obiettivi_di(slug: str) -> list[dict]:
    return dati_di(slug).get("obiettivi", [])


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUG)
def test_ogni_file_esce_uguale_carattere_per_carattere(slug):
    ciclo, _ = importa_ciclo(dati_di(slug))

    assert in_testo(esporta_ciclo(ciclo)) == file_di(slug).read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUG)
def test_ogni_file_importato_due_volte_non_cambia_nulla(slug):
    importa_ciclo(dati_di(slug))

    _, esito = importa_ciclo(dati_di(slug))

    assert not esito.cambiato


# ---- i documenti reali -------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", dimostrazione.REALI)
def test_ogni_documento_reale_ha_tutto_cio_che_conteneva(slug):
    dati = dati_di(slug)
    livelli = Counter(obiettivo["livello"] for obiettivo in dati.get("obiettivi", []))
    elenchi = ("unita", "gruppi", "atti", "fasi_ciclo", "risorse", "note_origine")

    contati = (livelli["strategico"], livelli["operativo"], *(len(dati.get(nome, [])) for nome in elenchi))

    assert contati == ATTESI[slug]


def test_gli_obiettivi_reali_sono_centoquarantatre_e_le_anomalie_cinquantanove():
    assert sum(len(obiettivi_di(slug)) for slug in dimostrazione.REALI) == 143
    assert sum(len(dati_di(slug)["note_origine"]) for slug in dimostrazione.REALI) == 59


def test_offanengo_ha_i_suoi_obiettivi_settore_per_settore():
    nomi = {unita["chiave"]: unita["denominazione"] for unita in dati_di("offanengo")["unita"]}

    operativi = [dati for dati in obiettivi_di("offanengo") if dati["livello"] == "operativo"]

    assert Counter(nomi[dati["unita"][0]["unita"]] for dati in operativi) == PER_SETTORE


def test_i_sette_strategici_di_offanengo_sono_comuni_e_anche_individuali():
    strategici = [dati for dati in obiettivi_di("offanengo") if dati["livello"] == "strategico"]

    assert all(dati["anche_individuale"] and len(dati["unita"]) == 6 for dati in strategici)
    assert [dati["chiave"] for dati in strategici if dati.get("obbligo_legge") == "tempi_pagamento"] == ["off-s1"]


def test_i_legami_non_scritti_restano_incerti():
    incerti = [dati for dati in obiettivi_di("offanengo") if dati.get("padre_certo") is False]

    assert len(incerti) == 127
    assert sum("padre" in dati for dati in incerti) == 15


def test_i_testi_ripetuti_restano_riconoscibili():
    gruppi = Counter(dati.get("gruppo_ripetizione") for dati in obiettivi_di("offanengo"))

    del gruppi[None]
    assert gruppi == {"off-rip-1": 9, "off-rip-2": 6, "off-rip-3": 6, "off-rip-4": 7, "off-rip-5": 2}


def test_i_temi_dedotti_sono_dichiarati_proposti():
    temi = [tema for dati in obiettivi_di("offanengo") for tema in dati.get("classificazioni", [])]

    assert len(temi) == 10
    assert all(tema["proposta"] for tema in temi)


def test_la_popolazione_di_offanengo_copre_quattro_anni():
    popolazione = [
        (riga["alla_data"][:4], riga["maschi"], riga["femmine"]) for riga in dati_di("offanengo")["popolazione"]
    ]

    assert popolazione == [("2020", 2968, 3024), ("2021", 2946, 3010), ("2022", 2966, 3018), ("2023", 2957, 2996)]


def test_il_personale_di_offanengo_ha_otto_righe_e_la_sua_spesa():
    (personale,) = dati_di("offanengo")["personale"]

    assert len(personale["righe"]) == 8
    assert sum(riga.get("uomini", 0) for riga in personale["righe"]) == 8
    assert sum(riga.get("donne", 0) for riga in personale["righe"]) == 16
    spesa = sum(Decimal(personale[voce]) for voce in ("retribuzioni", "irap", "oneri"))
    assert spesa == Decimal("1012606.68")


def test_l_abitante_contato_due_volte_e_una_nota():
    (nota,) = [nota for nota in dati_di("offanengo")["note_origine"] if nota["codice"] == "A03"]

    assert "5953 abitanti (2957 M, 2996 F) al 31 gennaio 2023" in nota["descrizione"]


def test_chieve_ha_sei_indicatori_e_sei_righe_di_gantt():
    operativi = [dati for dati in obiettivi_di("chieve") if dati["livello"] == "operativo"]
    indicatori = [indicatore for dati in operativi for indicatore in dati["indicatori"]]
    mesi = [dati["fasi"][0]["mesi"] for dati in operativi]

    scritti = [indicatore["target"][0]["testo_originale"] for indicatore in indicatori]
    assert scritti == ["Almeno 80%", "Almeno 80%", "100%", "100%", "100%", "100%"]
    assert mesi[0] == [f"2020-{mese:02d}" for mese in range(7, 13)]
    assert mesi[5] == ["2020-05", "2020-06", "2020-07"]
    assert indicatori[5]["rilevazione_il"] == "2020-08-31"


def test_cio_che_un_documento_non_dice_resta_vuoto():
    chieve = obiettivi_di("chieve")

    assert not any("unita" in dati or "peso" in dati or "padre" in dati for dati in chieve)
    assert not any("baseline" in riga for dati in chieve for riga in dati.get("indicatori", []))
    assert not any("indicatori" in dati for dati in obiettivi_di("offanengo"))


@pytest.mark.parametrize("slug", dimostrazione.REALI)
def test_nei_documenti_reali_non_compaiono_persone(slug):
    dati = dati_di(slug)

    assert not dati.keys() & {"persone", "rapporti", "incarichi"}


def test_l_anno_che_il_documento_non_dice_e_presunto():
    ciclo = dati_di("comune-sotto-50")["ciclo"]

    assert (ciclo["anno"], ciclo["anno_presunto"]) == (2023, True)
    assert dati_di("comune-sotto-50")["ente"]["denominazione_presunta"] is True


def test_il_triennio_scritto_male_si_conserva_accanto_a_quello_giusto():
    ciclo = dati_di("media-valle-del-serchio")["ciclo"]

    assert (ciclo["anno"], ciclo["anno_fine"], ciclo["anno_fine_letto"]) == (2024, 2026, 2024)


def test_le_tre_fasi_di_lovere_hanno_la_loro_scadenza():
    fasi = dati_di("lovere")["fasi_ciclo"]

    assert [fase["scadenza"] for fase in fasi] == ["evento", "giorni_da_evento", "giorno_fisso"]
    assert (fasi[1]["giorni"], fasi[2]["giorno"], fasi[2]["mese"], fasi[2]["anno_relativo"]) == (60, 30, 4, 1)


@pytest.mark.parametrize(
    ("slug", "chiave", "frase"),
    [
        ("chieve", "regole-valutazione", "fino a 60 per il grado e i tempi"),
        ("chieve", "monitoraggio", "completezza delle informazioni agli amministratori"),
        ("offanengo", "regole-valutazione", "contano soltanto i punteggi della performance individuale"),
        ("offanengo", "glossario", "grado di soddisfazione del cittadino/utente"),
        ("lovere", "contenuti-del-piano", "mandato istituzionale, missione"),
        ("lovere", "fasi-organi-scadenze", "f) rendicontazione agli organi"),
        ("media-valle-del-serchio", "obiettivi-trasversali", "è assegnato a più responsabili"),
        ("comune-sotto-50", "temi", "pari opportunità ed equilibrio di genere"),
    ],
)
def test_le_regole_scritte_nei_documenti_sono_nelle_parti_discorsive(slug, chiave, frase):
    testi = {sezione["chiave"]: sezione["testo"] for sezione in dati_di(slug)["sezioni"]}

    assert frase in testi[chiave]


def test_ogni_obiettivo_e_ogni_anomalia_dei_semi_e_nei_file():
    """Dove il materiale di partenza è accanto al progetto, il confronto è riga per riga; altrove bastano i conti."""
    tutti = [dati for slug in dimostrazione.REALI for dati in obiettivi_di(slug)]
    note = [nota for slug in dimostrazione.REALI for nota in dati_di(slug)["note_origine"]]
    semi = json.loads(SEMI.read_text(encoding="utf-8")) if SEMI.exists() else {"obiettivi": [], "anomalie": []}

    scritti = {(dati["origine_id"], dati["origine_riga"], dati["titolo"]) for dati in tutti}
    segnalate = {(nota["codice"], nota["riga"]) for nota in note}
    assert {(dati["id"], dati["riga"], dati["titolo"]) for dati in semi["obiettivi"]} <= scritti
    assert {(dati["id"], dati["riga"]) for dati in semi["anomalie"]} <= segnalate
    assert (len(scritti), len(segnalate)) == (143, 59)


# ---- il Comune di Esempio ----------------------------------------------------------------------------


@pytest.fixture
def esempio(db) -> Ciclo:
    return importa_ciclo(dati_di("esempio"))[0]


# Campi che in un comune senza documento di origine non hanno senso.
SENZA_SENSO = {
    "denominazione_presunta",
    "anno_presunto",
    "anno_fine_letto",
    "padre_certo",
    "gruppo_ripetizione",
    "origine_id",
    "origine_riga",
    "proposta",
    "totale_rilevato",
    "meno_di_50",
    "attiva",
    "nota_origine",
    "provvisorio",
    "atto_approvazione",
    "motivo_ritardo",
    "pubblicato_il",
    "inviato_portale_il",
}


def campi_scritti(tabella: Tabella, elenco: list[dict]) -> set[str]:
    return {nome for dati in elenco for nome in dati}


def tabelle_e_righe(dati: dict) -> list[tuple[Tabella, list[dict]]]:
    trovate = [(tabella, [dati[tabella.nome]]) for tabella in OGGETTI]
    trovate += [(tabella, dati[tabella.nome]) for tabella in ELENCHI if tabella.nome != "note_origine"]
    for tabella, righe in trovate:
        for figlio in tabella.figli:
            annidate = [annidata for riga in righe for annidata in riga.get(figlio.nome, [])]
            if figlio.nome != "appartenenze":
                trovate.append((figlio, annidate))
    return trovate


def test_il_comune_di_esempio_compila_ogni_campo():
    vuoti = {
        f"{tabella.nome}.{campo}"
        for tabella, righe in tabelle_e_righe(dati_di("esempio"))
        for campo in tabella.campi
        if campo not in SENZA_SENSO and campo not in campi_scritti(tabella, righe)
    }

    assert vuoti == {"obiettivi.nota"}


def test_il_comune_di_esempio_ha_ogni_incarico(esempio):
    tipi = set(Incarico.objects.filter(ente=esempio.ente).values_list("tipo", flat=True))

    assert tipi == set(TipoIncarico.values)


def test_il_comune_di_esempio_usa_ogni_verso_operatore_e_tipo_di_risorsa(esempio):
    assert set(Indicatore.objects.values_list("verso", flat=True)) == set(Verso.values)
    assert set(Target.objects.values_list("operatore", flat=True)) == set(Operatore.values)
    assert set(esempio.risorse.values_list("tipo", flat=True)) == set(TipoRisorsa.values)


def test_il_comune_di_esempio_copre_temi_e_ambiti(esempio):
    trovati = set(Obiettivo.objects.values_list("classificazioni__codice", flat=True))

    assert {*TEMI_DM132, *Ambito.values, "tempi_pagamento", "formazione", "trasparenza"} <= trovati


def test_nel_comune_di_esempio_i_pesi_di_ogni_unita_fanno_cento(esempio):
    pesi: Counter[str] = Counter()
    for obiettivo in esempio.obiettivi.filter(livello="operativo"):
        for legame in obiettivo.unita_collegate.select_related("unita"):
            pesi[str(legame.unita)] += legame.peso or 0

    assert len(pesi) == 7
    assert set(pesi.values()) == {100}


def test_nel_comune_di_esempio_restano_tre_obiettivi_per_provare_i_passaggi(esempio):
    stati = Counter(esempio.obiettivi.values_list("stato", flat=True))

    assert stati == {StatoObiettivo.VALIDATO: 26, "bozza": 1, "proposto": 1, "restituito": 1}


def test_nel_comune_di_esempio_il_personale_e_quello_dei_rapporti(esempio):
    personale = esempio.ente.personale.get(anno=2025)

    assert sum(riga.totale for riga in personale.righe.all()) == 24
    assert esempio.ente.rapporti.filter(in_vigore(date(2025, 12, 31))).exclude(tipo="convenzione").count() == 24


# ---- il caricamento ----------------------------------------------------------------------------------


@pytest.fixture
def caricata(db):
    dimostrazione.carica()


def test_la_dimostrazione_carica_sei_enti(caricata):
    assert set(Ente.objects.values_list("slug", flat=True)) == set(SLUG)
    assert Obiettivo.objects.filter(ciclo__ente__slug__in=dimostrazione.REALI).count() == 143
    assert NotaOrigine.objects.count() == 59


def test_c_e_un_utente_per_ruolo_e_puo_entrare(caricata):
    entrano = Utente.objects.filter(persona__isnull=False, is_active=True)

    assert {utente.email for utente in entrano} == {dimostrazione.posta(ruolo.codice) for ruolo in RUOLI}
    assert all(utente.check_password(dimostrazione.PAROLA) for utente in entrano[:1])


def test_gli_altri_hanno_agito_con_il_loro_nome_ma_non_possono_entrare(caricata):
    sospesi = Utente.objects.filter(persona__isnull=False, is_active=False)

    assert sospesi.count() == Persona.objects.filter(utente__isnull=False).count() - len(RUOLI)
    assert not any(utente.has_usable_password() for utente in sospesi)


def test_segretario_e_nucleo_aprono_anche_gli_enti_reali(caricata):
    for tipo in dimostrazione.OSPITI:
        incarichi = Incarico.objects.filter(persona__email=dimostrazione.posta(tipo), tipo=tipo)

        assert set(incarichi.values_list("ente__slug", flat=True)) == set(SLUG)


def test_l_ospite_non_fa_scattare_i_controlli_sui_documenti_veri(caricata):
    for slug in dimostrazione.REALI:
        rilievi = esamina_piano(Ciclo.objects.get(ente__slug=slug)).rilievi
        assert [r.frase for r in rilievi if r.codice == "P34" and "Segretario" in r.oggetto.nome] == [], slug


def test_gli_accessi_di_prova_non_escono_con_i_dati_dell_ente(caricata):
    ciclo = Ciclo.objects.get(ente__slug="offanengo")

    assert in_testo(esporta_ciclo(ciclo)) == file_di("offanengo").read_text(encoding="utf-8")


def test_la_dimostrazione_non_si_mescola_con_enti_veri(db):
    Ente.objects.create(slug="vero", denominazione="Comune Vero")

    with pytest.raises(dimostrazione.AltriEnti, match="Comune Vero"):
        dimostrazione.carica()

    assert Ente.objects.count() == 1


def test_una_dimostrazione_gia_caricata_si_puo_ripristinare_accanto_ad_altri(caricata):
    Ente.objects.create(slug="vero", denominazione="Comune Vero")
    Obiettivo.objects.filter(ciclo__ente__slug="chieve").update(titolo="Cambiato")

    dimostrazione.carica()

    assert not Obiettivo.objects.filter(titolo="Cambiato").exists()
