/** Maps for people: t-distributed stochastic neighbour embedding. */
@NullMarked
package io.fabula.analysis.embedding;

import org.jspecify.annotations.NullMarked;
