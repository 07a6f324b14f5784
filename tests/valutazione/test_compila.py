"""Le pagine di chi valuta: la griglia per componente, la scheda intera, le voci non misurabili, la correzione."""

import pytest
from django.urls import reverse

from tests.fabbriche import RapportoFactory
from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory, misurabile, validato
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_compilazione import D, Scena, con_correttivo, riscrivi, scrivi_valore
from valutazione.azioni.compilazione import ricalcola
from valutazione.forms.compila import CompilaForm, CorrezioneForm, NonMisurabileForm
from valutazione.letture.conto import conto_di
from valutazione.letture.griglia import da_fare, da_valutare
from valutazione.models import Scheda, Voce
from valutazione.permessi import puo_valutare
from valutazione.voci import ChiValuta, StatoScheda

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def scena():
    return Scena()


@pytest.fixture
def entra(client):
    def con(utente):
        client.force_login(utente)
        return client

    return con


def ramo(scena):
    return scena.tipo.componenti.get(codice="COMP")


def indirizzo(scena, nome, *altro):
    return reverse(f"valutazione:{nome}", args=[scena.ente.slug, scena.ciclo.anno, *altro])


def scritti(scheda, versione=None, **giudizi):
    """I campi di una persona come li manda la pagina: `C1=5`, `motivo_C1="…"`."""
    pk = {voce.codice: voce.pk for voce in scheda.voci.all()}
    dati = {f"s{scheda.pk}-versione": versione or Scheda.objects.get(pk=scheda.pk).versione}
    for nome, valore in giudizi.items():
        lettera, codice = ("m", nome.removeprefix("motivo_")) if nome.startswith("motivo_") else ("v", nome)
        dati[f"s{scheda.pk}-{lettera}{pk[codice]}"] = valore
    return dati


# ---- che cosa ho da valutare -------------------------------------------------------------------------------------


def test_la_pagina_dice_a_che_punto_sono_componenti_e_persone(scena, entra):
    ricalcola(scena.valutata(3, 3, 3, 3, 3)), scena.valutata(3)
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila")).content.decode()
    assert "Comportamenti e competenze" in pagina
    assert "1 di 2 persone" in pagina
    assert "Pronta da proporre" in pagina
    assert "Mancano 4 voci" in pagina


def test_senza_nulla_da_valutare_la_pagina_lo_dice(scena, entra):
    assert "Nulla da valutare" in entra(scena.chi_valuta).get(indirizzo(scena, "compila")).content.decode()


def test_le_schede_assegnate_si_cominciano_tutte_insieme(scena, entra):
    schede = [scena.scheda(stato=StatoScheda.ASSEGNATA) for _ in range(2)]
    client = entra(scena.chi_valuta)
    assert "2 schede sono assegnate" in client.get(indirizzo(scena, "compila")).content.decode()
    pagina = client.post(indirizzo(scena, "avvia"), follow=True).content.decode()
    assert "Valutazione cominciata" in pagina
    assert {Scheda.objects.get(pk=s.pk).stato for s in schede} == {StatoScheda.VALUTAZIONE}


def test_se_non_c_e_nulla_da_cominciare_lo_si_dice(scena, entra):
    pagina = entra(scena.chi_valuta).post(indirizzo(scena, "avvia"), follow=True).content.decode()
    assert "Non c&#x27;era nessuna scheda" in pagina


def test_da_valutare_trova_le_stesse_schede_di_chi_le_puo_scrivere(scena):
    scena.scheda(), scena.scheda(valutatore=None), scena.scheda(proponente=scena.guida(scena.guida_unita()))
    altra = scena.scheda(persona=RapportoFactory(ente=scena.ente).persona)
    utenti = [scena.chi_valuta, altra.persona.utente, *map(scena.con_ruolo, ("nucleo", "segretario", "sindaco"))]
    for funzioni in ({"propone": ""}, {"propone": ChiValuta.NUCLEO}, {"propone": "", "valuta": ChiValuta.NUCLEO}):
        type(scena.tipo).objects.filter(pk=scena.tipo.pk).update(**funzioni)
        for utente in utenti:
            mie = set(da_valutare(utente, scena.ciclo).values_list("pk", flat=True))
            assert mie == {s.pk for s in Scheda.objects.all() if puo_valutare(utente, s)}


