"""Ce que le README affirme est vrai : commandes, variables, dépendances, chemins, glossaire."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib

import pytest

from data.words import normalize
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def section(title: str) -> str:
    """Rend le texte d'une section, titre exclu."""
    return re.split(r"^## ", README.partition(f"## {title}\n")[2], flags=re.MULTILINE)[0]


def bare(requirement: str) -> str:
    return re.split(r"[=<>~\[]", requirement)[0]


def test_the_two_commands_install_then_run_and_test():
    first, second = re.findall(r"^python3 -m venv .*$", README, flags=re.MULTILINE)
    assert first.endswith("pip install -q . && .venv/bin/streamlit run app.py")
    assert second.endswith(
        'pip install -q ".[tests]" && .venv/bin/python -m pytest -n 2 --dist loadfile'
    )


def test_the_short_loop_names_what_exists():
    """La forme, puis des tests qui n'ouvrent ni navigateur ni magasin d'exemple."""
    (command,) = re.findall(r"<!-- boucle -->\n```bash\n(.*)\n```", README)
    paths = re.findall(r"tests/[\w/]+\.py", command)
    assert command.startswith(".venv/bin/ruff check .") and len(paths) >= 3
    for name in paths:
        source = (ROOT / name).read_text("utf-8")
        assert "playwright" not in source and "magasin_exemples" not in source, name


def test_ci_runs_the_very_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    extract = re.search(r"command=\$\((.*)\)", script)[1]
    found = subprocess.run(["bash", "-c", extract], cwd=ROOT, capture_output=True, text=True)
    assert (
        found.stdout.strip()
        == re.findall(r"^python3 -m venv .*pytest .*$", README, re.MULTILINE)[0]
    )


def test_every_dependency_is_justified_and_only_those():
    told = set(re.findall(r"^\| ([a-z-]+) \|", section("Dépendances"), flags=re.MULTILINE))
    assert told - {"paquet"} == {bare(one) for one in PROJECT["dependencies"]}
    for one in PROJECT["optional-dependencies"]["tests"]:
        assert bare(one) in section("Dépendances")


def test_every_direct_dependency_is_pinned():
    extras = PROJECT["optional-dependencies"]["tests"]
    assert all("==" in one for one in [*PROJECT["dependencies"], *extras])


@pytest.mark.parametrize(
    "command",
    re.findall(r"`python -m (data|queries|pages\.(?:pleniere|dossiers)) ?([a-z]*)", README),
)
def test_each_command_exists(command, capsys):
    module, word = command
    words = [word, "--aide"] if word else [] if module == "queries" else ["--aide"]
    main = importlib.import_module(f"{module}.__main__").main
    try:
        status = main(words)
    except SystemExit as stop:
        status = stop.code
    assert not status, capsys.readouterr().err


def test_every_variable_named_is_read_and_every_variable_read_is_named():
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("data", "pages", "queries")
        for path in (ROOT / folder).rglob("*.py")
    )
    read = set(re.findall(r"\"(CLAUSES_[A-Z_]+)\"", code))
    assert read == set(re.findall(r"`(CLAUSES_[A-Z_]+)`", README))


def test_every_path_named_exists():
    for name in re.findall(r"`((?:data|queries|pages|tests|\.ci)/[\w./]*)`", README):
        if name != "data/store/":
            assert (ROOT / name).exists(), name
    assert (ROOT / ".readme" / "accueil.png").is_file()


def test_the_recipes_name_every_module_of_controls():
    """Qui n'en lirait qu'un récrirait un contrôle qui existe dans l'autre."""
    for path in (ROOT / "data" / "check").glob("*.py"):
        if re.search(r"^CHECKS", path.read_text("utf-8"), flags=re.MULTILINE):
            assert f"`data/check/{path.name}`" in README, f"{path.name} manque à « Je veux… »"


def test_the_glossary_is_sorted_and_has_no_twin():
    words = [
        line.split("|")[1].strip()
        for line in section("Glossaire").splitlines()
        if line.startswith("| ")
    ][1:]
    assert len(set(words)) == len(words)
    assert [normalize(word) for word in words] == sorted(normalize(word) for word in words)


def test_nothing_names_a_registry_or_a_machine():
    # Une lettre entre crochets : ce test ne doit pas se dénoncer lui-même.
    hosts = re.compile(r"py[p]i[.]org|python[h]osted|registry[.]n[p]m|deb[.]de[b]ian")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("hors d'un dépôt git : la liste des fichiers suivis manque")
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".sql", ".css", ".js") and path.is_file():
            text = path.read_text("utf-8")
            assert not hosts.search(text), name
            assert not re.search(r"[\"'(\s]/(?:work|root|home)/", text), name


def test_what_is_cited_is_in_the_project():
    """Qui clone le projet n'a que lui : une source est un article, une loi, une table, Méthode."""
    # Une lettre entre crochets : ce test ne doit pas se dénoncer lui-même.
    elsewhere = re.compile(
        r"\b(?:decision[s]|domai[n]|format[s]|trus[t]|architectur[e]|desig[n]|stac[k]|pnad_dec[p])[.]md"
        r"|\b[Dd]écisions? \d|\bissue \d"
    )
    wrong = {}
    for folder in ("data", "queries", "pages", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".sql", ".csv", ".css", ".js") and "store" not in path.parts:
                found = elsewhere.findall(path.read_text("utf-8", errors="replace"))
                wrong |= {str(path.relative_to(ROOT)): found} if found else {}
    assert not wrong and not elsewhere.search(README), wrong


def test_the_code_follows_ruff():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "."],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_unexpected_entry_at_the_top_level():
    allowed = {"app.py", "pages", "data", "queries", "pyproject.toml", "tests", "README.md"}
    built = {"build", "clauses_sociales_vaucluse.egg-info"}
    found = {one.name for one in ROOT.iterdir() if not one.name.startswith(".")}
    assert found - built <= allowed
