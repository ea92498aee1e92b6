"""Les vues du site à regarder une à une : chaque page, chacune de ses parties."""

from __future__ import annotations

import ast
from importlib import import_module
from urllib.parse import urlencode

from pages.pnad.blocks import CALLS, COMPARED
from pages.shared.frame.menu import HOME, MENU, SLIDES
from tests.support.places import ROOT

# Ce qu'une partie d'Achats publics montre encore au choix.
WITHIN = {("pnad", "manque"): ("ou", CALLS), ("pnad", "acheteurs"): ("selon", COMPARED)}


def parts_of(page: str) -> list[str]:
    """Rend les codes des parties d'une page, dans son script ou dans ses blocs ; [] sans partie."""
    script = ast.parse((ROOT / "pages" / page / "page.py").read_text("utf-8"))
    for line in script.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "PARTS":
            return list(ast.literal_eval(line.value))
    if (ROOT / "pages" / page / "blocks.py").is_file():
        return list(getattr(import_module(f"pages.{page}.blocks"), "PARTS", ()))
    return []


def views_of(page: str) -> list[dict[str, str]]:
    """Rend ce que l'adresse demande pour voir toute une page : ses parties, leurs choix."""
    found: list[dict[str, str]] = []
    for part in parts_of(page) or [""]:
        asked = {"partie": part} if part else {}
        name, choices = WITHIN.get((page, part), ("", {}))
        found += [{**asked, name: one} for one in choices] if name else [asked]
    return found


def addresses(**filters: str) -> list[str]:
    """Rend l'adresse de chaque vue de chaque page, à ces filtres ; le diaporama est à part."""
    return [
        f"{'/' if page == HOME else f'/{page}'}?{urlencode({**view, **filters})}"
        for page in MENU
        if page != SLIDES
        for view in views_of(page)
    ]
