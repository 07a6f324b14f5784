"""Ciò che l'utente legge: per ogni regola, la frase intera in un caso tipico. Si rilegge come una lettera."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from obiettivi.controlli.catalogo import PER_CODICE
from obiettivi.controlli.fascicolo import (
    Assegnazione,
    Documento,
    FaseCiclo,
    Incarico,
    Legame,
    Linea,
    PesiScheda,
    Schede,
    Unita,
    Variazione,
)
from tests.obiettivi.controlli.scena import (
    AREA,
    ATTO,
    DELL_EQ,
    EQ,
    NUCLEO,
    PIAO,
    SMVP,
    atto,
    ciclo,
    con,
    con_testo,
    fascicolo,
    fase,
    indicatore,
    nel_ciclo,
    obiettivo,
    pagamenti,
    ritardo,
    segnali,
)

D = Decimal
PICCOLO = replace(fascicolo().ente, oltre=False, dipendenti=24)
SOCIALE = Incarico(60, "eq", "EQ Sociale", 600, "Blu Eva", 9, date(2020, 1, 1))
VARIAZIONE = Variazione(7, 2, "Permessi", "approvata", "Pensionamento", atto(data=date(2026, 12, 4)), True)
PERSONA = Assegnazione("persona", 5, "Rossi Maria", quota=D(130))


def da_approvare(oggi, **campi):
    return fascicolo(oggi=oggi, ciclo=ciclo(approvazione=None, **campi))


def con_i(**campi):
    return con(obiettivo(indicatori=(indicatore(**campi),)))


CASI = {
    "P01": nel_ciclo(approvazione=atto(data=date(2026, 3, 2))),
    "P02": nel_ciclo(approvazione=atto(data=date(2026, 6, 1))),
    "P03": nel_ciclo(anno_fine=2027),
    "P04": nel_ciclo(approvazione=atto(numero="", data=None)),
    "P05": nel_ciclo(dup=None),
    "P06": da_approvare(date(2026, 2, 10), bilancio_termine=date(2026, 3, 31)),
    "P07": nel_ciclo(smvp=replace(SMVP, data=date(2021, 9, 4))),
    "P08": fascicolo(incarichi=(NUCLEO, replace(EQ, tipo="rpct", persona=NUCLEO.persona))),
    "P09": fascicolo(ente=PICCOLO, ciclo=ciclo(impostazione="")),
    "P10": con(obiettivo(temi=frozenset({"semplificazione", "digitalizzazione", "accessibilita"}))),
    "P11": con(obiettivo(ambiti=frozenset("ac"))),
    "P12": con(obiettivo(linea=Linea(5, "Città sicura", 2024))),
    "P13": con_i(formula="", target=()),
    "P14": con_i(baseline=None),
    "P15": con_i(serie=(), nuovo=False),
    "P16": con_i(baseline=D(20)),
    "P17": con_i(baseline=D(20)),
    "P18": con(obiettivo(titolo="Supporto agli uffici", indicatori=())),
    "P19": con(obiettivo(fasi=(fase(1, 12),))),
    "P20": con(obiettivo(data_inizio=None, data_fine=None, fasi=(fase(1, 7, 2025),))),
    "P21": con_i(nome="Pasti distribuiti"),
    "P22": con(obiettivo(), incarichi=(replace(EQ, al=date(2026, 6, 30)),)),
    "P23": fascicolo(unita=(AREA, Unita(9, "Area Sociale")), incarichi=(EQ, SOCIALE)),
    "P24": con(obiettivo(pk=1, assegnazioni=(DELL_EQ,)), obiettivo(pk=2, peso=None, assegnazioni=(DELL_EQ,))),
    "P25": fascicolo(schede=Schede(pesi=(PesiScheda("eq", "EQ", D(30), D(40), "gli obiettivi"),))),
    "P26": con(pagamenti(indicatori=(replace(ritardo(), target=(replace(ritardo().target[0], valore=D(5)),)),))),
    "P27": fascicolo(incarichi=(replace(EQ, integrato=False),)),
    "P28": con(obiettivo(temi=frozenset({"formazione"})), incarichi=(SOCIALE,)),
    "P29": con(obiettivo(temi=frozenset())),
    "P30": con(obiettivo(risorse=frozenset(), assegnazioni=(PERSONA,))),
    "P31": con(obiettivo(stakeholder="", tipologia="trasversale", unita=(Legame(1),))),
    "P32": con_i(tipo_fonte="autodichiarazione"),
    "P33": fascicolo(fasi_ciclo=(FaseCiclo("Definizione degli obiettivi", "approvazione_peg", 60),)),
    "P34": fascicolo(consultazioni=(), incarichi=(EQ,)),
    "P35": con(*(obiettivo(pk=n, assegnazioni=()) for n in range(9))),
    "P36": con_testo("<p>16 donne su 24, il 68%</p>"),
    "P37": con_testo("<p>Il Piano 2019</p>"),
    "P38": con_testo("<p>i titolari di posizione organizzativa</p>"),
    "P39": con_testo("<p>Rossi Maria</p>"),
    "P40": fascicolo(oggi=date(2026, 3, 1), ciclo=ciclo(pubblicato_il=None)),
    "P41": fascicolo(documento=Documento(True, mancanze=("la lingua",))),
    "P42": fascicolo(variazioni=(VARIAZIONE,)),
    "P43": fascicolo(oggi=date(2026, 5, 2), ciclo=ciclo(fondo_costituito=False)),
    "P44": fascicolo(incarichi=()),
    "P45": nel_ciclo(approvazione=ATTO, piao=PIAO),
}


# Ciò che si legge: per ogni regola la frase e il rimedio di ciascun segnale.
ATTESE = """
P01
- Il Piano è adottato il 2 marzo 2026, dopo il termine del 31 gennaio 2026. Scrivi il motivo del ritardo e
  comunicalo alla Funzione pubblica (art. 10 c. 5).
