"""Porte d'entrée des fichiers reçus : chacun est ouvert dans un processus enfant, jamais ici.

Le processus courant ne voit du fichier que ses octets et le résultat de l'enfant : des lignes, lues
l'une après l'autre, qui ne se lisent que comme un tableau de textes. L'enfant n'a ni la
clé des pseudonymes ni le droit d'écrire un fichier ; il est tué s'il dépasse le délai.
"""

import contextlib
import io
import json
import logging
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from pathlib import Path

import polars as pl

from data.read.children import Child, Model
from data.read.feuille import Feuille
from data.read.foreign import ABANDON, PANIQUE
from data.read.grid import FichierRefuse
from data.read.plain import FIN
from data.read.sandbox import CODE_MEMOIRE, MORCEAU, TROP_LONG, TROP_OCCUPEE
from data.words import nombre

__all__ = ["Feuille", "FichierRefuse", "read_file", "read_files"]

# Du temps de calcul : sur une machine occupée, un fichier sain attend sans être accusé.
DELAI_S = 30
ATTENTE_S = 600
MEMOIRE_MO = 768
TAILLE_MAX_MO = 50
LECTURES_SIMULTANEES = 2
NOM_AFFICHE_MAX = 100
# Ce qui se lit d'avance d'un fichier du disque.
BLOC = 256 * 1024
Content = bytes | Path
ILLISIBLE = "est illisible, sans doute abîmé. Ouvrez-le dans un tableur et réenregistrez-le."

_log = logging.getLogger(__name__)


def read_file(
    name: str,
    content: Content,
    vocabulary: frozenset[str] = frozenset(),
    model: Model | None = None,
) -> list[Feuille]:
    """Lit un fichier reçu (texte, xlsx, xlsm, xlsb, xls ou ods) dans un processus enfant borné.

    `vocabulary` : en-têtes connus, passés par `data.words.normalize`, qui départagent les
    séparateurs d'un CSV ; `content` : ses octets, ou son chemin, et l'enfant le reçoit alors par
    morceaux ; `model` : de qui naît l'enfant, un modèle neuf sans lui. Rend au moins
    une feuille remplie. Lève FichierRefuse, dont le texte est la phrase à montrer : elle cite le
    nom du fichier, jamais une cellule.
    """
    nom = name if len(name) <= NOM_AFFICHE_MAX else name[: NOM_AFFICHE_MAX - 1] + "…"
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size > TAILLE_MAX_MO * 1024**2:
        raise _refusal(nom, f"dépasse {TAILLE_MAX_MO} Mo. Découpez-le en plusieurs fichiers.")
    with nullcontext(model) if model else Model() as parent:
        lines = _run_child(nom, name, content, vocabulary, parent)
        try:
            answer = json.loads(next(lines))
            sheets = [_sheet(raw, lines) for raw in answer.get("sheets", ())]
        except (StopIteration, pl.exceptions.PolarsError):
            raise _refusal(nom, ILLISIBLE) from None
        # Le tuyau se lit jusqu'au bout : un enfant mort en route est un refus, non une feuille
        # courte.
        for _ in lines:
            pass
    if "refusal" in answer:
        raise _refusal(nom, answer["refusal"])
    return sheets


