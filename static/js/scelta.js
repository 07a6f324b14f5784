// Un elenco lungo di caselle: si cerca, si segnano tutte quelle che si vedono. Senza JavaScript l'elenco è intero.
for (const gruppo of document.querySelectorAll("[data-scelta]")) {
  const comandi = gruppo.querySelector("[data-scelta-comandi]");
  if (!comandi) continue;
  const righe = [...gruppo.querySelectorAll("li")];
  const cerca = comandi.querySelector("[type=search]");
  const conto = comandi.querySelector("[role=status]");
  const visibili = () => righe.filter((riga) => !riga.hidden);
  const conta = () => {
    const segnati = righe.filter((riga) => riga.querySelector("input").checked).length;
    conto.textContent = `${segnati} su ${righe.length}`;
  };
  cerca.addEventListener("input", () => {
    const parole = cerca.value.toLocaleLowerCase("it").split(/\s+/).filter(Boolean);
    for (const riga of righe) riga.hidden = !parole.every((parola) => riga.textContent.toLocaleLowerCase("it").includes(parola));
  });
  comandi.addEventListener("click", (evento) => {
    const segno = evento.target.closest("[data-segna]")?.dataset.segna;
    if (!segno) return;
    for (const riga of visibili()) riga.querySelector("input").checked = segno === "si";
    conta();
  });
  gruppo.addEventListener("change", conta);
  comandi.hidden = false;
  conta();
}
