/** Maps whose frames are described by many instances, through Kafka. */
@NullMarked
package org.waymark.indexer.rebuild;

import org.jspecify.annotations.NullMarked;
