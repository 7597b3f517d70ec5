"""Write the findings of the bad designs into the pages of rules: all pages, or those of the ids given.

An author writes the designs and reads what is put into them; the tests hold pages and rules together.
"""

import sys
from importlib.resources import files
from pathlib import Path

from msgen.diagnostics import Finding, SpecError
from msgen.lint import pages, registry
from msgen.lint.runner import Surroundings, check
from msgen.spec import parse, read_text
from msgen.topology import resolve


def main(wanted: list[str]) -> int:
    failed = False
    for rule, family, name in registry.modules():
        if rule.reads == "manifests":
            continue
        if wanted and rule.id not in wanted and rule.family not in wanted:
            continue
        path = Path(str(files(family).joinpath(f"{name}.md")))
        text = path.read_text(encoding="utf-8")
        sections = pages.designs(text)
        for heading in ("bad", "good"):
            design, _ = pages.unmarked(sections.get(heading, ""))
            try:
                found = findings(design, sections.get("before"))
            except SpecError as error:
                print(f"{rule.id} {heading}: {error}")
                failed = True
                continue
            if heading == "bad":
                text = text.replace(sections["bad"], pages.marked(design, found))
                strange = sorted({item.code for item in found if item.code} - {rule.id})
                if not any(item.code == rule.id for item in found):
                    print(f"{rule.id} bad: nothing is found")
                    failed = True
                if strange:
                    print(f"{rule.id} bad: companions {', '.join(strange)}")
            elif found:
                print(f"{rule.id} good:", *(f"\n  {item.title}" for item in found))
                failed = True
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"{rule.id}: written")
    return 1 if failed else 0


def findings(design: str, before: str | None) -> tuple[Finding, ...]:
    previous = resolve(parse(read_text(before))) if before else None
    document = read_text(design)
    return check(resolve(parse(document)), Surroundings(document, previous=previous)).shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
