"""Comporre dalle pagine: fasce, conversioni, scale, premio; ciò che è sbagliato si dice e nulla si perde."""

import pytest
from django.urls import reverse

from tests.fabbriche import AttoFactory, EnteFactory, utente_con
from tests.valutazione.scena_sistemi import adottato, bozza, caso
from valutazione.letture.configurazione import configurazione_di
from valutazione.models import Scala

pytestmark = pytest.mark.django_db


@pytest.fixture
def sistema(client):
    nato = bozza(EnteFactory())
    client.force_login(utente_con("segretario", nato.ente))
    return nato


@pytest.fixture
def tipo(sistema):
    return sistema.tipi.get()


def dove(sistema, nome, *argomenti):
    return reverse(f"valutazione:{nome}", args=[sistema.ente.slug, *argomenti])


def campi(client, pagina):
    """Ciò che il browser rimanderebbe premendo «Salva» senza toccare nulla."""
    form = client.get(pagina).context["form"]
    parti = [form, *getattr(form, "parti", []), *getattr(form, "tabelle", [])]
    parti += [parte.tabella for parte in getattr(form, "parti", []) if parte.tabella is not None]
    parti += [form.tabella] if hasattr(form, "tabella") else []
    dati = {}
    for parte in parti:
        righe = [parte.management_form, *parte] if hasattr(parte, "management_form") else [parte]
        for riga in righe:
            dati |= {campo.html_name: valore(campo) for campo in riga if valore(campo) is not None}
    return dati


def valore(campo):
    grezzo = campo.value()
    if grezzo is False or grezzo in (None, "", []):
        return None
    if grezzo is True:
        return "on"
    scritto = campo.field.widget.format_value(grezzo)
    return (scritto[0] if len(scritto) == 1 else scritto) if isinstance(scritto, list) else scritto


def salva(client, pagina, togli=(), **cambi):
    dati = campi(client, pagina) | cambi
    return client.post(pagina, {nome: uno for nome, uno in dati.items() if nome not in togli}, follow=True)


# ---- salvare senza toccare nulla -----------------------------------------------------------------------------------


@pytest.mark.parametrize("modello", ["semplice", "completo", "sannazzaro", "cuneo", "terlizzi", "madignano"])
def test_salvare_senza_toccare_nulla_non_cambia_le_regole(client, modello):
    ente = EnteFactory()
    client.force_login(utente_con("segretario", ente))
    nato = client.post(reverse("valutazione:da_modello", args=[ente.slug, modello]), follow=True).context["sistema"]
    tipo = nato.tipi.first()
    prima = configurazione_di(tipo)
    salva(client, dove(nato, "premio_tipo", tipo.pk))
    for componente in tipo.componenti.all():
        salva(client, dove(nato, "modifica_componente", componente.pk))
    assert configurazione_di(nato.tipi.first()) == prima
    assert tipo.componenti.filter(versione=2).count() == tipo.componenti.count()


# ---- il premio -----------------------------------------------------------------------------------------------------


def test_una_fascia_in_piu_senza_javascript(client, sistema, tipo):
    pagina = dove(sistema, "premio_tipo", tipo.pk)
    quante = len(client.get(pagina).context["form"].fasce.forms)
    risposta = salva(client, pagina, aggiungi="fasce")
    assert len(risposta.context["form"].fasce.forms) == quante + 1


def test_una_fascia_che_cresce_per_punto(client, sistema, tipo):
    nuovi = {"fasce-1-come": "crescente", "fasce-1-esito": "50", "fasce-1-incremento": "1,25"}
    salva(client, dove(sistema, "premio_tipo", tipo.pk), **nuovi)
    tipo.refresh_from_db()
    assert tipo.premio["fasce"][1]["esito"] == {"quota": 50, "incremento": "1.25"}


