"""Le maschere degli enti davanti a ciò che non si aspettano: una frase, mai un guasto."""

import pytest
from django.urls import reverse

from enti.forms.persone import PasswordForm, PersonaForm
from enti.models import Ente, Persona, Personale
from tests.fabbriche import PersonaFactory, RapportoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manda(ente, entra, segretario):
    client = entra(segretario)
    return lambda pagina, *chiavi, **dati: client.post(reverse(f"enti:{pagina}", args=[ente.slug, *chiavi]), dati)


# ---- codici fiscali e password ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scritto", ["rssmra80a01h501u", " RSS MRA 80A01 H501U ", "RSSMRA80A01H501U"])
def test_un_codice_fiscale_si_scrive_come_si_vuole_e_si_conserva_in_un_modo(scritto):
    form = PersonaForm({"cognome": "Rossi", "nome": "Mario", "codice_fiscale": scritto}, instance=Persona())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["codice_fiscale"] == "RSSMRA80A01H501U"


def test_il_browser_non_accorcia_un_codice_incollato_con_gli_spazi():
    assert "maxlength" not in str(PersonaForm(instance=Persona())["codice_fiscale"])


@pytest.mark.parametrize("scritto", ["RSSMRA", "RSSMRA80A01H501", "1234567890123456", "RSSMRA80A01H501UU", "😀" * 16])
def test_un_codice_fiscale_che_non_lo_e_si_rifiuta_con_una_frase(scritto):
    form = PersonaForm({"cognome": "Rossi", "nome": "Mario", "codice_fiscale": scritto}, instance=Persona())
    assert "codice_fiscale" in form.errors


@pytest.mark.parametrize(
    ("password", "ancora", "campo"),
    [
        ("corta", "corta", "password"),
        ("password1234", "password1234", "password"),
        ("123456789012345", "123456789012345", "password"),
        ("una frase lunga e mia", "una frase lunga e tua", "ancora"),
        ("", "", "password"),
    ],
)
def test_una_password_debole_o_ripetuta_male_e_rifiutata(password, ancora, campo):
    assert campo in PasswordForm({"password": password, "ancora": ancora}).errors


def test_gli_spazi_di_una_password_contano():
    form = PasswordForm({"password": "  una frase lunga  ", "ancora": "  una frase lunga  "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["password"] == "  una frase lunga  "


# ---- righe che si aggiungono ------------------------------------------------------------------------------------


@pytest.mark.parametrize("quante", ["", "abc", "-3", "²", "9" * 5000, "1e9", "1.5"])
@pytest.mark.parametrize("invio", [{"aggiungi": "1"}, {}])
def test_un_conto_di_righe_manomesso_non_e_un_guasto(manda, quante, invio):
    dati = {"anno": 2025, "righe-TOTAL_FORMS": quante, "righe-INITIAL_FORMS": "0", **invio}
    risposta = manda("nuovo_personale", **dati)
    assert risposta.status_code in (200, 302)


@pytest.mark.parametrize(
    "riga", [{"uomini": "-1"}, {"uomini": "tanti"}, {"donne": "1.5"}, {"area": "marziani"}, {"unita": "999999"}]
)
def test_una_riga_sbagliata_torna_con_ciò_che_vi_era_scritto(manda, riga):
    dati = {"anno": 2025, "righe-TOTAL_FORMS": "1", "righe-INITIAL_FORMS": "0", "righe-0-etichetta": "Tributi"}
    risposta = manda("nuovo_personale", **dati, **{f"righe-0-{campo}": valore for campo, valore in riga.items()})
    assert risposta.status_code == 200
    assert 'value="Tributi"' in risposta.content.decode()
    assert not Personale.objects.exists()


# ---- dati fuori misura --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pagina", "dati"),
    [
        ("nuova_popolazione", {"alla_data": "31/12/2025x", "maschi": "1"}),
        ("nuova_popolazione", {"alla_data": "2025-12-31", "maschi": "-5", "femmine": "2"}),
        ("nuova_popolazione", {"alla_data": "2025-12-31", "maschi": "9" * 30}),
        ("nuova_popolazione", {"alla_data": "0000-00-00"}),
        ("nuovo_personale", {"anno": "99999999999"}),
        ("nuovo_personale", {"anno": "2025", "retribuzioni": "1" * 40}),
        ("nuovo_personale", {"anno": "2025", "retribuzioni": "NaN"}),
        ("nuovo_personale", {"anno": "2025", "retribuzioni": "Infinity"}),
        ("nuova_unita", {"denominazione": "x" * 5000}),
        ("nuova_unita", {"denominazione": "Area", "parent": "boh"}),
        ("nuova_unita", {"denominazione": "Area", "dal": "2026-12-31", "al": "2026-01-01"}),
        ("nuova_persona", {"cognome": "R", "nome": "M", "come": "imperatore", "dal": "2026-01-01"}),
        ("nuova_persona", {"cognome": "R", "nome": "M", "come": "eq", "dal": "mai"}),
        ("nuovo_atto", {"oggetto": "x", "data": "2026-02-30"}),
        ("nuovo_atto", {"oggetto": "x", "collegamento": "javascript:alert(1)"}),
        ("nuovo_gruppo", {"denominazione": "G", "tipo": "lavoro", "persone": ["999999"]}),
    ],
)
def test_un_dato_impossibile_e_una_frase_e_non_un_guasto(manda, pagina, dati):
    gestione = {"righe-TOTAL_FORMS": "0", "righe-INITIAL_FORMS": "0"} if pagina == "nuovo_personale" else {}
    risposta = manda(pagina, **dati, **gestione)
    assert risposta.status_code == 200
    assert "riepilogo-errori" in risposta.content.decode()


def test_html_in_un_nome_si_legge_e_non_si_esegue(manda, ente, entra, segretario):
    manda("nuova_unita", denominazione="<script>alert(1)</script>")
    pagina = entra(segretario).get(reverse("enti:organigramma", args=[ente.slug])).content.decode()
    assert "<script>alert" not in pagina
    assert "&lt;script&gt;alert(1)" in pagina


@pytest.mark.parametrize("versione", ["0", "-1", "abc", "", "999", "9" * 30])
def test_una_versione_inventata_non_sovrascrive_ciò_che_altri_hanno_scritto(manda, ente, versione):
    Ente.objects.filter(pk=ente.pk).update(provincia="Cremona", versione=5)
    dati = {"denominazione": "Altro nome", "tipo": "comune", "organismo": "nucleo", "provincia": "Mantova"}
    assert manda("modifica_ente", **dati, versione=versione).status_code in (200, 409)
    ente.refresh_from_db()
    assert ente.provincia == "Cremona"


def test_due_persone_senza_codice_fiscale_possono_avere_lo_stesso_nome(manda, ente):
    RapportoFactory(ente=ente, persona=PersonaFactory(nome="Ada", cognome="Neri", codice_fiscale=""))
    dati = {"nome": "Ada", "cognome": "Neri", "come": "dipendente", "dal": "2026-01-01"}
    assert manda("nuova_persona", **dati).status_code == 302
    assert Persona.objects.filter(cognome="Neri").count() == 2
