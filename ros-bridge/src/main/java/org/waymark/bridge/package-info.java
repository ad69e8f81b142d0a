/**
 * The program for a robot's computer: it needs neither PyTorch nor Lucene nor a broker. So far it
 * replays recordings; live ROS topics come later.
 */
@NullMarked
package org.waymark.bridge;

import org.jspecify.annotations.NullMarked;
