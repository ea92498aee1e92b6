"""Une prise nue vers le serveur : ce que ferait le navigateur, ou qui se passe de lui."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

CHEMIN = "/_stcore/stream"
ATTENTE_S = 40


@dataclass
class Prise:
    """Une prise ouverte et ce qu'elle a reçu."""

    link: ClientConnection
    page: str = ""
    received: bytes = b""
    frames: list[ForwardMsg] = field(default_factory=list)

    def run(self) -> str:
        """Redessine la page ; rend ce qu'elle en dit, entre crochets."""
        start = len(self.received)
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        self.link.send(asked.SerializeToString())
        self._read_until("script_finished")
        # Une page qui se relit d'elle-même n'a pas fini.
        while self.frames[-1].script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._read_until("script_finished")
        return " ".join(re.findall(r"\[[^\]]*\]", self.received[start:].decode("utf-8", "replace")))

    def prepare(self, file_id: str) -> str:
        """Demande un fichier préparé au clic ; rend son adresse."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self.page
        asked.backend_operation_request.deferred_file.file_id = file_id
        self.link.send(asked.SerializeToString())
        self._read_until("backend_operation_response")
        return str(self.frames[-1].backend_operation_response.deferred_file.url)

    def closing_code(self) -> int:
        """Attend que le serveur ferme la prise ; rend son code, 0 s'il ne la ferme pas."""
        end = time.monotonic() + ATTENTE_S
        try:
            while time.monotonic() < end:
                self._keep(self.link.recv(timeout=end - time.monotonic()))
        except TimeoutError:
            return 0
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else -1
        return 0

    def _read_until(self, kind: str) -> None:
        while self._keep(self.link.recv(timeout=ATTENTE_S)) != kind:
            pass

    def _keep(self, data: str | bytes) -> str:
        assert isinstance(data, bytes)
        said = ForwardMsg()
        said.ParseFromString(data)
        self.received += data
        self.frames.append(said)
        self.page = self.page or said.new_session.initialize.session_id
        return str(said.WhichOneof("type"))


@contextmanager
def opened(
    site: str,
    cookies: dict[str, str],
    page: str = "",
    origin: str = "",
    ca: str = "",
    **headers: str,
) -> Iterator[Prise]:
    """Ouvre une prise avec ces cookies ; `page` : celle que Streamlit devrait reprendre."""
    said = "; ".join(f"{name}={value}" for name, value in cookies.items())
    with connect(
        site.replace("http", "ws", 1) + CHEMIN,
        origin=origin or site,
        ssl=ssl.create_default_context(cafile=ca) if ca else None,
        subprotocols=["streamlit", "jeton", *([page] if page else [])],
        additional_headers={"Cookie": said, **headers} if said else headers,
        max_size=None,
        close_timeout=2,
    ) as link:
        yield Prise(link)
