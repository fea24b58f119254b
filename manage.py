#!/usr/bin/env python3
"""Command line of the portal; `demo`, `test` and `bench` first prepare their own environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent


def main() -> None:
    from portal import bootstrap

    verb, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    try:
        if verb == "test":
            bootstrap.enter(CHECKOUT, bootstrap.DEVELOPMENT)
            from portal import testing

            sys.exit(testing.run(CHECKOUT, arguments))
        if verb == "deadline" and not {"GONGKAI_MODE", "DATABASE_URL"} & os.environ.keys():
            # Nothing is configured: the date is computed on the calendar that comes with the product.
            from requests_app import deadline_command

            sys.exit(deadline_command.main(arguments))
        if verb == "demo":
            bootstrap.enter(CHECKOUT, bootstrap.RUNTIME)
            os.environ["GONGKAI_MODE"] = "demo"
        elif verb == "bench":
            bootstrap.enter(CHECKOUT, bootstrap.RUNTIME)
            os.environ["GONGKAI_MODE"] = "test"
        else:
            bootstrap.borrow(CHECKOUT)
        django(verb, arguments)
    except bootstrap.Unprepared as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def django(verb: str, arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.bench_environment import bench_environment
    from portal.demo_environment import demo_environment

    with demo_environment(verb, arguments), bench_environment(verb):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
