"""Le pagine dei premi, dalla conferma in poi: i file, i controlli, gli aggregati."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.fabbriche import IncaricoFactory
from tests.valutazione.pagine_premi import conferma, indirizzo, pagina
from tests.valutazione.scena_premi import ANNO, in_servizio, primo, scena
from valutazione.azioni import premi as azioni
from valutazione.models import Fondo

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def s():
    return scena(100, 75, 50)


@pytest.fixture
def fondo(s):
    return s.fondo(maggiorazione=D(30), quota_massima=D(34), fissata_il=date(2026, 1, 15))


# ---- la conferma e dopo ------------------------------------------------------------------------------------------


def test_la_conferma_chiede_e_poi_congela(client, s, fondo):
    assert "Confermare i premi?" in pagina(client, s, fondo, "conferma_premi", s.segretario).text
    risposta = pagina(client, s, fondo, "conferma_premi", s.segretario, {})
    assert "I premi sono confermati" in risposta.text
    assert Fondo.objects.get().stato == "confermato"


def test_cio_che_blocca_si_vede_e_non_c_e_il_pulsante(client, s, fondo):
    s.ciclo.relazione_validata_il = None
    s.ciclo.save()
    testo = pagina(client, s, fondo, "conferma_premi", s.segretario).text
    assert "prima va sistemato ciò che blocca" in testo
    assert 'type="submit">Conferma i premi' not in testo
    assert "La Relazione 2026 non è ancora validata" in testo
    pagina(client, s, fondo, "conferma_premi", s.segretario, {})
    assert Fondo.objects.get().stato == "aperto"


def test_con_errori_aperti_si_scrive_perche(client, s):
    in_servizio(s, 20)
    fondo = s.fondo()
    vuota = pagina(client, s, fondo, "conferma_premi", s.segretario, {"motivazione": " "})
    assert "scrivi perché si conferma lo stesso" in vuota.text
    pagina(client, s, fondo, "conferma_premi", s.segretario, {"motivazione": "Contratto in firma."})
    assert Fondo.objects.get().motivazione == "Contratto in firma."


def test_se_i_fatti_cambiano_si_torna_a_guardare(client, s, fondo):
    s.persone[1].schede.update(punteggio=D(80))
    risposta = pagina(client, s, fondo, "conferma_premi", s.segretario, {})
    assert "ho rifatto il conto, riguardalo" in risposta.text
    assert Fondo.objects.get().stato == "aperto"


def test_chi_concorre_non_trova_la_conferma(client, s, fondo):
    IncaricoFactory(ente=s.ente, tipo="ufficio_personale", persona=s.persone[0])
    assert pagina(client, s, fondo, "conferma_premi", s.persone[0].utente).status_code == 403
    assert "Conferma i premi" not in pagina(client, s, fondo, "fondo", s.persone[0].utente).text


def test_riaprire_e_pagare(client, s, fondo):
    conferma(s, fondo)
    assert "Scrivi perché si riapre" in pagina(client, s, fondo, "riapri_fondo", s.segretario, {"nota": ""}).text
    assert "Il fondo è riaperto" in pagina(client, s, fondo, "riapri_fondo", s.segretario, {"nota": "riesame"}).text
    conferma(s, fondo)
    prima = pagina(client, s, fondo, "paga_premi", s.personale, {"liquidato_il": "2020-01-01"})
    assert "prima della conferma" in prima.text
    dopo = pagina(client, s, fondo, "paga_premi", s.personale, {"liquidato_il": "2999-01-01"})
    assert "Il pagamento è registrato" in dopo.text


# ---- i file ------------------------------------------------------------------------------------------------------


def test_il_file_delle_paghe_ha_matricola_e_colonne_documentate(client, s, fondo):
    conferma(s, fondo)
    foglio = load_workbook(BytesIO(pagina(client, s, fondo, "paghe", s.personale).content)).active
    righe = list(foglio.iter_rows(values_only=True))
    assert righe[0][0] == "Matricola"
    assert [riga[0] for riga in righe[1:]] == ["M0", "M1"]
    assert sum(D(str(riga[7])) for riga in righe[1:]) == 3000


def test_il_csv_delle_paghe_ha_gli_stessi_importi(client, s, fondo):
    conferma(s, fondo)
    client.force_login(s.personale)
    dove = reverse("valutazione:paghe", args=[s.ente.slug, ANNO, "dipendenti", "csv"])
    risposta = client.get(dove)
    assert "1907,14" in risposta.content.decode("utf-8-sig")
    assert risposta["Cache-Control"] == "no-store"
    assert client.get(dove.replace(".csv", ".pdf")).status_code == 404


@pytest.mark.parametrize("nome", ["paghe", "determina"])
def test_prima_della_conferma_non_ci_sono_file(client, s, fondo, nome):
    assert pagina(client, s, fondo, nome, s.segretario).status_code == 404


@pytest.mark.parametrize(("formato", "parte"), [("docx", "word/document.xml"), ("odt", "content.xml")])
def test_la_determina_non_contiene_persone(client, s, fondo, formato, parte):
    conferma(s, fondo)
    client.force_login(s.segretario)
    dove = reverse("valutazione:determina", args=[s.ente.slug, ANNO, "dipendenti", formato])
    testo = ZipFile(BytesIO(client.get(dove).content)).read(parte).decode()
    assert "allegato riservato" in testo
    assert not [persona for persona in s.persone if persona.cognome in testo]
    assert "1.092,86" not in testo
    assert client.get(dove.replace(f".{formato}", ".pdf")).status_code == 404


@pytest.mark.parametrize(
    ("tempi", "frase"),
    [("si", "i tempi di pagamento sono rispettati (Verbale 3;"), ("no", "la quota che ne dipende non si paga")],
)
def test_la_determina_dice_dei_tempi_e_di_cio_che_resta(client, tempi, frase):
    s = scena(*[100] * 5)
    fondo = s.fondo(tempi=tempi, tempi_fonte="Verbale 3", quota_tempi=D(30))
    conferma(s, fondo)
    client.force_login(s.segretario)
    dove = reverse("valutazione:determina", args=[s.ente.slug, ANNO, "dipendenti", "odt"])
    testo = ZipFile(BytesIO(client.get(dove).content)).read("content.xml").decode()
    assert frase in testo
    assert "le risorse destinate sono 3.000,00" in testo
    assert ("restano nel fondo 900,00" in testo) is (tempi == "no")


def test_di_una_categoria_con_poche_persone_la_determina_tace_gli_importi(client):
    s = scena(*[100] * 5)
    fondo = s.fondo("eq", base_comune=D(10000))
    conferma(s, fondo)
    client.force_login(s.segretario)
    dove = reverse("valutazione:determina", args=[s.ente.slug, ANNO, "eq", "odt"])
    testo = ZipFile(BytesIO(client.get(dove).content)).read("content.xml").decode()
    assert "importo nell'allegato riservato" in testo.replace("&apos;", "'").replace("&#x27;", "'")
    assert [importo for importo in ("2.500,00", "3.000,00") if importo in testo] == []


# ---- controlli e aggregati ---------------------------------------------------------------------------------------


def test_i_controlli_con_filtro_e_cio_che_non_si_puo_valutare(client, s, fondo):
    s.persone[0].schede.update(valutatore=None)
    testo = pagina(client, s, fondo, "controlli_valutazione", s.nucleo).text
    assert "manca chi valuta" in testo
    assert "mancano i criteri dei differenziali stipendiali" in testo
    dove = indirizzo(s, fondo, "controlli_valutazione")
    assert "manca chi valuta" not in client.get(dove + "?gravita=info").text


def test_gli_aggregati_tacciono_di_pochi(client, s, fondo):
    conferma(s, fondo)
    testo = pagina(client, s, fondo, "aggregati", s.nucleo).text
    assert "Di meno di 4 persone non si dice nulla" in testo
    assert "1.907,14" not in testo
    assert not [persona for persona in s.persone if persona.cognome in testo]


def test_gli_aggregati_di_un_ente_con_persone_abbastanza(client):
    s = scena(*[95] * 5, *[70] * 5)
    fondo = s.fondo()
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    testo = pagina(client, s, fondo, "aggregati", s.segretario).text
    assert "<svg" in testo
    assert "3.000,00" in testo


def test_senza_schede_chiuse_gli_aggregati_aspettano(client):
    s = scena(None)
    s.eq.schede.all().delete()
    assert "Ancora nessuna scheda chiusa" in pagina(client, s, s.fondo(), "aggregati", s.segretario).text


DA_LEGGERE = ["premi", "persone_fondo", "scenario", "mio_premio", "aggregati", "controlli_valutazione"]


@pytest.mark.parametrize("nome", DA_LEGGERE)
def test_le_pagine_dei_premi_stanno_in_quindici_letture(client, quindici_letture, nome):
    for s in (scena(90), scena(90, 80, 70, 60, 55)):
        fondo = s.fondo()
        pagina_da_leggere = indirizzo(s, fondo, nome)
        client.force_login(s.segretario)
        with quindici_letture():
            client.get(pagina_da_leggere)


def test_la_pagina_di_un_fondo_ne_fa_sedici_perche_esamina_tutto_l_ente(
    client, settings, django_assert_max_num_queries
):
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    for s in (scena(90), scena(90, 80, 70, 60, 55)):
        fondo = s.fondo()
        s.fondo("eq", 5000)
        pagina_da_leggere = indirizzo(s, fondo, "fondo")
        client.force_login(s.segretario)
        with django_assert_max_num_queries(16):
            client.get(pagina_da_leggere)
