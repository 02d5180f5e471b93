/**
 * Reading an encoder with learned noise: which latents are in use, what each of them says, and
 * which of them each agent keeps.
 */
@NullMarked
package io.fabula.analysis.scinet;

import org.jspecify.annotations.NullMarked;
