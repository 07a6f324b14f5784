// Il confronto si fa qui: il file non lascia il computer di chi controlla. Senza JavaScript lo fa il server.

const modulo = document.getElementById("verifica");
const campo = document.getElementById("file");
const esito = document.getElementById("esito");

const impronta = async (file) => {
  const byte = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(byte), (uno) => uno.toString(16).padStart(2, "0")).join("");
};

const risposta = (calcolata) =>
  document.querySelector(`template[data-impronta="${calcolata}"]`) ?? document.querySelector('template[data-impronta=""]');

const confronta = async () => {
  const [file] = campo.files;
  if (!file) return;
  esito.replaceChildren("Calcolo l'impronta…");
  const calcolata = await impronta(file);
  const detta = risposta(calcolata).content.cloneNode(true);
  detta.querySelector("[data-file]").textContent = `${file.name} · ${calcolata}`;
  esito.replaceChildren(detta);
  esito.focus();
};

// Fuori da HTTPS il browser non sa calcolare impronte: si lascia fare al server.
if (modulo && globalThis.crypto?.subtle) {
  document.getElementById("verifica-come").textContent =
    "Scegli il file o trascinalo qui: l'impronta si calcola nel tuo browser, il file non viene inviato.";
  document.getElementById("verifica-misura").hidden = true;
  modulo.addEventListener("submit", (evento) => {
    evento.preventDefault();
    confronta();
  });
  campo.addEventListener("change", confronta);
  for (const nome of ["dragenter", "dragover"]) {
    modulo.addEventListener(nome, (evento) => {
      evento.preventDefault();
      modulo.classList.add("verifica-sopra");
    });
  }
  for (const nome of ["dragleave", "drop"]) modulo.addEventListener(nome, () => modulo.classList.remove("verifica-sopra"));
  modulo.addEventListener("drop", (evento) => {
    evento.preventDefault();
    if (!evento.dataTransfer.files.length) return;
    campo.files = evento.dataTransfer.files;
    confronta();
  });
}