@pytest.mark.parametrize(
    ("cambi", "frase"),
    [
        ({"fasce-1-da": "70"}, "il punteggio 60 non cade in nessuna fascia"),
        ({"fasce-0-a_incluso": "on"}, "il punteggio 60 cade in 2 fasce"),
        ({"fasce-0-esito": ""}, "Scrivi che cosa dà questa fascia"),
        ({"fasce-1-come": "crescente", "fasce-1-esito": "1"}, "Scrivi quanto cresce"),
        ({"fasce-1-da": "molto"}, "Scrivi un numero"),
        ({"quote-0-quota": "80", "quote-0-su": "la fascia del punteggio"}, "sommano a 80"),
        ({"quote-0-quota": "80"}, "Scrivi da che cosa dipende"),
        ({"quote-0-su": "tempi"}, "Scrivi che parte del premio è"),
        ({"fattori-0-base": "365"}, "Scrivi quale dato moltiplica"),
        ({"fattori-0-input": "area", "fattori-0-tabella": "istruttori"}, "una voce per riga"),
        ({"coefficienti": "istruttori 1"}, "una voce per riga"),
        ({"percentuale": "30"}, "Scrivi a quanti va"),
        ({"punteggio_massimo": "0"}, "maggiore di zero"),
    ],
)
def test_ciò_che_non_torna_si_dice_e_resta_scritto(client, sistema, tipo, cambi, frase):
    risposta = salva(client, dove(sistema, "premio_tipo", tipo.pk), **cambi)
    pagina = risposta.content.decode()
    assert frase in pagina
    assert all(f'value="{uno}"' in pagina for uno in cambi.values() if uno.isdigit())
    assert configurazione_di(sistema.tipi.get()) == caso()["configurazione"]


def test_tutte_le_regole_del_premio_dalla_pagina(client, sistema, tipo):
    salva(
        client,
        dove(sistema, "premio_tipo", tipo.pk),
        modo_premio="quota_teorica",
        esclusioni="una sanzione più grave del rimprovero verbale\nassenza ingiustificata",
        coefficienti="istruttori = 1,1\n\noperatori = 1",
        giorni_anno="360",
        resti="redistribuiti_nell_ente",
        quadratura="troncamento",
        percentuale="30",
        a_chi="quota_beneficiari",
        quanti="10",
        eccesso="on",
        dal_fondo="on",
        **{
            "fattori-0-input": "l'area contrattuale",
            "fattori-0-tabella": "a = 1,2\nb = 1",
            "fattori-0-default": "1,5",
        },
    )
    tipo.refresh_from_db()
    assert tipo.modo_premio == "quota_teorica"
    assert tipo.maggiorazione == {
        "percentuale": 30, "quota_beneficiari": 10, "arrotondamento": "eccesso", "finanziamento": "dal_fondo",
    }  # fmt: skip
    assert {nome: tipo.premio[nome] for nome in tipo.premio if nome not in ("fasce", "punteggio_massimo")} == {
        "fattori": [{"input": "area", "default": "1.5", "tabella": {"a": "1.2", "b": 1}}],
        "giorni_anno": 360,
        "resti": "redistribuiti_nell_ente",
        "quadratura": "troncamento",
        "esclusioni": ["sanzione_superiore_rimprovero_verbale", "assenza_ingiustificata"],
        "coefficienti": {"istruttori": "1.1", "operatori": 1},
    }


def test_la_maggiorazione_a_un_numero_di_persone(client, sistema, tipo):
    salva(client, dove(sistema, "premio_tipo", tipo.pk), percentuale="30", a_chi="beneficiari", quanti="2")
    tipo.refresh_from_db()
    assert tipo.maggiorazione == {"percentuale": 30, "beneficiari": 2}


# ---- i componenti --------------------------------------------------------------------------------------------------


def componente(client, sistema, quale, **cambi):
    riga = sistema.tipi.get().componenti.get(codice=quale)
    risposta = salva(client, dove(sistema, "modifica_componente", riga.pk), **cambi)
    riga.refresh_from_db()
    return riga, risposta


