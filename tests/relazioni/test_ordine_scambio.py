"""I testi che arrivano da un file restano al loro posto fra quelli che l'ente non ha ancora toccato."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relazioni.dimostrazione.generatore import documento
from relazioni.letture import parti_di
from relazioni.models import Sezione
from relazioni.scambio import esporta_ciclo, importa_ciclo
from relazioni.sezioni import CATALOGO, ORDINE, PER_CHIAVE, numera

CHIAVI = [voce.chiave for voce in CATALOGO]


@given(st.lists(st.sampled_from([*CHIAVI, "nostra", "altra"]), unique=True))
def test_i_numeri_crescono_sempre_e_non_scendono_sotto_quelli_del_catalogo(chiavi):
    numeri = numera(chiavi)
    assert numeri == sorted(set(numeri))
    assert all(numero >= ORDINE.get(chiave, 1) for numero, chiave in zip(numeri, chiavi, strict=True))


@pytest.mark.parametrize(
    ("chiavi", "numeri"),
    [
        ([], []),
        (["sintesi"], [10]),
        (["contesto-interno"], [70]),
        (["nostra"], [1]),
        (["sintesi", "nostra", "base-normativa"], [10, 11, 20]),
        (["base-normativa", "sintesi"], [20, 21]),
        (CHIAVI, list(ORDINE.values())),
    ],
)
def test_il_numero_e_quello_del_catalogo_finche_se_ne_segue_l_ordine(chiavi, numeri):
    assert numera(chiavi) == numeri


def sezioni(*chiavi):
    return [
        {
            "documento": "piano",
            "chiave": chiave,
            "capitolo": PER_CHIAVE[chiave].capitolo if chiave in PER_CHIAVE else "contesto",
            "titolo": f"Titolo {chiave}",
            "testo": "<p>x</p>",
        }
        for chiave in chiavi
    ]


def capitolo(ciclo, nome):
    return [parte.chiave for parte in parti_di(ciclo) if parte.capitolo == nome]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nel_file", "attese"),
    [
        (["contesto-interno"], ["contesto-esterno", "contesto-interno"]),
        (["contesto-interno", "contesto-esterno"], ["contesto-interno", "contesto-esterno"]),
        (["contesto-esterno", "nostra"], ["contesto-esterno", "nostra", "contesto-interno"]),
    ],
)
def test_una_parte_importata_non_scavalca_quelle_non_ancora_scritte(nel_file, attese):
    ciclo, _ = importa_ciclo(documento(2, 1) | {"sezioni": sezioni(*nel_file)})
    assert capitolo(ciclo, "contesto") == attese


@pytest.mark.django_db
def test_importare_due_volte_e_riesportare_non_cambia_nulla():
    dati = documento(2, 1) | {"sezioni": sezioni("contesto-interno", "sintesi", "nostra")}
    ciclo, _ = importa_ciclo(dati)
    prima = list(Sezione.objects.values_list("chiave", "ordine"))
    _, esito = importa_ciclo(dati)
    assert not esito.cambiato
    assert list(Sezione.objects.values_list("chiave", "ordine")) == prima
    assert [sezione["chiave"] for sezione in esporta_ciclo(ciclo)["sezioni"]] == [chiave for chiave, _ in prima]


@pytest.mark.django_db
def test_cambiando_impostazione_le_parti_scritte_restano_in_ordine():
    dati = documento(2, 1) | {"sezioni": sezioni("documenti-collegati")}
    dati["ciclo"]["impostazione"] = "A"
    ciclo, _ = importa_ciclo(dati)
    in_a = capitolo(ciclo, "premessa")
    ciclo.impostazione = "C"
    in_c = capitolo(ciclo, "premessa")
    assert [chiave for chiave in in_c if chiave in in_a] == in_a
    assert in_c.index("base-normativa") < in_c.index("documenti-collegati")
