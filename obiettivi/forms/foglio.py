"""Il foglio di calcolo di una sessione: si scarica, si compila, si rilegge cella per cella.

Ogni riga passa dalla stessa maschera della pagina: le frasi e le regole sono le stesse. La prima colonna, nascosta,
porta la chiave della riga e la versione che c'era quando il foglio è stato scaricato.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from obiettivi.contenuto import target_in_parole
from obiettivi.forms.monitoraggio import RilevazioneForm
from obiettivi.letture.regole import Genere
from obiettivi.letture.rilevazioni import NON_ANCORA, Parte, RigaIndicatore
from obiettivi.voci import CausaScostamento
from piao.base.carico import Caricato, controlla_peso
from piao.base.moduli import in_parole
from piao.base.tabelle import INIZI_DI_FORMULA, Cella, neutra
from piao.base.testo import leggibile, senza_controlli

PESO_MASSIMO, PESO_APERTO = 5 * 1024 * 1024, 60 * 1024 * 1024
RIGHE_MASSIME = 5000
FOGLIO, ISTRUZIONI, PRIMA_RIGA = "Valori", "Istruzioni", 2
CAUSE = {str(voce.label): voce.value for voce in CausaScostamento}
SI_NO = {"sì": "True", "si": "True", "no": "False"}
NON_E_UN_FOGLIO = "Il file non è un foglio di calcolo .xlsx leggibile: riparti da quello che si scarica qui."
NON_E_DI_QUI = "Il foglio non è di questa sessione: scarica quello giusto e compila quello."
COME_SI_FA = (
    "Scrivi solo nelle celle bianche: quelle grigie servono a orientarti e sono protette.",
    "Una cella del valore lasciata vuota vuol dire che il valore manca: non è zero.",
    "Se ci sono numeratore e denominatore scrivi quelli: il valore lo calcola il programma.",
    f"Se una cosa va fatta entro una data, scrivi il giorno in cui è stata fatta, oppure «{NON_ANCORA}».",
    "Se l'indicatore non è applicabile scrivi il perché nella sua colonna e lascia vuoto il valore.",
    "Non aggiungere e non spostare righe o colonne. Le fasi si compilano nella pagina.",
    "Quando carichi il foglio vedi prima che cosa cambia: nulla è salvato finché non confermi.",
)


@dataclass(frozen=True)
class Colonna:
    """Una colonna del foglio. Con un `campo` si compila; senza, si legge soltanto."""

    titolo: str
    larghezza: int
    campo: str = ""
    voci: tuple[str, ...] = ()


COLONNE = (
    Colonna("chiave", 4),
    Colonna("Obiettivo", 44),
    Colonna("Indicatore", 44),
    Colonna("Unità di misura", 16),
    Colonna("Partenza", 12),
    Colonna("Ultimo valore", 14),
    Colonna("Target", 20),
    Colonna("Numeratore", 14, "numeratore"),
    Colonna("Denominatore", 14, "denominatore"),
    Colonna("Valore", 14, "valore"),
    Colonna("Fatto il", 14, "data"),
    Colonna("Sì o no", 10, "esito", ("sì", "no")),
    Colonna("Rilevato il", 14, "rilevato_il"),
    Colonna("Fonte", 30, "fonte"),
    Colonna("Nota", 40, "nota"),
    Colonna("Non applicabile perché", 30, "motivo_non_applicabile"),
    Colonna("Causa dello scostamento", 24, "causa", tuple(CAUSE)),
    Colonna("Che cosa è successo", 40, "spiegazione"),
    Colonna("Che cosa si fa", 40, "correttivo"),
)
LETTERE = {colonna.campo: get_column_letter(i) for i, colonna in enumerate(COLONNE, start=1) if colonna.campo}
VALORI = ("numeratore", "denominatore", "valore", "data", "esito", "motivo_non_applicabile")
GRIGIO = PatternFill("solid", fgColor="EEF1F4")


# ---- scrivere ----------------------------------------------------------------------------------------------------


def scrivi_foglio(parti: Iterable[Parte]) -> bytes:
    """Il foglio delle parti date: le righe da compilare e, accanto, le istruzioni."""
    cartella = Workbook()
    foglio: Any = cartella.active
    foglio.title = FOGLIO
    foglio.append([colonna.titolo for colonna in COLONNE])
    for parte in parti:
        for riga in parte.righe:
            _scrivi_riga(foglio, riga)
    _rifinisci(foglio)
    istruzioni = cartella.create_sheet(ISTRUZIONI)
    istruzioni.column_dimensions["A"].width = 110
    for frase in COME_SI_FA:
        istruzioni.append([frase])
    uscita = BytesIO()
    cartella.save(uscita)
    return uscita.getvalue()


def _scrivi_riga(foglio: Worksheet, riga: RigaIndicatore) -> None:
    form = RilevazioneForm(riga=riga)
    versione = riga.rilevazione.versione if riga.rilevazione else 0
    fissi: list[Cella] = [
        f"{riga.sessione.pk}:{riga.pk}:{versione}",
        str(riga.obiettivo),
        str(riga.indicatore),
        riga.indicatore.unita_misura,
        riga.indicatore.baseline,
        riga.ultimo.valore if riga.ultimo else "",
        target_in_parole(riga.target) if riga.target else "",
    ]
    scrivibili = COLONNE[len(fissi) :]
    foglio.append([_sicura(cella) for cella in [*fissi, *(_iniziale(form, c.campo) for c in scrivibili)]])
    for cella, colonna in zip(foglio[foglio.max_row], COLONNE, strict=True):
        cella.alignment = Alignment(wrap_text=True, vertical="top")
        if colonna.campo in form.fields:
            cella.protection = Protection(locked=False)
        else:
            cella.fill = GRIGIO


def _iniziale(form: RilevazioneForm, campo: str) -> Cella:
    """Ciò che la cella ha già dentro; «non ancora» sta nella cella della data."""
    if campo not in form.fields:
        return None
    if campo == "data" and form["non_fatto"].value():
        return NON_ANCORA
    valore = form[campo].value()
    if campo == "esito":
        return {True: "sì", False: "no"}.get(valore)
    return dict(CausaScostamento.choices).get(valore, "") if campo == "causa" else valore


def _sicura(cella: Cella) -> Cella:
    return neutra(senza_controlli(cella)) if isinstance(cella, str) else cella


def _rifinisci(foglio: Worksheet) -> None:
    """Intestazione ferma, chiave nascosta, celle di riferimento protette, elenchi dove si sceglie."""
    foglio.freeze_panes = "D2"
    foglio.protection.sheet = True
    foglio.protection.formatColumns = foglio.protection.formatRows = False
    for i, colonna in enumerate(COLONNE, start=1):
        lettera = get_column_letter(i)
        foglio.column_dimensions[lettera].width = colonna.larghezza
        foglio[f"{lettera}1"].font = Font(bold=True)
        if colonna.voci:
            elenco = DataValidation(type="list", formula1=f'"{",".join(colonna.voci)}"', allow_blank=True)
            elenco.add(f"{lettera}{PRIMA_RIGA}:{lettera}{max(foglio.max_row, PRIMA_RIGA)}")
            foglio.add_data_validation(elenco)
    foglio.column_dimensions["A"].hidden = True


# ---- rileggere ---------------------------------------------------------------------------------------------------


class FoglioForm(forms.Form):
    """Il file compilato. Solleva una frase se non è un foglio di calcolo, o se aperto occuperebbe troppo."""

    file = forms.FileField(label="Il foglio compilato", help_text="Il file .xlsx scaricato da questa sessione.")

    def clean_file(self) -> Caricato:
        caricato: Caricato = self.cleaned_data["file"]
        controlla_peso(caricato, PESO_MASSIMO)
        try:
            with ZipFile(caricato) as archivio:
                aperto = sum(voce.file_size for voce in archivio.infolist())
        except BadZipFile as errore:
            raise ValidationError(NON_E_UN_FOGLIO) from errore
        if aperto > PESO_APERTO:
            raise ValidationError("Il foglio è troppo grande: riparti da quello che si scarica qui.")
        return caricato


@dataclass(frozen=True)
class ErroreCella:
    """La cella da correggere («J4») e perché."""

    cella: str
    indicatore: str
    frase: str


@dataclass(frozen=True)
class Cambio:
    """Un valore che cambierà, in parole."""

    cella: str
    indicatore: str
    campo: str
    prima: str
    dopo: str


@dataclass
class Lettura:
    """Ciò che il foglio cambierebbe. Se c'è un errore non si scrive nulla."""

    cambi: list[Cambio] = field(default_factory=list)
    errori: list[ErroreCella] = field(default_factory=list)
    forme: list[RilevazioneForm] = field(default_factory=list)


