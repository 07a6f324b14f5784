"""Controllo strutturale di un PDF: le condizioni di PDF/UA-1 che una macchina può verificare, e PDF/A-3a di base.

I codici «NN-NNN» sono quelli del protocollo Matterhorn 1.1; quelli che cominciano con «A» sono di PDF/A.
Non sostituisce un validatore completo: si accorge in un secondo di ciò che di solito si rompe.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

ETICHETTE = """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6
    L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot
    Ruby RB RT RP Warichu WT WP Figure Formula Form"""
TIPI = frozenset(ETICHETTE.split())
GRUPPI_DI_RIGHE = frozenset({"THead", "TBody", "TFoot"})
# Per ogni tipo: di chi può essere figlio, e quali figli può avere (None = qualsiasi).
PADRI = {
    "TR": {"Table"} | GRUPPI_DI_RIGHE,
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
}
FIGLI = {
    "Table": {"TR", "Caption"} | GRUPPI_DI_RIGHE,
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
TESTO = {"Tj", "TJ", "'", '"'}
PITTURA = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"} | TESTO
LINGUA = re.compile(r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")


@dataclass
class Elemento:
    """Un nodo dell'albero delle etichette."""

    tipo: str
    voce: Any
    padre: str
    figli: list["Elemento"] = field(default_factory=list)

    def discendenza(self) -> Iterator["Elemento"]:
        yield self
        for figlio in self.figli:
            yield from figlio.discendenza()

    def attributo(self, nome: str) -> Any:
        return next((a[nome] for a in elenco(self.voce.get("/A")) if isinstance(a, Dictionary) and nome in a), None)


def elenco(valore: Any) -> list[Any]:
    """Nel PDF un solo valore può stare da sé o in un elenco."""
    if valore is None:
        return []
    return list(valore) if isinstance(valore, Array) else [valore]


def controlla(contenuto: bytes) -> dict[str, list[str]]:
    """Gli errori trovati, per codice: un dizionario vuoto vuol dire che il file è a posto."""
    with pikepdf.open(BytesIO(contenuto)) as pdf:
        return dict(Controllo(pdf).esegui())


