"""Les lois de la maison, lues dans le code : couches, longueurs, docstrings, vocabulaire."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.places import ROOT as RACINE

COUCHES = ("app", "pages", "queries", "data")
# data/exemples et les tests ne sont pas des couches ; le reste du code l'est.
MODULES = sorted(
    path
    for layer in COUCHES
    for path in ([RACINE / "app.py"] if layer == "app" else (RACINE / layer).rglob("*.py"))
    if path.is_file() and "store" not in path.parts
)
SQL = sorted((RACINE / "queries").rglob("*.sql"))
MODULES_DOSSIER = 15
# Ce que partagent les pages, de la matière au cadre : on n'y importe que vers la gauche.
# `shell` est à part : seul app.py l'importe, et il n'importe rien des autres.
PARTAGE = ("words", "charts", "frame")
# Les mots ignorent l'écran et les figures, les figures ignorent l'écran.
SANS = {"words": {"streamlit", "plotly"}, "charts": {"streamlit"}, "frame": set(), "shell": set()}
LIGNES_FONCTION, LIGNES_MODULE, LIGNES_SQL, LIGNES_PAGE = 40, 300, 60, 60
# Qui a le droit d'importer quoi (lois 1 et 2) ; data n'importe que data.
INTERDITS = {
    "app": set(),
    "pages": {"app", "duckdb"},
    "queries": {"app", "pages", "streamlit", "plotly"},
    "data": {"app", "pages", "queries", "streamlit", "plotly"},
}
# La page Imports est la seule à appeler data ; les autres ne passent que par queries. La connexion
# et la page Accès n'en lisent que le registre des droits.
POINT_D_ASSEMBLAGE = "pages/imports/"
ACCES, REGISTRE = ("pages/connexion/", "pages/acces/"), "data.publish.acces"
# Avec elle, le seul module de data qui remette à publish() une fonction de queries.
ASSEMBLAGE = ("data/__main__.py",)
# La table des couleurs par sens, que les tests lisent ; le droit de tous, que rien ne donne.
LU_PAR_LES_TESTS = {"__all__", "MEANINGS", "PLENIERE"}
LECTEURS = ("read_csv", "read_excel", "read_parquet", "read_json", "read_ipc", "scan_csv",
            "scan_parquet", "scan_ndjson", "read_ods", "read_database")  # fmt: skip
CREATION = re.compile(r"f'(create (or replace )?(temp )?(table|view|\{kind\})|drop table) \{")
# Le processus enfant part vite et n'a que la bibliothèque standard.
# Chargé dans la fonction qui s'en sert, et seulement pour un classeur étranger.
PAQUETS = {"foreign": "python_calamine"}
ENFANT = (
    "model",
    "sandbox",
    "workbook",
    "xml_events",
    "cells",
    "grid",
    "plain",
    "encoding",
    "text",
    "web",
    "foreign",
    "archive",
)


def name_of(path: Path) -> str:
    return path.relative_to(RACINE).as_posix()


def layer_of(path: Path) -> str:
    return name_of(path).split("/")[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    """Les modules importés, où que ce soit dans le fichier, par leur nom entier."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = name_of(path).split("/")[: -node.level] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


def tops(path: Path) -> set[str]:
    return {one.split(".")[0] for one in imported(path)}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_il_y_a_du_code_dans_chaque_couche():
    assert {layer_of(path) for path in MODULES} >= {"queries", "data"}
    assert len(MODULES) > 40


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_on_n_importe_que_vers_la_droite(path):
    allowed = {"queries"} if name_of(path) in ASSEMBLAGE else set()
    wrong = tops(path) & INTERDITS[layer_of(path)] - allowed
    assert not wrong, f"{name_of(path)} importe {wrong}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in MODULES
        if layer_of(path) == "pages" and not name_of(path).startswith(POINT_D_ASSEMBLAGE)
    ],
    ids=name_of,
)
def test_seule_la_page_imports_appelle_data(path):
    called = {one for one in imported(path) if one.split(".")[0] == "data"}
    if name_of(path).startswith(ACCES):
        called = {one for one in called if not f"{one}.".startswith(f"{REGISTRE}.")}
    assert not called, f"{name_of(path)} importe {called}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_seul_data_lit_des_fichiers_avec_polars(path):
    if layer_of(path) == "data":
        return
    called = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & set(LECTEURS)


