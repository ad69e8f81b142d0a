/** Announced versions of maps: how they are announced, and how they come to this machine. */
@NullMarked
package org.waymark.indexer.fetch;

import org.jspecify.annotations.NullMarked;
