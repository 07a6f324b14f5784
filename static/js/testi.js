// L'editor dei testi: un nome per chi ascolta la pagina, e le variabili che si inseriscono con un pulsante.

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const area = editor.view.dom;
  const etichetta = document.querySelector(`label[for="${textarea.id}"]`);
  if (etichetta) {
    etichetta.id ||= `${textarea.id}-etichetta`;
    area.setAttribute("aria-labelledby", etichetta.id);
    etichetta.addEventListener("click", () => editor.commands.focus());
  }
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  for (const pulsante of document.querySelectorAll("[data-variabile]")) {
    pulsante.hidden = false;
    pulsante.addEventListener("click", () =>
      editor.chain().focus().insertContent(`{{ ${pulsante.dataset.variabile} }}`).run(),
    );
  }
});
