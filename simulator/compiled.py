"""Compiled functions whose machine code outlives the process that compiled them.

numba compiles a function when it first meets arguments of some types, and the machine code is kept in a
file. Later processes load that file with llvmlite alone: importing numba would take them longer than
most of what they compute.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from simulator.code_file import find, keep

Work = TypeVar("Work", bound=Callable[..., Any])

FAST = {"contract", "reassoc", "nsz", "arcp"}
"""Sums may be reordered and fused; a NaN stays a NaN."""


def native(*, fast: bool = False, apart: bool = False, **options: Any) -> Callable[[Work], Work]:
    """Decorate each function of a kernel file, as numba's `njit`, for calls from each other only.

    They have no entrance from Python, look for no zero below a line of division, with which no loop
    would take several lanes at once, and get no memory of their own.

    Parameters
    ----------
    fast : bool
        Whether sums may be reordered and fused.
    apart : bool
        Whether no array that is written shares memory with another one, so that loops over many
        arrays need not look for it.
    **options
        Of `njit`.

    Returns
    -------
    decorator : callable

    Examples
    --------
    >>> @native()
    ... def twice(x):
    ...     x[0] *= 2
    >>> twice.py_func.__name__
    'twice'
    """
    import numba

    if apart:
        options["pipeline_class"] = _apart()
    njit: Any = numba.njit
    wrapped: Callable[[Work], Work] = njit(
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        error_model="numpy",
        fastmath=FAST if fast else False,
        _nrt=False,
        **options,
    )
    return wrapped


@cache
def _apart() -> type:
    """Compile as numba does, with all arrays apart."""
    from numba.core import compiler

    usual: Any = compiler.Compiler

    class Apart(usual):  # type: ignore[misc]
        def define_pipelines(self) -> Any:
            self.state.flags.noalias = True
            return super().define_pipelines()

    return Apart


Loaded = tuple[Callable[..., int], object]
"""A function, and what must live as long as it does."""


class Compiled:
    """A function of a kernel file, as a caller sees it.

    Parameters
    ----------
    module, name : str
        Where the function stands. The file holds everything that the function calls.

    Examples
    --------
    >>> from simulator.nerve.lane_search import search
    >>> search.name
    'search'
    """

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name
        self._loaded: dict[Hashable, Loaded] = {}

    def __call__(self, *arguments: Any) -> None:
        """Run it on numbers, arrays and tuples of these; what it finds it writes into the arrays.

        Raises
        ------
        RuntimeError
            If the compiled code reports a fault.
        """
        arguments = _plain(arguments)
        leaves = list(_leaves(arguments))
        kinds = tuple(map(_kind, leaves))
        if kinds not in self._loaded:
            self._loaded[kinds] = self._load(kinds, leaves, arguments)
        work, _ = self._loaded[kinds]
        parts = [part for leaf in leaves for part in _parts(leaf)]
        state = work(ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_void_p()), *parts)
        if state not in (OK, OK_NOTHING):
            raise RuntimeError(f"{self.module}.{self.name} ended with state {state}")

    def _load(self, kinds: Hashable, leaves: Sequence[Any], arguments: tuple[Any, ...]) -> Loaded:
        """Machine code for arguments of such kinds, from its file or from numba."""
        kernel = _file(self.module)
        text = "\n".join([_machine(), self.name, repr(kinds), *sources(self.module)])
        key = f"{kernel.stem}.{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"
        found = find(kernel.parent, key)
        if found is None:
            found = _compile(getattr(import_module(self.module), self.name), arguments)
            keep(kernel.parent, key, found)
        return _linked(found, leaves)


OK, OK_NOTHING = 0, -2
"""What numba's functions return when all is well: with a value, and with none."""


C_ORDER, F_ORDER, WRITEABLE = 0x1, 0x2, 0x400
"""Flags of an array, as numpy numbers them."""


def _plain(part: Any) -> Any:
    """Give the numbers of numpy in nested tuples as Python's."""
    if isinstance(part, tuple):
        made = map(_plain, part)
        return type(part)(*made) if hasattr(part, "_fields") else tuple(made)
    return part.item() if isinstance(part, np.number) else part


