"""The coefficients of the functions in this folder: minimax polynomials, rounded to float or double one by one.

    python3 minimax.py            every fit with its error and its coefficients, lowest power first
    python3 minimax.py tanh erfc  some functions' (needs mpmath)

A fit is g(x) ~ sum c[k] x^k on [a, b] with the least maximum of w(x) |g(x) - p(x)|, where w says what an error costs the
function, relative to its value: the exchange of Remez 1934. Then the lowest coefficient is rounded and the others are fitted again,
so that they make up for its rounding (after Brisebarre and Chevillard 2007, by a simpler search).
"""
import struct
import sys

from mpmath import cos, erf, erfc, exp, log, log1p, lu_solve, matrix, mp, mpf, pi, sin, sqrt, tanh

mp.dps = 60


def remez(points, values, weights, powers):
    """Coefficients with the least maximum weighted error on the points, and that error."""
    n, m = len(powers), len(points)
    table = [[x**k for k in powers] for x in points]
    # The points are Chebyshev's, so evenly spaced indices are Chebyshev nodes; where the weight vanishes there is no node.
    heavy = [i for i, w in enumerate(weights) if abs(w) > max(map(abs, weights)) / 100]
    nodes = [heavy[round((len(heavy) - 1) * i / n)] for i in range(n + 1)]
    for _ in range(40):
        rows = [[weights[i] * a for a in table[i]] + [(-1)**j] for j, i in enumerate(nodes)]
        *c, level = lu_solve(matrix(rows), matrix([weights[i] * values[i] for i in nodes]))
        error = [w * (v - sum(a * b for a, b in zip(c, row))) for v, w, row in zip(values, weights, table)]
        worst = max(range(m), key=lambda i: abs(error[i]))
        if abs(error[worst]) <= abs(level) * mpf('1.001'):
            break
        nodes = alternation(nodes, error, worst)
    return c, abs(error[worst])


def alternation(nodes, error, worst):
    """As many nodes as before, with errors of alternating sign, the largest there are."""
    runs = []
    for i, e in enumerate(error):
        if runs and (error[runs[-1]] > 0) == (e > 0):
            if abs(e) > abs(error[runs[-1]]):
                runs[-1] = i
        else:
            runs.append(i)
    while len(runs) > len(nodes):
        least = min(range(len(runs)), key=lambda j: abs(error[runs[j]]))
        if least in (0, len(runs) - 1):
            runs.pop(least)
        elif len(runs) == len(nodes) + 1:
            runs.pop(0 if abs(error[runs[0]]) < abs(error[runs[-1]]) else -1)
        else:
            # Without it its neighbours are one run: the smaller goes as well.
            runs.pop(least)
            runs.pop(least if abs(error[runs[least]]) < abs(error[runs[least - 1]]) else least - 1)
    return runs if len(runs) == len(nodes) else exchange(nodes, error, worst)


def exchange(nodes, error, worst):
    """The nodes with the worst point in the place of the neighbour of its sign: for when there are too few runs."""
    left, right = [i for i in nodes if i < worst], [i for i in nodes if i > worst]
    if left and (error[left[-1]] > 0) == (error[worst] > 0):
        return left[:-1] + [worst] + right
    if right and (error[right[0]] > 0) == (error[worst] > 0):
        return left + [worst] + right[1:]
    if not left:
        return [worst] + right[:-1]
    return left[1:] + [worst] + right if not right else left + [worst] + right[1:]


def rounded(x, bits):
    if x == 0:
        return x
    scale = mpf(2)**(bits - 1 - int(mp.floor(log(abs(x), 2))))
    return mp.nint(x * scale) / scale


