"""python -m local.stories [name…]: tells every story, each on a fresh local cloud with its own data and ports."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

import urllib3

from local.places import LOCAL, fresh
from local.processes import Ended, ending_in_order
from local.run import PROBLEMS, show_troubles
from local.stack import running
from local.stories import broken, first, guarded, killed, leaver, post, team, unheard
from local.stories.tale import Tale, Teller

Play = Callable[[Tale], object]
STORIES: dict[str, tuple[str, Play]] = {
    "first": (first.TITLE, first.play),
    "team": (team.TITLE, team.play),
    "post": (post.TITLE, post.play),
    "unheard": (unheard.TITLE, unheard.play),
    "leaver": (leaver.TITLE, leaver.play),
    "guarded": (guarded.TITLE, guarded.play),
    "broken": (broken.TITLE, broken.play),
    "killed": (killed.TITLE, killed.play),
}


def main() -> None:
    """Tell the stories named, or all. Exits 1 when one of them fails; the others are told all the same."""
    names, teller = sys.argv[1:] or list(STORIES), Teller()
    unknown = set(names) - set(STORIES)
    if unknown:
        sys.exit(f"no such story: {', '.join(sorted(unknown))}. There are: {', '.join(STORIES)}")
    try:
        with ending_in_order():
            failed = [name for name in names if not _is_told(name, teller)]
    except Ended as ended:
        sys.exit(f"stopped by {ended}")
    teller.say(f"\n{len(names) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


def _is_told(name: str, teller: Teller) -> bool:
    title, play = STORIES[name]
    teller.say(f"\n  {title}\n")
    folder = LOCAL / "stories" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with running(fresh(folder), teller.step) as stack:
            tale = Tale(stack, teller)
            try:
                play(tale)
            except Exception:
                show_troubles(stack, teller)
                raise
    except (*PROBLEMS, urllib3.exceptions.HTTPError) as problem:
        teller.say(f"\n  ✗ {type(problem).__name__}: {problem}\n  logs: {folder / 'logs'}")
        return False
    teller.say(f"\n  {tale.promises} 项承诺全部兑现 · every promise kept")
    return True


if __name__ == "__main__":
    main()
