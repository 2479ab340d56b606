def check_derivation(reference, results, shown):
    return 0
