"""Processes that render side by side; imported only where there is enough to do for several."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import forkserver, resource_tracker
from typing import TypeVar

from msgen.rendering.interrupts import uninterrupted

NOT_AVAILABLE = (BrokenProcessPool, OSError)
"""Not every machine lets a program start processes and share locks with them."""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Pool:
    """What it cannot render in other processes it renders in this one."""

    def __init__(self, executor: ProcessPoolExecutor, processes: int) -> None:
        self._executor = executor
        self._processes = processes

    def results(self, work: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[_Result]:
        """The result of each task, in their order; all of them are begun at once.

        Each stays packed until it is taken: many small objects made by the thread that receives them would leave its
        part of the heap in pieces, which nobody else can use.
        """
        try:
            with uninterrupted():  # a process that is only half started could not be ended
                chunk = max(1, len(tasks) // (self._processes * 4))
                found = self._executor.map(partial(_packed, work), tasks, chunksize=chunk)
        except NOT_AVAILABLE:
            found = iter(())
        return _completed(found, work, tasks)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


def started(processes: int) -> Pool | None:
    """A pool, or `None` where there can be none."""
    try:
        executor = ProcessPoolExecutor(processes, mp_context=_context(), initializer=_end_with_the_parent)
    except NOT_AVAILABLE:
        return None
    return Pool(executor, processes)


def _packed(work: Callable[[_Task], _Result], task: _Task) -> bytes:
    return pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)


def _completed(found: Iterator[bytes], work: Callable[[_Task], _Result], tasks: Sequence[_Task]) -> Iterator[_Result]:
    done = 0
    try:
        for result in found:
            yield pickle.loads(result)
            done += 1
    except NOT_AVAILABLE:
        pass
    yield from map(work, tasks[done:])


def _context() -> multiprocessing.context.BaseContext:
    """Processes, never threads: Python code runs in one thread at a time.

    Ctrl-C reaches every process of a terminal; it is left to the one that started the others to end them.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["msgen.rendering.engine"])
    resource_tracker.ensure_running()  # it unblocks Ctrl-C when it starts
    with uninterrupted():
        forkserver.ensure_running()
    return context


def _end_with_the_parent() -> None:
    """A process whose parent was killed would wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
