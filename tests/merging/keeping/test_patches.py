"""A patch says what git would say."""

from __future__ import annotations

import pytest

from msgen.merging.keeping.patches import patch
from msgen.merging.threeway.trio import Version
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK


def version(content: str = "one\n", path: str = "a.txt", mode: int = REGULAR) -> Version:
    return Version(path, content.encode(), mode)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(version(), version(), "", id="nothing"),
        pytest.param(
            version(),
            version("two\n"),
            "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n",
            id="another content",
        ),
        pytest.param(
            version(),
            version(mode=EXECUTABLE),
            "diff --git a/a.txt b/a.txt\nold mode 100644\nnew mode 100755\n",
            id="another mode",
        ),
        pytest.param(
            version(),
            version(path="b.txt"),
            "diff --git a/a.txt b/b.txt\nrename from a.txt\nrename to b.txt\n",
            id="another path",
        ),
        pytest.param(
            version(),
            None,
            "diff --git a/a.txt b/a.txt\ndeleted file mode 100644\n--- a/a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n",
            id="a file that is gone",
        ),
        pytest.param(
            None,
            version("one"),
            "diff --git a/a.txt b/a.txt\nnew file mode 100644\n--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+one\n"
            "\\ No newline at end of file\n",
            id="a new file without an end of line",
        ),
        pytest.param(
            None, version("", mode=EXECUTABLE), "diff --git a/a.txt b/a.txt\nnew file mode 100755\n", id="an empty file"
        ),
        pytest.param(
            version("x"),
            version("y", mode=SYMLINK),
            "diff --git a/a.txt b/a.txt\ndeleted file mode 100644\n--- a/a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
            "\\ No newline at end of file\n"
            "diff --git a/a.txt b/a.txt\nnew file mode 120000\n--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+y\n"
            "\\ No newline at end of file\n",
            id="a link in place of a file",
        ),
        pytest.param(
            version("\0"),
            version("\0\0"),
            "diff --git a/a.txt b/a.txt\nBinary files a/a.txt and b/a.txt differ\n",
            id="no text",
        ),
    ],
)
def test_a_difference_is_said_as_git_says_it(old: Version | None, new: Version | None, said: str) -> None:
    assert patch(old, new).decode() == said


def test_a_name_that_is_no_text_comes_out_as_it_is() -> None:
    path = b"gr\xfcn".decode(errors="surrogateescape")

    assert b"+++ b/gr\xfcn\n" in patch(version("one\n", path), version("two\n", path))
