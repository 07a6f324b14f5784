// L'editor dei testi parla inglese: qui i suoi pulsanti e le sue finestre diventano italiani, man mano che compaiono.

const PAROLE = {
  "paragraph": "Paragrafo", "Paragraph": "Paragrafo", "Heading 3": "Titolo", "Heading 4": "Sottotitolo",
  "heading": "Titolo", "heading 3": "Titolo", "heading 4": "Sottotitolo",
  "unordered list": "Elenco puntato", "ordered list": "Elenco numerato", "blockquote": "Citazione",
  "List properties": "Proprietà dell'elenco", "List type": "Numerazione", "Start at": "Comincia da",
  "Bullets": "Punti", "Decimal numbers": "Numeri", "Lowercase letters": "Lettere minuscole",
  "Uppercase letters": "Lettere maiuscole", "bold": "Grassetto", "italic": "Corsivo",
  "insert link": "Inserisci un collegamento", "remove link": "Togli il collegamento", "Edit Link": "Collegamento",
  "URL": "Indirizzo", "Title": "Descrizione", "Text": "Testo", "remove": "Togli", "Delete": "Elimina",
  "Insert table": "Inserisci una tabella", "Table Properties": "Tabella", "Insert Table": "Inserisci la tabella",
  "Rows": "Righe", "Columns": "Colonne", "Include header row": "Con una riga di intestazione",
  "Add column": "Aggiungi una colonna", "Delete column": "Elimina la colonna", "Add row": "Aggiungi una riga",
  "Delete row": "Elimina la riga", "Delete table": "Elimina la tabella", "Merge cells": "Unisci le celle",
  "Split cell": "Dividi la cella", "Toggle header cell": "Cella di intestazione", "undo": "Annulla",
  "redo": "Ripeti", "Insert": "Inserisci", "Update": "Salva", "Cancel": "Annulla", "Yes": "Sì", "No": "No",
};
const ZONE = ".prose-menubar, .prose-editor-dialog";

function traduci(zona) {
  for (const nodo of zona.querySelectorAll("[title]")) {
    const parola = PAROLE[nodo.title];
    if (parola) nodo.title = parola;
    if (parola) nodo.setAttribute("aria-label", parola);
  }
  for (const nodo of zona.querySelectorAll("h3, h4, p, label, option, button:not([title])")) {
    const parola = nodo.childElementCount === 0 && PAROLE[nodo.textContent.trim()];
    if (!parola || parola === nodo.textContent) continue;
    if (nodo.matches("option")) nodo.setAttribute("value", nodo.value); // il valore resta quello dell'editor
    nodo.textContent = parola;
  }
}

const tutte = () => document.querySelectorAll(ZONE).forEach(traduci);
new MutationObserver(tutte).observe(document.body, { childList: true, subtree: true });
tutte();
