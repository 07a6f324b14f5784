"""I filtri di ogni pagina: il vuoto è un trattino, lo zero resta zero, ciò che viene da fuori è protetto."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.template import engines

from piao.base.permessi import richiedi
from piao.base.templatetags.base import frase, icona, trattino, voce


def _reso(modello, **contesto):
    return engines["django"].from_string(modello).render(contesto)


@pytest.mark.parametrize(
    ("filtro", "valore", "scritto"),
    [
        ("numero", D("1234.50"), "1.234,5"),
        ("numero:2", D("1234.5"), "1.234,50"),
        ("numero", 0, "0"),
        ("numero", None, "n.d."),
        ("percento", D("57.14"), "57,1%"),
        ("percento:0", D("57.5"), "58%"),
        ("percento", None, "n.d."),
        ("euro", D("29000"), "29.000,00\u00a0€"),
        ("euro", None, "n.d."),
        ("giorno", date(2026, 1, 30), "30/01/2026"),
        ("giorno", None, "–"),
        ("giorno_esteso", date(2026, 5, 1), "1° maggio 2026"),
        ("giorno_esteso", None, "–"),
        ("trattino", "", "–"),
        ("trattino", None, "–"),
        ("trattino", 0, "0"),
    ],
)
def test_i_filtri_si_usano_senza_caricarli(filtro, valore, scritto):
    assert _reso("{{ v|" + filtro + " }}", v=valore) == scritto


@pytest.mark.parametrize("valore", [0, D(0), False, [], "x"])
def test_soltanto_il_vuoto_diventa_un_trattino(valore):
    assert trattino(valore) is valore


def test_una_voce_che_non_c_e_e_vuota():
    assert (voce({"a": 1}, "a"), voce({"a": 1}, "b")) == (1, "")


def test_un_icona_senza_descrizione_e_decorativa():
    disegno = icona("pencil")
    assert 'aria-hidden="true"' in disegno
    assert "#it-pencil" in disegno


def test_un_icona_con_la_descrizione_la_dice_a_chi_non_vede_e_la_protegge():
    disegno = icona("pencil", descrizione='Cambia "tutto"')
    assert 'role="img" aria-label="Cambia &quot;tutto&quot;"' in disegno
    assert "aria-hidden" not in disegno


def test_un_permesso_che_manca_ferma_la_vista():
    richiedi(True)
    with pytest.raises(PermissionDenied):
        richiedi(False)


@pytest.mark.parametrize(
    ("titolo", "atteso"),
    [
        ("Autenticazione a Due Fattori", "Autenticazione a due fattori"),
        ("\n  Rimuovi Chiave di Sicurezza\n", "Rimuovi chiave di sicurezza"),
        ("Verifica Email", "Verifica email"),
        ("ID del Provider e JavaScript", "ID del provider e JavaScript"),
        ("Più Città Qui", "Più città qui"),
        ("Accesso", "Accesso"),
        ("", ""),
    ],
)
def test_un_titolo_ha_la_maiuscola_solo_all_inizio(titolo, atteso):
    assert frase(titolo) == atteso
