/** What a map can be asked: which places come into question, and where to begin. */
@NullMarked
package org.waymark.indexer.search;

import org.jspecify.annotations.NullMarked;