Scritti = dict[str, str]  # campo → testo, per una riga; con «numero», la riga del foglio, e «versione»


def celle_di(file: Any, sessione: int) -> dict[str, Scritti]:
    """Le righe compilate, per indicatore. Solleva ValidationError se il file non si legge o non è della sessione."""
    try:
        cartella = load_workbook(file, read_only=True, data_only=True)
        righe = list(cartella[FOGLIO].iter_rows(PRIMA_RIGA, RIGHE_MASSIME, 1, len(COLONNE), values_only=True))
    except Exception as errore:  # davanti a un file guasto openpyxl solleva di tutto
        raise ValidationError(NON_E_UN_FOGLIO) from errore
    lette: dict[str, Scritti] = {}
    for numero_riga, riga in enumerate(righe, start=PRIMA_RIGA):
        if any(cella is not None for cella in riga):
            indicatore, versione = _chiave(riga[0], sessione)
            celle = {c.campo: _in_testo(v) for c, v in zip(COLONNE, riga, strict=True) if c.campo}
            lette[indicatore] = celle | {"numero": str(numero_riga), "versione": versione}
    return lette


def _chiave(scritta: object, sessione: int) -> tuple[str, str]:
    parti = str(scritta).split(":")
    if len(parti) != 3 or not all(parte.isdecimal() for parte in parti) or int(parti[0]) != sessione:
        raise ValidationError(NON_E_DI_QUI)
    return parti[1], parti[2]


