"""The wheel holds the whole program: it works from an environment in which this tree is not."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent.parent


@pytest.mark.slow
def test_the_program_works_from_its_wheel_alone(tmp_path: Path) -> None:
    """Its dependencies are those of the tests; its own code, data and catalogs come from the wheel."""
    wheel = built(tmp_path)
    home = tmp_path / "home"
    venv.create(home, with_pip=False)
    (place,) = (home / "lib").glob("python*/site-packages")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(place)], check=True)
    (place / "libraries.pth").write_text(str(libraries()), encoding="utf-8")
    (tmp_path / "article.txt").write_text(
        "Rally in Almaty\nAbout 50 people held a rally in Almaty today.", encoding="utf-8"
    )

    def said(*command: str) -> str:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "PYTHONNOUSERSITE": "1"}
        run = [str(home / "bin/python"), "-P", "-m", "bot", *command]
        return subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout

    assert '"almaty"' in said("read", "article.txt", "--published", "2019-09-21T10:00:00Z")
    assert said("migrate").startswith("schema ")
    assert "told" in said("demo", "--once")
    where = subprocess.run(
        [str(home / "bin/python"), "-P", "-c", "import bot; print(bot.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert where.startswith(str(place))


def libraries() -> Path:
    """Where the libraries of the tests lie."""
    return Path(pytest.__file__).parent.parent


def built(folder: Path) -> Path:
    """A wheel of a copy of this tree, built without network."""
    copy = folder / "tree"
    names = ("bot", "handlers", "locales", "pyproject.toml", "README.md", "LICENSE")
    copy.mkdir()
    subprocess.run(["cp", "-r", *(str(ROOT / name) for name in names), str(copy)], check=True)
    build = "from setuptools.build_meta import build_wheel as b; import sys; print(b(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", build, str(folder)], cwd=copy, capture_output=True, text=True, check=True
    )
    return folder / done.stdout.splitlines()[-1]
