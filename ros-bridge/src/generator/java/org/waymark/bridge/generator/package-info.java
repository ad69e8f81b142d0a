/**
 * Makes Java records of ROS message definitions. It runs before the module is compiled, straight
 * from its sources, and is no part of the module's jar.
 */
@NullMarked
package org.waymark.bridge.generator;

import org.jspecify.annotations.NullMarked;