@pytest.mark.parametrize("name", ENFANT)
def test_le_processus_enfant_n_a_que_la_bibliotheque_standard(name):
    import sys

    others = {
        one
        for one in tops(RACINE / "data" / "read" / f"{name}.py")
        if one not in sys.stdlib_module_names and one not in ("data", PAQUETS.get(name))
    }
    inner = {
        one.split(".")[2]
        for one in imported(RACINE / "data" / "read" / f"{name}.py")
        if one.startswith("data.read.")
    }
    assert not others and inner <= set(ENFANT)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_chaque_module_dit_ce_qu_il_fait(path):
    said = ast.get_docstring(tree(path))
    if path.name == "__init__.py" and not path.read_text("utf-8").strip():
        return
    assert said, f"{name_of(path)} n'a pas de docstring"
    assert said.split("\n")[0].endswith("."), f"{name_of(path)} : la première ligne est une phrase"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_les_modules_et_les_fonctions_restent_courts(path):
    lines = path.read_text("utf-8").count("\n")
    assert lines <= LIGNES_MODULE, f"{name_of(path)} : {lines} lignes, {LIGNES_MODULE} au plus"
    long = {
        one.name: one.end_lineno - one.lineno + 1
        for one in functions(path)
        if one.end_lineno - one.lineno + 1 > LIGNES_FONCTION
    }
    assert not long, f"{name_of(path)}, {LIGNES_FONCTION} lignes par fonction au plus : {long}"


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "page.py"], ids=name_of)
def test_une_page_est_une_table_des_matieres(path):
    source = path.read_text("utf-8")
    assert source.count("\n") <= LIGNES_PAGE, f"{LIGNES_PAGE} lignes au plus"
    assert "select " not in source.lower()


@pytest.mark.parametrize("path", SQL, ids=name_of)
def test_une_requete_est_courte_et_sans_nom_d_une_lettre(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= LIGNES_SQL, f"{LIGNES_SQL} lignes au plus : une étape à part"
    bare = re.sub(r"--.*|'[^']*'", "", text)
    assert not re.findall(r"\b(?:as|from|join)\s+([a-z])\b(?!\.)", bare), "un nom dit ce qu'il est"
    assert not re.findall(r"\b(SELECT|FROM|WHERE|JOIN|GROUP)\b", bare), "mots-clés en minuscules"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(path) in ("queries", "data")], ids=name_of
)
def test_aucune_valeur_n_est_collee_dans_une_requete(path):
    """Ni f-string, ni %, ni concaténation dans ce qu'exécute DuckDB, sauf pour créer ou
    oublier une table ou une vue : son nom et son texte viennent d'un fichier du dossier, jamais
    d'une personne.
    """
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in ("sql", "execute", "executemany") and node.args:
            built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            assert not built or CREATION.match(ast.unparse(node.args[0])), (
                f"{name_of(path)}, ligne {node.lineno}"
            )


