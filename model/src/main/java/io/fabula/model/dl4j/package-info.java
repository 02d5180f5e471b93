/**
 * Agents that were made with Deeplearning4j, read from their zip files without deserialising Java
 * objects. No class of the library is loaded unless such an agent is used.
 */
@NullMarked
package io.fabula.model.dl4j;

import org.jspecify.annotations.NullMarked;
