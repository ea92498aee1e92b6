"""Ce qui déborde, se coupe ou se chevauche à l'écran."""

from __future__ import annotations

from tests.support.ecran import Screen

OVERFLOW = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .map((one) => one.scrollWidth - one.clientWidth)"""
# Textes de graphique qui sortent de leur dessin, ou écrits l'un sur l'autre (droits seulement).
BAD_TEXTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const frame = plot.querySelector('.main-svg').getBoundingClientRect();
    const texts = [...plot.querySelectorAll('.main-svg text')]
        .map((one) => ({said: one.textContent.trim(), box: one.getBoundingClientRect(),
                        isTurned: /rotate\\((?!0)/.test(one.getAttribute('transform') || '')}))
        .filter((one) => one.said && one.box.width);
    const cut = texts.filter(({box}) => box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(({said}) => said);
    const straight = texts.filter((one) => !one.isTurned);
    const over = straight.flatMap((a, i) => straight.slice(i + 1).filter((b) =>
        a.box.left < b.box.right - 2 && b.box.left < a.box.right - 2
        && a.box.top < b.box.bottom - 3 && b.box.top < a.box.bottom - 3
    ).map((b) => `${a.said} / ${b.said}`));
    return [...cut, ...over];
})"""


def resize(screen: Screen, width: int, height: int) -> None:
    """Change la taille de la fenêtre et attend que tout s'y soit remis."""
    size = {"width": width, "height": height}
    if screen.page.viewport_size != size:
        screen.page.set_viewport_size(size)
        screen.settle()


def assert_whole(screen: Screen, *sizes: tuple[int, int]) -> None:
    """Rien ne déborde, ne se coupe ni ne se chevauche, à chacune de ces tailles."""
    for width, height in sizes:
        resize(screen, width, height)
        assert screen.page.evaluate(OVERFLOW) == [0, 0], width
        bad = screen.page.evaluate(BAD_TEXTS)
        assert not bad, f"à {width} pixels : {bad}"


def assert_fits(screen: Screen, size: tuple[int, int]) -> None:
    """Rien ne sort de l'écran à cette taille ; un graphique peut y défiler dans son cadre."""
    resize(screen, *size)
    assert screen.page.evaluate(OVERFLOW) == [0, 0], size
