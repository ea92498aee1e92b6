"""Le lieu d'un dépôt : lire, écrire, nommer ses fichiers, et dire ce qui ne répond pas."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyarrow.fs import FileSelector, FileSystem, FileType, LocalFileSystem

from data.publish.durable import BROUILLON, flush
from data.publish.served import FORME, POINTEUR

GENERATIONS = "generations"
MORCEAU = 1 << 20
# Ce que disent Arrow et le système -> ce que l'on en dit.
REPONSES = {
    "NETWORK_CONNECTION": "le service ne répond pas",
    "ACCESS_DENIED": "l'accès est refusé (voir les clés d'accès de cette machine)",
    "NO_SUCH_BUCKET": "ce seau n'existe pas",
    "To create buckets": "ce seau n'existe pas",
    "HTTP response code 403": "l'accès est refusé (voir les clés d'accès de cette machine)",
    "Permission denied": "cette machine n'en a pas le droit",
    "No space left": "il n'y a plus de place",
    "No such file": "un fichier y manque",
    "does not exist": "un fichier y manque",
}
Progress = Callable[[float, str], None]


class DepotRefuse(Exception):
    """Ce dépôt ne peut être lu ou écrit ; str(e) est la phrase à montrer."""


@dataclass(frozen=True)
class Depot:
    """Un dépôt ouvert. `said` : son adresse, sans clé ni réglage, à montrer et à retenir."""

    files: FileSystem
    base: str
    said: str

    def pointed(self) -> tuple[int, str] | None:
        """Rend le numéro et l'empreinte de la publication déposée, None s'il n'y en a pas."""
        place = f"{self.base}/{POINTEUR}"
        with self._answering("ne se lit pas"):
            if self.files.get_file_info(place).type != FileType.File:
                return None
            with self.files.open_input_stream(place) as stream:
                said = stream.read().decode("ascii", "replace")
        found = FORME.fullmatch(said)
        if found is None or not found[2]:
            raise DepotRefuse(
                f"Le pointeur du dépôt {self.said} est illisible : déposez à nouveau."
            )
        return int(found[1]), found[2]

    def point_to(self, number: int, digest: str) -> None:
        """Écrit le pointeur d'un coup : un lecteur voit l'ancien ou le nouveau, entier."""
        place = f"{self.base}/{POINTEUR}"
        is_local = isinstance(self.files, LocalFileSystem)
        # Un objet S3 paraît entier ; un fichier, seulement s'il est renommé une fois écrit.
        draft = f"{place}{BROUILLON}" if is_local else place
        with self._answering("ne s'écrit pas"):
            with self.files.open_output_stream(draft) as stream:
                stream.write(f"{number} {digest}\n".encode("ascii"))
            if is_local:
                flush(Path(draft))
                self.files.move(draft, place)

    def put(self, source: Path, digest: str, name: str) -> None:
        """Pose un fichier d'une publication."""
        folder = f"{self.base}/{GENERATIONS}/{digest}"
        with self._answering("ne s'écrit pas"):
            self.files.create_dir(folder)
            with (
                source.open("rb") as read,
                self.files.open_output_stream(f"{folder}/{name}") as written,
            ):
                shutil.copyfileobj(read, written, MORCEAU)

    def take(self, digest: str, name: str, target: Path) -> None:
        """Recopie ici un fichier d'une publication."""
        place = f"{self.base}/{GENERATIONS}/{digest}/{name}"
        with (
            self._answering("ne se lit pas"),
            self.files.open_input_stream(place) as read,
            target.open("wb") as written,
        ):
            shutil.copyfileobj(read, written, MORCEAU)

    def keep_only(self, digest: str) -> None:
        """Efface toute autre publication : ce qui a été effacé à la source l'est ici."""
        place = f"{self.base}/{GENERATIONS}"
        with self._answering("ne s'efface pas"):
            for one in self.files.get_file_info(FileSelector(place, allow_not_found=True)):
                if one.base_name != digest and one.type == FileType.Directory:
                    self.files.delete_dir(one.path)

    @contextmanager
    def _answering(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DepotRefuse(
                f"Le dépôt {self.said} {what} : {_reason(error)}. Rien n'a changé pour qui lit."
            ) from error


def _reason(error: OSError) -> str:
    """Dit ce que répond le service ; à défaut de le reconnaître, le début de ses mots."""
    text = str(error)
    known = next((said for motif, said in REPONSES.items() if motif in text), "")
    return known or re.sub(r"//[^/@\s]*@", "//", text.splitlines()[0])[:200].rstrip(". ")


def open_depot(address: str) -> Depot:
    """Ouvre le dépôt à cette adresse : un dossier, ou « s3://seau/dossier?endpoint_override=… ».

    Les clés d'accès viennent de l'environnement, comme pour tout outil S3. Lève DepotRefuse.
    """
    if "://" not in address:
        folder = Path(address).resolve()
        if not folder.is_dir():
            raise DepotRefuse(f"Le dossier du dépôt « {address} » n'existe pas : créez-le d'abord.")
        return Depot(LocalFileSystem(), folder.as_posix(), f"« {folder} »")
    parts = urlsplit(address)
    try:
        files, base = FileSystem.from_uri(address)
    except (OSError, ValueError) as error:
        raise DepotRefuse(
            f"L'adresse de dépôt « {parts.scheme}://… » ne se lit pas : écrivez un dossier, ou "
            "« s3://seau/dossier?region=…&endpoint_override=hôte:port »."
        ) from error
    said = f"« {parts.scheme}://{parts.hostname or ''}{parts.path.rstrip('/')} »"
    return Depot(files, base.rstrip("/"), said)
