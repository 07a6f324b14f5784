"""L'anno prima del Comune di Esempio: nasce dal suo file, si tiene con l'anno in corso, si compie con azioni vere."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from obiettivi.models import Ciclo, Rilevazione, Versione
from obiettivi.voci import StatoCiclo, StatoSessione
from piao.base.lavori import ErroreDiLavoro
from piao.base.pdf import DocumentoNonScritto
from relazioni import dimostrazione
from relazioni.controlli import esamina_piano
from relazioni.dimostrazione.anno_prima import MANCATI, anno_prima, consuntivo, indietro
from relazioni.dimostrazione.vissuto import ARRIVATI_TARDI, NON_APPLICABILE, SCOSTAMENTI
from relazioni.scambio import esporta_ciclo, in_testo, leggi_file
from relazioni.scambio.regole import errori_di

FILE: Path = dimostrazione.CARTELLA / "esempio.json"


@pytest.fixture(scope="module")
def dati():
    return leggi_file(FILE)


@pytest.fixture(scope="module")
def prima(dati):
    return anno_prima(dati)


def indicatori(documento):
    return {i["codice"]: i for o in documento["obiettivi"] for i in o.get("indicatori", [])}


# ---- il documento


@pytest.mark.parametrize(
    ("adesso", "allora"),
    [
        ("2026-01-31", "2025-01-31"),
        ("2026-01", "2025-01"),
        ("Piano della performance 2026-2028", "Piano della performance 2025-2027"),
        ("1° gennaio - 31 dicembre 2026", "1° gennaio - 31 dicembre 2025"),
        ("entro il 30/06/2026", "entro il 30/06/2026"),  # una data scritta per esteso non si indovina
        ("D.Lgs. 150/2009, DL 25/2025 e Direttiva 14.1.2025", "D.Lgs. 150/2009, DL 25/2025 e Direttiva 14.1.2025"),
        ({"anno": 2026, "ordine": 2026}, {"anno": 2025, "ordine": 2026}),
        ([{"baseline_anno": 2025}, True, None, 3], [{"baseline_anno": 2024}, True, None, 3]),
    ],
)
def test_si_torna_indietro_di_un_anno_senza_toccare_le_leggi(adesso, allora):
    assert indietro(adesso) == allora


def test_il_documento_supera_i_controlli_del_formato_e_lascia_com_era_quello_di_partenza(dati, prima):
    assert errori_di(prima) == []
    assert dati == leggi_file(FILE)
    assert (prima["ciclo"]["anno"], prima["ciclo"]["stato"]) == (dati["ciclo"]["anno"] - 1, "bozza")


def test_la_partenza_di_un_anno_e_il_consuntivo_di_quello_prima(dati, prima):
    anno, oggi = prima["ciclo"]["anno"], indicatori(dati)
    chiusi = {codice: consuntivo(oggi[codice], anno) for codice in indicatori(prima)}
    assert {c for c, valore in chiusi.items() if valore is None} == {"T4.2", "B2.1", "B2.2"}  # si rispondono con un sì
    assert all(Decimal(oggi[c]["baseline"]) == valore for c, valore in chiusi.items() if valore is not None)


def test_la_serie_di_allora_non_conosce_l_anno_che_si_apre(prima):
    anno = prima["ciclo"]["anno"]
    anni = {v["anno"] for i in indicatori(prima).values() for v in i.get("valori_storici", [])}
    assert max(anni) == anno - 1
    assert all(i["target"][0]["anno"] == anno for i in indicatori(prima).values())


def test_chi_allora_non_c_era_lascia_il_suo_peso_nella_stessa_unita(dati, prima):
    def somma(documento):
        pesati = [o for o in documento["obiettivi"] if o.get("unita") and "peso" in o]
        pesi = [(o["unita"][0]["unita"], Decimal(o["peso"])) for o in pesati]
        return {unita: sum(peso for una, peso in pesi if una == unita) for unita, _ in pesi}

    assert len(prima["obiettivi"]) == len(dati["obiettivi"]) - 1
    assert somma(prima) == somma(dati)


@pytest.mark.parametrize("codice", sorted(MANCATI))
def test_dove_l_anno_chiese_troppo_il_target_e_oltre_il_consuntivo(dati, prima, codice):
    indicatore, fatto = indicatori(prima)[codice], consuntivo(indicatori(dati)[codice], prima["ciclo"]["anno"])
    chiesto = Decimal(indicatore["target"][0]["valore"])
    assert chiesto > fatto if indicatore["verso"] == "aumenta" else chiesto < fatto


def test_ciascuno_risponde_con_l_incarico_che_aveva_allora(prima):
    anno = prima["ciclo"]["anno"]
    per_chiave = {i["chiave"]: i for i in prima["incarichi"]}
    usati = {a["incarico"] for o in prima["obiettivi"] for a in o.get("assegnazioni", []) if "incarico" in a}
    assert [c for c in usati if not per_chiave[c]["dal"] <= f"{anno}-01-28" <= per_chiave[c]["al"]] == []


# ---- l'anno vissuto


@pytest.fixture
def senza_impaginare(monkeypatch):
    """Il PDF è finto: qui si guarda che cosa resta scritto."""
    finto = b"%PDF-1.7 /Type /Pages /Count 1 "
    monkeypatch.setattr(
        "relazioni.lavori.pdf.scrivi_pdf", lambda html, **_: finto + sha256(html.encode()).hexdigest().encode()
    )


@pytest.fixture
def vissuto(db, senza_impaginare):
    dimostrazione.carica()
    return dimostrazione.carica_anno_prima()


def test_l_anno_e_approvato_congelato_pubblicato_e_quello_dopo_resta_in_preparazione(vissuto):
    versione = Versione.objects.get(ciclo=vissuto)
    vissuto.refresh_from_db()
    assert (vissuto.stato, versione.atto) == (StatoCiclo.PUBBLICATO, vissuto.atto_approvazione)
    assert Ciclo.objects.get(ente=vissuto.ente, anno=vissuto.anno + 1).stato == StatoCiclo.BOZZA


def test_ogni_sessione_e_chiusa_e_ogni_indicatore_ha_un_valore_tranne_chi_tarda(vissuto):
    sessioni = list(vissuto.sessioni.all())
    assert [sessione.stato for sessione in sessioni] == [StatoSessione.CHIUSA] * 3
    finali = Rilevazione.objects.filter(sessione=sessioni[-1])
    codici = set(finali.values_list("indicatore__codice", flat=True))
    tutti = set(vissuto.obiettivi.filter(indicatori__isnull=False).values_list("indicatori__codice", flat=True))
    assert tutti - codici == ARRIVATI_TARDI
    assert set(finali.filter(non_applicabile=True).values_list("indicatore__codice", flat=True)) == set(
        NON_APPLICABILE
    )
    assert set(finali.exclude(causa="").values_list("indicatore__codice", flat=True)) == set(SCOSTAMENTI)


def test_il_piano_ha_fatto_tutto_il_percorso_nei_giorni_di_allora(vissuto):
    passaggi = [(p.passo, timezone.localtime(p.quando).date()) for p in vissuto.passaggi.order_by("quando")]
    anno = vissuto.anno
    assert passaggi == [
        ("consultazione", date(anno, 1, 9)),
        ("parere", date(anno, 1, 20)),
        ("proposta", date(anno, 1, 24)),
        ("approvazione", date(anno, 1, 28)),
        ("pubblicazione", date(anno, 2, 3)),
    ]
    assert all(c.concordato_il for c in vissuto.consultazioni.all())
    assert vissuto.pareri.get().verbale is not None


def test_del_piano_approvato_i_controlli_non_dicono_nulla_di_grave(vissuto):
    vissuto.refresh_from_db()
    assert [r.frase for r in esamina_piano(vissuto).rilievi if str(r.gravita) in ("blocco", "errore")] == []


def test_ripetuto_non_cambia_nulla(vissuto):
    prima = Rilevazione.objects.count()
    assert dimostrazione.carica_anno_prima() == vissuto
    assert Rilevazione.objects.count() == prima


def test_il_ciclo_in_corso_resta_quello_del_file(vissuto):
    in_corso = Ciclo.objects.get(ente=vissuto.ente, anno=vissuto.anno + 1)
    _, obiettivi = in_testo(esporta_ciclo(in_corso)).split('"obiettivi": [', 1)
    assert obiettivi == FILE.read_text(encoding="utf-8").split('"obiettivi": [', 1)[1]


def test_senza_il_pdf_l_anno_prima_non_resta_a_meta(db, monkeypatch):
    def guasto(*_, **__):
        raise DocumentoNonScritto("Manca Pango.")

    monkeypatch.setattr("relazioni.lavori.pdf.scrivi_pdf", guasto)
    dimostrazione.carica()
    with pytest.raises(ErroreDiLavoro, match="Manca Pango"):
        dimostrazione.carica_anno_prima()
    assert not Ciclo.objects.filter(ente__slug="esempio", anno=2025).exists()
