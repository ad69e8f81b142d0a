/** Recordings as data sets: {@code bag:}, {@code mcap:} and {@code db3:}. */
@NullMarked
package org.waymark.bridge.recording.dataset;

import org.jspecify.annotations.NullMarked;
