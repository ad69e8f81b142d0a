/**
 * The localizer: a Kafka Streams application that turns each camera frame into one outcome.
 *
 * <p>The way of a frame: {@link org.waymark.streams.PollPrefetch} sees all records of one poll and
 * hands them to the {@link org.waymark.streams.DescriptionEngine}; {@link
 * org.waymark.streams.FrameProcessor} takes them one by one, waits for the description, and has
 * {@link org.waymark.streams.SingleFrameLocalizer} look it up.
 */
@NullMarked
package org.waymark.streams;

import org.jspecify.annotations.NullMarked;
