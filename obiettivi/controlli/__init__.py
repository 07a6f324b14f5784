"""I controlli di conformità del Piano: le regole P01-P45, una per funzione, raccolte per argomento."""
