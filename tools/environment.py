"""Make `.venv` hold what msgen runs on (`run`) or is developed with (`dev`), and msgen itself, editable.

What makes the documentation site (`docs`) has a folder of its own, without msgen. A stamp in the folder names the
requirement files by their hash: while they are unchanged, nothing is installed.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROFILES = {"run": ("build.txt", "run.txt"), "dev": ("build.txt", "dev.txt"), "docs": ("docs.txt",)}


def main(profile: str) -> int:
    if profile not in PROFILES:
        print(f"usage: environment.py {' | '.join(PROFILES)}", file=sys.stderr)
        return 2
    if is_current(profile) or (profile == "run" and is_current("dev")):
        return 0
    print(f"installing into {folder_of(profile).relative_to(ROOT)} ({profile})", file=sys.stderr)
    try:
        install(profile)
    except subprocess.CalledProcessError as failed:
        print(f"`{' '.join(failed.cmd)}` failed; its own words stand above", file=sys.stderr)
        return 3
    stamp(profile).write_text(fingerprint(profile), encoding="utf-8")
    return 0


def folder_of(profile: str) -> Path:
    return ROOT / ("build/docs-environment" if profile == "docs" else ".venv")


def install(profile: str) -> None:
    folder = folder_of(profile)
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    elif not list(folder.glob("lib/python*/site-packages/pip")):  # other tools make environments without one
        subprocess.run([str(python), "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    files = [part for name in PROFILES[profile] for part in ("-r", str(ROOT / "requirements" / name))]
    pip(python, "--require-hashes", "--only-binary=:all:", *files)
    if profile != "docs":
        pip(python, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def pip(python: Path, *arguments: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(python), "-m", "pip", "install", *quiet, *arguments], check=True)


def is_current(profile: str) -> bool:
    return stamp(profile).exists() and stamp(profile).read_text(encoding="utf-8") == fingerprint(profile)


def stamp(profile: str) -> Path:
    return folder_of(profile) / f"installed-{profile}"


def fingerprint(profile: str) -> str:
    """Changes with the pins, with msgen's own metadata and with the interpreter."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    own = () if profile == "docs" else ("pyproject.toml",)
    for name in (*own, *(f"requirements/{file}" for file in PROFILES[profile])):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
