"""I gesti che più prove ripetono: scrivere una bozza, arrivare con Tab, aspettare il PDF."""

from itertools import count

import pytest
from django.urls import reverse

OBIETTIVI = reverse("obiettivi:elenco", args=["esempio", 2026])
ANTEPRIMA = reverse("relazioni:anteprima", args=["esempio", 2026])
TASTI_MASSIMI = 150
_numeri = count(1)


def crea_bozza(pagina, titolo="Ridurre i tempi di rilascio"):
    """Crea un obiettivo in bozza con un titolo unico; dà l'indirizzo della sua scheda."""
    pagina.goto(f"{OBIETTIVI}nuovo/")
    pagina.get_by_label("Titolo").fill(f"{titolo} {next(_numeri)}")
    capofila = pagina.get_by_label("Unità capofila")
    capofila.select_option(index=capofila.locator("option").count() - 1)
    pagina.get_by_role("button", name="Crea la bozza").click()
    pagina.wait_for_url("**/modifica/che-cosa/")
    return pagina.url.removesuffix("modifica/che-cosa/")


def piano(ente="esempio", anno=2026):
    return reverse("relazioni:documenti", args=[ente, anno])


def parte(chiave):
    return reverse("relazioni:parte", args=["esempio", 2026, chiave])


def arriva(pagina, meta):
    """Preme Tab finché il fuoco non è sulla meta, come farebbe chi non usa il mouse."""
    for _ in range(TASTI_MASSIMI):
        pagina.keyboard.press("Tab")
        if meta.evaluate("nodo => nodo === document.activeElement"):
            return
    pytest.fail(f"con Tab non si arriva a {meta}")


def riscrivi(pagina, testo):
    """Sostituisce, da tastiera, ciò che c'è nel campo che ha il fuoco."""
    pagina.keyboard.press("Control+a")
    pagina.keyboard.type(testo)


def scarica_il_pdf(pagina, *, secondi=120):
    """Dalla pagina della preparazione al file: i suoi byte."""
    collegamento = pagina.get_by_role("link", name="Scarica il PDF")
    collegamento.wait_for(timeout=secondi * 1000)
    with pagina.expect_download() as attesa:
        collegamento.click()
    return attesa.value.path().read_bytes()
