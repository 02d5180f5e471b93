/** What a policy would earn, estimated from what another one did. */
@NullMarked
package io.fabula.analysis.policies;

import org.jspecify.annotations.NullMarked;
