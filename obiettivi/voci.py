"""Gli elenchi chiusi della stanza: parole della legge e del mestiere, una volta sola."""

from django.db import models


class Impostazione(models.TextChoices):
    """Dove stanno gli obiettivi: le tre impostazioni di `norme` R36."""

    A = "A", "PIAO 2.2 come Piano della performance (PEG solo finanziario)"
    B = "B", "PIAO 2.2 e PEG con gli stessi obiettivi"
    C = "C", "Piano autonomo allegato al PIAO (fino a 50 dipendenti)"


class StatoCiclo(models.TextChoices):
    """Il percorso del Piano, nell'ordine; i passi sono in `obiettivi/flusso`."""

    BOZZA = "bozza", "in bozza"
    CONSULTAZIONE = "consultazione", "in consultazione"
    PARERE = "parere", "al parere dell'organismo di valutazione"
    PROPOSTA = "proposta", "proposto alla Giunta"
    APPROVATO = "approvato", "approvato"
    PUBBLICATO = "pubblicato", "pubblicato"


IN_PREPARAZIONE = (StatoCiclo.BOZZA, StatoCiclo.CONSULTAZIONE)  # gli obiettivi si scrivono
FERMI = (StatoCiclo.PARERE, StatoCiclo.PROPOSTA)  # altri stanno leggendo: per scrivere bisogna rimandarlo indietro
CONCLUSI = (StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO)  # cambia solo con una variazione


class EsitoParere(models.TextChoices):
    FAVOREVOLE = "favorevole", "favorevole"
    CON_OSSERVAZIONI = "con_osservazioni", "favorevole con osservazioni"
    CONTRARIO = "contrario", "contrario"


class TipoVersione(models.TextChoices):
    PROVVISORIA = "provvisoria", "obiettivi provvisori"
    PIANO = "piano", "Piano della performance"
    VARIAZIONE = "variazione", "variazione"


class StatoVariazione(models.TextChoices):
    BOZZA = "bozza", "in preparazione"
    RICHIESTA = "richiesta", "richiesta"
    PROPOSTA = "proposta", "proposta alla Giunta"
    APPROVATA = "approvata", "approvata"
    RESPINTA = "respinta", "respinta"


class TipoRigaVariazione(models.TextChoices):
    MODIFICA = "modifica", "si modifica"
    AGGIUNTA = "aggiunta", "si aggiunge"
    RITIRO = "ritiro", "si ritira"


class CausaScostamento(models.TextChoices):
    """Perché la realtà si è scostata dal programma (norme Q06)."""

    ESOGENA = "esogena", "esogena: fuori dal controllo dell'ente"
    ENDOGENA = "endogena", "endogena: dipende dall'organizzazione"
    ERRORE_PROGRAMMAZIONE = "errore_programmazione", "errore di programmazione"


class StatoSessione(models.TextChoices):
    """Una sessione di monitoraggio; i passi sono in `obiettivi/flusso/monitoraggio`."""

    PROGRAMMATA = "programmata", "programmata"
    APERTA = "aperta", "aperta"
    VERIFICATA = "verificata", "verificata"
    CHIUSA = "chiusa", "chiusa"


class Previsione(models.TextChoices):
    """Che cosa ci si aspetta a fine anno, detto da chi risponde dell'indicatore durante l'anno."""

    IN_LINEA = "in_linea", "si raggiunge"
    A_RISCHIO = "a_rischio", "è a rischio"
    NON_SI_RAGGIUNGE = "non_si_raggiunge", "non si raggiunge"


class MetodoAggregazione(models.TextChoices):
    """Come il grado di un obiettivo si ricava da indicatori e fasi (`obiettivi/misura`)."""

    MEDIA_PESATA = "media_pesata", "media pesata degli indicatori"
    MINIMO = "minimo", "l'indicatore peggiore"
    FASI = "fasi", "media pesata delle fasi"
    MISTA = "mista", "indicatori e fasi, ciascuno per la sua quota"


