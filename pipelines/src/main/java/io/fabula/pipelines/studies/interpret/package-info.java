/** The study of which hidden-state directions of a CoinRun agent cause which behaviours. */
@NullMarked
package io.fabula.pipelines.studies.interpret;

import org.jspecify.annotations.NullMarked;
