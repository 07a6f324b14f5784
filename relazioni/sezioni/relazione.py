"""Le parti discorsive della Relazione: i fatti sono già nel testo, le ragioni le scrive l'ente (norme §2)."""

from relazioni.sezioni.catalogo import Catalogo, VoceCatalogo
from relazioni.sezioni.catalogo import precompilata as con_modello
from relazioni.voci import CapitoloRelazione as Capitolo

TEMPI_DI_PAGAMENTO, FORMAZIONE = 2023, 2023  # i primi anni in cui la legge li chiede


def precompilata(chiave: str, titolo: str, capitolo: Capitolo, guida: str, dal: int = 0) -> VoceCatalogo:
    """Una parte con il suo testo modello, nella cartella della Relazione."""
    return con_modello(chiave, titolo, capitolo, guida, dal=dal, cartella="relazione")


VOCI: tuple[VoceCatalogo, ...] = (
    precompilata(
        "presentazione",
        "Che cosa racconta questa Relazione",
        Capitolo.SINTESI,
        "Una pagina per chi non è del mestiere: che cosa si era promesso e come è andata. I numeri si aggiornano.",
    ),
    VoceCatalogo(
        "fatti-principali",
        "I fatti principali dell'anno",
        Capitolo.SINTESI,
        "Le due o tre cose che un cittadino dovrebbe sapere, con parole semplici: anche quelle andate male.",
    ),
    VoceCatalogo(
        "fatti-nuovi",
        "Che cosa è cambiato durante l'anno",
        Capitolo.CONTESTO,
        "Fatti che nessuno poteva prevedere: emergenze, leggi nuove, personale che è andato via o arrivato.",
    ),
    precompilata(
        "risorse",
        "Le risorse dell'anno",
        Capitolo.RISORSE,
        "Che cosa si è avuto a disposizione e che cosa si è usato. Le tabelle si compongono da sole.",
    ),
    precompilata(
        "come-si-misura",
        "Come sono stati misurati i risultati",
        Capitolo.RISULTATI,
        "Come un valore diventa un grado di raggiungimento, e che cosa succede quando manca.",
    ),
    precompilata(
        "scostamenti",
        "Dove il risultato è diverso dal promesso",
        Capitolo.SCOSTAMENTI,
        "Un commento d'insieme agli scostamenti. Il quadro, con la causa di ciascuno, si compone da solo.",
    ),
    precompilata(
        "variazioni",
        "Come il Piano è cambiato",
        Capitolo.VARIAZIONI,
        "Perché il Piano è cambiato durante l'anno. Gli atti e gli obiettivi toccati si compongono da soli.",
    ),
    precompilata(
        "pagamenti",
        "I tempi con cui l'ente paga",
        Capitolo.PAGAMENTI,
        "Il ritardo annuale e che cosa si fa per azzerarlo. I numeri vengono dai fatti dell'anno.",
        dal=TEMPI_DI_PAGAMENTO,
    ),
    precompilata(
        "trasparenza",
        "Gli obiettivi di trasparenza e di prevenzione della corruzione",
        Capitolo.TRASPARENZA,
        "Che cosa si è fatto, e dove si legge la relazione annuale del responsabile.",
    ),
    precompilata(
        "utenti",
        "Che cosa pensano gli utenti",
        Capitolo.UTENTI,
        "Le indagini dell'anno e i loro esiti.",
    ),
    VoceCatalogo(
        "uso-delle-indagini",
        "Come sono state usate le loro risposte",
        Capitolo.UTENTI,
        "Che cosa è cambiato nei servizi grazie a ciò che gli utenti hanno detto (D.Lgs. 150/2009, art. 19-bis).",
    ),
    precompilata(
        "formazione",
        "La formazione del personale",
        Capitolo.FORMAZIONE,
        "Quante ore, a chi, con quale effetto.",
        dal=FORMAZIONE,
    ),
    precompilata(
        "genere",
        "Donne e uomini nell'ente",
        Capitolo.GENERE,
        "Il bilancio di genere. Le tabelle si compongono dai dati del personale.",
    ),
    VoceCatalogo(
        "azioni-positive",
        "Le azioni per le pari opportunità",
        Capitolo.GENERE,
        "Che cosa si è fatto: orari, lavoro a distanza, Comitato unico di garanzia, linguaggio, servizi.",
    ),
    precompilata(
        "valutazione",
        "La valutazione delle persone",
        Capitolo.VALUTAZIONE,
        "Come si è valutato. I dati sono sempre raccolti in gruppi: una persona non si deve riconoscere.",
    ),
    precompilata(
        "processo",
        "Come è nata questa Relazione",
        Capitolo.PROCESSO,
        "Le fasi, chi le ha compiute e quando. La tabella si compone da sola.",
    ),
    VoceCatalogo(
        "punti-di-forza",
        "I punti di forza",
        Capitolo.PROCESSO,
        "Che cosa ha funzionato nel ciclo dell'anno e conviene tenere.",
    ),
    VoceCatalogo(
        "punti-di-debolezza",
        "I punti di debolezza",
        Capitolo.PROCESSO,
        "Che cosa non ha funzionato e come si rimedia: chi valida la Relazione lo cerca.",
    ),
)

RELAZIONE = Catalogo("relazione", Capitolo, VOCI)
