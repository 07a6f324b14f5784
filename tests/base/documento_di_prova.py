"""Un Piano di fantasia composto con tutti i pezzi dell'officina: serve alle prove e a guardarlo stampato."""

from decimal import Decimal

from django.template import engines

from piao.base.grafici import Barra, Cronoprogramma, Fase, Nodo, Serie, albero, barre, colonne, linee, organigramma
from piao.base.pdf.pezzi import Attributi, Colonna, Copertina, Documento, Figura, Tabella, VoceIndice

CORPO = """{% extends "pdf/_documento.html" %}
{% block contenuto %}
<section>
  <h1 id="contesto">1. L’amministrazione</h1>
  {% include "pdf/_numeri.html" %}
  <h2 id="popolazione">1.1 La popolazione</h2>
  <p>{{ testo }} <a href="https://www.normattiva.it/">Normattiva</a> pubblica il testo vigente della legge.</p>
  {% for figura in figure %}{% include "pdf/_figura.html" %}{% endfor %}
  <div class="riquadro"><p><strong>Come si legge.</strong> {{ testo }}</p></div>
  {% include "pdf/_tabella.html" with tabella=personale %}
</section>
<section>
  <h1 id="schede">2. Schede degli obiettivi</h1>
  {% for scheda in schede %}
  <section class="scheda{% if scheda.breve %} breve{% endif %}">
    <p class="occhiello">Obiettivo {{ scheda.codice }} · {{ scheda.unita }}</p>
    <h2 id="{{ scheda.codice }}">{{ scheda.codice }} {{ scheda.titolo }}</h2>
    <p>{{ testo }}</p>
    {% if not scheda.breve %}<p>{{ testo }}</p>{% endif %}
    {% include "pdf/_attributi.html" with attributi=scheda.attributi %}
    {% if not scheda.breve %}
    {% include "pdf/_cronoprogramma.html" with cronoprogramma=scheda.cronoprogramma %}
    {% include "pdf/_tabella.html" with tabella=scheda.indicatori %}
    {% endif %}
  </section>
  {% endfor %}
</section>
<section class="larga">
  <h1 id="quadro">3. Quadro sinottico</h1>
  {% include "pdf/_tabella.html" with tabella=quadro %}
</section>
{% endblock %}"""

TESTO = (
    "Le risorse finanziarie sono stanziate nel bilancio di previsione e assegnate con il Piano esecutivo di gestione. "
    "Particolare attenzione è riservata alla semplificazione delle procedure, alla riduzione degli oneri per le "
    "imprese e alla piena accessibilità, fisica e digitale, dei servizi resi a chi vive e lavora nel territorio."
)
TITOLI = (
    "Rigenerazione urbana del centro storico",
    "Manutenzione programmata della viabilità comunale",
    "Riduzione dei tempi medi di pagamento dei fornitori",
    "Digitalizzazione dello sportello anagrafe e stato civile",
    "Formazione di almeno quaranta ore per dipendente",
)
UNITA = ("Lavori pubblici", "Polizia locale", "Ragioneria e tributi", "Servizi demografici", "Affari generali")
STEMMA = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 44" width="36" height="44">'
    b'<path d="M0 0h36v24c0 12-10 17-18 20C10 41 0 36 0 24z" fill="#17324d"/>'
    b'<path d="M2 2h32v10H2z" fill="#06c"/>'
    b'<path d="M2 13h32v11c0 10-9 15-16 18C11 39 2 34 2 24z" fill="#fff"/></svg>'
)
ANNI = ("2021", "2022", "2023", "2024", "2025")


def html_di_prova(schede: int = 10, *, bozza: bool = True) -> str:
    """Il documento intero; ogni terza scheda è breve."""
    modello = engines["django"].from_string(CORPO)
    return str(modello.render(contesto(schede, bozza=bozza)))


def contesto(schede: int, *, bozza: bool) -> dict[str, object]:
    elenco = [scheda(i) for i in range(1, schede + 1)]
    return {
        "documento": Documento(
            "Piano della performance 2026-2028", "Comune di Esempio", "Obiettivi", ("PIAO",), bozza
        ),
        "copertina": copertina(),
        "indice": indice(elenco),
        "testo": TESTO,
        "numeri": [("12.480", "abitanti"), ("58", "dipendenti"), ("143", "obiettivi"), ("n.d.", "enti partecipati")],
        "figure": figure(),
        "personale": personale(),
        "schede": elenco,
        "quadro": quadro(elenco),
    }


def copertina() -> Copertina:
    return Copertina(
        ente="Comune di Esempio",
        sotto_ente="Provincia di Esempio",
        stemma="risorsa:stemma.svg",
        occhiello="Ciclo della performance",
        titolo="Piano della performance 2026-2028",
        sottotitolo="Obiettivi, indicatori e valori attesi dell’azione amministrativa",
        righe=("Approvato con deliberazione di Giunta comunale n. 12 del 30 gennaio 2026", "Allegato A"),
    )