CONVERSIONI = [
    ("lineare", {"x0": "0", "x1": "4", "y0": "0", "y1": "20"}, {"da": [0, 4], "a": [0, 20], "satura": False}),
    ("intervallo", {"tolleranza": "2,5"}, {"tolleranza": "2.5"}),
    ("rapporto", {"max": "100"}, {"max": 100}),
    (
        "livelli",
        {
            "parole-TOTAL_FORMS": "2", "parole-INITIAL_FORMS": "0", "parole-0-parola": "Alta",
            "parole-0-numero": "8", "parole-1-parola": "Bassa", "parole-1-numero": "2,5",
        },
        {"livelli": {"Alta": 8, "Bassa": "2.5"}},
    ),
    (
        "gradini",
        {
            "fasce-TOTAL_FORMS": "1", "fasce-INITIAL_FORMS": "0", "fasce-0-a": "100", "fasce-0-a_incluso": "on",
            "fasce-0-da": "0", "fasce-0-da_incluso": "on", "fasce-0-come": "numero", "fasce-0-esito": "5",
            "decimali_per_fascia": "0",
        },
        {"fasce": [{"da": 0, "a": 100, "esito": 5}], "decimali_per_fascia": 0},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("nome", "scritti", "attesa"), CONVERSIONI, ids=[uno[0] for uno in CONVERSIONI])
def test_una_conversione_si_scrive_con_le_sue_caselle(client, sistema, nome, scritti, attesa):
    cambi = {"conv-min": "", "conv-max": ""} | {f"conv-{campo}": uno for campo, uno in scritti.items()}
    riga, _ = componente(client, sistema, "OB", **cambi, **{"conv-tipo": nome})
    assert riga.conversione == {"tipo": nome} | attesa


def test_scegliere_una_conversione_mostra_solo_le_sue_caselle_e_non_salva(client, sistema):
    riga, risposta = componente(
        client, sistema, "OB", **{"conv-tipo": "gradini", "mostra": "conv", "denominazione": "X"}
    )
    nomi = set(risposta.context["form"].conversione.fields)
    assert nomi == {"tipo", "decimali_per_fascia", "punteggio_massimo", "min", "max"}
    assert "Aggiungi una fascia" in risposta.content.decode()
    assert riga.denominazione == "Obiettivi"
    assert 'value="X"' in risposta.content.decode()


def test_il_valore_com_e_senza_limiti_non_si_scrive(client, sistema):
    riga, _ = componente(client, sistema, "OB", **{"conv-min": "", "conv-max": ""})
    assert riga.conversione == {}


@pytest.mark.parametrize(
    ("quale", "cambi", "frase"),
    [
        ("C1", {"scala": ""}, "Un giudizio vuole la sua scala"),
        ("C1", {"peso": ""}, "usa i pesi: scrivi quello"),
        ("OB", {"correttivo_di": "sindaco"}, "si scrivono insieme"),
        ("OB", {"conv-min": "10", "conv-max": "5"}, "il pavimento supera il tetto"),
        ("OB", {"poi-x1": "0"}, "il tratto di partenza ha gli estremi uguali"),
        ("OB", {"poi-x1": ""}, "Questo campo è obbligatorio"),
        ("OB", {"codice": "C1"}, "già un componente con questo codice"),
        ("TOT", {"aggregazione": ""}, "Questo campo è obbligatorio"),
    ],
)
def test_un_componente_sbagliato_dice_perché(client, sistema, quale, cambi, frase):
    _, risposta = componente(client, sistema, quale, **cambi)
    assert frase in risposta.content.decode()


def test_una_tabella_con_un_buco_si_rifiuta_col_primo_punto(client, sistema):
    fasce = {
        "poi-tipo": "gradini", "poi-fasce-TOTAL_FORMS": "2", "poi-fasce-INITIAL_FORMS": "0", "poi-fasce-0-a": "50",
        "poi-fasce-0-come": "numero", "poi-fasce-0-esito": "0", "poi-fasce-1-da": "60",
        "poi-fasce-1-come": "numero", "poi-fasce-1-esito": "100",
    }  # fmt: skip
    _, risposta = componente(client, sistema, "OB", **fasce)
    assert "non cade in nessuna fascia" in risposta.content.decode()


def test_un_componente_nuovo_nasce_sotto_quello_da_cui_si_parte(client, sistema, tipo):
    comp = tipo.componenti.get(codice="COMP")
    pagina = dove(sistema, "nuovo_componente", tipo.pk) + f"?sotto={comp.pk}"
    scala = sistema.scale.get().pk
    salva(client, pagina, denominazione="Cura", codice="C3", fonte="giudizio", scala=str(scala), peso="0")
    assert [uno.codice for uno in comp.figli.all()] == ["C1", "C2", "C3"]


def test_il_primo_componente_e_il_totale(client, sistema, tipo):
    tipo.componenti.all().delete()
    pagina = dove(sistema, "nuovo_componente", tipo.pk) + "?sotto=boh"
    salva(client, pagina, denominazione="Totale", codice="TOT", fonte="numero")
    assert tipo.componenti.get().genitore is None


def test_due_persone_sullo_stesso_componente_vedono_le_differenze(client, sistema):
    riga = sistema.tipi.get().componenti.get(codice="C1")
    pagina = dove(sistema, "modifica_componente", riga.pk)
    vecchi = campi(client, pagina)
    salva(client, pagina, denominazione="Di un altro")
    risposta = client.post(pagina, vecchi | {"denominazione": "Mia"})
    assert "Di un altro" in risposta.content.decode()
    assert 'value="Mia"' in risposta.content.decode()


def test_spostare_ed_eliminare_dalle_pagine(client, sistema, tipo):
    c1, ob = tipo.componenti.get(codice="C1"), tipo.componenti.get(codice="OB")
    client.post(dove(sistema, "sposta_componente", c1.pk, "giu"))
    client.post(dove(sistema, "elimina_componente", ob.pk))
    assert [uno.codice for uno in tipo.componenti.filter(genitore__codice="COMP")] == ["C2", "C1"]
    assert not tipo.componenti.filter(codice="OB").exists()


# ---- scale, fasi, dati, tipi ---------------------------------------------------------------------------------------


def test_una_scala_nuova_dalla_pagina(client, sistema):
    livelli = {
        "livelli-TOTAL_FORMS": "3", "livelli-INITIAL_FORMS": "0", "livelli-0-etichetta": "No", "livelli-0-valore": "0",
        "livelli-1-etichetta": "Sì", "livelli-1-valore": "1", "livelli-1-richiede_motivazione": "on",
    }  # fmt: skip
    client.post(dove(sistema, "nuova_scala", sistema.pk), {"denominazione": "Sì o no"} | livelli)
    scala = Scala.objects.get(denominazione="Sì o no")
    assert [(uno.etichetta, uno.richiede_motivazione) for uno in scala.livelli.all()] == [("No", False), ("Sì", True)]


@pytest.mark.parametrize(
    ("cambi", "frase"),
    [
        ({"livelli-0-valore": "2"}, "lo stesso valore"),
        ({"livelli-0-etichetta": ""}, "Scrivi la parola del giudizio"),
        ({"livelli-0-valore": ""}, "Scrivi il numero che entra nei conti"),
        ({"livelli-3-descrittore": "Solo questo"}, "Scrivi la parola del giudizio"),
    ],
)
def test_una_scala_sbagliata_dice_perché(client, sistema, cambi, frase):
    risposta = salva(client, dove(sistema, "modifica_scala", sistema.scale.get().pk), **cambi)
    assert frase in risposta.content.decode()


def test_una_scala_usata_non_si_elimina_e_lo_dice(client, sistema):
    risposta = client.post(dove(sistema, "elimina_scala", sistema.scale.get().pk), follow=True)
    assert "La scala è usata da" in risposta.content.decode()


def test_le_fasi_si_scrivono_in_una_tabella(client, sistema):
    dati = {
        "assegnazione-presente": "on", "assegnazione-entro_giorno": "28", "assegnazione-entro_mese": "2",
        "osservazioni-presente": "on", "osservazioni-giorni": "10", "osservazioni-silenzio": "accettazione",
        "riesame-giorni": "99",
    }  # fmt: skip
    client.post(dove(sistema, "fasi_sistema", sistema.pk), dati)
    assert [(fase.tipo, fase.giorni) for fase in sistema.fasi.all()] == [("assegnazione", None), ("osservazioni", 10)]


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"riesame-presente": "on", "riesame-entro_giorno": "5"}, "si scrivono insieme"),
        ({"riesame-presente": "on", "riesame-silenzio": "accettazione"}, "serve un termine in giorni"),
        ({"riesame-presente": "on", "riesame-entro_giorno": "40", "riesame-entro_mese": "1"}, "31"),
    ],
)
def test_un_termine_a_meta_si_rifiuta(client, sistema, dati, frase):
    assert frase in client.post(dove(sistema, "fasi_sistema", sistema.pk), dati).content.decode()


