"""La progression d'une commande : une barre pour qui la regarde, des lignes pour un programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from data.importer import Progress


@contextmanager
def progress_bar(*, hidden: bool) -> Iterator[Progress]:
    """Montre une barre sur la sortie d'erreur."""
    shape = "{percentage:3.0f} %|{bar}| {desc}"
    with tqdm(total=1.0, bar_format=shape, disable=hidden, leave=False) as bar:

        def advance(done: float, said: str) -> None:
            bar.set_description_str(said, refresh=False)
            bar.update(done - bar.n)

        yield advance


def follow(done: float, said: str) -> None:
    """Écrit la progression, une ligne à la fois, pour le programme qui la montre."""
    print(f"{done:.3f}\t{said}", flush=True)
