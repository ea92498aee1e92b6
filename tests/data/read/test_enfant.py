"""Le processus enfant : borné en taille, en mémoire, en temps, et muet sur les cellules."""

import contextlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from data.read import children, foreign, grid, sandbox
from data.read import exports as read
from data.read.children import RACINE
from data.read.exports import read_file, read_files
from data.read.grid import FichierRefuse
from tests.support.classeurs import MAIN, pack, parts, rows, sheet


@pytest.fixture(params=[True, False], ids=["d'un modèle", "lancé seul"])
def fait(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Les deux façons de faire un enfant : la seconde là où un processus ne se dédouble pas."""
    if request.param and not children.DEDOUBLE:
        pytest.skip("ce système ne dédouble pas un processus")
    monkeypatch.setattr(children, "DEDOUBLE", request.param)


def test_bornes_de_taille_admises() -> None:
    assert read_file("a.csv", b"a;b\n" * 50_000)[0].cells.height == 50_000
    assert read_file("a.csv", b"a;" * 199 + b"a\n")[0].cells.width == 201
    dernier = sheet('<row r="50000"><c r="GR50000"><v>1</v></c></row>')
    assert read_file("a.xlsx", dernier)[0].cells["ligne"].to_list() == [50_000]


def test_bornes_de_cellules_avant_le_tuyau(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "CELLULES_MAX", 12)
    juste, trop = b"a;b;c\n1;;\n2;;\n3;;\n", b"a;b;c\n1;;\n2;;\n3;;\n4;;\n"
    assert len(sandbox.read_content("a.csv", juste, frozenset())[0].rows) == 4
    classeur = sheet('<row r="1"><c r="D1"><v>1</v></c></row>' + "".join(
        f'<row r="{ligne}"><c r="A{ligne}"><v>1</v></c></row>' for ligne in (2, 3, 4)
    ))  # fmt: skip
    for nom, contenu in (("a.csv", trop), ("a.xlsx", classeur)):
        with pytest.raises(FichierRefuse, match="12 cellules"):
            sandbox.read_content(nom, contenu, frozenset())


def born_of(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fait naître, d'un modèle ou lancés seuls, des enfants qui vivent autrement."""
    popen = subprocess.Popen

    def launch(words: list[str], **dits: object) -> object:
        *options, _, module = words
        prelude = f"import data.read.sandbox as s; s.main = lambda: exec({code!r})"
        run = "s.main()" if module.endswith("sandbox") else f"import {module} as m; m.main()"
        return popen([*options, "-c", f"{prelude}; {run}"], **dits)

    monkeypatch.setattr(children.subprocess, "Popen", launch)


def test_un_enfant_tue_en_ecrivant_est_un_refus(
    monkeypatch: pytest.MonkeyPatch, fait: None
) -> None:
    # L'enfant finit sans erreur de lecture, mais sa dernière ligne reste à moitié écrite.
    code = (
        "import os, sys; sys.stdin.buffer.read();"
        'os.write(1, b\'{"sheets": [{"name": "", "rows": [1], "width": 1}]}\\n["a\');'
        "os._exit(3)"
    )
    born_of(code, monkeypatch)
    with pytest.raises(FichierRefuse, match="mémoire"):
        read_file("a.csv", b"a;b\n")


SECRET = "CANARI-DUPONT"


def test_un_calamine_pris_en_defaut_est_un_refus_et_ne_cite_rien(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], fait: None,
) -> None:  # fmt: skip
    code = (
        "import sys; sys.stdin.buffer.read();"
        "print('foreign.py:9 _grid\\nPanicException', file=sys.stderr, flush=True); sys.exit(1)"
    )
    born_of(code, monkeypatch)
    with pytest.raises(FichierRefuse, match="ne se lit pas"):
        read_file("a.xls", b"x")
    with foreign._without_errors():
        os.write(2, SECRET.encode())
    assert SECRET not in capfd.readouterr().err + caplog.text


def test_un_nombre_que_le_tableur_n_a_pas_su_calculer_est_une_erreur() -> None:
    assert foreign._text(float("nan")) == foreign._text(float("inf")) == "#NUM!"


