/** Files that are never seen half written. */
@NullMarked
package io.fabula.model.files;

import org.jspecify.annotations.NullMarked;
