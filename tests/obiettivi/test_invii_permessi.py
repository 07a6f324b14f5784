"""Ogni invio × ogni ruolo: chi non può riceve 403 (o 404, se non vede nemmeno la cosa) e nulla si scrive."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from obiettivi.models import Ciclo, LineaMandato, Modello, Obiettivo
from obiettivi.voci import StatoCiclo
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, LineaMandatoFactory, ObiettivoFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db

# vista: (argomenti dopo ente, che cosa si manda, chi può)
GUIDA = {"segretario", "eq"}
INVII = {
    "nuovo_ciclo": ((), {"anno": 2031, "scala_peso": "percentuale", "metodo_peso": "diretto"}, {"segretario"}),
    "modifica_ciclo": (("anno",), {"anno": 2026}, {"segretario"}),
    "fasi_ciclo": (("anno",), {"fasi-ciclo-TOTAL_FORMS": 0, "fasi-ciclo-INITIAL_FORMS": 0}, {"segretario"}),
    "nuova_linea": ((), {"titolo": "Una linea"}, {"segretario"}),
    "linea": (("linea",), {"titolo": "Cambiata"}, {"segretario"}),
    "sposta_linea": (("linea",), {"verso": "su"}, {"segretario"}),
    "elimina_linea": (("linea",), {}, {"segretario"}),
    "insieme": (("anno",), {"passo": "valida"}, {"segretario"}),
    "assegna": (("anno", "unita"), {}, {"segretario"}),
    "nuovo": (("anno",), {"titolo": "Nuovo", "livello": "operativo"}, GUIDA),
    "duplica": (("anno", "obiettivo"), {}, GUIDA),
    "elimina": (("anno", "obiettivo"), {}, GUIDA),
    "modifica": (("anno", "obiettivo", "che-cosa"), {"titolo": "Cambiato"}, GUIDA),
    "nuovo_indicatore": (("anno", "obiettivo"), {"denominazione": "Tempo"}, GUIDA),
    "indicatore": (("anno", "obiettivo", "indicatore"), {"denominazione": "Tempo"}, GUIDA),
    "togli_indicatore": (("anno", "obiettivo", "indicatore"), {}, GUIDA),
    "pesi_di": (("anno", "unita", "unita_pk"), {"azione": "salva"}, GUIDA),
    "in_libreria": (("anno", "obiettivo"), {}, GUIDA),
}
COLLEGHI = ("eq", "nucleo", "sindaco", "assessore", "rpct", "revisore", "ufficio_personale", "dipendente")


@pytest.fixture
def cose():
    unita = UnitaFactory()
    ciclo = CicloFactory(ente=unita.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, completo=True, stato="bozza")
    return SimpleNamespace(
        unita=unita,
        ciclo=ciclo,
        obiettivo=obiettivo,
        linea=LineaMandatoFactory(ente=unita.ente),
        indicatore=obiettivo.indicatori.first(),
    )


def indirizzo(nome, cose, slug=""):
    valori = {"anno": cose.ciclo.anno, "unita_pk": cose.unita.pk}
    valori |= {parola: getattr(cose, parola).pk for parola in ("obiettivo", "linea", "indicatore")}
    argomenti = [valori.get(parola, parola) for parola in INVII[nome][0]]
    return reverse(f"obiettivi:{nome}", args=[slug or cose.ciclo.ente.slug, *argomenti])


def fotografia():
    """Ciò che non deve cambiare: quante cose ci sono, come sono, quanti atti sono stati annotati."""
    conti = [modello.objects.count() for modello in (Ciclo, LineaMandato, Modello, Evento)]
    return conti, list(Obiettivo.objects.values_list("pk", "titolo", "stato", "versione"))


@pytest.mark.parametrize("nome", INVII)
def test_chi_non_puo_non_scrive_nulla(client, cose, nome):
    _, dati, possono = INVII[nome]
    prima = fotografia()
    for ruolo in COLLEGHI:
        # Un EQ che guida un'altra unità è un collega come gli altri: può soltanto creare per la sua.
        if ruolo == "eq" and nome in ("nuovo", "duplica", "in_libreria"):
            continue
        client.force_login(utente_con(ruolo, cose.ciclo.ente))
        assert client.post(indirizzo(nome, cose), dati).status_code in (403, 404), ruolo
    assert fotografia() == prima
    assert "segretario" in possono


@pytest.mark.parametrize("nome", INVII)
def test_il_segretario_di_un_altro_ente_non_trova_nulla(client, cose, nome):
    altrove = CicloFactory(anno=cose.ciclo.anno)
    client.force_login(utente_con("segretario", altrove.ente))
    prima = fotografia()
    assert client.post(indirizzo(nome, cose), INVII[nome][1]).status_code == 404
    if {"obiettivo", "linea", "unita_pk"} & set(INVII[nome][0]):
        # Con l'indirizzo del proprio ente e la chiave di una cosa altrui.
        assert client.post(indirizzo(nome, cose, altrove.ente.slug), INVII[nome][1]).status_code == 404
    assert fotografia() == prima


@pytest.mark.parametrize("nome", INVII)
def test_chi_non_e_entrato_va_all_accesso(client, cose, nome):
    prima = fotografia()
    risposta = client.post(indirizzo(nome, cose), INVII[nome][1])
    assert risposta.status_code == 302
    assert risposta.url.startswith("/accesso/login/")
    assert fotografia() == prima


# Una maschera aperta quando si poteva torna con ciò che vi era scritto, e il motivo; tutto il resto è rifiutato.
RIFIUTI = {nome: {403} for nome in INVII} | {"modifica": {403, 409}}
DEGLI_OBIETTIVI = [
    nome for nome, (argomenti, *_) in INVII.items() if "obiettivo" in argomenti and nome != "in_libreria"
]


@pytest.mark.parametrize("ruolo", ["segretario", "eq"])
@pytest.mark.parametrize("nome", [*DEGLI_OBIETTIVI, "nuovo", "pesi_di"])
def test_a_ciclo_approvato_nemmeno_chi_poteva_scrive(client, cose, nome, ruolo):
    Ciclo.objects.update(stato=StatoCiclo.APPROVATO)
    client.force_login(utente_con(ruolo, cose.ciclo.ente, **({"unita": cose.unita} if ruolo == "eq" else {})))
    prima = fotografia()
    assert client.post(indirizzo(nome, cose), INVII[nome][1]).status_code in RIFIUTI[nome]
    assert fotografia() == prima


@pytest.mark.parametrize("nome", ["modifica", "elimina", "togli_indicatore", "nuovo_indicatore", "indicatore"])
@pytest.mark.parametrize(("stato", "ruolo"), [("proposto", "eq"), ("validato", "eq"), ("validato", "segretario")])
def test_un_obiettivo_gia_consegnato_non_si_cambia(client, cose, nome, stato, ruolo):
    Obiettivo.objects.update(stato=stato)
    client.force_login(utente_con(ruolo, cose.ciclo.ente, **({"unita": cose.unita} if ruolo == "eq" else {})))
    prima = fotografia()
    assert client.post(indirizzo(nome, cose), INVII[nome][1]).status_code in RIFIUTI[nome]
    assert fotografia() == prima
