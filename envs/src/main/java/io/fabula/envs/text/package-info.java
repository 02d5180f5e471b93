/** Text files that people write, read strictly. */
@NullMarked
package io.fabula.envs.text;

import org.jspecify.annotations.NullMarked;
