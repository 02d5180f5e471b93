/** What several worlds need to draw themselves for people: shapes, and letters without fonts. */
@NullMarked
package io.fabula.envs.drawing;

import org.jspecify.annotations.NullMarked;
