// Comodità per chi ha JavaScript: ogni pagina funziona anche senza.

// Un menu aperto alla volta; Esc e il clic fuori lo chiudono.
const menu = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (evento) => {
  for (const aperto of menu()) if (!aperto.contains(evento.target)) aperto.open = false;
});
document.addEventListener("keydown", (evento) => {
  if (evento.key !== "Escape") return;
  for (const aperto of menu()) {
    aperto.open = false;
    aperto.querySelector("summary").focus();
  }
});

// La navigazione resta aperta sugli schermi larghi, si piega su quelli stretti.
const navigazione = document.getElementById("navigazione");
if (navigazione) {
  const largo = window.matchMedia("(min-width: 62em)");
  const adatta = () => (navigazione.open = largo.matches);
  largo.addEventListener("change", adatta);
  adatta();
}

// Chi lascia una maschera con modifiche non salvate viene avvisato.
let daSalvare = false;
const segna = (evento) => {
  if (evento.target.closest?.("form[data-avvisa]")) daSalvare = true;
};
document.addEventListener("input", segna);
document.addEventListener("change", segna);
document.addEventListener("submit", () => (daSalvare = false));
document.addEventListener("htmx:afterRequest", (evento) => {
  if (evento.target.closest?.("[data-continua]")) return; // una riga in più non è un salvataggio
  if (evento.target.closest?.("form[data-avvisa]") && evento.detail.successful) daSalvare = false;
});
window.addEventListener("beforeunload", (evento) => {
  if (daSalvare) evento.preventDefault();
});

// I filtri si applicano appena cambiano; senza JavaScript resta il pulsante «Filtra».
document.addEventListener("change", (evento) => {
  const modulo = evento.target.closest?.("form[data-subito]");
  if (modulo) modulo.requestSubmit();
});

// Sugli schermi stretti restano aperti la ricerca e i filtri già scelti; gli altri si aprono con un pulsante.
for (const filtri of document.querySelectorAll("form.filtri")) {
  const campi = [...filtri.querySelectorAll("input:not([type=hidden]), select")];
  if (campi.length < 3) continue;
  const scelti = new URLSearchParams(location.search);
  const piu = document.createElement("button");
  piu.type = "button";
  piu.className = "btn btn-link filtri-piu";
  const piega = (chiuso) => {
    filtri.classList.toggle("filtri-piegati", chiuso);
    piu.setAttribute("aria-expanded", !chiuso);
    piu.textContent = chiuso ? "Altri filtri" : "Meno filtri";
  };
  piu.addEventListener("click", () => piega(!filtri.classList.contains("filtri-piegati")));
  piega(!campi.slice(1).some((campo) => scelti.get(campo.name)));
  filtri.querySelector(".filtri-azioni")?.append(piu);
}

// Le azioni che possono durare non si inviano due volte.
document.addEventListener("submit", (evento) => {
  if (evento.defaultPrevented) return;
  for (const pulsante of evento.target.querySelectorAll("button[data-una-volta]")) {
    setTimeout(() => (pulsante.disabled = true));
  }
});

// Il primo errore di una maschera prende il fuoco: chi usa la tastiera è già dove serve.
const errore = document.querySelector("#conflitto, .riepilogo-errori");
if (errore) errore.focus();
