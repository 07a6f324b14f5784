"""Gli attrezzi delle prove nel browser: gli utenti, l'accessibilità di una pagina, la correttezza del suo HTML."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import html5lib

from enti.ruoli import RUOLI
from relazioni.dimostrazione import PAROLA, REALI, Utenza, posta

__all__ = ["PAROLA", "REALI", "UTENTI", "difetti", "errori_html", "nessuno", "sporge", "violazioni"]

RADICE = Path(__file__).parents[2]
UTENTI = [Utenza(str(ruolo.codice), posta(ruolo.codice)) for ruolo in RUOLI]
AXE = (RADICE / "node_modules/axe-core/axe.min.js").read_text
VNU = RADICE / "node_modules/vnu-jar/build/dist/vnu.jar"


def nessuno(frasi):
    """Nessun difetto; se ce ne sono, si leggono uno per riga."""
    assert not frasi, f"{len(frasi)} difetti:\n" + "\n".join(frasi)


def violazioni(pagina):
    """Le violazioni di axe (WCAG 2.x A e AA e buone pratiche), con l'elemento: un elenco vuoto è il minimo."""
    if not pagina.evaluate("'axe' in window"):
        pagina.evaluate(AXE())
    esito = pagina.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {nodo['html'][:160]}" for v in esito["violations"] for nodo in v["nodes"]]


def sporge(pagina):
    """Di quanti pixel la pagina esce di lato dallo schermo."""
    return pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def difetti(pagina):
    """Ciò che non va in una pagina, alle due larghezze."""
    frasi = []
    for larghezza in (1280, 390):
        pagina.set_viewport_size({"width": larghezza, "height": 900})
        frasi += [f"a {larghezza} pixel: {frase}" for frase in violazioni(pagina)]
        if (pixel := sporge(pagina)) > 0:
            frasi.append(f"a {larghezza} pixel: sporge di {pixel}")
    return frasi


def errori_html(pagine):
    """Errori di sintassi per nome di pagina: con il controllore Nu dove c'è Java, altrimenti con html5lib severo."""
    if shutil.which("java") and VNU.exists():
        return _controllore_nu(pagine)
    return [f"{nome}: {errore}" for nome, html in pagine.items() for errore in _html5lib(html)]


def _html5lib(html):
    """Gli errori di sintassi, e gli `id` vuoti, con spazi o ripetuti: il lettore non li guarda, Nu sì."""
    lettore = html5lib.HTMLParser(namespaceHTMLElements=False)
    albero = lettore.parse(html)
    posti = Counter(nodo.get("id") for nodo in albero.iter() if nodo.get("id") is not None)
    storti = [f"id «{posto}»" for posto, volte in posti.items() if volte > 1 or not re.fullmatch(r"\S+", posto)]
    return [codice for _, codice, _ in lettore.errors] + storti


def _controllore_nu(pagine):
    with TemporaryDirectory() as posto:
        nomi = {f"{numero}.html": nome for numero, nome in enumerate(pagine)}
        for file, nome in nomi.items():
            (Path(posto) / file).write_text(pagine[nome])
        comando = ["java", "-jar", str(VNU), "--format", "json", "--errors-only", "--skip-non-html", posto]
        esito = subprocess.run(comando, capture_output=True, text=True, check=False)
    return [
        f"{nomi[Path(voce['url']).name]}: {voce['message']} «{voce.get('extract', '')[:160]}»"
        for voce in json.loads(esito.stderr)["messages"]
    ]
