"""Ce qu'un serveur garde d'une publication s'en va avec elle : aucune mémoire n'y échappe."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.support.places import ROOT

COUCHES = ("app.py", "pages", "queries")
# Ce qui se garde par un texte du projet (un SQL, un mot, un fichier servi), jamais par une donnée.
TEXTES = {
    "queries/catalog.py": {
        "sql_of", "words", "named", "needed", "is_filtered", "is_kept", "reads", "description",
    },
    "queries/protection/count/passe.py": {"columns_read"},
    "queries/protection/rules/regles.py": {"_words", "_code"},
    "pages/shared/shell/ressources.py": {"address", "compressed_asset", "preloads"},
}  # fmt: skip
# Le registre des accès, rangé par la date de son fichier : aucune personne suivie n'y est.
REGISTRE = {"pages/connexion/droit.py": {"_attributions"}}
# Ce que vide la veille (pages/retrait) : nos mémoires, et toutes celles de Streamlit.
VIDEES = ("kept(", "queries.kept(", "st.cache_resource", "st.cache_data")


def memories() -> dict[str, set[str]]:
    """Les fonctions à arguments dont le résultat se garde, par fichier, sauf celles qu'on vide."""
    found: dict[str, set[str]] = {}
    for layer in COUCHES:
        root = ROOT / layer
        for path in [root] if root.is_file() else root.rglob("*.py"):
            names = {
                node.name
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.FunctionDef) and node.args.args and is_kept_aside(node)
            }
            if names:
                found[Path(path).relative_to(ROOT).as_posix()] = names
    return found


def is_kept_aside(node: ast.FunctionDef) -> bool:
    said = [ast.unparse(one) for one in node.decorator_list]
    return any(
        "cache" in one and "cached_property" not in one and not one.startswith(VIDEES)
        for one in said
    )


def test_chaque_memoire_de_donnees_se_vide_avec_la_publication():
    assert memories() == TEXTES | REGISTRE


def test_lru_cache_ne_s_appelle_que_par_la_memoire_qui_se_vide():
    """`lru_cache(maxsize=…)(fonction)` n'est pas un décorateur : l'examen ne le verrait pas."""
    users = {
        path.relative_to(ROOT).as_posix()
        for layer in ("pages", "queries")
        for path in (ROOT / layer).rglob("*.py")
        if "lru_cache" in path.read_text("utf-8")
    }
    assert users == {*REGISTRE}
