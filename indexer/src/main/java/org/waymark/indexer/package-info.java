/**
 * The map: places with poses and descriptors, built from data sets, kept in immutable versions,
 * searched by Lucene.
 */
@NullMarked
package org.waymark.indexer;

import org.jspecify.annotations.NullMarked;