def test_memoire_bornee(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fait: None
) -> None:
    pytest.importorskip("resource", reason="la mémoire n'est bornée que là où resource existe")
    monkeypatch.setattr(read, "MEMOIRE_MO", 40)
    with pytest.raises(FichierRefuse, match="mémoire"):
        read_file("a.csv", f"{SECRET};b\n".encode() * 50_000 * 8)
    assert SECRET not in caplog.text


def test_texte_partage_demesure_refuse() -> None:
    textes = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    cells = '<c t="s"><v>0</v></c>' * 100
    lignes = "".join(f'<row r="{i}">{cells}</row>' for i in range(1, 101))
    membres = parts(f"<sheetData>{lignes}</sheetData>")
    contenu = pack(membres | {"xl/sharedStrings.xml": textes}, zipfile.ZIP_STORED)
    with pytest.raises(FichierRefuse, match="trop de texte"):
        read_file("a.xlsx", contenu)


def test_un_fichier_trop_long_a_calculer_est_refuse(
    monkeypatch: pytest.MonkeyPatch, fait: None
) -> None:
    monkeypatch.setattr(read, "DELAI_S", 1)
    rows = f"<row>{'<c><v>1</v></c>' * 30}</row>" * 40_000
    with pytest.raises(FichierRefuse, match="1 secondes de calcul"):
        read_file("a.xlsx", pack(parts(f"<sheetData>{rows}</sheetData>"), zipfile.ZIP_STORED))


def test_une_machine_trop_occupee_n_accuse_pas_le_fichier(
    monkeypatch: pytest.MonkeyPatch, fait: None
) -> None:
    monkeypatch.setattr(read, "ATTENTE_S", 0.01)
    with pytest.raises(FichierRefuse, match="la machine est trop occupée"):
        read_file("a.csv", b"a;b\n" * 40_000)


def test_aucune_cellule_dans_les_journaux(caplog: pytest.LogCaptureFixture, fait: None) -> None:
    # Un nombre illisible fait échouer l'enfant : l'erreur de Python citerait la cellule.
    contenu = sheet(f'<row r="1"><c r="A1"><v>{SECRET}</v></c></row>')
    with pytest.raises(FichierRefuse) as refus:
        read_file("a.xlsx", contenu)
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text + str(refus.value)


def test_l_enfant_ne_recoit_pas_l_environnement(
    monkeypatch: pytest.MonkeyPatch, fait: None
) -> None:
    monkeypatch.setenv("CLAUSES_CLE", SECRET)
    recus: dict = {}
    popen = subprocess.Popen

    def spy(*args: object, **options: object) -> object:
        recus.update(options["env"])
        return popen(*args, **options)

    monkeypatch.setattr(children.subprocess, "Popen", spy)
    read_file("a.csv", b"a;b\n1;2")
    assert set(recus) <= {"SYSTEMROOT", "LD_LIBRARY_PATH"}


def child(prelude: str, contenu: bytes) -> subprocess.CompletedProcess:
    consignes = {"name": "a.csv", "vocabulary": [], "memory_mb": 768, "delay_s": 30}
    code = f"import sys; {prelude}; import data.read.sandbox; data.read.sandbox.main()"
    entree = json.dumps(consignes).encode() + b"\n" + contenu
    return subprocess.run(
        [sys.executable, "-c", code], input=entree, capture_output=True, cwd=RACINE
    )


def test_fonctionne_sans_le_module_resource() -> None:
    fini = child("sys.modules['resource'] = None", b"a;b\n1;2")
    sheets, lines = fini.stdout.split(b"\n", 1)
    assert json.loads(sheets)["sheets"][0]["width"] == 2
    assert lines == b"a;b\x1e1;2\x1e\n"


def test_l_enfant_ne_charge_que_la_bibliotheque_standard() -> None:
    code = (
        "import sys, data.read.model as m;"
        "print(*{m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names)"
    )
    fini = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=RACINE
    )
    assert "data" in fini.stdout.split()
    assert set(fini.stdout.split()) <= {"data", "__main__"}, fini.stderr