def test_i_dati_e_il_tipo_si_modificano(client, sistema, tipo):
    salva(client, dove(sistema, "modifica_sistema", sistema.pk), soglia_negativa="60,5")
    salva(client, dove(sistema, "modifica_tipo", tipo.pk), denominazione="Capi", aree=["funzionari"])
    sistema.refresh_from_db()
    tipo.refresh_from_db()
    assert (f"{sistema.soglia_negativa:.1f}", tipo.denominazione, tipo.aree) == ("60.5", "Capi", ["funzionari"])


def test_chi_riesamina_e_un_terzo(client, sistema, tipo):
    assert "è un terzo" in salva(client, dove(sistema, "modifica_tipo", tipo.pk), riesamina="sindaco").content.decode()


# ---- il cammino ----------------------------------------------------------------------------------------------------


def test_dalle_pagine_fino_all_adozione(client, sistema):
    client.post(dove(sistema, "invia_sistema", sistema.pk))
    client.post(dove(sistema, "parere_sistema", sistema.pk), {"parere": "favorevole", "parere_del": "2025-12-01"})
    atto = AttoFactory(ente=sistema.ente)
    client.post(dove(sistema, "adotta_sistema", sistema.pk), {"atto": atto.pk, "dal": "2026-01-01"})
    sistema.refresh_from_db()
    assert (sistema.stato, sistema.atto) == ("adottato", atto)
    nuova = client.post(dove(sistema, "nuova_versione", sistema.pk), follow=True).context["sistema"]
    assert nuova.sostituisce == sistema


