"""What the checks of the template found wrong."""
problems = []


def expect(truth, complaint):
    if not truth:
        problems.append(complaint)


def properties(resources, name):
    return resources[name]["Properties"]
