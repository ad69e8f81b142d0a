/**
 * Kafka for everyone: client settings, topics, records and their schemas, publishing frames,
 * reading outcomes.
 */
@NullMarked
package org.waymark.transport;

import org.jspecify.annotations.NullMarked;
