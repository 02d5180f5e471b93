/** What a report says of a study's results; the page is made elsewhere. */
@NullMarked
package io.fabula.analysis.report;

import org.jspecify.annotations.NullMarked;
