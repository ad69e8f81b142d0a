/** A replay whose processes are killed again and again, and what came out of it. */
@NullMarked
package org.waymark.bench.kill;

import org.jspecify.annotations.NullMarked;