class Controllo:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.radice = pdf, pdf.Root
        self.errori: defaultdict[str, list[str]] = defaultdict(list)
        self.contenuti: defaultdict[Any, set[int]] = defaultdict(set)  # pagina → pezzi citati dall'albero
        self.annotazioni: dict[Any, str] = {}  # annotazione → tipo dell'elemento che la contiene

    def pretendi(self, codice: str, condizione: object, frase: str) -> None:
        if not condizione:
            self.errori[codice].append(frase)

    def esegui(self) -> defaultdict[str, list[str]]:
        self.documento()
        self.metadati()
        self.allegati()
        albero = self.albero()
        self.titoli(albero)
        for elemento in albero:
            self.elemento(elemento)
        for numero, pagina in enumerate(self.pdf.pages, start=1):
            self.pagina(numero, pagina)
        self.font()
        return self.errori

    # ---- il documento ------------------------------------------------------------------------------------

    def documento(self) -> None:
        segni, vista = self.radice.get("/MarkInfo", {}), self.radice.get("/ViewerPreferences", {})
        lingua = str(self.radice.get("/Lang", ""))
        nomi = self.radice.get("/Names", {})
        for codice, condizione, frase in (
            ("01-001", "/StructTreeRoot" in self.radice, "documento senza etichette"),
            ("01-006", segni.get("/Marked") is True, "MarkInfo/Marked non è true"),
            ("07-002", vista.get("/DisplayDocTitle") is True, "il lettore non mostra il titolo del documento"),
            ("11-006", LINGUA.match(lingua), f"lingua del documento assente o non valida: {lingua!r}"),
            ("26-001", not self.pdf.is_encrypted, "documento cifrato"),
            ("A-intento", "/OutputIntents" in self.radice, "manca il profilo di colore"),
            ("A-ID", "/ID" in self.pdf.trailer, "manca l'identificativo del file"),
            ("A-azioni", not {"/AA", "/OpenAction"} & set(self.radice.keys()), "azioni automatiche"),
            ("A-azioni", "/JavaScript" not in nomi, "JavaScript"),
        ):
            self.pretendi(codice, condizione, frase)

    def metadati(self) -> None:
        flusso = self.radice.get("/Metadata")
        xmp = flusso.read_bytes().decode() if flusso is not None else ""
        for codice, modello, frase in (
            ("06-002", r'pdfuaid:part(="1"|>\s*1\s*<)', "non si dichiara PDF/UA-1"),
            ("06-003", r"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]*>\s*\S", "manca il titolo"),
            ("A-parte", r'pdfaid:part(="3"|>\s*3\s*<)', "non si dichiara PDF/A-3"),
            ("A-livello", r'pdfaid:conformance(="A"|>\s*A\s*<)', "non si dichiara di livello A"),
            ("A-schema", r"pdfaExtension:schemas", "lo schema di PDF/UA non è descritto"),
        ):
            self.pretendi(codice, re.search(modello, xmp), frase)

    def allegati(self) -> None:
        citati = [voce.objgen for voce in elenco(self.radice.get("/AF"))]
        self.pretendi("A-AF", len(citati) == len(set(citati)), "un allegato è elencato più volte")
        for voce in self.pdf.attachments.values():
            dati = voce.obj
            self.pretendi("21-001", "/F" in dati and "/UF" in dati, "allegato senza nome")
            self.pretendi("A-relazione", "/AFRelationship" in dati, "allegato senza relazione con il documento")
            self.pretendi("A-AF", dati.objgen in citati, "allegato non associato al documento")
            self.pretendi("A-tipo", "/Subtype" in dati.EF.F, "allegato senza tipo")

    # ---- l'albero delle etichette --------------------------------------------------------------------------

    def albero(self) -> list[Elemento]:
        cima = self.radice.get("/StructTreeRoot", {})
        radici = [self.cresci(voce, "", None) for voce in elenco(cima.get("/K"))]
        return [elemento for radice in radici for elemento in radice.discendenza()]

    def cresci(self, voce: Any, padre: str, pagina: Any) -> Elemento:
        elemento = Elemento(str(voce.S)[1:], voce, padre)
        pagina = voce.get("/Pg", pagina)
        for figlio in elenco(voce.get("/K")):
            if isinstance(figlio, int):
                self.contenuti[pagina.objgen].add(figlio)
            elif figlio.get("/Type") == Name.MCR:
                self.contenuti[figlio.get("/Pg", pagina).objgen].add(int(figlio.MCID))
            elif figlio.get("/Type") == Name.OBJR:
                self.annotazioni[figlio.Obj.objgen] = elemento.tipo
            else:
                elemento.figli.append(self.cresci(figlio, elemento.tipo, pagina))
        return elemento

    def titoli(self, albero: list[Elemento]) -> None:
        precedente = 0
        for titolo in (uno for uno in albero if re.fullmatch(r"H[1-6]", uno.tipo)):
            livello = int(titolo.tipo[1])
            codice = "14-003" if precedente else "14-002"
            self.pretendi(codice, livello <= precedente + 1, f"da H{precedente} si salta a {titolo.tipo}")
            precedente = livello

    def elemento(self, uno: Elemento) -> None:
        self.pretendi("02-001", uno.tipo in TIPI, f"etichetta sconosciuta: {uno.tipo}")
        padri = PADRI.get(uno.tipo)
        self.pretendi("09-004", padri is None or uno.padre in padri, f"{uno.tipo} dentro {uno.padre}")
        ammessi = FIGLI.get(uno.tipo)
        fuori = {figlio.tipo for figlio in uno.figli} - ammessi if ammessi else set()
        self.pretendi("09-005", not fuori, f"{uno.tipo} contiene {', '.join(sorted(fuori))}")
        if "/Lang" in uno.voce:
            self.pretendi("11-006", LINGUA.match(str(uno.voce.Lang)), f"lingua non valida: {uno.voce.Lang}")
        if uno.tipo == "Figure":
            self.figura(uno)
        if uno.tipo == "Table":
            self.tabella(uno)

    def figura(self, figura: Elemento) -> None:
        self.pretendi("13-004", str(figura.voce.get("/Alt", "")).strip(), "figura senza testo alternativo")
        riquadro = [float(lato) for lato in elenco(figura.attributo("/BBox"))]
        self.pretendi("13-riquadro", _dentro(riquadro, figura.voce.get("/Pg")), f"riquadro fuori pagina: {riquadro}")

    # ---- tabelle -------------------------------------------------------------------------------------------

    def tabella(self, tabella: Elemento) -> None:
        righe = [uno for uno in tabella.discendenza() if uno.tipo == "TR"]
        griglia = self.griglia(righe)
        larghezze = sorted({len(griglia[i]) for i in range(len(righe))})
        self.pretendi("15-005", len(larghezze) <= 1, f"righe con un numero diverso di celle: {larghezze}")
        self.pretendi("15-006", len(griglia) <= len(righe), "una cella scende oltre l'ultima riga")
        intestazioni = [cella for riga in righe for cella in riga.figli if cella.tipo == "TH"]
        self.pretendi("15-001", intestazioni, "tabella senza intestazioni")
        senza_verso = [cella for cella in intestazioni if cella.attributo("/Scope") is None]
        self.pretendi("15-003", not senza_verso, f"{len(senza_verso)} intestazioni senza verso")

    def griglia(self, righe: list[Elemento]) -> defaultdict[int, set[int]]:
        """Quali colonne occupa ogni riga, contando le celle che si allargano e scendono."""
        occupate: defaultdict[int, set[int]] = defaultdict(set)
        for i, riga in enumerate(righe):
            colonna = 0
            for cella in riga.figli:
                while colonna in occupate[i]:
                    colonna += 1
                larga = int(cella.attributo("/ColSpan") or 1)
                for sotto in range(i, i + int(cella.attributo("/RowSpan") or 1)):
                    nuove = set(range(colonna, colonna + larga))
                    self.pretendi("15-004", not nuove & occupate[sotto], "celle sovrapposte")
                    occupate[sotto] |= nuove
                colonna += larga
        return occupate

    # ---- le pagine -----------------------------------------------------------------------------------------

    def pagina(self, numero: int, pagina: pikepdf.Page) -> None:
        lettura = Lettura(self, numero)
        lettura.leggi(pagina, pagina.obj.get("/Resources", {}))
        citati = self.contenuti[pagina.obj.objgen]
        self.pretendi("01-mcid", citati <= lettura.visti, f"p. {numero}: etichette senza contenuto")
        self.pretendi("18-001", lettura.visti <= citati, f"p. {numero}: contenuto fuori dall'albero (testatine?)")
        collegamenti = elenco(pagina.obj.get("/Annots"))
        if collegamenti:
            self.pretendi("28-008", pagina.obj.get("/Tabs") == Name.S, f"p. {numero}: ordine di tabulazione")
        for annotazione in collegamenti:
            self.annotazione(numero, annotazione)

    def annotazione(self, numero: int, annotazione: Any) -> None:
        padre = self.annotazioni.get(annotazione.objgen)
        parole = str(annotazione.get("/Contents", ""))
        self.pretendi("28-002", padre, f"p. {numero}: collegamento fuori dall'albero")
        self.pretendi("28-011", padre in (None, "Link"), f"p. {numero}: collegamento dentro {padre}")
        self.pretendi("28-012", parole.strip(), f"p. {numero}: collegamento senza descrizione")
        destinazione = str(annotazione.get("/Dest", ""))
        self.pretendi(
            "28-012", parole != destinazione, f"p. {numero}: «{parole}» è il nome dell'ancora, non una frase"
        )
        self.pretendi("A-stampa", int(annotazione.get("/F", 0)) & 4, f"p. {numero}: annotazione che non si stampa")

    # ---- i font ----------------------------------------------------------------------------------------------

    def font(self) -> None:
        for oggetto in self.pdf.objects:
            if isinstance(oggetto, Dictionary) and oggetto.get("/Subtype") == Name.Type0:
                discendente = oggetto.DescendantFonts[0]
                descrizione = discendente.get("/FontDescriptor", {})
                incorporato = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descrizione.keys())
                self.pretendi("31-009", incorporato, f"font non incorporato: {oggetto.BaseFont}")
                self.pretendi("31-027", "/ToUnicode" in oggetto, f"{oggetto.BaseFont} non si può copiare né ascoltare")
            if isinstance(oggetto, pikepdf.Stream) and oggetto.get("/Interpolate") is True:
                self.pretendi("A-immagini", False, "immagine con pixel inventati (Interpolate)")


