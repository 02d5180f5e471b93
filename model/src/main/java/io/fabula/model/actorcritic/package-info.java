/** Advantage actor-critic with V-trace targets, for any row of a generalised Bellman equation. */
@NullMarked
package io.fabula.model.actorcritic;

import org.jspecify.annotations.NullMarked;