# ---- la griglia --------------------------------------------------------------------------------------------------


def test_la_griglia_ha_una_riga_per_persona_e_una_casella_per_voce(scena, entra):
    schede = [scena.valutata(3), scena.scheda()]
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk)).content.decode()
    assert all(str(scheda.persona) in pagina for scheda in schede)
    assert pagina.count("<select") == 10
    assert '<option value="3" selected>3 – Adeguato</option>' in pagina


def test_la_griglia_ha_sempre_le_stesse_letture(scena, entra, quindici_letture):
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    misurabile(obiettivo)
    SessioneFactory(ciclo=scena.ciclo)
    for _ in range(3):
        scena.scheda(obiettivo)
    client, pagina = entra(scena.chi_valuta), indirizzo(scena, "compila_componente", ramo(scena).pk)
    client.get(pagina)
    with quindici_letture():
        client.get(pagina)


def test_accanto_alla_casella_c_e_come_si_e_valutata_la_persona(scena, entra):
    scheda = scena.scheda()
    scheda.voci.filter(codice="C1").update(autovalutazione=4)
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk)).content.decode()
    assert "Secondo la persona: <strong>4 – Buono</strong>" in pagina


def test_una_griglia_senza_schede_da_valutare_non_esiste(scena, entra):
    scena.scheda(stato=StatoScheda.PROPOSTA)
    risposta = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk))
    assert risposta.status_code == 404


def test_una_riga_si_salva_senza_javascript_e_si_torna_alla_riga(scena, entra):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    risposta = entra(scena.chi_valuta).post(dove, scritti(scheda, C1="3"))
    assert risposta.url.endswith(f"#riga-{scheda.pk}")
    assert Scheda.objects.get(pk=scheda.pk).punteggio == D("32.50")


def test_con_htmx_torna_soltanto_l_esito_con_la_versione_nuova(scena, entra):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    frammento = entra(scena.chi_valuta).post(dove, scritti(scheda, C1="3"), **HTMX).content.decode()
    assert "<select" not in frammento
    assert "32,50" in frammento
    assert "Salvato" in frammento
    assert f'name="s{scheda.pk}-versione" value="2"' in frammento
    assert "<strong>1</strong> di 1" in frammento


def test_un_giudizio_che_chiede_la_motivazione_si_salva_e_la_chiede(scena, entra):
    scheda = scena.scheda()
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    client = entra(scena.chi_valuta)
    frammento = client.post(dove, scritti(scheda, C1="1"), **HTMX).content.decode()
    assert "Da motivare: Qualità del lavoro." in frammento
    frammento = client.post(dove, scritti(scheda, C1="1", motivo_C1="Errori."), **HTMX).content.decode()
    assert "Da motivare" not in frammento


@pytest.mark.parametrize("altro", [{}, HTMX])
def test_un_giudizio_fuori_scala_non_si_salva_e_resta_la_frase(scena, entra, altro):
    scheda = scena.scheda()
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    pagina = entra(scena.chi_valuta).post(dove, scritti(scheda, C1="9"), **altro).content.decode()
    assert "Scegli un giudizio dall&#x27;elenco" in pagina
    assert "Nulla è stato salvato" in pagina
    assert Voce.objects.get(scheda=scheda, codice="C1").valore is None


