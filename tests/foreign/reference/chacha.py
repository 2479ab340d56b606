"""ChaCha with eight rounds (Bernstein 2008, 64-bit counter and stream), vectorised over blocks.

The key comes from a 64-bit seed as rand_core's documented default does it: eight outputs of
PCG-XSH-RR 64/32. Run as a script it proves itself on a published vector (draft-strombergson-chacha-
test-vectors-00, TC1, 8 rounds, 256 bits) and prints the words that the program's tests hold.
"""

import numpy as np

CONSTANTS = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
QUARTERS = [
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
]  # fmt: skip
BITS = (1 << 64) - 1


def key_words(seed):
    """Eight 32-bit words of PCG32 with rand_core's multiplier and increment."""
    words, state = [], seed
    for _ in range(8):
        state = (state * 6364136223846793005 + 11634580027462260723) & BITS
        mixed = (((state >> 18) ^ state) >> 27) & 0xFFFFFFFF
        turn = state >> 59
        words.append(((mixed >> turn) | (mixed << (-turn & 31))) & 0xFFFFFFFF)
    return words


def turned(values, by):
    return (values << np.uint32(by)) | (values >> np.uint32(32 - by))


def words(seed, stream, count):
    """The first `count` 64-bit words of a seed's stream."""
    return key_stream(key_words(seed), stream, count)


def key_stream(key, stream, count):
    """The first `count` 64-bit words of the stream; of two 32-bit words the first is the low one."""
    blocks = -(-count // 8)
    counter = np.arange(blocks, dtype=np.uint64)
    row = lambda word: np.full(blocks, word, dtype=np.uint32)  # noqa: E731
    start = [row(word) for word in [*CONSTANTS, *key]]
    start += [counter.astype(np.uint32), (counter >> np.uint64(32)).astype(np.uint32)]
    start += [row(stream & 0xFFFFFFFF), row(stream >> 32)]
    state = [word.copy() for word in start]
    for _ in range(4):
        for a, b, c, d in QUARTERS:
            state[a] += state[b]
            state[d] = turned(state[d] ^ state[a], 16)
            state[c] += state[d]
            state[b] = turned(state[b] ^ state[c], 12)
            state[a] += state[b]
            state[d] = turned(state[d] ^ state[a], 8)
            state[c] += state[d]
            state[b] = turned(state[b] ^ state[c], 7)
    out = np.stack([s + begin for s, begin in zip(state, start)], axis=1).ravel()
    low, high = out[0::2].astype(np.uint64), out[1::2].astype(np.uint64)
    return (low | (high << np.uint64(32)))[:count]


def units_interval(seed, stream, count):
    """The words as numbers in [0, 1): the upper 53 bits."""
    return (words(seed, stream, count) >> np.uint64(11)).astype(np.float64) * 2.0**-53


if __name__ == "__main__":
    first = key_stream([0] * 8, 0, 4).astype("<u8").tobytes().hex()
    assert first == "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e", first
    for seed, stream in ((20240101, 0), (20240101, 1), (0, 0)):
        print(seed, stream, *words(seed, stream, 10))
