"""Items in, Results out, in the order of the items, read by child processes. A child has a limit on
memory and on the time of one document; one that exceeds them, or dies, costs that document a row in
problems and is replaced, and the run goes on. Results are streamed: what is in flight is bounded, so
memory does not grow with the number of documents."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from extractor.annotate import Annotator
from extractor.errors import ReadError
from extractor.extract import extract, unreadable
from extractor.facts import Result
from extractor.pipeline.sources import Item
from extractor.rules import RuleSet

_WINDOW = 8  # documents in flight per worker: enough to keep all busy behind one slow document


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: for one document. memory: bytes of address space of one worker."""

    seconds: float = 300.0
    memory: int = 6 * 2**30


NORMAL = Limits()


def run(items: Iterable[Item], rules: RuleSet, *, jobs: int | None = None, limits: Limits = NORMAL) -> Iterator[Result]:
    """Extract every item; one Result each, in order. jobs: worker processes, one a core unless told."""
    crew = _Crew(rules, jobs or os.cpu_count() or 1, limits)
    try:
        yield from crew.work(iter(items))
    finally:
        crew.close()


class _Crew:
    def __init__(self, rules: RuleSet, size: int, limits: Limits) -> None:
        self._limits = limits
        self._size = size
        self._workers: list[_Worker] = []
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        # with fork the annotator is built once and shared by every child
        self._annotator = Annotator(rules)

    def work(self, items: Iterator[Item]) -> Iterator[Result]:
        done: dict[int, Result] = {}
        asked = given = 0
        exhausted = False
        while True:
            while not exhausted and asked - given < _WINDOW * self._size:
                worker = self._idle()
                if worker is None:
                    break
                item = next(items, None)
                if item is None:
                    exhausted = True
                    break
                if item.fault is not None:
                    done[asked] = unreadable(item.source, item.fault)
                else:
                    worker.give(asked, item)
                asked += 1
            while given in done:
                yield done.pop(given)
                given += 1
            if exhausted and given == asked:
                return
            for index, result in self._collect():
                done[index] = result

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.item is None:
                return worker
        if len(self._workers) < self._size:
            self._workers.append(_Worker(self._context, self._annotator, self._limits))
            return self._workers[-1]
        return None

    def _collect(self) -> Iterator[tuple[int, Result]]:
        busy = [w for w in self._workers if w.item is not None]
        if not busy:
            return
        wait([w.pipe for w in busy] + [w.process.sentinel for w in busy], timeout=1.0)
        for worker in busy:
            answer = worker.answer()
            if answer is not None:
                yield answer
            if worker.dead:
                self._workers.remove(worker)

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()


class _Worker:
    """One child process and the document it is on."""

    def __init__(self, context: Any, annotator: Annotator, limits: Limits) -> None:
        self.pipe, far_end = context.Pipe()
        self._limits = limits
        self.process = context.Process(target=_serve, args=(far_end, annotator, limits.memory), daemon=True)
        self.process.start()
        far_end.close()
        self.item: Item | None = None
        self.dead = False
        self._index = 0
        self._began = 0.0

    def give(self, index: int, item: Item) -> None:
        self.item, self._index, self._began = item, index, time.monotonic()
        self.pipe.send(item)

    def answer(self) -> tuple[int, Result] | None:
        """The finished document, or the reason why there is none; None while it is worked on."""
        assert self.item is not None
        try:
            if self.pipe.poll():
                result: Result = self.pipe.recv()
                self.item = None
                return self._index, result
        except (EOFError, OSError):
            return self._give_up("the process that read it died, most likely for want of memory")
        if not self.process.is_alive():
            return self._give_up("the process that read it died, most likely for want of memory")
        if time.monotonic() - self._began > self._limits.seconds:
            return self._give_up(f"reading it took more than {self._limits.seconds:.0f} s")
        return None

    def _give_up(self, reason: str) -> tuple[int, Result]:
        assert self.item is not None
        failed = unreadable(self.item.source, ReadError(reason, remedy="the other documents were not affected; look at this one by hand"))
        self.item, self.dead = None, True
        self.stop()
        return self._index, failed

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join(5)


def _serve(pipe: Connection, annotator: Annotator, memory: int) -> None:
    """The child: take an item, send its Result, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Rules are many small objects that live as long as the worker: the collector need not walk them again.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    while True:
        try:
            item: Item = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(read_item(item, annotator))


def read_item(item: Item, annotator: Annotator) -> Result:
    """One item extracted in this process; whatever goes wrong becomes its Result."""
    try:
        return extract(item.read(), item.source, annotator)
    except ReadError as error:
        return unreadable(item.source, error)
    except MemoryError:
        return unreadable(item.source, ReadError("reading it needs more memory than is allowed"))
    except Exception as error:  # one bad file never stops a batch; the reason is kept
        where = _innermost(error)
        return unreadable(item.source, ReadError(f"reading it failed: {type(error).__name__}: {error} [{where}]", remedy="please report this file"))


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "unknown"
