/** Maps in use: held, swapped while they are searched, and loaded by where robots are. */
@NullMarked
package org.waymark.indexer.serving;

import org.jspecify.annotations.NullMarked;
