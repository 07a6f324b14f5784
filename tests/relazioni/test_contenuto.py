"""Il contenuto del Piano: dati che si confrontano con ==, per ruolo, senza inventare nulla."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enti.letture import contesto_di
from enti.models import Ente
from enti.voci import TipoIncarico
from obiettivi.voci import Operatore, StatoCiclo, StatoObiettivo
from relazioni.contenuto import componi_piano, giorno_di_riferimento
from relazioni.contenuto.obiettivi import con_unita, target_in_parole
from relazioni.contenuto.tipi import (
    AnnoPopolazione,
    Assegnatario,
    Atto,
    DatiFase,
    DatiFaseCiclo,
    DatiPersonale,
    DatiRisorsa,
    DatiTarget,
    Linea,
    RigaPersonale,
    UnitaCollegata,
    ValoreAnno,
)
from relazioni.models import Sezione
from tests.fabbriche import (
    AttoFactory,
    CicloFactory,
    FaseFactory,
    IncaricoFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    PersonaleFactory,
    PopolazioneFactory,
    TargetFactory,
    UnitaFactory,
)
from tests.relazioni.scene import COGNOMI, ciclo_di_soli_titoli, ciclo_ricco

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano():
    with time_machine.travel("2026-03-01"):
        return componi_piano(ciclo_ricco())


@pytest.fixture
def operativo(piano):
    return piano.obiettivi[1]


def test_la_popolazione_ha_la_variazione_calcolata(piano):
    assert piano.popolazione[1] == AnnoPopolazione(
        date(2025, 12, 31), 5930, 2910, 3020, variazione=30, variazione_percento=Decimal("0.51")
    )


def test_le_percentuali_del_personale_sono_calcolate_e_non_copiate(piano):
    assert piano.personale == DatiPersonale(
        anno=2025, totale=24, righe=(RigaPersonale("Amministrativo", 8, 16, 24),), uomini=8, donne=16,
        uomini_percento=Decimal("33.3"), donne_percento=Decimal("66.7"), retribuzioni=Decimal("700000.00"),
        irap=Decimal("60000.50"), spesa=Decimal("760000.50"),
    )  # fmt: skip


def test_gli_atti_non_indicati_non_compaiono(piano):
    assert piano.atti == (
        Atto("Documento unico di programmazione", "Consiglio n. 32 del 27/07/2025", "DUP 2026-2028"),
    )


def test_gli_strategici_vengono_prima_e_gli_operativi_vi_si_collegano(piano, operativo):
    assert [(o.numero, o.nome) for o in piano.obiettivi] == [(1, "S1 Servizi semplici"), (2, "1.1 Tempi certi")]
    assert operativo.padre == 1
    assert piano.obiettivi[0].linea == 1
    assert piano.linee == (Linea(1, "1 Un comune vicino"),)


def test_le_unita_hanno_un_numero_del_documento_e_non_quello_del_database(piano, operativo):
    assert [(u.id, u.denominazione, u.responsabili) for u in piano.unita] == [
        (1, "Area Tecnica", ("Incaricato di elevata qualificazione",)),
        (2, "Area Sociale", ()),
    ]
    assert operativo.unita == (
        UnitaCollegata(1, "Area Tecnica", "capofila", peso=Decimal(60)),
        UnitaCollegata(2, "Area Sociale", "partecipante"),
    )


def test_chi_risponde_e_detto_per_ruolo_e_per_unita(operativo):
    assert operativo.assegnatari == (
        Assegnatario("Incaricato di elevata qualificazione – Area Tecnica", "responsabile"),
        Assegnatario("un dipendente di Area Tecnica", "partecipante"),
    )


def test_nessun_cognome_esce_nel_contenuto(piano):
    assert not [cognome for cognome in COGNOMI if cognome in repr(piano)]


def test_l_indicatore_porta_i_tre_anni_di_traguardi(operativo):
    assert operativo.indicatori[0].target == tuple(
        DatiTarget(anno, f"al massimo {valore} giorni", "<=", Decimal(valore))
        for anno, valore in ((2026, 25), (2027, 22), (2028, 20))
    )
    assert operativo.indicatori[0].storico == (ValoreAnno(2024, Decimal("33.5")),)


def test_fasi_e_risorse_dell_obiettivo(operativo):
    assert operativo.fasi == (DatiFase("Analisi", ("2026-01", "2026-02")),)
    assert operativo.risorse == (DatiRisorsa("finanziarie", "Portale", capitolo="1010/2", importo=Decimal("5000.00")),)


def test_temi_certi_e_proposti_restano_distinti(operativo):
    assert (operativo.temi, operativo.temi_proposti) == (("semplificazione",), ())
    assert (operativo.ambiti, operativo.ambiti_proposti) == ((), ("f",))


def test_le_risorse_del_piano_e_le_fasi_del_ciclo(piano):
    assert [r.descrizione for r in piano.risorse] == ["Fondo"]
    assert piano.fasi_ciclo == (DatiFaseCiclo("Programmazione", ("Giunta",), tempistica="entro il 31 gennaio"),)


def test_comporre_due_volte_da_lo_stesso_contenuto():
    ciclo = ciclo_ricco()
    assert componi_piano(ciclo) == componi_piano(ciclo)


def test_un_ente_senza_nulla_da_un_piano_vuoto_e_non_inventato():
    piano = componi_piano(CicloFactory())
    assert (piano.obiettivi, piano.popolazione, piano.personale, piano.atti, piano.unita) == ((), (), None, (), ())


def test_i_soli_titoli_restano_soli_titoli():
    primo = componi_piano(ciclo_di_soli_titoli()).obiettivi[0]
    assert (primo.titolo, primo.descrizione, primo.indicatori, primo.peso) == ("Attività numero 1", "", (), None)


def test_finche_e_una_bozza_escono_tutti_gli_obiettivi():
    ciclo = CicloFactory()
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.BOZZA)
    assert len(componi_piano(ciclo).obiettivi) == 1


def test_nel_piano_approvato_escono_solo_i_validati():
    ciclo = CicloFactory(stato=StatoCiclo.APPROVATO)
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.BOZZA)
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.VALIDATO, titolo="Solo io")
    piano = componi_piano(ciclo)
    assert [o.titolo for o in piano.obiettivi] == ["Solo io"]
    assert not piano.documento.bozza


def test_un_prerequisito_non_ha_peso():
    ciclo = CicloFactory(metodo_peso="calcolato")
    ObiettivoFactory(ciclo=ciclo, prerequisito=True, strategicita=Decimal(2), complessita=Decimal(3))
    assert componi_piano(ciclo).obiettivi[0].peso is None


def test_il_peso_calcolato_e_strategicita_per_complessita():
    ciclo = CicloFactory(metodo_peso="calcolato")
    ObiettivoFactory(ciclo=ciclo, strategicita=Decimal(2), complessita=Decimal(3))
    assert componi_piano(ciclo).obiettivi[0].peso == Decimal(6)


def test_la_popolazione_degli_anni_dopo_il_ciclo_non_esce():
    ciclo = CicloFactory(anno=2024)
    PopolazioneFactory(ente=ciclo.ente, alla_data=date(2025, 12, 31))
    PersonaleFactory(ente=ciclo.ente, anno=2025)
    piano = componi_piano(ciclo)
    assert (piano.popolazione, piano.personale) == ((), None)


@pytest.mark.parametrize(
    ("oggi", "atteso"),
    [("2025-06-01", date(2026, 1, 1)), ("2026-06-01", date(2026, 6, 1)), ("2027-06-01", date(2026, 12, 31))],
)
def test_il_giorno_di_riferimento_resta_nell_anno(oggi, atteso):
    with time_machine.travel(oggi):
        assert giorno_di_riferimento(CicloFactory.build(anno=2026)) == atteso


def test_il_giorno_di_riferimento_e_quello_dell_approvazione():
    atto = AttoFactory.build(data=date(2026, 1, 30))
    assert giorno_di_riferimento(CicloFactory.build(anno=2026, atto_approvazione=atto)) == date(2026, 1, 30)


def test_un_responsabile_cessato_non_guida_piu_l_unita():
    ciclo = CicloFactory(anno=2026)
    unita = UnitaFactory(ente=ciclo.ente)
    IncaricoFactory(ente=ciclo.ente, tipo=TipoIncarico.EQ, unita=unita, dal=date(2020, 1, 1), al=date(2024, 12, 31))
    assert componi_piano(ciclo).unita[0].responsabili == ()


def test_l_interim_e_detto():
    ciclo = CicloFactory(anno=2026)
    unita = UnitaFactory(ente=ciclo.ente)
    IncaricoFactory(ente=ciclo.ente, tipo=TipoIncarico.EQ, unita=unita, dal=date(2020, 1, 1), ad_interim=True)
    assert componi_piano(ciclo).unita[0].responsabili == ("Incaricato di elevata qualificazione (ad interim)",)


@pytest.mark.parametrize(
    ("campi", "atteso"),
    [
        ({"operatore": Operatore.ALMENO, "valore": Decimal(80)}, "almeno 80%"),
        ({"operatore": Operatore.TRA, "valore": Decimal(1), "valore_massimo": Decimal(2)}, "da 1% a 2%"),
        ({"operatore": Operatore.ENTRO_IL, "valore": None, "data": date(2026, 6, 30)}, "entro il 30/06/2026"),
        ({"operatore": Operatore.SI, "valore": None}, "sì"),
        ({"operatore": "", "valore": Decimal("3.5")}, "3,5%"),
        ({"operatore": Operatore.ALMENO, "valore": None}, ""),
        ({"operatore": Operatore.ALMENO, "valore": None, "data": date(2026, 6, 30)}, "entro il 30/06/2026"),
    ],
)
def test_il_traguardo_si_dice_in_parole(campi, atteso):
    indicatore = IndicatoreFactory.build(unita_misura="%", decimali=0)
    assert target_in_parole(TargetFactory.build(indicatore=indicatore, anno=2026, **campi), indicatore) == atteso


def test_la_grafia_del_documento_di_origine_vince():
    ciclo = CicloFactory()
    TargetFactory(
        indicatore__obiettivo=ObiettivoFactory(ciclo=ciclo), testo_originale="Almeno 80%", valore=Decimal(80)
    )
    assert componi_piano(ciclo).obiettivi[0].indicatori[0].target[0].testo == "Almeno 80%"


def test_i_decimali_dichiarati_si_vedono_e_quelli_veri_non_si_perdono():
    assert con_unita(Decimal("80.000000"), "%", 1) == "80,0%"
    assert con_unita(Decimal("80.25"), "giorni", 1) == "80,25 giorni"


def test_i_testi_hanno_le_variabili_al_loro_posto(piano):
    testo = next(testo for testo in piano.testi if testo.chiave == "che-cosa-e")
    assert "Il Piano della performance 2026-2028" in testo.html
    assert "Comune di Prova" in testo.html
    assert piano.mancanti == ()


def test_una_parte_spenta_o_vuota_non_esce():
    ciclo = CicloFactory()
    Sezione.objects.create(ciclo=ciclo, chiave="che-cosa-e", titolo="x", testo="<p>x</p>", attiva=False)
    Sezione.objects.create(ciclo=ciclo, chiave="sintesi", titolo="x", testo="")
    assert not {"che-cosa-e", "sintesi"} & {testo.chiave for testo in componi_piano(ciclo).testi}


def test_le_variabili_senza_valore_si_elencano():
    ciclo = CicloFactory()
    Sezione.objects.create(ciclo=ciclo, chiave="sintesi", titolo="x", testo="<p>{{ atto_dup }}</p>")
    assert componi_piano(ciclo).mancanti == ("atto_dup",)


def test_il_contesto_dello_stesso_ente_si_legge_una_volta(django_assert_num_queries):
    ciclo = ciclo_ricco()
    componi_piano(ciclo)
    with django_assert_num_queries(0):
        contesto_di(ciclo.ente)


def test_le_letture_non_crescono_con_gli_obiettivi(django_assert_num_queries):
    ciclo = ciclo_ricco()
    with CaptureQueriesContext(connection) as prima:
        componi_piano(ciclo)
    ciclo.ente = Ente.objects.get(pk=ciclo.ente_id)  # un ente appena letto, come in un'altra richiesta
    for n in range(3):
        FaseFactory(obiettivo=TargetFactory(indicatore__obiettivo__ciclo=ciclo).indicatore.obiettivo, titolo=f"{n}")
    with django_assert_num_queries(len(prima)):
        componi_piano(ciclo)
