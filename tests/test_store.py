"""The store on a failing disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

#: Truncates the file while it is read, in a separate process, which must not die.
_CUT_OFF = """
import os, sys
from pathlib import Path
from sitegen.store import Store, StoreDamage

file = Path(sys.argv[1])
store = Store(file)
store.save("documents", [(f"{n:04}", os.urandom(20_000)) for n in range(400)])
store.commit()
store.close()
store = Store(file)
try:
    with store._sql() as sql:
        for number, _ in enumerate(sql.execute("SELECT data FROM entries ORDER BY namespace, key")):
            if number == 10:
                os.truncate(file, 500_000)
except StoreDamage as damage:
    print(damage)
"""


def test_a_file_truncated_while_it_is_read_is_damaged(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, str(tmp_path / "cache.sqlite")],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be used" in done.stdout
