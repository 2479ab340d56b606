def simulate(reference, results):
    return 0
