/** What a gradient with respect to frames shows: saliency maps and extreme loadings. */
@NullMarked
package io.fabula.analysis.saliency;

import org.jspecify.annotations.NullMarked;
