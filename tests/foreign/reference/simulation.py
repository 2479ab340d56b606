"""A simulation of ranks of its own, with numpy's generator, against the published mean shifts."""

import numpy as np

from . import draws
from .compare import read

DRAWS, BLOCK, SEED = 100_000, 5_000, 1
BEYOND, SHARE, NEVER = 3.0, 0.01, 5.0


def block(a, generator, count):
    """Draws as the rules define them, and of nothing that the program made."""
    spread, items = draws.settings(a)["spread"], len(a.indicators)
    of_dimension = [indicator.dimension - 1 for indicator in a.indicators]
    f = generator.uniform(1 - spread, 1 + spread, (count, items))
    g = generator.uniform(1 - spread, 1 + spread, (count, len(a.made.dimensions)))
    names = draws.pool(a)
    picked = generator.integers(len(names), size=count)
    treatments = [names[at] for at in picked] if draws.incomplete(a) else [None] * count
    deviates = generator.standard_normal((count, len(a.units)))
    return draws.Drawn(draws.scaled(a, f * g[:, of_dimension]), treatments, deviates)


def moments(a):
    """Scenario → (mean of ranks, standard deviation of one draw), by ranked unit."""
    generator, sums = np.random.default_rng(SEED), {}
    for _ in range(DRAWS // BLOCK):
        for name, keys in draws.drawn_keys(a, block(a, generator, BLOCK)).items():
            found = draws.ranks(a, keys)
            held = sums.setdefault(name, [0.0, 0.0])
            held[0] = held[0] + found.sum(axis=0)
            held[1] = held[1] + (found.astype(float) ** 2).sum(axis=0)
    made = {}
    for name, (first, second) in sums.items():
        mean = first / DRAWS
        made[name] = mean, np.sqrt(np.maximum(0, second / DRAWS - mean**2))
    return made


def simulate(reference, results):
    """Mean shifts beyond three standard errors must be few (0.3% are expected), none beyond five."""
    path = results / "unit_stability.csv"
    if not path.exists():
        print("simulation: no unit_stability")
        return 0
    frame = read(path)
    there = {
        (row["unit"], row["scenario"]): (float(row["mean_shift"]), int(row["draws"]))
        for row in frame.to_dict("records")
    }
    distances, wrong = [], 0
    for a in reference.analyses:
        if not draws.is_drawn(a):
            continue
        for scenario, (mean, deviation) in moments(a).items():
            for at, u in enumerate(draws.ranked(a)):
                unit = a.units[u].code
                shift, count = there[unit, scenario]
                error = deviation[at] * np.sqrt(1 / count + 1 / DRAWS)
                apart = abs(shift - (mean[at] - a.scores[u].rank))
                if error == 0 and apart > 1e-9:
                    wrong += 1
                    print(f"simulation: {unit} {scenario} never moves here, but there")
                distances.append(apart / error if error else 0.0)
    beyond = sum(each > BEYOND for each in distances)
    far = max(distances, default=0.0)
    print(
        f"simulation: {len(distances)} mean shifts against {DRAWS} draws of numpy, {beyond} beyond"
        f" {BEYOND:g} standard errors, furthest {far:.2f}"
    )
    return wrong + (beyond > SHARE * len(distances)) + (far > NEVER)
