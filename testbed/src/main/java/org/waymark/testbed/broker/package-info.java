/** A real Kafka broker inside this process. */
@NullMarked
package org.waymark.testbed.broker;

import org.jspecify.annotations.NullMarked;
