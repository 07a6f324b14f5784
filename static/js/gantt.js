// La griglia dei mesi, resa più comoda: clic e trascinamento, frecce, spazio, Maiuscole per estendere.
// Senza questo file resta una tabella di caselle di spunta. Tutto è delegato al documento: vale anche per le righe
// aggiunte dopo, senza inizializzarle.

const MESI = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"];
const COLONNE = 12;
const griglia = (nodo) => nodo?.closest?.("[data-mesi]");
const casella = (nodo) => nodo?.closest?.("[data-mesi] td")?.querySelector("input");
const caselle = (mesi) => [...mesi.querySelectorAll("input[type=checkbox]")];

// ---- in parole: le stesse frasi di obiettivi/mesi.py, per chi ascolta mentre sceglie -------------------------------

const posto = (valore) => Number(valore.slice(0, 4)) * COLONNE + Number(valore.slice(5)) - 1;
const mese = (indice) => MESI[indice % COLONNE];
const anno = (indice) => Math.floor(indice / COLONNE);

function tratti(posti) {
  const gruppi = [];
  for (const p of posti) {
    const ultimo = gruppi.at(-1);
    if (ultimo && p === ultimo[1] + 1) ultimo[1] = p;
    else gruppi.push([p, p]);
  }
  return gruppi;
}

function frase([primo, ultimo]) {
  const fine = `${mese(ultimo)} ${anno(ultimo)}`;
  if (primo === ultimo) return fine;
  return `da ${mese(primo)}${anno(primo) === anno(ultimo) ? "" : ` ${anno(primo)}`} ${fine.startsWith("a") ? "ad" : "a"} ${fine}`;
}

function inParole(mesi) {
  const scelti = caselle(mesi).filter((c) => c.checked).map((c) => posto(c.value));
  const frasi = tratti(scelti).map(frase);
  if (!frasi.length) return "nessun mese";
  return [frasi.slice(0, -1).join(", "), frasi.at(-1)].filter(Boolean).join(" e ");
}

const riassumi = (mesi) => (mesi.querySelector("[data-mesi-parole]").textContent = inParole(mesi));

function segna(mesi, quali, valore) {
  const daCambiare = quali.filter((c) => !c.disabled && c.checked !== valore);
  for (const c of daCambiare) c.checked = valore;
  if (daCambiare.length) mesi.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("change", (evento) => {
  const mesi = griglia(evento.target);
  if (mesi) riassumi(mesi);
});

// ---- col puntatore -----------------------------------------------------------------------------------------------

let pennello = null; // { mesi, da, valore, prima, mosso }

document.addEventListener("pointerdown", (evento) => {
  const da = casella(evento.target);
  if (!da || da.disabled || evento.button !== 0) return;
  const mesi = griglia(da);
  const prima = caselle(mesi).map((c) => c.checked);
  pennello = { mesi, da, valore: !da.checked, prima, mosso: false };
  if (da.hasPointerCapture?.(evento.pointerId)) da.releasePointerCapture(evento.pointerId);
});

document.addEventListener("pointermove", (evento) => {
  if (!pennello) return;
  const a = casella(document.elementFromPoint(evento.clientX, evento.clientY));
  if (!a || griglia(a) !== pennello.mesi || (a === pennello.da && !pennello.mosso)) return;
  pennello.mosso = true;
  dipingi(a);
});

function dipingi(a) {
  const tutte = caselle(pennello.mesi);
  const [inizio, fine] = [tutte.indexOf(pennello.da), tutte.indexOf(a)].sort((x, y) => x - y);
  tutte.forEach((c, i) => {
    if (!c.disabled) c.checked = i >= inizio && i <= fine ? pennello.valore : pennello.prima[i];
  });
  riassumi(pennello.mesi);
}

document.addEventListener("pointerup", () => {
  if (!pennello) return;
  const finito = pennello;
  pennello = null;
  if (!finito.mosso) return;
  finito.mesi.dispatchEvent(new Event("change", { bubbles: true }));
  // Il clic che chiude un trascinamento tornato al punto di partenza non deve cambiare la casella.
  const ferma = (evento) => griglia(evento.target) === finito.mesi && evento.preventDefault();
  document.addEventListener("click", ferma, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", ferma, { capture: true }));
});
document.addEventListener("pointercancel", () => (pennello = null));

// Un clic sul bordo della cella vale come un clic sulla casella.
document.addEventListener("click", (evento) => {
  const cella = evento.target.matches?.("[data-mesi] td") && evento.target.querySelector("input");
  if (cella && !cella.disabled) cella.click();
});

// ---- con la tastiera ---------------------------------------------------------------------------------------------

const PASSI = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLONNE, ArrowDown: COLONNE };

document.addEventListener("keydown", (evento) => {
  const qui = evento.target.matches?.("[data-mesi] input") && evento.target;
  if (!qui) return;
  const tutte = caselle(griglia(qui));
  const indice = tutte.indexOf(qui);
  const inizioRiga = indice - (indice % COLONNE);
  const mete = { Home: inizioRiga, End: inizioRiga + COLONNE - 1 };
  const meta = evento.key in PASSI ? indice + PASSI[evento.key] : mete[evento.key];
  if (meta === undefined || !tutte[meta]) return;
  evento.preventDefault();
  if (evento.shiftKey) estendi(tutte, indice, meta);
  vaiA(tutte, tutte[meta]);
});

function estendi(tutte, da, a) {
  const [inizio, fine] = [Math.min(da, a), Math.max(da, a)];
  segna(griglia(tutte[da]), tutte.slice(inizio, fine + 1), tutte[da].checked);
}

// Una sola fermata di tabulazione per griglia: dentro ci si muove con le frecce.
function vaiA(tutte, meta) {
  for (const c of tutte) c.tabIndex = c === meta ? 0 : -1;
  meta.focus();
}

function prepara(mesi) {
  const tutte = caselle(mesi);
  const guida = mesi.querySelector("[data-mesi-guida]");
  const prima = tutte.find((c) => c.checked) ?? tutte[0];
  for (const c of tutte) c.tabIndex = c === prima ? 0 : -1;
  prima?.setAttribute("aria-describedby", guida.id);
  guida.hidden = mesi !== document.querySelector("[data-mesi]"); // si legge una volta; alle altre resta collegata
  mesi.dataset.mesi = "pronta";
}

document.addEventListener("focusin", (evento) => {
  const mesi = griglia(evento.target);
  if (mesi && evento.target.matches("input")) for (const c of caselle(mesi)) c.tabIndex = c === evento.target ? 0 : -1;
});

const preparaTutte = () => document.querySelectorAll('[data-mesi]:not([data-mesi="pronta"])').forEach(prepara);
preparaTutte();
document.addEventListener("htmx:load", preparaTutte);