class PoliticaNeutra(models.TextChoices):
    """Quanto vale un obiettivo neutralizzato."""

    ESCLUDI = "escludi", "non conta, il suo peso va agli altri"
    CENTO = "cento", "vale 100"
    ZERO = "zero", "vale 0"


class StatoForzatura(models.TextChoices):
    RICHIESTA = "richiesta", "richiesta"
    APPROVATA = "approvata", "approvata"
    RESPINTA = "respinta", "respinta"


class Regolato(models.TextChoices):
    """Che cosa vale un controllo in un ente: una gravità, oppure niente."""

    SPENTO = "spento", "spento"
    INFO = "info", "informazione"
    AVVISO = "avviso", "avviso"
    ERRORE = "errore", "errore"
    BLOCCO = "blocco", "blocco"


class StatoObiettivo(models.TextChoices):
    BOZZA = "bozza", "in bozza"
    PROPOSTO = "proposto", "proposto"
    RESTITUITO = "restituito", "restituito con osservazioni"
    VALIDATO = "validato", "validato"
    RITIRATO = "ritirato", "ritirato con atto"


class Livello(models.TextChoices):
    STRATEGICO = "strategico", "strategico"
    OPERATIVO = "operativo", "operativo"


class Natura(models.TextChoices):
    SVILUPPO = "sviluppo", "sviluppo"
    MIGLIORAMENTO = "miglioramento", "miglioramento"
    INNOVAZIONE = "innovazione", "innovazione"
    MANTENIMENTO = "mantenimento", "mantenimento"


class Tipologia(models.TextChoices):
    COMUNE = "comune", "comune a tutte le unità"
    SPECIFICO = "specifico", "specifico di unità"
    TRASVERSALE = "trasversale", "trasversale a più unità"
    GRUPPO = "gruppo", "di gruppo"
    INDIVIDUALE = "individuale", "individuale"


class ScalaPeso(models.TextChoices):
    PERCENTUALE = "percentuale", "percentuale (somma 100)"
    PUNTI = "punti", "punti"
    MILLESIMI = "millesimi", "millesimi (somma 1.000)"
    COEFFICIENTE = "coefficiente", "coefficiente"


class MetodoPeso(models.TextChoices):
    DIRETTO = "diretto", "peso scritto direttamente"
    CALCOLATO = "calcolato", "strategicità × complessità"


class Tema(models.TextChoices):
    """I temi della sottosezione Performance (DM 132/2022, art. 3 c. 1 lett. b e Piano-tipo)."""

    SEMPLIFICAZIONE = "semplificazione", "Semplificazione"
    DIGITALIZZAZIONE = "digitalizzazione", "Digitalizzazione"
    EFFICIENZA = "efficienza", "Efficienza e tempi delle procedure"
    QUALITA = "qualita", "Qualità dei procedimenti e dei servizi"
    ACCESSIBILITA = "accessibilita", "Piena accessibilità"
    PARI_OPPORTUNITA = "pari_opportunita", "Pari opportunità ed equilibrio di genere"
    TRASPARENZA = "trasparenza", "Trasparenza e anticorruzione"
    TEMPI_PAGAMENTO = "tempi_pagamento", "Tempi di pagamento"
    FORMAZIONE = "formazione", "Formazione del personale"


TEMI_DM132 = (
    Tema.SEMPLIFICAZIONE,
    Tema.DIGITALIZZAZIONE,
    Tema.EFFICIENZA,
    Tema.QUALITA,
    Tema.ACCESSIBILITA,
    Tema.PARI_OPPORTUNITA,
)


class Ambito(models.TextChoices):
    """Gli ambiti della performance organizzativa (D.Lgs. 150/2009, art. 8 c. 1)."""

    A = "a", "a) attuazione delle politiche e bisogni della collettività"
    B = "b", "b) attuazione di piani e programmi"
    C = "c", "c) soddisfazione dei destinatari"
    D = "d", "d) modernizzazione dell'organizzazione e delle competenze"
    E = "e", "e) relazioni con cittadini e portatori d'interesse"
    F = "f", "f) efficienza, costi e tempi dei procedimenti"
    G = "g", "g) qualità e quantità delle prestazioni e dei servizi"
    H = "h", "h) pari opportunità"


