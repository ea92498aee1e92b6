"""Les fichiers servis au navigateur, de Streamlit et de nous : immuables, compressés une fois.

L'adresse de chacun porte son empreinte : le navigateur le garde sans le redemander. Ceux de toute
page ordinaire sont annoncés en tête de la page, et prêts avant la première visite.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.responses import Response
from streamlit.file_util import get_static_dir

from pages.shared.shell.dessinateur import EDITION, HEAVY, lightened
from pages.shared.shell.elements import ELEMENTS, ENTRY, readied

SHELL_FOLDER = Path(__file__).parent / "coque"
STREAMLIT_FOLDER = Path(get_static_dir())
CHUNKS = STREAMLIT_FOLDER / "static" / "js"
CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css"}
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
# Les importations d'un morceau sont à sa tête.
_HEAD = 20_000


@cache
def asset_paths() -> dict[str, Path]:
    """Rend adresse -> fichier des scripts et feuilles de style, de Streamlit et de la coque."""
    roots = {"/": STREAMLIT_FOLDER, "/coque/": SHELL_FOLDER}
    return {
        f"{root}{one.relative_to(folder).as_posix()}": one
        for root, folder in roots.items()
        for one in folder.rglob("*")
        if one.suffix in CONTENT_TYPES
    }


@cache
def address(name: str) -> str:
    """Rend l'adresse d'un fichier de la coque ; son empreinte évite une version périmée."""
    mark = hashlib.sha256((SHELL_FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"./coque/{name}?v={mark}"


@cache
def compressed_asset(path: str) -> Response:
    """Rend la réponse compressée d'un fichier dont l'adresse porte l'empreinte."""
    file = asset_paths()[path]
    headers = {
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, immutable, max-age=31536000",
    }
    body = gzip.compress(_content(file), 9, mtime=0)
    return Response(body, headers=headers, media_type=CONTENT_TYPES[file.suffix])


def _content(file: Path) -> bytes:
    if file.parent == CHUNKS and file.name.startswith(f"{HEAVY}."):
        return lightened(file.read_text("utf-8"), f"../../{address(EDITION)}").encode("utf-8")
    if file.parent == CHUNKS and file.name.startswith(f"{ENTRY}."):
        chunks = [found.name for name in ELEMENTS for found in CHUNKS.glob(f"{name}.*.js")]
        return readied(file.read_text("utf-8"), chunks).encode("utf-8")
    return file.read_bytes()


def make_ready(page: str) -> None:
    """Compresse d'avance ce que la page d'entrée annonce : le premier visiteur ne l'attend pas."""
    for path in re.findall(r'(?:src|href)="\.(/(?:static|coque)/[^"?]+)', page):
        if path in asset_paths():
            compressed_asset(path)


@cache
def preloads(page: str) -> str:
    """Rend les liens qui annoncent ces morceaux, sans ceux que `page` annonce déjà."""
    names: dict[str, None] = {}
    for element in ELEMENTS:
        for path in CHUNKS.glob(f"{element}.*.js"):
            _add(path, names)
    links = [f"./static/js/{name}" for name in names if name not in page]
    # Le plus lourd en dernier, et après le reste : il ne sert qu'au premier graphique.
    plain = "".join(f'<link rel="modulepreload" crossorigin href="{one}">' for one in links)
    heavy = f'<link rel="modulepreload" crossorigin href="{address(EDITION)}" fetchpriority="low">'
    return plain + heavy


def _add(path: Path, names: dict[str, None]) -> None:
    if path.name in names:
        return
    names[path.name] = None
    for name in _IMPORT.findall(path.read_text("utf-8")[:_HEAD]):
        _add(path.with_name(name), names)
