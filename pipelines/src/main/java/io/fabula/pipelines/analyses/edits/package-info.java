/** Whether the saliency of what is seen predicts what its removal does. */
@NullMarked
package io.fabula.pipelines.analyses.edits;

import org.jspecify.annotations.NullMarked;
