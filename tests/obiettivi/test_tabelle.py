"""L'elenco degli obiettivi: ciò che una riga dice in breve."""

import pytest

from obiettivi.tabelle import in_breve


@pytest.mark.parametrize(
    ("nomi", "atteso"),
    [
        ([], ""),
        (["Ragioneria"], "Ragioneria"),
        (["Ragioneria", "Tributi", "Sport"], "Ragioneria, Tributi, Sport"),
        (["Ragioneria", "Tributi", "Sport", "Cultura"], "Ragioneria, Tributi e altre 2"),
    ],
    ids=["nessuna", "una", "tre si leggono ancora", "dalla quarta si contano"],
)
def test_molte_unita_si_dicono_in_breve(nomi, atteso):
    assert in_breve(nomi, "altre") == atteso
