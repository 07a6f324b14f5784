// Apre o chiude tutti i rami senza ricaricare la pagina; senza JavaScript gli stessi collegamenti la ricaricano.
document.addEventListener("click", (evento) => {
  const comando = evento.target.closest?.("[data-apri]");
  if (!comando) return;
  evento.preventDefault();
  const albero = document.getElementById(comando.closest("[data-albero-comandi]").dataset.alberoComandi);
  for (const ramo of albero.querySelectorAll("details")) ramo.open = comando.dataset.apri === "tutti";
});

// Le frecce aprono e chiudono il ramo su cui si è, e portano al successivo o al precedente fra quelli visibili.
document.addEventListener("keydown", (evento) => {
  const sommario = evento.target.closest?.(".rami summary");
  if (!sommario || evento.target !== sommario) return;
  const ramo = sommario.parentElement;
  const visibili = [...ramo.closest(".rami").querySelectorAll("summary")].filter((s) => s.checkVisibility());
  const vai = (passo) => visibili[visibili.indexOf(sommario) + passo]?.focus();
  const gesti = {
    ArrowRight: () => (ramo.open ? vai(1) : (ramo.open = true)),
    ArrowLeft: () => (ramo.open ? (ramo.open = false) : ramo.parentElement.closest("details")?.querySelector("summary").focus()),
    ArrowDown: () => vai(1),
    ArrowUp: () => vai(-1),
  };
  if (!gesti[evento.key]) return;
  evento.preventDefault();
  gesti[evento.key]();
});