def test_chi_trova_la_riga_cambiata_vede_le_differenze_e_salvando_ancora_decide(scena, entra):
    scheda = scena.scheda()
    vecchia = scritti(scheda, C1="3", C2="2", motivo_C2="Tardi.")
    scrivi_valore(scheda=scheda, codice="C1", valore=D(4), utente=scena.chi_valuta)
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    client = entra(scena.chi_valuta)
    frammento = client.post(dove, vecchia, **HTMX).content.decode()
    assert "hai scritto <strong>3 – Adeguato</strong>, adesso è salvato <strong>4 – Buono</strong>" in frammento
    assert "Rispetto dei tempi, motivazione" in frammento
    assert 'versione" value="2"' in frammento
    client.post(dove, vecchia | {f"s{scheda.pk}-versione": 2}, **HTMX)
    assert Voce.objects.get(scheda=scheda, codice="C1").valore == 3


def test_due_che_scrivono_la_stessa_cosa_non_sono_un_conflitto(scena, entra):
    scheda = scena.scheda()
    vecchia = scritti(scheda, C1="3")
    scrivi_valore(scheda=scheda, codice="C1", valore=D(3), utente=scena.chi_valuta)
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    assert "Salvato" in entra(scena.chi_valuta).post(dove, vecchia, **HTMX).content.decode()


def test_senza_la_versione_si_confronta_e_non_si_sovrascrive(scena, entra):
    scheda = scena.valutata(4)
    dati = scritti(scheda, C1="3") | {f"s{scheda.pk}-versione": ""}
    dove = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    assert "qualcun altro" in entra(scena.chi_valuta).post(dove, dati, **HTMX).content.decode()


def test_un_valore_uguale_per_tutti_si_fa_notare_con_garbo(scena, entra):
    for _ in range(3):
        scena.valutata(4, 3)
    Voce.objects.filter(codice="C2", scheda=Scheda.objects.first()).update(valore=5)
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk)).content.decode()
    assert "In «Qualità del lavoro» tutte e 3 le persone hanno «4 – Buono»." in pagina
    assert "In «Rispetto dei tempi»" not in pagina


def test_due_persone_uguali_non_si_fanno_notare(scena):
    scena.valutata(4), scena.valutata(4)
    assert da_fare(scena.chi_valuta, scena.ciclo).griglie[0].uguali == []


@pytest.mark.parametrize("ruolo", ["segretario", "ufficio_personale", "nucleo"])
def test_chi_vede_la_scheda_ma_non_la_valuta_non_la_scrive(scena, entra, ruolo):
    scheda = scena.scheda()
    client = entra(scena.con_ruolo(ruolo))
    riga = indirizzo(scena, "compila_riga", ramo(scena).pk, scheda.pk)
    assert client.post(riga, scritti(scheda, C1="3")).status_code == 403
    assert client.get(indirizzo(scena, "compila_scheda", scheda.pk)).status_code == 403


def test_una_collega_non_sa_nemmeno_che_la_scheda_esiste(scena, entra):
    scheda = scena.scheda()
    estranea = RapportoFactory(ente=scena.ente, unita=scena.unita).persona.utente
    assert entra(estranea).get(indirizzo(scena, "compila_scheda", scheda.pk)).status_code == 404


def test_due_tipi_di_scheda_hanno_griglie_separate(scena):
    scena.scheda()
    scena.tipo = scena.sistema.tipi.get(codice="responsabili")
    scena.tipo.propone = ""
    with senza_guardie():
        scena.tipo.save()
    scena.scheda()
    lavoro = da_fare(scena.chi_valuta, scena.ciclo)
    assert [len(griglia.righe) for griglia in lavoro.griglie] == [1, 1]
    assert [len(lavoro.vicine(griglia)) for griglia in lavoro.griglie] == [1, 1]


def test_una_voce_senza_componente_non_ha_una_griglia(scena):
    scena.scheda().voci.update(componente=None)
    assert da_fare(scena.chi_valuta, scena.ciclo).griglie == ()


def test_una_scheda_senza_quella_voce_ha_la_casella_vuota(scena, entra):
    scena.scheda()
    scena.scheda().voci.filter(codice="C1").delete()
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk)).content.decode()
    assert pagina.count("<select") == 9


