"""The draws of rank stability, from scratch: ChaCha8 as rand_chacha runs it.

`Draws(seed, stream)` gives the words of `ChaCha8Rng::seed_from_u64(seed)` after
`set_stream(stream)`: PCG32 expands the seed to a key (rand_core, `seed_from_u64`); the block
counter has 64 bits, the stream number is the nonce; two 32-bit words make one of 64, low one
first. Run as a script it proves itself on a published vector (draft-strombergson-chacha-test-
vectors-00, TC1, 8 rounds, 256 bits) and prints the values that the tests hold.
"""

import math
import struct

MASK32, MASK64 = 2**32 - 1, 2**64 - 1


def key_of(seed):
    """Eight words of key from one of 64 bits."""
    words = []
    for _ in range(8):
        seed = (seed * 0x5851F42D4C957F2D + 0xA17654E46FBE17F3) & MASK64
        shifted = (((seed >> 18) ^ seed) >> 27) & MASK32
        turn = seed >> 59
        words.append(((shifted >> turn) | (shifted << (-turn & 31))) & MASK32)
    return words


def quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & MASK32
        s[z] ^= s[x]
        s[z] = ((s[z] << turn) | (s[z] >> (32 - turn))) & MASK32


def block(key, counter, stream):
    """Sixteen words of the key stream."""
    constants = struct.unpack("<4I", b"expand 32-byte k")
    halves = [counter & MASK32, counter >> 32, stream & MASK32, stream >> 32]
    start = [*constants, *key, *halves]
    s = list(start)
    for _ in range(4):
        for column in range(4):
            quarter(s, column, 4 + column, 8 + column, 12 + column)
        for left in range(4):
            quarter(s, left, 4 + (left + 1) % 4, 8 + (left + 2) % 4, 12 + (left + 3) % 4)
    return [(one + other) & MASK32 for one, other in zip(s, start)]


class Draws:
    def __init__(self, seed, stream=0, key=None):
        self.key, self.stream = key or key_of(seed), stream
        self.counter, self.words = 0, []

    def word(self):
        """The next word of 64 bits."""
        if not self.words:
            words = block(self.key, self.counter, self.stream)
            self.words = [low | high << 32 for low, high in zip(words[::2], words[1::2])]
            self.counter += 1
        return self.words.pop(0)

    def share(self):
        """In [0, 1), 53 bits."""
        return (self.word() >> 11) * 2.0**-53

    def near_one(self, spread):
        return 1.0 - spread + 2.0 * spread * self.share()

    def normal(self):
        """Box and Muller, the cosine half; two words."""
        one, other = self.share(), self.share()
        return math.sqrt(-2.0 * math.log(1.0 - one)) * math.cos(2.0 * math.pi * other)

    def draw(self, dimensions, spread, units):
        """One draw: (weights that sum to the full marks, v of the treatment, z by unit).

        `dimensions` lists the full marks of each dimension's indicators.
        """
        of_dimension = [self.near_one(spread) for _ in dimensions]
        moved = []
        for factor, marks in zip(of_dimension, dimensions):
            moved.extend((own, factor) for own in marks)
        moved = [own * self.near_one(spread) * factor for own, factor in moved]
        scale = sum(own for marks in dimensions for own in marks) / sum(moved)
        choice = self.share()
        return [own * scale for own in moved], choice, [self.normal() for _ in range(units)]


if __name__ == "__main__":
    first = struct.pack("<16I", *block([0] * 8, 0, 0)).hex()
    assert first.startswith("3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e"), first
    for seed, stream in ((20240101, 0), (20240101, 1), (0, 0)):
        draws = Draws(seed, stream)
        print(seed, stream, [draws.word() for _ in range(10)])
    weights, choice, deviates = Draws(20240101).draw([[30, 30], [25, 15]], 0.25, 2)
    print(weights, choice, deviates)
