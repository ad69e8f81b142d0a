/** What the live bridge is told to do: {@code bridge.yaml}, or a few options. */
@NullMarked
package org.waymark.bridge.live.config;

import org.jspecify.annotations.NullMarked;
