"""Ce qu'une page laisse de côté : axe-core, les titres qui sautent, les noms qui se répètent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

# Les règles de WCAG 2 au niveau AA ; une violation « minor » ou « moderate » ne gêne pas l'accès.
RUN = """async () => {
    const found = await axe.run(document, {
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    });
    return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
        .map((one) => `${one.id} : ${one.nodes.length} fois, ${one.nodes[0].target.join(' ')}`
            + ` ${one.nodes[0].html.slice(0, 160)}`);
}"""
HEADINGS = """() => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
        .filter((one) => one.getClientRects().length).map((one) => Number(one.tagName[1]));
    const jumps = levels.filter((level, rank) => rank && level > levels[rank - 1] + 1);
    return levels.filter((one) => one === 1).length === 1 && !jumps.length ? [] : levels;
}"""
# Deux commandes visibles du même nom qui ne font pas la même chose.
NAMES = """() => {
    const seen = new Map();
    for (const one of document.querySelectorAll('button, a[href]')) {
        if (!one.getClientRects().length) continue;
        const name = (one.getAttribute('aria-label') || one.innerText || '').trim();
        const does = one.href || one.closest('[class*="st-key-"]')?.className || one.outerHTML;
        if (!seen.has(name)) seen.set(name, new Set());
        seen.get(name).add(does);
    }
    // Une commande sans nom est l'affaire d'axe-core.
    return [...seen].filter(([name, all]) => name && all.size > 1).map(([name]) => name);
}"""


@cache
def _axe() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text("utf-8")


def serious(page: Page) -> list[str]:
    """Rend les violations graves d'axe-core : la règle, combien de fois, où d'abord."""
    page.evaluate(_axe())
    return page.evaluate(RUN)


def jumps(page: Page) -> list[int]:
    """Rend la suite des niveaux de titres si elle saute, ou sans son unique titre de page."""
    return page.evaluate(HEADINGS)


def same_names(page: Page) -> list[str]:
    """Rend les noms que portent deux commandes qui ne font pas la même chose."""
    return page.evaluate(NAMES)
