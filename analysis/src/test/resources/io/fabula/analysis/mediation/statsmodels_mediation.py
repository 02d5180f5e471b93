"""Mediation of the toy data by statsmodels, for each interaction that is given: a line with ACME, ADE (control,
treated) and the total effect."""

import sys

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.mediation import Mediation

DRAWS = 250  # a draw takes 40 ms, as formulas are evaluated anew in each

i = np.arange(400)
x = (i % 2).astype(float)
m = 0.5 + 0.8 * x + np.sin(1 + 1.7 * i)
for t in map(float, sys.argv[1:]):
    y = 1 + 0.3 * x + 0.6 * m + t * x * m + np.cos(2 + 2.3 * i)
    data = pd.DataFrame({"x": x, "m": m, "y": y})
    outcome = OLS.from_formula("y ~ x + m" if t == 0 else "y ~ x * m", data)
    mediator = OLS.from_formula("m ~ x", data)
    np.random.seed(1)
    fit = Mediation(outcome, mediator, "x", "m").fit(method="parametric", n_rep=DRAWS)
    estimates = fit.summary()["Estimate"]
    names = ["ACME (control)", "ACME (treated)", "ADE (control)", "ADE (treated)", "Total effect"]
    print(" ".join(str(float(estimates[name])) for name in names))
