/**
 * Which event mediates the effect of a policy: exact values by generalised Bellman equations,
 * natural effects, and their estimates from episodes. Inspired by Herlau and Larsen (AAAI 2022) and
 * re-designed after the public description; no number of theirs is reproduced.
 */
@NullMarked
package io.fabula.analysis.mediation;

import org.jspecify.annotations.NullMarked;
