/** What command lines of original programs have in common: options with words as truth values. */
@NullMarked
package io.fabula.pipelines.originals;

import org.jspecify.annotations.NullMarked;