@dataclass
class Lettura:
    """Il contenuto disegnato di una pagina: ogni segno dev'essere etichettato oppure dichiarato cornice."""

    controllo: Controllo
    numero: int
    visti: set[int] = field(default_factory=set)
    pila: list[str] = field(default_factory=list)
    font: Any = None

    def leggi(self, sorgente: Any, risorse: Any) -> None:
        for istruzione in pikepdf.parse_content_stream(sorgente):
            operatore, dati = str(istruzione.operator), istruzione.operands
            if operatore in ("BMC", "BDC"):
                self.apri(str(dati[0])[1:], dati[1] if operatore == "BDC" else {})
            elif operatore == "EMC":
                self.pila.pop()
            elif operatore == "Tf":
                self.font = risorse.get("/Font", {}).get(str(dati[0]))
            elif operatore in PITTURA:
                self.segno(operatore, dati, risorse)

    def apri(self, etichetta: str, proprieta: Any) -> None:
        cornice, contenuto = etichetta == "Artifact", "/MCID" in proprieta
        dove = f"p. {self.numero}"
        self.controllo.pretendi("01-004", not (cornice and "contenuto" in self.pila), f"{dove}: cornice nel contenuto")
        self.controllo.pretendi(
            "01-003", not (contenuto and "cornice" in self.pila), f"{dove}: contenuto nella cornice"
        )
        self.pila.append("cornice" if cornice else "contenuto" if contenuto else "")
        if contenuto:
            self.visti.add(int(proprieta["/MCID"]))

    def segno(self, operatore: str, dati: Any, risorse: Any) -> None:
        if operatore == "Do":
            oggetto = risorse.get("/XObject", {}).get(str(dati[0]))
            if oggetto is not None and oggetto.get("/Subtype") == Name.Form:
                self.leggi(oggetto, oggetto.get("/Resources", risorse))
                return
        self.controllo.pretendi("01-005", any(self.pila), f"p. {self.numero}: {operatore} né etichettato né cornice")
        if operatore in TESTO and self.font is not None:
            glifi = b"".join(bytes(pezzo) for pezzo in elenco(dati[-1]) if isinstance(pezzo, pikepdf.String))
            vuoti = any(glifi[i : i + 2] == b"\0\0" for i in range(0, len(glifi), 2))
            self.controllo.pretendi("31-030", not vuoti, f"p. {self.numero}: carattere che nessun font sa disegnare")


def _dentro(riquadro: list[float], pagina: Any) -> bool:
    """Il riquadro di una figura sta nella pagina ed è scritto da in basso a sinistra ad alto a destra."""
    if len(riquadro) != 4 or pagina is None:
        return False
    _, _, larga, alta = (float(lato) for lato in pagina.MediaBox)
    x1, y1, x2, y2 = riquadro
    return -1 <= x1 < x2 <= larga + 1 and -1 <= y1 < y2 <= alta + 1
