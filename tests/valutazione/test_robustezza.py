"""Qualunque cosa si scriva in un caso, ne esce un esito o una frase: mai un arresto."""

import copy
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from valutazione.motore.casi import calcola_caso, leggi_casi

CASI = [caso for file in sorted((Path(__file__).parent / "casi").glob("*.json")) for caso in leggi_casi(file)]
SEMPLICI = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "x", "1,5", "48.5", "-1", "0", "NaN", "zero", "proporzionale", "2026-01-31"])
)
QUALSIASI = st.recursive(
    SEMPLICI,
    lambda dentro: (
        st.lists(dentro, max_size=3) | st.dictionaries(st.sampled_from(["a", "cod", "peso", "_pesi"]), dentro)
    ),
    max_leaves=5,
)


def percorsi(valore, fin_qui=()):
    """Tutti i punti di un caso, dal più alto al più profondo."""
    yield fin_qui
    figli = valore.items() if isinstance(valore, dict) else enumerate(valore) if isinstance(valore, list) else ()
    for chiave, figlio in figli:
        yield from percorsi(figlio, (*fin_qui, chiave))


def con(caso, percorso, valore):
    """Il caso con un altro valore in quel punto; senza il punto, se il valore è `...`."""
    if not percorso:
        return valore
    nuovo = copy.deepcopy(caso)
    dove = nuovo
    for passo in percorso[:-1]:
        dove = dove[passo]
    if valore is ...:
        del dove[percorso[-1]]
    else:
        dove[percorso[-1]] = valore
    return nuovo


def punti(caso):
    return [p for p in percorsi(caso) if p[:1] in (("configurazione",), ("input",))]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_un_valore_qualsiasi_in_un_punto_qualsiasi_non_ferma_il_programma(data):
    caso = data.draw(st.sampled_from(CASI))
    sbagliato = con(caso, data.draw(st.sampled_from(punti(caso))), data.draw(QUALSIASI))
    scritto = calcola_caso(sbagliato).in_formato()
    assert scritto["id"] == caso["id"]
    assert ("esito" in scritto) != bool(scritto.get("errore"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_togliere_un_pezzo_qualsiasi_non_ferma_il_programma(data):
    caso = data.draw(st.sampled_from(CASI))
    monco = con(caso, data.draw(st.sampled_from(punti(caso))), ...)
    scritto = calcola_caso(monco).in_formato()
    assert ("esito" in scritto) != bool(scritto.get("errore"))


@given(QUALSIASI)
def test_anche_cio_che_non_e_un_caso_riceve_una_frase(valore):
    assert calcola_caso(valore, 3).in_formato()["errore"]