def read_files(
    files: Sequence[tuple[str, Content]],
    vocabulary: frozenset[str] = frozenset(),
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[tuple[str, list[Feuille] | FichierRefuse]]:
    """Lit plusieurs fichiers, deux à la fois, et les rend dans l'ordre reçu.

    Un refus est rendu, non levé : il n'empêche pas les suivants. `on_progress(faits, total, nom)`
    est appelé après chacun, dans le fil de l'appelant.
    """

    free: queue.SimpleQueue[Model] = queue.SimpleQueue()

    def read(file: tuple[str, Content]) -> list[Feuille] | FichierRefuse:
        model = free.get()
        try:
            return read_file(*file, vocabulary, model)
        except FichierRefuse as refusal:
            return refusal
        finally:
            free.put(model)

    pool = ThreadPoolExecutor(LECTURES_SIMULTANEES, thread_name_prefix="lecture")
    with ExitStack() as ended:
        ended.callback(pool.shutdown, cancel_futures=True)
        # Fermés avant d'attendre les fils : ce qui se lit encore pour personne est tué.
        for _ in range(LECTURES_SIMULTANEES):
            free.put(ended.enter_context(Model()))
        results = zip(files, pool.map(read, files), strict=True)
        for done, ((name, _), result) in enumerate(results, start=1):
            if on_progress:
                on_progress(done, len(files), name)
            yield name, result


def _refusal(nom: str, reason: str) -> FichierRefuse:
    return FichierRefuse(f"Le fichier «\u00a0{nom}\u00a0» {reason}")


def _run_child(
    nom: str, name: str, content: Content, vocabulary: frozenset[str], model: Model
) -> Iterator[bytes]:
    """Rend les lignes de l'enfant, à mesure ; toute autre fin que normale est un refus."""
    with model.child() as child:
        is_late = threading.Event()
        clock = threading.Timer(ATTENTE_S, _stop, (child, is_late))
        # Les octets partent à part, sans copie : l'enfant écrit pendant qu'on le nourrit.
        feeder = threading.Thread(target=_feed, args=(child, _orders(name, vocabulary), content))
        clock.start()
        feeder.start()
        try:
            # Une ligne sans fin est celle d'un enfant tué : sa fin se dit plus bas.
            yield from (line for line in child.stdout or () if line.endswith(b"\n"))
            trace = child.stderr.read() if child.stderr else b""
            child.wait()
        finally:
            clock.cancel()
            child.kill()
            feeder.join()
    if is_late.is_set():
        raise _refusal(nom, TROP_OCCUPEE.format(nombre(ATTENTE_S // 60)))
    if child.returncode:
        raise _refusal(nom, _crash_reason(child.returncode, trace))


def _orders(name: str, vocabulary: frozenset[str]) -> bytes:
    orders = {
        "name": name,
        "vocabulary": sorted(vocabulary),
        "memory_mb": MEMOIRE_MO,
        "delay_s": DELAI_S,
        "packages": [path for path in sys.path if path.endswith("site-packages")],
    }
    return json.dumps(orders).encode() + b"\n"


def _stop(child: Child, is_late: threading.Event) -> None:
    is_late.set()
    child.kill()


def _feed(child: Child, orders: bytes, content: Content) -> None:
    # Un enfant mort ne lit plus : son code de fin dit pourquoi. Fermer vide le tampon.
    with contextlib.suppress(OSError), child.stdin or io.BytesIO() as entry:
        entry.write(orders)
        if isinstance(content, bytes):
            entry.write(content)
            return
        try:
            with content.open("rb") as source:
                while part := source.read(BLOC):
                    entry.write(part)
        except BrokenPipeError:
            raise
        except OSError:
            # Lu à moitié, un fichier passerait pour entier.
            child.kill()
            raise


def _crash_reason(code: int, errors: bytes) -> str:
    # La sortie d'erreur de l'enfant ne contient que des lignes de code (sandbox.report_crash).
    trace = errors.decode("utf-8", "replace")[-2000:]
    if PANIQUE in trace:
        return ABANDON
    if code == TROP_LONG:
        return (
            f"demande plus de {nombre(DELAI_S)} secondes de calcul. Découpez-le en plusieurs "
            "fichiers, ou gardez les seules colonnes utiles."
        )
    _log.error("Lecture interrompue (code %s) : %s", code, trace)
    # calamine à court de mémoire avorte, sans lever d'erreur.
    if code in (CODE_MEMOIRE, -signal.SIGABRT) or "MemoryError" in trace:
        return (
            "demande trop de mémoire. Ouvrez-le dans un tableur, gardez les seules lignes et "
            "colonnes utiles et réenregistrez-le au format Excel (.xlsx)."
        )
    return ILLISIBLE


def _column(name: str, height: int, lines: Iterator[bytes]) -> pl.Series:
    """Assemble une colonne de ses morceaux."""
    whole = pl.Series(name, [], dtype=pl.String)
    for _ in range(0, height, MORCEAU):
        whole.append(pl.Series(name, json.loads(next(lines)), dtype=pl.String))
    return whole


def _written(raw: dict, lines: Iterator[bytes]) -> list[pl.Series]:
    """Assemble les colonnes d'un texte de ses lignes, par morceaux ; rien n'y est deviné."""
    separator = raw["separator"]
    header = f"{separator.join(f'c{index}' for index in range(raw['width']))}{FIN}".encode()
    parts = [
        pl.read_csv(
            header + next(lines).removesuffix(b"\n"), separator=separator, eol_char=FIN,
            quote_char=None, infer_schema=False, truncate_ragged_lines=True,
        )
        for _ in range(0, len(raw["rows"]), MORCEAU)
    ]  # fmt: skip
    return pl.concat(parts, rechunk=True).get_columns()


def _sheet(raw: dict, lines: Iterator[bytes]) -> Feuille:
    height = len(raw["rows"])
    columns = (
        _written(raw, lines)
        if "separator" in raw
        else [_column(f"c{index}", height, lines) for index in range(raw["width"])]
    )
    return Feuille(
        nom=raw["name"],
        cells=pl.DataFrame([pl.Series("ligne", raw["rows"], dtype=pl.Int64), *columns]),
        warnings=tuple(raw["warnings"]),
        empty_formulas=tuple(map(tuple, raw["empty_formulas"])),
        error_cells=tuple(map(tuple, raw["error_cells"])),
        damaged_lines=tuple(raw["damaged_lines"]),
        widths=tuple(raw["widths"]),
        est_sans_fin=raw["est_sans_fin"],
        merges=tuple(map(tuple, raw["merges"])),
    )
