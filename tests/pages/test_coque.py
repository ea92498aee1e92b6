"""Ce que le navigateur reçoit : chaque fichier compressé et immuable, un Plotly plus léger."""

from __future__ import annotations

import ast
import asyncio
import gzip
import re
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from pages.shared.shell import ressources
from pages.shared.shell.dessinateur import EDITION, HEAVY, lightened
from pages.shared.shell.elements import ELEMENTS, ENTRY, readied
from pages.shared.shell.web import FrenchShell, SecurityHeaders, french_page
from tests.support.places import ROOT

PAGE = french_page()
ANNOUNCED = re.findall(r'<(?:script|link)[^>]*(?:src|href)="\./([^"]+)"', PAGE)
SCRIPTS = [one for one in ANNOUNCED if one.partition("?")[0].endswith((".js", ".css"))]
CHUNK = next(ressources.CHUNKS.glob(f"{HEAVY}.*.js"))
FIRST = next(one for one in SCRIPTS if one.startswith(f"static/js/{ENTRY}."))
CHANGED = (FIRST, f"static/js/{CHUNK.name}")
# Ce que Plotly nomme lui-même, dans l'édition servie.
TRACES = set(
    re.findall(r'moduleType:"trace",name:"(\w+)"', (ressources.SHELL_FOLDER / EDITION).read_text())
)


