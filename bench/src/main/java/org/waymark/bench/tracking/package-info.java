/** How well robots are followed: tracking against plain retrieval. */
@NullMarked
package org.waymark.bench.tracking;

import org.jspecify.annotations.NullMarked;
