/**
 * Clicks of users on slates as they were logged: embeddings of items, a model of the clicks learned
 * from a log, and worlds in which users click as that model, or a known rule, says (Jain et al.
 * 2022, the part with real data).
 */
@NullMarked
package io.fabula.model.clicklog;

import org.jspecify.annotations.NullMarked;
