/** Clips of rollouts as MP4, with overlays, side by side. */
@NullMarked
package io.fabula.analysis.video;

import org.jspecify.annotations.NullMarked;
