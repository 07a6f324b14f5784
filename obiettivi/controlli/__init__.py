"""I controlli di conformità del Piano: le regole P01-P45, una per funzione, raccolte per argomento.

Il fascicolo si riempie con `carica`, le regole stanno nel `catalogo`, le luci accanto a un obiettivo in `luci`, la
lettura dei testi in `citazioni`. Chi esamina il Piano intero, testi compresi, è `relazioni.controlli`.
"""