def test_l_invio_di_una_bozza_rotta_dice_che_cosa_manca(client, sistema, tipo):
    tipo.componenti.filter(codice="C1").update(peso=10)
    pagina = client.get(dove(sistema, "invia_sistema", sistema.pk)).content.decode()
    assert "i pesi sommano a 50" in pagina
    assert dove(sistema, "modifica_componente", tipo.componenti.get(codice="COMP").pk) in pagina


def test_un_parere_contrario_vuole_il_perché(client, sistema):
    client.post(dove(sistema, "invia_sistema", sistema.pk))
    dati = {"parere": "contrario", "parere_del": "2025-12-01"}
    assert "perché è contrario" in client.post(dove(sistema, "parere_sistema", sistema.pk), dati).content.decode()


def test_senza_parere_la_pagina_dell_adozione_dice_che_cosa_serve(client, sistema):
    client.post(dove(sistema, "invia_sistema", sistema.pk))
    pagina = client.get(dove(sistema, "adotta_sistema", sistema.pk)).content.decode()
    assert "Manca il parere" in pagina
    client.post(dove(sistema, "ritira_sistema", sistema.pk))
    sistema.refresh_from_db()
    assert sistema.stato == "bozza"


def test_un_passo_che_non_si_puo_dice_perché(client, sistema):
    dati = {"parere": "favorevole", "parere_del": "2025-12-01"}
    assert "Non si può" in client.post(dove(sistema, "parere_sistema", sistema.pk), dati).content.decode()


def test_adottare_prima_di_un_altra_versione_si_rifiuta_con_una_frase(client, sistema):
    adottato(sistema.ente)
    client.post(dove(sistema, "invia_sistema", sistema.pk))
    client.post(dove(sistema, "parere_sistema", sistema.pk), {"parere": "favorevole", "parere_del": "2025-12-01"})
    dati = {"atto": AttoFactory(ente=sistema.ente).pk, "dal": "2025-01-01"}
    risposta = client.post(dove(sistema, "adotta_sistema", sistema.pk), dati, follow=True)
    assert "deve cominciare dopo" in risposta.content.decode()


def test_la_bozza_si_elimina_dalla_pagina(client, sistema, tipo):
    client.post(dove(sistema, "elimina_tipo", tipo.pk))
    assert not sistema.tipi.exists()
    client.post(dove(sistema, "elimina_sistema", sistema.pk))
    assert not sistema.ente.sistemi.exists()