# ---- la scheda intera --------------------------------------------------------------------------------------------


def test_la_scheda_intera_mostra_gli_obiettivi_con_il_grado_e_le_voci_da_scrivere(scena, entra):
    obiettivo = validato(scena.ciclo, unita=scena.unita)
    RilevazioneFactory(sessione=SessioneFactory(ciclo=scena.ciclo), indicatore=misurabile(obiettivo), valore=D(80))
    scheda = scena.scheda(obiettivo)
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_scheda", scheda.pk)).content.decode()
    assert "80%" in pagina
    assert pagina.count("<select") == 5
    assert "Provvisorio" not in pagina
    assert "28,00" in pagina


def test_la_scheda_intera_si_salva_con_il_giudizio(scena, entra):
    scheda = scena.scheda()
    dati = scritti(scheda, C1="3", C2="3", C3="3", C4="3", C5="3") | {f"s{scheda.pk}-giudizio": "Un buon anno."}
    risposta = entra(scena.chi_valuta).post(indirizzo(scena, "compila_scheda", scheda.pk), dati, follow=True)
    salvata = Scheda.objects.get(pk=scheda.pk)
    assert (salvata.punteggio, salvata.giudizio) == (D("32.50"), "Un buon anno.")
    assert "Valutazione salvata" in risposta.content.decode()


def test_con_htmx_la_scheda_intera_rimanda_il_conto(scena, entra):
    scheda = scena.scheda()
    dati = scritti(scheda, C1="3") | {f"s{scheda.pk}-giudizio": ""}
    frammento = entra(scena.chi_valuta).post(indirizzo(scena, "compila_scheda", scheda.pk), dati, **HTMX)
    assert frammento.content.decode().lstrip().startswith("<aside")
    assert "1 voce scritta su 5" in frammento.content.decode()


def test_cio_che_si_e_scritto_male_resta_nella_pagina(scena, entra):
    scheda = scena.scheda()
    riscrivi(scheda, "C1", conv={"tipo": "identita", "min": 0, "max": 40})
    scheda.voci.filter(codice="C1").update(componente=None)
    client, dove = entra(scena.chi_valuta), indirizzo(scena, "compila_scheda", scheda.pk)
    for scritto in ("quaranta", "41", "-1"):
        dati = scritti(scheda, C1=scritto) | {f"s{scheda.pk}-giudizio": "Testo lungo"}
        pagina = client.post(dove, dati).content.decode()
        assert f'value="{scritto}"' in pagina
        assert "Testo lungo" in pagina
        assert "Nulla è stato salvato" in pagina


def test_un_giudizio_cambiato_da_altri_e_una_differenza(scena):
    scheda = scena.scheda()
    Scheda.objects.filter(pk=scheda.pk).update(versione=2, giudizio="Quello di un altro.")
    dati = {f"s{scheda.pk}-versione": 1, f"s{scheda.pk}-giudizio": "Il mio."}
    form = CompilaForm(dati, scheda=scheda, voci=conto_di(scheda).voci, con_giudizio=True)
    assert form.salva(utente=scena.chi_valuta) is None
    assert form.conflitto == [("Giudizio complessivo", "Il mio.", "Quello di un altro.")]


def test_cio_che_l_azione_rifiuta_diventa_una_frase_della_maschera(scena):
    scheda = scena.scheda()
    form = CompilaForm(scritti(scheda, C1="3"), scheda=scheda, voci=conto_di(scheda).voci)
    scheda.voci.filter(codice="C1").update(codice="altro")
    assert form.salva(utente=scena.chi_valuta) is None
    assert "non ha una voce «C1»" in str(form.non_field_errors())


