/**
 * XML-RPC as ROS 1 uses it: a codec on StAX, a client and a server on what the JDK has. Sizes and
 * depths are bounded; document types are refused.
 */
@NullMarked
package org.waymark.bridge.ros1.xmlrpc;

import org.jspecify.annotations.NullMarked;
