/** How agents act, how episodes are played and recorded, and how well agents play. */
@NullMarked
package io.fabula.model.agents;

import org.jspecify.annotations.NullMarked;
