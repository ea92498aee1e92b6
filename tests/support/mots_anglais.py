"""Les mots anglais qu'un écran laisse voir, ou lire à voix haute."""

from __future__ import annotations

import re

from tests.support.ecran import Screen

# Les mots qui existent aussi en français (« close », « file ») ne comptent qu'avec leur majuscule.
ENGLISH = re.compile(
    r"\b(?:deploy|upload|uploading|browse|drag|drop|search|download|fullscreen|full screen|results|"
    r"choose|select|selected|loading|running|rerun|settings|print|clear|skip|help|expand|collapse|"
    r"sidebar|open|remove|delete|add|limit|press|enter|apply|submit|empty|error|warning|show|hide|"
    r"copy|copied|link|heading|more|less|of|the|and|is|are|with|from|for|this|your|please|icon|"
    r"connecting|connection|server|toggle|reset|autoscale|share|january|february|march|april|june|"
    r"july|august|september|october|november|december|feb|apr|aug|dec|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|tue|wed|thu|fri|none|nan|kb|mb|\d[KM]B|null|true|false|"
    r"undefined|untitled|day|month|year|trace \d|(?-i:Close|File|Files|Record|Cache))\b",
    re.IGNORECASE,
)
EVERY_WORD = """() => {
    const skipped = 'script, style, noscript, [data-testid="stIconMaterial"]';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [document.title];
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest(skipped)) found.push(walk.currentNode.data);
    const names = ['title', 'aria-label', 'placeholder', 'alt', 'aria-roledescription',
                   'aria-description', 'aria-valuetext'];
    for (const one of document.querySelectorAll('*'))
        for (const name of names) if (one.hasAttribute(name)) found.push(one.getAttribute(name));
    return [...new Set(found.map((text) => text.trim()))].filter(Boolean);
}"""


def english(screen: Screen) -> list[str]:
    """Rend les textes de l'écran, visibles ou lus à voix haute, qui ont un mot anglais."""
    texts = screen.page.evaluate(EVERY_WORD)
    return [f"{found[0]} : {text[:80]}" for text in texts if (found := ENGLISH.search(text))]
