/** Digests by which models and maps are recognised. */
@NullMarked
package org.waymark.core.digest;

import org.jspecify.annotations.NullMarked;