P02
- Il Piano è adottato il 1° giugno 2026: è già trascorso il 42% dell'anno. Spiega il ritardo e riporta soltanto
  obiettivi che si possono ancora raggiungere.
P03
- Il Piano copre il 2026-2027 soltanto. Un Piano è triennale: 2026-2028.
P04
- All'atto che approva il Piano mancano il numero e la data. Completa gli estremi dell'atto.
P05
- Il Piano non indica il DUP da cui discende. Indica l'atto del DUP.
P06
- Il bilancio è differito al 31 marzo 2026 e l'ente è senza obiettivi. Approva intanto gli obiettivi provvisori:
  il Piano definitivo li assorbirà.
P07
- Il sistema di valutazione è fermo al 4 settembre 2021: va riesaminato ogni anno. Aggiornalo o confermalo, con il
  parere.
P08
- Un componente dell'organismo di valutazione ha anche un incarico incompatibile (Responsabile anticorruzione e
  trasparenza). Chiudi uno dei due incarichi.
P09
- Non è scelto dove stanno gli obiettivi. Scegli fra sottosezione 2.2 volontaria e Piano autonomo.
- L'ente ha la forma semplificata: definisce gli obiettivi per scelta e non ne spiega ancora il perché. Scrivi la
  parte «regime semplificato».
P10
- Il tema «Pari opportunità ed equilibrio di genere» non ha obiettivi. Dagli un obiettivo con almeno un
  indicatore, oppure assegna il tema a uno che già lo tratta.
P11
- Il Piano copre 2 ambiti su otto. Mancano: b) attuazione di piani e programmi; d) modernizzazione
  dell'organizzazione e delle competenze; e) relazioni con cittadini e portatori d'interesse; f) efficienza,
  costi e tempi dei procedimenti; g) qualità e quantità delle prestazioni e dei servizi; h) pari opportunità.
  Indica a quale ambito concorre ogni obiettivo.
P12
- «1.1 Rilasciare i permessi in meno tempo» discende da una linea di mandato finita nel 2024: «Città sicura».
  Collegalo a una linea in corso.
P13
- All'indicatore «Giorni per il rilascio dei permessi» mancano la formula e il target del 2026. Completa
  l'indicatore.
P14
- L'indicatore «Giorni per il rilascio dei permessi» non ha un valore di partenza. Scrivilo, oppure dichiara nuovo
  l'indicatore.
P15
- L'indicatore «Giorni per il rilascio dei permessi» ha un anno solo di confronto su tre. Aggiungi i valori degli
  anni passati, se si conoscono.
- Nessun indicatore si confronta con il triennio passato. Recupera i valori degli ultimi tre anni, dove ci sono.
P16
- «1.1 Rilasciare i permessi in meno tempo» non migliora: il target non è migliore del valore di partenza. Alza il
  target, oppure dichiaralo di mantenimento e spiega perché.
- Gli obiettivi che non migliorano nulla pesano il 100% del Piano. Rivedi i target, o motiva il mantenimento.
P17
- «Giorni per il rilascio dei permessi» parte da 20 e il target è 25: è già raggiunto. Scegli un target più
  ambizioso.
P18
- «1.1 Supporto agli uffici» dice «supporto» e non si misura: così vale per qualunque ufficio. Di' che cosa
  cambia, e di quanto.
P19
- «1.1 Rilasciare i permessi in meno tempo» dura 12 mesi, con una sola fase. Dividilo in almeno due fasi, con i
  mesi.
P20
- «1.1 Rilasciare i permessi in meno tempo» finisce il 31 luglio 2025, prima dell'approvazione del 29 gennaio
  2026: è già concluso. Cambia le date, oppure toglilo dal Piano.
P21
- L'indicatore «Pasti distribuiti» sembra parlare d'altro rispetto a «1.1 Rilasciare i permessi in meno tempo».
  Controlla che misuri davvero questo obiettivo.
P22
- L'incarico di chi risponde di «1.1 Rilasciare i permessi in meno tempo» scade il 30 giugno 2026, prima della
  fine. Prevedi il rinnovo, o chi gli succede.
