"""Le parti discorsive del Piano. I capitoli vengono da norme §2, gli argomenti da piani §6."""

from obiettivi.voci import Impostazione
from relazioni.sezioni.catalogo import Catalogo, VoceCatalogo, precompilata
from relazioni.voci import Capitolo

PIAO, TEMPI_DI_PAGAMENTO = 2022, 2023  # anni da cui valgono il PIAO e l'obiettivo sui pagamenti

CATALOGO = (
    VoceCatalogo(
        "sintesi",
        "In sintesi",
        Capitolo.PREMESSA,
        "Mezza pagina per chi ha poco tempo: che cosa vuole ottenere l'ente e che cosa cambia per i cittadini.",
    ),
    precompilata(
        "base-normativa",
        "Le norme",
        Capitolo.PREMESSA,
        "Le leggi su cui poggia il documento. Aggiungi il regolamento dell'ente, se ne ha uno.",
        impostazioni=Impostazione.C,
        dal=PIAO,
    ),
    precompilata(
        "che-cosa-e",
        "Che cos'è questo documento",
        Capitolo.PREMESSA,
        "A che cosa serve il Piano e a chi si rivolge.",
    ),
    precompilata(
        "documenti-collegati",
        "Il Piano e gli altri documenti di programmazione",
        Capitolo.PREMESSA,
        "Come il Piano si lega a DUP, bilancio, PEG e PIAO: cambia con l'impostazione del ciclo.",
        dal=PIAO,
    ),
    precompilata(
        "regime-semplificato",
        "La scelta dell'ente fino a cinquanta dipendenti",
        Capitolo.PREMESSA,
        "Perché l'ente definisce gli obiettivi anche se il PIAO semplificato non lo richiede.",
        solo_semplificato=True,
        dal=PIAO,
    ),
    VoceCatalogo(
        "contesto-esterno",
        "Il territorio e la comunità",
        Capitolo.CONTESTO,
        "Territorio, economia, servizi: quanto serve a capire gli obiettivi. La popolazione si compone da sola.",
    ),
    VoceCatalogo(
        "contesto-interno",
        "L'organizzazione",
        Capitolo.CONTESTO,
        "Organi, strutture, forme associate, società partecipate. Personale e organigramma si compongono da soli.",
    ),
    VoceCatalogo(
        "mandato",
        "Il mandato amministrativo",
        Capitolo.STRATEGIA,
        "Le scelte di fondo dell'amministrazione, dal programma di mandato e dal DUP.",
    ),
    VoceCatalogo("missione", "La missione", Capitolo.STRATEGIA, "Che cosa l'ente vuole essere per la sua comunità."),
    VoceCatalogo(
        "valore-pubblico",
        "Il valore pubblico",
        Capitolo.STRATEGIA,
        "Quale miglioramento del benessere della comunità si vuole produrre, e come lo si riconoscerà.",
    ),
    precompilata(
        "strategico-operativo",
        "Obiettivi strategici e obiettivi operativi",
        Capitolo.STRATEGIA,
        "La differenza fra i due livelli e come si collegano.",
    ),
    precompilata(
        "lettura-obiettivi",
        "Come si leggono gli obiettivi",
        Capitolo.OBIETTIVI,
        "La spiegazione delle schede.",
        dal=PIAO,
    ),
    precompilata(
        "tempi-pagamento",
        "Il rispetto dei tempi di pagamento",
        Capitolo.OBIETTIVI,
        "L'obiettivo che la legge impone a chi paga le fatture.",
        dal=TEMPI_DI_PAGAMENTO,
    ),
    VoceCatalogo(
        "temi",
        "Semplificazione, accessibilità, pari opportunità",
        Capitolo.COPERTURA,
        "Le azioni dell'ente sui temi che il PIAO chiede di trattare. La matrice si compone da sola.",
    ),
    precompilata(
        "organizzativa-individuale",
        "Performance organizzativa e individuale",
        Capitolo.INDIVIDUALE,
        "Le due misure e che cosa conta per ciascun ruolo.",
    ),
    VoceCatalogo(
        "regole-valutazione",
        "Le regole di valutazione",
        Capitolo.INDIVIDUALE,
        "I punteggi del sistema di misurazione e valutazione, per categoria di personale.",
    ),
    VoceCatalogo(
        "risorse",
        "Il quadro delle risorse",
        Capitolo.RISORSE,
        "Che cosa l'ente mette a disposizione. Le tabelle delle risorse si compongono da sole.",
    ),
    precompilata(
        "fasi-organi-scadenze",
        "Le fasi, gli organi, le scadenze",
        Capitolo.MONITORAGGIO,
        "Come si svolge il ciclo. La tabella delle fasi dell'ente si compone da sola.",
    ),
    precompilata(
        "monitoraggio",
        "La verifica in corso d'anno",
        Capitolo.MONITORAGGIO,
        "Chi verifica, quando, e che cosa succede se un obiettivo cambia.",
    ),
    precompilata(
        "trasparenza", "Trasparenza", Capitolo.MONITORAGGIO, "Dove si trovano il Piano, la Relazione e i dati aperti."
    ),
    precompilata(
        "miglioramento-ciclo",
        "Il miglioramento del ciclo",
        Capitolo.MONITORAGGIO,
        "Come l'ente impara da un anno all'altro.",
    ),
    VoceCatalogo(
        "criticita",
        "Le criticità",
        Capitolo.MONITORAGGIO,
        "Che cosa non ha funzionato nel ciclo precedente e come si rimedia.",
    ),
    precompilata(
        "glossario", "Glossario", Capitolo.ALLEGATI, "Le parole del documento, spiegate a chi non è del mestiere."
    ),
)

PIANO = Catalogo("piano", Capitolo, CATALOGO)