def test_plusieurs_fichiers_dans_l_ordre_refus_compris(fait: None) -> None:
    fichiers = [(f"{i}.csv", f"a;b\n{i};x".encode()) for i in range(5)]
    fichiers[2] = ("2.csv", b"")
    avances: list[tuple] = []
    rendus = list(read_files(fichiers, on_progress=lambda *etape: avances.append(etape)))
    assert [nom for nom, _ in rendus] == ["0.csv", "1.csv", "2.csv", "3.csv", "4.csv"]
    assert avances == [(i + 1, 5, f"{i}.csv") for i in range(5)]
    assert isinstance(rendus[2][1], FichierRefuse)
    assert rows(rendus[4][1][0])[1] == (2, "4", "x")


MALADES = {
    "tué": "import os, sys; sys.stdin.buffer.read(); os.kill(os.getpid(), 9)",
    "tue son modèle": "import os, sys; sys.stdin.buffer.read(); os.kill(os.getppid(), 9)",
    "avorté": "import os, sys; sys.stdin.buffer.read(); os.abort()",
    "sans un mot": "import sys; sys.stdin.buffer.read()",
}


@pytest.mark.parametrize("maladie", MALADES.values(), ids=MALADES.keys())
def test_un_enfant_malade_ne_fait_perdre_que_son_fichier(
    maladie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Le nom du fichier est dans les consignes : seul celui-là rend malade.
    code = (
        "import json, os, sys, data.read.sandbox as s;"
        "line = sys.stdin.buffer.readline();"
        f"exec({maladie!r}) if b'malade' in line else s.answer(json.loads(line))"
    )
    born_of(code, monkeypatch)
    noms = ["0.csv", "malade1.csv", "2.csv", "3.csv", "malade4.csv", "5.csv"]
    rendus = dict(read_files([(nom, f"a;b\n{nom};x".encode()) for nom in noms]))
    assert list(rendus) == noms
    for nom, lu in rendus.items():
        if "malade" in nom:
            assert isinstance(lu, FichierRefuse)
            assert nom in str(lu)
        else:
            assert rows(lu[0])[1] == (2, nom, "x")


def test_rien_d_un_fichier_ne_reste_pour_le_suivant(monkeypatch: pytest.MonkeyPatch) -> None:
    # Un enfant qui change son monde (mémoire, dossier, tuyaux) ne change pas celui des autres.
    code = (
        "import json, os, sys, data.read.sandbox as s;"
        "orders = json.loads(sys.stdin.buffer.readline());"
        "assert not hasattr(s, 'TRACE') and os.getcwd() != '/';"
        "s.TRACE = orders['name']; os.chdir('/'); s.answer(orders); os.dup2(1, 77)"
    )
    born_of(code, monkeypatch)
    rendus = dict(read_files([(f"{i}.csv", b"a;b\n1;2") for i in range(6)]))
    assert [type(lu) for lu in rendus.values()] == [list] * 6


def test_plus_aucun_processus_une_fois_lus() -> None:
    if not Path("/proc/self/stat").is_file():
        pytest.skip("les processus se lisent dans /proc")
    # Abandonnée en route comme menée au bout, une lecture ne laisse personne : ni modèle, ni enfant
    # de ce modèle, que le système aurait adopté.
    for is_left in (True, False):
        lecture = read_files([(f"{i}.csv", b"a;b\n1;2") for i in range(8)])
        next(lecture)
        groupes = {groupe for _, groupe, parent in processes() if parent == os.getpid()}
        assert groupes - {os.getpgrp()}
        if is_left:
            lecture.close()
        else:
            list(lecture)
        vivants = {groupe for etat, groupe, _ in processes() if etat != "Z"}
        assert not (groupes - {os.getpgrp()}) & vivants


def processes() -> list[tuple[str, int, int]]:
    """L'état, le groupe et le parent de chaque processus de la machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            etat, parent, groupe, *_ = path.read_text().rpartition(")")[2].split()
            found.append((etat, int(groupe), int(parent)))
    return found
