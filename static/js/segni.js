// Il lettore attento nell'editor: evidenzia i passi da rivedere, li sostituisce, rilegge mentre si scrive.
// Senza questo file restano l'elenco accanto al testo e il pulsante «Sostituisci», che passa dal server.

import { pm } from "django-prose-editor/editor";

const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const CHIAVE = new PluginKey("segni");
const PAUSA = 900; // millisecondi senza scrivere prima di rileggere

const riquadro = () => document.getElementById("segni");
const segni = () => [...riquadro().querySelectorAll("[data-segno]")];

// Ogni capoverso con il suo testo e il posto di ogni carattere nel documento.
function capoversi(doc) {
  const trovati = [];
  doc.descendants((nodo, inizio) => {
    if (!nodo.isTextblock) return true;
    const capoverso = { testo: "", posti: [] };
    nodo.forEach((figlio, scarto) => {
      const testo = figlio.isText ? figlio.text : "\n";
      for (let i = 0; i < testo.length; i++) capoverso.posti.push(inizio + 1 + scarto + i);
      capoverso.testo += testo;
    });
    trovati.push(capoverso);
    return false;
  });
  return trovati;
}

// Dove stanno quelle parole, la volta giusta; niente se nel frattempo sono cambiate.
function dove(doc, { parole, volta }) {
  let mancano = Number(volta);
  for (const { testo, posti } of capoversi(doc)) {
    for (let i = testo.indexOf(parole); i >= 0; i = testo.indexOf(parole, i + parole.length)) {
      if (mancano-- === 0) return { da: posti[i], a: posti[i + parole.length - 1] + 1 };
    }
  }
  return null;
}

function evidenze(doc) {
  const tratti = segni().flatMap(({ dataset }) => {
    const posto = dove(doc, dataset);
    const aspetto = { class: `segno segno-${dataset.gravita}`, title: dataset.motivo };
    return posto ? [Decoration.inline(posto.da, posto.a, aspetto)] : [];
  });
  return DecorationSet.create(doc, tratti);
}

const evidenziatore = () =>
  new Plugin({
    key: CHIAVE,
    state: {
      init: (_, stato) => evidenze(stato.doc),
      apply: (tr, attuali) => (tr.getMeta(CHIAVE) ? evidenze(tr.doc) : attuali.map(tr.mapping, tr.doc)),
    },
    props: { decorations: (stato) => CHIAVE.getState(stato) },
  });

document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  if (!riquadro()) return;
  editor.registerPlugin(evidenziatore());
  const rileggi = () => {
    const valori = { testo: editor.getHTML() };
    window.htmx.ajax("POST", riquadro().dataset.leggi, { target: "#segni", swap: "innerHTML", values: valori });
  };
  let attesa;
  editor.on("update", () => {
    clearTimeout(attesa);
    attesa = setTimeout(rileggi, PAUSA);
  });
  const prepara = () => {
    for (const segno of segni()) segno.querySelector(".segno-vai").hidden = false;
    editor.view.dispatch(editor.state.tr.setMeta(CHIAVE, true));
  };
  riquadro().addEventListener("htmx:afterSwap", prepara);
  riquadro().addEventListener("click", (evento) => {
    const comando = evento.target.closest("[name=correggi], [data-vai]");
    const dati = comando?.closest("[data-segno]").dataset;
    const posto = dati && dove(editor.state.doc, dati);
    if (!posto) return; // le parole non si trovano: ci pensa il server
    evento.preventDefault();
    const { tr } = editor.state;
    const fine = comando.name === "correggi" ? posto.da + dati.proposta.length : posto.a;
    if (comando.name === "correggi") tr.insertText(dati.proposta, posto.da, posto.a);
    tr.setSelection(TextSelection.create(tr.doc, posto.da, fine)).scrollIntoView();
    editor.view.dispatch(tr);
    editor.view.focus();
  });
  prepara();
});