P23
- «EQ Sociale» non ha obiettivi: non potrà essere valutato. Assegnagli almeno un obiettivo.
- «Area Sociale» non ha obiettivi. Danne almeno uno.
P24
- I pesi di «EQ Area Tecnica» fanno 50 e non 100 (un obiettivo non ha peso). Ridistribuisci i pesi.
P25
- Nella scheda «EQ» i risultati della struttura pesano 30,0%, gli obiettivi 40,0%. Nel sistema di valutazione dai ai
  risultati della struttura il peso più alto.
P26
- Il target di «Ritardo annuale dei pagamenti» è sopra zero giorni: la legge chiede che non ci sia ritardo. Porta
  il target a zero, o meno.
P27
- A «EQ Area Tecnica» manca l'atto che integra l'incarico con l'obiettivo sui pagamenti. Indica l'atto di
  integrazione.
P28
- «EQ Sociale» non ha un obiettivo sulla formazione dei suoi collaboratori. Assegnagli l'obiettivo, o le sue
  unità.
P29
- Nessun obiettivo riguarda la trasparenza o la prevenzione della corruzione. Copiane uno dalla libreria.
P30
- «1.1 Rilasciare i permessi in meno tempo» non dice con quali persone o quanto denaro si farà. Indica le risorse.
- Gli impegni di «Rossi Maria» sugli obiettivi fanno il 130% del suo tempo. Riduci le percentuali di
  coinvolgimento.
P31
- «1.1 Rilasciare i permessi in meno tempo» non dice a chi è rivolto. Scrivi chi ne avrà beneficio.
- «1.1 Rilasciare i permessi in meno tempo» è trasversale ma vi contribuisce una sola unità. Aggiungi le altre
  unità.
P32
- L'indicatore «Giorni per il rilascio dei permessi» si fonda su un'autodichiarazione. Cerca una fonte terza: un
  registro, un gestionale, un atto.
- Il 100% degli obiettivi di «EQ Area Tecnica» si misura con sue dichiarazioni. Servono fonti che non siano chi è
  valutato.
- Il 100% degli obiettivi di «Segretario comunale» si misura con sue dichiarazioni. Servono fonti che non siano
  chi è valutato.
P33
- La fase «Definizione degli obiettivi» chiude 60 giorni dopo il PEG: oltre febbraio. Anticipa il termine: gli
  obiettivi si assegnano entro febbraio.
P34
- Non risulta la consultazione di «EQ Area Tecnica» sui suoi obiettivi. Registra quando gli obiettivi gli sono
  stati proposti.
P35
- «EQ Area Tecnica» ha 9 obiettivi operativi. Meglio pochi obiettivi che contano.
P36
- In «In sintesi» si legge «16 donne su 24, il 68%». 16 su 24 fa 66,7%. Scrivi «66,7%».
P37
- In «In sintesi» si legge «Piano 2019». Il Piano è del 2026: controlla che l'anno non venga da un testo copiato.
  Scrivi l'anno con la variabile: cambierà da solo.
P38
- In «In sintesi» si legge «posizione organizzativa». Dal 1° aprile 2023 gli incarichi di posizione organizzativa
  sono di elevata qualificazione. Scrivi «elevata qualificazione (EQ)».
P39
- In «In sintesi» si legge «Rossi Maria». È il nome di un dipendente senza responsabilità dirigenziali. Togli il
  dato: basta il ruolo.
P40
- Il Piano è approvato dal 29 gennaio 2026 e non risulta pubblicato. Pubblicalo in Amministrazione trasparente e
  segnalo nel percorso.
P41
- All'ultimo PDF prodotto manca la lingua. Produci di nuovo il documento con il programma.
P42
- La variazione n. 2 («Permessi») è del 4 dicembre 2026, dopo l'ultimo giorno utile. Spiega nella Relazione perché
  così tardi.
P43
- Il 30 aprile 2026 è passato e il fondo 2026 non risulta costituito. Quando è costituito segnalo nel calendario,
  con l'atto.
P44
- L'ente ha più di cinquanta dipendenti e non ha un referente per l'accessibilità. Registra l'incarico della
  persona scelta.
P45
- Il Piano (Giunta n. 8 del 29/01/2026) e il PIAO (Giunta n. 9 del 29/01/2026) sono approvati con due atti. Il
  PIAO si approva intero: un solo atto.
"""


def attese(codice):
    """Le frasi di una regola, dal testo qui sopra."""
    blocco = ATTESE.split(f"\n{codice}\n")[1].split("\nP")[0]
    return [" ".join(frase.split()) for frase in blocco.removeprefix("- ").split("\n- ")]


@pytest.mark.parametrize("codice", CASI)
def test_la_frase_e_il_rimedio(codice):
    assert [f"{s.frase} {s.rimedio}" for s in segnali(codice, CASI[codice])] == attese(codice)


@pytest.mark.parametrize("codice", CASI)
def test_il_codice_di_cio_di_cui_si_parla_e_una_parola_sola(codice):
    """È un pezzo di indirizzo, e il posto del rilievo nella pagina: un `id` non può avere spazi."""
    assert [s.oggetto.codice for s in segnali(codice, CASI[codice]) if re.search(r"[\s/]", s.oggetto.codice)] == []


def test_ogni_regola_ha_la_sua_frase():
    assert set(PER_CODICE) == set(CASI)
