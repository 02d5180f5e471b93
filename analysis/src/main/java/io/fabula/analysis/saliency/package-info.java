/**
 * What gradients with respect to frames or features show, and whether changing what they name
 * changes what the agent does.
 */
@NullMarked
package io.fabula.analysis.saliency;

import org.jspecify.annotations.NullMarked;
