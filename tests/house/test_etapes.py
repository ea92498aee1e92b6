"""Les étapes d'une donnée : une seule liste, que suivent les imports, les portes et le README."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from data import ETAPES
from queries.protection import ETAPES as PROTECTION
from tests.support.places import ROOT

# Ce sur quoi tout repose : les mots, le lieu du magasin ; ni l'un ni l'autre n'importe une étape.
SOCLE = ("words", "location")
README = (ROOT / "README.md").read_text("utf-8")
FICHIERS = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "data").rglob("*.py"))
    if "store" not in path.parts
}
DOSSIERS = sorted(one for one, path in FICHIERS.items() if path.name == "__init__.py")
APPELANTS = [
    *FICHIERS.values(),
    *sorted((ROOT / "pages").rglob("*.py")),
    *sorted((ROOT / "queries").rglob("*.py")),
]
Import = tuple[str, str]  # module, nom importé


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def body(module: str) -> list[ast.stmt]:
    return ast.parse(FICHIERS[module].read_text("utf-8")).body


def imports(path: Path) -> list[Import]:
    """Ce qu'un fichier importe de data, où que ce soit ; `import data.x` compte aussi."""
    found: list[Import] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(node.module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
    return [one for one in found if f"{one[0]}.".startswith("data.")]


def stage_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def opened(folder: str) -> set[str]:
    """Les noms que la porte d'un dossier ouvre aux autres (`__all__`)."""
    for node in body(folder):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def imported_stages(path: Path) -> set[str]:
    """Les étapes qu'importe un fichier : `from data import x` comme `from data.x import y`."""
    return {stage_of(module) or name for module, name in imports(path)}


def test_la_liste_nomme_tout_ce_que_contient_data():
    found = {stage_of(one) for one in FICHIERS} - {"", "__main__"}
    assert found == {*ETAPES, *SOCLE} and len(set(ETAPES)) == len(ETAPES)


@pytest.mark.parametrize("module", [one for one in FICHIERS if stage_of(one)])
def test_une_etape_n_importe_que_celles_d_avant(module):
    stage = stage_of(module)
    if stage == "__main__":
        return
    before = ETAPES[: ETAPES.index(stage)] if stage in ETAPES else ()
    after = imported_stages(FICHIERS[module]) - {stage, *before, *SOCLE}
    assert not after, f"{module} importe {after}, qui vient après {stage}"


def is_inside(path: Path, folder: str) -> bool:
    return FICHIERS[folder].parent in path.parents


def through_the_door(path: Path, module: str, name: str) -> bool:
    """Un dossier s'ouvre par sa porte : ses noms ouverts, ou un module que sa porte ouvre."""
    if module not in FICHIERS or module == "data" or stage_of(module) in SOCLE:
        return True
    folder, _, leaf = module.rpartition(".")
    if module in DOSSIERS:
        return is_inside(path, module) or name in opened(module)
    return folder == "data" or is_inside(path, folder) or leaf in opened(folder)


@pytest.mark.parametrize("path", APPELANTS, ids=name_of)
def test_on_entre_dans_un_dossier_par_sa_porte(path):
    wrong = [one for one in imports(path) if not through_the_door(path, *one)]
    assert not wrong, f"{name_of(path)} importe {wrong} : passez par __init__, ou ouvrez ce nom"


@pytest.mark.parametrize("folder", [one for one in DOSSIERS if one != "data"])
def test_chaque_porte_dit_ce_qui_entre_sort_et_n_y_arrive_jamais(folder):
    said = ast.get_docstring(ast.parse(FICHIERS[folder].read_text("utf-8"))) or ""
    assert len(re.findall(r"\.(?=\s|$)", said)) >= 3, f"{folder} : trois phrases"
    assert re.search(r"\b(n'y|ne|n'en|n'a|n'est|sans)\b", said), f"{folder} : ce qui n'y arrive pas"


@pytest.mark.parametrize("folder", DOSSIERS)
def test_chaque_nom_ouvert_existe(folder):
    here = FICHIERS[folder].parent
    bound = {
        alias.asname or alias.name
        for node in body(folder)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }
    bound |= {
        node.name for node in body(folder) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    bound |= {
        ast.unparse(target)
        for node in body(folder)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    missing = {one for one in opened(folder) - bound if not (here / f"{one}.py").is_file()}
    assert not missing, f"{folder} ouvre {missing}, qui n'existe pas"


def is_door(module: str) -> bool:
    """Une porte ne fait que nommer ce que d'autres définissent : ce n'est pas un étage."""
    plain = ast.Expr | ast.ImportFrom | ast.Import | ast.Assign
    return module in DOSSIERS and all(isinstance(node, plain) for node in body(module))


def home(module: str, name: str) -> str:
    """Rend le module où un nom importé est défini, portes traversées."""
    if f"{module}.{name}" in FICHIERS:
        return f"{module}.{name}"
    if module in FICHIERS and is_door(module):
        for node in body(module):
            if isinstance(node, ast.ImportFrom) and name in {one.name for one in node.names}:
                return home(node.module or "", name)
    return module


@cache
def floor(module: str) -> int:
    """L'étage d'un module : un de plus que le plus haut de ceux qu'il importe."""
    below = {home(*one) for one in imports(FICHIERS[module])} & set(FICHIERS)
    below = {one for one in below - {module} if not is_door(one)}
    return 1 + max((floor(one) for one in below), default=0)


def test_la_maison_n_a_guere_plus_d_etages_que_d_etapes():
    floors = {one: floor(one) for one in FICHIERS if not is_door(one)}
    assert max(floors.values()) <= len(ETAPES) + 2, sorted(floors.items(), key=lambda one: one[1])
    assert floors["data.__main__"] == max(floors.values())


def test_le_chemin_du_readme_suit_les_etapes():
    path = README.partition("## Le chemin d'une donnée")[2].partition("## ")[0]
    told = re.findall(r"^\s*(?:-> )?data/(\w+)", path, flags=re.MULTILINE)
    assert tuple(told) == ETAPES


# --- les chiffres protégés : les mêmes lois, au fond de queries


PROTEGES = ROOT / "queries" / "protection"


def protected_imports(path: Path) -> list[list[str]]:
    """Les étapes et modules de la protection qu'importe un fichier : [étape, module]."""
    tree = ast.parse(path.read_text("utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named = [
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").count(".") == 2
        for alias in node.names
    ]
    found = [one.split(".")[2:4] for one in (*modules, *named) if "queries.protection." in one]
    return [one for one in found if len(one) == 2]


def test_les_etapes_de_la_protection_sont_ses_dossiers():
    folders = {path.parent.name for path in PROTEGES.glob("*/__init__.py")}
    assert folders == set(PROTECTION) and len(set(PROTECTION)) == len(PROTECTION)
    assert [path.name for path in PROTEGES.glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("path", sorted(PROTEGES.rglob("*.py")), ids=name_of)
def test_une_etape_de_la_protection_n_importe_que_celles_d_avant(path):
    if path.parent == PROTEGES:
        return
    own = PROTECTION.index(path.parent.name)
    after = {stage for stage, _ in protected_imports(path)} - set(PROTECTION[: own + 1])
    assert not after, f"{name_of(path)} importe {after}"


@pytest.mark.parametrize("stage", PROTECTION)
def test_une_porte_de_la_protection_nomme_ses_modules_et_n_importe_rien(stage):
    """Lire le fichier publié n'attend pas le calcul : une porte qui importe le chargerait."""
    door = PROTEGES / stage / "__init__.py"
    kinds = {type(node) for node in ast.parse(door.read_text("utf-8")).body}
    assert kinds == {ast.Expr, ast.Assign}
    opened_here = ast.literal_eval(ast.parse(door.read_text("utf-8")).body[1].value)
    assert set(opened_here) == {path.stem for path in door.parent.glob("*.py")} - {"__init__"}
