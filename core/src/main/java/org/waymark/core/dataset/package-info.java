/**
 * Recorded sequences on disk, named {@code kind:path?key=value}, opened lazily. Kinds are found
 * through ServiceLoader.
 */
@NullMarked
package org.waymark.core.dataset;

import org.jspecify.annotations.NullMarked;