@pytest.mark.parametrize(("scelto", "atteso"), [("1", 1), ("0", 0), ("", None)])
def test_un_si_o_no_si_sceglie_da_un_elenco(scena, scelto, atteso):
    scheda = riscrivi(scena.valutata(1), "C1", conv={"tipo": "si_no"})
    scheda.voci.filter(codice="C1").update(componente=None)
    form = CompilaForm(scritti(scheda, C1=scelto), scheda=scheda, voci=conto_di(scheda).voci)
    assert form.salva(utente=scena.chi_valuta)
    assert scheda.voci.get(codice="C1").valore == atteso


# ---- una voce che non si misura ----------------------------------------------------------------------------------


def test_una_voce_si_dice_non_misurabile_con_il_motivo(scena, entra):
    scheda = scena.valutata(None, 3, 3, 3, 3)
    voce = scheda.voci.first()
    client, dove = entra(scena.chi_valuta), indirizzo(scena, "non_misurabile", scheda.pk, voce.pk)
    assert "si misura" in client.get(dove).content.decode()
    assert "Scrivi perché" in client.post(dove, {"versione": 1, "politica": "escludi"}).content.decode()
    client.post(dove, {"versione": 1, "politica": "escludi", "motivo": "Assegnata a dicembre."})
    assert Scheda.objects.get(pk=scheda.pk).punteggio == D("32.50")
    pagina = client.get(indirizzo(scena, "compila_scheda", scheda.pk)).content.decode()
    assert "Non misurabile: Assegnata a dicembre." in pagina


def test_la_griglia_dice_perche_una_voce_non_si_misura(scena, entra):
    scena.scheda().voci.filter(codice="C1").update(politica="zero", politica_motivo="mai svolta")
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_componente", ramo(scena).pk)).content.decode()
    assert "Non misurabile: mai svolta" in pagina


def test_chi_arriva_secondo_su_una_voce_rilegge_prima_di_salvare(scena):
    scheda = scena.scheda()
    dati = {"versione": "1", "politica": "zero", "motivo": "mai svolta"}
    Scheda.objects.filter(pk=scheda.pk).update(versione=3)
    form = NonMisurabileForm(dati, scheda=scheda, voce=scheda.voci.first())
    assert form.salva(utente=scena.chi_valuta) is None
    assert "qualcun altro" in str(form.non_field_errors())
    assert form["versione"].value() == "3"


# ---- la correzione -----------------------------------------------------------------------------------------------


def test_il_sindaco_corregge_dalla_sua_pagina(scena, entra):
    con_correttivo(scena.tipo, "sindaco")
    scheda = scena.valutata(3, 3, 3, 3, 3, valutatore=(sindaco := scena.con_ruolo("sindaco")).persona)
    client, dove = entra(sindaco), indirizzo(scena, "correzione", scheda.pk)
    assert "32,50" in client.get(dove).content.decode()
    rifiutata = client.post(dove, {"versione": 1, "correttivo": "7", "motivo": "Ritardi."}).content.decode()
    assert "da −5% a +5%" in rifiutata
    client.post(dove, {"versione": 1, "correttivo": "-4", "motivo": "Ritardi."})
    assert Scheda.objects.get(pk=scheda.pk).punteggio == D("31.20")


def test_chi_valuta_senza_correzione_nel_sistema_riceve_un_rifiuto(scena, entra):
    scheda = scena.scheda()
    assert entra(scena.chi_valuta).get(indirizzo(scena, "correzione", scheda.pk)).status_code == 403


def test_chi_puo_correggere_trova_il_collegamento_nella_scheda_intera(scena, entra):
    con_correttivo(scena.tipo, "responsabile")
    scheda = scena.scheda()
    pagina = entra(scena.chi_valuta).get(indirizzo(scena, "compila_scheda", scheda.pk)).content.decode()
    assert "Correggi il punteggio" in pagina


def test_una_correzione_senza_motivo_non_si_salva(scena):
    scheda = scena.scheda()
    form = CorrezioneForm({"versione": "1", "correttivo": "1", "motivo": ""}, scheda=scheda, limite=D(5))
    assert form.salva(utente=scena.chi_valuta) is None
    assert "Scrivi il motivo" in str(form.errors)
