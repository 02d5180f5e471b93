/** Movement of an agent's memory along components expressed along others, or removed. */
@NullMarked
package io.fabula.pipelines.analyses.swaps;

import org.jspecify.annotations.NullMarked;