def minimax(g, a, b, w, terms, bits, first):
    """Rounded coefficients and the fit's error. first: the lowest coefficients, given."""
    a, b = mpf(a), mpf(b)
    count = 24 * (terms + 2)
    points = [(a + b) / 2 - (b - a) / 2 * cos(pi * i / count) for i in range(count + 1)]
    points = [x for x in points if x != 0]
    values, weights = [g(x) for x in points], [abs(w(x)) for x in points]
    c = list(first)
    for k in range(len(first), terms):
        # x^k times a polynomial: around 0 it can change nothing, and beyond 0 an odd power turns the sign of an error.
        near = 0 if k == 0 else max(abs(a), abs(b)) / 64
        rest = [(x, v - sum(ci * x**p for p, ci in enumerate(c)), q * mp.sign(x)**k)
                for x, v, q in zip(points, values, weights) if abs(x) > near]
        free, _ = remez(*zip(*rest), list(range(k, terms)))
        c.append(rounded(free[0], bits))
    return c, max(q * abs(v - sum(ci * x**p for p, ci in enumerate(c))) for x, v, q in zip(points, values, weights))


def of_square(f, minus):
    """z -> f(sqrt z) / sqrt z - minus, the shape of an odd function."""
    return lambda z: f(sqrt(z)) / sqrt(z) - minus


def complementary(k, largest):
    """h(t) of erfc x = e^(-x^2) h(t) / (x + k), t = (x - k) / (x + k), with its range and weight."""
    k = mpf(k)

    def h(t):
        x = k * (1 + t) / (1 - t)
        return exp(x * x) * erfc(x) * (x + k)
    return h, -1, (mpf(largest) - k) / (mpf(largest) + k), lambda t: 1 / h(t)


# name: the function of the code; then for float and double g, a, b, w, how many coefficients, and the first of them if given.
LN2, TURN = log(mpf(2)) / 2 * mpf('1.002'), (pi / 4)**2 * mpf('1.01')
EXP = (lambda r: (exp(r) - 1 - r) / r**2, -LN2, LN2, lambda r: r**2 / exp(r))
LOG = (lambda f: (log1p(f) - f) / f**2, 1 / sqrt(mpf(2)) - 1, sqrt(mpf(2)) - 1, lambda f: f**2 / log1p(f))
SOFTPLUS = (LOG[0], 0, 1, LOG[3])
TANH = (lambda z: of_square(tanh, 1)(z) / z, 0, mpf('0.625')**2, lambda z: z / of_square(tanh, 0)(z))
SIN = (lambda z: of_square(sin, 1)(z) / z, 0, TURN, lambda z: z / of_square(sin, 0)(z))
COS = (lambda z: (cos(sqrt(z)) - 1) / z, 0, TURN, lambda z: z / cos(sqrt(z)))
ERF = (of_square(erf, 1), 0, 1, lambda z: 1 / of_square(erf, 0)(z))
LARGE = (lambda x: -log(erfc(x)), 1), (lambda x: erfc(x) / erf(x),)
HALF = mpf(1) / 2
FITS = {
    'exp': ((*EXP, 5, [HALF]), (*EXP, 11, [HALF])),
    'log': ((*LOG, 9, [-HALF]), (*LOG, 21, [-HALF])),
    'softplus': ((*SOFTPLUS, 10, [-HALF]), (*SOFTPLUS, 20, [-HALF])),
    'tanh': ((*TANH, 5, []), (*TANH, 11, [])),
    'sin': ((*SIN, 3, []), (*SIN, 6, [])),
    'cos': ((*COS, 4, [-HALF]), (*COS, 7, [-HALF])),
    'erf': ((*ERF, 7, []), (*ERF, 12, [])),
    'erf-large': ((*LARGE[0], mpf('3.95'), *LARGE[1], 8, []), (*LARGE[0], mpf(6), *LARGE[1], 19, [])),
    'erfc': ((*complementary('2.3125', '10.1'), 11, []), (*complementary('2.25', '27.3'), 26, [])),
}


def shortest(x, bits):
    """The shortest decimal that is rounded to x."""
    if bits == 53:
        return repr(float(x))
    return next(s for s in (f'{float(x):.{d}g}' for d in range(1, 10)) if struct.unpack('f', struct.pack('f', float(s)))[0] == x)


for name in sys.argv[1:] or FITS:
    for (g, a, b, w, terms, first), bits in zip(FITS[name], (24, 53)):
        c, error = minimax(g, a, b, w, terms, bits, first)
        print(f'{name}, {"float" if bits == 24 else "double"}: within 2^{float(log(error, 2)):.1f}')
        print('    ' + ', '.join(shortest(x, bits) for x in c), flush=True)