# Les seules frontières qui attrapent tout : ce qu'elles tiennent ne doit rien arrêter d'autre.
FRONTIERES = {
    # Aucun défaut du côté protégé n'arrête ni ne retarde la publication exacte.
    "queries/protection/publish/publication.py": "_complete",
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_aucune_erreur_n_est_attrapee_en_bloc(path):
    boundary = {
        line
        for function in functions(path)
        if FRONTIERES.get(name_of(path)) == function.name
        for line in range(function.lineno, (function.end_lineno or 0) + 1)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            where = f"{name_of(path)}, ligne {node.lineno}"
            assert node.type, where
            names = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
            catches_all = names & {"Exception", "BaseException"}
            assert not catches_all or node.lineno in boundary, where


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_toutes_les_fonctions_sont_annotees(path):
    for function in functions(path):
        given = function.args
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        bare = [one.arg for one in arguments if not one.annotation and one.arg != "self"]
        where = f"{name_of(path)}, {function.name} : {bare or 'retour'}"
        assert not bare and function.returns, where


def test_la_racine_ne_contient_que_ce_qui_est_prescrit():
    allowed = {"app.py", "pages", "data", "queries", "tests", "pyproject.toml", "README.md"}
    made = {"build", "__pycache__"}
    found = {path.name for path in RACINE.iterdir() if not path.name.startswith(".")}
    found = {name for name in found if not name.endswith(".egg-info")}
    assert found <= allowed | made, found - allowed


def shared_room(module: str) -> str:
    """La pièce de pages/shared que nomme un module, ou "" (« theme » : la matière des figures)."""
    found = re.match(r"pages\.shared\.(\w+)", module)
    return found[1] if found else ""


@pytest.mark.parametrize(
    "path", [path for path in MODULES if name_of(path).startswith("pages/shared/")], ids=name_of
)
def test_ce_que_partagent_les_pages_a_un_ordre(path):
    room = name_of(path).split("/")[2].removesuffix(".py")
    if room in ("__init__", "theme"):
        room = "charts"
    ordered = {"words": {"words"}, "charts": {"words", "charts", "theme"}, "shell": {"shell"}}
    allowed = ordered.get(room, {*PARTAGE, "theme"})
    used = {shared_room(one) for one in imported(path)} - {""}
    assert used <= allowed, f"{name_of(path)} importe {used - allowed}"
    assert not tops(path) & SANS[room], f"{name_of(path)} importe {tops(path) & SANS[room]}"
    themes = {one for one in imported(path) if re.match(r"pages\.(?!shared)", one)}
    assert not themes, f"{name_of(path)} connaît {themes}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_seul_app_sert_la_coque(path):
    if name_of(path) == "app.py" or "shell" in path.parts:
        return
    assert "shell" not in {shared_room(one) for one in imported(path)}


def test_aucun_dossier_n_a_plus_de_quinze_modules():
    """Le dossier se lit d'un regard : au-delà, il y a deux idées."""
    counted = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    long = {name_of(folder) for folder, count in counted.items() if count > MODULES_DOSSIER}
    assert not long, f"{long} : plus de {MODULES_DOSSIER} modules, rangez une idée à part"


@pytest.mark.parametrize("room", [*PARTAGE, "shell"])
def test_chaque_piece_partagee_dit_ce_qui_entre_sort_et_n_y_arrive_jamais(room):
    told = ast.get_docstring(tree(RACINE / "pages" / "shared" / room / "__init__.py"))
    promise = " ".join(told.partition("\n\n")[2].split())
    sentences = re.split(r"(?<=\.)\s+(?=[A-ZÀÉ])", promise)
    assert len(sentences) == 3, sentences
    assert sentences[0].startswith("Il entre ") and sentences[1].startswith("Il en sort ")


def test_aucun_fourre_tout():
    names = {path.stem for path in MODULES}
    assert not names & {"utils", "util", "helpers", "common", "misc", "tools"}


@pytest.mark.parametrize("folder", ["data", "pages", "queries"])
def test_les_dossiers_du_code_sont_des_paquets(folder):
    for path in (RACINE / folder).rglob("*.py"):
        assert (path.parent / "__init__.py").is_file(), f"{name_of(path.parent)} sans __init__.py"


def test_rien_ne_sert_qu_aux_tests():
    """Un nom que seul un test appelle est du code mort qui a l'air vivant."""
    used = {
        name
        for path in MODULES
        for node in ast.walk(tree(path))
        for name in (getattr(node, "attr", None), _loaded(node))
    }
    dead = sorted({name for path in MODULES for name in _defined(path)} - used - LU_PAR_LES_TESTS)
    assert not dead, f"rien ne s'en sert, hors des tests : {dead}"


def _loaded(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None


def _defined(path: Path) -> Iterator[str]:
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))


def test_les_tests_vont_par_couche_et_sans_paquet():
    assert not list((RACINE / "tests").rglob("__init__.py"))
    flat = [path for path in (RACINE / "tests").glob("*.py") if path.name != "conftest.py"]
    assert not flat, f"{flat} : un test va dans le dossier de sa couche"
