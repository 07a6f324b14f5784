"""Le pagine dei premi: chi le vede, che cosa dicono, che cosa fanno."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from piao.base.models import Avviso
from tests.fabbriche import IncaricoFactory, RapportoFactory, utente_con
from tests.valutazione.pagine_premi import conferma, indirizzo, pagina
from tests.valutazione.scena_premi import ANNO, importi, in_servizio, primo, scena
from valutazione.azioni import premi as azioni
from valutazione.models import Fondo, Interim, Partecipante, Simulazione
from valutazione.urls.premi import urlpatterns

pytestmark = pytest.mark.django_db
D = Decimal
TUTTE = [uno.name for uno in urlpatterns]
SCRITTURA = {
    "nuovo_fondo", "modifica_fondo", "elimina_fondo", "persona_fondo", "nuovo_interim", "togli_interim",
    "riapri_fondo", "paga_premi", "paghe", "determina", "nuovo_scenario", "modifica_scenario", "ricalcola_scenario",
    "elimina_scenario", "conferma_premi",
}  # fmt: skip
DEL_CONFERMATO = {"riapri_fondo", "paga_premi", "paghe", "determina"}


@pytest.fixture
def s():
    return scena(100, 75, 50)


@pytest.fixture
def fondo(s):
    return s.fondo(maggiorazione=D(30), quota_massima=D(34), fissata_il=date(2026, 1, 15))


# ---- chi vede che cosa -------------------------------------------------------------------------------------------


def attesa(nome, ruolo):
    """Il codice che ogni ruolo riceve: conduce chi scrive, il Nucleo legge, gli altri hanno solo il proprio premio."""
    if ruolo == "estraneo":
        return 404
    if nome == "mio_premio" or ruolo in ("segretario", "ufficio_personale"):
        return 200
    return 200 if ruolo == "nucleo" and nome not in SCRITTURA else 403


RUOLI = ("segretario", "ufficio_personale", "nucleo", "sindaco", "eq", "assessore", "revisore", "rpct", "dipendente")


@pytest.mark.parametrize("nome", TUTTE)
def test_ogni_pagina_per_ogni_ruolo(client, s, fondo, nome):
    azioni.crea_scenario(fondo, utente=s.segretario, nome="Altro", importo=D(10))
    if nome in DEL_CONFERMATO:
        conferma(s, fondo)
    else:
        incarico = IncaricoFactory(ente=s.ente, tipo="eq", ad_interim=True)
        azioni.scrivi_interim(fondo, utente=s.segretario, incarico=incarico, posizione=D(1), percentuale=D(20))
    utenti = {ruolo: utente_con(ruolo, s.ente) for ruolo in RUOLI} | {"estraneo": RapportoFactory().persona.utente}
    dove = indirizzo(s, fondo, nome)
    for ruolo, chi in utenti.items():
        client.force_login(chi)
        risposta = client.post(dove, follow=True) if nome == "ricalcola_scenario" else client.get(dove)
        assert (ruolo, risposta.status_code) == (ruolo, attesa(nome, ruolo))


def test_chi_non_e_entrato_va_alla_porta(client, s, fondo):
    for nome in TUTTE:
        assert client.get(indirizzo(s, fondo, nome)).status_code == 302


def test_del_fondo_di_un_altro_ente_non_si_sa_nulla(client, s):
    altro = scena(90)
    altro.fondo()
    client.force_login(s.segretario)
    assert client.get(reverse("valutazione:fondo", args=[altro.ente.slug, ANNO, "dipendenti"])).status_code == 404
    assert client.get(reverse("valutazione:fondo", args=[s.ente.slug, ANNO, "dipendenti"])).status_code == 404


def test_lo_scenario_di_un_altro_fondo_non_si_apre(client, s, fondo):
    altro = primo(s.fondo("eq"))
    client.force_login(s.segretario)
    dove = reverse("valutazione:scenario", args=[s.ente.slug, ANNO, "dipendenti", altro.pk])
    assert client.get(dove).status_code == 404


# ---- il proprio premio -------------------------------------------------------------------------------------------


def test_prima_della_conferma_il_proprio_premio_non_c_e(client, s, fondo):
    assert "Non c'è ancora un premio" in pagina(client, s, fondo, "mio_premio", s.persone[0].utente).text


def test_ciascuno_vede_il_suo_premio_e_nessun_altro_nome(client, s, fondo):
    conferma(s, fondo)
    testo = pagina(client, s, fondo, "mio_premio", s.persone[1].utente).text
    assert "1.092,86" in testo
    assert "Come ci si arriva" in testo
    assert str(s.persone[0].cognome) not in testo


def test_le_mie_schede_portano_al_premio_quando_e_confermato(client, s, fondo):
    client.force_login(s.persone[0].utente)
    mie = reverse("valutazione:mie_schede", args=[s.ente.slug])
    assert "Il mio premio" not in client.get(mie).text
    conferma(s, fondo)
    assert reverse("valutazione:mio_premio", args=[s.ente.slug, ANNO]) in client.get(mie).text
    client.force_login(s.segretario)
    assert "Il mio premio" not in client.get(mie).text


def test_riaperto_il_fondo_il_premio_torna_a_non_esserci(client, s, fondo):
    azioni.riapri_fondo(conferma(s, fondo), utente=s.segretario, nota="riesame")
    assert "Non c'è ancora un premio" in pagina(client, s, fondo, "mio_premio", s.persone[1].utente).text


def test_l_avviso_porta_alla_propria_pagina_e_il_titolo_non_dice_importi(client, s, fondo):
    conferma(s, fondo)
    avviso = Avviso.objects.filter(genere="premio").first()
    assert avviso.collegamento == reverse("valutazione:mio_premio", args=[s.ente.slug, ANNO])
    assert not any(cifra.isdigit() and cifra not in "2026" for cifra in avviso.titolo)


# ---- i fondi -----------------------------------------------------------------------------------------------------


def test_senza_fondi_si_comincia_da_uno(client, s):
    client.force_login(s.segretario)
    testo = client.get(reverse("valutazione:premi", args=[s.ente.slug, ANNO])).text
    assert "Comincia da un fondo" in testo
    client.force_login(s.nucleo)
    assert "Ancora nessun fondo" in client.get(reverse("valutazione:premi", args=[s.ente.slug, ANNO])).text


def test_l_elenco_dice_le_porte_e_i_fondi(client, s, fondo):
    testo = pagina(client, s, fondo, "premi", s.segretario).text
    for frase in ("Il Piano 2026 è approvato", "4 schede chiuse su 4", "validata il 20/06/2027", "3.000,00"):
        assert frase in testo


def test_un_fondo_si_scrive_dalla_maschera(client, s):
    client.force_login(s.segretario)
    dove = reverse("valutazione:nuovo_fondo", args=[s.ente.slug, ANNO, "eq"])
    risposta = client.post(dove, {"importo": "5.000,50", "tempi": "ignoto", "quota_tempi": "30"}, follow=True)
    assert Fondo.objects.get(platea="eq").importo == D("5000.50")
    assert "il primo scenario è già calcolato" in risposta.text


def test_una_categoria_che_ha_gia_il_fondo_non_ne_ha_un_altro(client, s, fondo):
    client.force_login(s.segretario)
    dove = reverse("valutazione:nuovo_fondo", args=[s.ente.slug, ANNO, "dipendenti"])
    assert client.get(dove).status_code == 404


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"importo": "-1", "tempi": "ignoto"}, "maggiore o uguale a 0"),
        ({"importo": "molto", "tempi": "ignoto"}, "Scrivi un numero"),
        ({"importo": "100", "tempi": "ignoto", "maggiorazione": "30"}, "quota chiusa: scrivi quale"),
        ({"importo": "100", "tempi": "si", "tempi_ritardo": "3"}, "i tempi non sono rispettati"),
        (
            {"importo": "100", "differenziali_valutazioni": "60", "differenziali_esperienza": "41"},
            "Insieme alle valutazioni supera il 100%",
        ),
    ],
)
def test_un_fondo_sbagliato_si_dice_e_nulla_si_perde(client, s, fondo, dati, frase):
    risposta = pagina(client, s, fondo, "modifica_fondo", s.segretario, dati | {"versione": fondo.versione})
    assert frase in risposta.text
    assert dati["importo"] in risposta.text


def test_la_maschera_chiede_solo_cio_che_serve_a_quella_categoria(client, s, fondo):
    eq = s.fondo("eq")
    dipendenti = pagina(client, s, fondo, "modifica_fondo", s.segretario).text
    delle_eq = pagina(client, s, eq, "modifica_fondo", s.segretario).text
    assert 'name="maggiorazione"' in dipendenti
    assert 'name="posizione_totale"' not in dipendenti
    assert 'name="maggiorazione"' not in delle_eq
    assert 'name="posizione_totale"' in delle_eq


def test_i_criteri_dei_differenziali_si_scrivono_e_i_controlli_li_guardano(client, s, fondo):
    criteri = {"valutazioni": "35", "esperienza": "40", "anni": "3", "usate": "3"}
    dati = {f"differenziali_{nome}": valore for nome, valore in criteri.items()}
    pagina(
        client, s, fondo, "modifica_fondo", s.segretario, dati | {"importo": "3000", "tempi": "ignoto", "versione": 1}
    )
    testo = pagina(client, s, fondo, "fondo", s.segretario).text
    assert "valutazioni 35%, esperienza 40%; le ultime tre valutazioni" in testo
    assert "le valutazioni pesano il 35%, meno del 40%" in testo
    assert 'name="differenziali_anni"' not in pagina(client, s, s.fondo("eq"), "modifica_fondo", s.segretario).text


def test_la_pagina_del_fondo_dice_dove_va_e_che_cosa_guardare(client, s, fondo):
    testo = pagina(client, s, fondo, "fondo", s.segretario).text
    for frase in ("Dove va il fondo", "Maggiorazioni", "In tutto", "Conferma i premi", "nulla da sistemare"):
        assert frase in testo
    in_servizio(s, 3)
    Fondo.objects.update(maggiorazione=D(1), fissata_il=date(2026, 3, 1))
    assert "il minimo è il 25" in pagina(client, s, fondo, "fondo", s.nucleo).text


def test_il_fondo_si_elimina_dopo_conferma(client, s, fondo):
    assert "Eliminare il fondo" in pagina(client, s, fondo, "elimina_fondo", s.segretario).text
    pagina(client, s, fondo, "elimina_fondo", s.segretario, {})
    assert not Fondo.objects.exists()


# ---- le persone --------------------------------------------------------------------------------------------------


def test_le_persone_con_i_fatti_dell_anno_e_la_ricerca(client, s, fondo):
    testo = pagina(client, s, fondo, "persone_fondo", s.segretario).text
    assert all(str(persona) in testo for persona in s.persone)
    dove = indirizzo(s, fondo, "persone_fondo") + "?cerca="
    assert "Nessuna persona così" in client.get(dove + "zzz").text
    assert str(s.persone[1]) not in client.get(dove + s.persone[0].cognome).text or s.persone[1].cognome.startswith(
        s.persone[0].cognome
    )


def test_senza_schede_le_persone_non_ci_sono_ancora(client):
    s = scena()
    assert "Ancora nessuna scheda" in pagina(client, s, s.fondo(), "persone_fondo", s.segretario).text


def test_i_dati_di_una_persona_con_i_fatti_che_le_regole_chiedono(client):
    premio = {"fattori": [{"input": "pesatura", "base": 100}], "esclusioni": ["sanzione"]}
    s = scena(100, 100, premio=premio)
    fondo = s.fondo()
    assert "«pesatura»" in primo(fondo).problema
    risposta = pagina(client, s, fondo, "persona_fondo", s.segretario, {"fatto_0": "85,5", "versione": ""})
    assert "I dati sono salvati" in risposta.text
    assert Partecipante.objects.get().fatti == {"pesatura": "85.5", "sanzione": False}


def test_una_parola_resta_una_parola(client):
    s = scena(100, premio={"fattori": [{"input": "tipo", "tabella": {"titolare": 1}}]})
    fondo = s.fondo()
    pagina(client, s, fondo, "persona_fondo", s.segretario, {"fatto_0": " titolare ", "versione": ""})
    assert Partecipante.objects.get().fatti == {"tipo": "titolare"}
    assert importi(primo(fondo)) == [D(3000)]


def test_l_importo_di_partenza_di_una_eq(client, s):
    fondo = s.fondo("eq")
    client.force_login(s.segretario)
    dove = reverse("valutazione:persona_fondo", args=[s.ente.slug, ANNO, "eq", s.eq.pk])
    assert "Retribuzione di posizione" in client.get(dove).text
    client.post(dove, {"base": "10.000,00", "versione": ""})
    assert primo(fondo).premi.get().importo == D(2500)


def test_una_persona_che_non_e_nel_fondo_non_si_scrive(client, s, fondo):
    client.force_login(s.segretario)
    dove = reverse("valutazione:persona_fondo", args=[s.ente.slug, ANNO, "dipendenti", s.eq.pk])
    assert client.get(dove).status_code == 404


@pytest.mark.parametrize(("percentuale", "scritti"), [("14", 0), ("20", 1), ("26", 0)])
def test_l_interim_di_una_eq_sta_fra_quindici_e_venticinque(client, s, percentuale, scritti):
    fondo = s.fondo("eq")
    incarico = IncaricoFactory(ente=s.ente, tipo="eq", persona=s.eq, ad_interim=True)
    dati = {"incarico": incarico.pk, "posizione": "9000", "percentuale": percentuale}
    risposta = pagina(client, s, fondo, "nuovo_interim", s.segretario, dati)
    assert Interim.objects.count() == scritti
    assert ("fra il 15% e il 25%" in risposta.text) is (scritti == 0)


def test_l_interim_si_toglie_dopo_conferma(client, s):
    fondo = s.fondo("eq", base_comune=D(1000))
    incarico = IncaricoFactory(ente=s.ente, tipo="eq", persona=s.eq, ad_interim=True)
    azioni.scrivi_interim(fondo, utente=s.segretario, incarico=incarico, posizione=D(9000), percentuale=D(20))
    assert "ad interim" in pagina(client, s, fondo, "persone_fondo", s.segretario).text
    pagina(client, s, fondo, "togli_interim", s.segretario, {})
    assert not Interim.objects.exists()


# ---- gli scenari -------------------------------------------------------------------------------------------------


def test_lo_scenario_si_legge_si_ordina_e_si_cerca(client, s, fondo):
    testo = pagina(client, s, fondo, "scenario", s.segretario).text
    assert "1.907,14" in testo
    dove = indirizzo(s, fondo, "scenario")
    ordinata = client.get(dove + "?sort=-somma").text
    assert ordinata.index(str(s.persone[0])) < ordinata.index(str(s.persone[2]))
    assert "Nessuna persona così" in client.get(dove + "?cerca=zzz").text
    assert "1.907,14" in client.get(dove + "?cerca=M0").text


def test_uno_scenario_nuovo_e_il_confronto(client, s, fondo):
    dati = {"nome": "Fondo doppio", "importo": "6000", "maggiorazione": "0"}
    testo = pagina(client, s, fondo, "nuovo_scenario", s.segretario, dati).text
    assert "Diverso dal fondo: premi destinati 6.000,00" in testo
    testo = pagina(client, s, fondo, "confronto_scenari", s.nucleo).text
    for frase in ("Che cosa cambia", "guadagnano", "Come si spostano i premi", "come prima", "+1.521,43"):
        assert frase in testo


def test_lo_scenario_delle_eq_non_ha_graduatoria(client, s):
    fondo = s.fondo("eq", base_comune=D(10000))
    testo = pagina(client, s, fondo, "nuovo_scenario", s.segretario).text
    assert 'name="importo"' in testo
    assert 'name="maggiorazione"' not in testo


def test_due_scenari_con_lo_stesso_nome_no(client, s, fondo):
    risposta = pagina(client, s, fondo, "nuovo_scenario", s.segretario, {"nome": "Come il fondo"})
    assert "già uno scenario con questo nome" in risposta.text


def test_uno_scenario_si_cambia_si_rifa_si_elimina(client, s, fondo):
    altro = azioni.crea_scenario(fondo, utente=s.segretario, nome="Altro", tempi="si")
    client.force_login(s.segretario)
    argomenti = [s.ente.slug, ANNO, "dipendenti", altro.pk]
    dati = {"nome": "Altro ancora", "senza_assenze": "on", "versione": altro.versione}
    client.post(reverse("valutazione:modifica_scenario", args=argomenti), dati)
    assert Simulazione.objects.get(pk=altro.pk).senza_assenze
    rifatto = client.post(reverse("valutazione:ricalcola_scenario", args=argomenti), follow=True)
    assert "Il conto è rifatto" in rifatto.text
    client.post(reverse("valutazione:elimina_scenario", args=argomenti))
    assert not Simulazione.objects.filter(pk=altro.pk).exists()


def test_uno_scenario_non_si_confronta_con_se_stesso(client, s, fondo):
    scenario = primo(fondo)
    client.force_login(s.segretario)
    dove = reverse("valutazione:confronto_scenari", args=[s.ente.slug, ANNO, "dipendenti", scenario.pk, scenario.pk])
    assert client.get(dove).status_code == 404


def test_un_conto_che_non_si_fa_e_una_frase(client, s):
    fondo = s.fondo("eq")
    for nome in ("premi", "fondo", "scenario"):
        assert "manca l&#x27;importo di partenza" in pagina(client, s, fondo, nome, s.segretario).text
    altro = azioni.crea_scenario(fondo, utente=s.segretario, nome="Altro", importo=D(1))
    assert altro.problema
    assert "Nessun importo da accostare" in pagina(client, s, fondo, "confronto_scenari", s.segretario).text
    rifatto = pagina(client, s, fondo, "ricalcola_scenario", s.segretario, {})
    assert "Il conto è rifatto" not in rifatto.text


def test_una_parita_si_dice_con_i_nomi(client):
    s = scena(95, 95)
    fondo = s.fondo(maggiorazione=D(30), quota_massima=D(50))
    assert "Nessun criterio decide" in pagina(client, s, fondo, "scenario", s.segretario).text
    azioni.scrivi_partecipante(fondo, s.persone[1], utente=s.segretario, posto=1)
    assert "Ha deciso il criterio" in pagina(client, s, fondo, "scenario", s.segretario).text


def test_il_premio_di_una_persona_con_i_suoi_passi(client, s, fondo):
    testo = pagina(client, s, fondo, "premio", s.nucleo).text
    for frase in ("Come ci si arriva", "I fatti dell&#x27;anno", "365 su 365", "di maggiorazione"):
        assert frase in testo.replace("I fatti dell'anno", "I fatti dell&#x27;anno")
