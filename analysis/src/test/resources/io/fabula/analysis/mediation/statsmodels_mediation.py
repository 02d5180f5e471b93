"""Mediation of the toy data by statsmodels: prints ACME, ADE (control, treated) and the total effect."""

import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.mediation import Mediation

t = float(sys.argv[1])
i = np.arange(400)
x = (i % 2).astype(float)
m = 0.5 + 0.8 * x + np.sin(1 + 1.7 * i)
y = 1 + 0.3 * x + 0.6 * m + t * x * m + np.cos(2 + 2.3 * i)
data = pd.DataFrame({"x": x, "m": m, "y": y})
outcome = sm.OLS.from_formula("y ~ x + m" if t == 0 else "y ~ x * m", data)
mediator = sm.OLS.from_formula("m ~ x", data)
np.random.seed(1)
fit = Mediation(outcome, mediator, "x", "m").fit(method="parametric", n_rep=2000)
estimates = fit.summary()["Estimate"]
names = ["ACME (control)", "ACME (treated)", "ADE (control)", "ADE (treated)", "Total effect"]
print(" ".join(str(float(estimates[name])) for name in names))