def _in_testo(cella: object) -> str:
    """Come lo si scriverebbe nella maschera: virgola ai decimali, data in ISO, senza l'apostrofo delle formule."""
    if cella is None:
        return ""
    if isinstance(cella, datetime):
        return cella.date().isoformat()
    if isinstance(cella, date):
        return cella.isoformat()
    if isinstance(cella, bool):
        return "sì" if cella else "no"
    if isinstance(cella, int | float):
        return f"{Decimal(repr(cella)):f}".replace(".", ",")
    testo = leggibile(str(cella)).strip()
    return testo[1:] if testo.startswith("'") and testo[1:].startswith(INIZI_DI_FORMULA) else testo


def esamina(celle: Mapping[str, Scritti], parti: Iterable[Parte]) -> Lettura:
    """Confronta ciò che è scritto nel foglio con ciò che c'è adesso, riga per riga e cella per cella."""
    lettura = Lettura()
    per_indicatore = {str(riga.pk): riga for parte in parti for riga in parte.righe}
    for indicatore, scritti in celle.items():
        riga = per_indicatore.get(indicatore)
        if riga is None:
            frase = "Questa riga non è fra quelle che puoi compilare adesso."
            lettura.errori.append(ErroreCella(f"A{scritti['numero']}", "–", frase))
        else:
            _esamina_riga(riga, scritti, lettura)
    return lettura


def _esamina_riga(riga: RigaIndicatore, scritti: Scritti, lettura: Lettura) -> None:
    vuota = not any(scritti.get(campo) for campo in VALORI)
    if vuota and riga.rilevazione is None:
        return
    form = RilevazioneForm(_dati(riga, scritti), riga=riga)
    if vuota:
        lettura.errori.append(_errore(riga, scritti, "valore", f"Qui c'era {riga.in_parole}: dal foglio si corregge."))
    elif not form.is_valid():
        lettura.errori += list(_errori(riga, scritti, form))
    elif cambi := list(_cambi(riga, scritti, form)):
        if scritti["versione"] != str(riga.rilevazione.versione if riga.rilevazione else 0):
            frase = f"Dopo che hai scaricato il foglio qualcuno ha scritto {riga.in_parole}: scaricalo di nuovo."
            lettura.errori.append(_errore(riga, scritti, "valore", frase))
        lettura.cambi += cambi
        lettura.forme.append(form)


def _dati(riga: RigaIndicatore, scritti: Scritti) -> dict[str, str]:
    """I campi della maschera: quelli del foglio e, dove il foglio non ha una colonna, ciò che c'è già."""
    data = scritti["data"].strip().lower()
    dati = {nome: valore for nome, valore in scritti.items() if nome not in ("numero", "causa", "esito")}
    dati |= {
        "data": "" if data == NON_ANCORA else scritti["data"],
        "non_fatto": "on" if data == NON_ANCORA and riga.genere == Genere.DATA else "",
        "esito": SI_NO.get(scritti["esito"].lower(), scritti["esito"]),
        "causa": CAUSE.get(scritti["causa"], scritti["causa"]),
        "non_applicabile": "on" if scritti["motivo_non_applicabile"] else "",
        "previsione": riga.rilevazione.previsione if riga.rilevazione else "",
    }
    return {f"r{riga.pk}-{nome}": valore for nome, valore in dati.items()}


def _errori(riga: RigaIndicatore, scritti: Scritti, form: RilevazioneForm) -> Iterator[ErroreCella]:
    for campo, frasi in form.errors.items():
        yield _errore(riga, scritti, campo, " ".join(str(frase) for frase in frasi))


def _errore(riga: RigaIndicatore, scritti: Scritti, campo: str, frase: str) -> ErroreCella:
    lettera = LETTERE.get({"non_fatto": "data"}.get(campo, campo), LETTERE["valore"])
    return ErroreCella(f"{lettera}{scritti['numero']}", str(riga.indicatore), frase)


def _cambi(riga: RigaIndicatore, scritti: Scritti, form: RilevazioneForm) -> Iterator[Cambio]:
    """I campi il cui valore cambia davvero: ciò che è scritto contro ciò che è salvato."""
    for nome, valore in form.dati.items():
        campo, presente = form.fields.get(nome), getattr(riga.rilevazione, nome, None)
        if campo is not None and nome in LETTERE and _diversi(presente, valore):
            cella, parole = f"{LETTERE[nome]}{scritti['numero']}", (in_parole(campo, v) for v in (presente, valore))
            yield Cambio(cella, str(riga.indicatore), str(campo.label), *parole)


def _diversi(uno: object, altro: object) -> bool:
    """Vuoto e assente sono la stessa cosa; zero e «no» sono valori."""
    return uno != altro and not (uno in (None, "") and altro in (None, ""))
