/** Numbers and figures out of recordings; the rooms below hold one thing each. */
@NullMarked
package io.fabula.analysis;

import org.jspecify.annotations.NullMarked;
