"""Make `.venv` hold what msgen runs on (`run`) or is developed with (`dev`), and msgen itself, editable.

A stamp in `.venv` names the requirement files by their hash: while they are unchanged, nothing is installed.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
PROFILES = {"run": ("build.txt", "run.txt"), "dev": ("build.txt", "dev.txt")}


def main(profile: str) -> int:
    if profile not in PROFILES:
        print(f"usage: environment.py {' | '.join(PROFILES)}", file=sys.stderr)
        return 2
    if is_current("dev") or is_current(profile):
        return 0
    print(f"installing msgen into .venv ({profile})", file=sys.stderr)
    try:
        install(profile)
    except subprocess.CalledProcessError as failed:
        print(f"`{' '.join(failed.cmd)}` failed; its own words stand above", file=sys.stderr)
        return 3
    stamp(profile).write_text(fingerprint(profile), encoding="utf-8")
    return 0


def install(profile: str) -> None:
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
    elif not list(FOLDER.glob("lib/python*/site-packages/pip")):  # other tools make environments without one
        subprocess.run([str(PYTHON), "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    files = [part for name in PROFILES[profile] for part in ("-r", str(ROOT / "requirements" / name))]
    pip("--require-hashes", "--only-binary=:all:", *files)
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments], check=True)


def is_current(profile: str) -> bool:
    return stamp(profile).exists() and stamp(profile).read_text(encoding="utf-8") == fingerprint(profile)


def stamp(profile: str) -> Path:
    return FOLDER / f"installed-{profile}"


def fingerprint(profile: str) -> str:
    """Changes with the pins, with msgen's own metadata and with the interpreter."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in ("pyproject.toml", *(f"requirements/{file}" for file in PROFILES[profile])):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