def _leaves(arguments: Any) -> Iterator[Any]:
    """Numbers and arrays in nested tuples."""
    for one in arguments:
        if isinstance(one, tuple):
            yield from _leaves(one)
        else:
            yield one


def _kind(leaf: Any) -> Any:
    """Name what the compiled code takes for granted of a leaf."""
    if isinstance(leaf, np.ndarray):
        flags = leaf.flags.num
        order = C_ORDER if flags & C_ORDER else flags & F_ORDER
        return leaf.dtype, leaf.ndim, order | flags & WRITEABLE
    if type(leaf) not in (int, float):
        raise TypeError(f"compiled functions take arrays, int and float, got {type(leaf).__name__}")
    return type(leaf)


def _parts(leaf: Any) -> Sequence[Any]:
    """Give an array as numba does: owner twice, size, item size, data, shape, steps; a number as it is."""
    if not isinstance(leaf, np.ndarray):
        return (leaf,)
    return (None, None, leaf.size, leaf.itemsize, _address(leaf), *leaf.shape, *leaf.strides)


def _address(leaf: Any) -> int:
    """Where an array begins; the short way is open to those that can be written in one piece."""
    if leaf.size and leaf.flags.num & C_ORDER and leaf.flags.num & WRITEABLE:
        return ctypes.addressof(ctypes.c_char.from_buffer(leaf))
    address: int = leaf.__array_interface__["data"][0]
    return address


def _types(leaf: Any) -> Sequence[Any]:
    """C types of these parts."""
    if not isinstance(leaf, np.ndarray):
        return (ctypes.c_double if isinstance(leaf, float) else ctypes.c_ssize_t,)
    word, pointer = ctypes.c_ssize_t, ctypes.c_void_p
    return (pointer, pointer, word, word, pointer, *[word] * (2 * leaf.ndim))


def _file(module: str) -> Path:
    """Source of a module of the simulator."""
    return Path(__file__).parent.parent.joinpath(*module.split(".")).with_suffix(".py")


def sources(module: str) -> Iterator[str]:
    """Text of a kernel file, and of the files that it takes names from, this one among them.

    Parameters
    ----------
    module : str
        Of the kernel.

    Examples
    --------
    >>> len(list(sources("simulator.bioheat.kernel")))
    3
    """
    text = _file(module).read_text(encoding="utf-8")
    yield text
    for name in re.findall(r"^from (simulator\S+) import", text, re.MULTILINE):
        yield _file(name).read_text(encoding="utf-8")


@cache
def _llvm() -> Any:
    """Binding of LLVM, ready for this processor."""
    import llvmlite.binding as llvm  # type: ignore[import-untyped]

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm


@cache
def _machine() -> str:
    """Name the compiler and the processor for which code is good."""
    import llvmlite

    llvm = _llvm()
    features = llvm.get_host_cpu_features().flatten()
    return "\n".join(
        [llvmlite.__version__, llvm.get_process_triple(), llvm.get_host_cpu_name(), features]
    )


def _target() -> Any:
    """Processor of this machine, with the options that numba gives it."""
    llvm = _llvm()
    triple = llvm.get_process_triple()
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="static" if triple.startswith(("x86", "i686")) else "default",
        codemodel="jitdefault",
        jit=True,
    )


def _compile(function: Any, arguments: tuple[Any, ...]) -> bytes:
    """Name of the function's symbol, a line end, and an object file that defines it."""
    import numba

    kinds = tuple(numba.typeof(one) for one in arguments)  # type: ignore[no-untyped-call]
    function.compile(kinds)
    module = _llvm().parse_assembly(function.inspect_llvm(kinds))
    symbol: str = function.overloads[kinds].fndesc.llvm_func_name
    code: bytes = _target().emit_object(module)
    return symbol.encode() + b"\n" + code


def _linked(found: bytes, leaves: Sequence[Any]) -> Loaded:
    """Put machine code into memory, to be called with such leaves."""
    llvm = _llvm()
    symbol, _, code = found.partition(b"\n")
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(symbol.decode())
    types = [kind for leaf in leaves for kind in _types(leaf)]
    shape = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *types)
    return shape(address), engine
