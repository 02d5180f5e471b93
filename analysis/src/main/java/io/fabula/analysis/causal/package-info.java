/** What moves with what, whether gradients agree, and whether an untrained agent shows the same. */
@NullMarked
package io.fabula.analysis.causal;

import org.jspecify.annotations.NullMarked;