class TipoClassificazione(models.TextChoices):
    TEMA = "tema", "tema"
    AMBITO = "ambito", "ambito dell'art. 8"


class ObbligoLegge(models.TextChoices):
    """Gli obiettivi che una norma impone (norme R61, R70, R93)."""

    TEMPI_PAGAMENTO = "tempi_pagamento", "Tempi di pagamento (DL 13/2023, art. 4-bis)"
    FORMAZIONE = "formazione", "Formazione, 40 ore pro capite (Direttiva 14.1.2025)"
    TRASPARENZA = "trasparenza", "Obiettivi di trasparenza (D.Lgs. 33/2013, art. 14 c. 1-quater)"
    ACCESSIBILITA = "accessibilita", "Piena accessibilità (D.Lgs. 222/2023)"
    ALTRO = "altro", "Altra norma"


class RuoloUnita(models.TextChoices):
    CAPOFILA = "capofila", "capofila"
    PARTECIPANTE = "partecipante", "partecipante"


class RuoloAssegnatario(models.TextChoices):
    RESPONSABILE = "responsabile", "responsabile"
    PARTECIPANTE = "partecipante", "partecipante"


class TipoRisorsa(models.TextChoices):
    UMANA = "umana", "umane"
    FINANZIARIA = "finanziaria", "finanziarie"
    STRUMENTALE = "strumentale", "strumentali"


class Dimensione(models.TextChoices):
    """Le dimensioni di un indicatore (linee guida DFP 2/2017)."""

    RISORSE = "risorse", "stato delle risorse"
    EFFICIENZA = "efficienza", "efficienza"
    EFFICACIA_QUANTITATIVA = "efficacia_quantitativa", "efficacia quantitativa"
    EFFICACIA_TEMPORALE = "efficacia_temporale", "efficacia temporale"
    EFFICACIA_PERCEPITA = "efficacia_percepita", "efficacia percepita"
    QUALITA = "qualita", "qualità"
    IMPATTO = "impatto", "impatto"


class Verso(models.TextChoices):
    AUMENTA = "aumenta", "meglio se aumenta"
    DIMINUISCE = "diminuisce", "meglio se diminuisce"
    INTERVALLO = "intervallo", "entro un intervallo"
    SI_NO = "si_no", "sì o no"
    ENTRO_DATA = "entro_data", "entro una data"


class Operatore(models.TextChoices):
    ALMENO = ">=", "almeno"
    UGUALE = "=", "uguale a"
    AL_MASSIMO = "<=", "al massimo"
    TRA = "tra", "tra"
    ENTRO_IL = "entro", "entro il"
    SI = "si", "sì"


class TipoFonte(models.TextChoices):
    ESTERNA = "esterna", "esterna certificata"
    SISTEMA = "sistema", "sistema informativo"
    CONTROLLO = "controllo", "controllo di gestione"
    ATTI = "atti", "atti e registri dell'ente"
    INDAGINE = "indagine", "indagine presso gli utenti"
    AUTODICHIARAZIONE = "autodichiarazione", "autodichiarazione"


class Frequenza(models.TextChoices):
    ANNUALE = "annuale", "una volta l'anno"
    SEMESTRALE = "semestrale", "ogni semestre"
    QUADRIMESTRALE = "quadrimestrale", "ogni quadrimestre"
    TRIMESTRALE = "trimestrale", "ogni trimestre"
    MENSILE = "mensile", "ogni mese"


class Scadenza(models.TextChoices):
    """Come un documento fissa il termine di una fase del ciclo."""

    EVENTO = "evento", "a un evento"
    GIORNI_DA_EVENTO = "giorni_da_evento", "giorni da un evento"
    GIORNO_FISSO = "giorno_fisso", "giorno fisso"
    TESTO = "testo", "come scritto"