def asked(address: str, **headers: str) -> tuple[dict[str, str], int, bytes]:
    """Ce que la coque répond : ses en-têtes, son code, son corps ; 599 si elle passe la main."""
    sent: list[dict[str, Any]] = []

    async def behind(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 599, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    path, _, query = f"/{address}".partition("?")
    given = [(name.replace("_", "-").encode(), one.encode()) for name, one in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(),
             "headers": given}  # fmt: skip
    asyncio.run(SecurityHeaders(FrenchShell(behind))(scope, None, send))
    told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return told, sent[0]["status"], b"".join(one["body"] for one in sent[1:])


@pytest.mark.parametrize("address", SCRIPTS)
def test_ce_que_la_page_annonce_est_servi_compresse_et_immuable(address):
    told, status, body = asked(address, accept_encoding="gzip, br")
    assert status == 200 and told["content-encoding"] == "gzip"
    assert "immutable" in told["cache-control"] and told["vary"] == "Accept-Encoding"
    assert told["content-security-policy"] and told["x-content-type-options"] == "nosniff"
    place = address.partition("?")[0]
    ours = place.startswith("coque/")
    root = ressources.SHELL_FOLDER.parent if ours else ressources.STREAMLIT_FOLDER
    whole = (root / place).read_bytes()
    assert gzip.decompress(body) == whole or place in CHANGED
    assert len(body) < len(whole) or len(whole) < 200


def test_sans_compression_le_fichier_passe_tel_quel_par_streamlit():
    assert asked(SCRIPTS[0])[1] == 599 == asked("static/js/inconnu.js", accept_encoding="gzip")[1]


def test_ce_qui_est_annonce_est_pret_avant_la_premiere_visite():
    ressources.compressed_asset.cache_clear()
    ressources.make_ready(PAGE)
    assert ressources.compressed_asset.cache_info().currsize == len(SCRIPTS)


def test_chaque_morceau_annonce_vient_avec_ceux_dont_il_depend():
    """Il en manquerait un, il ne serait demandé qu'à la lecture de celui qui l'attend."""
    for address in SCRIPTS:
        if address.startswith("static/js/"):
            text = (ressources.STREAMLIT_FOLDER / address).read_text("utf-8")
            head = text.partition("import(")[0][:20_000]
            for name in re.findall(r'^import[^;]*"\./([^"]+)"|;import[^;]*"\./([^"]+)"', head):
                assert any("".join(name) in one for one in SCRIPTS), f"{address} -> {name}"
    assert len(SCRIPTS) == len(set(SCRIPTS)), "annoncé deux fois"


def test_chaque_sorte_d_element_a_encore_son_morceau():
    for one in ELEMENTS:
        assert list(ressources.CHUNKS.glob(f"{one}.*.js")), f"{one} : Streamlit l'a renommé"


def test_le_script_d_entree_demande_d_avance_chaque_element_de_toute_page():
    whole = (ressources.STREAMLIT_FOLDER / FIRST).read_text("utf-8")
    served = gzip.decompress(asked(FIRST, accept_encoding="gzip")[2]).decode("utf-8")
    assert served.endswith(whole[-20_000:])
    head, _, rest = served.partition("const __vite__mapDeps")
    for one in ELEMENTS:
        (name,) = [path.name for path in ressources.CHUNKS.glob(f"{one}.*.js")]
        assert head.count(f"import(`./{name}`)") == 1
        assert re.search(rf"\.lazy\)\(\(\)=>__prets\[`{re.escape(name)}`\]\?\?\w+\(", rest)
    # Le reste n'a pas changé.
    assert (
        re.sub(r"__prets\[`[^`]+`\]\?\?", "", rest) == whole.partition("const __vite__mapDeps")[2]
    )


@pytest.mark.parametrize(
    "text",
    ["", "export{a}", "lazy(()=>H(()=>import(`./Html.x.js`)))",
     "(0,U.lazy)(()=>H(()=>import(`./Html.x.js`)));" * 2],
)  # fmt: skip
def test_un_script_d_entree_d_une_autre_forme_est_servi_tel_quel(text):
    assert readied(text, ["Html.x.js"]) == text


def test_le_style_ne_fait_pas_revoir_toute_la_page_a_chaque_trait():
    """« a:has(b) c » fait revoir les c de a à tout changement de la page ; à l'écran, jamais."""
    for path in sorted(ressources.SHELL_FOLDER.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        screen = re.sub(r"@media print \{(?:[^{}]|\{[^{}]*\})*\}", "", text)
        for rule in re.findall(r"[^{};]+(?=\{)", screen):
            for one in re.split(r",(?![^()]*\))", rule):
                assert not re.search(r":has\([^()]*\)\S*\s+\S", one.strip()), f"{path.name} : {one}"


def test_le_dessinateur_de_streamlit_prend_le_plotly_plus_leger():
    whole = CHUNK.read_text("utf-8")
    light = lightened(whole, "../../coque/x.js")
    assert light.startswith('import"../../coque/x.js";') and len(light) < len(whole) / 100
    # Ce qui n'est pas Plotly n'a pas changé : ce que le morceau prend et ce qu'il rend.
    imports, exports = re.compile(r'from"\./[^"]+"'), re.compile(r"export\{[^}]*\};?\s*$")
    assert imports.findall(light) == imports.findall(whole)
    assert exports.findall(light) == exports.findall(whole) != []
    assert light.count("window.Plotly") == 1


@pytest.mark.parametrize("text", ["", "export{a}", "return window.Plotly=e,e})}))"])
def test_un_morceau_d_une_autre_forme_est_servi_tel_quel(text):
    assert lightened(text, "x.js") == text


def test_l_edition_est_de_la_version_que_python_connait():
    text = (ressources.SHELL_FOLDER / EDITION).read_text("utf-8")
    assert re.search(r"plotly\.js \(cartesian - minified\) v([\d.]+)", text)[1] == (
        get_plotlyjs_version()
    )


def test_l_edition_dessine_chaque_sorte_de_trace_de_nos_figures():
    used = {
        node.func.attr.removeprefix("add_")
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {f"add_{name}" for name in _known_traces()}
    }
    assert {"bar", "scatter", "heatmap"} <= used <= TRACES
    made = re.compile(r"go\.(Scatter\w+|Choropleth\w*|Pie|Sankey|Mesh3d|Surface)\(")
    sources = (path.read_text("utf-8") for path in (ROOT / "pages").rglob("*.py"))
    assert not [found for text in sources for found in made.findall(text)]


def _known_traces() -> set[str]:
    """Les sortes de tracés que Plotly connaît, d'après ses figures."""
    import plotly.graph_objects as go

    return {name.removeprefix("add_") for name in dir(go.Figure) if name.startswith("add_")} - {
        "annotation", "shape", "hline", "vline", "hrect", "vrect", "layout_image", "selection",
        "trace", "traces", "table",
    }  # fmt: skip
