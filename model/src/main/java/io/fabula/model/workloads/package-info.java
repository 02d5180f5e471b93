/** Fixed pieces of work whose speed is compared with other implementations of the same networks. */
@NullMarked
package io.fabula.model.workloads;

import org.jspecify.annotations.NullMarked;
