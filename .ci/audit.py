"""Looks up known vulnerabilities of the locked versions with pip-audit: `make audit`.

Without a network, or where the service does not know the packages, it says that it was skipped
and why; it never reports "none found" for what was not looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--no-deps"]
    run = subprocess.run(
        [*command, "--disable-pip", "--format", "json", "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    try:
        packages = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (run.stderr.strip().splitlines() or ["pip-audit gave no report"])[-1]
        print(f"audit skipped: {reason[:200]}")
        return 0
    missed = [p for p in packages if "skip_reason" in p]
    known = [p for p in packages if p.get("vulns")]
    if len(missed) == len(packages):
        print(f"audit skipped: {missed[0]['skip_reason'] if missed else 'an empty lock'}")
        return 0
    for package in known:
        for found in package["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "none yet"
            print(f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}")
    print(f"{len(packages) - len(missed)} packages looked up, {len(known)} with known faults, "
          f"{len(missed)} unknown to the service")  # fmt: skip
    return bool(known)


if __name__ == "__main__":
    raise SystemExit(main())
