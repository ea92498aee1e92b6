"""Le serveur du jumeau : celui de Flask, à plusieurs fils, compressé comme le nôtre.

python -m tests.mesures.jumeau.serveur PORT
"""

from __future__ import annotations

import gc
import gzip
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.support.navigateur import HOST, Server, free_port, launched, status
from tests.support.places import ROOT

# Ce qui se compresse, et à partir de combien d'octets.
KINDS = ("text/", "application/json", "application/javascript", "image/svg+xml")
LEAST = 500
# Les fichiers de Dash et les nôtres, dont l'adresse porte l'empreinte : compressés une fois.
FIXED = ("/_dash-component-suites/", "/assets/")


def compress(server: Flask) -> None:
    """Compresse chaque réponse, les fichiers une seule fois, et les dit immuables."""
    kept: dict[str, bytes] = {}

    @server.after_request
    def send(answer: Response) -> Response:
        is_fixed = request.path.startswith(FIXED)
        if answer.status_code != 200 or not (answer.mimetype or "").startswith(KINDS):
            return answer
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return answer
        if is_fixed:
            answer.headers["Cache-Control"] = "public, immutable, max-age=31536000"
        body = kept.get(request.full_path) if is_fixed else None
        if body is None:
            answer.direct_passthrough = False
            body = gzip.compress(answer.get_data(), 6)
            if is_fixed:
                kept[request.full_path] = body
        if len(body) > LEAST:
            answer.set_data(body)
            answer.headers["Content-Encoding"] = "gzip"
            answer.headers["Vary"] = "Accept-Encoding"
        return answer


def main(port: int) -> None:
    """Sert jusqu'à ce qu'on l'arrête."""
    from tests.mesures.jumeau.application import application

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = application()
    compress(app.server)
    served = make_server(HOST, port, app.server, threaded=True)
    gc.collect()
    gc.freeze()
    served.serve_forever()


@contextmanager
def serve_twin(folder: Path) -> Iterator[Server]:
    """Lance le jumeau sur un port libre, devant le magasin de `folder` ; l'arrête ensuite."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSES_")}
    server = Server(folder, port)
    with launched(
        [sys.executable, "-m", "tests.mesures.jumeau.serveur", str(port)],
        folder / "journal.txt",
        lambda: status(server, "/") == 200,
        cwd=ROOT,
        env={**kept, "CLAUSES_STORE": str(folder / "magasin")},
    ) as pid:
        yield replace(server, pid=pid)


if __name__ == "__main__":
    main(int(sys.argv[1]))
