/**
 * Agents that may choose only among the actions of a set, and know more or less of it: from a
 * policy that looks at each action alone to one that relates them all by graph attention (Jain et
 * al. 2022, "Know Your Action Set").
 */
@NullMarked
package io.fabula.model.agile;

import org.jspecify.annotations.NullMarked;