def indice(schede: list[dict[str, object]]) -> list[VoceIndice]:
    return [
        VoceIndice(1, "1. L’amministrazione", "contesto"),
        VoceIndice(2, "1.1 La popolazione", "popolazione"),
        VoceIndice(1, "2. Schede degli obiettivi", "schede"),
        *(VoceIndice(3, f"{una['codice']} {una['titolo']}", str(una["codice"])) for una in schede),
        VoceIndice(1, "3. Quadro sinottico", "quadro"),
    ]


def scheda(i: int) -> dict[str, object]:
    return {
        "codice": f"OB-{i}",
        "titolo": TITOLI[i % 5],
        "unita": UNITA[i % 5],
        "breve": i % 3 == 0,
        "attributi": Attributi(
            f"Tabella {i}.1 – Dati identificativi",
            [("Struttura responsabile", UNITA[i % 5]), ("Missione e programma", "10 / 05"), ("Peso", "10%")],
        ),
        "cronoprogramma": cronoprogramma(i),
        "indicatori": indicatori(i),
    }


def cronoprogramma(i: int) -> Cronoprogramma:
    fasi = [
        Fase("Analisi e pianificazione", [(2026, m) for m in range(2, 7)], [(2026, 3), (2026, 4)] if i == 2 else None),
        Fase("Affidamento dei servizi", [(2026, m) for m in (3, 4, 5)]),
        Fase("Realizzazione e collaudo delle opere", [(2026, m) for m in range(5, 13)]),
    ]
    if i == 4:
        fasi.append(Fase("Esercizio provvisorio", [(2027, m) for m in range(1, 8)]))
    return Cronoprogramma(f"Tabella {i}.2 – Cronoprogramma", fasi, 2026, f"g{i}")


def indicatori(i: int) -> Tabella:
    colonne_ = [Colonna("Indicatore", larghezza=40), Colonna("Unità"), *(Colonna(a, True) for a in ANNI[2:])]
    righe = [
        ("Istanze presentate online sul totale delle istanze", "%", "55,1", "58,6", "61,1"),
        ("Tempo medio di conclusione del procedimento", "giorni", "33,3", "30", "n.d."),
    ]
    return Tabella(f"Tabella {i}.3 – Indicatori e valori attesi", colonne_, righe)


def personale() -> Tabella:
    colonne_ = [
        Colonna("Area", larghezza=50),
        Colonna("Donne", True),
        Colonna("Uomini", True),
        Colonna("Totale", True),
    ]
    righe = [("Funzionari ed elevata qualificazione", "8", "7", "15"), ("Istruttori", "19", "12", "31")]
    return Tabella("Tabella 1 – Personale per area e genere", colonne_, righe, ("Totale", "27", "19", "46"))


def quadro(schede: list[dict[str, object]]) -> Tabella:
    colonne_ = [Colonna("Obiettivo", larghezza=40), Colonna("Unità"), Colonna("Tema"), Colonna("Peso", True)]
    righe = [(str(una["titolo"]), str(una["unita"]), "Semplificazione", "10%") for una in schede]
    return Tabella("Tabella 2 – Gli obiettivi in un quadro", colonne_, righe, classe="quadro")


def figure() -> list[Figura]:
    return [
        Figura("Figura 1 – Popolazione per genere", colonne(ANNI, popolazione(), prefisso="f1", titolo="Popolazione")),
        Figura("Figura 2 – Raggiungimento", barre(raggiungimento(), prefisso="f2", titolo="Raggiungimento")),
        Figura("Figura 3 – Popolazione", linee(ANNI, popolazione(), prefisso="f3", titolo="Serie", da_zero=False)),
        Figura(
            "Figura 4 – Personale",
            colonne(ANNI, popolazione(), prefisso="f4", titolo="Personale", impilate=True),
        ),
        Figura("Figura 5 – Albero della performance", albero(nodi(18), prefisso="f5", titolo="Albero")),
        Figura("Figura 6 – Organigramma", organigramma(nodi(18), prefisso="f6", titolo="Organigramma")),
    ]


def popolazione() -> list[Serie]:
    donne = [Decimal(n) for n in (6310, 6290, 6275, 6301, 6320)]
    uomini = [Decimal(6050), Decimal(6044), None, Decimal(6071), Decimal(6160)]
    return [Serie("Donne", donne), Serie("Uomini", uomini)]


def raggiungimento() -> list[Barra]:
    return [
        Barra("Affari generali e demografici", Decimal("57.1"), Decimal(90)),
        Barra("Servizi finanziari e tributi", Decimal("4.5"), Decimal(90)),
        Barra("Polizia locale e protezione civile del territorio comunale", Decimal("91.3"), Decimal(85)),
        Barra("Urbanistica", None, Decimal(80)),
    ]


def nodi(quanti: int) -> list[Nodo]:
    """Un albero regolare: la radice, tre rami, e gli altri distribuiti."""
    primi = [Nodo("0", "Valore pubblico: un comune più semplice e più vicino")]
    rami = [Nodo(f"r{i}", f"Linea di mandato {i}: {TITOLI[i]}", "0") for i in range(1, 4)]
    foglie = [Nodo(str(i), f"{i}. {TITOLI[i % 5]}", f"r{i % 3 + 1}") for i in range(4, quanti)]
    return primi + rami + foglie
