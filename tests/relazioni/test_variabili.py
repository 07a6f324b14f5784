"""Le variabili: si sostituiscono e basta, e ciò che manca si vede."""

from hypothesis import given
from hypothesis import strategies as st

from relazioni.variabili import con_i_nomi, nome_esteso, sostituisci


def test_il_valore_prende_il_posto_della_variabile():
    assert (
        sostituisci("<p>{{ ente }}, {{anno}}</p>", {"ente": "Comune", "anno": "2026"}).testo == "<p>Comune, 2026</p>"
    )


def test_lo_spazio_non_divisibile_dell_editor_non_disturba():
    assert sostituisci("{{&nbsp;anno&nbsp;}}", {"anno": "2026"}).testo == "2026"


def test_un_valore_con_segni_html_viene_protetto():
    assert sostituisci("{{ ente }}", {"ente": "<b>A&B</b>"}).testo == "&lt;b&gt;A&amp;B&lt;/b&gt;"


def test_una_variabile_senza_valore_resta_ben_visibile_e_si_elenca():
    esito = sostituisci("<p>{{ atto_dup }}</p>", {"atto_dup": ""})
    assert esito.testo == "<p><mark>[manca: atto del DUP]</mark></p>"
    assert esito.mancanti == ("atto_dup",)


def test_una_variabile_sconosciuta_non_sparisce():
    esito = sostituisci("{{ regione_sociale }}", {})
    assert "[manca: regione_sociale]" in esito.testo
    assert esito.mancanti == ("regione_sociale",)


def test_una_variabile_mancante_due_volte_si_elenca_una_volta():
    assert sostituisci("{{ x }} {{ x }}", {}).mancanti == ("x",)


def test_un_valore_che_contiene_graffe_non_viene_riletto():
    assert sostituisci("{{ ente }}", {"ente": "{{ anno }}", "anno": "2026"}).testo == "{{ anno }}"


def test_il_testo_di_un_utente_non_e_un_programma():
    testo = "{% include 'x' %}{{ ente.delete }}{{ request|safe }}"
    esito = sostituisci(testo, {"ente": "Comune"})
    assert "{% include 'x' %}" in esito.testo
    assert esito.mancanti == ("ente.delete", "request|safe")


def test_il_nome_esteso_spiega_la_variabile():
    assert nome_esteso("anno") == "anno del ciclo (anno)"
    assert nome_esteso("boh") == "variabile sconosciuta (boh)"


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_un_testo_senza_variabili_non_cambia(testo):
    assert sostituisci(testo, {"ente": "x"}).testo == testo


def test_in_un_anteprima_al_posto_del_segnaposto_si_legge_il_suo_nome():
    assert con_i_nomi("Nel {{ anno }} le {{formazione_ore}} ore") == "Nel [anno] le [formazione ore] ore"
