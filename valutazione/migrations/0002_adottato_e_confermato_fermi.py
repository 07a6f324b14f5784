"""Un sistema adottato e i premi confermati si fermano anche per chi scrive senza passare dal programma.

Del sistema adottato cambia solo la fine (`al`), quando un altro ne prende il posto; dei premi, solo lo stato del fondo:
si riapre, si segna pagato, e da pagato non si muove più. Su SQLite manca la regola sull'eliminazione, come per le
versioni del Piano: le prove con più processi svuotano le tabelle riga per riga, e lì bastano le chiavi protette.
"""

from django.db import migrations

ADOTTATO = "Un sistema di valutazione adottato non si modifica: si fa una nuova versione."
CONFERMATI = "I premi confermati non si modificano: prima si riapre il fondo."

LIBERE_DEL_SISTEMA = {"id", "al", "versione"}
LIBERE_DEL_FONDO = {
    "id", "versione", "stato", "confermato_il", "motivazione", "liquidato_il", "atto_liquidazione_id",
}  # fmt: skip

# Di ogni tabella che dipende da un'altra: come si arriva a chi decide se è ferma.
SOTTO_IL_SISTEMA = {
    "tiposcheda": "SELECT stato FROM valutazione_sistema WHERE id = {riga}.sistema_id",
    "scala": "SELECT stato FROM valutazione_sistema WHERE id = {riga}.sistema_id",
    "fase": "SELECT stato FROM valutazione_sistema WHERE id = {riga}.sistema_id",
    "componente": (
        "SELECT s.stato FROM valutazione_sistema s JOIN valutazione_tiposcheda t ON t.sistema_id = s.id "
        "WHERE t.id = {riga}.tipo_id"
    ),
    "livelloscala": (
        "SELECT s.stato FROM valutazione_sistema s JOIN valutazione_scala c ON c.sistema_id = s.id "
        "WHERE c.id = {riga}.scala_id"
    ),
}
SOTTO_IL_FONDO = {
    "partecipante": "SELECT stato FROM valutazione_fondo WHERE id = {riga}.fondo_id",
    "interim": "SELECT stato FROM valutazione_fondo WHERE id = {riga}.fondo_id",
    "simulazione": "SELECT stato FROM valutazione_fondo WHERE id = {riga}.fondo_id",
    "premio": (
        "SELECT f.stato FROM valutazione_fondo f JOIN valutazione_simulazione s ON s.fondo_id = f.id "
        "WHERE s.id = {riga}.simulazione_id"
    ),
}
RIGA_DI = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
COMANDI = {"sqlite": ("INSERT", "UPDATE"), "postgresql": ("INSERT", "UPDATE", "DELETE")}
DIVERSO = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def regole(apps, vendor):
    """(tabella, comando, quando è vietato, che cosa si risponde), una per ogni regola."""
    cambia_il_sistema = _cambia(apps, "Sistema", LIBERE_DEL_SISTEMA, vendor)
    cambia_il_fondo = _cambia(apps, "Fondo", LIBERE_DEL_FONDO, vendor)
    for comando in COMANDI[vendor]:
        yield from _di_chi_decide(comando, "sistema", "OLD.stato = 'adottato'", cambia_il_sistema, ADOTTATO)
        chiuso = "OLD.stato <> 'aperto'"
        yield from _di_chi_decide(comando, "fondo", chiuso, f"OLD.stato = 'liquidato' OR {cambia_il_fondo}", CONFERMATI)
        for tabelle, ferma, frase in (
            (SOTTO_IL_SISTEMA, "= 'adottato'", ADOTTATO),
            (SOTTO_IL_FONDO, "<> 'aperto'", CONFERMATI),
        ):
            for tabella, stato in tabelle.items():
                yield tabella, comando, f"({stato.format(riga=RIGA_DI[comando])}) {ferma}", frase


def _cambia(apps, modello, libere, vendor):
    """Vero se cambia una colonna che non è fra quelle libere."""
    colonne = [campo.column for campo in apps.get_model("valutazione", modello)._meta.concrete_fields]
    return " OR ".join(
        f"OLD.{colonna} {DIVERSO[vendor]} NEW.{colonna}" for colonna in colonne if colonna not in libere
    )


def _di_chi_decide(comando, tabella, ferma, cambia, frase):
    """La riga da cui le altre dipendono: nasce libera, ferma cambia solo nelle colonne libere, non si elimina."""
    if comando == "UPDATE":
        yield tabella, comando, f"{ferma} AND ({cambia})", frase
    elif comando == "DELETE":
        yield tabella, comando, ferma, frase


def _nome(tabella, comando):
    return f"valutazione_{tabella}_ferma_{comando.lower()}"


def crea_sqlite(tabella, comando, vietato, frase):
    yield (
        f"CREATE TRIGGER {_nome(tabella, comando)} BEFORE {comando} ON valutazione_{tabella} WHEN {vietato} "
        f"BEGIN SELECT RAISE(ABORT, '{frase}'); END"
    )


def crea_postgresql(tabella, comando, vietato, frase):
    nome = _nome(tabella, comando)
    esce = "OLD" if comando == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {nome}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {vietato} THEN RAISE EXCEPTION '{frase}' USING ERRCODE = '23514'; END IF; RETURN {esce}; END $$"
    )
    yield (
        f"CREATE TRIGGER {nome} BEFORE {comando} ON valutazione_{tabella} FOR EACH ROW EXECUTE FUNCTION {nome}()"
    )


def togli_sqlite(tabella, comando):
    yield f"DROP TRIGGER {_nome(tabella, comando)}"


def togli_postgresql(tabella, comando):
    nome = _nome(tabella, comando)
    yield f"DROP TRIGGER {nome} ON valutazione_{tabella}"
    yield f"DROP FUNCTION {nome}()"


CREA = {"sqlite": crea_sqlite, "postgresql": crea_postgresql}
TOGLI = {"sqlite": togli_sqlite, "postgresql": togli_postgresql}


def ferma(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for regola in regole(apps, vendor):
        for comando in CREA[vendor](*regola):
            schema_editor.execute(comando)


def libera(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for tabella, comando, *_ in regole(apps, vendor):
        for istruzione in TOGLI[vendor](tabella, comando):
            schema_editor.execute(istruzione)


class Migration(migrations.Migration):
    dependencies = [("valutazione", "0001_initial")]

    operations = [migrations.RunPython(ferma, libera)]
