/**
 * The study of which features a CoinRun agent depends on, and through which directions of its
 * hidden state.
 */
@NullMarked
package io.fabula.pipelines.studies.interpret;

import org.jspecify.annotations.NullMarked;
