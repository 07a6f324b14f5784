// Trascinare una voce al suo posto: lo stesso invio delle frecce, che restano per la tastiera e gli schermi tattili.

for (const elenco of document.querySelectorAll("[data-trascina]")) {
  let presa = null; // la voce che si sta trascinando
  let prima = 0; // dov'era
  const posto = () => [...elenco.children].indexOf(presa);

  for (const maniglia of elenco.querySelectorAll("[data-maniglia]")) maniglia.hidden = elenco.children.length < 2;

  elenco.addEventListener("dragstart", (evento) => {
    presa = evento.target.closest("[data-maniglia]")?.closest("li");
    if (!presa) return;
    prima = posto();
    evento.dataTransfer.effectAllowed = "move";
    evento.dataTransfer.setData("text/plain", "");
    evento.dataTransfer.setDragImage(presa, 0, 0);
    presa.classList.add("parte-presa");
  });

  elenco.addEventListener("dragover", (evento) => {
    if (!presa) return;
    evento.preventDefault();
    const sotto = evento.target.closest("li");
    if (!sotto || sotto === presa) return;
    const { top, height } = sotto.getBoundingClientRect();
    if (evento.clientY > top + height / 2) sotto.after(presa);
    else sotto.before(presa);
  });

  elenco.addEventListener("drop", (evento) => evento.preventDefault());

  elenco.addEventListener("dragend", (evento) => {
    if (!presa) return;
    presa.classList.remove("parte-presa");
    if (evento.dataTransfer.dropEffect === "none") rimetti();
    else if (posto() !== prima) invia();
    presa = null;
  });

  // Lasciata fuori dall'elenco, o con Esc: torna dov'era.
  const rimetti = () => {
    presa.remove();
    elenco.insertBefore(presa, elenco.children[prima] ?? null);
  };

  const invia = () => {
    const modulo = presa.querySelector("[data-sposta]");
    const campo = document.createElement("input");
    Object.assign(campo, { type: "hidden", name: "posto", value: posto() + 1 });
    modulo.append(campo);
    modulo.submit();
  };
}
