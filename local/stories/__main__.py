"""python -m local.stories [name…]: tells every story on fresh local clouds with data and ports of their own.

Stories that leave the cloud as they found it share one, one after the other; those that take rights away, break or kill
have one each. Two clouds are up at a time: a story waits more than it works.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra import package
from local.places import LOCAL, ROOT, fresh
from local.processes import Ended, ending_in_order
from local.run import PROBLEMS, show_troubles
from local.stack import Stack, running
from local.stories import broken, first, guarded, killed, leaver, post, recounted, screens, team, unheard, week
from local.stories.tale import Tale, Teller

Play = Callable[[Tale], object]
STORIES: dict[str, tuple[str, Play]] = {
    "first": (first.TITLE, first.play),
    "screens": (screens.TITLE, screens.play),
    "team": (team.TITLE, team.play),
    "post": (post.TITLE, post.play),
    "unheard": (unheard.TITLE, unheard.play),
    "leaver": (leaver.TITLE, leaver.play),
    "week": (week.TITLE, week.play),
    "guarded": (guarded.TITLE, guarded.play),
    "broken": (broken.TITLE, broken.play),
    "killed": (killed.TITLE, killed.play),
}
# Who shares a cloud, the longest first. A member of staff is gone after `leaver`; `guarded` begins with no member and
# no role but the owner's.
CLOUDS = (("screens",), ("first", "team", "post", "unheard", "leaver"), ("guarded", "week"), ("killed",), ("broken",))
AT_A_TIME = 2


def main() -> None:
    """Tell the stories named, or all. Exits 1 when one of them fails; the others are told all the same."""
    names, teller = sys.argv[1:] or [*STORIES], Teller()
    unknown = set(names) - set(STORIES)
    if unknown:
        sys.exit(f"no such story: {', '.join(sorted(unknown))}. There are: {', '.join(STORIES)}")
    clouds = [chosen for cloud in CLOUDS if (chosen := [name for name in cloud if name in names])]
    try:
        with ending_in_order():
            failed = _told(clouds[0], teller) if len(clouds) == 1 else _told_apart(clouds, teller)
    except Ended as ended:
        sys.exit(f"stopped by {ended}")
    teller.say(f"\n{len(names) - len(failed)} passed, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    sys.exit(1 if failed else 0)


def _told_apart(clouds: Sequence[Sequence[str]], teller: Teller) -> list[str]:
    """Each cloud in a process of its own, two at a time; what it said is shown when it has ended. Those that failed."""
    package.build()
    failed: list[str] = []
    children: list[subprocess.Popen[bytes]] = []

    def tell(names: Sequence[str]) -> tuple[Sequence[str], int, str, float]:
        began, log = time.monotonic(), LOCAL / "stories" / f"{names[0]}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            command = [sys.executable, "-m", "local.stories", *names]
            child = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=ROOT)
            children.append(child)
            code = child.wait()
        return names, code, log.read_text(errors="replace"), time.monotonic() - began

    threads = ThreadPoolExecutor(AT_A_TIME)
    try:
        for names, code, said, took in threads.map(tell, clouds):
            teller.say(f"{said.rstrip()}\n  {took:.0f} s")
            if code:
                failed += _failed_of(names, said)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.terminate()
            child.wait()
    return failed


def _failed_of(names: Sequence[str], said: str) -> list[str]:
    """Whom its last line names; all of them when it did not come to say it."""
    last = said.rstrip().rpartition("\n")[2]
    named = [name for name in last.rpartition(": ")[2].split(", ") if name in names]
    return named or list(names)


def _told(names: Sequence[str], teller: Teller) -> list[str]:
    """These, one after the other on one cloud. Answers those that failed."""
    folder = LOCAL / "stories" / names[0]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with running(fresh(folder), teller.step) as stack:
            return [name for name in names if not _is_told(name, stack, teller)]
    except PROBLEMS as problem:
        _say_problem(problem, folder, teller)
        return list(names)


def _is_told(name: str, stack: Stack, teller: Teller) -> bool:
    title, play = STORIES[name]
    teller.say(f"\n  {title}\n")
    tale, began = Tale(stack, teller), recounted.today(stack)
    try:
        play(tale)
        recounted.promise(tale, began)
    except Exception as problem:  # whatever it was: the next one is told all the same
        show_troubles(stack, teller)
        _say_problem(problem, stack.places.folder, teller)
        return False
    teller.say(f"\n  {tale.promises} 项承诺全部兑现 · every promise kept")
    return True


def _say_problem(problem: Exception, folder: Path, teller: Teller) -> None:
    teller.say(f"\n  ✗ {type(problem).__name__}: {problem}\n  logs: {folder / 'logs'}")


if __name__ == "__main__":
    main()
