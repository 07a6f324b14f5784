"""I documenti della stanza come dati, prima di un modello."""
