// La griglia di chi valuta con la tastiera: Invio e le frecce spostano di casella e non cambiano mai un valore.
// Senza JavaScript ci si sposta con il tabulatore e ogni riga ha il suo «Salva».

const griglia = document.querySelector("table[data-griglia]");
const CASELLE = "select[data-griglia], input[data-griglia]";

// Con l'elenco aperto le frecce scelgono, come al solito.
let aperta = null;
const apre = (evento) => evento.key === " " || (evento.altKey && evento.key.startsWith("Arrow"));

const vicina = (casella, righe, colonne) => {
  const riga = casella.closest("tr");
  const posto = [...riga.children].indexOf(casella.closest("td"));
  for (let qui = riga, dove = posto; qui; ) {
    qui = righe > 0 ? qui.nextElementSibling : righe < 0 ? qui.previousElementSibling : qui;
    dove += colonne;
    const cella = qui?.children[dove];
    if (!cella) return null;
    const trovata = cella.querySelector(CASELLE);
    if (trovata) return trovata;
  }
  return null;
};

const SPOSTA = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

const alTasto = (evento) => {
  const casella = evento.target.closest(CASELLE);
  if (!casella || aperta === casella) return;
  if (casella.tagName === "SELECT" && apre(evento)) {
    aperta = casella;
    return;
  }
  if (evento.altKey || evento.ctrlKey || evento.metaKey || !(evento.key in SPOSTA)) return;
  const dentro = casella.tagName === "INPUT" && evento.key in { ArrowLeft: 1, ArrowRight: 1 };
  if (dentro) return; // nel testo di un numero le frecce laterali muovono il cursore
  evento.preventDefault();
  const [righe, colonne] = evento.key === "Enter" && evento.shiftKey ? [-1, 0] : SPOSTA[evento.key];
  const prossima = vicina(casella, righe, colonne);
  prossima?.focus();
  prossima?.select?.();
};

if (griglia) {
  for (const aiuto of document.querySelectorAll("[data-tasti]")) aiuto.hidden = false;
  griglia.addEventListener("keydown", alTasto);
  griglia.addEventListener("mousedown", (evento) => (aperta = evento.target.closest("select[data-griglia]")));
  for (const fine of ["change", "focusout"]) griglia.addEventListener(fine, () => (aperta = null));
  griglia.addEventListener("keydown", (evento) => {
    if (evento.key === "Escape" || evento.key === "Enter") aperta = null;
  });
  // Un giudizio che va motivato apre subito la sua casella.
  griglia.addEventListener("change", (evento) => {
    const scelta = evento.target.closest("select[data-motiva]");
    if (scelta?.dataset.motiva.split(" ").includes(scelta.value)) {
      scelta.closest("td").querySelector(".cella-motivo").open = true;
    }
  });
}

// Ciò che non è arrivato al server si dice accanto a dove si stava scrivendo, e resta scritto; chi lascia la pagina è
// avvisato finché non si è salvato.
const NON_SALVATO = "Non salvato: il programma non risponde. Ciò che hai scritto è ancora qui: riprova con «Salva».";
const sospesi = new Set();
const scrive = (evento) => evento.target.closest?.("table[data-griglia] tr, form.compila-scheda");

const dillo = (evento) => {
  const dove = scrive(evento);
  if (!dove) return;
  sospesi.add(dove);
  const esito = dove.querySelector(".cella-esito .cella-valore, #conto");
  esito.querySelector("[data-guasto]")?.remove();
  const detto = Object.assign(document.createElement("p"), { className: "invalid-feedback", textContent: NON_SALVATO });
  detto.dataset.guasto = "";
  detto.setAttribute("role", "alert");
  esito.prepend(detto);
};

for (const guasto of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(guasto, dillo);
document.addEventListener("htmx:afterRequest", (evento) => {
  if (evento.detail.successful) sospesi.delete(scrive(evento));
});
window.addEventListener("beforeunload", (evento) => {
  if (sospesi.size) evento.preventDefault();
});
